"""A take: everything that came into a call from outside, and in which frame.

The microphone's frames, each job's result, each command. Fed back, they give the same call: every
odd endpoint and every bug can be looked at again, and a call can be gone through from any moment.
`record` keeps it: `trainee.wav`, `take.jsonl` and the customer's clips, named by their content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from audio.pcm import Samples
from audio.ports import Transcriber, Transcript
from simulator.call import Call
from simulator.events import EndReason
from simulator.jobs import Hear, Job, Result


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    frame: int


class Spoke(_Entry):
    """A line's clip came in."""

    kind: Literal["spoke"] = "spoke"
    job: int
    clip: str


class Heard(_Entry):
    """A transcript came in."""

    kind: Literal["heard"] = "heard"
    job: int
    transcript: Transcript


class Did(_Entry):
    """Somebody did something: picked up, hung up, stopped, pressed the key to talk."""

    kind: Literal["did"] = "did"
    what: Literal["answer", "hang_up", "stop", "talk"]


class Noted(_Entry):
    """A remark about the sound."""

    kind: Literal["noted"] = "noted"
    what: str
    text: str


class Closed(_Entry):
    """The driver ended the call."""

    kind: Literal["closed"] = "closed"
    reason: EndReason
    detail: str


Entry = Spoke | Heard | Did | Noted | Closed
_adapter: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def to_json(entry: Entry) -> str:
    """One line of JSON."""
    return _adapter.dump_json(entry).decode()


def from_json(line: str) -> Entry:
    """The entry of a line.

    Raises:
        pydantic.ValidationError: it is not one.
    """
    return _adapter.validate_json(line)


def apply(entry: Did | Noted | Closed, call: Call) -> None:
    """Do to the call what was done."""
    match entry:
        case Did(what="answer"):
            call.answer()
        case Did(what="hang_up"):
            call.hang_up()
        case Did(what="stop"):
            call.stop()
        case Did(what="talk"):
            call.talk()
        case Noted():
            call.note(entry.what, entry.text)
        case Closed():
            call.close(entry.reason, entry.detail)


class TakeJobs:
    """`JobRunner` that brings back what came back then, in the same frames.

    Args:
        entries: the take.
        clip: gives a clip by its name.
        transcriber: hears what was never heard, when all is to be finished: for a call that was
            interrupted. A line that was never spoken is not wanted any more.
    """

    def __init__(
        self,
        entries: list[Entry],
        clip: Callable[[str], Samples],
        transcriber: Transcriber | None = None,
    ) -> None:
        self._entries = [entry for entry in entries if isinstance(entry, Spoke | Heard)]
        self._clip = clip
        self._transcriber = transcriber
        self._open: dict[int, Job] = {}

    def start(self, job: Job) -> None:
        """Its result is in the take, or never came."""
        self._open[job.id] = job

    def drop(self, job_id: int) -> None:
        """A dropped result is not in the take."""
        self._open.pop(job_id, None)

    def due(self, frame: int) -> list[tuple[int, Result]]:
        """The results that came in before this frame."""
        ready = []
        while self._entries and self._entries[0].frame <= frame:
            ready.append(self._result(self._entries.pop(0)))
        return ready

    def finish(self) -> list[tuple[int, Result]]:
        """Everything that is left."""
        left, self._entries = self._entries, []
        results = [self._result(entry) for entry in left]
        if self._transcriber is not None:
            unheard = [job for job in self._open.values() if isinstance(job, Hear)]
            results += [(job.id, self._transcriber.transcribe(job.samples, job.before)) for job in unheard]
            self._open.clear()
        return results

    def _result(self, entry: Spoke | Heard) -> tuple[int, Result]:
        self._open.pop(entry.job, None)
        return entry.job, entry.transcript if isinstance(entry, Heard) else self._clip(entry.clip)
