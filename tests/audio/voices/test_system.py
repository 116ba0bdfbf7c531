"""The system's voices, through pyttsx3 in its child process."""

import sys

import pytest

from audio.errors import VoiceError
from audio.pcm import RATE, level_db
from audio.ports import Traits
from audio.voices.style import Style
from audio.voices.system import SystemSpeaker, SystemVoice, _nearest, system_speakers

ENGLISH_MAN = SystemSpeaker("gmw/en", "English", "en-gb", "male")
AMERICAN_MAN = SystemSpeaker("gmw/en-US", "English (America)", "en-us", "male")
AMERICAN_WOMAN = SystemSpeaker("com.apple.samantha", "Samantha", "en_us", "female")
GERMAN_WOMAN = SystemSpeaker("gmw/de", "German", "de", "female")


@pytest.fixture(scope="module")
def voice() -> SystemVoice:
    pytest.importorskip("pyttsx3", reason="pyttsx3 is not installed")
    try:
        return SystemVoice(Traits("female"))
    except VoiceError as error:
        pytest.skip(f"this system has no speech engine: {error.what}")


def test_the_nearest_voice_speaks_the_language_then_the_accent_then_has_the_gender() -> None:
    every = (GERMAN_WOMAN, ENGLISH_MAN, AMERICAN_MAN, AMERICAN_WOMAN)
    assert _nearest(every, Traits("female")) == AMERICAN_WOMAN.id
    assert _nearest(every, Traits("male")) == AMERICAN_MAN.id
    assert _nearest(every, Traits("male", accent="en-GB")) == ENGLISH_MAN.id
    assert _nearest((GERMAN_WOMAN,), Traits("male")) == GERMAN_WOMAN.id


def test_espeak_which_has_no_english_woman_gets_a_variant() -> None:
    assert _nearest((ENGLISH_MAN, AMERICAN_MAN), Traits("female")) == "gmw/en-US+f3"


def test_a_system_without_voices_is_told_so() -> None:
    with pytest.raises(VoiceError, match="no voices") as caught:
        _nearest((), Traits())
    assert "espeak-ng" in caught.value.hint


@pytest.mark.engines
def test_it_speaks_at_the_level_of_the_heat_and_without_leading_silence(voice: SystemVoice) -> None:
    sound = voice.say("I have been waiting for two weeks.", 5.0)
    assert 0.8 * RATE < len(sound) < 6 * RATE
    assert level_db(sound) == pytest.approx(Style.at(5.0).level_db, abs=0.5)
    assert level_db(sound[: RATE // 20]) > -60


@pytest.mark.engines
def test_what_the_engine_prints_never_reaches_stdout(
    voice: SystemVoice, capfd: pytest.CaptureFixture[str]
) -> None:
    voice.say("Hello there.", 2.0)
    SystemVoice(Traits("male")).say("Hello there.", 2.0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.engines
def test_a_child_that_has_died_is_replaced(voice: SystemVoice) -> None:
    before = len(voice.say("Hello there.", 2.0))
    voice._child._process.kill()
    voice._child._process.wait()
    again = len(voice.say("Hello there.", 2.0))  # eSpeak speaks its first line a little slower
    assert again == pytest.approx(before, rel=0.15)


@pytest.mark.engines
def test_the_voices_are_listed_with_their_languages(voice: SystemVoice) -> None:
    speakers = system_speakers()
    assert len({speaker.id for speaker in speakers}) == len(speakers) > 0
    if sys.platform == "linux":
        assert any(speaker.language.startswith("en") for speaker in speakers)
