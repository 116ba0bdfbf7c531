import numpy as np
import pytest

from audio.pcm import RATE, level_db
from audio.ports import Traits
from audio.voices.neural import NeuralVoice
from tests.audio.sounds import median_pitch

pytestmark = pytest.mark.engines
LINE = "I have been waiting for two weeks, and nobody called me back."


def test_the_same_line_at_the_same_heat_gives_the_same_samples(woman: NeuralVoice) -> None:
    assert np.array_equal(woman.say(LINE, 4.0), woman.say(LINE, 4.0))


@pytest.mark.parametrize("who", ["woman", "man"])
def test_heat_makes_the_voice_higher_louder_and_faster(who: str, request: pytest.FixtureRequest) -> None:
    voice: NeuralVoice = request.getfixturevalue(who)
    cool, hot = voice.say(LINE, 1.0), voice.say(LINE, 9.0)
    assert median_pitch(hot) > 1.05 * median_pitch(cool)
    assert level_db(hot) > level_db(cool) + 3
    assert len(hot) < len(cool)


def test_the_man_is_lower_than_the_woman(woman: NeuralVoice, man: NeuralVoice) -> None:
    low, high = median_pitch(man.say(LINE, 3.0)), median_pitch(woman.say(LINE, 3.0))
    assert 80 < low < 150
    assert 160 < high < 280


@pytest.mark.parametrize("who", ["woman", "man"])
@pytest.mark.parametrize("heat", [0.0, 10.0])
def test_a_line_begins_at_once(who: str, heat: float, request: pytest.FixtureRequest) -> None:
    voice: NeuralVoice = request.getfixturevalue(who)
    sound = voice.say(LINE, heat)
    blocks = sound[: len(sound) // 80 * 80].reshape(-1, 80)
    levels = np.array([level_db(block) for block in blocks])
    first = int(np.flatnonzero(levels > levels.max() - 50)[0])
    assert first * 80 / RATE < 0.02


def test_no_line_is_clipped(woman: NeuralVoice) -> None:
    assert np.abs(woman.say("NO! This is the third time!", 10.0).astype(int)).max() < 32_700


def test_a_text_without_words_is_no_sound_or_a_short_one(woman: NeuralVoice) -> None:
    assert len(woman.say("", 3.0)) == 0
    assert len(woman.say("...", 3.0)) < RATE


def test_the_name_tells_engine_version_and_person(woman: NeuralVoice, man: NeuralVoice) -> None:
    assert woman.name.startswith("hibari-")
    assert woman.name.removesuffix("female") == man.name.removesuffix("male")


def test_pitch_and_pace_of_the_person_are_heard_and_named(woman: NeuralVoice) -> None:
    other = NeuralVoice(Traits("female", pitch="low", pace="fast"))
    assert other.name == f"{woman.name}-low-fast"
    plain, low_and_fast = woman.say(LINE, 4.0), other.say(LINE, 4.0)
    assert median_pitch(low_and_fast) < 0.97 * median_pitch(plain)
    assert len(low_and_fast) < 0.95 * len(plain)


def test_a_sentence_that_ends_in_no_is_not_read_as_number(woman: NeuralVoice) -> None:
    assert len(woman.say("Oh no. Not again.", 3.0)) < 1.15 * len(woman.say("Oh no! Not again.", 3.0))
    assert np.array_equal(woman.say("I said no.", 3.0), woman.say("I said no .", 3.0))
