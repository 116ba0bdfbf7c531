"""The call: a frame pump.

`speaker_frame = call.tick(mic_frame)`, 512 samples in, 512 samples out, 32 ms a step. The call has
no clock, thread, device or model: slow work leaves as a job (`take_jobs`) and its result comes back
(`finish`), so the same frames and the same results in the same frames give the same call, whether
they come from a sound card, a file or a recorded take.

    state      meaning                                       leaves to
    RINGING    the phone rings                               GREETING, OVER
    GREETING   picked up; the trainee may speak first        HEARING, FETCHING, OVER
    LISTENING  the floor is the trainee's                    HEARING, FETCHING, OVER
    HEARING    a turn is over, its transcript is awaited     LISTENING, FETCHING, OVER
    FETCHING   the customer's next line is being rendered    SPEAKING, OVER
    SPEAKING   the customer speaks                           LISTENING, HEARING, FETCHING, OVER
    OVER       nothing moves any more

The ears stay open in every state. A transcript is started at each pause of the trainee's, on the
chance that the turn is over; if speech goes on, it is dropped. What the trainee says while the
customer speaks is answered afterwards. If the trainee speaks on before the customer has begun to
answer, the customer waits, and answers all of it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Protocol

from audio.ears import Ears, samples_of
from audio.pcm import FRAME, FRAME_S, RATE, Samples, silence
from audio.ports import SpeechDetector, Transcript, Word
from audio.turns import Dropped, Ended, Patience, Paused, Resumed, Signal, Started
from audio.wer import normal_words
from simulator import events
from simulator.cues import Cue
from simulator.dialogue import Dialogue, Line, Reaction, Reply
from simulator.events import EndReason, Event
from simulator.jobs import Hear, Job, Result, Say
from simulator.playhead import Playhead, frames_in


class State(Enum):
    """Where a call is (see the table at the head of this file)."""

    RINGING = auto()
    GREETING = auto()
    LISTENING = auto()
    HEARING = auto()
    FETCHING = auto()
    SPEAKING = auto()
    OVER = auto()


MOVES: dict[State, frozenset[State]] = {
    State.RINGING: frozenset({State.GREETING, State.OVER}),
    State.GREETING: frozenset({State.HEARING, State.FETCHING, State.OVER}),
    State.LISTENING: frozenset({State.HEARING, State.FETCHING, State.OVER}),
    State.HEARING: frozenset({State.LISTENING, State.FETCHING, State.OVER}),
    State.FETCHING: frozenset({State.SPEAKING, State.OVER}),
    State.SPEAKING: frozenset({State.LISTENING, State.HEARING, State.FETCHING, State.OVER}),
    State.OVER: frozenset(),
}


class Listener(Protocol):
    """What the call asks of the ear (`cues.Ear`)."""

    def cues(self, reply: str, customer_line: str = "") -> tuple[Cue, ...]:
        """The behaviours in a reply."""
        ...

    def is_backchannel(self, reply: str) -> bool:
        """Whether the reply only says "go on"."""
        ...

    def is_farewell(self, reply: str) -> bool:
        """Whether the trainee ends the call with it."""
        ...

    def is_stop(self, reply: str) -> bool:
        """Whether it is the stop word."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How a call is run.

    Attributes:
        ring: the sound of one ring, with the pause after it.
        answer_after_s: the call is picked up by itself after this; None waits for `answer`.
        greeting_s: how long after picking up the trainee may speak first.
        patience: how the ends of turns are decided.
        open_ears: whether the trainee is heard while the phone rings or the customer speaks; off
            where the microphone would hear the loudspeaker.
        longest_s: the call is ended after this.
    """

    ring: Samples
    answer_after_s: float | None = 1.2
    greeting_s: float = 1.0
    patience: Patience = field(default_factory=Patience)
    open_ears: bool = True
    longest_s: float = 3600.0


@dataclass(slots=True)
class _Turn:
    """A turn of the trainee's: open until `ended`, unheard until `transcript`."""

    id: int
    start: int
    line: str
    overlap: int = 0
    started_over_customer: bool = False
    job: int | None = None
    first: int = 0
    transcript: Transcript | None = None
    ended: Ended | None = None


class Call:
    """One call with one customer."""

    def __init__(
        self, dialogue: Dialogue, listener: Listener, detector: SpeechDetector, settings: Settings
    ) -> None:
        self._dialogue = dialogue
        self._listener = listener
        self._settings = settings
        self._ears = Ears(detector, settings.patience)
        self._playhead = Playhead()
        self._state = State.RINGING
        self._frame = 0
        self._events: list[Event] = [events.Rang(0, dialogue.heat)]
        self._jobs: list[Job] = []
        self._dropped: list[int] = []
        self._next_job = 0
        self._turns: deque[_Turn] = deque()  # ended or open, not yet answered
        self._turn_count = 0
        self._replies: list[Reply] = []
        self._reply_turn: int | None = None
        self._say: Say | None = None
        self._line: Line | None = None
        self._last: EndReason | None = None
        self._closing: tuple[EndReason, str] | None = None
        self._quiet_since = 0
        self._opened = False

    # What drivers see ------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        """How many frames have passed: the number of the next one."""
        return self._frame

    @property
    def state(self) -> State:
        """Where the call is."""
        return self._state

    @property
    def over(self) -> bool:
        """Whether the call has ended, and every turn of it is heard."""
        return self._state is State.OVER and self._closing is None

    @property
    def heat(self) -> float:
        """The customer's heat, 0 to 10."""
        return self._dialogue.heat

    @property
    def hearing_speech(self) -> bool:
        """Whether the trainee is speaking, or only pausing."""
        return self._ears.open

    @property
    def idle_s(self) -> float:
        """For how long the call has been waiting for the trainee to say anything, in seconds."""
        waiting = self._state is State.LISTENING and not self._ears.open and not self._turns
        return (self._frame - self._quiet_since) * FRAME_S if waiting else 0.0

    def take_events(self) -> list[Event]:
        """The events since the last time."""
        taken, self._events = self._events, []
        return taken

    def take_jobs(self) -> tuple[list[Job], list[int]]:
        """The jobs to be started, and the ids of those no longer wanted, since the last time."""
        jobs, self._jobs = self._jobs, []
        dropped, self._dropped = self._dropped, []
        return jobs, dropped

    # What drivers do -------------------------------------------------------------------------

    def answer(self) -> None:
        """Pick up."""
        if self._state is State.RINGING:
            self._playhead.cut()
            self._emit(events.PickedUp(self._frame))
            self._quiet_since = self._frame
            self._go(State.GREETING)

    def hang_up(self) -> None:
        """The trainee puts the phone down."""
        self.close("trainee_ended", "the trainee hung up")

    def stop(self) -> None:
        """The trainee wants out: silence, at once."""
        self.close("stopped", "stopped by the trainee")

    def note(self, what: str, text: str) -> None:
        """Put a remark about the sound on the record."""
        self._emit(events.Noticed(self._frame, what, text))

    def close(self, reason: EndReason, detail: str = "") -> None:
        """End the call; an open turn is still heard. The call is `over` when its transcript is in."""
        if self._state is State.OVER:
            return
        self._end_line(cut=self._playhead.playing)
        self._go(State.OVER)
        self._closing = (reason, detail)
        for signal in self._ears.close():
            self._on_signal(signal)
        self._settle()

    def finish(self, job_id: int, result: Result) -> None:
        """Bring back the result of a job."""
        if isinstance(result, Transcript):
            turn = next((turn for turn in self._turns if turn.job == job_id), None)
            if turn is not None:
                turn.transcript = self._timed(result, turn.first)
                self._on_transcript(turn)
        elif self._say is not None and self._say.id == job_id and self._state is State.FETCHING:
            self._start_line(self._say.line, result)
        self._settle()

    def tick(self, mic: Samples) -> Samples:
        """One frame of the microphone in, one frame for the loudspeaker out."""
        if self._state is State.OVER:
            return silence(FRAME)
        customer_speaks = self._playhead.playing and self._state is State.SPEAKING
        deaf = self._playhead.playing and not self._settings.open_ears
        heard = silence(FRAME) if deaf else mic
        for signal in self._ears.listen(heard):
            self._on_signal(signal)
        if customer_speaks and self._ears.open and self._ears.speech:
            self._turns[-1].overlap += 1
        self._advance()
        out = self._playhead.frame()
        self._frame += 1
        if self._frame * FRAME_S > self._settings.longest_s:
            self.close("stopped", "the longest time for a call was reached")
        return out

    # One step --------------------------------------------------------------------------------

    def _advance(self) -> None:
        """Move on from where the call is, if it is time."""
        match self._state:
            case State.RINGING:
                self._ring()
            case State.SPEAKING if not self._playhead.playing:
                self._end_line(cut=False)
                if self._last is not None:
                    self.close(self._last)
                else:
                    self._yield_floor()
            case State.GREETING | State.LISTENING | State.HEARING:
                self._yield_floor()
            case _:
                pass

    def _ring(self) -> None:
        after = self._settings.answer_after_s
        if after is not None and self._frame * FRAME_S >= after:
            self.answer()
        elif not self._playhead.playing:
            self._playhead.load(self._settings.ring)

    def _yield_floor(self) -> None:
        """It is the trainee's turn to speak, to be heard, or to be answered."""
        waiting = [turn for turn in self._turns if turn.ended is not None and turn.transcript is None]
        if self._ears.open:
            if self._state is not State.GREETING:
                self._go(State.LISTENING)
        elif waiting:
            self._go(State.HEARING)
        elif self._replies or (not self._opened and self._silent_s >= self._settings.greeting_s):
            self._respond()
        elif self._state is not State.GREETING:
            self._go(State.LISTENING)
            if self._silent_s >= self._dialogue.patience_s:
                self._emit(events.Waited(self._frame, round(self._silent_s, 3)))
                self._react(self._dialogue.wait(), None)

    @property
    def _silent_s(self) -> float:
        return (self._frame - self._quiet_since) * FRAME_S

    def _respond(self) -> None:
        """Answer everything that was said since the customer last spoke."""
        replies, self._replies = self._replies, []
        turn, self._reply_turn = self._reply_turn, None
        if not self._opened:
            self._opened = True
            self._fetch(self._dialogue.open())
            return
        reply = replies[0]
        for more in replies[1:]:
            known = {cue.label for cue in reply.cues}
            reply = replace(
                reply,
                text=f"{reply.text} {more.text}",
                cues=reply.cues + tuple(cue for cue in more.cues if cue.label not in known),
                farewell=reply.farewell or more.farewell,
                interrupted=reply.interrupted or more.interrupted,
            )
        self._react(self._dialogue.hear(reply), turn)

    def _react(self, reaction: Reaction, turn: int | None) -> None:
        for change in reaction.heat:
            self._emit(events.HeatMoved(self._frame, turn, change))
        self._last = reaction.ending
        self._fetch(reaction.line)

    # The customer's lines --------------------------------------------------------------------

    def _fetch(self, line: Line) -> None:
        self._go(State.FETCHING)
        self._say = Say(self._job_id(), line)
        self._jobs.append(self._say)

    def _start_line(self, line: Line, clip: Samples) -> None:
        self._go(State.SPEAKING)
        self._say = None
        self._line = line
        self._playhead.load(clip)
        self._emit(events.LineStarted(self._frame, line.id, line.text, self._dialogue.beat, frames_in(clip)))

    def _end_line(self, *, cut: bool) -> None:
        """The customer falls silent."""
        self._playhead.cut()
        self._quiet_since = self._frame
        if self._state is State.SPEAKING and self._line is not None:
            self._emit(events.LineEnded(self._frame, self._line.id, cut))

    # The trainee's turns ---------------------------------------------------------------------

    def _on_signal(self, signal: Signal) -> None:
        match signal:
            case Started(start):
                self._turn_count += 1
                line = self._line.text if self._line is not None else ""
                over = self._state is State.SPEAKING
                self._turns.append(_Turn(self._turn_count, start, line, started_over_customer=over))
                self._emit(events.SpeechStarted(self._frame, self._turn_count, start))
            case Paused():
                utterance = self._ears.utterance(signal)
                turn = self._turns[-1]
                turn.first, turn.job, turn.transcript = utterance.first, self._job_id(), None
                self._jobs.append(Hear(turn.job, turn.id, utterance.first, utterance.samples))
            case Resumed():
                self._forget_transcript(self._turns[-1])
            case Ended(start, end, _):
                turn = self._turns[-1]
                turn.ended = signal
                self._quiet_since = self._frame
                self._emit(events.TurnEnded(self._frame, turn.id, start, end, turn.overlap))
                if turn.transcript is not None:
                    self._on_turn(turn, turn.transcript)
            case Dropped():
                turn = self._turns.pop()
                self._forget_transcript(turn)
                self._emit(events.SpeechDropped(self._frame, turn.id))

    def _forget_transcript(self, turn: _Turn) -> None:
        """What was heard so far is no longer all that was said."""
        if turn.job is not None and turn.transcript is None:
            self._dropped.append(turn.job)
        turn.job, turn.transcript = None, None

    def _on_transcript(self, turn: _Turn) -> None:
        assert turn.transcript is not None  # noqa: S101 - it has just been set
        if turn.ended is not None:
            self._on_turn(turn, turn.transcript)
        elif self._listener.is_stop(turn.transcript.text):
            self.stop()

    def _on_turn(self, turn: _Turn, transcript: Transcript) -> None:
        """A turn is over and heard."""
        assert turn.ended is not None  # noqa: S101 - only called for ended turns
        self._turns.remove(turn)
        text = transcript.text
        note = self._note_on(turn, text)
        cues = () if note in {"nothing", "stop", "echo"} else self._listener.cues(text, turn.line)
        self._emit(
            events.TurnHeard(
                self._frame, turn.id, turn.start, turn.ended.end, text, transcript.words, cues, note
            )
        )
        if note == "stop":
            self.stop()
        elif note in {"", "farewell"}:
            interrupted = turn.started_over_customer and turn.overlap * FRAME_S >= 0.5
            self._replies.append(Reply(text, cues, note == "farewell", interrupted))
            self._reply_turn = turn.id

    def _note_on(self, turn: _Turn, text: str) -> events.TurnNote:
        """What kind of turn it was, if it was not an ordinary reply."""
        if not text:
            return "nothing"
        if turn.started_over_customer and _mostly_in(text, turn.line):
            return "echo"
        if self._listener.is_stop(text):
            return "stop"
        if self._listener.is_farewell(text):
            return "farewell"
        return "backchannel" if turn.started_over_customer and self._listener.is_backchannel(text) else ""

    def _timed(self, transcript: Transcript, first: int) -> Transcript:
        """The transcript with its words on the call's time."""
        shift = samples_of(first) / RATE
        words = tuple(
            Word(w.text, round(w.start_s + shift, 2), round(w.end_s + shift, 2), w.p)
            for w in transcript.words
        )
        return Transcript(transcript.text, words)

    # Small things ----------------------------------------------------------------------------

    def _settle(self) -> None:
        """When the call is closed and all is heard, say that it has ended."""
        if self._closing is None or any(turn.transcript is None for turn in self._turns):
            return
        reason, detail = self._closing
        self._closing = None
        self._emit(events.Ended(self._frame, reason, detail))

    def _go(self, state: State) -> None:
        if state is self._state:
            return
        if state not in MOVES[self._state]:
            raise AssertionError(f"a call can't go from {self._state.name} to {state.name}")
        self._state = state

    def _job_id(self) -> int:
        self._next_job += 1
        return self._next_job

    def _emit(self, event: Event) -> None:
        self._events.append(event)


def _mostly_in(heard: str, line: str) -> bool:
    """Whether what was heard is the customer's own line, come back through the microphone."""
    words, own = normal_words(heard), set(normal_words(line))
    return len(words) >= 3 and sum(word in own for word in words) >= 0.8 * len(words)
