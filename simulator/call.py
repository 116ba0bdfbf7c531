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

The ears stay open in every state, once the phone is picked up. A transcript is started at each
pause of the trainee's, on the chance that the turn is over; if speech goes on, it is dropped. A
trainee who speaks on while a turn is still being heard is waited for, and all of it is answered. A
customer who is spoken over yields (see `ledger`): the line is held, and cut when the turn was a
reply; if it was only a "mm-hm", or the loudspeaker's echo, the line goes on where it stopped. One of
hot temper may talk on instead, or break in on a long turn; the turn is still heard and answered.
"""

from __future__ import annotations

from enum import Enum, auto

from audio.ears import Ears
from audio.pcm import FRAME, FRAME_S, Samples, silence
from audio.ports import SpeechDetector, Transcript
from audio.turns import Dropped, Ended, Paused, Resumed, Signal, Started
from simulator import events
from simulator.customer.dialogue import Dialogue, Reaction
from simulator.customer.drawing import Line
from simulator.customer.listener import EARLIER_LINES, Listener, Reply
from simulator.events import EndReason, Event
from simulator.jobs import Hear, Job, Result, Say
from simulator.ledger import Ledger, Turn
from simulator.playhead import Playhead, frames_in
from simulator.settings import Settings


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
        self._turns = Ledger()
        self._reply: Reply | None = None  # heard, not yet answered
        self._reply_turn: int | None = None
        self._say: Say | None = None
        self._line: Line | None = None  # said last, or being said
        self._line_open = False
        self._line_from = 0
        self._told: list[str] = []  # what the customer has said so far
        self._broke_in_on = 0  # the last turn that the customer broke in on …
        self._over: int | None = None  # … while that line is being rendered
        self._breaks_in = False  # whether the line being said does
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
        waiting = self._state is State.LISTENING and not self._ears.open and self._turns.empty
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
            turn = self._turns.heard(job_id, result)
            if turn is not None and turn.ended is not None:
                self._on_turn(turn)
            elif turn is not None and self._listener.ear.is_stop(result.text):
                self.stop()
        elif self._say is not None and self._say.id == job_id and self._state is State.FETCHING:
            self._start_line(self._say.line, result)
        self._settle()

    def tick(self, mic: Samples) -> Samples:
        """One frame of the microphone in, one frame for the loudspeaker out."""
        if self._state is State.OVER:
            return silence(FRAME)
        audible = self._playhead.playing and not self._playhead.held
        unanswered = self._state is State.RINGING and self._settings.answer_after_s is None
        deaf = unanswered or (audible and not self._settings.open_ears)
        heard = silence(FRAME) if deaf else mic
        for signal in self._ears.listen(heard):
            self._on_signal(signal)
        if audible and self._state is State.SPEAKING and self._ears.open and self._ears.speech:
            self._overlap(self._turns.last)
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
        if self._ears.open:
            if self._state is not State.GREETING:
                self._go(State.LISTENING)
                if self._opened:
                    self._break_in()
        elif self._turns.awaits_transcript:
            self._go(State.HEARING)
        elif self._reply is not None or (not self._opened and self._silent_s >= self._settings.greeting_s):
            self._respond()
        elif self._state is not State.GREETING:
            self._go(State.LISTENING)
            if self._silent_s >= self._dialogue.patience_s:
                self._emit(events.Waited(self._frame, round(self._silent_s, 3)))
                self._react(self._dialogue.wait(self._silent_s), None)

    @property
    def _silent_s(self) -> float:
        return (self._frame - self._quiet_since) * FRAME_S

    def _respond(self) -> None:
        """Answer everything that was said since the customer last spoke."""
        reply, self._reply = self._reply, None
        turn, self._reply_turn = self._reply_turn, None
        if self._opened and reply is not None:
            self._react(self._dialogue.hear(reply), turn)
        else:
            self._opened = True
            self._fetch(self._dialogue.open())

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
        self._told.append(line.text)
        self._line_open = True
        self._line_from = self._frame
        self._playhead.load(clip)
        self._breaks_in, over, self._over = self._over is not None, self._over, None
        beat, frames = self._dialogue.beat, frames_in(clip)
        self._emit(events.LineStarted(self._frame, line.id, line.text, beat, frames, line.intensity, over))

    def _break_in(self) -> None:
        """A customer of that temper does not hear a long turn to its end."""
        turn, after_s = self._turns.last, self._dialogue.breaks_in_after_s
        if after_s is None or self._broke_in_on == turn.id:
            return
        if (self._frame - turn.start) * FRAME_S >= after_s:
            line = self._dialogue.break_in()
            self._broke_in_on = turn.id
            if line is not None:
                self._over = turn.id
                self._fetch(line)

    def _end_line(self, *, cut: bool) -> None:
        """The customer falls silent."""
        self._playhead.cut()
        self._quiet_since = self._frame
        if self._line is not None and self._line_open:
            self._line_open = False
            if cut:
                self._dialogue.unsaid()
            self._emit(events.LineEnded(self._frame, self._line.id, cut))

    # The trainee's turns ---------------------------------------------------------------------

    def _on_signal(self, signal: Signal) -> None:
        match signal:
            case Started(start):
                line = self._line.text if self._line is not None else ""
                age = self._line_age(start)
                waited_s = max(0, start - self._quiet_since) * FRAME_S if age is None else 0.0
                turn = self._turns.begin(start, line, age, waited_s)
                self._emit(events.SpeechStarted(self._frame, turn.id, start))
            case Paused():
                utterance = self._ears.utterance(signal)
                job = self._job_id()
                turn = self._turns.hear(job, utterance)
                self._jobs.append(Hear(job, turn.id, utterance.first, utterance.samples))
            case Resumed():
                self._unwant(self._turns.go_on())
            case Ended(start, end, _):
                turn = self._turns.last
                turn.ended = signal
                self._quiet_since = self._frame
                self._emit(events.TurnEnded(self._frame, turn.id, start, end, turn.overlap, turn.interrupts))
                if turn.transcript is not None:
                    self._on_turn(turn)
            case Dropped():
                turn, job_id = self._turns.drop()
                self._unwant(job_id)
                self._emit(events.SpeechDropped(self._frame, turn.id))
                self._go_on()

    def _line_age(self, start: int) -> int | None:
        """For how long the customer had been speaking in a frame; None if silent."""
        if self._state is State.FETCHING:
            return 0  # the line is on its way: it will begin under this turn
        if self._state is State.SPEAKING and self._breaks_in:
            return 0  # it was not the customer's turn
        return max(0, start - self._line_from) if self._state is State.SPEAKING else None

    def _overlap(self, turn: Turn) -> None:
        """Both speak: the customer yields to whoever takes the floor."""
        turn.overlap += 1
        if turn.takes_floor and not (turn.interrupts and self._dialogue.talks_over):
            self._playhead.held = True
            self._emit(events.Yielded(self._frame, turn.id))

    def _go_on(self) -> None:
        """It was nobody taking the floor after all: the customer goes on."""
        if self._playhead.held:
            self._playhead.held = False
            self._emit(events.WentOn(self._frame))

    def _on_turn(self, turn: Turn) -> None:
        """A turn is over and heard."""
        assert turn.ended is not None  # noqa: S101 - only called for turns that are over …
        assert turn.transcript is not None  # noqa: S101 - … and heard
        self._turns.settle(turn)
        text, words = turn.transcript.text, turn.transcript.words
        note = self._listener.note(text, over_line=turn.line_age is not None, echo=turn.is_echo(text))
        earlier = " ".join(self._told[-EARLIER_LINES:])
        cues = () if note in {"nothing", "stop", "echo"} else self._listener.cues(text, turn.line, earlier)
        hold, start, end = self._listener.ear.is_hold(text), turn.start, turn.ended.end
        parts = tuple(sorted(self._listener.ear.apology_parts(text))) if cues else ()
        self._emit(events.TurnHeard(self._frame, turn.id, start, end, text, words, cues, note, hold, parts))
        if note == "stop":
            self.stop()
        elif note in {"", "farewell"}:
            reply = self._listener.reply(
                text,
                turn.line,
                cues=cues,
                spoken_s=(end - start) * FRAME_S,
                waited_s=turn.waited_s,
                interrupted=turn.interrupts,
                continued=turn.takes_floor and not turn.interrupts,
            )
            self._reply = self._listener.joined(self._reply, reply) if self._reply is not None else reply
            self._reply_turn = turn.id
            if self._playhead.held:
                self._end_line(cut=True)
        else:
            self._go_on()

    # Small things ----------------------------------------------------------------------------

    def _settle(self) -> None:
        """When the call is closed and all is heard, say that it has ended."""
        if self._closing is None or not self._turns.empty:
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

    def _unwant(self, job_id: int | None) -> None:
        if job_id is not None:
            self._dropped.append(job_id)

    def _emit(self, event: Event) -> None:
        self._events.append(event)
