"""The talk of a call in numbers: who spoke how much, when, and over whom."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.scoring.facts import Facts, TraineeTurn


@dataclass(frozen=True, slots=True)
class Talk:
    """A call in numbers. Times in seconds; None: not measured.

    Attributes:
        trainee_s: speech of the trainee's; customer_s: of the customer's.
        share: the trainee's share of both, 0 to 1.
        longest_gap_s: the longest silence when a reply was due.
        interruptions: turns that took the floor from the customer.
        backchannels: "mm-hm" and the like, while the customer spoke.
    """

    trainee_s: float
    customer_s: float
    share: float | None
    longest_gap_s: float | None
    interruptions: int | None
    backchannels: int | None


def talk(facts: Facts) -> Talk:
    """The numbers of a call."""
    own = sum(turn.end_s - turn.start_s for turn in facts.turns)
    theirs = sum((line.end_s or line.start_s) - line.start_s for line in facts.lines)
    gaps = [turn.gap_s for turn in facts.turns if turn.gap_s is not None]
    gaps += [length for length, _ in facts.waits]
    over = sum(turn.interruption_s > 0 for turn in facts.turns)
    return Talk(
        trainee_s=round(own, 2),
        customer_s=round(theirs, 2),
        share=round(own / (own + theirs), 3) if theirs else None,
        longest_gap_s=round(max(gaps), 2) if gaps else None,
        interruptions=over if facts.overlap_measured else None,
        backchannels=facts.backchannels if facts.overlap_measured else None,
    )


def words_per_minute(turn: TraineeTurn) -> float | None:
    """Words per minute of a turn, pauses included; None for a turn too short to tell."""
    length_s = turn.end_s - turn.start_s
    return round(60 * turn.words / length_s, 1) if turn.words >= LEAST_WORDS and length_s > 0 else None


LEAST_WORDS = 5
"""Words below which there is no rate: one more or less would be a fifth."""
