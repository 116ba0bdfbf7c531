"""How much silence of the trainee's ends a turn: what the judge says, but for two cases.

With push-to-talk a key ends it. Whoever only nods under the customer's line is not waited for.
"""

from __future__ import annotations

from simulator.floor.judge import Judge
from simulator.ledger import Turn
from simulator.understanding import Understanding

LEAST_S = 0.2
"""A silence shorter than this is no pause: stops and the ends of words have such, too."""

UNTIL_KEY_S = 120.0
"""With push-to-talk no pause ends a turn, but a silence so long."""


class Pauses:
    """Decides for one call.

    Args:
        judge: of pauses.
        understanding: knows who only nods.
        push_to_talk: whether a key ends turns.
    """

    def __init__(self, judge: Judge, understanding: Understanding, *, push_to_talk: bool) -> None:
        self._judge = judge
        self._understanding = understanding
        self._push_to_talk = push_to_talk

    @property
    def unheard_s(self) -> float:
        """The silence that ends a turn whose words are not known yet, in seconds."""
        return UNTIL_KEY_S if self._push_to_talk else self._judge.unheard_s

    def went_on(self, seconds: float) -> None:
        """A pause proved to be only a pause: so long are this trainee's."""
        if seconds >= LEAST_S:
            self._judge.paused(seconds)

    def heard_s(self, turn: Turn) -> float:
        """The silence that ends a turn that is heard up to its last stretch, in seconds."""
        if self._push_to_talk:
            return UNTIL_KEY_S
        if turn.line_age is not None and self._understanding.lets_go_on(turn):
            return 0.0
        return self._judge.wait_s(turn.so_far, turn.replies_to)
