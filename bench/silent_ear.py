"""The ear where nobody speaks: does a sound that is no reply ever count as one?

    python -m bench.silent_ear [--texts]

Real calls, offline, as fast as they go: the detector, Whisper, the guard, the echo check and the ear
are the product's. The microphone hears sounds without speech, once over the customer's first line
and once after it; or nothing but the customer's own lines as a laptop's loudspeaker gives them
back, through the echo canceller (and, with ears open, as a headset leaks them). The lines are those
in which the ear would hear most that is welcome, were they the trainee's.

Prints for each kind: clips; turns that the detector heard; texts that came of them; how many of
those were known as the customer's echo, or taken as a goodbye or the stop word; cues, and how many
of them are welcome, and would be scored (rest on words that Whisper was sure of). Then each welcome
cue with its text and what Whisper thought of it; with --texts, each text. Everything is seeded.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, product, starmap
from pathlib import Path

import numpy as np
from numpy.random import Generator

from audio import voices, weights
from audio.detect import SileroDetector
from audio.echo import Aec3
from audio.pcm import FRAME, FRAME_S, RATE, Floats, Samples, frames, level_db, silence, to_floats, to_samples
from audio.ports import Mic, Transcript
from audio.whisper import Heard, WhisperTranscriber
from bench import mistreat
from simulator import offline
from simulator.call import Call
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Reaction
from simulator.customer.drawing import Line, every_line
from simulator.customer.listener import Listener, Reply
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue
from simulator.ear.labels import WELCOME
from simulator.engines import Engines, InlineJobs, Studio
from simulator.events import Event, TurnEnded, TurnHeard
from simulator.scoring import facts
from simulator.session import NoRecord, Session
from simulator.settings import Settings
from simulator.staging import ear_of, judge_of

CACHE = Path(tempfile.gettempdir()) / "simmerdown-bench"
QUIET_DB = -50.0
NOISE_DB = -65.0
"""Of a laptop's microphone in a quiet room."""

HEADSET_DB = -45.0
"""What comes back from a headset, against what it plays; a guess."""

LONGEST_S = 120.0
"""An end to a call in which the customer answers herself."""

LINES_A_CALL = 3
DELAYS_S = (0.04, 0.15, 0.3)
"""From the loudspeaker to the microphone: built in; a slow driver; over the air."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound without speech."""

    kind: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Room:
    """The way from a loudspeaker to its microphone; `driven`: so loud that it distorts."""

    delay_s: float
    gain_db: float
    driven: bool


ROOMS = tuple(starmap(Room, product(DELAYS_S, (-30.0, -20.0, -10.0, 0.0), (False, True))))


@dataclass(frozen=True, slots=True)
class Kind:
    """Sounds of one kind: how they are made, at which levels, how many at each."""

    name: str
    make: Callable[[Generator, int], Floats]
    levels_db: tuple[float, ...]
    each: int = 1


KINDS = (
    Kind("digital silence", lambda _, n: np.zeros(n, np.float32), (-96,), 4),
    Kind("white noise", lambda rng, n: mistreat.coloured(rng, n, 0.0), (-70, -60, -50, -40, -30, -20)),
    Kind("pink noise", lambda rng, n: mistreat.coloured(rng, n, 1.0), (-70, -60, -50, -40, -30, -20)),
    Kind("brown noise", lambda rng, n: mistreat.coloured(rng, n, 2.0), (-70, -60, -50, -40, -30, -20)),
    Kind("fan", mistreat.fan, (-60, -50, -40, -30), 2),
    Kind("mains hum, 50 Hz", lambda _, n: mistreat.hum(n, 50, 10), (-70, -55, -40, -25)),
    Kind("mains hum, 60 Hz", lambda _, n: mistreat.hum(n, 60, 10), (-70, -55, -40, -25)),
    Kind("keyboard", mistreat.clicks, (-60, -50, -40, -30), 3),
    Kind("mouse", lambda rng, n: mistreat.clicks(rng, n, mouse=True), (-60, -50, -40), 3),
    Kind("chords", lambda rng, n: mistreat.music(rng, n, arpeggio=False), (-50, -40, -30, -20), 3),
    Kind("arpeggios", lambda rng, n: mistreat.music(rng, n, arpeggio=True), (-50, -40, -30, -20), 3),
    Kind("breaths", mistreat.breaths, (-60, -50, -40, -30), 4),
    Kind("humming", mistreat.humming, (-50, -40, -30), 3),
)


def made_up() -> Iterator[Clip]:
    """The sounds that need no recordings."""
    for kind in KINDS:
        for number, db in enumerate(kind.levels_db * kind.each):
            rng = np.random.default_rng(zlib.crc32(f"{kind.name} {number}".encode()))
            yield Clip(kind.name, mistreat.at_level(kind.make(rng, _length(rng)), db))


def recorded() -> Iterator[Clip]:
    """Recorded sounds, as loud as they are, and at the level of speech; shorter ones go round."""
    for number, (label, sound) in enumerate(mistreat.recorded_noises()):
        rng = np.random.default_rng(number)
        for raised in (False, True):
            part = np.resize(np.roll(sound, -int(rng.integers(len(sound)))), _length(rng))
            if raised:
                part = mistreat.at_level(to_floats(part), mistreat.LEVEL_DB)
            yield Clip(f"recorded: {label}", part)


def _length(rng: Generator) -> int:
    return int(rng.uniform(2, 8) * RATE)


class Bystander:
    """`Mic` that hears a clip over the customer's first line, and again when she has fallen silent."""

    def __init__(self, clip: Samples) -> None:
        self._clip = clip
        self._played = 0
        self._playing: Iterator[Samples] = iter(())
        self._quiet = 0

    def frame(self, heard: Samples) -> Samples | None:
        """See `Mic`."""
        part = next(self._playing, None)
        if part is not None:
            return part
        sounding = level_db(heard) > QUIET_DB
        self._quiet = 0 if sounding else self._quiet + 1
        waiting = self._quiet * FRAME_S < 1.0
        if self._played == 2:
            return silence(FRAME) if waiting else None
        if sounding if self._played == 0 else not waiting:
            self._played += 1
            self._playing, self._quiet = frames(self._clip), 0
        return silence(FRAME)


class Bleed:
    """`Mic` that hears only what the loudspeaker plays, until all lines are said.

    Args:
        path: from loudspeaker to microphone.
        canceller: of the product; None: the ears are open.
        done: tells whether the customer has said everything.
    """

    def __init__(self, path: mistreat.EchoPath, canceller: Aec3 | None, done: Callable[[], bool]) -> None:
        self._path = path
        self._canceller = canceller
        self._done = done
        self._rng = np.random.default_rng(4)
        self._quiet = 0

    def frame(self, heard: Samples) -> Samples | None:
        """See `Mic`."""
        self._quiet = 0 if level_db(heard) > QUIET_DB else self._quiet + 1
        if self._done() and self._quiet * FRAME_S > 2.0:
            return None
        noise = self._rng.standard_normal(FRAME) * 10 ** (NOISE_DB / 20)
        mic = to_samples((self._path.frame(heard) + noise).astype(np.float32))
        return mic if self._canceller is None else self._canceller.clean(mic, heard)


class Reciting(Dialogue):
    """A customer who says given lines one after the other, whatever is answered."""

    def __init__(self, persona: Persona, lines: list[Line]) -> None:
        super().__init__(persona)
        self._lines = lines
        self._said = 0

    @property
    def done(self) -> bool:
        """Whether the last line is on its way, or said."""
        return self._said >= len(self._lines)

    @property
    def patience_s(self) -> float:
        """A short one: nobody answers here."""
        return math.inf if self.done else 2.0

    def open(self) -> Line:
        """See `Dialogue`."""
        return self._next()

    def hear(self, reply: Reply) -> Reaction:  # noqa: ARG002 - whatever is answered
        """See `Dialogue`."""
        return Reaction(self._next(), (), self.beat)

    def wait(self, silent_s: float) -> Reaction:  # noqa: ARG002 - as above
        """See `Dialogue`."""
        return Reaction(self._next(), (), self.beat)

    def _next(self) -> Line:
        self._said += 1
        return self._lines[min(self._said, len(self._lines)) - 1]


@dataclass(frozen=True, slots=True)
class Written:
    """What Whisper wrote, what passed the guard of it, and the sound's level."""

    heard: Heard
    passed: str
    level_db: float


class Witness(WhisperTranscriber):
    """The product's transcriber, which tells how sure it was."""

    def __init__(self) -> None:
        super().__init__(weights.find(weights.DEFAULT, cache=CACHE))
        self.written: list[Written] = []
        self._last: Heard | None = None

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        """See `Transcriber`."""
        transcript = super().transcribe(samples, before)
        if self._last is not None:
            self.written.append(Written(self._last, transcript.text, level_db(samples)))
        return transcript

    def _decode(self, samples: Samples, window_s: float, before: str) -> Heard:
        self._last = super()._decode(samples, window_s, before)
        return self._last


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that came of a clip.

    Attributes:
        turn: as the call heard it.
        written: how sure Whisper was.
        sure: the behaviours of it that a score may count.
    """

    turn: TurnHeard
    written: Written
    sure: frozenset[str]

    @property
    def welcome(self) -> list[Cue]:
        """The cues that nobody gave, and that a rubric may reward."""
        return [cue for cue in self.turn.cues if cue.label in WELCOME]

    def __str__(self) -> str:
        heard = self.written.heard
        note = f" ({self.turn.note})" if self.turn.note else ""
        return (
            f"{self.turn.text!r}{note}: mean_log_p {heard.mean_log_p:.2f}, "
            f"no_speech_p {heard.no_speech_p:.2f}, level {self.written.level_db:.0f} dB"
        )


@dataclass(slots=True)
class Tally:
    """What came of the clips of a kind."""

    clips: int = 0
    turns: int = 0
    refused: int = 0
    texts: list[Reading] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The row of the table."""
        return {
            "clips": self.clips,
            "turns": self.turns,
            "refused": self.refused,
            "texts": len(self.texts),
            "echo": sum(each.turn.note == "echo" for each in self.texts),
            "bye": sum(each.turn.note in {"farewell", "stop"} for each in self.texts),
            "cues": sum(len(each.turn.cues) for each in self.texts),
            "welcome": sum(len(each.welcome) for each in self.texts),
            "scored": sum(cue.label in each.sure for each in self.texts for cue in each.welcome),
        }


class Bench:
    """Takes the calls, and counts.

    Args:
        whisper: of every call.
        cast: the customers, taken in turn.
        place: where the loudspeaker stands.
    """

    def __init__(self, whisper: Witness, cast: list[Persona], place: mistreat.Place) -> None:
        self._whisper = whisper
        self._ear = ear_of("en")
        self._detector = SileroDetector()
        self._cast = cast
        self._response = place.response
        self.tallies: dict[str, Tally] = {}

    def clips(self, clips: Iterable[Clip]) -> None:
        """A call for each clip, the customers in turn."""
        for number, clip in enumerate(clips):
            persona = self._cast[number % len(self._cast)]
            self._take(clip.kind, 1, persona, Dialogue(persona), Bystander(clip.samples))

    def bleed(self, rooms: Iterable[Room]) -> None:
        """A call in each room: nothing but the loudspeaker, through the echo canceller."""
        for number, room in enumerate(rooms):
            persona = self._cast[number % len(self._cast)]
            lines = self._welcome(persona, number // len(self._cast))
            response = mistreat.returning(self._response, room.delay_s, room.gain_db)
            path = mistreat.EchoPath(response, driven=room.driven)
            kind = "bleed, distorted" if room.driven else "bleed"
            self._recite(kind, persona, lines, path, Aec3(DELAYS_S[0]))

    def leak(self) -> None:
        """A call for each customer, with open ears and a headset that leaks."""
        for persona in self._cast:
            path = mistreat.EchoPath(mistreat.returning(self._response, 0.0, HEADSET_DB))
            self._recite("headset, ears open", persona, self._welcome(persona, 0)[:1], path, None)

    def _recite(
        self,
        kind: str,
        persona: Persona,
        lines: list[Line],
        path: mistreat.EchoPath,
        canceller: Aec3 | None,
    ) -> None:
        dialogue = Reciting(persona, lines)
        self._take(kind, len(lines), persona, dialogue, Bleed(path, canceller, lambda: dialogue.done))

    def _welcome(self, persona: Persona, part: int) -> list[Line]:
        """The customer's lines that sound most like a good trainee's."""

        def welcome(line: Line) -> int:
            return len(WELCOME & {cue.label for cue in self._ear.cues(line.text)})

        return sorted(every_line(persona), key=welcome, reverse=True)[part * LINES_A_CALL :][:LINES_A_CALL]

    def _take(self, kind: str, clips: int, persona: Persona, dialogue: Dialogue, mic: Mic) -> None:
        voice = voices.choose("neural", persona.caller.traits, cache=CACHE)
        engines = Engines(self._whisper, Studio(voice, phone=True), SileroDetector)
        settings = Settings(silence(FRAME), answer_after_s=0.0, longest_s=LONGEST_S)
        self._detector.reset()
        judge = judge_of(persona, settings.patience)
        call = Call(dialogue, Listener(self._ear, persona), self._detector, judge, settings)
        session = Session(call, InlineJobs(engines), NoRecord())
        self._whisper.written.clear()
        offline.run(session, mic)
        self._count(kind, clips, session.take_events())

    def _count(self, kind: str, clips: int, happened: list[Event]) -> None:
        tally = self.tallies.setdefault(kind, Tally())
        tally.clips += clips
        tally.turns += sum(isinstance(event, TurnEnded) for event in happened)
        tally.refused += sum(bool(w.heard.text) and not w.passed for w in self._whisper.written)
        card = facts.gather(happened, overlap_measured=True)
        sure = {turn.id: turn.shown - turn.doubtful for turn in card.turns}
        written = {each.passed: each for each in self._whisper.written}
        tally.texts += [
            Reading(event, written[event.text], sure.get(event.turn, frozenset()))
            for event in happened
            if isinstance(event, TurnHeard) and event.text
        ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", action="store_true", help="print every text that was heard")
    given = parser.parse_args()
    bench = Bench(Witness(), [library.load(name).persona for name in library.names()], mistreat.places()[0])
    bench.clips(chain(made_up(), recorded()))
    bench.bleed(ROOMS)
    bench.leak()
    report(bench.tallies, texts=given.texts)
    return 0


def report(tallies: dict[str, Tally], *, texts: bool) -> None:
    """Print what came of every kind, and of all."""
    rows = {kind: tally.counts() for kind, tally in tallies.items()}
    names = list(Tally().counts())
    rows["all"] = {name: sum(row[name] for row in rows.values()) for name in names}
    print(f"{'':24}" + "".join(f"{name:>9}" for name in names))
    for kind, row in rows.items():
        print(f"{kind:24}" + "".join(f"{count:9}" for count in row.values()))
    for kind, tally in tallies.items():
        for each in tally.texts:
            for cue in each.welcome:
                scored = "" if cue.label in each.sure else ", not scored"
                print(f"{kind}: {cue.label} by {cue.quote!r} ({cue.rule}{scored}) in {each}")
            if texts and not each.welcome:
                print(f"{kind}: {each}")
    print(json.dumps(rows))


if __name__ == "__main__":
    raise SystemExit(main())
