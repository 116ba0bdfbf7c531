"""Two who speak at once: does the customer yield to whoever takes the floor, and to nobody else?

    python -m bench.overlap [--heard]

Real calls, offline: the detector, Whisper, the ear and every rule are the product's. The customer
(billing-dispute) says a line of 4 s or more; 0.8 to 2 s into it the trainee takes the floor, or only
says that they listen, or coughs, or makes a noise, or is silent. The trainee's channel holds nothing
of the customer's (`bench.echo` measures echoes), but a quiet room's noise; pauses are judged by their
length alone; transcripts come at once, so a customer who stopped for a "mm-hm" goes on later than
here by as long as Whisper takes.

Prints for each kind of sound, and for each voice: how many; of how many speech was noticed; at how
many the customer stopped, went on with the line afterwards, and lost it; how many are interruptions
on the score, and in the record (`TurnEnded.interrupts`); how long the customer stopped for those after which
the line went on; from the trainee's first sample to the notice, and to the customer's last sound.
Then precision, recall and F1 of taking the floor (the line lost, or an interruption on the score), the
share of backchannels that did so, and how long after 0.4 s of speech, at which the floor is taken, the
customer's sound stops. With --heard, every trial, else those that went wrong.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator

from audio.detect import SileroDetector
from audio.pcm import FRAME, FRAME_S, RATE, Floats, Samples, silence, to_floats, to_samples, whole
from bench import mistreat
from bench.echo import CACHE, CALM, NOISE_DB, trainees
from bench.silent_ear import Reciting
from simulator import engines, events
from simulator.call import Call
from simulator.customer import library
from simulator.customer.drawing import Line, every_line
from simulator.customer.listener import Listener
from simulator.engines import Choice, InlineJobs
from simulator.events import Event
from simulator.ledger import TAKES_FLOOR_S
from simulator.scoring import facts
from simulator.session import NoRecord, Session
from simulator.settings import Settings
from simulator.staging import ear_of, judge_of

LEVELS_DB = (-26.0, -38.0)
"""Into a headset; and turned away from it."""

LEAST_LINE_S = 4.0
MOST_CALL_S = 30.0
TURN_ENDS_S = 1.5
SILENCES = 8
SOUND_S = 1.2

BACKCHANNELS = (
    "Mm-hm.", "Uh-huh.", "Right.", "Okay.", "Yes.", "I see.",
    "Yeah.", "Sure.", "Oh.", "Go on.", "Got it.", "Yes, okay.",
)  # fmt: skip
TAKES = (
    "Sorry, may I stop you there for a moment?",
    "Let me look at that for you.",
    "Okay, I can help you with this right now.",
    "Excuse me, what is your account number?",
    "Hold on, please.",
    "I understand, and I'm so sorry about that.",
    "Yes, I can see both payments here.",
    "Wait.",
    "No, that's not what happened.",
    "Can I just say something?",
)

Kind = Literal["takes the floor", "backchannel", "cough", "noise", "silent"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the trainee does during a line; `who` and `what` name it."""

    kind: Kind
    who: str
    what: str
    sound: Samples

    @property
    def seed(self) -> int:
        return zlib.crc32(f"{self.who} {self.what}".encode())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial; times in seconds from the trainee's first sample.

    Attributes:
        noticed_s: when speech was noticed.
        stopped_s: when the customer's sound had stopped, because of it.
        paused_s: for how long the customer stopped and then went on.
        lost: whether the rest of the line was not said.
        interrupts: whether a score calls it an interruption …
        flagged: … and whether the record does.
        heard: the notes and texts of the turns.
    """

    trial: Trial
    noticed_s: float | None
    stopped_s: float | None
    paused_s: float | None
    lost: bool
    interrupts: bool
    flagged: bool
    heard: str

    @property
    def taken(self) -> bool:
        """Whether the call took it for somebody who takes the floor."""
        return self.lost or self.interrupts

    @property
    def right(self) -> bool:
        return self.lost if self.trial.kind == "takes the floor" else not self.taken

    def __str__(self) -> str:
        trial = self.trial
        stopped = "-" if self.stopped_s is None else f"{self.stopped_s:.2f} s"
        went = "lost" if self.lost else "-" if self.paused_s is None else f"after {self.paused_s:.2f} s"
        return (
            f"{trial.kind}: {trial.who}, {trial.what} ({len(trial.sound) / RATE:.2f} s): stopped {stopped}, "
            f"line {went}, interrupts {self.interrupts}, heard {self.heard or 'nothing'}"
        )


def spoken() -> Iterator[Trial]:
    """What can be said, by every voice at every level."""
    said: dict[Kind, tuple[str, ...]] = {"takes the floor": TAKES, "backchannel": BACKCHANNELS}
    for who, voice in trainees():
        for kind, texts in said.items():
            for text in texts:
                clip = to_floats(voice.say(text, CALM))
                for db in LEVELS_DB:
                    yield Trial(kind, who, f"{text!r} at {db:g} dB", mistreat.at_level(clip, db))


def unspoken() -> Iterator[Trial]:
    """Coughs and noises at every level, and nothing at all."""
    made: dict[str, Callable[[Generator, int], Floats]] = {
        "cough": cough, "keys": mistreat.clicks, "breath": mistreat.breaths, "fan": mistreat.fan,
    }  # fmt: skip
    for db in LEVELS_DB:
        for name, make in made.items():
            kind: Kind = "cough" if name == "cough" else "noise"
            for number in range(6 if kind == "cough" else 2):
                sound = make(np.random.default_rng(number), int(SOUND_S * RATE))
                yield Trial(kind, "made up", f"{name} {number} at {db:g} dB", mistreat.at_level(sound, db))
        for number, (label, recorded) in enumerate(mistreat.recorded_noises()):
            loudest = _loudest(to_floats(recorded))
            kind = "cough" if label == "person_sneeze" else "noise"
            what = f"{label} {number} at {db:g} dB"
            yield Trial(kind, "recorded", what, mistreat.at_level(loudest, db))
    for number in range(SILENCES):
        yield Trial("silent", "nobody", str(number), silence(int(SOUND_S * RATE)))


def cough(rng: Generator, count: int) -> Floats:
    """Two or three bursts of noise, each with a sharp beginning; made up."""
    out = np.zeros(count, np.float32)
    for start in np.cumsum(rng.integers(4000, 6400, rng.integers(2, 4))) - 4000:
        size = min(count - start, int(rng.uniform(0.18, 0.3) * RATE))
        fall = np.exp(-np.arange(size) / (0.06 * RATE)) * np.minimum(1, np.arange(size) / 80)
        out[start : start + size] += mistreat.coloured(rng, size, 0.7) * fall.astype(np.float32)
    return out


def _loudest(sound: Floats) -> Floats:
    """The stretch of a recording with the most energy."""
    size = min(len(sound), int(SOUND_S * RATE))
    energy = np.cumsum(np.square(np.concatenate([[0.0], sound])))
    start = int(np.argmax(energy[size:] - energy[: len(energy) - size]))
    return sound[start : start + size]


class Bench:
    """Takes the calls."""

    def __init__(self) -> None:
        self._persona = library.load("billing-dispute").persona
        choice = Choice(model="tiny.en", voice="neural")
        self._engines = engines.load(choice, self._persona.caller.traits, cache=CACHE)
        self._listener = Listener(ear_of("en"), self._persona)
        self._detector = SileroDetector()
        render = self._engines.studio.render
        lines = every_line(self._persona)
        self._lines = [line for line in lines if len(render(line)) >= LEAST_LINE_S * RATE]

    def take(self, trial: Trial) -> Outcome:
        """A call with one line and one trial."""
        rng = np.random.default_rng(trial.seed)
        session = self._session(self._lines[int(rng.integers(len(self._lines)))])
        after = int(rng.uniform(0.8, 2.0) * RATE)
        happened: list[Event] = []
        sounding: list[bool] = []
        start: int | None = None  # of the trial's sound, in samples
        line_over = False
        while session.call.frame * FRAME_S < MOST_CALL_S:
            at = session.call.frame * FRAME
            if start is not None and line_over and at > start + len(trial.sound) + TURN_ENDS_S * RATE:
                break
            noise = rng.standard_normal(FRAME) * 10 ** (NOISE_DB / 20)
            voice = to_floats(_part(trial.sound, at - start)) if start is not None else 0
            sounding.append(bool(session.step(to_samples((noise + voice).astype(np.float32))).any()))
            new = session.take_events()
            happened += new
            if start is None and any(isinstance(event, events.LineStarted) for event in new):
                start = at + after
            line_over = line_over or any(isinstance(event, events.LineEnded) for event in new)
        assert start is not None
        return _outcome(trial, start, happened, sounding)

    def _session(self, line: Line) -> Session:
        settings = Settings(silence(FRAME), answer_after_s=0.0)
        self._detector.reset()
        dialogue = Reciting(self._persona, [line])
        call = Call(
            dialogue, self._listener, self._detector, judge_of(self._persona, settings.patience), settings
        )
        return Session(call, InlineJobs(self._engines), NoRecord())


def _part(sound: Samples, at: int) -> Samples:
    """The frame of a sound that begins at a sample, which may lie before or after all of it."""
    if at <= -FRAME or at >= len(sound):
        return silence(FRAME)
    before = silence(max(0, -at))
    return whole(np.concatenate([before, sound[max(0, at) : at + FRAME]]))


def _outcome(trial: Trial, start: int, happened: list[Event], sounding: list[bool]) -> Outcome:
    """What the events tell, up to the next line of the customer's."""
    score = facts.gather(happened, overlap_measured=True)
    lines = [place for place, event in enumerate(happened) if isinstance(event, events.LineStarted)]
    first = happened[: lines[1]] if len(lines) > 1 else happened

    def after_s(frame: int) -> float:
        return ((frame + 1) * FRAME - start) / RATE

    noticed = next((event.frame for event in first if isinstance(event, events.SpeechStarted)), None)
    yielded = next((event.frame for event in first if isinstance(event, events.Yielded)), None)
    went_on = next((event.frame for event in first if isinstance(event, events.WentOn)), None)
    stopped = None if yielded is None else yielded + sounding[yielded:].index(False)
    return Outcome(
        trial,
        None if noticed is None else after_s(noticed),
        None if stopped is None else after_s(stopped),
        None if went_on is None or yielded is None else (went_on - yielded) * FRAME_S,
        lost=any(isinstance(event, events.LineEnded) and event.cut for event in first),
        interrupts=any(turn.interruption_s > 0 for turn in score.turns),
        flagged=any(isinstance(event, events.TurnEnded) and event.interrupts for event in first),
        heard=", ".join(
            f"{event.note or 'reply'} {event.text!r}"
            for event in happened
            if isinstance(event, events.TurnHeard)
        ),
    )


def percentile(values: Iterable[float | None], percent: float) -> float | None:
    """Of those that are there; rounded."""
    known = [value for value in values if value is not None]
    return round(float(np.percentile(known, percent)), 3) if known else None


def row(outcomes: list[Outcome]) -> dict[str, float | None]:
    """What came of all these."""
    stopped = [each.stopped_s for each in outcomes]
    return {
        "count": len(outcomes),
        "noticed": sum(each.noticed_s is not None for each in outcomes),
        "stopped": sum(each.stopped_s is not None for each in outcomes),
        "went_on": sum(each.paused_s is not None for each in outcomes),
        "lost": sum(each.lost for each in outcomes),
        "scored": sum(each.interrupts for each in outcomes),
        "flagged": sum(each.flagged for each in outcomes),
        "pause_p50": percentile((each.paused_s for each in outcomes), 50),
        "notice_p50": percentile((each.noticed_s for each in outcomes), 50),
        "notice_p95": percentile((each.noticed_s for each in outcomes), 95),
        "stop_p50": percentile(stopped, 50),
        "stop_p95": percentile(stopped, 95),
    }


def figures(outcomes: list[Outcome]) -> dict[str, float | None]:
    """Taking the floor, backchannels, and how soon the sound stops."""
    takes = [each for each in outcomes if each.trial.kind == "takes the floor"]
    back = [each for each in outcomes if each.trial.kind == "backchannel"]
    hits = sum(each.right for each in takes)
    taken = sum(each.taken for each in outcomes if each.trial.kind != "takes the floor") + hits
    stops = [each.stopped_s - TAKES_FLOOR_S for each in takes if each.stopped_s is not None]
    return {
        "precision": round(hits / max(1, taken), 3),
        "recall": round(hits / max(1, len(takes)), 3),
        "f1": round(2 * hits / max(1, taken + len(takes)), 3),
        "backchannel_false_rate": round(sum(each.taken for each in back) / max(1, len(back)), 3),
        "backchannel_stops_customer": round(
            sum(each.stopped_s is not None for each in back) / max(1, len(back)), 3
        ),
        "noticed_within_300_ms": round(
            sum(each.noticed_s is not None and each.noticed_s <= 0.3 for each in takes) / max(1, len(takes)),
            3,
        ),
        "stop_after_floor_p50_s": percentile(stops, 50),
        "stop_after_floor_p95_s": percentile(stops, 95),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heard", action="store_true", help="print every trial")
    given = parser.parse_args()
    bench = Bench()
    outcomes = [bench.take(trial) for trials in (spoken(), unspoken()) for trial in trials]
    report(outcomes, every=given.heard)
    return 0


def report(outcomes: list[Outcome], *, every: bool) -> None:
    """Print what came of every kind by every voice, and the figures."""
    groups: dict[str, list[Outcome]] = {}
    for each in outcomes:
        groups.setdefault(each.trial.kind, []).append(each)
        groups.setdefault(f"{each.trial.kind}, {each.trial.who}", []).append(each)
    rows = {name: row(groups[name]) for name in sorted(groups)}
    print(f"{'':34}" + "".join(f"{name:>11}" for name in row(outcomes)))
    for name, cells in rows.items():
        print(f"{name:34}" + "".join(f"{'-' if cell is None else cell:>11}" for cell in cells.values()))
    for each in outcomes:
        if every or not each.right:
            print(each)
    found = figures(outcomes)
    for key, value in found.items():
        print(f"{key:28}{value}")
    print(json.dumps({**found, "rows": rows}))


if __name__ == "__main__":
    raise SystemExit(main())
