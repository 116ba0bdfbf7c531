"""The recording in a page: both sides, every second in its place, and small."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
import numpy as np

from audio import wav
from audio.pcm import RATE, Samples
from simulator.report import sound
from tests.simulator.report.records import kept


def tone(seconds: float, level: float = 8000.0, pitch: float = 300.0) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * pitch * time)).astype(np.int16)


def test_both_sides_are_heard_and_never_too_loud() -> None:
    one, other = tone(1.0), tone(2.0, pitch=500.0)
    assert np.array_equal(sound.mixed(one, other)[RATE:], other[RATE:])
    loud = sound.mixed(tone(1.0, 30_000), tone(1.0, 30_000))
    assert 32_000 < int(np.abs(loud.astype(np.int32)).max()) < 32_768


def test_every_second_stays_in_its_place(tmp_path: Path) -> None:
    samples = np.zeros(8 * RATE, np.int16)
    samples[3 * RATE : 4 * RATE] = tone(1.0)
    path = tmp_path / "call.mp3"
    path.write_bytes(sound.mp3(samples))
    heard = np.flatnonzero(np.abs(wav.read(path).astype(np.int32)) > 2000) / RATE
    assert abs(heard[0] - 3) < 0.1
    assert abs(heard[-1] - 4) < 0.1


def test_twenty_minutes_fit_into_fifteen_megabytes() -> None:
    minute = np.random.default_rng(0).normal(0, 3000, 60 * RATE).astype(np.int16)
    made = sound.mp3(minute)
    assert 20 * len(made) * 4 / 3 < 8e6
    with av.open(BytesIO(made), "r") as container:
        assert container.streams.audio[0].codec_context.bit_rate == sound.BIT_RATE


def test_a_record_without_a_recording_has_no_sound(home: Path) -> None:
    assert sound.of(kept(home)) is None
