"""How much of an apology there was.

Lewicki, Polin & Lount (2016, Negotiation and Conflict Management Research 9:177-196) found six parts
of an apology, and that the more of them it has the better it works; owning the fault matters most,
then the offer to put it right; asking for forgiveness least. Regret is the apology itself; repair is
a solution or a commitment with it or in the next reply; the others are known by their wordings.
"""

from __future__ import annotations

from simulator.scoring.credit import is_recital
from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.findings import Finding, said
from simulator.scoring.rubric import Rule

PARTS = ("responsibility", "repair", "regret", "explanation", "repentance", "forgiveness")
"""The parts, the weightiest first."""

REPAIR = frozenset({"solution", "commitment"})


def apology(rule: Rule, facts: Facts, better: str) -> tuple[Finding, ...] | None:
    """The finding of an `apology` rule: the fullest apology of the call; None: there was none."""
    best: tuple[list[str], TraineeTurn, tuple[int, int]] | None = None
    for place, turn in enumerate(facts.turns):
        cue = next((cue for cue in turn.cues if cue.label == "apology"), None)
        if cue is None or "apology" in turn.doubtful or is_recital(turn):
            continue
        parts = _parts(turn, facts.turns[place + 1] if place + 1 < len(facts.turns) else None)
        if best is None or len(parts) > len(best[0]):
            best = parts, turn, (cue.start, cue.end)
    if best is None:
        return None
    parts, turn, span = best
    wanted = rule.apology or 1
    points = round(rule.points * min(1.0, len(parts) / wanted), 2)
    absent = [part for part in PARTS if part not in parts]
    why = f"{len(parts)} parts of an apology ({', '.join(parts)}); {wanted} are wanted"
    if len(parts) >= wanted:
        return (said(rule, turn, span, why, points=points, possible=rule.points),)
    why += f"; not heard: {', '.join(absent)}"
    return (said(rule, turn, span, why, points=points, possible=rule.points, better=better),)


def _parts(turn: TraineeTurn, later: TraineeTurn | None) -> list[str]:
    found = {"regret", *turn.apology_parts}
    if turn.shown & REPAIR or (later is not None and later.shown & REPAIR):
        found.add("repair")
    return [part for part in PARTS if part in found]
