"""Files that people write (personas, plans, rubrics): YAML in, a checked model out, or what is wrong where.

    strict     text and YAML by strangers, read safely
    problems   flaws by place, problems by line
    telling    what pydantic finds, in an author's words

Whatever is in a file, the answer is a model, or problems with their line and column.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from simulator.authored import strict, telling
from simulator.authored.problems import Flaw, Place, Problem, meant
from simulator.authored.strict import at_home, read_text

Model = TypeVar("Model", bound=BaseModel)

__all__ = ["Document", "Flaw", "Place", "Problem", "at_home", "meant", "parse", "read_text"]


class Document:
    """A YAML text whose every part knows where it stands.

    Raises:
        AuthoredError: it is not YAML, or YAML that no author's file needs.
    """

    def __init__(self, text: str, path: Path) -> None:
        self.path = path
        self._root, self._data = strict.load(text, path)

    def model(self, model: type[Model]) -> tuple[Model | None, list[Problem]]:
        """What the document describes; None and all that is wrong, if it doesn't."""
        try:
            return model.model_validate(self._data), []
        except ValidationError as error:
            return None, self.problems(telling.flaws(error.errors(), model.model_json_schema()))

    def problems(self, flaws: Iterable[Flaw]) -> list[Problem]:
        """The flaws with their lines, in the order of the file."""
        return sorted(
            Problem(self.path, *self._at(flaw.place, key=flaw.key), flaw.what, flaw.hint, flaw.severity)
            for flaw in flaws
        )

    def _at(self, place: Place, *, key: bool) -> tuple[int, int]:
        """Line and column of the deepest part of the file that a place reaches."""
        node: Any = self._root
        mark = node.start_mark if node is not None else None
        for step in place:
            if isinstance(node, yaml.MappingNode):
                pairs = [(name, value) for name, value in node.value if name.value == str(step)]
                if not pairs:
                    break
                name, node = pairs[-1]
                mark = name.start_mark if key or _is_block(node) else node.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def parse(text: str, path: Path, model: type[Model], guide: str) -> Model:
    """What a text describes.

    Args:
        text: YAML.
        path: named in errors.
        model: what it must describe.
        guide: where its author finds help.

    Raises:
        AuthoredError: with the line and column of the first thing that is wrong.
    """
    parsed, problems = Document(text, path).model(model)
    if parsed is None:
        raise problems[0].as_error(guide)
    return parsed


def _is_block(node: Any) -> bool:
    """Whether a value is written below its key, so that the key is the better place to point to."""
    return isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style
