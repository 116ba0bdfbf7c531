"""The JSON Schemas that editors read: names complete themselves, and mistakes show while typing.

`python -m simulator.workshop.schema FOLDER` writes them; a test holds the shipped ones against the models.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from simulator.customer.beats import ASKS, CIRCUMSTANCES, OFFERS
from simulator.customer.lines import INTENSITIES, Part
from simulator.customer.persona import Persona
from simulator.customer.temper import COOLS, HEATS
from simulator.ear.labels import LABELS
from simulator.workshop.plan import Plan

FILES: dict[str, type[Part]] = {"persona.schema.json": Persona, "plan.schema.json": Plan}

_ATTRIBUTE = re.compile(r"(?:^ {0,4}|; )(\w+): ", re.MULTILINE)


def of(model: type[Part]) -> dict[str, Any]:
    """A model's schema, with its docstrings as descriptions and its behaviours by name."""
    schema = model.model_json_schema()
    parts: dict[str, dict[str, Any]] = {model.__name__: schema, **schema.get("$defs", {})}
    for part in parts.values():
        _describe(part)
    _name(parts)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def write(folder: Path) -> None:
    """Write both schemas."""
    for name, model in FILES.items():
        (folder / name).write_text(
            json.dumps(of(model), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def _describe(part: dict[str, Any]) -> None:
    """Move what a docstring says of attributes to their fields."""
    text, _, attributes = part.get("description", "").partition("\n\nAttributes:\n")
    part["description"] = text
    fields = part.get("properties", {})
    joined = re.sub(r"\n {5,}", " ", attributes)
    found = list(_ATTRIBUTE.finditer(joined))
    for at, attribute in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(joined)
        name = attribute[1].rstrip("_")
        if name in fields:
            fields[name]["description"] = joined[attribute.end() : end].strip().rstrip(".") + "."


def _name(parts: dict[str, dict[str, Any]]) -> None:
    """Where a behaviour is named, name those that there are."""
    if "Temper" in parts:
        temper = parts["Temper"]["properties"]
        temper["cools"]["propertyNames"] = {"enum": list(COOLS)}
        temper["heats"]["propertyNames"] = {"enum": list(HEATS)}
        parts["Persona"]["properties"]["better"]["propertyNames"] = {"enum": list(LABELS)}
        parts["Reaction"]["properties"]["to"] = {
            "description": parts["Reaction"]["properties"]["to"]["description"],
            "anyOf": [{"enum": [*LABELS, *CIRCUMSTANCES]}, {"pattern": f"^({ASKS}|{OFFERS})"}],
        }
        parts["Wording"]["oneOf"] = [{"required": [name]} for name in INTENSITIES]
    if "Step" in parts:
        steps = parts["PlannedCall"]["properties"]["steps"]
        steps["items"] = {"anyOf": [{"type": "string"}, steps["items"]]}


if __name__ == "__main__":
    write(Path(sys.argv[1]))
