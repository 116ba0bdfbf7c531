"""Retracing: the dialogue of a call, built again from its steps, up to a moment.

Every line and every change of heat on the way is held against the record: it is the same customer in
the same state, or an error says where they part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from audio.pcm import FRAME_S
from simulator.customer.dialogue import Dialogue, Policy, Reaction
from simulator.customer.drawing import Line
from simulator.customer.listener import Listener, Reply
from simulator.customer.persona import Persona
from simulator.errors import RedoError
from simulator.redo.steps import Act, BreakIn, CutOff, Hear, Open, Said, Step, Wait


@dataclass(frozen=True, slots=True)
class Moment:
    """A customer about to say a line, once more: `Dialogue.open` gives it.

    Attributes:
        told: the lines that were said before it.
    """

    dialogue: Dialogue
    told: tuple[Line, ...]


class Retrace:
    """One conversation, as far as it is built again.

    Attributes:
        told: the customer's lines.
        reaction: what came of the last step that led to a line.
    """

    def __init__(self, listener: Listener, persona: Persona, seed: int, policy: Policy) -> None:
        self._listener = listener
        self.dialogue = Dialogue(persona, seed, policy)
        self.told: list[Line] = []
        self.reaction: Reaction | None = None

    def take(self, made: Iterable[Step]) -> None:
        """Go some steps.

        Raises:
            RedoError: something else came of one than the record has.
        """
        for step in made:
            reaction = self._do(step.act)
            _hold(reaction, step)
            if reaction is not None and reaction.line not in self.told[-1:]:
                self.told.append(reaction.line)
            self.reaction = reaction or self.reaction

    @property
    def moment(self) -> Moment:
        """The customer about to say again what was said last."""
        return Moment(self.dialogue.copy(), tuple(self.told[:-1]))

    def _do(self, act: Act) -> Reaction | None:
        match act:
            case Open():
                return Reaction(self.dialogue.open(), (), self.dialogue.beat)
            case Hear(turns=turns):
                replies = [reply_of(turn, self._listener) for turn in turns]
                return self.dialogue.hear(reduce(self._listener.joined, replies))
            case Wait(silent_s=silent_s):
                return self.dialogue.wait(silent_s)
            case BreakIn(trigger=number):
                said = self.dialogue
                line = said.break_in() if number is None else said.break_in_on([number])
                return Reaction(line, (), said.beat) if line is not None else None
            case CutOff():
                self.dialogue.unsaid()
                return None


def reply_of(said: Said, listener: Listener) -> Reply:
    """What a turn meant to the customer."""
    heard = said.heard
    return listener.reply(
        heard.text,
        said.line,
        cues=heard.cues,
        spoken_s=(heard.end - heard.start) * FRAME_S,
        waited_s=said.waited_s,
        interrupted=said.interrupted,
    )


def place(made: Sequence[Step], turn: int) -> tuple[int, int]:
    """Where in the steps of a call a turn was answered, and where the line was said that is said again.

    Returns:
        The steps as (line, answer). The line is the last one before the turn, and no breaking in: what
        the customer broke in with belongs to the moment that is redone.

    Raises:
        RedoError: the turn is no reply.
    """
    for answer, step in enumerate(made):
        if isinstance(step.act, Hear) and any(turn == each.heard.turn for each in step.act.turns):
            began = step.act.turns[0].at
            line = max(
                at
                for at, earlier in enumerate(made[:answer])
                if earlier.line is not None and earlier.at < began and not isinstance(earlier.act, BreakIn)
            )
            return line, answer
    raise RedoError(f"turn {turn} can't be redone", hint=_hint(able(made)))


def able(made: Iterable[Step]) -> list[int]:
    """The turns that can be redone: those that the customer answered."""
    return [each.heard.turn for step in made if isinstance(step.act, Hear) for each in step.act.turns]


def _hint(turns: Sequence[int]) -> str:
    if not turns:
        return "nothing was said in this call that the customer answered"
    return f"the customer answered {'turn' if len(turns) == 1 else 'turns'} {', '.join(map(str, turns))}"


def _hold(reaction: Reaction | None, step: Step) -> None:
    """Hold what comes of a step against the record."""
    told = step.line
    if told is None:
        return
    recorded = (told.line, told.text, told.beat, step.heat)
    found = reaction and (reaction.line.id, reaction.line.text, reaction.beat, reaction.heat)
    if found != recorded:
        now = f"says “{reaction.line.text}”" if reaction is not None else "is silent"
        raise RedoError(
            f"the customer of this version {now} where the record has “{told.text}”",
            hint="the call was taken with another version of the program: its moments can't be redone",
        )
