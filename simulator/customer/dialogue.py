"""The dialogue: what the customer does with a reply, and says next.

Pure and seeded: the same persona, seed, policy and replies give the same conversation. The rules, in
the order in which they are tried for a reply:

    1. heat      moves as `mood` says.
    2. hand over the customer had asked whether the story must be told again: the call ends, as
                 escalated if the reply took care of that, else as passed on.
    3. part      the trainee says goodbye: the call ends, as disengaged after a threat; as the ending that
                 the reply reached; as ended after warnings if the customer was abusive and enough warnings
                 were given; as a beat's ending that only waits for thanks; else as ended by the trainee.
    4. escalate  the trainee offers somebody with more authority: handed over (see 2); after a threat
                 that is disengaging.
    5. give up   too many replies in a row at the ceiling, or too many replies at all: hung up.
    6. react     a behaviour that the persona reacts to: the customer throws it back, or digresses.
    7. move on   the first way whose needs are met, at a heat that is low enough. Beats whose own needs
                 were met by the same reply are passed over. Help at a high heat leaves a grudge.
    8. tell      a fact that was asked for.
    9. ask again and, asked often enough in a row without an answer: hung up.

While the trainee still speaks the customer may break in: on a long answer, or on a phrase that the
persona lists, on each once a call. That moves nothing: the answer counts when it is over.

Silence longer than the patience brings a "hello?", a few times, then hung up. A boundary set after
abuse, as often as the customer needs to heed it, ends the insults for the rest of the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from simulator.customer.beats import (
    ASKED_AGAIN,
    ASKS,
    BACK,
    ENDING,
    HEEDED,
    INTERRUPTED,
    OFFERS,
    ON_HOLD,
    RUSHED,
    Beat,
    EndingName,
    Way,
)
from simulator.customer.drawing import Drawing, Line, trigger_name
from simulator.customer.lines import INSULT, MOST_INTENSE, Said
from simulator.customer.listener import Reply
from simulator.customer.mood import CONDUCT, HeatChange, Mood
from simulator.customer.persona import Persona, is_ending

MOST_REPLIES = 40
"""Replies after which any customer has had enough: no call goes on for ever."""

_COURTESIES = frozenset(
    {"thanks", "follow_up", "acknowledgement", "reassurance"}
)  # of a beat that only says goodbye
_CARES = frozenset({"paraphrase", "commitment", "reassurance"})  # of a handover


@dataclass(frozen=True, slots=True)
class Policy:
    """What the house asks of its staff, and the trainee of the practice.

    Attributes:
        warnings: how many are due before an abusive call may be ended.
        intensity: the sharpest that the customer may say, 0 to 3.
    """

    warnings: int = 1
    intensity: int = MOST_INTENSE


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a reply or a silence led to. `ending` is set when `line` is the last."""

    line: Line
    heat: tuple[HeatChange, ...]
    beat: str
    ending: EndingName | None = None


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a reply led: through any way at all, to which part of the beat, or to an ending."""

    passed: bool
    part: Literal["says", "asks_again"]
    ending: str | None = None


class Dialogue:
    """One conversation with one persona."""

    def __init__(self, persona: Persona, seed: int = 0, policy: Policy | None = None) -> None:
        self._persona = persona
        self._policy = policy or Policy()
        self._mood = Mood(persona.temper)
        self._drawing = Drawing(persona, seed, self._policy.intensity)
        self.beat = persona.first
        self._met: frozenset[str] = frozenset()
        self._came_from: list[tuple[str, frozenset[str]]] = []  # beats digressed from, and what was met there
        self._reacted: set[int] = set()
        self._triggered: set[int] = set()
        self._warnings = 0
        self._hellos = self._asked = self._replies = 0
        self._on_hold = self._handing_over = False
        self._circumstances: frozenset[str] = frozenset()

    @property
    def heat(self) -> float:
        """0 to 10."""
        return self._mood.heat

    @property
    def patience_s(self) -> float:
        """Silence in seconds after which the customer speaks up."""
        temper = self._persona.temper
        return temper.hold.patience_s if self._on_hold else temper.silence.patience_s

    @property
    def talks_over(self) -> bool:
        """Whether the customer goes on when spoken over."""
        bound = self._persona.temper.talks_over
        return bound is not None and self.heat >= bound

    @property
    def breaks_in_after_s(self) -> float | None:
        """For how long the trainee may speak before the customer breaks in; None: for ever."""
        interrupts = self._persona.temper.interrupts
        if interrupts is None or interrupts.says is None or self.heat < interrupts.heat:
            return None
        return interrupts.after_s

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways out of the present beat that can be gone at all."""
        return tuple(way for way in self._here.ways if way.then != BACK or self._came_from)

    def copy(self) -> Dialogue:
        """This conversation as it stands; what happens to the one does not happen to the other."""
        shared = {id(each): each for each in (self._persona, self._persona.temper, self._policy)}
        return deepcopy(self, shared)

    def open(self) -> Line:
        """The customer's first line; of a conversation that is taken up again, the last line once more."""
        return self._drawing.last or self._say(f"{self.beat}/says", self._here.says)

    def hear(self, reply: Reply) -> Reaction:
        """What a reply leads to."""
        changes = self._feel(reply)
        self._met |= reply.shown
        for rule in (self._part, self._escalate, self._give_up):
            ending = rule(reply)
            if ending is not None:
                return self._end(ending, changes)
        if self._handing_over and self._persona.handover is not None:
            line = self._say("handover", self._persona.handover.asks)
            return Reaction(line, changes, self.beat)
        return self._react(reply, changes) or self._proceed(reply, changes)

    def wait(self, silent_s: float) -> Reaction:
        """What a silence of `patience_s` or more leads to."""
        changes = self._mood.wait(silent_s, on_hold=self._on_hold)
        self._on_hold = False
        if self._hellos >= self._persona.temper.silence.hellos:
            return self._end("hung_up", changes)
        self._hellos += 1
        return Reaction(self._say("hello", self._persona.hello), changes, self.beat)

    def break_in(self) -> Line | None:
        """What the customer breaks in with on a long answer."""
        interrupts = self._persona.temper.interrupts
        if interrupts is None or interrupts.says is None:
            return None
        return self._drawing.draw("interrupts", interrupts.says, self.heat)

    def break_in_on(self, triggers: Iterable[int]) -> Line | None:
        """What the customer breaks in with on a phrase that the trainee has just said.

        Args:
            triggers: those that are heard, the first heard first (`Listener.triggers`); the same ones may
                come again and again while the trainee speaks on.

        Returns:
            The line of the first that was not used in this call, at a heat at which it works and with
            something to say that the dial allows; it is used now. None if there is none.
        """
        interrupts = self._persona.temper.interrupts
        if interrupts is None:
            return None
        for number in triggers:
            trigger = interrupts.triggers[number]
            if number in self._triggered or self.heat < interrupts.bound(trigger):
                continue
            line = self._drawing.draw(trigger_name(number), trigger.says, self.heat)
            if line is not None:
                self._triggered.add(number)
                return line
        return None

    def unsaid(self) -> None:
        """The line was cut off: what it told may not have been heard, so asking for it is no fault."""
        self._drawing.untell()

    # The rules -------------------------------------------------------------------------------

    def _feel(self, reply: Reply) -> tuple[HeatChange, ...]:
        """Rule 1, and what the reply does to the customer's memory."""
        abused, shown = self._drawing.abused, reply.shown
        asked = {topic.removeprefix(ASKS) for topic in reply.topics if topic.startswith(ASKS)}
        again = bool(asked & self._drawing.told) and "paraphrase" not in shown  # that is checking, not asking
        changes = self._mood.hear(
            reply, abused=abused, asked_again=again, on_hold=self._on_hold, worth=self._worth(reply)
        )
        self._replies += 1
        self._hellos = 0
        self._on_hold = reply.hold
        if abused and shown & CONDUCT and not reply.farewell:  # too late to be heeded
            self._warnings += 1
        heeded = self._drawing.most >= INSULT and 0 < self._persona.temper.heeds <= self._warnings
        if heeded:
            self._drawing.calm_down()
        came = (
            (ON_HOLD, reply.hold), (INTERRUPTED, reply.interrupted), (RUSHED, reply.rushed),
            (ASKED_AGAIN, again), (HEEDED, heeded),
        )  # fmt: skip
        self._circumstances = frozenset(what for what, so in came if so)
        return changes

    def _part(self, reply: Reply) -> EndingName | None:
        """Rules 2 and 3."""
        if self._handing_over:
            return "escalated" if self._met & _CARES else "passed_on"
        return self._goodbye(reply) if reply.farewell else None

    def _goodbye(self, reply: Reply) -> EndingName:
        """Rule 3."""
        if self._drawing.threatened:
            return "disengaged"
        reached = self._walk(reply).ending
        if reached is not None:
            return self._ending(reached)
        if self._drawing.abused and self._warnings >= self._policy.warnings:
            return "ended_after_warnings"
        left = next((way for way in self.ways if self.heat <= way.below), None)
        closing = all(is_ending(way.then) for way in self.ways)
        if closing and left is not None and all(_COURTESIES & {*want} for want in left.wants):
            return self._ending(left.then)
        return "trainee_ended"

    def _escalate(self, reply: Reply) -> EndingName | None:
        """Rule 4."""
        if "escalation" not in reply.shown:
            return None
        if self._drawing.threatened:
            return "disengaged"
        if self._persona.handover is None or reply.shown & _CARES:
            return "escalated"
        self._met = frozenset()
        self._handing_over = True
        return None

    def _give_up(self, reply: Reply) -> EndingName | None:  # noqa: ARG002 - a rule like the others
        """Rule 5."""
        if self._handing_over:
            return None
        return "hung_up" if self._mood.at_end or self._replies >= MOST_REPLIES else None

    def _react(self, reply: Reply, changes: tuple[HeatChange, ...]) -> Reaction | None:
        """Rule 6."""
        shown = reply.shown | self._circumstances
        for place, reaction in enumerate(self._persona.reactions):
            if reaction.to not in shown or self.heat < reaction.heat or self._in_place(reaction.to):
                continue
            if place in self._reacted and (reaction.once or reaction.then is not None):
                continue
            where, said = f"reaction:{reaction.to}:{place}", reaction.says
            if said is None and reaction.then is not None:
                where, said = f"{reaction.then}/says", self._persona.beats[reaction.then].says
            line = self._drawing.draw(where, said, self.heat) if said is not None else None
            if line is None:
                continue
            self._reacted.add(place)
            self._asked = 0
            if reaction.then is not None and reaction.then != self.beat:
                self._came_from.append((self.beat, self._met))
                self._enter(reaction.then, frozenset())
            return Reaction(line, changes, self.beat)
        return None

    def _in_place(self, behaviour: str) -> bool:
        """Whether a behaviour is in place, whatever it does elsewhere: a boundary after abuse."""
        return self._drawing.abused and behaviour in CONDUCT

    def _proceed(self, reply: Reply, changes: tuple[HeatChange, ...]) -> Reaction:
        """Rules 7 to 9."""
        walk = self._walk(reply)
        if walk.ending is not None:
            return self._end(self._ending(walk.ending), changes)
        if not walk.passed:
            line = self._tell(reply)
            if line is not None:
                return Reaction(line, changes, self.beat)
            self._asked += 1
            if self._asked > self._persona.temper.asks:
                return self._end("hung_up", changes)
        said = self._here.says if walk.part == "says" else self._here.asks_again
        return Reaction(self._say(f"{self.beat}/{walk.part}", said), changes, self.beat)

    def _walk(self, reply: Reply) -> _Walk:
        """Rule 7: go every way that is open, through beats whose own needs the reply met too."""
        passed: set[str] = set()
        part: Literal["says", "asks_again"] = "asks_again"
        while self.beat not in passed and (way := self._open_way()) is not None:
            passed.add(self.beat)
            if is_ending(way.then):
                return _Walk(passed=True, part=part, ending=way.then)
            if way.then == BACK:
                part = "asks_again"
                beat, met = self._came_from.pop()
                self._enter(beat, met | reply.shown)
            else:
                part = "says"
                self._enter(way.then, frozenset() if self._persona.beats[way.then].anew else reply.shown)
        return _Walk(passed=bool(passed), part=part)

    def _tell(self, reply: Reply) -> Line | None:
        """Rule 8."""
        for name, fact in self._persona.facts.items():
            if f"{ASKS}{name}" in reply.topics and fact.told is not None:
                line = self._drawing.draw(f"told:{name}", fact.told, self.heat)
                if line is not None:
                    self._drawing.tell(name)
                    self._asked = 0
                    return line
        return None

    # Small things ----------------------------------------------------------------------------

    def _worth(self, reply: Reply) -> float | None:
        """The worth of the best remedy that is offered; None: what a solution is usually worth."""
        remedies = self._persona.remedies.items()
        offered = [remedy.worth for name, remedy in remedies if f"{OFFERS}{name}" in reply.topics]
        known = [worth for worth in offered if worth is not None]
        return max(known) if known and len(known) == len(offered) else None

    @property
    def _here(self) -> Beat:
        return self._persona.beats[self.beat]

    def _open_way(self) -> Way | None:
        return next((way for way in self.ways if way.open(self._met, self.heat)), None)

    def _enter(self, beat: str, met: frozenset[str]) -> None:
        self.beat = beat
        self._met = met
        self._asked = 0

    def _ending(self, target: str) -> EndingName:
        """A way's ending; help at a high heat leaves a grudge."""
        wanted = target.removeprefix(ENDING)
        ending = next(name for name in self._persona.endings if name == wanted)
        grudge = ending == "resolved" and self.heat >= self._persona.temper.grudge_from
        return "grudge" if grudge else ending

    def _end(self, ending: EndingName, changes: tuple[HeatChange, ...]) -> Reaction:
        words = self._persona.ending(ending)
        line = self._say(f"{ENDING}{words}", self._persona.endings[words])
        return Reaction(line, changes, self.beat, ending)

    def _say(self, where: str, said: Said) -> Line:
        """A line; when all its wordings are barred, what the customer says into a silence."""
        line = self._drawing.draw(where, said, self.heat) or self._drawing.draw(
            "hello", self._persona.hello, self.heat
        )
        if line is None:
            raise AssertionError("a checked persona always has a mild line left")
        return line
