"""The sound devices: are they there, does the microphone live, and does it hear the loudspeaker?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from audio.devices import devices, pick
from audio.echo import Aec3
from audio.errors import DeviceError
from audio.health import MicHealth
from audio.pcm import FRAME_S
from audio.soundcard import SoundCard
from simulator import machine
from simulator.checkup.check import Check

_LISTEN_S = 2.0


def sound(home: Path, *, silent: bool) -> Iterator[Check]:
    """Open the devices, listen, and play; see `checkup.run` for the arguments."""
    hint = "calls can still be taken from a file: simmerdown call --mic-file FILE"
    try:
        known = devices()
    except DeviceError as error:
        yield Check("microphone", False, False, error.what, error.hint)
        yield Check("loudspeaker", False, False, error.what, error.hint)
        return
    missing = False
    for name in ("microphone", "loudspeaker"):
        try:
            device = pick("mic" if name == "microphone" else "speaker", None, known)
        except DeviceError as error:
            missing = True
            yield Check(name, False, False, error.what, hint)
        else:
            yield Check(
                name, True, False, f"{device.name}, {device.rate:.0f} Hz", value=device.rate, unit="Hz"
            )
    if missing:
        return
    try:
        card = SoundCard()
    except DeviceError as error:
        yield Check("sound", False, False, error.what, error.hint)
        return
    try:
        yield _listening(card)
        if not silent:
            yield _echo(card, home)
    finally:
        card.close()


def _listening(card: SoundCard) -> Check:
    """What two seconds of the microphone tell."""
    told = list(card.ailments())
    health, heard = MicHealth(), 0
    for _ in range(round(_LISTEN_S / FRAME_S)):
        frame = card.read(1.0)
        if frame is None:
            break
        heard += 1
        told += (ailment for ailment in health.push(frame) if ailment not in told)
    latency = sum(card.latency_s) + card.added_latency_s
    fact = f"{latency * 1e3:.0f} ms from the microphone to the loudspeaker; "
    fact += " ".join(ailment.text for ailment in told) or (
        "the microphone is alive" if heard else "nothing comes from the microphone"
    )
    return Check("sound", not told and heard > 0, False, fact, value=round(latency * 1e3), unit="ms")


def _echo(card: SoundCard, home: Path) -> Check:
    """What the microphone hears of the loudspeaker; kept for the calls to come."""
    names = (card.mic.name, card.speaker.name)
    try:
        room = machine.check(card, *names, Aec3, home=home, now=datetime.now().astimezone())
    except DeviceError as error:
        return Check("echo", False, False, error.what, error.hint)
    except OSError as error:
        return Check("echo", False, False, f"{home}: can't be written ({error})")
    return echo_check(room)


def echo_check(room: machine.Room | None) -> Check:
    """A finding as a check."""
    if room is None:
        return Check("echo", False, False, "nothing to be told: the microphone gave nothing, or pure silence")
    fine = room.overlap
    value = room.level_db if room.verdict != "headset" else None
    unit = "dB" if value is not None else ""
    return Check("echo", fine, False, room.fact, "" if fine else "wear a headset", value, unit)
