"""How a call is run."""

from __future__ import annotations

from dataclasses import dataclass, field

from audio.pcm import Samples
from audio.turns import Patience


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a call.

    Attributes:
        ring: the sound of one ring, with the pause after it.
        answer_after_s: the call is picked up by itself after this; None waits for `answer`.
        greeting_s: how long after picking up the trainee may speak first.
        patience: how the ends of turns are decided.
        open_ears: whether the trainee is heard while the customer speaks; off where the microphone
            would hear the loudspeaker. Before somebody picks up, nobody is on the line.
        push_to_talk: whether a key says when the trainee speaks and has finished, in the place of pauses.
        once: whether the call is over when the customer has answered one reply.
        longest_s: the call is ended after this.
    """

    ring: Samples
    answer_after_s: float | None = 1.2
    greeting_s: float = 1.0
    patience: Patience = field(default_factory=Patience)
    open_ears: bool = True
    push_to_talk: bool = False
    once: bool = False
    longest_s: float = 3600.0
