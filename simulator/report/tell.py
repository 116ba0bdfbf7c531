"""Puts the report together from a record and its score."""

from __future__ import annotations

from simulator import aftercall
from simulator.customer.persona import Persona
from simulator.events import Event, HeatMoved, Rang
from simulator.record import Record
from simulator.report import beside, judged, lines, voice
from simulator.report.beside import Beside
from simulator.report.earlier import earlier
from simulator.report.known import Known
from simulator.report.lines import Marginalia
from simulator.report.story import SCHEMA, Call, Correction, Note, Promise, Report, Review
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.staging import persona_of
from simulator.standing import standing


def tell(known: Known, card: Scorecard, by: Rubric) -> Report:
    """The report of a call.

    Args:
        known: the call.
        card: its score.
        by: the rubric of the score.
    """
    record, happened, facts = known.record, known.happened, known.facts
    persona, found = persona_of(record), beside.read(known, card)
    before = earlier(record, card.rubric)
    return Report(
        SCHEMA,
        _call(record, card, persona, happened),
        judged.judged(card, by, before, found),
        lines.entries(happened, facts, persona, _marginalia(found)),
        voice.voice(facts),
        voice.figures(facts),
        _note(found),
        _review(found),
        found.remarks,
    )


def _call(record: Record, card: Scorecard, persona: Persona, happened: list[Event]) -> Call:
    heading = record.heading
    heats = [event.heat for event in happened if isinstance(event, Rang)]
    heats += [event.change.after for event in standing(happened) if isinstance(event, HeatMoved)]
    return Call(
        id=heading.call_id,
        persona=heading.persona,
        title=persona.title,
        caller=persona.caller.name,
        company=persona.caller.company,
        started=heading.started,
        length_s=heading.length_s or 0.0,
        ended=card.ended,
        ending=aftercall.ENDINGS[card.ended],
        heat_first=heats[0] if heats else None,
        heat_last=heats[-1] if heats else None,
        transcriber=heading.transcriber,
        voice=heading.voice,
        debrief=persona.debrief.strip(),
    )


def _marginalia(found: Beside) -> Marginalia:
    comments: dict[int, list[str]] = {}
    for each in found.review.comments if found.review else ():
        comments.setdefault(each.turn, []).append(each.text)
    return Marginalia(
        {turn: Correction(each.heard, each.said) for turn, each in found.corrected.items()}, comments
    )


def _note(found: Beside) -> Note | None:
    note = found.note
    if note is None:
        return None
    promises = tuple(Promise(each.what, each.who, each.by_when) for each in note.promises)
    return Note(note.issue, note.cause, promises, note.abuse, note.handover)


def _review(found: Beside) -> Review | None:
    review = found.review
    return None if review is None else Review(review.coach, review.at, review.blind)
