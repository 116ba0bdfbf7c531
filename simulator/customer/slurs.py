"""Words that no persona says: slurs against groups of people, and threats of sexual violence.

`slurs.txt` holds digests, not the words, so that nobody has to read them: the first 16 hex digits of
the SHA-256 of each word in small letters. `python -m simulator.customer.slurs WORD …` prints the
digests of words, to be added.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_LIST = Path(__file__).with_name("slurs.txt")


def found(text: str) -> list[str]:
    """The words of a text that are on the list, alone or as a pair, singular or plural."""
    words = [word.lower() for word in _WORD.findall(text.replace("-", ""))]
    pairs = [a + b for a, b in pairwise(words)]
    return [word for word in (*words, *pairs) if {digest(form) for form in _forms(word)} & _listed()]


@cache
def digest(word: str) -> str:
    """What stands for a word in the list."""
    return hashlib.sha256(word.encode()).hexdigest()[:16]


def _forms(word: str) -> set[str]:
    return {word, word.removesuffix("s"), word.removesuffix("es")}


@cache
def _listed() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    sys.stdout.writelines(f"{digest(word.lower())}\n" for word in sys.argv[1:])
