"""Pace, loudness and pitch of each turn, against the trainee's own baseline."""

from __future__ import annotations

from audio.delivery.baseline import baseline, surely
from audio.delivery.change import Change, change
from audio.delivery.values import Delivery
from simulator.report.story import Figure, Manner, Voice
from simulator.scoring.facts import Facts
from simulator.scoring.measures import LEAST_CALM, answers_to_outbursts
from simulator.scoring.talk import talk


def voice(facts: Facts) -> Voice:
    """The voice of a call, by the same baseline that the score takes."""
    answers = answers_to_outbursts(facts)
    spoken = [(turn, surely(turn.delivery)) for turn in facts.turns if turn.delivery]
    calm = [delivery for turn, delivery in spoken if turn.id not in answers]
    if not spoken:
        return Voice(None, None, None, (), "there is no recording of clear speech")
    if len(calm) < LEAST_CALM:
        return Voice(None, None, None, (), f"a baseline needs {LEAST_CALM} turns that answer no outburst")
    own = baseline(calm)
    turns = []
    for turn, delivery in spoken:
        moved = _enough(change(own, delivery), calm)
        turns.append(
            Manner(
                turn.id,
                turn.start_s,
                turn.end_s,
                _rounded(moved.articulation_rate),
                _rounded(moved.loudness_db),
                _rounded(moved.pitch_st),
            )
        )
    return Voice(
        _rounded(own.articulation_rate.value),
        _rounded(own.loudness_db.value),
        _rounded(own.pitch_hz.value),
        tuple(turns),
        "",
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


def _enough(moved: Change, calm: list[Delivery]) -> Change:
    """A change, without what too few calm turns were measured for."""
    known = [change(each, each) for each in calm]
    kept = {
        name: getattr(moved, name)
        if sum(getattr(each, name) is not None for each in known) >= LEAST_CALM
        else None
        for name in ("articulation_rate", "loudness_db", "pitch_st", "pitch_range_st")
    }
    return Change(**kept)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f} s"


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)
