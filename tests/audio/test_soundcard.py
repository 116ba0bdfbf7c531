"""The sound card on a private sound server; the program under test is a child process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np
import pytest

from audio import wav
from audio.pcm import FRAME_S, RATE, Samples, level_db
from tests.audio.sounds import strongest_hz, tone
from tests.pulse import PulseServer

pytestmark = pytest.mark.sound

STEADY_S = 5.0
MIC_HZ, SPEAKER_HZ = 1000, 440
ATTEMPTS = 3  # a machine that is busy with other things starves any sound card now and then

PROGRAM = f"""
import json, sys, time
from dataclasses import asdict
from pathlib import Path
import numpy as np
from audio import wav
from audio.soundcard import SoundCard
from tests.audio.sounds import tone

def tell(**facts):
    print(json.dumps(facts), flush=True)

card = SoundCard()
while card.read(1.0) is None:
    if card.lost():
        sys.exit("lost before it began")
sound = tone({SPEAKER_HZ}, {STEADY_S} + 1)
heard, longest, last = [], 0.0, time.monotonic()
while len(heard) < {round(STEADY_S / FRAME_S)}:
    frame = card.read(1.0)
    if frame is None:
        sys.exit("no frame for a second")
    heard.append(frame)
    card.play(sound[: len(frame)])
    sound = sound[len(frame):]
wav.write(Path(sys.argv[1]), np.concatenate(heard))
tell(faults=asdict(card.faults), mic=card.mic.name, latency=card.latency_s)
while not card.lost():
    card.read(0.1)
tell(lost=True)
card.close()
card.close()
tell(closed=True)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a call of five seconds at whose end the sound server was killed."""

    heard: Samples
    played: Samples
    faults: dict[str, int]
    mic: str
    lost_after_s: float
    closed_after_s: float


@pytest.fixture(scope="module")
def run(pulse: PulseServer, tmp_path_factory: pytest.TempPathFactory) -> Run:
    for attempt in range(1, ATTEMPTS + 1):
        done = _run(pulse, tmp_path_factory.mktemp("call"))
        if not any(done.faults.values()) or attempt == ATTEMPTS:
            break
        pulse.restart()
    return done


def _run(pulse: PulseServer, folder: Path) -> Run:
    wav.write(folder / "tone.wav", tone(MIC_HZ, 20))
    with (
        pulse.play(folder / "tone.wav"),
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PROGRAM, str(folder / "heard.wav")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=pulse.environment,
            cwd=Path(__file__).parents[2],
        ) as child,
    ):
        guard = Timer(25, child.kill)
        guard.start()
        try:
            with pulse.record(folder / "played.wav"):
                facts = _told(child)
            pulse.kill()
            killed = time.monotonic()
            _told(child)
            lost_after_s = time.monotonic() - killed
            _told(child)
            closed_after_s = time.monotonic() - killed
            assert child.wait() == 0
        finally:
            guard.cancel()
    return Run(
        wav.read(folder / "heard.wav"),
        wav.read(folder / "played.wav"),
        facts["faults"],
        facts["mic"],
        lost_after_s,
        closed_after_s,
    )


def _told(child: subprocess.Popen[str]) -> dict[str, Any]:
    """The child's next fact."""
    assert child.stdout is not None
    assert child.stderr is not None
    line = child.stdout.readline()
    if not line:
        pytest.fail(f"the child ended with {child.wait()}: {child.stderr.read()}")
    facts: dict[str, Any] = json.loads(line)
    return facts


def breaks(samples: Samples, hz: float) -> int:
    """How often a sine is interrupted: its phase or level, taken over 10 ms, jumps."""
    n = np.arange(len(samples))
    turned = samples * np.exp(-2j * np.pi * hz * n / RATE)
    blocks = turned[: len(turned) // 160 * 160].reshape(-1, 160).mean(axis=1)
    steps = np.abs(np.diff(blocks)) / np.median(np.abs(blocks))
    return int(np.count_nonzero(steps > 0.2))


def test_a_tone_played_into_the_microphone_arrives_as_frames(run: Run) -> None:
    assert len(run.heard) / RATE == pytest.approx(STEADY_S, abs=2 * FRAME_S)
    steady = run.heard[RATE:]
    assert strongest_hz(steady) == pytest.approx(MIC_HZ, abs=1)
    assert level_db(steady) == pytest.approx(level_db(tone(MIC_HZ, 1)), abs=0.5)
    assert breaks(steady, MIC_HZ) == 0


def test_frames_played_come_out_of_the_loudspeaker_without_gaps(run: Run) -> None:
    loud = np.flatnonzero(np.abs(run.played.astype(int)) > 1000)
    sound = run.played[loud[0] + RATE // 10 : loud[-1] - RATE // 10]
    assert len(sound) / RATE > STEADY_S - 0.7  # the last of it is still in the buffers
    assert strongest_hz(sound) == pytest.approx(SPEAKER_HZ, abs=1)
    assert level_db(sound) == pytest.approx(level_db(tone(SPEAKER_HZ, 1)), abs=0.5)
    assert breaks(sound, SPEAKER_HZ) == 0


def test_five_seconds_pass_without_a_fault(run: Run) -> None:
    assert run.faults == {"overflows": 0, "underflows": 0, "lost_samples": 0}


def test_a_sound_server_that_dies_is_noticed_within_two_seconds(run: Run) -> None:
    assert run.lost_after_s < 2.0
    assert run.closed_after_s < 4.0


def test_the_system_default_is_chosen(run: Run) -> None:
    assert run.mic == "default"


def test_without_a_sound_server_there_is_a_device_error_with_a_hint(pulse: PulseServer, run: Run) -> None:
    program = "from audio.soundcard import SoundCard; SoundCard()"
    done = subprocess.run(
        [sys.executable, "-c", program], env=pulse.environment, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "audio.errors.DeviceError" in done.stderr.splitlines()[-1]
