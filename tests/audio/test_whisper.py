import numpy as np
import pytest

from audio.pcm import RATE, Samples, silence
from audio.ports import Transcript
from audio.voices.neural import NeuralVoice
from audio.wer import word_error_rate
from audio.whisper import LONGEST_S, WhisperTranscriber, _pieces
from tests.audio.sounds import joined, noise, tone

pytestmark = pytest.mark.engines
LINE = "I understand how frustrating this is, and I will send you a new card today."
LINES = (
    "Thank you for waiting, I have your account open on my screen now.",
    "The first payment was taken on the third of March, and the second one a week later.",
    "That second payment was our mistake, and I am going to return it to you today.",
    "You will see the money in your account within five working days.",
    "I am also sending you a letter that explains what went wrong and what we have changed.",
    "If the money has not arrived by next Friday, please call this number and ask for me.",
    "I have made a note of everything we said, so you will not have to explain it again.",
    "Is there anything else that I can help you with this afternoon?",
    "Goodbye, and once again I apologise for the trouble this has caused you.",
)


@pytest.fixture(scope="module")
def spoken(woman: NeuralVoice) -> Samples:
    return joined([silence(RATE // 4), woman.say(LINE, 2.0), silence(RATE // 4)])


@pytest.fixture(scope="module")
def heard(whisper: WhisperTranscriber, spoken: Samples) -> Transcript:
    return whisper.transcribe(spoken)


def clicks(seconds: float) -> Samples:
    sound = silence(round(seconds * RATE))
    for start in range(RATE // 4, len(sound) - 100, RATE // 2):
        sound[start : start + 40] = noise(0.01, rms=0.3)[:40]
    return sound


def test_a_woman_is_heard_right(heard: Transcript) -> None:
    assert word_error_rate(LINE, heard.text) <= 0.1


def test_a_man_is_heard_right(whisper: WhisperTranscriber, man: NeuralVoice) -> None:
    assert word_error_rate(LINE, whisper.transcribe(man.say(LINE, 2.0)).text) <= 0.1


def test_a_short_reply_is_heard_without_loops(whisper: WhisperTranscriber, woman: NeuralVoice) -> None:
    assert word_error_rate("Yes, of course.", whisper.transcribe(woman.say("Yes, of course.", 1.0)).text) == 0


def test_the_same_samples_give_the_same_transcript(
    whisper: WhisperTranscriber, spoken: Samples, heard: Transcript
) -> None:
    assert whisper.transcribe(spoken) == heard


def test_words_have_ordered_times_within_the_sound(spoken: Samples, heard: Transcript) -> None:
    assert " ".join(word.text for word in heard.words) == heard.text
    edges = [edge for word in heard.words for edge in (word.start_s, word.end_s)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(spoken) / RATE + 0.005
    assert all(0 <= word.p <= 1 for word in heard.words)
    assert edges[-1] > 0.8 * len(spoken) / RATE


def test_a_stop_is_likelier_where_a_sentence_ends_than_where_it_is_broken_off(
    whisper: WhisperTranscriber, spoken: Samples, heard: Transcript
) -> None:
    broken = [
        whisper.transcribe(joined([spoken[: round(word.end_s * RATE)], silence(RATE // 4)])).stop_p
        for word in heard.words
        if word.text in {"and", "will", "you", "a", "new"}
    ]
    assert len(broken) >= 3
    assert heard.stop_p is not None
    assert heard.stop_p > 0.7 > max(p or 0.0 for p in broken)
    assert whisper.transcribe(silence(RATE)).stop_p is None


@pytest.mark.parametrize(
    "sound",
    [silence(0), silence(3 * RATE), noise(3, rms=0.003), noise(3, rms=0.1), tone(50, 3, peak=0.1), clicks(3)],
    ids=["nothing", "silence", "hiss", "white noise", "hum", "clicks"],
)
def test_where_nobody_speaks_nothing_is_heard(whisper: WhisperTranscriber, sound: Samples) -> None:
    assert whisper.transcribe(sound) == Transcript("")


def test_forty_seconds_are_heard_in_pieces(whisper: WhisperTranscriber, woman: NeuralVoice) -> None:
    sounds = [joined([woman.say(line, 2.0), silence(RATE // 2)]) for line in LINES]
    long = joined(sounds)
    assert len(long) > 38 * RATE
    heard = whisper.transcribe(long)
    assert word_error_rate(" ".join(LINES), heard.text) <= 0.1
    last = next(word for word in reversed(heard.words) if "goodbye" in word.text.lower())
    assert last.start_s == pytest.approx((len(long) - len(sounds[-1])) / RATE, abs=0.5)


@pytest.mark.parametrize("seconds", [0.0, 1.0, 28.0, 40.0, 95.0])
def test_pieces_are_short_enough_and_together_the_whole_sound(seconds: float) -> None:
    sound = noise(seconds)
    pieces = _pieces(sound)
    assert all(len(piece) <= LONGEST_S * RATE for _, piece in pieces)
    assert np.array_equal(joined([piece for _, piece in pieces]), sound)
    assert [start for start, _ in pieces] == np.cumsum([0, *(len(piece) for _, piece in pieces)])[
        :-1
    ].tolist()


def test_a_long_sound_is_cut_where_it_is_quietest() -> None:
    sound = noise(40)
    sound[24 * RATE : round(24.4 * RATE)] = 0
    assert 24 * RATE <= _pieces(sound)[1][0] <= 24.4 * RATE
