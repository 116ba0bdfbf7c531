"""Pace, loudness and pitch of each turn, against the trainee's own baseline."""

from __future__ import annotations

from audio.delivery.baseline import baseline, surely
from audio.delivery.change import Change, change
from audio.delivery.values import Delivery, Measure
from simulator.report.story import Figure, Manner, Voice
from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.measures import LEAST_CALM, answers_to_outbursts
from simulator.scoring.talk import talk


def voice(facts: Facts) -> Voice:
    """The voice of a call, by the same baseline that the score takes."""
    answers = answers_to_outbursts(facts)
    spoken = [(turn, surely(turn.delivery)) for turn in facts.turns if turn.delivery]
    calm = [delivery for turn, delivery in spoken if turn.id not in answers]
    own = _enough(baseline(calm), calm)
    turns = (_manner(turn, change(own, delivery)) for turn, delivery in spoken)
    return Voice(
        own_rate=_rounded(own.articulation_rate.value),
        own_loudness_db=_rounded(own.loudness_db.value),
        own_pitch_hz=_rounded(own.pitch_hz.value),
        turns=tuple(
            turn for turn in turns if (turn.rate, turn.loudness_db, turn.pitch_st) != (None, None, None)
        ),
        why_not=_why_not(own, recorded=bool(spoken)),
    )


def figures(facts: Facts) -> tuple[Figure, ...]:
    """The call in numbers."""
    whole = talk(facts)
    share = None if whole.share is None else f"{100 * whole.share:.0f} %"
    told = (
        ("your share of the talk", share),
        ("longest silence before a reply", _seconds(whole.longest_gap_s)),
        ("times you took the floor", _count(whole.interruptions)),
        ("“mm-hm” and the like", _count(whole.backchannels)),
    )
    return tuple(Figure(name, value or "not measured") for name, value in told)


def _enough(own: Delivery, calm: list[Delivery]) -> Delivery:
    """The baseline, without what was measured in too few calm turns."""
    kept = {
        name: measure
        if sum(getattr(each, name).value is not None for each in calm) >= LEAST_CALM
        else Measure(None, measure.unit, 0.0, "measured in too few calm turns")
        for name, measure in own
    }
    return Delivery(**kept, pauses=())


def _manner(turn: TraineeTurn, moved: Change) -> Manner:
    return Manner(
        turn.id,
        round(turn.start_s, 2),
        round(turn.end_s, 2),
        _rounded(moved.articulation_rate),
        _rounded(moved.loudness_db),
        _rounded(moved.pitch_st),
    )


def _why_not(own: Delivery, *, recorded: bool) -> str:
    """What has no baseline, and why; nothing where all have one."""
    told = (("pace", own.articulation_rate), ("loudness", own.loudness_db), ("pitch", own.pitch_hz))
    lacking = ", ".join(name for name, measure in told if measure.value is None)
    if not lacking:
        return ""
    needed = f"a baseline needs {LEAST_CALM} clear turns that answer no outburst"
    return f"{lacking}: {needed if recorded else 'there is no recording of clear speech'}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f} s"


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)
