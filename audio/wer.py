"""Word error rate, the usual measure of a transcriber.

(substitutions + deletions + insertions) / words of the reference, after lower-casing, dropping
punctuation, and writing numbers under a hundred and rows of digits alike: "fifty-four dollars" and
"$54" are the same, so are "four four one" and "441".
"""

from __future__ import annotations

import re

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: str(value) for value, word in enumerate(_UNITS)} | {
    word: str(10 * value) for value, word in enumerate(_TENS, 2)
}
_CURRENCY = {"dollar", "dollars", "pound", "pounds"}
_CLAUSE_END = re.compile(r"[,.;:!?](?=\s|$)")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")


def normal_words(text: str) -> list[str]:
    """The words without case and punctuation."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def compared_words(text: str) -> list[str]:
    """The words that are compared: in each clause a run of numbers is one row of digits."""
    return [word for clause in _CLAUSE_END.split(text) for word in _with_digits(normal_words(clause))]


def _with_digits(words: list[str]) -> list[str]:
    """The words with every run of numbers as one row of digits, and no currency after it."""
    out: list[str] = []
    row, after_tens = "", False
    for word in words:
        digits = word if word.isdigit() else _NUMBERS.get(word)
        if digits is not None:
            merges = after_tens and len(digits) == 1 and digits != "0"  # "fifty" and "four" are 54
            row = row[:-1] + digits if merges else row + digits
            after_tens = word in _TENS
            continue
        if row:
            out.append(row)
            row, after_tens = "", False
            if word in _CURRENCY:
                continue
        out.append(word)
    return [*out, row] if row else out


def word_errors(reference: str, heard: str) -> tuple[int, int]:
    """The least number of word edits from `reference` to `heard`, and the reference's length."""
    wanted, got = compared_words(reference), compared_words(heard)
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
