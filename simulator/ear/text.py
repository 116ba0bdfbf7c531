"""A reply as rules look at it: in plain small letters, and of the same length as it was said.

A reply comes from a transcriber: its marks and capitals may be missing, its speaker says "um" and
starts again. What is found in the plain text has the same place in the reply as given, so that every
cue can quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_MARKS = ".!;:"
_END = re.compile("[.?]")
_BROKEN = re.compile(r"(?<!\w)(\w+)[-\u2013\u2014]+(?=\s+\1)", re.IGNORECASE)
_AGAIN = re.compile(r"(?<![\w'])([\w']+(?: [\w']+)?)[ ,]+(?=\1(?![\w']))")

TOKEN = re.compile(r"[^\s,.?]+")
"""A word of a plain text."""


def normalise(text: str) -> str:
    """The text for rules to look at, of the same length.

    Letters and digits in lower case; apostrophes inside words straight; the end of a sentence as `.`
    or `?`, a comma as `,`; signs of money and percent as they are; a word broken off and begun again,
    and all else, as blanks.
    """
    text = blanked(_BROKEN, text)
    return "".join(_normal(text, place, char) for place, char in enumerate(text))


def without_restarts(text: str) -> str:
    """A normalised text without the first of a word, or two, said twice: a false start."""
    return blanked(_AGAIN, text)


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with blanks for what the pattern finds."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a normalised text begins and ends."""
    start = 0
    for end in _END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def asked(text: str, place: int) -> bool:
    """Whether the sentence around a place is a question; without any marks it may be one."""
    end = _END.search(text, place)
    return end[0] == "?" if end else not _END.search(text)


def stem(word: str) -> str:
    """A rough root: "delivered", "delivery" and "delivering" become one."""
    word = word.removesuffix("'s").strip("$£€%")
    for ending in ("ing", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2]:  # "shipped", "cancelled"
        word = word[:-1]
    return word[:6]


def _normal(text: str, place: int, char: str) -> str:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if char.isalnum():
        lower = char.lower()
        return lower if len(lower) == 1 else char
    if char in "?,$£€%":
        return char
    if char in _APOSTROPHES:
        return "'" if before.isalnum() and after.isalnum() else " "
    # "9.30" and the dots of a pause end nothing.
    ends = char in _MARKS and before != "." and (not after or after.isspace() or after in "\"'”)")
    return "." if ends else " "
