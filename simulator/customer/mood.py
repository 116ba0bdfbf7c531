"""Mood: the rules by which a customer's heat moves. All of them are on this page.

For a reply, in this order:

    kept waiting   each second of silence before it, after the grace, heats (on hold: each second, less)
    its manner     interrupting, rushing, asking for what was told already: each heats
    what heats     behaviours that heat; of several names for one phrase the hottest
    what cools     behaviours that cool; worth less each time, and one reply cools by a limited amount;
                   a remedy that the persona gives a worth cools by that, or heats if it is the wrong one
    nothing        a reply that shows no behaviour at all, and names nothing of the case: heats a little

A boundary or a warning cools after abuse, and heats a customer who has not been abusive. Comfort in
the same breath as something dismissive ("calm down") at most undoes its harm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.customer.beats import ASKED_AGAIN, INTERRUPTED, ON_HOLD, RUSHED
from simulator.customer.listener import Reply
from simulator.customer.temper import HEATS, Temper
from simulator.ear.cues import Cue

KEPT_WAITING, UNHEARD, WRONG_REMEDY = "kept_waiting", "unheard", "wrong_remedy"

CONDUCT = frozenset({"boundary", "warning"})
"""Behaviours about the customer's own conduct: in place after abuse, and only then."""

_LEAST = 0.05  # degrees: less is not worth an event


@dataclass(frozen=True, slots=True)
class HeatChange:
    """One reason for which the heat moved, with the words that moved it ("" for none)."""

    before: float
    after: float
    reason: str
    quote: str


class Mood:
    """One customer's heat, and what it remembers."""

    def __init__(self, temper: Temper) -> None:
        self._temper = temper
        self._times: dict[str, int] = {}
        self._at_ceiling = 0
        self.heat = temper.start

    @property
    def at_end(self) -> bool:
        """Whether the customer has been at the ceiling for too many replies in a row."""
        return self._at_ceiling >= self._temper.outbursts

    def hear(
        self,
        reply: Reply,
        *,
        abused: bool = False,
        asked_again: bool = False,
        on_hold: bool = False,
        worth: float | None = None,
    ) -> tuple[HeatChange, ...]:
        """What a reply does.

        Args:
            reply: the reply.
            abused: whether the customer has been abusive in this call.
            asked_again: whether it asks for something that the customer has told already.
            on_hold: whether the customer had agreed to wait.
            worth: of the remedy that it offers, where the persona says so; see `Remedy`.
        """
        changes = list(self.wait(reply.waited_s, on_hold=on_hold))
        manner = ((reply.interrupted, INTERRUPTED), (reply.rushed, RUSHED), (asked_again, ASKED_AGAIN))
        for happened, reason in manner:
            if happened:
                changes.append(self._move(self._temper.heating(reason), reason, ""))
        calm = reply.cues if not abused else tuple(cue for cue in reply.cues if cue.label not in CONDUCT)
        harm = 0.0  # done by what is dismissive
        for cue in self._heating(calm):
            change = self._move(self._temper.heating(cue.label), cue.label, cue.quote)
            harm += change.after - change.before if cue.label == "dismissive" else 0.0
            changes.append(change)
        if worth is not None and worth < 0:
            changes.append(self._move(-worth, WRONG_REMEDY, _quote(reply, "solution")))
        dismissed = any(cue.label == "dismissive" for cue in reply.cues)
        most = min(self._temper.cools_at_most, harm) if dismissed else self._temper.cools_at_most
        cooling = [cue for cue in reply.cues if abused or cue.label not in CONDUCT]
        changes += self._cool(cooling, most, {} if worth is None else {"solution": max(0.0, worth)})
        if not (reply.cues or reply.hold or reply.on_topic):
            changes.append(self._move(self._temper.heating(UNHEARD), UNHEARD, ""))
        self._at_ceiling = self._at_ceiling + 1 if self.heat >= self._temper.ceiling else 0
        return tuple(change for change in changes if change.before != change.after)

    def wait(self, seconds: float, *, on_hold: bool) -> tuple[HeatChange, ...]:
        """What a silence of so many seconds does."""
        temper = self._temper
        degrees = (
            seconds * temper.hold.per_s
            if on_hold
            else max(0.0, seconds - temper.silence.grace_s) * temper.silence.per_s
        )
        if degrees < _LEAST:
            return ()
        change = self._move(degrees, ON_HOLD if on_hold else KEPT_WAITING, "")
        return (change,) if change.before != change.after else ()

    def _heating(self, cues: tuple[Cue, ...]) -> list[Cue]:
        """The cues that heat, one a phrase: a warning, say, is a boundary too."""
        hottest: dict[tuple[int, int], Cue] = {}
        for cue in cues:
            if cue.label in HEATS:
                known = hottest.setdefault((cue.start, cue.end), cue)
                if self._temper.heating(cue.label) > self._temper.heating(known.label):
                    hottest[cue.start, cue.end] = cue
        return list(hottest.values())

    def _cool(self, cues: list[Cue], most: float, special: Mapping[str, float]) -> list[HeatChange]:
        changes: list[HeatChange] = []
        cooled = 0.0
        for cue in cues:
            worth = special.get(cue.label, self._temper.cooling(cue.label))
            if worth == 0:
                continue
            times = self._times.get(cue.label, 0)
            allowed = math.floor(100 * min(worth * self._temper.fade**times, most - cooled) + 1e-6) / 100
            if allowed >= _LEAST:
                self._times[cue.label] = times + 1
                changes.append(self._move(-allowed, cue.label, cue.quote))
                cooled += allowed
        return changes

    def _move(self, degrees: float, reason: str, quote: str) -> HeatChange:
        before = self.heat
        self.heat = round(min(self._temper.ceiling, max(self._temper.floor, before + degrees)), 2)
        return HeatChange(before, self.heat, reason, quote)


def _quote(reply: Reply, label: str) -> str:
    """The words that show a behaviour."""
    return next((cue.quote for cue in reply.cues if cue.label == label), "")
