import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.guard import is_loop, unsupported, without_annotations, without_loops
from audio.pcm import RATE, Samples, silence
from audio.ports import Word
from tests.audio.sounds import tone

SPEECH = tone(300, 1.0)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, i / 4, (i + 1) / 4, 0.9) for i, word in enumerate(text.split()))


def text(kept: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in kept)


@pytest.mark.parametrize(
    ("heard", "seconds"),
    [
        ("Okay. Okay. Okay. Okay. Okay.", 3.0),
        ("I see, I see. I see I see", 4.0),
        ("Well, I'm sorry to hear that. I'm sorry to hear that. I'm sorry to hear that.", 9.0),
        ("one two three four five six seven eight nine", 1.0),
    ],
    ids=["one word", "two words", "a sentence", "too fast"],
)
def test_loops_and_impossible_speed_are_seen(heard: str, seconds: float) -> None:
    assert is_loop(heard, seconds)


@pytest.mark.parametrize(
    ("heard", "seconds"),
    [
        ("", 1.0),
        ("Okay.", 0.3),
        ("Okay, okay, okay.", 1.0),
        ("No, no, no, no.", 1.5),
        ("I am very, very sorry that that happened to you.", 2.5),
        ("Thank you. Thank you.", 1.0),
    ],
)
def test_plain_speech_is_no_loop(heard: str, seconds: float) -> None:
    assert not is_loop(heard, seconds)


def test_a_loop_is_cut_to_one_round_and_the_rest_is_kept() -> None:
    assert text(without_loops(words("Well okay. Okay. Okay. Okay. okay thank you"))) == "Well okay. thank you"
    assert text(without_loops(words("I see I see I see I see. Right."))) == "I see Right."
    plain = words("I will send you a new one today")
    assert without_loops(plain) == plain
    assert without_loops(()) == ()


@given(st.lists(st.sampled_from(["okay", "I", "see", "no"]), max_size=24))
def test_what_is_left_holds_no_loop_and_only_words_that_were_there(spoken: list[str]) -> None:
    heard = words(" ".join(spoken))
    kept = without_loops(heard)
    assert not is_loop(text(kept), 1000.0)
    assert list(kept) == [word for word in heard if word in kept]
    assert without_loops(kept) == kept


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("[BLANK_AUDIO]", ""),
        ("(sighs) I know.", "I know."),
        ("I know *coughs* that.", "I know that."),
        ("♪ la la la ♪", ""),
        ("Right. ♪ la la", "Right."),
        ("It costs 5 (five) pounds [noise]", "It costs 5 pounds"),
        ("Nothing to drop.", "Nothing to drop."),
    ],
)
def test_descriptions_of_sound_are_not_words(heard: str, kept: str) -> None:
    assert without_annotations(heard) == kept


@pytest.mark.parametrize(
    ("heard", "mean_log_p", "no_speech_p", "speech"),
    [
        ("...", -0.1, 0.0, SPEECH),
        ("I will send it today.", -0.1, 0.0, silence(RATE)),
        ("I will send it today.", -0.1, 0.0, SPEECH[: RATE // 20]),
        ("I will send it today.", -1.1, 0.7, SPEECH),
        ("Thank you.", -1.1, 0.0, SPEECH),
        ("Thanks for watching!", -0.7, 0.4, SPEECH),
        ("I'm sorry.", -0.7, 0.4, SPEECH),
    ],
    ids=["no words", "silence", "too short", "nobody spoke", "stock, unsure", "stock, doubtful", "sorry"],
)
def test_text_that_the_sound_does_not_bear_out_is_dropped(
    heard: str, mean_log_p: float, no_speech_p: float, speech: Samples
) -> None:
    assert unsupported(heard, mean_log_p=mean_log_p, no_speech_p=no_speech_p, speech=speech)


@pytest.mark.parametrize(
    ("heard", "mean_log_p", "no_speech_p"),
    [
        ("Thank you.", -0.3, 0.1),
        ("I'm sorry.", -0.3, 0.5),
        ("I will send it today.", -0.9, 0.9),
        ("I will send it today.", -1.5, 0.1),
    ],
)
def test_text_with_support_is_kept(heard: str, mean_log_p: float, no_speech_p: float) -> None:
    assert not unsupported(heard, mean_log_p=mean_log_p, no_speech_p=no_speech_p, speech=SPEECH)
