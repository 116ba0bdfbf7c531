import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.wer import normal_words, word_error_rate, word_errors

TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("reference", "heard", "errors"),
    [
        ("I'm sorry, Mister Lee.", "i'm sorry mister lee", 0),
        ("I\u2019m sorry", "I'm sorry", 0),
        ("send it today", "send them today", 1),
        ("send it today", "send today", 1),
        ("send today", "send it today", 1),
        ("two days", "2 days", 1),
        ("a b c d", "b c d a", 2),
        ("", "hello", 1),
        ("hello there", "", 2),
    ],
)
def test_errors_are_counted_after_case_and_punctuation_are_gone(
    reference: str, heard: str, errors: int
) -> None:
    assert word_errors(reference, heard) == (errors, len(normal_words(reference)))


def test_the_rate_is_per_word_of_the_reference() -> None:
    assert word_error_rate("one two three four", "one two tree four") == 0.25
    assert word_error_rate("", "") == 0.0
    assert word_error_rate("", "something") == 1.0


@given(TEXTS, TEXTS)
def test_errors_obey_the_laws_of_a_distance(one: str, other: str) -> None:
    errors, count = word_errors(one, other)
    assert (errors == 0) == (one == other)
    assert errors == word_errors(other, one)[0]
    assert abs(count - len(other.split())) <= errors <= max(count, len(other.split()))
