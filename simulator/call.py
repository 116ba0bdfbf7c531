"""The call: a frame pump.

`speaker_frame = call.tick(mic_frame)`, 512 samples in, 512 samples out, 32 ms a step. The call has
no clock, thread, device or model: slow work leaves as a job (`take_jobs`) and its result comes back
(`finish`), so the same frames and the same results in the same frames give the same call, whether
they come from a sound card, a file or a recorded take. `states` says where a call can be.

The ears stay open in every state, once the phone is picked up. A transcript is started at each
pause of the trainee's, on the chance that the turn is over (see `ledger`); when it comes, `floor` says
how much silence is needed to believe that. A trainee who speaks on while a turn is still being heard
is waited for, and all of it is answered. A customer who answered too early, because the trainee had
only paused, yields at once: what the answer did is taken back, and the turn is heard as one.

A customer who is spoken over yields: the line is held, and cut when the turn was a reply; if it was
only a "mm-hm", or the loudspeaker's echo, the line goes on where it stopped. One of hot temper may
talk on instead, or break in on a long turn or on certain words; the turn is still heard and answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from audio.ears import Ears
from audio.pcm import FRAME, FRAME_S, Samples, silence
from audio.ports import SpeechDetector, Transcript
from audio.turns import Dropped, Ended, Paused, Resumed, Signal, Started
from simulator import events
from simulator.answered import Answered, Answers
from simulator.breaking_in import BreakIns
from simulator.customer.dialogue import Dialogue, Reaction
from simulator.customer.drawing import Line
from simulator.customer.listener import Listener
from simulator.events import EndReason, Event
from simulator.floor.judge import Judge
from simulator.jobs import Job, Result
from simulator.ledger import CLOSING_S, REACTION_S, Ledger, Turn
from simulator.orders import Orders
from simulator.pauses import Pauses
from simulator.playhead import Playhead, frames_in
from simulator.saying import Saying
from simulator.settings import Settings
from simulator.states import State, moved
from simulator.understanding import Understanding

_HAS_FLOOR = frozenset({State.GREETING, State.LISTENING, State.HEARING})


class Call:
    """One call with one customer. One that is taken up again begins with what was `told` before."""

    def __init__(
        self,
        dialogue: Dialogue,
        listener: Listener,
        detector: SpeechDetector,
        judge: Judge,
        settings: Settings,
        told: Iterable[Line] = (),
    ) -> None:
        self._settings = settings
        self._ears = Ears(detector, settings.patience)
        self._understanding = Understanding(listener)
        self._pauses = Pauses(judge, self._understanding, push_to_talk=settings.push_to_talk)
        self._answers = Answers(dialogue, listener)
        self._break_ins = BreakIns(listener)
        self._orders = Orders()
        self._turns = Ledger(self._orders)
        self._saying = Saying(self._orders, told)
        self._playhead = Playhead()
        self._state = State.RINGING
        self._frame = 0
        self._quiet_since = 0
        self._talking = False  # push-to-talk: between two presses of the key
        self._closing: tuple[EndReason, str] | None = None
        self._events: list[Event] = [events.Rang(0, dialogue.heat)]

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
        return self._answers.dialogue.heat

    @property
    def hearing_speech(self) -> bool:
        """Whether the trainee is speaking, or only pausing."""
        return self._ears.open

    @property
    def pausing(self) -> bool:
        """Whether the trainee has fallen silent, and is listened to still."""
        return self._ears.pausing

    @property
    def talking(self) -> bool:
        """With push-to-talk: whether the key says that the trainee speaks."""
        return self._talking

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
        return self._orders.take()

    # What drivers do -------------------------------------------------------------------------

    def answer(self) -> None:
        """Pick up."""
        if self._state is State.RINGING:
            self._playhead.cut()
            self._emit(events.PickedUp(self._frame))
            self._quiet_since = self._frame
            self._go(State.GREETING)

    def talk(self) -> None:
        """Push-to-talk: the key was pressed, to begin or because all is said."""
        self._talking = not self._talking
        if not self._talking:
            self._take(self._ears.close())

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
        latest = self._answers.latest
        under_way = self._turns.under_way if self._playhead.playing else ()
        if latest is not None and any(turn.goes_on is latest for turn in under_way):
            self._take_back(latest)
        self._end_line(cut=self._playhead.playing)
        self._go(State.OVER)
        self._closing = (reason, detail)
        self._take(self._ears.close())
        self._settle()

    def finish(self, job_id: int, result: Result) -> None:
        """Bring back the result of a job."""
        if isinstance(result, Transcript):
            turn = self._turns.heard(job_id, result)
            if turn is not None and turn.ended:
                self._on_turn(turn)
            elif turn is not None:
                self._on_words(turn)
        elif self._saying.job is not None and self._saying.job.id == job_id and self._state is State.FETCHING:
            self._start_line(self._saying.job.line, result)
        self._settle()

    def tick(self, mic: Samples) -> Samples:
        """One frame of the microphone in, one frame for the loudspeaker out."""
        if self._state is State.OVER:
            return silence(FRAME)
        audible = self._playhead.playing and not self._playhead.held
        unanswered = self._state is State.RINGING and self._settings.answer_after_s is None
        deaf = (
            unanswered
            or (audible and not self._settings.open_ears)
            or (self._settings.push_to_talk and not self._talking)
        )
        self._take(self._ears.listen(silence(FRAME) if deaf else mic, keen=audible))
        if audible and self._state is State.SPEAKING and self._ears.open and not self._ears.pausing:
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
                if self._answers.ending is not None:
                    self.close(self._answers.ending)
                elif self._settings.once and self._answers.replied:
                    self.close("stopped", "one reply was to be given")
                else:
                    self._yield_floor()
            case _ if self._state in _HAS_FLOOR:
                self._yield_floor()

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
                if self._answers.opened:
                    self._bear_with(self._turns.last)
        elif self._turns.awaits_transcript:
            self._go(State.HEARING)
        elif self._answers.due or (not self._answers.opened and self._silent_s >= self._settings.greeting_s):
            self._react(*self._answers.answer(self._saying.told))
        elif self._state is not State.GREETING:
            self._go(State.LISTENING)
            if self._silent_s >= self._answers.dialogue.patience_s:
                self._emit(events.Waited(self._frame, round(self._silent_s, 3)))
                self._react(self._answers.wait(self._silent_s))

    @property
    def _silent_s(self) -> float:
        return (self._frame - self._quiet_since) * FRAME_S

    def _react(self, reaction: Reaction, turn: int | None = None) -> None:
        for change in reaction.heat:
            self._emit(events.HeatMoved(self._frame, turn, change))
        self._fetch(reaction.line)

    # The customer's lines --------------------------------------------------------------------

    def _fetch(self, line: Line, over: int | None = None) -> None:
        self._go(State.FETCHING)
        self._saying.fetch(line, over)

    def _start_line(self, line: Line, clip: Samples) -> None:
        self._go(State.SPEAKING)
        self._saying.start(line, self._frame)
        self._playhead.load(clip)
        beat, frames, over = self._answers.dialogue.beat, frames_in(clip), self._saying.over
        self._emit(events.LineStarted(self._frame, line.id, line.text, beat, frames, line.intensity, over))

    def _end_line(self, *, cut: bool) -> None:
        """The customer falls silent."""
        self._playhead.cut()
        self._quiet_since = self._frame
        line = self._saying.end()
        if line is not None:
            if cut:
                self._answers.dialogue.unsaid()
            self._emit(events.LineEnded(self._frame, line.id, cut))

    def _overlap(self, turn: Turn) -> None:
        """Both speak: the customer yields to whoever takes the floor."""
        turn.overlap += 1
        if turn.takes_floor and self._heeds(turn):
            self._playhead.held = True
            self._emit(events.Yielded(self._frame, turn.id))

    def _heeds(self, turn: Turn) -> bool:
        """Whether the customer lets a turn that began under the line take the floor."""
        return turn.line_age is not None and not (turn.over_customer and self._answers.dialogue.talks_over)

    def _go_on(self, turn: Turn) -> None:
        """This turn did not take the floor after all: if no other may, the customer goes on."""
        if not self._playhead.held or any(self._heeds(other) for other in self._turns.under_way):
            return
        self._playhead.held = False
        self._saying.go_on(self._frame)
        if turn.over_customer:
            self._answers.latest = None
        self._emit(events.WentOn(self._frame))

    def _take_back(self, answer: Answered) -> None:
        """The trainee had only paused: the answer is undone."""
        line = None
        if self._state is State.SPEAKING:
            line = self._saying.since
            self._end_line(cut=True)
        self._saying.take_back(answer.told)
        self._answers.take_back(answer)
        self._emit(events.TakenBack(self._frame, answer.turn, line))
        self._go(State.LISTENING)

    def _bear_with(self, turn: Turn) -> None:
        """The trainee speaks: for too long, perhaps, or what the customer can't hear calmly."""
        line = self._break_ins.rambling(turn, self._frame, self._answers.dialogue)
        if line is not None:
            self._break_in(turn, line)
        elif not self._ears.pausing and self._break_ins.glimpse_due(turn, self._frame):
            since = self._break_ins.since(turn, self._frame)
            self._turns.look(self._ears.utterance(Paused(turn.start, self._frame), since))

    def _break_in(self, turn: Turn, line: Line) -> None:
        self._answers.latest = None
        self._fetch(line, turn.id)

    # The trainee's turns ---------------------------------------------------------------------

    def _take(self, signals: tuple[Signal, ...]) -> None:
        for signal in signals:
            self._on_signal(signal)

    def _on_signal(self, signal: Signal) -> None:
        match signal:
            case Started(start):
                self._on_start(start)
            case Paused():
                self._turns.hear(self._ears.utterance(signal, self._turns.last.since))
                self._take(self._ears.wait(self._pauses.unheard_s))
            case Resumed():
                self._pauses.went_on(self._turns.go_on(self._frame))
                self._ears.forget(self._turns.last.since)
            case Ended(start, end, _):
                turn = self._turns.last
                turn.ended = True
                self._quiet_since = self._frame
                interrupts = turn.interrupts and not self._understanding.lets_go_on(turn)
                self._emit(events.TurnEnded(self._frame, turn.id, start, end, turn.overlap, interrupts))
                self._on_turn(turn)
            case Dropped():
                turn = self._turns.drop()
                self._emit(events.SpeechDropped(self._frame, turn.id))
                self._go_on(turn)

    def _on_start(self, start: int) -> None:
        """A turn begins; if the customer has only just answered, it shows that this was too early."""
        age = self._saying.age(start)
        waited_s = max(0, start - self._quiet_since) * FRAME_S if age is None else 0.0
        goes_on = self._answers.revocable if age is not None and age * FRAME_S < REACTION_S else None
        turn = self._turns.begin(start, self._saying.last, age, waited_s, goes_on)
        turn.wary = self._saying.was_held or self._answers.backs > 0
        left_s = (self._frame + self._playhead.left - start) * FRAME_S
        turn.closing = self._state is State.SPEAKING and left_s <= CLOSING_S
        self._emit(events.SpeechStarted(self._frame, turn.id, start))
        if goes_on is not None and self._state is State.FETCHING:
            self._take_back(goes_on)

    def _on_words(self, turn: Turn) -> None:
        """More is known of what is said in a turn that is not over; at a pause: is that all?"""
        if turn.latest is None:
            listens = self._answers.opened and self._state is State.LISTENING
            line = self._break_ins.triggered(turn, self._answers.dialogue) if listens else None
            if line is not None:
                self._break_in(turn, line)
        elif turn.heard and self._understanding.is_stop(turn):
            self.stop()
        elif turn.heard:
            self._take(self._ears.wait(self._pauses.heard_s(turn)))
            if not self._ears.open and self._state in _HAS_FLOOR:
                self._yield_floor()

    def _on_turn(self, turn: Turn) -> None:
        """A turn is over, and may be heard."""
        if not turn.heard:
            return
        self._turns.settle(turn)
        answer, begun = turn.goes_on, None
        if answer is not None and self._understanding.is_reply(turn):
            if answer is self._answers.latest and self._state is State.SPEAKING:
                self._take_back(answer)
                turn.line = answer.line
            begun = self._answers.begun(answer)
            if begun is not None:
                self._pauses.went_on((turn.start - begun.end) * FRAME_S)
        heard, reply = self._understanding.understand(self._frame, turn, begun, self._saying.earlier)
        self._emit(heard)
        if heard.note == "stop":
            self.stop()
        elif reply is None:
            self._go_on(turn)
        else:
            self._answers.add(reply, begun)
            if self._playhead.held:
                self._end_line(cut=True)

    # Small things ----------------------------------------------------------------------------

    def _settle(self) -> None:
        """When the call is closed and all is heard, say that it has ended."""
        if self._closing is not None and self._turns.empty:
            (reason, detail), self._closing = self._closing, None
            self._emit(events.Ended(self._frame, reason, detail))

    def _go(self, state: State) -> None:
        self._state = moved(self._state, state)

    def _emit(self, event: Event) -> None:
        self._events.append(event)
