"""Where personas are found, and how a file becomes a `Persona` or a message that names the line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from simulator.errors import PersonaError
from simulator.persona import Persona

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """A persona with the text that it was read from."""

    persona: Persona
    path: Path
    text: str


def folder() -> Path:
    """The personas that come with the program: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parent / "personas"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "personas"


def names() -> list[str]:
    """The ids of the shipped personas, in order."""
    return sorted(path.stem for path in folder().glob("*.yaml") if "." not in path.stem)


def load(name: str) -> Shelf:
    """A shipped persona by its id, or any by its file.

    Raises:
        PersonaError: not found, unreadable, or not a valid persona.
    """
    path = Path(name).expanduser()
    if path.suffix not in {".yaml", ".yml"}:
        path = folder() / f"{name}.yaml"
        if not path.is_file():
            raise PersonaError(f"there is no persona {name!r}", hint=f"there are: {', '.join(names())}")
    return parse(read_text(path), path)


def read_text(path: Path) -> str:
    """The text of an authors' file.

    Raises:
        PersonaError: missing, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PersonaError(f"{path}: is over 1 MB", hint="a persona is a few pages of text")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PersonaError(f"{path}: can't be read ({error.strerror})", hint="check the name") from error
    except UnicodeDecodeError as error:
        raise PersonaError(f"{path}: is not UTF-8 text", hint="save it as UTF-8") from error


def parse(text: str, path: Path) -> Shelf:
    """The persona that a text describes.

    Raises:
        PersonaError: with the line of the first thing that is wrong.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise PersonaError(f"{path}: uses a YAML alias (*name)", hint="write the text out instead")
        node = yaml.compose(text, yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark else ""
        raise PersonaError(
            f"{path}{place}: is not valid YAML ({getattr(error, 'problem', None) or 'unreadable'})",
            hint="check the indentation and the quotes around that line",
        ) from error
    except RecursionError as error:
        raise PersonaError(f"{path}: is nested too deeply", hint="a persona is four levels deep") from error
    try:
        return Shelf(Persona.model_validate(data), path, text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        line = _line_of(node, first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise PersonaError(f"{path}:{line}: {where}: {what}", hint="see docs/personas.md") from error


def _line_of(node: Any, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of the file that a pydantic location reaches."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == step]
            if not pairs:
                break
            key, node = pairs[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
