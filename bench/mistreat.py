"""What laptops and rooms do to a voice, and what a microphone hears when nobody speaks to it.

Recordings are taken from beside the checkout (`bench.speech`) where they are, else sounds are made
up; everything follows from a seed, so that a run can be repeated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from audio import wav
from audio.effects import sigh
from audio.pcm import FRAME, FULL_SCALE, RATE, Floats, Samples, level_db, to_floats, to_samples
from bench.echo import room
from bench.speech import HOME

LOW_HZ, HIGH_HZ = 100.0, 7000.0
"""What a laptop's microphone passes on."""

SNR_DB = 15.0
LEVEL_DB = -30.0
"""A voice half a metre away from a laptop: modest, but not faint."""

_MOST_RT60_S = 1.0  # of the rooms that people take calls in
_MOST_UNEVEN_DB = 15.0  # between octaves of the voice; more is a small loudspeaker, not a room
_OCTAVES_HZ = (125.0, 250.0, 500.0, 1000.0, 2000.0)
_TAPS = 511
_KEYS_PER_S = 7.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trainee sits: the room's response, and a stretch of its noise."""

    response: Floats
    noise: Floats


def made_up_places() -> list[Place]:
    """A room and its noise that need no recordings."""
    rng = np.random.default_rng(3)
    return [Place(room(0.0, 0.0, seed), coloured(rng, 10 * RATE, 1.0)) for seed in (1, 2)]


def places() -> list[Place]:
    """Recorded rooms with an office's noise; made-up ones where the recordings are absent."""
    recorded = [
        _from_direct(to_floats(wav.read(HOME / "f_rir" / row["path"])))
        for row in _table("f_rir")
        if float(row["rt60_s"]) <= _MOST_RT60_S
    ]
    rooms = [response for response in recorded if _unevenness_db(response) <= _MOST_UNEVEN_DB]
    offices = [sound for label, sound in recorded_noises() if label == "office"]
    if not rooms or not offices:
        return made_up_places()
    return [Place(response, to_floats(offices[0])) for response in rooms]


def laptop(voice: Samples, place: Place, rng: Generator) -> Samples:
    """A voice as a laptop's microphone records it there, with half a second before and one after."""
    lead, rest = np.zeros(RATE // 2, np.float32), np.zeros(RATE, np.float32)
    heard = np.convolve(np.concatenate([lead, to_floats(voice), rest]), place.response)
    heard = heard[: len(lead) + len(voice) + len(rest)]
    speaking = level_db(to_samples(heard[len(lead) : len(lead) + len(voice)]))
    noise = np.roll(place.noise, int(rng.integers(len(place.noise))))
    noise = np.resize(noise, len(heard))
    noise = noise * 10 ** ((speaking - SNR_DB - level_db(to_samples(noise))) / 20)
    return to_samples(_band(heard + noise) * np.float32(10 ** ((LEVEL_DB - speaking) / 20)))


def returning(response: Floats, delay_s: float, gain_db: float) -> Floats:
    """A room's response as the way back from a loudspeaker: later, and as loud as stated."""
    late = np.zeros(int(delay_s * RATE), np.float32)
    return np.concatenate([late, response * np.float32(10 ** (gain_db / 20))])


class EchoPath:
    """The way from the loudspeaker back into the microphone, frame by frame.

    Args:
        response: of the loudspeaker, the room and the microphone together.
        driven: whether the loudspeaker is driven so hard that it distorts.
    """

    def __init__(self, response: Floats, *, driven: bool = False) -> None:
        self._driven = driven
        self._size = 1 << (len(response) + FRAME - 1).bit_length()
        self._spectrum = np.fft.rfft(response, self._size)
        self._tail = np.zeros(self._size, np.float64)

    def frame(self, played: Samples) -> Floats:
        """What comes back while a frame is played."""
        sound = to_floats(played)
        if self._driven:  # the peaks of a line at -18 dBFS are flattened
            sound = (np.tanh(6 * sound) / 4).astype(np.float32)
        self._tail += np.fft.irfft(np.fft.rfft(sound, self._size) * self._spectrum, self._size)
        out = self._tail[:FRAME].astype(np.float32)
        self._tail = np.concatenate([self._tail[FRAME:], np.zeros(FRAME)])
        return out


# Sounds without speech ------------------------------------------------------------------------


def at_level(sound: Floats, db: float) -> Samples:
    """A sound at a level in dBFS; peaks are clipped, as a microphone clips them."""
    power = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    return to_samples(sound * np.float32(10 ** (db / 20) / max(power, 1 / FULL_SCALE)))


def coloured(rng: Generator, count: int, slope: float) -> Floats:
    """Noise whose power falls with frequency to the `slope`: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hertz = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20.0)
    return _unit(np.fft.irfft(spectrum * hertz ** (-slope / 2), count))


def hum(count: int, base_hz: float, partials: int, fall: float = 1.0) -> Floats:
    """A steady tone with harmonics, each weaker than the one before."""
    t = np.arange(count, dtype=np.float32) / np.float32(RATE)
    return _unit(
        sum(
            np.sin(np.float32(2 * np.pi * base_hz * n) * t + np.float32(n)) / n**fall
            for n in range(1, partials + 1)
        )
    )


def fan(rng: Generator, count: int) -> Floats:
    """Blades and moving air: a hum that wavers a little, in pink noise."""
    t = np.arange(count) / RATE
    waver = 1 + 0.3 * np.sin(2 * np.pi * rng.uniform(0.3, 2) * t)
    return _unit(hum(count, rng.uniform(80, 240), 12) * waver + coloured(rng, count, 1.0))


def clicks(rng: Generator, count: int, *, mouse: bool = False) -> Floats:
    """Keys that go down and up again, a few a second; or now and then the two snaps of a mouse."""
    out = np.zeros(count + RATE, np.float32)
    at = rng.uniform(0.0, 0.3)
    while at < count / RATE:
        gaps = (0.0, 0.09) if mouse else (0.0, rng.uniform(0.05, 0.12))
        for gap, weight in zip(gaps, (1.0, 0.6), strict=True):
            burst = _burst(rng, rng.uniform(0.002, 0.006) if mouse else rng.uniform(0.004, 0.02))
            start = int((at + gap) * RATE)
            out[start : start + len(burst)] += np.float32(weight * rng.uniform(0.4, 1.0)) * burst
        at += rng.exponential(0.8 if mouse else 1 / _KEYS_PER_S) + 0.03
    return out[:count]


def music(rng: Generator, count: int, *, arpeggio: bool) -> Floats:
    """Chords, or their notes one after the other, with the overtones of a plucked or a bowed string."""
    out = np.zeros(count, np.float32)
    step = int(rng.uniform(0.15, 0.4) * RATE) if arpeggio else int(rng.uniform(0.8, 1.6) * RATE)
    root, decay = rng.uniform(110, 330), rng.uniform(0.15, 1.5)
    for number, start in enumerate(range(0, count, step)):
        tones = np.array([0, 4, 7, 12]) + rng.choice([0, 5, 7, 9])
        for tone in [tones[number % 4]] if arpeggio else tones:
            length = min(count - start, 2 * step)
            shape = np.exp(-np.arange(length) / (decay * RATE)) * np.minimum(1, np.arange(length) / 160)
            out[start : start + length] += hum(length, root * 2 ** (tone / 12), 8, 1.4) * shape
    return _unit(out)


def breaths(rng: Generator, count: int) -> Floats:
    """Breathing close to the microphone: in and out, at the pace of somebody who listens."""
    out = np.zeros(count, np.float32)
    at = int(rng.uniform(0, 0.5) * RATE)
    while at < count:
        breath = to_floats(sigh(rng.uniform(0.5, 1.4)))
        breath = breath[::-1] if rng.random() < 0.4 else breath
        part = breath[: count - at]
        out[at : at + len(part)] += part * np.float32(rng.uniform(0.5, 1.0))
        at += len(breath) + int(rng.uniform(0.2, 1.2) * RATE)
    return out


def humming(rng: Generator, count: int) -> Floats:
    """A tune through closed lips: a voice's pulses, the formants of an m, and no words."""
    t = np.arange(count) / RATE
    notes = rng.uniform(100, 220) * 2 ** (rng.choice([0, 2, 4, 5, 7], count // 6000 + 1) / 12)
    pitch = np.convolve(np.repeat(notes, 6000)[:count], np.ones(800) / 800, mode="same")
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.01 * np.sin(2 * np.pi * 5 * t))) / RATE
    voice = sum(np.sin(n * phase) / n * (1 / (1 + ((n * 160 - 250) / 150) ** 2) + 0.1) for n in range(1, 20))
    return _unit(voice * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * t)))


def recorded_noises() -> Iterator[tuple[str, Samples]]:
    """Recorded sounds without speech and what they are; none where the recordings are absent."""
    for row in _table("f_noise"):
        yield row["label"], wav.read(HOME / "f_noise" / row["path"])


def _table(folder: str) -> list[dict[str, str]]:
    path = HOME / folder / "dev.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _from_direct(response: Floats) -> Floats:
    """From the direct sound on, with an energy of one: so the voice keeps about its level."""
    start = max(0, int(np.argmax(np.abs(response))) - 16)
    return response[start:] / np.float32(np.sqrt(np.sum(np.square(response[start:]))))


def _unevenness_db(response: Floats) -> float:
    """How far the octaves of the voice differ."""
    power = np.abs(np.fft.rfft(response, RATE)) ** 2  # one bin a hertz
    octaves = [10 * np.log10(np.mean(power[int(low) : int(2 * low)])) for low in _OCTAVES_HZ]
    return float(max(octaves) - min(octaves))


def _band(sound: Floats) -> Floats:
    """A linear-phase windowed-sinc filter."""
    n = np.arange(_TAPS) - (_TAPS - 1) / 2
    high, low = 2 * HIGH_HZ / RATE, 2 * LOW_HZ / RATE
    taps = (high * np.sinc(high * n) - low * np.sinc(low * n)) * np.hamming(_TAPS)
    return np.convolve(sound, taps.astype(np.float32))[_TAPS // 2 :][: len(sound)]


def _burst(rng: Generator, seconds: float) -> Floats:
    """Noise that dies away at once: something hard is struck."""
    count = int(6 * seconds * RATE)
    return (rng.standard_normal(count) * np.exp(-np.arange(count) / (seconds * RATE))).astype(np.float32)


def _unit(sound: NDArray[np.floating[Any]]) -> Floats:
    """At a mean power of one."""
    return np.asarray(sound / np.sqrt(np.mean(np.square(sound)) + 1e-12), np.float32)
