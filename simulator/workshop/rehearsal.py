"""A call by text: the same listener and dialogue as a spoken one, without sound."""

from __future__ import annotations

from simulator.customer.dialogue import Dialogue, Policy, Reaction
from simulator.customer.drawing import Line
from simulator.customer.listener import EARLIER_LINES, Listener, Reply
from simulator.customer.persona import Persona
from simulator.ear.cues import Ear


class Rehearsal:
    """One call with one persona.

    Attributes:
        line: what the customer said last.
        reply: what the trainee said last, as the customer took it.
    """

    def __init__(self, persona: Persona, ear: Ear, seed: int = 0, policy: Policy | None = None) -> None:
        self._listener = Listener(ear, persona)
        self.dialogue = Dialogue(persona, seed, policy)
        self.line: Line = self.dialogue.open()
        self._told = [self.line.text]
        self.reply: Reply | None = None

    def say(self, text: str, *, interrupted: bool = False) -> Reaction:
        """The trainee speaks."""
        cues = self._listener.cues(text, self.line.text, " ".join(self._told[-EARLIER_LINES:]))
        self.reply = self._listener.reply(text, self.line.text, cues=cues, interrupted=interrupted)
        return self._after(self.dialogue.hear(self.reply))

    def wait(self, silent_s: float) -> Reaction:
        """The trainee is silent until the customer speaks up."""
        return self._after(self.dialogue.wait(max(silent_s, self.dialogue.patience_s)))

    def _after(self, reaction: Reaction) -> Reaction:
        self.line = reaction.line
        self._told.append(reaction.line.text)
        return reaction
