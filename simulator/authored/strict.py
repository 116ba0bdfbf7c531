"""Reading files by strangers: UTF-8, of a sane size, and YAML without its traps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simulator.errors import AuthoredError

_MOST_BYTES = 300_000
_DEEPEST = 20


def at_home(name: str) -> Path:
    """The path that a user's name for a file means; "~" is the user's own folder."""
    try:
        return Path(name).expanduser()
    except RuntimeError:  # "~name" without such a user
        return Path(name)


def read_text(path: Path) -> str:
    """The text of an author's file.

    Raises:
        AuthoredError: missing, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise AuthoredError(f"{path}: is over 300 kB", hint="such a file is a few pages of text")
        data = path.read_bytes()
    except OSError as error:
        raise AuthoredError(f"{path}: can't be read ({error.strerror})", hint="check the name") from error
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise AuthoredError(f"{path}:{line}:{column}: is not UTF-8 text", hint="save it as UTF-8") from error


def load(text: str, path: Path) -> tuple[Any, Any]:
    """The YAML of a text: its nodes, which know where they stand, and its plain data.

    Raises:
        AuthoredError: it is not YAML, or YAML that no author's file needs.
    """
    try:
        loader = _Loader(text)
        loader.name = str(path)
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        open_quote = (error.context or "").startswith("while scanning a quoted")  # told where it begins
        mark = error.context_mark if open_quote else error.problem_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _not_yaml(path, at, error.problem) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        raise _not_yaml(path, (line, column), error.reason) from error


class _Loader(yaml.SafeLoader):
    """A `SafeLoader` for files by strangers, with a line for every failure.

    Aliases and deep nesting are refused while the file is read, before they can cost anything. A name
    given twice is refused, since YAML would silently drop the first, and so is one that YAML reads as
    no text ("yes"). What looks like a date or a number to YAML, but is none, has its line too.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        at = f"{self.name}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
        if isinstance(event, yaml.AliasEvent):
            raise AuthoredError(
                f"{at}: uses a YAML alias (*name)",
                hint="write the text out instead; a text that begins with * needs quotes around it",
            )
        if self._depth >= _DEEPEST:
            raise AuthoredError(f"{at}: is nested too deeply", hint="such a file is a few levels deep")
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.MappingNode):
            _refuse_names(node, self.name)
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - YAML's own
        try:
            return super().construct_object(node, deep=deep)
        except (AttributeError, IndexError, KeyError, OverflowError, ValueError) as error:
            raise yaml.constructor.ConstructorError(
                problem=f"the value {str(node.value)[:40]!r} can't be read; put it in quotes",
                problem_mark=node.start_mark,
            ) from error


def _refuse_names(node: yaml.MappingNode, name: str) -> None:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        at = f"{name}:{line}:{key.start_mark.column + 1}"
        if key.tag != "tag:yaml.org,2002:str":
            raise AuthoredError(
                f"{at}: YAML does not read the name {_shown(key)} as text", hint="put it in quotes"
            )
        if key.value in seen:
            raise AuthoredError(
                f"{at}: {key.value!r} is given twice",
                hint=f"the first is on line {seen[key.value]}; keep one of them",
            )
        seen[key.value] = line


def _shown(key: yaml.Node) -> str:
    return repr(key.value[:40]) if isinstance(key, yaml.ScalarNode) else "of this field"


def _not_yaml(path: Path, at: tuple[int, int], problem: str | None) -> AuthoredError:
    if problem and "\\t" in problem:
        problem = "a tab stands there; use spaces"
    return AuthoredError(
        f"{path}:{at[0]}:{at[1]}: is not valid YAML ({problem or 'unreadable'})",
        hint="check the indentation there; a text that begins with [ { * & ! or a quote, or has ': ' or ' #' "
        "in it, needs quotes around it",
    )
