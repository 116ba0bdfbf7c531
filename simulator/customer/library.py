"""Where personas are found, and how a file becomes a `Persona`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator import authored
from simulator.authored import Document, Problem
from simulator.customer import conduct, links
from simulator.customer.persona import Persona
from simulator.errors import PersonaError

GUIDE = "docs/personas.md"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A persona with the text that it was read from."""

    persona: Persona
    path: Path
    text: str


def folder() -> Path:
    """The personas that come with the program: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parents[1] / "personas"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "personas"


def names() -> list[str]:
    """The ids of the shipped personas, in order."""
    return sorted(path.stem for path in folder().glob("*.yaml") if "." not in path.stem)


def find(name: str) -> Path:
    """The file of a shipped persona by its id, or of any by its path.

    Raises:
        PersonaError: there is none of that name.
    """
    path = authored.at_home(name)
    if path.suffix in {".yaml", ".yml"}:
        return path
    known = names()
    if name not in known:
        raise PersonaError(f"there is no persona {name!r}", hint=authored.meant(name, known))
    return folder() / f"{name}.yaml"


def load(name: str) -> Shelf:
    """A shipped persona by its id, or any by its file.

    Raises:
        PersonaError: there is none of that name.
        AuthoredError: the file is unreadable, or not a valid persona.
    """
    path = find(name)
    return parse(authored.read_text(path), path)


def parse(text: str, path: Path) -> Shelf:
    """The persona that a text describes.

    Raises:
        AuthoredError: with the line of the first thing that is wrong.
    """
    persona, problems = examine(Document(text, path))
    if persona is None or problems:
        raise problems[0].as_error(GUIDE)
    return Shelf(persona, path, text)


def examine(document: Document) -> tuple[Persona | None, list[Problem]]:
    """The persona of a document, and everything that makes it unplayable."""
    persona, problems = document.model(Persona)
    if persona is not None:
        problems = document.problems(links.flaws(persona)) or document.problems(conduct.flaws(persona))
    return persona, problems
