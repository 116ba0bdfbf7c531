"""Turns to learn from when a turn is over: what a speaker had said at each pause.

    > Where is my parcel?
    < Let me have a look. | I can see | that it left the depot this morning.

`>` the other person's line, `<` the turn, `|` a place where a speaker may well pause in mid-turn. `#`
begins a comment. Files of labelled replies (see `simulator.ear.examples`) are read too: they have no
marks, so their pauses are where sentences and clauses end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from simulator.ear import examples
from simulator.floor.complete import bare

FOLDER = Path(__file__).with_name("paused")
"""Where turns with marks lie."""

SENTENCE_ENDS = (".", "?", "!")

ALONE = 0.3
"""So many turns of several sentences also give one of them as a turn: those who say less say it so."""

BETWEEN_SENTENCES = 0.5
"""So many of the pauses between whole sentences are passed over: many of them are too short to ask."""

_FILLERS = (
    "um",
    "uh",
    "er",
    "so",
    "and",
    "but",
    "well",
    "let me see",
    "you know",
    "i mean",
    "and um",
    "so uh",
)
_BREATH = re.compile(r"[.?!,;:](?=\s)")


@dataclass(frozen=True, slots=True)
class Turn:
    """A whole turn.

    Attributes:
        other: what the other person said before it.
        words: its words, as written.
        pauses: after how many words a speaker may pause, the end not counted.
    """

    other: str
    words: tuple[str, ...]
    pauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was said of a turn when it paused, and whether that was all."""

    other: str
    text: str
    over: bool


def read(path: Path) -> list[Turn]:
    """The turns of a file.

    Raises:
        ValueError: names file and line of what is not in the form above.
    """
    return list(_turns(path))


def of_replies(path: Path) -> list[Turn]:
    """The turns of a file of labelled replies."""
    return [_turn(reply.customer, _BREATH.sub(r"\g<0> |", reply.text)) for reply in examples.read(path)]


def beginnings(turn: Turn, dice: Random, *, pauses: int = 2, anywhere: int = 1) -> Iterator[Beginning]:
    """The whole turn, some of what was said at its pauses, and at places where few would pause.

    A turn of several sentences also gives one of them alone: those who say less say it so.
    """
    yield Beginning(turn.other, _heard(turn.words, dice), True)
    ends = [0, *(place for place in turn.pauses if _sentence(turn, place)), len(turn.words)]
    if len(ends) > 2 and dice.random() < ALONE:
        start, end = dice.choice(list(pairwise(ends)))
        yield Beginning(turn.other, _heard(turn.words[start:end], dice), True)
    for place in dice.sample(turn.pauses, min(pauses, len(turn.pauses))):
        words = turn.words[:place]
        if _sentence(turn, place) and dice.random() < BETWEEN_SENTENCES:
            continue
        if dice.random() < 0.12:
            words = (*words, dice.choice(_FILLERS))
        yield Beginning(turn.other, _heard(words, dice), False)
    others = [place for place in range(1, len(turn.words)) if place not in turn.pauses]
    for place in dice.sample(others, min(anywhere, len(others))):
        yield Beginning(turn.other, _heard(turn.words[:place], dice), False)


def _sentence(turn: Turn, place: int) -> bool:
    """Whether a sentence ends there."""
    return turn.words[place - 1].rstrip("\"')")[-1:] in SENTENCE_ENDS


def _heard(words: Sequence[str], dice: Random) -> str:
    """As a recogniser may write it: without its last mark, and now and then without any."""
    text = " ".join(words)
    if dice.random() < 0.3:
        text = re.sub(r"[.?!,;:]+(?=\s)", "", text)
    return bare(text)


def _turns(path: Path) -> Iterator[Turn]:
    other = ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        kind, rest = line[:1], line[1:].strip()
        if kind == ">":
            other = rest
        elif kind == "<":
            yield _turn(other, rest)
        elif line.strip() and kind != "#":
            raise ValueError(f"{path}:{number}: begins with none of '>', '<' and '#'")


def _turn(other: str, marked: str) -> Turn:
    words: list[str] = []
    pauses: list[int] = []
    for word in marked.split():
        if word == "|":
            pauses.append(len(words))
        else:
            words.append(word)
    inside = sorted({place for place in pauses if 0 < place < len(words)})
    return Turn(other, tuple(words), tuple(inside))
