"""After the call: the scorecard and the summary, on disk beside the record and on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from audio.delivery.measure import measure
from audio.delivery.values import Delivery
from audio.pcm import FRAME
from simulator import corrections
from simulator.corrections import Correction
from simulator.errors import RecordError
from simulator.events import Event, HeatMoved, Rang, TurnEnded, TurnHeard
from simulator.record import Record, write_whole
from simulator.scoring import facts, rubric, scorecard
from simulator.scoring.facts import Facts, Spoken
from simulator.scoring.findings import Finding
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.staging import persona_of
from simulator.standing import parts, standing

ENDINGS = {
    "resolved": "The customer was helped.",
    "grudge": "The customer was helped, and still went off angry.",
    "escalated": "The call was handed to somebody with more authority, with the story told.",
    "passed_on": "The call was handed to somebody with more authority, who will have to ask it all again.",
    "hung_up": "The customer hung up.",
    "trainee_ended": "You ended the call.",
    "ended_after_warnings": "You ended an abusive call, after due warning.",
    "disengaged": "You ended the call after a threat: that is what you should do.",
    "stopped": "The practice was stopped.",
    "interrupted": "The call was cut off; this is what was saved.",
}


_DELIVERIES = "delivery.json"


class _Deliveries(BaseModel):
    """`delivery.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    turns: dict[int, Delivery]


def score(record: Record, by: Rubric) -> Scorecard:
    """Score a record, and keep `score.json` and `summary.md` with it."""
    return _kept_with(record, scored(record, by))


def _kept_with(record: Record, card: Scorecard) -> Scorecard:
    write_whole(record.folder / "score.json", scorecard.to_json(card))
    write_whole(record.folder / "summary.md", summary(record, card))
    record.replace_heading(total=card.total, rubric=card.rubric)
    return card


def looked_at(record: Record, rubric_name: str | None, known: Facts | None = None) -> Scorecard:
    """The scorecard by the call's own rubric, which is kept; by another one only to look at."""
    if rubric_name is None:
        return _kept_with(record, scored(record, own_rubric(record), known))
    return scored(record, rubric.load(rubric_name), known)


def kept_card(record: Record) -> Scorecard:
    """The scorecard as it is kept.

    Raises:
        RecordError: there is none, or none that this version reads.
    """
    path, name = record.folder / "score.json", record.heading.call_id
    hint = f"'simmerdown score {name}' makes it anew"
    try:
        return scorecard.from_json(path.read_bytes())
    except FileNotFoundError as error:
        raise RecordError(f"{path}: is not there: the call has no score yet", hint=hint) from error
    except (OSError, ValueError) as error:
        raise RecordError(f"{path}: is not a scorecard of this version", hint=hint) from error


def own_rubric(record: Record) -> Rubric:
    """The rubric that a call was scored by last; the default one, if that was not a shipped one."""
    name = (record.heading.rubric or rubric.DEFAULT).partition("/")[0]
    return rubric.load(name if name.partition(":")[0] in rubric.names() else rubric.DEFAULT)


def scored(record: Record, by: Rubric, known: Facts | None = None) -> Scorecard:
    """The scorecard of a record; nothing is kept but how the turns were spoken.

    Args:
        record: the call.
        by: the rubric.
        known: the record's facts, where they were gathered already: that takes long.
    """
    return scorecard.score(known or facts_of(record), persona_of(record), by)


def facts_of(record: Record, happened: Sequence[Event] | None = None, *, keep: bool = True) -> Facts:
    """All that a record says for scoring.

    Args:
        record: the call.
        happened: its events, where they were read already.
        keep: whether to keep how the turns were spoken; not with a call that is only read.
    """
    happened = corrections.applied(record) if happened is None else happened
    spoken = delivered(record, happened) if keep else measured(record, happened)
    return facts.gather(happened, overlap_measured=record.heading.open_ears, delivered=spoken)


def delivered(record: Record, happened: Sequence[Event]) -> dict[int, Delivery]:
    """How each turn was spoken, which is kept in `delivery.json` from now on.

    So a call whose recording was deleted still has it.

    Raises:
        RecordError: the recording is gone and the kept measures can't be read.
    """
    spoken = measured(record, happened)
    if len(record.trainee()):
        keep_delivered(record.folder, spoken)
    return spoken


def measured(record: Record, happened: Sequence[Event]) -> dict[int, Delivery]:
    """How each turn was spoken, measured in the recording; as it is kept, where that is gone.

    A turn under which, or under a part of which, the customer spoke too is left out.

    Raises:
        RecordError: the recording is gone and the kept measures can't be read.
    """
    heard = record.trainee()
    if not len(heard):
        return _kept(record.folder / _DELIVERIES)
    overlapped = {event.turn for event in happened if isinstance(event, TurnEnded) and event.overlap}
    made_of = parts(happened)
    return {
        event.turn: measure(heard[event.start * FRAME : event.end * FRAME])
        for event in standing(happened)
        if isinstance(event, TurnHeard) and event.text and overlapped.isdisjoint(made_of[event.turn])
    }


def keep_delivered(folder: Path, turns: dict[int, Delivery]) -> None:
    """Write `delivery.json`."""
    kept = _Deliveries(turns=turns)
    write_whole(folder / _DELIVERIES, kept.model_dump_json(by_alias=True, indent=1) + "\n")


def _kept(path: Path) -> dict[int, Delivery]:
    if not path.is_file():
        return {}
    try:
        return _Deliveries.model_validate_json(path.read_bytes()).turns
    except (OSError, ValueError) as error:
        raise RecordError(
            f"{path}: can't be read",
            hint="delete it: the call is then scored without what was measured in it",
        ) from error


def outcome(record: Record, card: Scorecard) -> dict[str, Any]:
    """What a program wants to know about a call."""
    right = corrections.corrected(record)
    return {
        "call_id": record.heading.call_id,
        "record": str(record.folder),
        "persona": record.heading.persona,
        "started": record.heading.started,
        "ended": record.heading.ended,
        "length_s": record.heading.length_s,
        "turns": [
            {"speaker": t.speaker, "text": t.text, "start_s": t.start_s, "end_s": t.end_s, **_heard(t, right)}
            for t in facts.transcript(corrections.applied(record))
        ],
        "score": scorecard.to_plain(card),
    }


def summary(record: Record, card: Scorecard) -> str:
    """The summary, in Markdown that reads well as plain text."""
    heading, persona, happened = record.heading, persona_of(record), corrections.applied(record)
    right = corrections.corrected(record)
    total = f"{card.total} of 100" if card.total is not None else "not measured"
    lines = [
        f"# {persona.title}",
        "",
        f"Call {heading.call_id}, {clock(heading.length_s or 0)} long. "
        f"{ENDINGS[card.ended]} {_heat(standing(happened))}",
        "",
        f"**Score: {total}**  ({card.arithmetic})",
        "",
    ]
    for skill in card.skills:
        percent = "not counted" if skill.percent is None else f"{skill.percent} %"
        lines.append(f"- {skill.title}: {percent}")
    lines += ["", "## What went well", ""]
    lines += [_strength(f) for f in card.strengths] or ["- Nothing that the rubric looks for, this time."]
    lines += ["", "## What to try", ""]
    lines += [_fix(f) for f in card.fixes] or [f"- {scorecard.no_fix(card)}"]
    if left_out := [each for skill in card.skills for each in skill.not_counted]:
        lines += ["", "## Not counted", ""]
        lines += [f"- {each.title}: {each.why}." for each in left_out]
    if card.asks:
        lines += ["", "## Ask yourself", ""]
        lines += [f"- {ask.question}" for ask in card.asks]
    lines += ["", "## Transcript", ""]
    who = {"customer": persona.caller.name, "trainee": "You"}
    for t in facts.transcript(happened):
        heard = "".join(f" (corrected; heard: “{text}”)" for text in _heard(t, right).values())
        lines.append(f"- {clock(t.start_s)} **{who[t.speaker]}:** {t.text}{heard}")
    lines += ["", "## About this caller", "", persona.debrief.strip()]
    lines += ["", f"Rubric {card.rubric}; transcriber {heading.transcriber}; voice {heading.voice}.", ""]
    return "\n".join(lines)


def _heat(happened: list[Event]) -> str:
    heats = [event.heat for event in happened if isinstance(event, Rang)]
    heats += [event.change.after for event in happened if isinstance(event, HeatMoved)]
    return f"The customer's heat went from {heats[0]:g} to {heats[-1]:g}." if heats else ""


def _heard(spoken: Spoken, right: dict[int, Correction]) -> dict[str, str]:
    """What was heard in a turn that was put right later."""
    return {"heard": right[spoken.turn].heard} if spoken.turn in right else {}


def _strength(finding: Finding) -> str:
    return (
        f"- {finding.title}: “{finding.quote}” at {clock(finding.at_s)}. {_points(finding)}; {finding.why}."
    )


def _fix(finding: Finding) -> str:
    said = "You said" if finding.said_by == "trainee" else "The customer said"
    moment = f" {said} “{finding.quote}” at {clock(finding.at_s)}." if finding.quote else ""
    points = f"{_points(finding)}; " if finding.points or finding.possible else ""
    text = f"- {finding.title}. {points}{finding.why}.{moment}"
    return f"{text} Try: “{finding.better}”" if finding.better else text


def _points(finding: Finding) -> str:
    if finding.possible:
        return f"{finding.points:g} of {finding.possible:g} points"
    return f"{finding.points:g} points"


def clock(seconds: float) -> str:
    """A time as minutes and seconds, for people."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
