"""Drills: three outbursts of three callers, one reply each, judged by one rule alone.

The judging is the score's own (`credit`, `avoid`), as if the three had been one call: so the same
sentence does not answer two outbursts, and words that were not surely heard are not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audio.ports import Word
from simulator import events
from simulator.customer.drawing import Line, line_of
from simulator.customer.lines import INSULT, filled
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue
from simulator.practice.choosing import candidates, ranked
from simulator.practice.history import Drilled, History
from simulator.practice.ladder import needed
from simulator.scoring.avoid import avoid
from simulator.scoring.credit import credit
from simulator.scoring.facts import Facts, gather
from simulator.scoring.findings import Finding, Unmeasured
from simulator.scoring.moments import SHARP
from simulator.scoring.rubric import Rubric, Rule

ROUNDS = 3

_OCCASIONS = frozenset({"call", "opening", "outburst", "abuse"})
_ROUND_FRAMES = 1000


@dataclass(frozen=True, slots=True)
class Outburst:
    """A caller's hot line, and the line that would meet the rule."""

    persona: Persona
    line: Line
    better: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to an outburst, as it was typed or heard; `words` where a transcriber tells them."""

    text: str
    cues: tuple[Cue, ...]
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one outburst.

    Attributes:
        met: None if it was not measured.
        quote: the words that met the rule, or broke it; "" if there are none.
        why: in words.
        better: a line to try; "" if it was met.
    """

    met: bool | None
    quote: str
    why: str
    better: str


def drillable(rule: Rule) -> bool:
    """Whether one reply can show it."""
    return bool(rule.credit and rule.at in _OCCASIONS) or bool(rule.avoid and not rule.free)


def rule_for(name: str, history: History, rubric: Rubric, today: date) -> Rule | None:
    """The rule to drill: of that name, of the skill of that name, or, without one, the most urgent."""
    found = [
        rule
        for each in candidates(history, rubric, today)
        for rule in ranked(each.skill, history)
        if drillable(rule)
    ]
    return next((rule for rule in found if name in {"", rule.skill, rule.id}), None)


def outbursts(rule: Rule, cast: Iterable[Persona], drills: Sequence[Drilled]) -> tuple[Outburst, ...]:
    """The lines of a drill: of the callers drilled least often so far, each time another line."""
    times = Counter(name for drill in drills for name in drill.personas)
    found: list[Outburst] = []
    for persona in sorted(cast, key=lambda one: (times[one.id], one.difficulty, one.id)):
        lines = _hot(persona, INSULT if needed(rule) == INSULT else SHARP)
        if lines and len(found) < ROUNDS:
            better = filled(persona.better.get(rule.better or "", ""), persona.known)
            found.append(Outburst(persona, lines[times[persona.id] % len(lines)], better))
    return tuple(found)


def judge(rule: Rule, posed: Sequence[Outburst], answers: Sequence[Answer]) -> tuple[Round, ...]:
    """What each answer came to; the first does not depend on the later ones."""
    known = _facts(posed, answers)
    alone = rule.model_copy(update={"at": "outburst", "also_ended": (), "most": 100.0})
    outcome = avoid(alone, known, "") if rule.avoid else credit(alone, known, "")
    found = {} if isinstance(outcome, Unmeasured) else {finding.turn: finding for finding in outcome}
    return tuple(
        _round(rule, each.better, answer, found.get(at))
        for at, (each, answer) in enumerate(zip(posed, answers, strict=True))
    )


def _round(rule: Rule, better: str, answer: Answer, finding: Finding | None) -> Round:
    if not answer.text:
        return Round(None, "", "no reply was heard", better)
    if finding is None and rule.avoid:
        return Round(True, "", "nothing of the kind was heard", "")
    if finding is None:
        return Round(None, "", "the words for it were not heard surely enough", better)
    if finding.points > 0:
        return Round(True, finding.quote, finding.why, "")
    return Round(False, finding.quote if finding.said_by == "trainee" else "", finding.why, better)


def _hot(persona: Persona, intensity: int) -> list[Line]:
    """What a caller can say at an intensity when hot, in the order of the file."""
    return [
        line_of(persona, f"{name}/says/hot/{place}", "hot", wording)
        for name, beat in persona.beats.items()
        for place, wording in enumerate(beat.says.hot)
        if wording.intensity == intensity
    ]


def _facts(posed: Sequence[Outburst], answers: Sequence[Answer]) -> Facts:
    """The drill as a call: each outburst in its turn, then the answer."""
    happened: list[events.Event] = []
    for at, (each, answer) in enumerate(zip(posed, answers, strict=True)):
        begin, half = at * _ROUND_FRAMES, at * _ROUND_FRAMES + _ROUND_FRAMES // 2
        end = begin + _ROUND_FRAMES
        line = each.line
        happened += [
            events.LineStarted(begin, line.id, line.text, "drill", half - begin, line.intensity),
            events.LineEnded(half, line.id, cut=False),
            events.TurnHeard(end - 1, at, half, end - 1, answer.text, answer.words, answer.cues),
        ]
    return gather(happened, overlap_measured=False)
