"""Exported calls as xAPI statements (version 1.0.3), to hand to a learning record store yourself.

Each call is `completed`, with the machine's score; one to which a coach gave points or
blind scores is `scored` too: points give a score, blind scores stand in an extension as they are.
One that was stopped or cut off says that it is no completion; a try says of which turn of which call it
is one. Demos are nobody's own calls, and not to be handed in.
Both totals stand in both statements' context. People are accounts on a home page, under whatever names
the user gives. Names that need an address have one below `BASE`, a domain that never resolves (RFC 2606).
A statement's id is made from its content: the same call gives the same statement.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from simulator.coach.exported import ExportedCall, ExportedReview
from simulator.coach.files import moment

BASE = "https://simmerdown.invalid/"
VERBS = "http://adlnet.gov/expapi/verbs/"
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
_CUT_SHORT = ("stopped", "interrupted")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, BASE)


@dataclass(frozen=True, slots=True)
class Account:
    """A pseudonym on a home page."""

    name: str
    home_page: str = BASE

    def agent(self) -> dict[str, Any]:
        """The account as an xAPI agent."""
        return {"objectType": "Agent", "account": {"homePage": self.home_page, "name": self.name}}


def statements(calls: Iterable[ExportedCall], trainee: Account, program: str) -> list[dict[str, Any]]:
    """The statements of some calls."""
    found: list[dict[str, Any]] = []
    for call in calls:
        found.append(_completed(call, trainee, program))
        if call.review is not None and (call.review.overrides or call.review.blind):
            found.append(_scored(call, call.review, trainee, program))
    return found


def _completed(call: ExportedCall, trainee: Account, program: str) -> dict[str, Any]:
    result: dict[str, Any] = {"completion": call.ended not in _CUT_SHORT, **_score(call.total)}
    if call.length_s is not None:
        result["duration"] = f"PT{call.length_s:.2f}S"
    context = _context(call, program, {skill.id: skill.machine for skill in call.skills})
    return _statement(call, trainee, "completed", result, context, call.started)


def _scored(call: ExportedCall, review: ExportedReview, trainee: Account, program: str) -> dict[str, Any]:
    context = _context(call, program, {skill.id: skill.coach for skill in call.skills})
    context["instructor"] = Account(review.coach, trainee.home_page).agent()
    blind = {skill.id: skill.blind for skill in call.skills if skill.blind is not None}
    extensions = {
        f"{BASE}xapi/overrides": _reasons(review),
        f"{BASE}xapi/blind": {**blind, **review.blind_rules},
    }
    result = {**_score(review.total), "extensions": extensions}
    return _statement(call, trainee, "scored", result, context, review.at)


def _statement(
    call: ExportedCall,
    trainee: Account,
    verb: str,
    result: dict[str, Any],
    context: dict[str, Any],
    at: str,
) -> dict[str, Any]:
    said = {
        "actor": trainee.agent(),
        "verb": {"id": f"{VERBS}{verb}", "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{BASE}personas/{quote(call.persona)}",
            "definition": {"type": SIMULATION, "name": {"en": call.persona}},
        },
        "result": result,
        "context": context,
        "timestamp": moment(at).isoformat(),
    }
    content = json.dumps([call.call_id, said], sort_keys=True)
    return {"id": str(uuid.uuid5(_NAMESPACE, content)), **said}


def _score(total: int | None) -> dict[str, Any]:
    if total is None:
        return {}
    return {"score": {"scaled": total / 100, "raw": total, "min": 0, "max": 100}}


def _context(call: ExportedCall, program: str, skills: dict[str, int | None]) -> dict[str, Any]:
    tried = {"call": call.redo_of, "turn": call.redo_turn}
    return {
        "registration": str(uuid.uuid5(_NAMESPACE, call.call_id)),
        "platform": f"Simmer Down {program}",
        "extensions": {
            f"{BASE}xapi/call": call.call_id,
            f"{BASE}xapi/ended": call.ended,
            f"{BASE}xapi/rubric": call.rubric,
            **({f"{BASE}xapi/try": tried} if call.redo_of is not None else {}),
            f"{BASE}xapi/skills": skills,
            f"{BASE}xapi/totals": {
                "machine": call.total,
                "coach": call.review.total if call.review is not None else None,
            },
        },
    }


def _reasons(review: ExportedReview) -> list[dict[str, Any]]:
    return [
        {"rule": each.id, "machine": each.machine, "coach": each.coach, "reason": each.reason}
        for each in review.overrides
    ]
