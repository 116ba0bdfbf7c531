"""All that a report says. Every form of it, page, Markdown and JSON, shows these values and no others.

Times are seconds from the ring, as in the recording. None: not measured, or not there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

SCHEMA = 1
SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
"""The JSON schema; `python -m simulator.report.story` writes it."""

Speaker = Literal["customer", "trainee", "silence"]


@dataclass(frozen=True, slots=True)
class Call:
    """Which call it was, and how it ended."""

    id: str
    persona: str
    title: str
    caller: str
    company: str
    started: str
    length_s: float
    ended: str
    ending: str
    heat_first: float | None
    heat_last: float | None
    transcriber: str
    voice: str
    debrief: str


@dataclass(frozen=True, slots=True)
class Since:
    """The call that this one is compared with: by the same rubric, if possible with the same persona."""

    call_id: str
    started: str
    same_persona: bool
    total: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill; percentages of `before` and `change` are against `Since`.

    Attributes:
        coach: percent after a coach's review.
        rated: what the trainee thought before seeing the score.
    """

    id: str
    title: str
    weight: float
    full_weight: float
    won: float
    possible: float
    percent: int | None
    before: int | None
    change: int | None
    coach: int | None
    rated: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that the score rests on; see `scoring.findings.Finding`."""

    rule: str
    title: str
    skill: str
    kind: Literal["strength", "fix"]
    points: float
    possible: float
    quote: str
    said_by: Literal["trainee", "customer"]
    at_s: float
    until_s: float
    turn: int | None
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class Override:
    """A coach's points for a rule instead of the machine's, and the reason."""

    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One rule of the rubric, and what became of it.

    Attributes:
        covers: what the playbook's step asks for, where the rubric follows one.
        result: "scored", "no fault found", or "not counted".
        why: why it did not count.
    """

    rule: str
    title: str
    covers: str
    result: Literal["scored", "no fault found", "not counted"]
    points: float
    possible: float
    moments: tuple[Moment, ...]
    why: str
    coach: Override | None


@dataclass(frozen=True, slots=True)
class Aside:
    """What a step of the rubric asks for and no rule measures: a question, or why it can't be shown."""

    covers: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A skill, or a step of the playbook: its rules, and what is left to the trainee or left out."""

    title: str
    weight: float | None
    percent: int | None
    rules: tuple[RuleStep, ...]
    asks: tuple[Aside, ...]
    leaves: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """What was not measured, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """The score and what it rests on.

    Attributes:
        coach_total: after a coach's review.
        no_strength: why there is none; no_fix: likewise.
    """

    rubric: str
    rubric_title: str
    follows: str
    total: int | None
    coach_total: int | None
    rated_total: int | None
    arithmetic: str
    since: Since | None
    skills: tuple[Skill, ...]
    strengths: tuple[Moment, ...]
    no_strength: str
    fixes: tuple[Moment, ...]
    no_fix: str
    steps: tuple[Step, ...]
    unmeasured: tuple[Unmeasured, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue in a reply: what it is, what that means, its words, and what heard them."""

    label: str
    name: str
    means: str
    welcome: bool
    quote: str
    at_s: float
    rule: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text under the same cues.

    Attributes:
        cues: their places in the entry's `cues`, from 0 …
        ends: … and those whose last words these are.
        unsure: whether the transcriber was not sure of these words.
    """

    text: str
    cues: tuple[int, ...]
    ends: tuple[int, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class HeatMove:
    """A change of the customer's heat: by which reason, and by which words ("" for none)."""

    at_s: float
    before: float
    after: float
    reason: str
    because: str
    quote: str


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the customer waited for, and whether it had come by the end of the reply."""

    what: str
    met: bool


@dataclass(frozen=True, slots=True)
class Way:
    """All that must come before the customer goes on this way, and the heat above which that is no use."""

    needs: tuple[Need, ...]
    below: float | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that was mis-heard: what the transcriber heard, and what the trainee says was said."""

    heard: str
    said: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said, or a silence, in the order of the call.

    Attributes:
        turn: the trainee's turn.
        note: what kind of turn it was, if not an ordinary one.
        intensity: of the customer's line, 0 (discontent) to 3 (threat).
        breaks_in: whether the line breaks in on the trainee; cut: whether it was not finished.
        gap_s: silence before a reply that was due.
        over_s: speech over the customer's; takes_floor: whether it took the floor.
        pauses: inside the turn, as (start, end).
        waiting: the ways on which the customer would have gone on.
        corrected: if the trainee corrected this line.
        comments: a coach's.
    """

    speaker: Speaker
    text: str
    at_s: float
    until_s: float
    turn: int | None = None
    note: str = ""
    intensity: int = 0
    breaks_in: bool = False
    cut: bool = False
    gap_s: float | None = None
    over_s: float = 0.0
    takes_floor: bool = False
    pauses: tuple[tuple[float, float], ...] = ()
    pieces: tuple[Piece, ...] = ()
    cues: tuple[Heard, ...] = ()
    heat: tuple[HeatMove, ...] = ()
    waiting: tuple[Way, ...] = ()
    corrected: Correction | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a turn was spoken against the own baseline; None: not measured surely.

    Attributes:
        rate: articulation rate, as a ratio; loudness_db: a difference; pitch_st: in semitones.
    """

    turn: int
    at_s: float
    until_s: float
    rate: float | None
    loudness_db: float | None
    pitch_st: float | None


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice, turn by turn.

    Attributes:
        own_rate: the baseline, in syllables a second; own_loudness_db: dBFS; own_pitch_hz.
        why_not: what of it has no baseline, and why.
    """

    own_rate: float | None
    own_loudness_db: float | None
    own_pitch_hz: float | None
    turns: tuple[Manner, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the whole call in words: "38 %"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in the call note."""

    what: str
    who: str
    by_when: str


@dataclass(frozen=True, slots=True)
class Note:
    """The call note that the trainee wrote."""

    issue: str
    cause: str
    promises: tuple[Promise, ...]
    abuse: str
    handover: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed the call, when, and whether before seeing the machine's score."""

    coach: str
    at: str
    blind: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A call's report."""

    schema: int
    call: Call
    score: Score
    entries: tuple[Entry, ...]
    voice: Voice
    figures: tuple[Figure, ...]
    note: Note | None
    review: Review | None
    remarks: tuple[str, ...]


_adapter = TypeAdapter(Report)


def to_json(report: Report) -> str:
    """The report as JSON."""
    return _adapter.dump_json(report, indent=2).decode() + "\n"


def from_json(text: str | bytes) -> Report:
    """The report of a JSON text.

    Raises:
        pydantic.ValidationError: it is not one.
    """
    return _adapter.validate_json(text)


def schema() -> str:
    """The JSON schema of a report."""
    return json.dumps(_adapter.json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema(), encoding="utf-8")
