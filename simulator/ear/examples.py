"""Examples for the ear to learn from: replies, and the words in them that show a behaviour.

    @ bank | formal
    > You've charged me twice and my rent has bounced!
    < I'm so sorry about that. I can put the second one back now.
    = apology: I'm so sorry about that | solution: I can put the second one back now

`@` domain and style, `>` the customer's line, `<` the reply, `=` what it shows: a behaviour and its
words as they stand in the reply, the first place of them being meant. `?` before a behaviour: those
who labelled the reply did not agree, and nothing is learnt from it. `#` begins a comment. A coach's
corrections are written in the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.ear.labels import LABELS


@dataclass(frozen=True, slots=True)
class Span:
    """A behaviour, and the characters of the reply that show it; `sure`: all raters agreed."""

    label: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """A labelled reply.

    Attributes:
        head: domain and style, as the head line says them.
        customer: the line before it.
        text: the reply.
        spans: what it shows.
    """

    head: str
    customer: str
    text: str
    spans: tuple[Span, ...]

    @property
    def labels(self) -> frozenset[str]:
        """What it surely shows."""
        return frozenset(span.label for span in self.spans if span.sure)

    @property
    def unsure(self) -> frozenset[str]:
        """What it may show."""
        return frozenset(span.label for span in self.spans if not span.sure) - self.labels


def read(path: Path) -> list[Reply]:
    """The replies of a file.

    Raises:
        ValueError: names file and line of what is not in the form above.
    """
    return list(_replies(path, path.read_text(encoding="utf-8-sig").split("\n")))


def told(reply: Reply) -> str:
    """A reply in the form above."""
    marks = [
        f"{'' if span.sure else '?'}{span.label}: {reply.text[span.start : span.end]}" for span in reply.spans
    ]
    return f"@ {reply.head}\n> {reply.customer}\n< {reply.text}\n= {' | '.join(marks)}\n".replace(
        "= \n", "=\n"
    )


def span(mark: str, text: str, *, sure: bool = True) -> Span:
    """What a mark such as "apology: I'm so sorry" says of a reply.

    Raises:
        ValueError: there is no such behaviour, or the words do not stand in the reply.
    """
    label, _, words = (part.strip() for part in mark.partition(":"))
    if label not in LABELS:
        raise ValueError(f"there is no behaviour {label!r}")
    start = text.find(words)
    if not words or start < 0:
        raise ValueError(f"{words!r} does not stand in the reply")
    return Span(label, start, start + len(words), sure)


def _replies(path: Path, lines: Iterable[str]) -> Iterator[Reply]:
    said = {"@": "", ">": "", "<": ""}
    for number, line in enumerate(lines, 1):
        kind, rest = line[:1], line[1:].strip()
        if kind in said:
            said[kind] = rest
        elif kind == "=":
            try:
                marks = [part.strip() for part in rest.split("|") if part.strip()]
                spans = tuple(
                    span(mark.removeprefix("?"), said["<"], sure=not mark.startswith("?")) for mark in marks
                )
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from error
            yield Reply(said["@"], said[">"], said["<"], spans)
        elif line.strip() and kind != "#":
            raise ValueError(f"{path}:{number}: begins with none of '@', '>', '<', '=' and '#'")
