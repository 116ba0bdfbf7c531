from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from simulator.ear import examples
from training import CORPUS
from training.augment import varied

SOME = examples.read(CORPUS / "shops.txt")[:60]


@given(st.integers(0, 10_000), st.sampled_from(SOME), st.sampled_from(SOME))
def test_the_words_that_show_a_behaviour_stay_the_same_but_for_their_marks(
    seed: int, reply: examples.Reply, other: examples.Reply
) -> None:
    known = _marked(reply) | _marked(other)
    assert _marked(varied(reply, other, Random(seed))) <= known


def _marked(reply: examples.Reply) -> set[tuple[str, str]]:
    return {
        (span.label, "".join(char for char in reply.text[span.start : span.end] if char.isalnum()))
        for span in reply.spans
    }
