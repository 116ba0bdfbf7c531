"""Exported calls as CSV: one table with a row for each call, one with a row for each finding.

Spreadsheets take a text that begins with "=", "+", "-" or "@" for a formula and run it; such a text
gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from simulator.coach.exported import ExportedCall, ExportedFinding

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CALL = ("call_id", "persona", "started", "length_s", "ended", "demo", "redo_of", "redo_turn", "rubric")


def calls(exported: Sequence[ExportedCall]) -> str:
    """A row for each call; both totals, each skill's percents, and the rules that were rated blind."""
    skills = dict.fromkeys(skill.id for call in exported for skill in call.skills)
    columns = [*_CALL, "machine_total", "coach_total", "coach", "blind", "comments"]
    columns += [f"{skill}_{judge}" for skill in skills for judge in ("machine", "coach", "blind")]
    columns += dict.fromkeys(name for call in exported for name in _blind_rules(call))
    return _table(columns, (_call(call) for call in exported))


def findings(exported: Sequence[ExportedCall]) -> str:
    """A row for each finding, with the coach's points for its rule and the reason."""
    columns = ["call_id", *ExportedFinding.model_fields, "coach_points", "coach_reason"]
    return _table(columns, (row for call in exported for row in _findings(call)))


def _call(call: ExportedCall) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(call, name) for name in _CALL}
    row["machine_total"] = call.total
    if call.review is not None:
        row |= {
            "coach_total": call.review.total,
            "coach": call.review.coach,
            "blind": call.review.blind,
            "comments": len(call.review.comments),
        }
    for skill in call.skills:
        row[f"{skill.id}_machine"] = skill.machine
        row[f"{skill.id}_coach"] = skill.coach
        row[f"{skill.id}_blind"] = skill.blind
    return row | _blind_rules(call)


def _blind_rules(call: ExportedCall) -> dict[str, int]:
    rated = call.review.blind_rules if call.review is not None else {}
    return {f"{rule}_blind": percent for rule, percent in rated.items()}


def _findings(call: ExportedCall) -> Iterable[dict[str, object]]:
    overrides = {each.id: each for each in call.review.overrides} if call.review else {}
    for finding in call.findings:
        override = overrides.get(finding.rule)
        yield {
            "call_id": call.call_id,
            **finding.model_dump(),
            "coach_points": override.coach if override else None,
            "coach_reason": override.reason if override else None,
        }


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
