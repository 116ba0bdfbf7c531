"""Calls that break off: what is kept, and how an interrupted call gets its end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio.errors import VoiceError
from audio.fakes import LevelDetector, ScriptedTranscriber
from audio.pcm import FRAME, FRAME_S, Samples, silence
from audio.ports import Transcript
from simulator import aftercall, events, offline, replay
from simulator.engines import Engines, InlineJobs
from simulator.jobs import Hear, Result
from simulator.record import Record
from simulator.scoring import rubric
from tests.simulator.fixtures import DumbStudio, Scene, planned, scene

ROOT = Path(__file__).parents[2]
MOST_LOST_S = 0.5
LAST_WORDS = "I can refund the second payment right now."

CHILD = """
import sys
from pathlib import Path
from tests.simulator.fixtures import planned, scene
from tests.simulator.test_offline_crash import talk_into_the_second_turn

call = scene(Path(sys.argv[1]), planned())
print(talk_into_the_second_turn(call), flush=True)
sys.stdin.read()
"""


def talk_into_the_second_turn(call: Scene, *, frames: int = 40) -> int:
    """Run until well within the trainee's second turn, half a second after the last flush; the frame."""
    turns = talked = 0
    heard = silence(FRAME)
    while talked < frames or call.call.frame % 16 != 15:
        frame = call.mic.frame(heard)
        assert frame is not None
        heard = call.session.step(frame)
        turns += sum(isinstance(event, events.SpeechStarted) for event in call.session.take_events())
        talked += turns == 2
    assert call.call.hearing_speech
    return call.call.frame


def of_kind(record: Record, kind: str) -> list[events.Event]:
    return [event for event in record.events() if event.kind == kind]


@contextmanager
def child_in_a_call(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that is in the middle of a call, and the frame that it is at."""
    command = [sys.executable, "-c", CHILD, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def test_a_killed_call_loses_at_most_half_a_second_and_can_be_recovered_and_scored(tmp_path: Path) -> None:
    with child_in_a_call(tmp_path) as (process, reached):
        folder = next(tmp_path.iterdir())
        assert not Record(folder).interrupted  # another process is at it
        process.kill()
        process.wait()

    record = Record(folder)
    assert record.interrupted
    kept = len(record.trainee()) // FRAME
    assert 0 <= (reached - kept) * FRAME_S <= MOST_LOST_S
    assert len(of_kind(record, "turn_heard")) == 1

    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))

    mended = Record(folder)
    assert mended.heading.ended == "interrupted"
    assert not mended.interrupted
    assert mended.heading.length_s == pytest.approx(kept * FRAME_S, abs=0.001)
    last = of_kind(mended, "turn_heard")[-1]
    assert isinstance(last, events.TurnHeard)
    assert (last.turn, last.text) == (2, LAST_WORDS)
    assert mended.events()[-1] == events.Ended(kept, "interrupted", "the program broke off")
    card = aftercall.score(mended, rubric.load())
    assert card.ended == "interrupted"
    assert LAST_WORDS in (folder / "summary.md").read_text(encoding="utf-8")
    assert card.total is not None
    assert json.loads((folder / "score.json").read_text(encoding="utf-8"))["total"] == card.total


def broken_off(folder: Path) -> Record:
    """A call that was left without an end in the trainee's second turn."""
    call = scene(folder, planned())
    talk_into_the_second_turn(call)
    call.writer.close()
    return Record(call.writer.folder)


def test_recovering_keeps_everything_that_had_happened(tmp_path: Path) -> None:
    record = broken_off(tmp_path)
    before = record.events()
    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))
    assert record.events()[: len(before)] == before


def test_a_recovered_call_replays_like_any_other(tmp_path: Path) -> None:
    record = broken_off(tmp_path)
    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))
    assert replay.compare(Record(record.folder), LevelDetector()).differs_at is None


def test_recovering_again_changes_nothing(tmp_path: Path) -> None:
    record = broken_off(tmp_path)
    files = [record.folder / name for name in ("events.jsonl", "take.jsonl", "record.json")]
    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))
    once = [path.read_bytes() for path in files]
    replay.recover(Record(record.folder), LevelDetector(), ScriptedTranscriber("never asked"))
    assert [path.read_bytes() for path in files] == once


def test_a_recovery_that_itself_broke_off_can_be_done_again(tmp_path: Path) -> None:
    record = broken_off(tmp_path)
    events_before = (record.folder / "events.jsonl").read_bytes()
    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))
    mended = record.events()
    (record.folder / "events.jsonl").write_bytes(events_before)  # only the take had been written
    record.replace_heading(ended=None, length_s=None)
    replay.recover(Record(record.folder), LevelDetector(), ScriptedTranscriber("never asked"))
    assert Record(record.folder).events() == mended


@pytest.mark.parametrize("frames", [0, 5, 60])
def test_a_call_that_broke_off_before_anybody_spoke_can_be_recovered_and_scored(
    tmp_path: Path, frames: int
) -> None:
    call = scene(tmp_path)
    for _ in range(frames):
        call.session.step(silence(FRAME))
    call.writer.close()
    record = Record(call.writer.folder)
    replay.recover(record, LevelDetector(), ScriptedTranscriber())
    assert Record(record.folder).heading.ended == "interrupted"
    assert aftercall.score(record, rubric.load()).ended == "interrupted"


class Deaf:
    """`Transcriber` that fails."""

    name = "deaf"

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        raise RuntimeError("out of memory")


class Loudspeaker:
    """`Speaker` that knows whether it was closed."""

    closed = False

    def play(self, frame: Samples) -> None:
        assert not self.closed

    def close(self) -> None:
        self.closed = True


def run_to_failure(call: Scene, failure: type[BaseException]) -> Record:
    speaker = Loudspeaker()
    with pytest.raises(failure):
        offline.run(call.session, call.mic, speaker)
    call.writer.close()
    assert speaker.closed
    return Record(call.writer.folder)


def test_a_voice_that_fails_ends_the_call_and_the_record_says_so(tmp_path: Path) -> None:
    jobs = InlineJobs(Engines(Deaf(), DumbStudio(), LevelDetector))
    record = run_to_failure(scene(tmp_path, planned(), jobs=jobs), VoiceError)
    assert record.heading.ended == "interrupted"
    assert isinstance(record.events()[-1], events.Ended)


def test_what_a_failing_transcriber_did_not_hear_is_heard_when_the_call_is_recovered(tmp_path: Path) -> None:
    record = run_to_failure(scene(tmp_path, planned(), transcriber=Deaf()), RuntimeError)
    assert record.interrupted
    replay.recover(record, LevelDetector(), ScriptedTranscriber(LAST_WORDS))
    heard = of_kind(record, "turn_heard")
    assert [event.text for event in heard if isinstance(event, events.TurnHeard)] == [LAST_WORDS]


class StoppedByHand(InlineJobs):
    """Somebody presses Ctrl-C while the first reply is transcribed."""

    def due(self, frame: int) -> list[tuple[int, Result]]:
        if any(isinstance(job, Hear) for _, job in self._waiting):
            raise KeyboardInterrupt
        return super().due(frame)


def test_ctrl_c_ends_the_call_with_everything_heard(tmp_path: Path) -> None:
    spare = scene(tmp_path / "spare", planned())
    spare.writer.close()
    call = scene(tmp_path, planned(), jobs=StoppedByHand(spare.engines))
    record = run_to_failure(call, KeyboardInterrupt)
    assert record.heading.ended == "interrupted"
    assert [event.text for event in record.events() if isinstance(event, events.TurnHeard)] == [planned()[0]]
