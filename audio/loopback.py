"""Does the microphone hear the loudspeaker? A chime is played and looked for in what comes back.

    chime ──► loudspeaker ──► room ──► microphone ──► `heard`: how loud, and how late
                                             └──► the echo canceller ──► `taken_db`: how much less

`judge` needs only the two sounds; `take` does the playing, and `check` is both. The chime glides
through the whole band, so that dividing the recording's spectrum by the chime's gives the room's
response as one sharp peak, however quiet the echo is (deconvolution of a swept sine: A. Farina,
"Simultaneous measurement of impulse response and distortion with a swept-sine technique", 2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from audio.pcm import (
    FLOOR_DB,
    FRAME,
    FRAME_S,
    RATE,
    Samples,
    frames,
    level_db,
    silence,
    to_floats,
    to_samples,
)
from audio.ports import Card, EchoCanceller

Verdict = Literal["headset", "removed", "not removed"]
"""Nothing comes back; an echo that the canceller takes out; an echo that it does not."""

CHIME_S = 1.3
"""Seconds of sound."""

MOST_DELAY_S = 0.8
"""The longest delay that is looked for, in seconds: Bluetooth both ways stays under half a second."""

LEAD_S = 0.4
"""Seconds of silence before the chime: the room's own noise, and time for the buffers to fill."""

FAINT_DB = -50.0
"""An echo weaker than this, relative to what was played, is a headset's leak: a loud voice at -20 dBFS
comes back below -70 dBFS, under the noise of any room."""

ENOUGH_DB = 15.0
"""What the canceller must take of an echo, in dB, unless it already sinks into the room's noise.
It takes 26 to 46 dB where it works (`bench/echo.py`), and a few dB where it does not."""

NOISE_DB = 6.0
"""What is left may be this much louder than the room's noise, in dB: its meter is that rough."""

_BAND_HZ = (250.0, 7000.0)
_SURE = 2.5  # a peak this many times higher than chance's highest is an echo
_TAIL_S = 0.1  # of the room's response, counted into the echo's level
_EDGE_S = 0.002  # of the peak itself, before its top
_ROUNDS = 8  # one chime is too short for AEC3 to settle: it hears the same take again, for 20 s in all
_PEAK = 0.35
_TRIES = 2
_READ_S = 0.25
_AT_ONCE_S = 0.001
_LATE_S = 1.0  # a frame is due every 0.032 s
_WAKES_WITHIN_S = 5.0  # Bluetooth and sound servers take a second or two to begin


@dataclass(frozen=True, slots=True)
class Echo:
    """What came back of a sound.

    Attributes:
        level_db: relative to what was played; -96 when nothing was found.
        delay_s: from playing to hearing, in seconds; None when nothing was found.
    """

    level_db: float = FLOOR_DB
    delay_s: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        echo: what came back.
        taken_db: by how many dB the canceller lowered it; None without an echo or a canceller.
    """

    verdict: Verdict
    echo: Echo
    taken_db: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A chime and what the microphone heard meanwhile: samples of the same length, on one clock.

    Attributes:
        played: the chime with `LEAD_S` of silence before it, each frame where the one read next is: so
            an `EchoCanceller` is given them, too.
        recorded: the frames that were read.
    """

    played: Samples
    recorded: Samples


def chime() -> Samples:
    """Five bells going up, and under them a soft glide through the whole band: `CHIME_S` seconds."""
    count = round(CHIME_S * RATE)
    t = np.arange(count) / RATE
    low, high = _BAND_HZ
    bend = CHIME_S / np.log(high / low)
    sound = 0.35 * np.sin(2 * np.pi * low * bend * np.expm1(t / bend))
    for number, pitch in enumerate((523.25, 659.26, 783.99, 1046.50, 1318.51)):  # C5 E5 G5 C6 E6
        since = np.maximum(0.0, t - 0.13 * number)
        for partial, share in ((1.0, 0.5), (2.0, 0.2), (3.01, 0.1)):
            sound += share * np.sin(2 * np.pi * pitch * partial * since) * np.exp(-5 * partial * since)
    ramp = np.minimum(1.0, np.minimum(t / 0.02, (CHIME_S - t) / 0.15))
    sound *= ramp
    return to_samples((_PEAK * sound / np.max(np.abs(sound))).astype(np.float32))


def heard(played: Samples, recorded: Samples) -> Echo:
    """The echo of `played` in `recorded`; both begin at the same time, and may differ in length.

    An echo cannot come before its sound. What the sum finds there is chance, and an echo must stand
    out from it.
    """
    if not played.any() or not recorded.any():
        return Echo()
    response, unit = _response(played, recorded)
    most = round(MOST_DELAY_S * RATE)
    after, before = np.abs(response[:most]), response[-most : -RATE // 50]
    at = int(after.argmax())
    if after[at] < _SURE * float(np.max(np.abs(before))):
        return Echo()
    start = max(0, at - round(_EDGE_S * RATE))
    tail = response[start : at + round(_TAIL_S * RATE)]
    by_chance = len(tail) * float(np.mean(before**2))
    power = (float(np.sum(tail**2)) - by_chance) / unit
    if power <= 0:
        return Echo()
    return Echo(round(max(FLOOR_DB, 10 * float(np.log10(power))), 1), round(at / RATE, 4))


def judge(sound: Take, new_canceller: Callable[[float], EchoCanceller]) -> Finding:
    """What a `Take` tells.

    Args:
        sound: the chime and what was heard.
        new_canceller: makes a canceller that expects an echo after so many seconds.

    Raises:
        DeviceError: the canceller can't be made. Without an echo none is.
    """
    echo = heard(sound.played, sound.recorded)
    if echo.delay_s is None or echo.level_db < FAINT_DB:
        return Finding("headset", echo)
    canceller = new_canceller(echo.delay_s)
    begins = int(np.flatnonzero(sound.played)[0]) + round(echo.delay_s * RATE)
    ends = begins + round((CHIME_S + _TAIL_S) * RATE)
    rests = []
    for _ in range(_ROUNDS):
        pairs = zip(frames(sound.recorded), frames(sound.played), strict=True)
        cleaned = np.concatenate([canceller.clean(mic, speaker) for mic, speaker in pairs])
        rests.append(_band_db(cleaned[begins:ends]))
    rest = float(np.median(rests[_ROUNDS // 2 :]))
    noise = _band_db(sound.recorded[: begins - FRAME])
    taken = _band_db(sound.recorded[begins:ends]) - rest
    gone = taken >= ENOUGH_DB or rest <= noise + NOISE_DB
    return Finding("removed" if gone else "not removed", echo, round(taken, 1))


def take(card: Card) -> Take | None:
    """Play the chime on an open card; None if the microphone gave nothing, or nothing but zeros.

    Takes `LEAD_S` + `CHIME_S` + `MOST_DELAY_S` seconds, and more while the devices wake up.
    """
    if not any(card.read(_READ_S) is not None for _ in range(round(_WAKES_WITHIN_S / _READ_S))):
        return None
    for _ in range(round(_WAKES_WITHIN_S / FRAME_S)):  # what has piled up would shift the echo
        if card.read(_AT_ONCE_S) is None:
            break
    sound = np.concatenate(
        [silence(round(LEAD_S * RATE)), chime(), silence(round((MOST_DELAY_S + _TAIL_S) * RATE))]
    )
    last, played, recorded = silence(FRAME), [], []
    for frame in frames(sound):
        came = card.read(_LATE_S)
        if came is None:
            card.hush()
            return None
        played.append(last)
        recorded.append(came)
        card.play(frame)
        last = frame
    whole = np.concatenate(recorded)
    return Take(np.concatenate(played), whole) if whole.any() else None


def check(card: Card, new_canceller: Callable[[float], EchoCanceller]) -> Finding | None:
    """Play the chime and judge it; None if nothing can be told (see `take`).

    A machine that stutters in the middle shifts the echo, and no canceller follows that. So an echo
    that stays is tried again, and is not believed of a card that reports faults.

    Raises:
        DeviceError: see `judge`.
    """
    found = None
    for _ in range(_TRIES):
        faults = replace(card.faults)
        taken = take(card)
        if taken is None:
            break
        judged = judge(taken, new_canceller)
        if judged.verdict != "not removed":
            return judged
        if card.faults == faults:
            found = judged
    return found


def _response(played: Samples, recorded: Samples) -> tuple[NDArray[np.float64], float]:
    """The room's response, negative times at its end, and the energy of a perfect echo's."""
    size = 1 << (max(len(played), len(recorded)) * 2 - 1).bit_length()
    sent, came = (np.fft.rfft(to_floats(sound), size) for sound in (played, recorded))
    hz = np.fft.rfftfreq(size, 1 / RATE)
    power = np.abs(sent) ** 2 * ((hz > _BAND_HZ[0]) & (hz < _BAND_HZ[1]))
    weight = power + 0.01 * float(power.mean())
    response = np.fft.irfft(came * np.conj(sent) * (power > 0) / weight, size)
    perfect = np.fft.irfft(power / weight, size)
    return response, float(np.sum(perfect**2))


def _band_db(samples: Samples) -> float:
    """The level inside the chime's band, in dBFS: hum and rumble are nobody's echo."""
    spectrum = np.fft.rfft(to_floats(samples))
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(hz < _BAND_HZ[0]) | (hz > _BAND_HZ[1])] = 0
    return level_db(to_samples(np.fft.irfft(spectrum, len(samples)).astype(np.float32)))
