"""Feedback that can be acted on: what is praised was said, and saying the better line earns the points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import pytest

from audio.ears import frame_at
from simulator import events, staging
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy, Reaction
from simulator.customer.drawing import Line
from simulator.customer.lines import filled
from simulator.customer.listener import EARLIER_LINES, Listener
from simulator.customer.persona import Persona
from simulator.events import Event, TurnHeard
from simulator.scoring import rubric, scorecard
from simulator.scoring.facts import gather
from simulator.scoring.findings import Finding
from simulator.scoring.rubric import Rubric, Rule
from simulator.scoring.scorecard import MOST_FIXES, Scorecard
from simulator.understanding import shown_by
from simulator.workshop import plan
from simulator.workshop.plan import Plan, PlannedCall

NAMES = library.names()
RUBRIC = rubric.load()
RULES = {rule.id: rule for rule in RUBRIC.rules()}
CLUMSY = (
    "You need to calm down.",
    "That's our policy, there is nothing I can do.",
    "I'm sorry you feel that way.",
    "If you swear at me again I will end this call.",
    "This will never happen again, I guarantee it.",
    "The RMA bounced because the SKU isn't in WMS.",
)
ENDS = {"resolved", "ended_after_warnings", "disengaged", "trainee_ended", "hung_up"}
"""How the planned calls end that are played; handovers and grudges are not worth their time here."""

CURT = "Okay."
GOODBYE = "I have to go now. Goodbye."
WORD_S, GAP_S, OVER_S = 0.4, 0.8, 1.0
"""What a word takes; how soon a reply begins; for how long an interruption is over the customer's words."""

NOTHING_HEARD = "call.nothing_heard"

NOT_BY_WORDS = {
    "measure": "it is advice for the voice or the timing, and no line to say",
    "ended": "how a call ends is up to all of it: a line said into the same call does not change that",
}
"""The kinds of rules whose better line can't win by being said into the same call, and why."""

IN_PART = {"apology.parts", "solving.end"}
"""Rules that can win a share of their points: they are then no fix, but a strength that says why not all."""

SAID_BEFORE = {("frozen-account", "staying too long", 3, "empathy.outbursts")}
"""Fixes whose better line begins with a sentence that had won before, as persona, call, turn and rule.

"I hear you." answered the outburst before, and a stock phrase answers one (`credit._gist`): so "I hear
you. It's your own money …" wins nothing. The scorecard knows one line for each behaviour, and gives it
all the same.
"""

each_persona = pytest.mark.parametrize("name", NAMES)


@cache
def persona(name: str) -> Persona:
    return library.load(name).persona


@dataclass(frozen=True, slots=True)
class Manner:
    """How a trainee speaks."""

    word_s: float = WORD_S
    gap_s: float = GAP_S
    interrupts: bool = False


@cache
def planned(name: str) -> Plan:
    return plan.beside(library.find(name))


@cache
def listener(name: str) -> Listener:
    return staging.listener_of(persona(name))


class ByText:
    """A call by text: the customer's own dialogue, and the ear that ships."""

    def __init__(
        self,
        name: str,
        called: str,
        policy: Policy | None = None,
        seed: int = 0,
        manner: Manner | None = None,
    ) -> None:
        self._manner = manner or Manner()
        self.persona = persona(name)
        self.called = called
        self.happened: list[Event] = []
        self.over = False
        self._listener = listener(name)
        self._dialogue = Dialogue(self.persona, seed, policy)
        self._now = 1.0
        self._turns = 0
        self.happened += [events.Rang(0, self._dialogue.heat), events.PickedUp(frame_at(self._now))]
        self._line(self._dialogue.open())

    def say(self, text: str, *, interrupts: bool = False) -> None:
        """The trainee speaks."""
        self._turns += 1
        interrupts = interrupts or self._manner.interrupts
        begun = self._now + (-OVER_S if interrupts else self._manner.gap_s)
        self._now = begun + self._manner.word_s * len(text.split())
        start, end, over = frame_at(begun), frame_at(self._now), frame_at(OVER_S) if interrupts else 0
        heard = self._heard(TurnHeard(end, self._turns, start, end, text, (), ()), self.happened)
        self.happened += [events.TurnEnded(end, self._turns, start, end, over, interrupts), heard]
        reply = self._listener.reply(text, _told(self.happened)[-1], cues=heard.cues, interrupted=interrupts)
        self._go_on(self._dialogue.hear(reply))

    def wait(self) -> None:
        """The trainee says nothing, until the customer does."""
        silent_s = self._dialogue.patience_s
        self._now += silent_s
        self.happened.append(events.Waited(frame_at(self._now), silent_s))
        self._go_on(self._dialogue.wait(silent_s))

    def end(self) -> None:
        """The practice is stopped, unless the call is over."""
        if not self.over:
            self.happened.append(events.Ended(frame_at(self._now), "stopped"))

    def instead(self, turn: int, text: str) -> list[Event]:
        """The same call with other words in one turn."""
        return [
            self._heard(replace(event, text=text), self.happened[:place])
            if isinstance(event, TurnHeard) and event.turn == turn
            else event
            for place, event in enumerate(self.happened)
        ]

    def _heard(self, said: TurnHeard, before: Sequence[Event]) -> TurnHeard:
        """A turn as the ear hears it after all that."""
        told, text = _told(before), said.text
        note = self._listener.note(text, over_line=False, echo=False)
        cues, parts = shown_by(text, note, self._listener, told[-1], " ".join(told[-EARLIER_LINES:]))
        hold = self._listener.ear.is_hold(text)
        return replace(said, cues=cues, note=note, hold=hold, apology_parts=parts)

    def _go_on(self, reaction: Reaction) -> None:
        at = frame_at(self._now)
        self.happened += [events.HeatMoved(at, None, change) for change in reaction.heat]
        self._line(reaction.line)
        if reaction.ending is not None:
            self.over = True
            self.happened.append(events.Ended(frame_at(self._now), reaction.ending))

    def _line(self, line: Line) -> None:
        start = frame_at(self._now)
        self._now += WORD_S * len(line.text.split())
        end = frame_at(self._now)
        beat = self._dialogue.beat
        self.happened += [
            events.LineStarted(start, line.id, line.text, beat, end - start, line.intensity),
            events.LineEnded(end, line.id, cut=False),
        ]


def _told(happened: Sequence[Event]) -> list[str]:
    """What the customer has said."""
    return [event.text for event in happened if isinstance(event, events.LineStarted)]


# The calls ----------------------------------------------------------------------------------------


@cache
def calls(name: str) -> tuple[ByText, ...]:
    """Calls of all qualities with a persona."""
    mixed = _rung_off if NAMES.index(name) % 2 else _middling
    made = [_planned(name, call) for call in _one_of_each_ending(planned(name))]
    made += [mixed(name), _curt(name), _silent(name)]
    for call in made:
        call.end()
    return tuple(made)


def _one_of_each_ending(beside: Plan) -> Iterable[PlannedCall]:
    """The last planned call for each of some ways to end. The curt call has silence enough."""
    spoken = (call for call in beside.calls if len(call.says) == len(call.steps))
    return {call.ends: call for call in spoken if call.ends in ENDS}.values()


def _planned(name: str, due: PlannedCall) -> ByText:
    call = ByText(name, due.name, Policy(due.warnings, due.intensity), due.seed)
    for step in due.steps:
        if step.says is not None and not call.over:
            call.say(step.says, interrupts=step.interrupts)
    return call


def _helps(name: str) -> tuple[str, ...]:
    """What is said in the planned call that goes well."""
    return planned(name).call("good").says


def _middling(name: str) -> ByText:
    """Half of what helps, and as many mistakes."""
    call, draw = ByText(name, "middling"), Random(name)
    for helps in _helps(name):
        for text in draw.sample([helps, draw.choice(CLUMSY)], draw.randint(1, 2)):
            if not call.over:
                call.say(text)
    return call


def _rung_off(name: str) -> ByText:
    """All that helps, and hung up before the end."""
    call = ByText(name, "rung off")
    for text in (*_helps(name)[:-1], GOODBYE):
        if not call.over:
            call.say(text)
    return call


def _curt(name: str) -> ByText:
    call = ByText(name, "curt")
    call.say(CURT)
    while not call.over:
        call.wait()
    return call


def _silent(name: str) -> ByText:
    call = ByText(name, "silent")
    while not call.over:
        call.wait()
    return call


def _better(call: ByText, label: str) -> str:
    return filled(call.persona.better[label], call.persona.known)


# What is looked at ---------------------------------------------------------------------------------


def scored(call: ByText, happened: Sequence[Event], by: Rubric) -> Scorecard:
    """The score of what became of a call."""
    return scorecard.score(gather(happened, overlap_measured=True), call.persona, by)


@cache
def card(call: ByText) -> Scorecard:
    """The score of a call."""
    return scored(call, call.happened, RUBRIC)


def alone(rule: Rule) -> Rubric:
    """A rubric of one rule: what a rule makes of a call has nothing to do with the others."""
    (skill,) = (skill for skill in RUBRIC.skills if rule in skill.rules)
    return RUBRIC.model_copy(update={"skills": (skill.model_copy(update={"rules": (rule,)}),)})


@dataclass(frozen=True, slots=True)
class Fix:
    """Something to try in a call."""

    call: ByText
    found: Finding
    rule: Rule

    @property
    def named(self) -> tuple[str, str, int, str]:
        return self.call.persona.id, self.call.called, self._turn, self.rule.id

    @property
    def by_words(self) -> bool:
        """Whether its better line can be said and wins by that."""
        return not any(getattr(self.rule, kind) for kind in NOT_BY_WORDS)

    @property
    def said(self) -> str:
        """What was said where it is about."""
        turns = gather(self.call.happened, overlap_measured=True).turns
        return next(turn.text for turn in turns if turn.id == self._turn)

    def earns(self, text: str) -> bool:
        """Whether other words there bring points, or lose none there any more."""
        after = scored(self.call, self.call.instead(self._turn, text), alone(self.rule))
        more = _points(after, self.rule.id) - _points(card(self.call), self.rule.id)
        if self.rule.avoid:  # the most may be lost by other turns
            return more >= 0 and not any(each.turn == self._turn for each in _of(after, self.rule.id))
        return more > 0

    def heard_in(self, text: str) -> frozenset[str]:
        """The behaviours that other words there show."""
        turns = gather(self.call.instead(self._turn, text), overlap_measured=True).turns
        (turn,) = (turn for turn in turns if turn.id == self._turn)
        return turn.shown

    @property
    def _turn(self) -> int:
        assert self.found.turn is not None
        return self.found.turn


def fixes(name: str) -> Iterator[Fix]:
    """All that a persona's calls are told to try, where anything was heard at all."""
    for call in calls(name):
        for found in card(call).fixes:
            if found.rule != NOTHING_HEARD:
                yield Fix(call, found, RULES[found.rule])


def _of(told: Scorecard, rule: str) -> list[Finding]:
    return [each for each in told.findings if each.rule == rule]


def _points(told: Scorecard, rule: str) -> float:
    return round(sum(each.points for each in _of(told, rule)), 2)


# All calls -----------------------------------------------------------------------------------------


def test_the_calls_are_of_all_qualities() -> None:
    played = [card(call) for name in NAMES for call in calls(name)]
    totals = [each.total for each in played if each.total is not None]
    assert len(played) >= 50
    assert len(played) > len(totals)  # in some, nothing was heard
    for least, most in ((0, 25), (25, 60), (60, 80), (80, 100)):
        assert sum(least <= total <= most for total in totals) >= 5, f"{least} to {most}: {sorted(totals)}"


@each_persona
def test_a_call_has_a_strength_or_nothing_won_points(name: str) -> None:
    for call in calls(name):
        told = card(call)
        won = [each for each in told.findings if each.points > 0]
        assert list(told.strengths) == won, call.called
        assert all(each.quote for each in won), call.called
        assert won or all(fix.why for fix in told.fixes), call.called  # why there is none


@each_persona
def test_a_call_has_one_to_three_fixes_or_no_rule_was_missed(name: str) -> None:
    for call in calls(name):
        told = card(call)
        short = [each for each in told.findings if each.points < each.possible and each.rule not in IN_PART]
        missed = [*short, *(each for each in told.findings if each.points <= 0)]
        assert len(told.fixes) <= MOST_FIXES
        assert bool(told.fixes) == bool(missed), call.called
        assert all(fix.better for fix in told.fixes), call.called


@each_persona
def test_what_is_quoted_was_said_then_and_by_whom_it_says(name: str) -> None:
    for call in calls(name):
        known = gather(call.happened, overlap_measured=True)
        turns = {turn.id: turn for turn in known.turns}
        told = card(call)
        for each in (*told.strengths, *told.fixes):
            assert each.quote, f"{call.called}: {each.rule}"
            if each.said_by == "customer":
                (line,) = (line for line in known.lines if line.start_s == each.at_s)
                assert each.quote in line.text
            else:
                assert each.turn is not None
                turn = turns[each.turn]
                assert each.quote in turn.text
                assert turn.start_s <= each.at_s <= each.until_s <= turn.end_s


# The better lines ----------------------------------------------------------------------------------


@each_persona
def test_a_better_line_in_the_place_of_the_reply_earns_its_points(name: str) -> None:
    vain = {fix.named for fix in fixes(name) if fix.by_words and not fix.earns(fix.found.better)}
    assert vain == {known for known in SAID_BEFORE if known[0] == name}


@each_persona
def test_a_better_line_with_the_reply_earns_its_points_too(name: str) -> None:
    left_out = [fix for fix in fixes(name) if fix.by_words and not fix.rule.avoid]  # harm stays harm
    for fix in {fix.rule.id: fix for fix in left_out if fix.named not in SAID_BEFORE}.values():
        # Warmth comes before the fix; but a reply that goes on to deny it takes it back.
        texts = (f"{fix.found.better} {fix.said}", f"{fix.said} {fix.found.better}")
        assert any(fix.earns(text) for text in texts), fix.named


def test_a_better_line_against_harm_or_for_the_end_is_heard_as_what_it_is() -> None:
    # Nearly anything else does no harm, and nothing changes the end: so it must be good for something.
    found = [fix for name in NAMES for fix in fixes(name) if fix.rule.avoid or fix.rule.ended]
    assert {bool(fix.rule.ended) for fix in found} == {True, False}
    assert [fix.named for fix in found if fix.rule.better not in fix.heard_in(fix.found.better)] == []


@each_persona
def test_whoever_was_silent_and_says_the_better_line_has_a_strength(name: str) -> None:
    (silent,) = (call for call in calls(name) if call.called == "silent")
    (fix,) = card(silent).fixes
    assert fix.rule == NOTHING_HEARD
    assert fix.better == _better(silent, "acknowledgement")
    again = ByText(name, "not silent")
    again.say(fix.better)
    while not again.over:
        again.wait()
    told = card(again)
    assert not _of(told, NOTHING_HEARD)
    won = [each for each in told.strengths if each.said_by == "trainee" and RULES[each.rule].credit]
    assert won
    assert all(each.quote in fix.better for each in won)


@pytest.mark.parametrize(
    ("rule", "manner"),
    [
        ("pacing.dead_air", Manner(gap_s=5.0)),
        ("pacing.pause", Manner(gap_s=0.1)),
        ("listening.interrupting", Manner(interrupts=True)),
        ("listening.room", Manner(word_s=3.0)),
    ],
)
def test_whoever_takes_the_advice_on_timing_has_the_points(rule: str, manner: Manner) -> None:
    before, after = (_spoken(each) for each in (manner, Manner()))
    assert rule in {fix.rule for fix in card(before).fixes if fix.better}
    assert _points(card(before), rule) == 0 < _points(card(after), rule)


def _spoken(manner: Manner) -> ByText:
    """The same words in some manner."""
    call = ByText(NAMES[0], "spoken", manner=manner)
    for text in _helps(NAMES[0]):
        if not call.over:
            call.say(text)
    call.end()
    return call
