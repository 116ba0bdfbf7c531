from pathlib import Path

import pytest

from audio.errors import VoiceError
from audio.ports import Traits
from audio.voices import ENGINES, choose, installed
from audio.voices.cache import CachedVoice


def test_every_engine_has_a_name_and_those_installed_come_best_first() -> None:
    assert ENGINES[0] == "auto"
    assert set(installed()) <= set(ENGINES[1:])
    assert list(installed()) == [name for name in ENGINES if name in installed()]


@pytest.mark.skipif("piper" in installed(), reason="Piper is installed here")
def test_an_engine_that_is_not_installed_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="Piper") as caught:
        choose("piper", Traits(), cache=tmp_path)
    assert "piper-tts" in caught.value.hint


@pytest.mark.engines
def test_auto_takes_the_neural_voice_and_caches_its_lines(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari-tts is not installed")
    voice = choose("auto", Traits("male"), cache=tmp_path)
    assert isinstance(voice, CachedVoice)
    assert voice.name.startswith("hibari-")
    assert len(voice.say("Hello.", 2.0))
    assert len(list(tmp_path.rglob("*.wav"))) == 1
