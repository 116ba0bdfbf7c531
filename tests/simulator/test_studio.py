"""The studio: a customer's line as it comes out of the receiver."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audio import wav
from audio.effects import phone_line, sigh
from audio.errors import SoundFileError
from audio.fakes import ToneVoice
from audio.pcm import RATE, Samples
from simulator.customer.drawing import Line
from simulator.engines import Studio
from tests.audio.sounds import tone


class Counted(ToneVoice):
    """A voice that keeps what it was given to say."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def say(self, text: str, heat: float) -> Samples:
        self.given.append(text)
        return super().say(text, heat)


def line(script: str, recording: str | None = None) -> Line:
    return Line("here/hot/0", "words", 5.5, 0, script, recording)


def test_a_line_is_performed_with_its_marks() -> None:
    voice = Counted()
    clip = Studio(voice, phone=False).render(line("Fine. [sigh] Go *on*!"))
    assert voice.given == ["Fine.", "Go", "on!"]
    assert len(clip) > len(sigh())


def test_a_line_is_rendered_once() -> None:
    voice = Counted()
    studio = Studio(voice, phone=False)
    first = studio.render(line("Hello."))
    assert studio.render(line("Hello.")) is first
    assert voice.given == ["Hello."]


def test_a_recording_is_played_in_the_place_of_the_voice(tmp_path: Path) -> None:
    voice, recording = Counted(), tone(440, 0.5)
    wav.write(tmp_path / "no.wav", recording)
    clip = Studio(voice, phone=False, folder=tmp_path).render(line("No!", "no.wav"))
    assert voice.given == []
    assert len(clip) == pytest.approx(len(recording), abs=RATE // 50)


def test_a_recording_goes_through_the_telephone_too(tmp_path: Path) -> None:
    wav.write(tmp_path / "no.wav", tone(440, 0.5))
    plain = Studio(Counted(), phone=False, folder=tmp_path).render(line("No!", "no.wav"))
    phoned = Studio(Counted(), phone=True, folder=tmp_path).render(line("No!", "no.wav"))
    assert np.array_equal(phoned, phone_line(plain))


def test_a_recording_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match=r"no\.wav"):
        Studio(Counted(), phone=False, folder=tmp_path).render(line("No!", "no.wav"))


def test_rendering_ahead_tells_of_each_line() -> None:
    done: list[int] = []
    voice = Counted()
    Studio(voice, phone=False).render_all([line("One."), line("Two.")], lambda: done.append(len(voice.given)))
    assert done == [1, 2]
