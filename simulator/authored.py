"""Files that people write (personas, plans, rubrics): YAML in, a checked model out, or the wrong line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from simulator.errors import AuthoredError

Model = TypeVar("Model", bound=BaseModel)

_MOST_BYTES = 1_000_000
_DEEPEST = 20


def read_text(path: Path) -> str:
    """The text of an author's file.

    Raises:
        AuthoredError: missing, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise AuthoredError(f"{path}: is over 1 MB", hint="such a file is a few pages of text")
        data = path.read_bytes()
    except OSError as error:
        raise AuthoredError(f"{path}: can't be read ({error.strerror})", hint="check the name") from error
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AuthoredError(f"{path}:{line}: is not UTF-8 text", hint="save it as UTF-8") from error


def parse(text: str, path: Path, model: type[Model], guide: str) -> Model:
    """What a text describes.

    Args:
        text: YAML.
        path: named in errors.
        model: what it must describe.
        guide: where its author finds help.

    Raises:
        AuthoredError: with the line of the first thing that is wrong.
    """
    try:
        loader = _Loader(text)
        loader.name = str(path)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        open_quote = (error.context or "").startswith("while scanning a quoted")  # told where it begins
        mark = error.context_mark if open_quote else error.problem_mark
        line = mark.line + 1 if mark else 1
        raise _not_yaml(path, line, error.problem) from error
    except yaml.reader.ReaderError as error:
        raise _not_yaml(path, text.count("\n", 0, error.position) + 1, error.reason) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        what = first["msg"].removeprefix("Value error, ")
        if first["loc"]:
            line, where = _line_of(node, first["loc"]), ".".join(map(str, first["loc"]))
        else:  # about the whole file; it may begin with the place: "beats.x.then: there is no …"
            where, _, rest = what.partition(": ")
            line = _line_of(node, (*where.split("."), *re.findall("'(.+?)'", rest)[:1]))
            where, what = (where, rest) if rest else ("the file", what)
        raise AuthoredError(f"{path}:{line}: {where}: {what}", hint=f"see {guide}") from error


class _Loader(yaml.SafeLoader):
    """A `SafeLoader` for files by strangers, with a line for every failure.

    Aliases and deep nesting are refused while the file is read, before they can cost anything; and
    what looks like a date or a number to YAML, but is none, has its line too.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise AuthoredError(
                f"{self.name}:{line}: uses a YAML alias (*name)", hint="write the text out instead"
            )
        if self._depth >= _DEEPEST:
            raise AuthoredError(
                f"{self.name}:{line}: is nested too deeply", hint="such a file is a few levels deep"
            )
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - YAML's own
        try:
            return super().construct_object(node, deep=deep)
        except (AttributeError, KeyError, ValueError) as error:
            raise yaml.constructor.ConstructorError(
                problem=f"the value {node.value!r} can't be read; put it in quotes",
                problem_mark=node.start_mark,
            ) from error


def _not_yaml(path: Path, line: int, problem: str | None) -> AuthoredError:
    return AuthoredError(
        f"{path}:{line}: is not valid YAML ({problem or 'unreadable'})",
        hint="check the indentation and the quotes around that line",
    )


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
