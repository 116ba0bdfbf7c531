"""Microphones and loudspeakers: which there are, which is meant, and how one is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from audio import portaudio
from audio.errors import DeviceError
from audio.pcm import RATE, Samples, resample, to_floats, to_samples

_OUT_LATENCY_S = 0.05  # callbacks in Python: at PortAudio's "low" (9 ms) a busy machine stutters
_RATES = (48_000, 44_100, 16_000, 8_000)


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
    sd = portaudio.restarted()
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
        raise DeviceError(f"this machine has no {what}", hint=portaudio.HINT)
    names = ", ".join(f"{device.index} {device.name}" for device in mine) or "none"
    raise DeviceError(f"no {what} is called {wanted!r}", hint=f"there are: {names}")


def play(samples: Samples, speaker: str | None = None) -> None:
    """Play a sound to its end.

    Raises:
        DeviceError: the loudspeaker can't be found or opened.
    """
    device = pick("speaker", speaker, devices())
    sd = portaudio.library()
    failure: Exception | None = None
    for rate in dict.fromkeys((device.rate, *_RATES)):
        sound = to_samples(resample(to_floats(samples), RATE, rate))
        try:
            sd.play(sound, rate, device=device.index, blocking=True)
        except sd.PortAudioError as error:
            failure = error
        else:
            return
    raise DeviceError(f"the loudspeaker {device.name!r} can't be opened ({failure})", hint=portaudio.HINT)


def open_stream(stream_type: Any, device: Device, callback: Any) -> tuple[Any, float]:
    """A stream on a device at the first rate that it takes: (stream, rate).

    Raises:
        DeviceError: the device takes none.
    """
    sd = portaudio.library()
    failure: Exception | None = None
    for rate in dict.fromkeys((device.rate, *_RATES)):
        for channels in dict.fromkeys((min(2, device.channels), 1)):
            try:
                stream = stream_type(
                    device=device.index, samplerate=rate, channels=channels, dtype="int16",
                    latency="low" if device.kind == "mic" else _OUT_LATENCY_S, callback=callback,
                )  # fmt: skip
            except (sd.PortAudioError, ValueError) as error:
                failure = error
            else:
                return stream, rate
    what = "microphone" if device.kind == "mic" else "loudspeaker"
    raise DeviceError(f"the {what} {device.name!r} can't be opened ({failure})", hint=portaudio.HINT)
