"""How much of an apology there was.

Lewicki, Polin & Lount (2016, Negotiation and Conflict Management Research 9:177-196) found six parts
of an apology, and that the more of them it has the better it works; owning the fault matters most,
then the offer to put it right; asking for forgiveness least. Regret is the apology itself; repair is
a solution or a commitment with it or in the next reply; the others are known by their wordings.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.findings import Outcome, Unmeasured, said
from simulator.scoring.recital import is_recital
from simulator.scoring.rubric import Rule

PARTS = ("responsibility", "repair", "regret", "explanation", "repentance", "forgiveness")
"""The parts, the weightiest first."""

REPAIR = frozenset({"solution", "commitment"})


def apology(rule: Rule, facts: Facts, better: str) -> Outcome:
    """What an `apology` rule makes of a call: its fullest apology counts."""
    best: tuple[list[str], TraineeTurn, tuple[int, int]] | None = None
    for place, turn in enumerate(facts.turns):
        cue = next((cue for cue in turn.cues if cue.label == "apology"), None)
        if cue is None or "apology" in turn.doubtful or is_recital(turn):
            continue
        parts = _parts(turn, facts.turns[place + 1 : place + 2])
        if best is None or len(parts) > len(best[0]):
            best = parts, turn, (cue.start, cue.end)
    if best is None:
        return Unmeasured("nobody apologised, or it was not surely heard", called_for=False)
    parts, turn, span = best
    wanted = rule.apology or 1
    points = round(rule.points * min(1.0, len(parts) / wanted), 2)
    absent = [part for part in PARTS if part not in parts]
    why = f"{len(parts)} parts of an apology ({', '.join(parts)}); {wanted} are wanted"
    if len(parts) >= wanted:
        return (said(rule, turn, span, why, points=points, possible=rule.points),)
    why += f"; not heard: {', '.join(absent)}"
    return (said(rule, turn, span, why, points=points, possible=rule.points, better=better),)


def _parts(turn: TraineeTurn, later: Sequence[TraineeTurn]) -> list[str]:
    found = {"regret", *turn.apology_parts}
    if any(each.surely & REPAIR for each in (turn, *later) if not is_recital(each)):
        found.add("repair")
    return [part for part in PARTS if part in found]
