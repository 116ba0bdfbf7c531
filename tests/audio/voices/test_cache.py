from pathlib import Path

import numpy as np
import pytest

from audio.errors import VoiceError
from audio.fakes import ToneVoice
from audio.pcm import Samples, silence
from audio.voices.cache import CachedVoice


class CountedVoice(ToneVoice):
    """A `ToneVoice` that counts its renderings; some texts give nothing, one fails."""

    def __init__(self, name: str = "tone") -> None:
        super().__init__(name)
        self.rendered: list[tuple[str, float]] = []

    def say(self, text: str, heat: float) -> Samples:
        self.rendered.append((text, heat))
        if text == "fail":
            raise VoiceError("it failed")
        return super().say(text, heat) if text else silence(0)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_line_is_rendered_once_even_by_another_process(tmp_path: Path) -> None:
    first, second = CountedVoice(), CountedVoice()
    once = CachedVoice(first, tmp_path).say("hello", 3.0)
    assert np.array_equal(CachedVoice(first, tmp_path).say("hello", 3.0), once)
    assert np.array_equal(CachedVoice(second, tmp_path).say("hello", 3.0), once)
    assert (len(first.rendered), len(second.rendered)) == (1, 0)
    assert [path.suffix for path in files(tmp_path)] == [".wav"]


def test_voice_heat_and_text_each_make_another_line(tmp_path: Path) -> None:
    voice = CountedVoice()
    cached, other = CachedVoice(voice, tmp_path), CachedVoice(CountedVoice("other"), tmp_path)
    sounds = [
        cached.say("hello", 3.0),
        cached.say("hello", 4.0),
        cached.say("help", 3.0),
        other.say("hello", 3.0),
    ]
    assert len({sound.tobytes() for sound in sounds}) == 4
    assert len(files(tmp_path)) == 4


def test_the_order_in_which_near_heats_are_asked_for_does_not_matter(tmp_path: Path) -> None:
    up, down = CachedVoice(CountedVoice(), tmp_path / "a"), CachedVoice(CountedVoice(), tmp_path / "b")
    assert np.array_equal(up.say("hello", 2.96), down.say("hello", 3.04))


@pytest.mark.parametrize("left", [0, 20, 44, 1000])
def test_a_truncated_file_is_rendered_again(tmp_path: Path, left: int) -> None:
    voice = CountedVoice()
    cached = CachedVoice(voice, tmp_path)
    whole = cached.say("hello", 3.0)
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:left])
    assert np.array_equal(cached.say("hello", 3.0), whole)
    assert len(voice.rendered) == 2
    cached.say("hello", 3.0)
    assert len(voice.rendered) == 2


def test_a_cache_that_cannot_be_written_costs_time_but_no_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    voice = CountedVoice()
    cached = CachedVoice(voice, tmp_path / "file")
    assert len(cached.say("hello", 3.0)) == len(cached.say("hello", 3.0)) > 0
    assert len(voice.rendered) == 2


def test_nothing_and_failures_are_not_kept(tmp_path: Path) -> None:
    cached = CachedVoice(CountedVoice(), tmp_path)
    assert not len(cached.say("", 3.0))
    with pytest.raises(VoiceError):
        cached.say("fail", 3.0)
    assert files(tmp_path) == []
    assert cached.name == "tone"
