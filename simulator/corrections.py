"""Corrections: what was really said in a turn that the transcriber misheard.

The record stays as it is; `corrections.json` beside it holds what was heard and what was said, and the
latest of a turn counts. Who scores or shows a call reads its events here; who replays or redoes it reads
the record's own, since the customer answered what was heard: the heat stays as it was.

In a corrected turn the cues are found anew. Words that were heard right keep their times; those that the
transcriber was not sure of are sure now, since the trainee says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.ports import Word
from audio.wer import normal_words
from simulator import events
from simulator.customer.listener import EARLIER_LINES, Listener
from simulator.errors import CorrectionError, RecordError
from simulator.events import Event, TurnHeard
from simulator.record import Record, write_whole
from simulator.staging import listener_of, persona_of
from simulator.standing import parts, standing
from simulator.understanding import shown_by

FILE = "corrections.json"


class Correction(BaseModel):
    """What was heard in a turn, what was said, and when that was put right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    turn: int
    heard: str
    said: str
    at: datetime


class _Corrections(BaseModel):
    """`corrections.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    corrections: tuple[Correction, ...] = ()


def corrected(record: Record) -> dict[int, Correction]:
    """The corrections that count, by turn.

    Raises:
        RecordError: the file can't be read.
    """
    return {each.turn: each for each in _read(record)}


def applied(record: Record) -> list[Event]:
    """The events of a call as they were, but for what was corrected."""
    happened, known = record.events(), corrected(record)
    if not known:
        return happened
    listener = listener_of(persona_of(record))
    heard_anew = {
        event.turn: _anew(event, known[event.turn].said, happened[:at], listener)
        for at, event in enumerate(happened)
        if isinstance(event, TurnHeard) and event.turn in known
    }
    return [
        heard_anew.get(event.turn, event) if isinstance(event, TurnHeard) else event for event in happened
    ]


def correct(record: Record, turn: int, said: str, now: datetime) -> Correction | None:
    """Put a turn right; None: it is what was heard.

    Raises:
        CorrectionError: there is no such turn.
    """
    heard = _heard(record, turn)
    before = _read(record)
    latest = corrected(record).get(turn)
    if said == (latest.said if latest is not None else heard):
        return None
    made = Correction(turn=turn, heard=heard, said=said, at=now)
    _write(record, (*before, made))
    return made


def undo(record: Record, turn: int) -> Correction:
    """Take the latest correction of a turn back; the correction.

    Raises:
        CorrectionError: there is none.
    """
    latest = corrected(record).get(turn)
    if latest is None:
        raise CorrectionError(
            f"turn {turn} of the call {record.heading.call_id} was not corrected",
            hint=f"corrected: {', '.join(map(str, sorted(corrected(record)))) or 'none'}",
        )
    kept = list(_read(record))
    kept.reverse()
    kept.remove(latest)
    _write(record, tuple(reversed(kept)))
    return latest


def take_over(record: Record, branch: Record) -> None:
    """Keep the corrections of a call with a branch of it, where the branch has the turn as it was heard."""
    same = {event.turn: event.text for event in branch.events() if isinstance(event, TurnHeard)}
    if taken := tuple(each for each in _read(record) if same.get(each.turn) == each.heard):
        _write(branch, taken)


def _heard(record: Record, turn: int) -> str:
    """What was heard in a turn."""
    known = {event.turn: event.text for event in standing(record.events()) if isinstance(event, TurnHeard)}
    if turn not in known:
        raise CorrectionError(
            f"the call {record.heading.call_id} has no turn {turn}",
            hint=f"its turns: {', '.join(map(str, known)) or 'none'}",
        )
    return known[turn]


def _anew(heard: TurnHeard, said: str, before: list[Event], listener: Listener) -> TurnHeard:
    """A turn as if it had been heard so; `before` is what had happened."""
    stood = standing(before)
    first = parts([*before, heard])[heard.turn][0]
    line: str | None = None
    told: list[str] = []
    for event in stood:
        if isinstance(event, events.LineStarted):
            told.append(event.text)
        elif isinstance(event, events.SpeechStarted) and event.turn == first:
            line = told[-1] if told else ""
    if line is None:
        line = told[-1] if told else ""
    note = listener.note(said, over_line=heard.note == "backchannel", echo=False)
    cues, apology = shown_by(said, note, listener, line, " ".join(told[-EARLIER_LINES:]))
    return replace(
        heard,
        text=said,
        words=_timed(said.split(), heard.words),
        cues=cues,
        note=note,
        hold=listener.ear.is_hold(said),
        apology_parts=apology,
    )


def _timed(said: list[str], heard: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words that were said, with the times of those heard in their places; none without any."""
    if not heard:
        return ()
    matcher = SequenceMatcher(None, [_bare(word.text) for word in heard], [*map(_bare, said)], autojunk=False)
    words: list[Word] = []
    for _, first, last, begin, end in matcher.get_opcodes():
        start_s = heard[first].start_s if first < last else heard[max(0, first - 1)].end_s
        end_s = heard[last - 1].end_s if first < last else start_s
        one_by_one = last - first == end - begin
        for place, text in enumerate(said[begin:end]):
            if one_by_one:
                times = heard[first + place].start_s, heard[first + place].end_s
            else:  # so many words for other ones: each gets its share of their time
                each_s = (end_s - start_s) / (end - begin)
                times = round(start_s + place * each_s, 2), round(start_s + (place + 1) * each_s, 2)
            words.append(Word(text, *times, 1.0))
    return tuple(words)


def _bare(word: str) -> str:
    return " ".join(normal_words(word))


def _read(record: Record) -> tuple[Correction, ...]:
    path = record.folder / FILE
    try:
        return _Corrections.model_validate_json(path.read_bytes()).corrections
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError) as error:
        raise RecordError(
            f"{path}: can't be read", hint="mend it, or delete it: then what was heard counts again"
        ) from error


def _write(record: Record, corrections: tuple[Correction, ...]) -> None:
    kept = _Corrections(corrections=corrections)
    write_whole(record.folder / FILE, kept.model_dump_json(by_alias=True, indent=2) + "\n")
