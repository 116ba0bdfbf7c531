"""Word error rate, the usual measure of a transcriber.

(substitutions + deletions + insertions) / words of the reference, after lower-casing and dropping
punctuation. Numbers are not spelt out: "2" for "two" counts as an error.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")


def normal_words(text: str) -> list[str]:
    """The words that are compared."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def word_errors(reference: str, heard: str) -> tuple[int, int]:
    """The least number of word edits from `reference` to `heard`, and the reference's length."""
    wanted, got = normal_words(reference), normal_words(heard)
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1], len(wanted)


def word_error_rate(reference: str, heard: str) -> float:
    """Errors per word of the reference; 0.0 for two empty texts."""
    errors, count = word_errors(reference, heard)
    return errors / count if count else float(errors > 0)
