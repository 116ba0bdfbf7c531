"""Words and marks that tell by themselves whether a turn is over; they outweigh the net (see `weighing`)."""

from __future__ import annotations

OPEN_ENDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        {
            "a", "an", "and", "as", "because", "but", "er", "erm", "every", "from", "if", "into",
            "mm", "my", "of", "or", "our", "than", "the", "their", "uh", "um",
            "until", "very", "which", "while", "whose", "with", "your", "i'll", "i'd", "i've", "we'll",
            "we'd", "we've", "he'll", "she'll", "they'll", "that's", "what's", "there's",
        }
    ),
}  # fmt: skip
"""By language: words that want another after them, and sounds that hold the floor."""

ANSWERS: dict[str, frozenset[str]] = {
    "en": frozenset({"absolutely", "certainly", "correct", "exactly", "no", "sure", "yeah", "yep", "yes"}),
}
"""By language: words that answer a question."""

ANSWER_WORDS = 3
"""An answer of so many words at the most is a short one: "yes, I do"."""

OPEN_MARKS = ("...", "\u2026", "-", "\u2013", "\u2014")
"""What a transcriber writes where it heard that a sentence was broken off."""


def trails_off(text: str, language: str) -> bool:
    """Whether a text stops in the middle of a sentence for all to see."""
    words = _words(text)
    if not words:
        return False
    return text.rstrip().endswith(OPEN_MARKS) or words[-1] in OPEN_ENDS.get(language, frozenset())


def answers(text: str, language: str) -> bool:
    """Whether a text is a short answer to a question."""
    words = _words(text)
    return 0 < len(words) <= ANSWER_WORDS and words[0] in ANSWERS.get(language, frozenset())


def unmarked(text: str) -> bool:
    """Whether the transcriber heard no end of a sentence: it wrote a comma, or no mark at all."""
    return not text.rstrip().endswith((".", "?", "!"))


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?") for word in text.lower().replace("\u2019", "'").split()]
