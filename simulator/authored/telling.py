"""What pydantic finds wrong, in an author's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic_core import ErrorDetails

from simulator.authored.problems import Flaw, Place, meant

_PLAIN_NAMES = (
    "names are small letters, digits and _ (ids: -); words are plain words; languages are like en-US"
)
_PLAINLY = {
    "tuple_type": ("must be a list", "write [one, two], or a line with '- ' for each"),
    "model_type": ("must be fields with their values", "write 'name: value' lines below it"),
    "dict_type": ("must be fields with their values", "write 'name: value' lines below it"),
    "too_short": ("is empty", "it needs at least one"),
    "string_too_short": ("is empty", "it needs at least one letter"),
}


def flaws(found: list[ErrorDetails], schema: dict[str, Any]) -> list[Flaw]:
    """The flaws that pydantic's errors stand for.

    Args:
        found: its errors.
        schema: the model's JSON schema, for the names that there are.
    """
    return [_flaw(details, schema) for details in found if not _follows(details, found)]


def _follows(details: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Whether a list is only called too short because what was in it is wrong."""
    place = details["loc"]
    return details["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in found
    )


def _flaw(details: ErrorDetails, schema: dict[str, Any]) -> Flaw:
    place = tuple(step for step in details["loc"] if step != "[key]")
    where = ".".join(map(str, place)) or "the file"
    what = details["msg"].removeprefix("Value error, ")
    what = what[0].lower() + what[1:]
    key, kind, given = details["loc"][-1:] == ("[key]",), details["type"], details["input"]
    hint = ""
    match kind:
        case "extra_forbidden":
            what, hint, key = (
                f"there is no field {place[-1]!r} here",
                meant(place[-1], _fields(schema, place[:-1])),
                True,
            )
        case "missing":
            what, hint = f"{where} is missing", f"add {place[-1]!r} here"
        case "value_error":
            what = f"{where} {what}" if what.startswith(("has ", "needs ", "is ")) else what
        case "literal_error" if isinstance(given, str):
            what, hint = f"{where}: {given!r} is not possible", meant(given, _literals(details))
        case "string_pattern_mismatch":
            what, hint = f"{where}: {str(given)[:40]!r} is not possible here", _PLAIN_NAMES
        case "string_type" if isinstance(given, bool | int | float | date):
            what, hint = f"{where}: {what}", "YAML reads it as no text: put it in quotes"
        case _ if kind in _PLAINLY:
            what, hint = f"{where}: {_PLAINLY[kind][0]}", _PLAINLY[kind][1]
        case _:
            what = f"{where}: {what}"
    return Flaw(place, what, hint, key)


def _literals(details: ErrorDetails) -> list[str]:
    expected = str(details["ctx"]["expected"]).replace(" or ", ", ")
    return [word.strip("'") for word in expected.split(", ")]


def _fields(schema: dict[str, Any], place: Place) -> list[str]:
    """The fields that a model has at a place."""
    here = schema
    for step in place:
        here = _resolved(here, schema)
        pattern = next(
            iter(here.get("patternProperties", {}).values()), None
        )  # any name that an author gives
        here = (
            here.get("properties", {}).get(step)
            or pattern
            or here.get("additionalProperties")
            or here.get("items")
            or {}
        )
    return list(_resolved(here, schema).get("properties", {}))


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in part.get("anyOf", ()):
        if "$ref" in option:
            part = option
    if "$ref" in part:
        found: dict[str, Any] = schema["$defs"][part["$ref"].rpartition("/")[2]]
        return found
    return part
