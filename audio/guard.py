"""What Whisper writes without having heard it, and how it is kept out.

Whisper was trained to fill 30 s windows with subtitles. On short windows it may loop ("Okay. Okay.
Okay. …"); on silence, noise or a breath it writes what subtitles end with ("Thank you.", "Bye.",
"I'm sorry."). Both would be credited to a trainee who never spoke, so text passes here first. The
functions are pure; the thresholds of `unsupported` are those that Whisper's authors use for
silence (no-speech 0.6, mean log-probability -1), with stricter ones for stock phrases and for a word
or three of which it is unsure itself: sneezes, hums and cries come as such (`bench.silent_ear`; of 60
short replies spoken by three voices none had a no-speech probability over 0.36).
"""

from __future__ import annotations

import re

from audio.pcm import RATE, Samples, level_db
from audio.ports import Word
from audio.wer import normal_words

MOST_WORDS_PER_S = 7.0
"""Faster than anybody speaks: a loop or an invention (fast talkers reach about 5 words/s)."""

STOCK_PHRASES = frozenset(
    {
        "ah", "bye", "bye bye", "goodbye", "hmm", "huh", "i'm sorry", "i am sorry", "mm", "mmm", "oh", "okay",
        "so", "sorry", "thank you", "thank you for watching", "thank you so much", "thank you very much",
        "thanks", "thanks for watching", "the", "yeah", "yes", "you",
    }
)  # fmt: skip
"""What Whisper writes most often when there was nothing to hear."""

SHORT = 3
"""Words of a text that says too little to bear itself out."""

LOOP = (5, 4, 4, 3, 3, 2)
"""How often running a phrase of 1, 2, … words is too often; longer ones as the last."""

_ANNOTATION = re.compile(r"[\[(*][^\])*]*[\])*]|♪[^♪]*♪?")


def is_loop(text: str, seconds: float) -> bool:
    """Whether the text repeats itself, or holds more words than the time allows."""
    words = normal_words(text)
    if len(words) > max(3.0, MOST_WORDS_PER_S * seconds):
        return True
    return _repeats(words, LOOP) is not None


def without_loops(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with every loop cut down to one round."""
    kept = words
    while True:
        plain = ["".join(normal_words(word.text)) for word in kept]
        found = _repeats(plain, LOOP)
        if found is None:
            return kept
        start, size, times = found
        kept = kept[: start + size] + kept[start + size * times :]


def _repeats(words: list[str], loop: tuple[int, ...]) -> tuple[int, int, int] | None:
    """The first phrase said too often running: (start, words, times)."""
    for size in range(1, len(words) // 2 + 1):
        enough = loop[min(size, len(loop)) - 1]
        for start in range(len(words) - enough * size + 1):
            phrase = words[start : start + size]
            times = 1
            while words[start + times * size : start + (times + 1) * size] == phrase:
                times += 1
            if times >= enough:
                return start, size, times
    return None


def without_annotations(text: str) -> str:
    """The text without "[music]", "(sighs)" and the like: descriptions, not words."""
    return " ".join(_ANNOTATION.sub(" ", text).split())


def unsupported(text: str, *, mean_log_p: float, no_speech_p: float, speech: Samples) -> bool:
    """Whether the sound does not bear out the text.

    Args:
        text: what the transcriber wrote.
        mean_log_p: mean log-probability of its tokens.
        no_speech_p: its own probability that nobody spoke.
        speech: the samples that it transcribed.
    """
    plain = " ".join(normal_words(text))
    if not plain:
        return True
    if level_db(speech) < -75 or len(speech) < 0.1 * RATE:
        return True
    if no_speech_p > 0.6 and mean_log_p < -1.0:
        return True
    if plain in STOCK_PHRASES:
        return mean_log_p < -1.0 or no_speech_p > 0.6 or (no_speech_p > 0.3 and mean_log_p < -0.6)
    return len(plain.split()) <= SHORT and no_speech_p > 0.2 and mean_log_p < -0.65
