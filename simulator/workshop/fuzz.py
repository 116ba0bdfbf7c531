"""Autoplay: simulated trainees take many calls, and what was never reached comes to light.

The dial of intensity and the house's policy go round, so that every line has its chance. The same
seed gives the same calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulator.customer.beats import EndingName
from simulator.customer.dialogue import MOST_REPLIES, Dialogue, Policy
from simulator.customer.drawing import Line, every_line
from simulator.customer.lines import MOST_INTENSE
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.ear.labels import WELCOME
from simulator.workshop.trainees import KINDS, Trainee

_MOST_STEPS = 4 * MOST_REPLIES
_ENOUGH_STEPS = 3  # a call that ends at once has moved nobody


@dataclass(slots=True)
class Coverage:
    """What became of many calls.

    Attributes:
        calls: how many there were.
        endings: how often each ending came, by kind of trainee.
        beats: how often each beat was entered; lines: how often each line was said.
        endless: calls that did not end, as (trainee, seed).
        unmoved: calls of a few replies in which the heat never moved.
        repeated: lines said twice running.
        too_sharp: lines above the dial.
    """

    calls: int = 0
    endings: dict[str, Counter[EndingName]] = field(default_factory=dict)
    beats: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    endless: list[tuple[str, int]] = field(default_factory=list)
    unmoved: list[tuple[str, int]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    too_sharp: list[str] = field(default_factory=list)

    @property
    def reached(self) -> frozenset[EndingName]:
        """The endings that came at all."""
        return frozenset(ending for counted in self.endings.values() for ending in counted)

    @property
    def sound(self) -> bool:
        """Whether every call ended, none repeated itself, and the dial held."""
        return not (self.endless or self.repeated or self.too_sharp)

    def missed_beats(self, persona: Persona) -> list[str]:
        """Beats that no call entered."""
        return [beat for beat in persona.beats if not self.beats[beat]]

    def missed_endings(self, persona: Persona) -> list[EndingName]:
        """Endings with words of their own that no call had."""
        return [ending for ending in persona.endings if ending not in self.reached]

    def missed_lines(self, persona: Persona) -> list[str]:
        """Lines that nobody heard."""
        return [line.id for line in every_line(persona) if not self.lines[line.id]]


def play(
    persona: Persona, calls: int, seed: int = 0, kinds: Iterable[str] = tuple(KINDS), dial: int | None = None
) -> Coverage:
    """Let simulated trainees take calls.

    Args:
        persona: who rings.
        calls: how many, divided among the kinds.
        seed: of the first call; the others count on from it.
        kinds: of trainees.
        dial: the sharpest intensity; None: all of them in turn.
    """
    coverage = Coverage()
    able = tuple(kinds)
    for number in range(calls):
        kind = able[number % len(able)]
        turn = number // len(able)
        policy = Policy(turn // (MOST_INTENSE + 1) % 3, MOST_INTENSE - turn % (MOST_INTENSE + 1))
        if dial is not None:
            policy = Policy(policy.warnings, dial)
        _call(persona, kind, seed + number, policy, coverage)
    return coverage


def _call(persona: Persona, kind: str, seed: int, policy: Policy, coverage: Coverage) -> None:
    dialogue = Dialogue(persona, seed, policy)
    trainee: Trainee = KINDS[kind](persona, seed, policy)
    coverage.calls += 1
    line, moved, ending = dialogue.open(), False, None
    coverage.beats[dialogue.beat] += 1
    _count(line.id, line.intensity, policy, coverage)
    steps = 0
    while ending is None and steps < _MOST_STEPS:
        steps += 1
        beat = dialogue.beat
        act = trainee(dialogue, line)
        broken = _broken_in_on(dialogue, persona, act) if isinstance(act, Reply) else None
        if broken is not None:
            _count(broken.id, broken.intensity, policy, coverage)
            line = broken
        reaction = dialogue.hear(act) if isinstance(act, Reply) else dialogue.wait(act)
        if reaction.line.text == line.text:
            coverage.repeated.append(line.id)
        line, moved, ending = reaction.line, moved or bool(reaction.heat), reaction.ending
        _count(line.id, line.intensity, policy, coverage)
        coverage.beats[reaction.beat] += reaction.beat != beat
    if ending is None:
        coverage.endless.append((kind, seed))
        return
    coverage.endings.setdefault(kind, Counter())[ending] += 1
    if not moved and steps > _ENOUGH_STEPS:
        coverage.unmoved.append((kind, seed))


def _broken_in_on(dialogue: Dialogue, persona: Persona, act: Reply) -> Line | None:
    """What the customer breaks in on a reply with: all are long, and unwelcome ones hold every trigger."""
    interrupts = persona.temper.interrupts
    if interrupts is not None and any(cue.label not in WELCOME for cue in act.cues):
        line = dialogue.break_in_on(range(len(interrupts.triggers)))
        if line is not None:
            return line
    return dialogue.break_in() if dialogue.breaks_in_after_s is not None else None


def _count(line: str, intensity: int, policy: Policy, coverage: Coverage) -> None:
    coverage.lines[line] += 1
    if intensity > policy.intensity:
        coverage.too_sharp.append(line)
