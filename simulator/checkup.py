"""Is this machine ready for a call? Each part is tried for real, and its speed measured."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from audio import voices, weights
from audio.detect import SileroDetector
from audio.devices import devices, pick
from audio.effects import ring
from audio.errors import DeviceError, SimmerdownError
from audio.health import MicHealth
from audio.pcm import FRAME_S, RATE, frames
from audio.ports import Traits
from audio.soundcard import SoundCard
from audio.voices.system import system_speakers
from audio.wer import word_error_rate
from audio.whisper import WhisperTranscriber

_LINE = "I am sorry about that. Can I take your account number, please?"
_LISTEN_S = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the machine.

    Attributes:
        ok: whether it works. A part that is not `needed` may be missing.
        fact: what was found or measured.
        remedy: how to get or mend it; "" when there is nothing to do.
        value: the figure behind the fact, if there is one, in `unit`.
    """

    name: str
    ok: bool
    needed: bool
    fact: str
    remedy: str = ""
    value: float | None = None
    unit: str = ""


Verdict = Literal["ready", "ready without sound devices", "not ready"]


def run(model: str, voice: voices.Engine, cache: Path) -> Iterator[Check]:
    """Try everything a call needs, one check after the other."""
    with TemporaryDirectory() as fresh:  # lines are really rendered, not fetched from a cache
        yield from _voice_and_transcriber(model, voice, cache, Path(fresh))
    yield _detector()
    yield _system_voice()
    yield from _devices()


def verdict(checks: list[Check]) -> Verdict:
    """What it comes to."""
    if any(check.needed and not check.ok for check in checks):
        return "not ready"
    sound = all(check.ok for check in checks if check.name in {"microphone", "loudspeaker", "sound"})
    return "ready" if sound else "ready without sound devices"


def _voice_and_transcriber(model: str, voice: voices.Engine, cache: Path, lines: Path) -> Iterator[Check]:
    """A line is spoken, and heard back."""
    try:
        speaker = voices.choose(voice, Traits(), cache=lines)
        speaker.say("Warming up.", 2.0)
        start = time.perf_counter()
        line = speaker.say(_LINE, 2.0)
        took = time.perf_counter() - start
    except SimmerdownError as error:
        yield Check("voice", False, True, error.what, error.hint)
        return
    speed = len(line) / RATE / took
    yield Check(
        "voice",
        True,
        True,
        f"{speaker.name}: {speed:.0f} x real time",
        value=round(speed, 1),
        unit="x real time",
    )
    try:
        ears = WhisperTranscriber(weights.find(model, cache=cache))
    except SimmerdownError as error:
        yield Check("transcriber", False, True, error.what, error.hint)
        return
    spoken = speaker.say(_LINE, 2.0)
    ears.transcribe(spoken)
    start = time.perf_counter()
    heard = ears.transcribe(spoken)
    took = time.perf_counter() - start
    wrong = word_error_rate(_LINE, heard.text)
    length = len(spoken) / RATE
    fact = f"{ears.name}: {took * 1e3:.0f} ms for {length:.1f} s of speech, {wrong:.0%} of words wrong"
    remedy = "" if took < 1.0 else "this machine is slow: expect the customer to answer late"
    yield Check("transcriber", wrong < 0.3, True, fact, remedy, round(took * 1e3), "ms")


def _detector() -> Check:
    try:
        detector = SileroDetector()
    except SimmerdownError as error:
        return Check("speech detector", False, True, error.what, error.hint)
    sound = list(frames(ring()))
    start = time.perf_counter()
    for frame in sound:
        detector.probability(frame)
    share = (time.perf_counter() - start) / len(sound) / FRAME_S
    return Check(
        "speech detector",
        True,
        True,
        f"{share:.1%} of one core",
        value=round(100 * share, 2),
        unit="% of a core",
    )


def _system_voice() -> Check:
    try:
        count = len(system_speakers())
    except SimmerdownError as error:
        return Check("system voice", False, False, error.what, error.hint)
    return Check("system voice", True, False, f"{count} voices", value=count, unit="voices")


def _devices() -> Iterator[Check]:
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
    told = list(card.ailments())
    health, heard = MicHealth(), 0
    for _ in range(round(_LISTEN_S / FRAME_S)):
        frame = card.read(1.0)
        if frame is None:
            break
        heard += 1
        told += (ailment for ailment in health.push(frame) if ailment not in told)
    mic_s, speaker_s = card.latency_s
    card.close()
    latency = mic_s + speaker_s + card.added_latency_s
    fact = f"{latency * 1e3:.0f} ms from the microphone to the loudspeaker; "
    fact += " ".join(ailment.text for ailment in told) or (
        "the microphone is alive" if heard else "nothing comes from the microphone"
    )
    yield Check("sound", not told and heard > 0, False, fact, value=round(latency * 1e3), unit="ms")
