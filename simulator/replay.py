"""The take driver: a recorded call once more; and, by the same way, the mending of a broken one."""

from __future__ import annotations

from dataclasses import dataclass

from audio.ears import seconds
from audio.pcm import FRAME, Samples, frames
from audio.ports import SpeechDetector, Transcriber
from simulator import take
from simulator.events import Ended, Event, to_json
from simulator.record import Record, clip_name, write_whole
from simulator.redo.again import beginning_of
from simulator.redo.branch import taken_over
from simulator.session import NoRecord, Recorder, Session
from simulator.staging import call_of
from simulator.states import State


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a replay gave, and the number of the first event that differs (None: none does)."""

    events: tuple[Event, ...]
    recorded: int
    differs_at: int | None


def replay(
    record: Record,
    detector: SpeechDetector,
    *,
    transcriber: Transcriber | None = None,
    recorder: Recorder | None = None,
) -> list[Event]:
    """The events that a record's take gives, when it is fed back.

    Args:
        record: the call.
        detector: a fresh speech detector.
        transcriber: hears what was being said when an interrupted call broke off, and ends the call.
        recorder: keeps the replay.
    """
    entries = record.take()
    jobs = take.TakeJobs(entries, record.clip, transcriber)
    taken = taken_over(record)
    session = Session(call_of(record, detector, beginning_of(record)), jobs, recorder or NoRecord())
    acts = [entry for entry in entries if isinstance(entry, take.Did | take.Noted | take.Closed)]
    events = session.take_events()
    for frame in frames(record.trainee()[taken.frames * FRAME :]):
        _act(session, acts)
        session.step(frame)
        events += session.take_events()
        if session.over:
            break
    _act(session, acts)
    if transcriber is not None and session.call.state is not State.OVER:
        session.close("interrupted", "the program broke off")
    session.finish()
    return [*taken.before, *map(taken.placed, events + session.take_events())]


def compare(record: Record, detector: SpeechDetector) -> Comparison:
    """Replay a call and hold the events against the recorded ones."""
    recorded = record.events()
    events = replay(record, detector)
    pairs = zip(recorded, events, strict=False)
    differs = next((i for i, (one, other) in enumerate(pairs) if one != other), None)
    if differs is None and len(recorded) != len(events):
        differs = min(len(recorded), len(events))
    return Comparison(tuple(events), len(recorded), differs)


def recover(record: Record, detector: SpeechDetector, transcriber: Transcriber) -> None:
    """Give an interrupted call its end: what was said last is heard, and the record is closed.

    The take gets its end too, so that the mended call replays like any other.
    """
    kept = _Entries()
    events = replay(record, detector, transcriber=transcriber, recorder=kept)
    write_whole(record.folder / "take.jsonl", "".join(take.to_json(entry) + "\n" for entry in kept.entries))
    write_whole(record.folder / "events.jsonl", "".join(to_json(event) + "\n" for event in events))
    ended = next(event.reason for event in reversed(events) if isinstance(event, Ended))
    record.replace_heading(ended=ended, length_s=seconds(len(record.trainee()) // FRAME))


class _Entries(NoRecord):
    """`Recorder` that keeps the take alone; the clips of it are on disk already."""

    def __init__(self) -> None:
        self.entries: list[take.Entry] = []

    def entry(self, entry: take.Entry) -> None:
        """Kept."""
        self.entries.append(entry)

    def clip(self, samples: Samples) -> str:
        """The name that it has on disk."""
        return clip_name(samples)


def _act(session: Session, acts: list[take.Did | take.Noted | take.Closed]) -> None:
    """Do what was done before this frame."""
    while acts and acts[0].frame <= session.call.frame:
        entry = acts.pop(0)
        match entry:
            case take.Did():
                session.do(entry.what)
            case take.Noted():
                session.note(entry.what, entry.text)
            case take.Closed():
                session.close(entry.reason, entry.detail)
