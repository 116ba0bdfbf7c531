"""The echo canceller on simulated laptop loudspeakers: who is interrupted by an echo, and who is not heard.

    python -m bench.echo [--seconds 50] [--minutes 10]

The customer's lines go through the product's buffer to a loudspeaker, whose clock may drift against
the microphone's, and through a made-up room into the microphone: once alone, and once with a trainee
who speaks up in the middle of lines. The canceller, the ears and the rule by which a turn takes the
floor are the product's; only that the customer never yields here, so that the echo is always there.

    rooms     dry desk, living room, hard kitchen      delays   0.06, 0.15, 0.3 s, and the buffer's 0.064 s
    levels    20 and 10 dB below the line, as loud     drift    0, ±100 ppm

Measured are all rooms at all delays and levels without drift; and of the laptop (a delay of 0.06 s, 10 dB
below) in each room also both drifts, and a loudspeaker that distorts. With --minutes so many minutes of
lines instead, of the laptop in the living room, clean and distorting.

Prints, for each: the reduction of the echo in dB, once the canceller has had 10 s (it ends at the room's
noise); what the trainee's voice loses while both speak, in dB; how often the customer would yield,
and how many turns would be heard, where there is only echo, in a minute of lines (from the first sample
on); and of the trainee's interruptions how many, how many were missed, and how soon the others were
noticed: seconds from the first sample to the signal `Started`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np

from audio import voices
from audio.detect import SileroDetector
from audio.ears import Ears
from audio.echo import Aec3
from audio.elastic import CUSHION_S, ElasticBuffer
from audio.errors import VoiceError
from audio.pcm import (
    FRAME,
    FRAME_S,
    RATE,
    Floats,
    Samples,
    frames,
    level_db,
    resample,
    silence,
    to_floats,
    to_samples,
)
from audio.ports import Faults, Traits, Voice
from audio.turns import Ended, Started
from simulator.customer import drawing, library
from simulator.engines import Studio
from simulator.ledger import Turn

CACHE = Path(tempfile.gettempdir()) / "simmerdown-bench"
NOISE_DB = -65.0
"""Of a laptop's microphone in a quiet room."""

NEAR_DB = -30.0
"""A voice half a metre away from a laptop: modest, but not faint."""

SETTLED_S = 10.0
PAUSE_FRAMES = 16
"""Between the customer's lines: about half a second."""

APART_S = 1.5
"""Between the end of one interruption and the next: time for the turn to end."""

SOON_S = 0.3
CALM = 1.0
"""The heat at which trainees speak."""

TRAINEES: tuple[tuple[voices.Engine, Traits], ...] = (
    ("neural", Traits("male")),
    ("neural", Traits("female", pitch="low")),
    ("piper", Traits("male")),
)
INTERRUPTIONS = (
    "Sorry, may I stop you there for a moment?",
    "Let me look at that for you.",
    "I can help you with this right now.",
    "Excuse me, what is your account number?",
)


@dataclass(frozen=True, slots=True)
class Room:
    """What a room adds to the direct sound; all of it is made up.

    Attributes:
        rt60_s: until the tail has fallen by 60 dB.
        tail_db: the tail's energy, against the direct sound's.
        early: reflections: seconds after the direct sound, and dB against it.
    """

    name: str
    rt60_s: float
    tail_db: float
    early: tuple[tuple[float, float], ...]


DESK = Room("dry desk", 0.15, -20.0, ((0.0008, -6.0), (0.0021, -14.0)))
LIVING = Room("living room", 0.4, -10.0, ((0.0011, -7.0), (0.0043, -10.0), (0.009, -13.0)))
KITCHEN = Room("hard kitchen", 0.8, -4.0, ((0.001, -4.0), (0.0032, -6.0), (0.0065, -7.0), (0.011, -8.0)))
ROOMS = (DESK, LIVING, KITCHEN)


def room(delay_s: float, gain_db: float, seed: int = 1, kind: Room = LIVING) -> Floats:
    """An impulse response: silence, direct sound, early reflections, a tail of dying noise.

    `gain_db` is the energy of all of it.
    """
    rng = np.random.default_rng(seed)
    start, count = int(delay_s * RATE), int(kind.rt60_s * RATE)
    tail = rng.standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
    tail *= 10 ** (kind.tail_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] += 1.0
    for after_s, db in kind.early:
        tail[int(after_s * RATE)] += 10 ** (db / 20)
    tail *= 10 ** (gain_db / 20) / np.sqrt(np.sum(tail**2))
    return np.concatenate([np.zeros(start), tail]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a loudspeaker stands.

    Attributes:
        delay_s: of the devices and the air, without the product's buffer.
        gain_db: of the echo at the microphone, against the line.
        drift_ppm: by how much the loudspeaker's clock is faster than the microphone's.
        driven: whether it is so loud that it distorts.
    """

    room: Room
    delay_s: float
    gain_db: float
    drift_ppm: float = 0.0
    driven: bool = False


LAPTOP = Setting(LIVING, 0.06, -10.0)


def settings() -> Iterator[Setting]:
    """Those of a usual run."""
    for kind, delay_s, gain_db in product(ROOMS, (0.06, 0.15, 0.3), (-20.0, -10.0, 0.0)):
        yield Setting(kind, delay_s, gain_db)
    for kind in ROOMS:
        for drift_ppm in (-100.0, 100.0):
            yield Setting(kind, LAPTOP.delay_s, LAPTOP.gain_db, drift_ppm)
        yield Setting(kind, LAPTOP.delay_s, LAPTOP.gain_db, driven=True)


@dataclass(frozen=True, slots=True)
class Customer:
    """The customer's side: the lines with pauses, and from which to before which frame each goes."""

    sound: Samples
    lines: tuple[tuple[int, int], ...]

    @property
    def minutes(self) -> float:
        """For how long lines are said, without the pauses."""
        return sum(end - start for start, end in self.lines) * FRAME_S / 60

    def begins(self) -> list[int | None]:
        """For each frame, the one in which the line began that is said in it."""
        out: list[int | None] = [None] * (len(self.sound) // FRAME)
        for start, end in self.lines:
            out[start:end] = [start] * (end - start)
        return out


def clips() -> Iterator[Samples]:
    """The lines of every customer, as they come out of the receiver; Dana Whitlock's first."""
    for name in sorted(library.names(), key=lambda name: name != "billing-dispute"):
        persona = library.load(name).persona
        studio = Studio(voices.choose("neural", persona.caller.traits, cache=CACHE), phone=True)
        yield from (studio.render(line) for line in drawing.every_line(persona))


def customer(*, seconds: float, pauses: bool) -> Customer:
    """So many seconds of lines; with `pauses`, these are counted too."""
    parts: list[Samples] = []
    lines: list[tuple[int, int]] = []
    at, counted = 0, 0
    for clip in clips():
        whole = np.concatenate([clip, silence(-len(clip) % FRAME + PAUSE_FRAMES * FRAME)])
        parts.append(whole)
        lines.append((at, at + len(whole) // FRAME - PAUSE_FRAMES))
        at += len(whole) // FRAME
        counted += len(whole) // FRAME - (0 if pauses else PAUSE_FRAMES)
        if counted * FRAME_S >= seconds:
            break
    return Customer(np.concatenate(parts), tuple(lines))


def trainees() -> list[tuple[str, Voice]]:
    """The voices that are here."""
    found = []
    for engine, traits in TRAINEES:
        try:
            found.append((f"{engine} {traits.gender}", voices.choose(engine, traits, cache=CACHE)))
        except VoiceError as error:
            print(f"{engine}: left out, since {error.what}", file=sys.stderr)
    return found


@dataclass(frozen=True, slots=True)
class Near:
    """The trainee: all that is said, where each utterance begins and ends, in samples."""

    sound: Floats
    spans: tuple[tuple[int, int], ...]


def near(caller: Customer) -> Near:
    """A trainee who interrupts about every other line, each time with other words or another voice."""
    said = [voice.say(text, CALM) for text in INTERRUPTIONS for _, voice in trainees()]
    rng = np.random.default_rng(5)
    sound = np.zeros(len(caller.sound), np.float32)
    spans: list[tuple[int, int]] = []
    free = int(SETTLED_S * RATE)
    for start, end in caller.lines:
        clip = said[len(spans) % len(said)]
        at = start * FRAME + int(rng.uniform(0.7, 1.2) * RATE)
        if at < free or (end - start) * FRAME_S < 2.0 or at + len(clip) + RATE > len(sound):
            continue
        sound[at : at + len(clip)] = to_floats(clip) * 10 ** ((NEAR_DB - level_db(clip)) / 20)
        spans.append((at, at + len(clip)))
        free = at + len(clip) + int(APART_S * RATE)
    return Near(sound, tuple(spans))


def played(far: Samples, drift_ppm: float) -> Floats:
    """What the loudspeaker plays, on the microphone's clock: through the product's buffer."""
    buffer, pace = ElasticBuffer(RATE, Faults()), 1 + drift_ppm * 1e-6
    parts, pulled = [silence(FRAME)], 0  # what is played during a frame is heard in the next
    for number, frame in enumerate(frames(far), 1):
        buffer.push(frame, silent=not frame.any())
        count = round(number * FRAME * pace) - pulled
        parts.append(buffer.pull(count))
        pulled += count
    return resample(to_floats(np.concatenate(parts)), RATE * pace, RATE)[: len(far)]


def echo_of(far: Samples, setting: Setting) -> Floats:
    """What of the customer's sound reaches the microphone."""
    sound = played(far, setting.drift_ppm)
    if setting.driven:  # the peaks of a line at -18 dBFS are flattened
        sound = (np.tanh(6 * sound) / 4).astype(np.float32)
    response = room(setting.delay_s, setting.gain_db, kind=setting.room)
    size = 1 << (len(sound) + len(response)).bit_length()
    both = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)
    out = np.zeros(len(far), np.float32)
    out[: len(sound)] = both[: len(sound)]
    return out


def cleaned(mic: Samples, far: Samples, delay_s: float) -> Samples:
    """The microphone after the canceller, which is told the delay as sound cards tell it."""
    canceller, before = Aec3(delay_s), silence(FRAME)
    out = []
    for heard, speaker in zip(frames(mic), frames(far), strict=True):
        out.append(canceller.clean(heard, before))
        before = speaker
    return np.concatenate(out)[: len(mic)]


@dataclass(slots=True)
class Heard:
    """What a call would make of a microphone: when speech was noticed (in samples), turns, yields."""

    noticed: list[int] = field(default_factory=list)
    turns: int = 0
    yields: int = 0


def listen(mic: Samples, caller: Customer, detector: SileroDetector) -> Heard:
    """The rules of `Call.tick`, with a customer who never falls silent."""
    detector.reset()
    ears, heard, turn, yielded = Ears(detector), Heard(), Turn(0, 0, "", None), False
    for number, (frame, begun) in enumerate(zip(frames(mic), caller.begins(), strict=True)):
        for signal in ears.listen(frame, keen=begun is not None):
            match signal:
                case Started(start):
                    heard.noticed.append((number + 1) * FRAME)
                    turn = Turn(0, start, "", None if begun is None else max(0, start - begun))
                    yielded = False
                case Ended():
                    heard.turns += 1
                case _:
                    pass
        if begun is not None and ears.open and not ears.pausing:
            turn.overlap += 1
            heard.yields += turn.takes_floor and not yielded
            yielded = yielded or turn.takes_floor
    return heard


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one setting, or in all of them together.

    Attributes:
        minutes: of the customer's lines.
        delays_s: for each interruption how soon it was noticed; None: it was missed.
    """

    reduction_db: float
    near_loss_db: float
    minutes: float
    yields: int
    turns: int
    delays_s: tuple[float | None, ...]

    def row(self) -> dict[str, float | None]:
        soon = sorted(delay for delay in self.delays_s if delay is not None)
        count = len(self.delays_s)
        return {
            "reduction_db": round(self.reduction_db, 1),
            "near_loss_db": round(self.near_loss_db, 1),
            "yields_per_min": round(self.yields / self.minutes, 2),
            "turns_per_min": round(self.turns / self.minutes, 2),
            "interruptions": count,
            "missed": count - len(soon),
            "noticed_p50_s": round(float(np.percentile(soon, 50)), 3) if soon else None,
            "noticed_p95_s": round(float(np.percentile(soon, 95)), 3) if soon else None,
            "within_300_ms": round(sum(delay <= SOON_S for delay in soon) / count, 3) if count else None,
        }


class Bench:
    """Measures settings, all with the same customer and the same trainee."""

    def __init__(self, caller: Customer) -> None:
        self._caller = caller
        self._near = near(caller)
        self._detector = SileroDetector()
        count = len(caller.sound)
        self._noise = np.random.default_rng(2).standard_normal(count) * 10 ** (NOISE_DB / 20)
        self._near_through = to_floats(cleaned(to_samples(self._near.sound), silence(count), 0.1))

    def measure(self, setting: Setting) -> Result:
        """One setting: echo alone, then with the trainee."""
        far = self._caller.sound
        echo = echo_of(far, setting)
        delay_s = setting.delay_s + CUSHION_S
        alone = cleaned(to_samples((echo + self._noise).astype(np.float32)), far, delay_s)
        mixed = to_samples((echo + self._noise + self._near.sound).astype(np.float32))
        both = cleaned(mixed, far, delay_s)
        settled = slice(int(SETTLED_S * RATE), None)
        only_echo = listen(alone, self._caller, self._detector)
        noticed = listen(both, self._caller, self._detector).noticed
        return Result(
            level_db(to_samples(echo[settled])) - level_db(alone[settled]),
            self._loss_db(to_floats(both)),
            self._caller.minutes,
            only_echo.yields,
            only_echo.turns,
            tuple(_soon(span, noticed) for span in self._near.spans),
        )

    def _loss_db(self, both: Floats) -> float:
        """By how much the trainee's own sound is weaker than it is where the customer is silent."""
        own = self._near_through.astype(np.float64)
        return -20 * float(np.log10(max(1e-3, np.dot(both, own) / np.dot(own, own))))


def _soon(span: tuple[int, int], noticed: list[int]) -> float | None:
    """Seconds until an utterance was noticed, at the latest when it was over."""
    start, end = span
    return next(((at - start) / RATE for at in noticed if start < at <= end), None)


def all_of(results: list[Result]) -> Result:
    """Everything together: dB in the mean, the rest added up."""
    return Result(
        float(np.mean([each.reduction_db for each in results])),
        float(np.mean([each.near_loss_db for each in results])),
        sum(each.minutes for each in results),
        sum(each.yields for each in results),
        sum(each.turns for each in results),
        tuple(delay for each in results for delay in each.delays_s),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=50, help="in each setting, pauses included")
    parser.add_argument("--minutes", type=float, help="of lines, through the laptop alone")
    given = parser.parse_args()
    if given.minutes:
        bench = Bench(customer(seconds=given.minutes * 60, pauses=False))
        chosen = [LAPTOP, Setting(LAPTOP.room, LAPTOP.delay_s, LAPTOP.gain_db, driven=True)]
    else:
        bench = Bench(customer(seconds=given.seconds, pauses=True))
        chosen = list(settings())
    report(bench, chosen)
    return 0


def report(bench: Bench, chosen: list[Setting]) -> None:
    """Measure and print every setting, and all together."""
    results = []
    rows: list[dict[str, object]] = []
    print(f"{'':34}{'echo':>7}{'near':>7}{'yields':>8}{'turns':>7}{'inter-':>8}{'':>8}{'noticed after':>15}")
    print(f"{'':34}{'-dB':>7}{'-dB':>7}{'/min':>8}{'/min':>7}{'rupted':>8}{'missed':>8}{'p50':>7}{'p95':>8}")
    for setting in chosen:
        results.append(bench.measure(setting))
        where = f"{setting.room.name} {setting.delay_s:g} s {setting.gain_db:g} dB"
        where += f" {setting.drift_ppm:+g}" if setting.drift_ppm else ""
        rows.append({"setting": where + (" driven" if setting.driven else ""), **results[-1].row()})
        _print(rows[-1])
    rows.append({"setting": "all", **all_of(results).row()})
    _print(rows[-1])
    print(json.dumps(rows))


def _print(row: dict[str, object]) -> None:
    widths = (7, 7, 8, 7, 8, 8, 7, 8, 8)
    name, *cells = row.values()
    print(f"{name:34}" + "".join(f"{cell!s:>{width}}" for cell, width in zip(cells, widths, strict=True)))


if __name__ == "__main__":
    raise SystemExit(main())
