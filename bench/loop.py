"""The product's own live loop with a fixed answer, on a microphone that others feed.

A customer of one line answers every turn with it. The frames come as a sound card would bring them,
the loop is the one that calls run in (`simulator.live.Pump`), and the transcriber, speech detector
and judge are the real ones. So the time that an answer takes can be measured from outside.
"""

from __future__ import annotations

import queue
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from audio import voices, weights
from audio.detect import SileroDetector
from audio.pcm import FRAME, Samples, level_db, silence
from audio.ports import Ailment, Card, Faults, Traits
from audio.turns import Patience
from audio.whisper import WhisperTranscriber
from simulator import events
from simulator.call import Call
from simulator.customer import library
from simulator.customer.dialogue import Dialogue
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.engines import Engines, Studio, WorkerJobs
from simulator.events import Event
from simulator.floor.judge import Judge
from simulator.jobs import JobRunner
from simulator.live import Pump
from simulator.session import NoRecord, Session
from simulator.settings import Settings
from simulator.staging import ear_of, judge_of
from simulator.states import State

CACHE = Path(tempfile.gettempdir()) / "simmerdown-bench"
CALLER = "clinic-appointment"
"""A caller of usual patience, who breaks in on nobody."""

ANSWER = "Well, and what happens now?"

_AUDIBLE_DB = -55.0
_BETWEEN_ANSWERS = 16  # frames: half a second; within the answer there is no such silence
_NEW_AFTER = 6  # answers: the customer of a call has only so much patience

Log = Callable[[str, str, float], None]
"""Told what happened, the text, and when (`time.monotonic`).

"end" (a turn was decided over), "text" (it is heard), "again" (it is heard, and what was heard last was
only its beginning) or "audio" (the first audible sample of an answer).
"""


class FedCard:
    """`Card` whose microphone is fed by others, 20 ms or any other block at a time."""

    def __init__(self, on_sound: Callable[[Samples], None]) -> None:
        self.faults = Faults()
        self._fed: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        self._left = silence(0)
        self._on_sound = on_sound

    def feed(self, samples: Samples) -> None:
        """What the microphone hears next."""
        self._fed.put(samples)

    def read(self, timeout_s: float) -> Samples | None:
        """See `Card`."""
        deadline = time.monotonic() + timeout_s
        while len(self._left) < FRAME:
            try:
                more = self._fed.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            self._left = np.concatenate([self._left, more])
        frame, self._left = self._left[:FRAME], self._left[FRAME:]
        return frame

    def play(self, frame: Samples) -> None:
        """See `Card`."""
        self._on_sound(frame)

    def hush(self) -> None:
        """Nothing is queued."""

    def lost(self) -> bool:
        """It never goes."""
        return False

    def ailments(self) -> tuple[Ailment, ...]:
        """It is well."""
        return ()

    def close(self) -> None:
        """Nothing to let go."""


class OneLineVoice:
    """`Voice` that says the same ready-made words for every line."""

    def __init__(self) -> None:
        self._clip = voices.choose("neural", Traits("female"), cache=CACHE).say(ANSWER, 3.0)

    @property
    def name(self) -> str:
        """See `Voice`."""
        return "one line"

    def say(self, text: str, heat: float) -> Samples:  # noqa: ARG002 - always the same
        """See `Voice`."""
        return self._clip


def listening(persona: Persona, judge: Judge, jobs: JobRunner, patience: Patience) -> Session:
    """A call whose customer has spoken, and listens."""
    settings = Settings(ring=silence(FRAME), answer_after_s=0.0, greeting_s=0.0, patience=patience)
    listener = Listener(ear_of(persona.language), persona)
    session = Session(Call(Dialogue(persona), listener, SileroDetector(), judge, settings), jobs, NoRecord())
    while session.call.state is not State.LISTENING:
        session.step(silence(FRAME))
    session.take_events()
    return session


class Loop:
    """Answers every turn with one line, in calls that begin anew unnoticed.

    Args:
        log: told what happens, from the pump's thread.
        model: the transcriber's weights.
        patience: of the judge, see `audio.turns.Patience.level`; None: the usual one.
        open_card: opens a card for each call, which tells no "audio"; None: one that `push` feeds.
    """

    def __init__(
        self,
        log: Log,
        *,
        model: str = "tiny.en",
        patience: float | None = None,
        open_card: Callable[[], Card] | None = None,
    ) -> None:
        self._log = log
        self._shelf = library.load(CALLER)
        studio = Studio(OneLineVoice(), phone=False)
        transcriber = WhisperTranscriber(weights.find(model, cache=CACHE))
        transcriber.transcribe(np.random.default_rng(0).integers(-99, 99, FRAME * 60).astype(np.int16))
        self._engines = Engines(transcriber, studio, SileroDetector)
        self._jobs = WorkerJobs(self._engines)
        self._patience = Patience() if patience is None else Patience(level=patience)
        self._fed = FedCard(self._on_sound)
        self._open_card = open_card or (lambda: self._fed)
        self._quiet = _BETWEEN_ANSWERS + 1
        self._stopping = threading.Event()
        self._fresh = threading.Event()
        self._pump: Pump | None = None
        self._session: Session | None = None
        self._thread = threading.Thread(target=self._calls, name="bench-calls")
        self._thread.start()
        self._fresh.wait()

    def push(self, block: bytes) -> None:
        """Sound for the microphone: 16-bit mono samples at 16 kHz. Returns at once."""
        self._fed.feed(np.frombuffer(block, np.int16))

    def busy(self) -> bool:
        """Whether a turn is being heard or answered."""
        session = self._session
        if session is None or not self._fresh.is_set():
            return True
        call = session.call
        return call.hearing_speech or call.state in {State.HEARING, State.FETCHING, State.SPEAKING}

    @property
    def running(self) -> bool:
        """Whether it still takes calls: not after `stop`, nor once a call has failed."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End it, and wait for the threads."""
        self._stopping.set()
        self._thread.join()
        self._jobs.close()

    def _calls(self) -> None:
        while not self._stopping.is_set():
            self._call()

    def _call(self) -> None:
        """One call: through its beginning at once, then as the sound comes, until it has answered enough."""
        persona = self._shelf.persona
        judge = judge_of(persona, self._patience)
        session = self._session = listening(persona, judge, self._jobs, self._patience)
        pump = Pump(session, self._open_card)
        pump.start()
        self._fresh.set()
        answered = 0
        while pump.running:
            try:
                event = pump.events.get(timeout=0.02)
            except queue.Empty:
                event = None
            if event is not None:
                self._tell(event)
                answered += isinstance(event, events.LineEnded)
            quiet = session.call.state is State.LISTENING and not session.call.hearing_speech
            if self._stopping.is_set() or (answered >= _NEW_AFTER and quiet):
                self._fresh.clear()
                pump.do("stop")
                pump.join()
        if pump.failure is not None:
            raise pump.failure

    def _tell(self, event: Event) -> None:
        now = time.monotonic()
        if isinstance(event, events.TurnEnded):
            self._log("end", "", now)
        elif isinstance(event, events.TurnHeard):
            self._log("text" if event.replaces is None else "again", event.text, now)

    def _on_sound(self, frame: Samples) -> None:
        self._quiet += 1
        if level_db(frame) > _AUDIBLE_DB:
            if self._quiet > _BETWEEN_ANSWERS:
                self._log("audio", "", time.monotonic())
            self._quiet = 0
