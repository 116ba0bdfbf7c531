"""How much silence it takes to believe that a turn is over.

The protocol, and the plain judge that waits the same for everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from audio.ports import Transcript


class Judge(Protocol):
    """Judges pauses. Times in seconds from the last sound of speech that the detector knew."""

    @property
    def unheard_s(self) -> float:
        """The silence that ends a turn whose words are not known yet."""
        ...

    def wait_s(self, said: Transcript, line: str) -> float:
        """The silence that ends a turn.

        Args:
            said: the turn so far.
            line: the customer's line before it.
        """
        ...

    def paused(self, seconds: float) -> None:
        """The trainee went on after a pause of so many seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Hangover:
    """`Judge` that waits the same for everything."""

    wait: float = 0.7

    @property
    def unheard_s(self) -> float:
        """As for the rest."""
        return self.wait

    def wait_s(self, said: Transcript, line: str) -> float:  # noqa: ARG002 - all alike
        """As for the rest."""
        return self.wait

    def paused(self, seconds: float) -> None:
        """Nothing is learnt."""
