import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.wer import compared_words, word_error_rate, word_errors

TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("reference", "heard", "errors"),
    [
        ("I'm sorry, Mister Lee.", "i'm sorry mister lee", 0),
        ("I\u2019m sorry", "I'm sorry", 0),
        ("send it today", "send them today", 1),
        ("send it today", "send today", 1),
        ("send today", "send it today", 1),
        ("two days", "2 days", 0),
        ("a b c d", "b c d a", 2),
        ("", "hello", 1),
        ("hello there", "", 2),
    ],
)
def test_errors_are_counted_after_case_and_punctuation_are_gone(
    reference: str, heard: str, errors: int
) -> None:
    assert word_errors(reference, heard) == (errors, len(compared_words(reference)))


def test_the_rate_is_per_word_of_the_reference() -> None:
    assert word_error_rate("may we call back", "may we fall back") == 0.25
    assert word_error_rate("", "") == 0.0
    assert word_error_rate("", "something") == 1.0


@given(TEXTS, TEXTS)
def test_errors_obey_the_laws_of_a_distance(one: str, other: str) -> None:
    errors, count = word_errors(one, other)
    assert (errors == 0) == (one == other)
    assert errors == word_errors(other, one)[0]
    assert abs(count - len(other.split())) <= errors <= max(count, len(other.split()))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Fifty-four dollars, two times.", "$54, 2 times."),
        ("The account is four four one seven zero.", "The account is 44170."),
        ("It's four four one seven zero. Two payments.", "It's 4-4-1-7-0, two payments."),
        ("within twenty minutes", "within 20 minutes"),
    ],
)
def test_numbers_are_the_same_in_words_and_digits(said: str, written: str) -> None:
    assert word_errors(said, written)[0] == 0


def test_a_wrong_number_is_an_error() -> None:
    assert word_errors("fifty-four dollars", "$45")[0] == 1
