"""Points for facts of delivery, measured in the sound and judged against the trainee's own baseline.

    dead_air        no silence longer than `DEAD_AIR_S` when a reply was due
    pause           a breath of at least `PAUSE_S` before answering an outburst
    interruptions   never took the floor from the customer
    talk_share      left the customer room to talk
    pace_held       articulation rate after outbursts no more than `FASTER` times the baseline
    loudness_held   level after outbursts no more than `LOUDER_DB` above it
    pitch_held      median pitch after outbursts no more than `HIGHER_ST` above it

No absolute rate, level or pitch is ever judged: they differ by dialect, age and microphone. The
baseline is the calmest ground that the call has: the opening turns, and those that answer no outburst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from statistics import median

from audio.delivery.baseline import baseline, surely
from audio.delivery.change import Change, change
from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.findings import Finding, Outcome, Unmeasured, beginning, said
from simulator.scoring.moments import moments
from simulator.scoring.rubric import Measure, Rule
from simulator.scoring.talk import talk

DEAD_AIR_S = 4.0
"""A longer silence before a reply is dead air; the playbooks ask for a pause, not for absence."""

PAUSE_S = 0.3
"""People begin to answer about 0.2 s after a question (Stivers et al. 2009); longer is a pause."""

TALK_SHARE = 0.75
"""Of both sides' speech; more than this leaves the customer little (a guess)."""

FASTER = 1.2
"""Articulation rate against the baseline; people notice about 5 % (Quené 2007, J. Phonetics 35:353-362)."""

LOUDER_DB = 4.0
"""A change of level of 3 dB is plainly heard; more than this is a raised voice."""

HIGHER_ST = 3.0
"""Smaller differences of pitch play no part in conversation ('t Hart 1981, JASA 69:811-821)."""

LEAST_CALM = 2
"""Calm turns without which there is no baseline: one turn is an accident."""

OWN_TURNS = 2
"""Opening turns that belong to the baseline whatever they answer."""


def measure(rule: Rule, facts: Facts) -> Outcome:
    """The findings of a `measure` rule, or why there are none."""
    assert rule.measure is not None  # noqa: S101 - only called for rules that have one
    return _MEASURES[rule.measure](rule, facts)


def _dead_air(rule: Rule, facts: Facts) -> Outcome:
    gaps = _gaps(facts.turns)
    gaps += [(wait_s, _next_turn(facts, end_s)) for wait_s, end_s in facts.waits]
    if not gaps:
        return Unmeasured("no reply followed a line that had ended")
    longest, slowest = max(gaps, key=lambda pair: pair[0])
    if longest > DEAD_AIR_S:
        why = f"{longest:.1f} s of silence when a reply was due; over {DEAD_AIR_S:.0f} s is dead air"
        better = "Say what you are doing while you look: 'I'm opening your account now.'"
        return _lost(rule, slowest, why, better)
    why = f"replies began {median(gap for gap, _ in gaps):.1f} s after the customer, at most {longest:.1f} s"
    return _won(rule, slowest, why)


def _pause(rule: Rule, facts: Facts) -> Outcome:
    gaps = _gaps([moment.turns[0] for moment in moments("outburst", facts)])
    if not gaps:
        return Unmeasured("no outburst was answered after it had ended")
    middle, hastiest = median(gap for gap, _ in gaps), min(gaps, key=lambda pair: pair[0])
    why = f"{middle:.1f} s before answering an outburst (median of {len(gaps)})"
    if middle >= PAUSE_S:
        return _won(rule, gaps[0][1], why)
    return _lost(rule, hastiest[1], f"{why}; {PAUSE_S:.1f} s is a breath", "Breathe in once, then begin.")


def _interruptions(rule: Rule, facts: Facts) -> Outcome:
    if not facts.overlap_measured:
        return Unmeasured("the trainee could not be heard while the customer spoke")
    over = [turn for turn in facts.turns if turn.interruption_s > 0]
    if over:
        why = f"{over[0].interruption_s:.1f} s over the customer's words"
        why += f", the first of {len(over)} times" if len(over) > 1 else ""
        return _lost(rule, over[0], why, "Let the sentence end, breathe, then begin.")
    return _won(rule, facts.turns[0], "never took the floor from the customer")


def _talk_share(rule: Rule, facts: Facts) -> Outcome:
    share = talk(facts).share
    if share is None:
        return Unmeasured("no line of the customer's was finished")
    longest = max(facts.turns, key=lambda turn: turn.end_s - turn.start_s)
    why = f"{100 * share:.0f} % of the talk was the trainee's"
    if share <= TALK_SHARE:
        return _won(rule, longest, why)
    why += f"; over {100 * TALK_SHARE:.0f} % leaves little room"
    return _lost(rule, longest, why, "Say one thing, and stop.")


@dataclass(frozen=True, slots=True)
class _Steadiness:
    """What must not rise after an outburst: which change, by how much at most, how it is told."""

    of: Callable[[Change], float | None]
    most: float
    told: str
    better: str


_PACE = _Steadiness(
    lambda change: change.articulation_rate,
    FASTER,
    "{:.2f} times the own articulation rate",
    "Say it again at your opening pace, with a pause between the sentences.",
)
_LOUDNESS = _Steadiness(
    lambda change: change.loudness_db,
    LOUDER_DB,
    "{:+.1f} dB against the own level",
    "Let the shoulders down and say it a little softer than the customer.",
)
_PITCH = _Steadiness(
    lambda change: change.pitch_st,
    HIGHER_ST,
    "{:+.1f} semitones against the own pitch",
    "Breathe out before you begin; the voice comes down with it.",
)


def _held(steady: _Steadiness, rule: Rule, facts: Facts) -> Outcome:
    """Whether a measure of the replies to outbursts, in the middle, stayed near that of the other turns."""
    answers = answers_to_outbursts(facts)
    spoken = [(turn, surely(turn.delivery)) for turn in facts.turns if turn.delivery]
    calm = [delivery for turn, delivery in spoken if turn.id not in answers]
    own = baseline(delivery for delivery in calm)
    moved = [
        (value, turn)
        for turn, delivery in spoken
        if turn.id in answers and (value := steady.of(change(own, delivery))) is not None
    ]
    if not moved or sum(steady.of(change(each, each)) is not None for each in calm) < LEAST_CALM:
        return Unmeasured(f"needs {LEAST_CALM} calm turns and a later outburst, all clearly recorded")
    middle = median(value for value, _ in moved)
    why = f"{steady.told.format(middle)} after outbursts (median of {len(moved)})"
    farthest = max(moved, key=lambda pair: pair[0])[1]
    if middle <= steady.most:
        return _won(rule, farthest, why)
    return _lost(rule, farthest, why, steady.better)


def answers_to_outbursts(facts: Facts) -> frozenset[int]:
    """The turns that are held against the own baseline; all others make it."""
    answers = {turn.id for moment in moments("outburst", facts) for turn in moment.turns}
    return frozenset(answers - {turn.id for turn in facts.turns[:OWN_TURNS]})


def _gaps(turns: Iterable[TraineeTurn]) -> list[tuple[float, TraineeTurn]]:
    return [(turn.gap_s, turn) for turn in turns if turn.gap_s is not None]


def _next_turn(facts: Facts, after_s: float) -> TraineeTurn:
    """The turn that broke a silence; the last one if none did."""
    return next((turn for turn in facts.turns if turn.start_s >= after_s), facts.turns[-1])


def _won(rule: Rule, turn: TraineeTurn, why: str) -> tuple[Finding, ...]:
    return (said(rule, turn, beginning(turn), why, points=rule.points, possible=rule.points),)


def _lost(rule: Rule, turn: TraineeTurn, why: str, better: str) -> tuple[Finding, ...]:
    return (said(rule, turn, beginning(turn), why, points=0.0, possible=rule.points, better=better),)


_MEASURES: dict[Measure, Callable[[Rule, Facts], Outcome]] = {
    "dead_air": _dead_air,
    "pause": _pause,
    "interruptions": _interruptions,
    "talk_share": _talk_share,
    "pace_held": partial(_held, _PACE),
    "loudness_held": partial(_held, _LOUDNESS),
    "pitch_held": partial(_held, _PITCH),
}
