"""A session: a call, whoever does its work, and its record, moved one frame at a time.

Every driver (a sound card, a file, a recorded take) does the same: `step` for each frame of the
microphone, the `answer` / `hang_up` / `stop` that people do, and `finish` at the end.
"""

from __future__ import annotations

from typing import Literal, Protocol

from audio.pcm import Samples
from audio.ports import Transcript
from simulator import take
from simulator.call import Call
from simulator.events import EndReason, Event
from simulator.jobs import JobRunner, Result


class Recorder(Protocol):
    """Whoever keeps what happens (`record.RecordWriter`)."""

    def frame(self, mic: Samples, speaker: Samples) -> None:
        """Both sides of the line, one frame each."""
        ...

    def event(self, event: Event) -> None:
        """Something happened."""
        ...

    def entry(self, entry: take.Entry) -> None:
        """Something came in from outside."""
        ...

    def clip(self, samples: Samples) -> str:
        """Keep a clip; its name."""
        ...


class NoRecord:
    """`Recorder` that keeps nothing, for rehearsals and replays."""

    def frame(self, mic: Samples, speaker: Samples) -> None:
        """Not kept."""

    def event(self, event: Event) -> None:
        """Not kept."""

    def entry(self, entry: take.Entry) -> None:
        """Not kept."""

    def clip(self, samples: Samples) -> str:  # noqa: ARG002 - not kept
        """Not kept."""
        return ""


class Session:
    """A call under way."""

    def __init__(self, call: Call, jobs: JobRunner, recorder: Recorder) -> None:
        self._call = call
        self._jobs = jobs
        self._recorder = recorder
        self._events: list[Event] = []
        self._pass_on()

    @property
    def call(self) -> Call:
        """The call, to be looked at."""
        return self._call

    @property
    def over(self) -> bool:
        """Whether the call has ended, and every turn of it is heard."""
        return self._call.over

    def take_events(self) -> list[Event]:
        """The events since the last time, for a screen."""
        taken, self._events = self._events, []
        return taken

    def step(self, mic: Samples) -> Samples:
        """One frame of the microphone in, one frame for the loudspeaker out."""
        while due := self._jobs.due(self._call.frame):  # one result may lead to the next at once
            for job_id, result in due:
                self._finish(job_id, result)
            self._pass_on()
        speaker = self._call.tick(mic)
        self._recorder.frame(mic, speaker)
        self._pass_on()
        return speaker

    def do(self, what: Literal["answer", "hang_up", "stop", "talk"]) -> None:
        """What a person does."""
        self._apply(take.Did(frame=self._call.frame, what=what))

    def note(self, what: str, text: str) -> None:
        """A remark about the sound."""
        self._apply(take.Noted(frame=self._call.frame, what=what, text=text))

    def close(self, reason: EndReason, detail: str = "") -> None:
        """End the call and wait until every turn of it is heard."""
        self._apply(take.Closed(frame=self._call.frame, reason=reason, detail=detail))
        self.finish()

    def finish(self) -> None:
        """Wait until every turn of an ended call is heard."""
        for job_id, result in self._jobs.finish():
            self._finish(job_id, result)
        self._pass_on()

    def _apply(self, entry: take.Did | take.Noted | take.Closed) -> None:
        self._recorder.entry(entry)
        take.apply(entry, self._call)
        self._pass_on()

    def _finish(self, job_id: int, result: Result) -> None:
        frame = self._call.frame
        if isinstance(result, Transcript):
            self._recorder.entry(take.Heard(frame=frame, job=job_id, transcript=result))
        else:
            self._recorder.entry(take.Spoke(frame=frame, job=job_id, clip=self._recorder.clip(result)))
        self._call.finish(job_id, result)

    def _pass_on(self) -> None:
        """Hand out new jobs and events."""
        jobs, dropped = self._call.take_jobs()
        for job in jobs:
            if job.id not in dropped:
                self._jobs.start(job)
        for job_id in dropped:
            self._jobs.drop(job_id)
        for event in self._call.take_events():
            self._recorder.event(event)
            self._events.append(event)
