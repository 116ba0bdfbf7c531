"""A try by text: the replies are given as words, without a microphone.

What is word for word what was said then counts as said in the same way, with the same silences and
interruptions: so the original words give the original continuation. Anything else is taken as said at
once, without interrupting, and at no known pace. Such turns take no time: nothing is measured in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audio.ears import seconds
from simulator import __version__, events
from simulator.aftercall import delivered, keep_delivered
from simulator.customer.listener import EARLIER_LINES, Listener
from simulator.events import EndReason, Event, SpeechStarted, TurnHeard
from simulator.record import Record, heading_json, write_whole
from simulator.redo import branch
from simulator.redo.again import again, retrace_of
from simulator.redo.branch import Again, Branch
from simulator.redo.retrace import Retrace, place
from simulator.redo.steps import Hear, Said, Step, steps
from simulator.staging import listener_of, persona_of
from simulator.standing import standing
from simulator.store import Store
from simulator.understanding import shown_by

TRANSCRIBER = "typed"
"""What stands in the record of a try by text, in the place of a transcriber."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A try by text.

    Attributes:
        happened: the events of the whole call.
        unsaid: replies that were not given any more, as the call had ended.
    """

    again: Again
    happened: tuple[Event, ...]
    unsaid: tuple[str, ...]


def redo(record: Record, turn: int, says: Sequence[str]) -> Typed:
    """Redo a turn, and go on, with these replies; then the practice stops.

    Raises:
        RedoError: the turn is no reply, or the customer is no longer the same.
    """
    begins = again(record, turn)
    going = _Going(retrace_of(record), listener_of(persona_of(record)), begins)
    left = going.as_it_was(record.events(), turn, says)
    while left and not going.over:
        going.say(left[0])
        left = left[1:]
    going.end()
    return Typed(begins, tuple(going.happened), tuple(left))


def keep(record: Record, tried: Typed, store: Store, now: datetime) -> Record:
    """Keep a try as a record of its own."""
    folder = store.new_folder(record.heading.persona, now)
    heading = record.heading.model_copy(
        update={
            "call_id": folder.name,
            "started": now.isoformat(timespec="seconds"),
            "program": __version__,
            "transcriber": TRANSCRIBER,
            "open_ears": False,  # nobody was heard, over the customer's words or otherwise
            "ended": next(
                event.reason for event in reversed(tried.happened) if isinstance(event, events.Ended)
            ),
            "length_s": seconds(tried.happened[-1].frame),
            "total": None,
            "demo": False,  # whoever types is a person
        }
    )
    spoken = {each.turn for each in tried.happened if isinstance(each, TurnHeard) and each.end > each.start}
    measured = delivered(record, record.events())
    folder.mkdir(parents=True)
    write_whole(folder / "persona.yaml", record.persona_text())
    write_whole(folder / "events.jsonl", "".join(f"{events.to_json(event)}\n" for event in tried.happened))
    keep_delivered(folder, {turn: found for turn, found in measured.items() if turn in spoken})
    branch.keep(folder, Branch(of=tried.again.of, turn=tried.again.turn))
    write_whole(folder / "record.json", heading_json(heading))
    return Record(folder)


class _Going:
    """A call going on by text."""

    def __init__(self, retrace: Retrace, listener: Listener, begins: Again) -> None:
        self.happened: list[Event] = [*begins.taken.before]
        self._retrace = retrace
        self._listener = listener
        self._frame = begins.taken.frames
        self._turns = begins.taken.turns
        self._stopped = False
        self._emit(events.Rang(self._frame, begins.moment.dialogue.heat))
        self._emit(events.PickedUp(self._frame))

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        reaction = self._retrace.reaction
        return self._stopped or (reaction is not None and reaction.ending is not None)

    def as_it_was(self, call: Sequence[Event], turn: int, says: Sequence[str]) -> Sequence[str]:
        """Go on for as long as the words are those of the call; what is left to be said."""
        made, stood = steps(call), standing(call)
        line, answer = place(made, turn)
        self._retrace.take(made[: line + 1])
        answers = [at for at in range(answer, len(made)) if isinstance(made[at].act, Hear)]
        for at, text in zip(answers, says, strict=False):
            act = made[at].act
            if not isinstance(act, Hear) or act.text != text:
                break
            self._retrace.take(made[line + 1 : at + 1])
            same = stood[made[line].at : made[at].at]
            self.happened += [event for event in same if not isinstance(event, events.Ended)]
            told = made[at].line
            self._frame = told.frame if told is not None else self.happened[-1].frame
            self._turns = max(event.turn for event in same if isinstance(event, SpeechStarted | TurnHeard))
            line, says = at, says[1:]
        return says

    def say(self, text: str) -> None:
        """The customer's line, and a reply to it."""
        self._line()
        at, turn = self._frame + 1, self._turns + 1
        told = [line.text for line in self._retrace.told[-EARLIER_LINES:]]
        note = self._listener.note(text, over_line=False, echo=False)
        cues, parts = shown_by(text, note, self._listener, told[-1], " ".join(told))
        hold = self._listener.ear.is_hold(text)
        heard = events.TurnHeard(at, turn, at, at, text, (), cues, note, hold, parts)
        self._emit(heard)
        self._frame, self._turns = at + 1, turn
        self._stopped = note == "stop"
        if self._stopped:
            return
        self._retrace.take([Step(Hear((Said(heard, told[-1], 0, 0.0, interrupted=False),)), (), None, 0)])
        assert self._retrace.reaction is not None  # noqa: S101 - a reply leads to a line
        for change in self._retrace.reaction.heat:
            self._emit(events.HeatMoved(at, turn, change))

    def end(self) -> None:
        """The customer's last line, and the end."""
        reason: EndReason = "stopped"
        if not self._stopped:
            self._line()
            reaction = self._retrace.reaction
            reason = (reaction and reaction.ending) or reason
        self._emit(events.Ended(self._frame, reason))

    def _line(self) -> None:
        """The customer says what is to be said."""
        line, beat = self._retrace.told[-1], self._retrace.dialogue.beat
        self._emit(events.LineStarted(self._frame, line.id, line.text, beat, 0, line.intensity))
        self._emit(events.LineEnded(self._frame, line.id, cut=False))

    def _emit(self, event: Event) -> None:
        self.happened.append(event)
