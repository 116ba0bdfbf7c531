"""The sound card: a microphone and a loudspeaker as frames, through PortAudio.

    mic callback ──► bounded queue ──► to 16 kHz frames ──► read()
    play() ──► to the device's rate ──► elastic buffer ──► speaker callback

Two streams, one each way (one duplex stream stalls on some systems, and the devices need not be
one card). Callbacks only copy. Whatever goes wrong is counted in `Faults`: input that was lost is
replaced by silence of the same length, since frames are the clock of everything above; and the two
cards' clocks may drift apart, so a frame of silence is left out, or played twice, when the buffer
has become too full or too empty.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from audio.errors import DeviceError
from audio.health import of_rate
from audio.pcm import RATE, Samples, resample, to_floats, to_samples
from audio.ports import Ailment, Faults
from audio.resample import FromFrames, ToFrames

_QUEUE_BLOCKS = 512
_LOST_AFTER_S = 1.0
_WARM_UP_S = 5.0  # until the first sound: Bluetooth and sound servers take a second or two to begin
_CUSHION_S = 0.064
_MOST_CUSHION_S = 0.2
_RATES = (48_000, 44_100, 16_000, 8_000)
_HINT = "see 'simmerdown devices', plug one in, or practise with --mic-file"


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or loudspeaker that the system knows."""

    index: int
    name: str
    kind: Literal["mic", "speaker"]
    channels: int
    rate: float
    default: bool


def devices() -> list[Device]:
    """Every microphone and loudspeaker, asked for afresh. Not while a card is open: it would be closed.

    Raises:
        DeviceError: PortAudio is missing or can't start.
    """
    sd = _restarted()
    sides: tuple[tuple[Literal["mic", "speaker"], str, int], ...] = (
        ("mic", "max_input_channels", sd.default.device[0]),
        ("speaker", "max_output_channels", sd.default.device[1]),
    )
    return [
        Device(
            index,
            str(info["name"]),
            kind,
            int(info[key]),
            float(info["default_samplerate"]),
            index == default,
        )
        for index, info in enumerate(sd.query_devices())
        for kind, key, default in sides
        if info[key] > 0
    ]


def pick(kind: Literal["mic", "speaker"], wanted: str | None, known: list[Device]) -> Device:
    """The device meant by a name, a part of a name or an index; None: the default.

    Raises:
        DeviceError: there is none.
    """
    mine = [device for device in known if device.kind == kind]
    if wanted is None:
        chosen = [device for device in mine if device.default] or mine
    elif wanted.isdigit():
        chosen = [device for device in mine if device.index == int(wanted)]
    else:
        exact = [device for device in mine if device.name.lower() == wanted.lower()]
        chosen = exact or [device for device in mine if wanted.lower() in device.name.lower()]
    if chosen:
        return chosen[0]
    what = "microphone" if kind == "mic" else "loudspeaker"
    if wanted is None:
        raise DeviceError(f"this machine has no {what}", hint=_HINT)
    names = ", ".join(f"{device.index} {device.name}" for device in mine) or "none"
    raise DeviceError(f"no {what} is called {wanted!r}", hint=f"there are: {names}")


def play(samples: Samples, speaker: str | None = None) -> None:
    """Play a sound to its end.

    Raises:
        DeviceError: the loudspeaker can't be found or opened.
    """
    device = pick("speaker", speaker, devices())
    sd = _portaudio()
    failure: Exception | None = None
    for rate in dict.fromkeys((device.rate, *_RATES)):
        sound = to_samples(resample(to_floats(samples), RATE, rate))
        try:
            sd.play(sound, rate, device=device.index, blocking=True)
        except sd.PortAudioError as error:
            failure = error
        else:
            return
    raise DeviceError(f"the loudspeaker {device.name!r} can't be opened ({failure})", hint=_HINT)


class SoundCard:
    """An open microphone and loudspeaker.

    Args:
        mic: name, part of a name or index; None follows the system's default.
        speaker: likewise.

    Raises:
        DeviceError: one of them can't be found or opened.
    """

    def __init__(self, mic: str | None = None, speaker: str | None = None) -> None:
        known = devices()
        sd = _portaudio()
        self.mic = pick("mic", mic, known)
        self.speaker = pick("speaker", speaker, known)
        self.faults = Faults()
        self._blocks: queue.Queue[tuple[NDArray[np.int16], bool, float]] = queue.Queue(_QUEUE_BLOCKS)
        self._frames: deque[Samples] = deque()
        self._last_adc = 0.0
        self._gap = False
        self._heard = False
        self._last_heard = time.monotonic()
        self._out = _Elastic(self.faults)
        self._in_stream, self._in_rate = _opened(sd.InputStream, self.mic, self._on_mic)
        try:
            self._out_stream, out_rate = _opened(sd.OutputStream, self.speaker, self._on_speaker)
        except DeviceError:
            self._in_stream.close()
            raise
        self._to_frames = ToFrames(self._in_rate)
        self._from_frames = FromFrames(out_rate)
        self._out.open(out_rate)
        self._latency_s = (float(self._in_stream.latency), float(self._out_stream.latency))
        try:
            self._in_stream.start()
            self._out_stream.start()
        except sd.PortAudioError as error:
            self.close()
            raise DeviceError(f"the sound devices can't be started ({error})", hint=_HINT) from error
        self._last_heard = time.monotonic()

    @property
    def latency_s(self) -> tuple[float, float]:
        """What the devices state as their latency: (mic, speaker), in seconds."""
        return self._latency_s

    @property
    def added_latency_s(self) -> float:
        """What this class adds between `play` and the speaker: the cushion."""
        return _CUSHION_S

    def ailments(self) -> tuple[Ailment, ...]:
        """What the microphone's own rate tells about it."""
        ailment = of_rate(self.mic.rate)
        return (ailment,) if ailment is not None else ()

    def read(self, timeout_s: float) -> Samples | None:
        """The next frame of the microphone; None if none came within the timeout."""
        deadline = time.monotonic() + timeout_s
        while not self._frames:
            left = deadline - time.monotonic()
            try:
                block, gap, adc = (
                    self._blocks.get(timeout=max(0.001, left)) if left > 0 else (None, False, 0.0)
                )
            except queue.Empty:
                block, gap, adc = None, False, 0.0
            if block is None:
                return None
            self._take(block, gap=gap, adc=adc)
        return self._frames.popleft()

    def lost(self) -> bool:
        """Whether a device has gone: a stream stopped, or the microphone has sent nothing for a second."""
        silent_s = time.monotonic() - self._last_heard
        most_s = _LOST_AFTER_S if self._heard else _WARM_UP_S
        return silent_s > most_s or not (self._in_stream.active and self._out_stream.active)

    def play(self, frame: Samples) -> None:
        """Queue a frame for the loudspeaker."""
        self._out.push(self._from_frames.push(frame), silent=not frame.any())

    def hush(self) -> None:
        """Drop everything that is queued but not yet played."""
        self._out.clear()

    def close(self) -> None:
        """Stop both streams; closing twice is harmless."""
        sd = _portaudio()
        for stream in (self._in_stream, self._out_stream):
            try:
                stream.close()
            except sd.PortAudioError:  # a device that has gone can't be stopped in good order
                continue

    def _take(self, block: NDArray[np.int16], *, gap: bool, adc: float) -> None:
        """Turn a block into frames, with silence in the place of what was lost before it."""
        if gap and self._last_adc > 0 and adc > self._last_adc:
            lost = min(round((adc - self._last_adc) * self._in_rate), round(10 * self._in_rate))
            if lost > 0.005 * self._in_rate:
                self.faults.lost_samples += round(lost * RATE / self._in_rate)
                self._frames += self._to_frames.push(np.zeros(lost, np.int16))
        self._last_adc = adc + len(block) / self._in_rate
        self._frames += self._to_frames.push(block)

    def _on_mic(self, data: NDArray[np.int16], _count: int, times: Any, status: Any) -> None:
        self._last_heard = time.monotonic()
        self._heard = True
        if status.input_overflow:
            self.faults.overflows += 1
            self._gap = True
        try:
            self._blocks.put_nowait((data.copy(), self._gap, float(times.inputBufferAdcTime)))
        except queue.Full:
            self.faults.overflows += 1
            self._gap = True
        else:
            self._gap = False

    def _on_speaker(self, out: NDArray[np.int16], count: int, _times: Any, status: Any) -> None:
        if status.output_underflow:
            self._out.ran_dry()
        out[:] = self._out.pull(count)[:, None]


class _Elastic:
    """Samples between `play` and the speaker's callback, kept near a cushion's length.

    The cushion grows when the loudspeaker runs dry: a busy machine trades a little delay for
    unbroken sound.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._lock = Lock()
        self._parts: deque[Samples] = deque()
        self._held = 0
        self._cushion = 0
        self._most = 0
        self._flowing = False

    def open(self, rate: float) -> None:
        self._cushion = round(_CUSHION_S * rate)
        self._most = round(_MOST_CUSHION_S * rate)

    def push(self, samples: Samples, *, silent: bool) -> None:
        with self._lock:
            if silent and self._held > 2 * self._cushion:
                return  # the speaker's clock is slow, or the machine was: catch up in silence
            if silent and self._flowing and self._held < self._cushion // 2:
                self._parts.append(np.zeros_like(samples))  # its clock is fast
                self._held += len(samples)
            self._parts.append(samples)
            self._held += len(samples)

    def pull(self, count: int) -> Samples:
        out = np.zeros(count, np.int16)
        with self._lock:
            if not self._flowing:
                self._flowing = self._held >= max(self._cushion, count)
                if not self._flowing:
                    return out
            at = 0
            while at < count and self._parts:
                part = self._parts[0]
                size = min(len(part), count - at)
                out[at : at + size] = part[:size]
                at += size
                if size == len(part):
                    self._parts.popleft()
                else:
                    self._parts[0] = part[size:]
            self._held -= at
        if at < count:
            self.ran_dry()
        return out

    def ran_dry(self) -> None:
        """The loudspeaker had nothing to play: count it, and keep more from now on."""
        with self._lock:
            if self._flowing:
                self._faults.underflows += 1
                self._flowing = False
                self._cushion = min(round(1.5 * self._cushion), self._most)

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()
            self._held = 0
            self._flowing = False


def _portaudio() -> Any:
    """The sounddevice module, with its library loaded."""
    try:
        import sounddevice  # noqa: PLC0415 - only live calls need it, and it starts the sound system
    except OSError as error:
        raise DeviceError(
            "the PortAudio library is missing", hint="install it (Debian, Ubuntu: the package libportaudio2)"
        ) from error
    return sounddevice


def _restarted() -> Any:
    """PortAudio lists devices once, when it starts; so start it again. No stream may be open."""
    sd = _portaudio()
    try:
        sd._terminate()
        sd._initialize()
    except sd.PortAudioError as error:
        raise DeviceError(f"the sound system can't be started ({error})", hint=_HINT) from error
    return sd


def _opened(stream_type: Any, device: Device, callback: Any) -> tuple[Any, float]:
    """A stream on a device at the first rate that it takes: (stream, rate)."""
    sd = _portaudio()
    failure: Exception | None = None
    for rate in dict.fromkeys((device.rate, *_RATES)):
        for channels in dict.fromkeys((min(2, device.channels), 1)):
            try:
                stream = stream_type(
                    device=device.index, samplerate=rate, channels=channels, dtype="int16",
                    latency="low", callback=callback,
                )  # fmt: skip
            except (sd.PortAudioError, ValueError) as error:
                failure = error
            else:
                return stream, rate
    what = "microphone" if device.kind == "mic" else "loudspeaker"
    raise DeviceError(f"the {what} {device.name!r} can't be opened ({failure})", hint=_HINT)
