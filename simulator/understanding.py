"""What a turn means, once its words are known: whether it is a reply, and to what.

A turn that only went on with an earlier one, which was answered too early, is understood together with
it: as if all had been said at once.
"""

from __future__ import annotations

from functools import lru_cache

from audio.joined import joined
from audio.pcm import FRAME_S
from simulator import events
from simulator.answered import Unanswered
from simulator.customer.listener import Listener, TurnNote
from simulator.ear.cues import Cue
from simulator.ledger import Turn

_MEMORY = 8  # turns: only those under way are asked about
_REPLIES: frozenset[TurnNote] = frozenset({"", "farewell"})
_WITHOUT_CUES: frozenset[TurnNote] = frozenset({"nothing", "stop", "echo"})
_HAVE_NO_FLOOR: frozenset[TurnNote] = frozenset({"nothing", "backchannel", "echo"})


def shown_by(
    text: str, note: TurnNote, listener: Listener, line: str, earlier: str
) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The cues of a turn, and the parts of an apology.

    Args:
        text: its words.
        note: what kind of turn it is.
        listener: hears them.
        line: the customer's line before it.
        earlier: the customer's last lines.
    """
    cues = () if note in _WITHOUT_CUES else listener.cues(text, line, earlier)
    return cues, tuple(sorted(listener.ear.apology_parts(text))) if cues else ()


class Understanding:
    """The listener, who is told of turns."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._noted = lru_cache(_MEMORY)(listener.note)  # at a pause, at its end and once heard it is asked

    def is_stop(self, turn: Turn) -> bool:
        """Whether the trainee, with the last words of a turn, wants to stop practising."""
        last = turn.latest.transcript if turn.latest is not None else None
        return last is not None and self._listener.ear.is_stop(last.text)

    def is_reply(self, turn: Turn) -> bool:
        """Whether a turn is to be answered."""
        return self._note(turn) in _REPLIES

    def lets_go_on(self, turn: Turn) -> bool:
        """Whether a turn, as far as it is heard, does not take the floor: the customer goes on."""
        return turn.heard and self._note(turn) in _HAVE_NO_FLOOR

    def understand(
        self, frame: int, turn: Turn, begun: Unanswered | None, earlier: str
    ) -> tuple[events.TurnHeard, Unanswered | None]:
        """What goes on record of a turn, and the reply that it is, if it is one.

        Args:
            frame: in which it is heard.
            turn: it is over, and all of it is heard.
            begun: what it goes on with, if it is a reply that does.
            earlier: the customer's last lines.
        """
        start, waited_s, line, interrupted = turn.start, turn.waited_s, turn.line, turn.interrupts
        said, note = turn.said, self._note(turn)
        if begun is not None:
            start, waited_s, line = begun.start, begun.waited_s, begun.line
            interrupted = interrupted or begun.reply.interrupted
            said = joined((begun.said, said))
            note = self._listener.note(said.text, over_line=False, echo=False)
        ear, text, end = self._listener.ear, said.text, turn.end
        cues, parts = shown_by(text, note, self._listener, line, earlier)
        replaces = begun.turn if begun is not None else None
        heard = events.TurnHeard(
            frame, turn.id, start, end, text, said.words, cues, note, ear.is_hold(text), parts, replaces
        )
        if note not in _REPLIES:
            return heard, None
        reply = self._listener.reply(
            text,
            line,
            cues=cues,
            spoken_s=(end - start) * FRAME_S,
            waited_s=waited_s,
            interrupted=interrupted,
        )
        return heard, Unanswered(turn.id, start, end, waited_s, line, said, reply)

    def _note(self, turn: Turn) -> TurnNote:
        over_line = turn.line_age is not None and not turn.closing
        return self._noted(turn.said.text, over_line=over_line, echo=turn.is_echo)
