"""Where personas are found, and how a file becomes a `Persona`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator import authored
from simulator.errors import PersonaError
from simulator.persona import Persona


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
        PersonaError: there is none of that name.
        AuthoredError: the file is unreadable, or not a valid persona.
    """
    try:
        path = Path(name).expanduser()
    except RuntimeError:  # "~name" without such a user
        path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        path = folder() / f"{name}.yaml"
        if name not in names():
            raise PersonaError(f"there is no persona {name!r}", hint=f"there are: {', '.join(names())}")
    return parse(authored.read_text(path), path)


def parse(text: str, path: Path) -> Shelf:
    """The persona that a text describes.

    Raises:
        AuthoredError: with the line of the first thing that is wrong.
    """
    return Shelf(authored.parse(text, path, Persona, "docs/personas.md"), path, text)
