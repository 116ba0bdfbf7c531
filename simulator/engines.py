"""The composition root: the one place that loads real engines, and runs jobs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audio import voices, wav, weights
from audio.detect import SileroDetector
from audio.effects import phone_line
from audio.memory import give_back, one_heap
from audio.pcm import Samples, trim
from audio.performance import perform
from audio.ports import SpeechDetector, Traits, Transcriber, Voice
from audio.whisper import WhisperTranscriber
from simulator.customer.drawing import Line
from simulator.jobs import Hear, Job, Result, Say


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engines the user wants.

    Attributes:
        model: the transcriber's weights: a name or a folder.
        voice: "auto", "neural", "system" or "piper".
        phone: whether the customer sounds as through a telephone.
    """

    model: str = weights.DEFAULT
    voice: voices.Engine = "auto"
    phone: bool = True


class Studio:
    """Renders the customer's lines: a voice, and the telephone around it.

    Args:
        voice: speaks.
        phone: whether through a telephone.
        folder: where the persona's recordings are.
    """

    def __init__(self, voice: Voice, *, phone: bool, folder: Path | None = None) -> None:
        self._voice = voice
        self._phone = phone
        self._folder = folder
        self._ready: dict[tuple[str, str | None, float], Samples] = {}

    @property
    def name(self) -> str:
        """Voice and effect, as a record should name them."""
        return f"{self._voice.name}{' on the phone' if self._phone else ''}"

    def render(self, line: Line) -> Samples:
        """The line as it comes out of the receiver."""
        key = self._key(line)
        if key not in self._ready:
            clip = self._recorded(line)
            if clip is None:
                clip = perform(self._voice.say, line.script, line.heat)
            self._ready[key] = phone_line(clip) if self._phone else clip
        return self._ready[key]

    def has(self, line: Line) -> bool:
        """Whether a line is rendered already."""
        return self._key(line) in self._ready

    def _key(self, line: Line) -> tuple[str, str | None, float]:
        return (line.script, line.wav, line.heat)

    def _recorded(self, line: Line) -> Samples | None:
        """The author's own recording of a line."""
        if line.wav is None or self._folder is None:
            return None
        return trim(wav.read(self._folder / line.wav))

    def render_all(self, lines: Iterable[Line], done: Callable[[], None]) -> None:
        """Render every line ahead; `done` is called after each."""
        for line in lines:
            self.render(line)
            done()


@dataclass(frozen=True, slots=True)
class Engines:
    """What a call runs on."""

    transcriber: Transcriber
    studio: Studio
    new_detector: Callable[[], SpeechDetector]

    def perform(self, job: Job) -> Result:
        """Do a job, here and now."""
        match job:
            case Say(_, line):
                return self.studio.render(line)
            case Hear(samples=samples, before=before):
                return self.transcriber.transcribe(samples, before)


def load(
    choice: Choice,
    traits: Traits,
    *,
    cache: Path,
    language: str = "en",
    recordings: Path | None = None,
    may_download: Callable[[str], bool] = lambda _: False,
) -> Engines:
    """The real engines.

    Args:
        choice: what the user wants.
        traits: of the customer's voice.
        cache: where lines and weights are kept.
        language: that is heard.
        recordings: where the persona's own recordings are.
        may_download: asks the user.

    Raises:
        SimmerdownError: weights or voices are missing; the hint says how to get them.
    """
    one_heap()
    found = weights.find(choice.model, cache=cache, may_download=may_download)
    voice = voices.choose(choice.voice, traits, cache=cache / "lines")
    return Engines(
        WhisperTranscriber(found, language=language),
        Studio(voice, phone=choice.phone, folder=recordings),
        SileroDetector,
    )


HEARING_FRAMES = 6
"""After how many frames a call without a sound card gets a transcript: about as live (0.19 s)."""


class InlineJobs:
    """`JobRunner` without threads: each job is done when its result is due, always in the same frame."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._waiting: list[tuple[int, Job]] = []  # each with the frame in which it is due
        self._frame = 0

    def start(self, job: Job) -> None:
        """Take a job."""
        takes = HEARING_FRAMES if isinstance(job, Hear) else 0
        self._waiting.append((self._frame + takes, job))

    def drop(self, job_id: int) -> None:
        """Forget a job."""
        self._waiting = [(due, job) for due, job in self._waiting if job.id != job_id]

    def due(self, frame: int) -> list[tuple[int, Result]]:
        """The results of what is done by now."""
        self._frame = frame
        ready = [job for due, job in self._waiting if due <= frame]
        self._waiting = [(due, job) for due, job in self._waiting if due > frame]
        return [(job.id, self._engines.perform(job)) for job in ready]

    def finish(self) -> list[tuple[int, Result]]:
        """Everything that was started."""
        waiting, self._waiting = self._waiting, []
        return [(job.id, self._engines.perform(job)) for _, job in waiting]


class WorkerJobs:
    """`JobRunner` on two threads, one to hear and one to say, so that neither waits for the other.

    A job that fails costs no other its result: its error is raised when there is nothing else to give.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._ears = ThreadPoolExecutor(1, "simmerdown-hear")
        self._mouth = ThreadPoolExecutor(1, "simmerdown-say")
        self._running: dict[int, Future[Result]] = {}

    def start(self, job: Job) -> None:
        """Take a job."""
        if isinstance(job, Say) and self._engines.studio.has(job.line):
            future: Future[Result] = Future()
            future.set_result(self._engines.perform(job))
        else:
            pool = self._ears if isinstance(job, Hear) else self._mouth
            future = pool.submit(self._engines.perform, job)
            pool.submit(give_back)
        self._running[job.id] = future

    def drop(self, job_id: int) -> None:
        """Forget a job; if it has not begun, it never will."""
        future = self._running.pop(job_id, None)
        if future is not None:
            future.cancel()

    def due(self, frame: int) -> list[tuple[int, Result]]:  # noqa: ARG002 - due when done
        """The results that are ready."""
        return self._results([job_id for job_id, future in self._running.items() if future.done()])

    def finish(self) -> list[tuple[int, Result]]:
        """Wait for everything still under way."""
        return self._results(list(self._running))

    def _results(self, jobs: list[int]) -> list[tuple[int, Result]]:
        """The results of these jobs; the failed ones stay for the next time, if there are others."""
        done = [job_id for job_id in jobs if self._running[job_id].exception() is None]
        return [(job_id, self._running.pop(job_id).result()) for job_id in done or jobs]

    def close(self) -> None:
        """Let the threads go."""
        self._ears.shutdown(cancel_futures=True)
        self._mouth.shutdown(cancel_futures=True)
