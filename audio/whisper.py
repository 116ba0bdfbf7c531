"""The transcriber: Whisper on CTranslate2 (faster-whisper), for utterances instead of films.

faster-whisper pads every sound to 30 s, and the encoder then spends most of its time on padding.
Here a sound is encoded in a window that fits it, never under `FLOOR_S`: below that Whisper starts
to loop on very short replies. `bench/asr_window.py` measures what the floor costs and saves.
Decoding is greedy without timestamps; words get their times from the decoder's cross-attention.
When the text looks wrong for the sound (see `guard`), the sound is heard once more in the full
window; what still has no support is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from audio.errors import ModelError
from audio.guard import is_loop, unsupported, without_annotations, without_loops
from audio.pcm import RATE, Samples, level_db, silence, to_floats
from audio.ports import Transcript, Word
from audio.weights import Weights

if TYPE_CHECKING:
    from faster_whisper.tokenizer import Tokenizer

FULL_S = 30.0
FLOOR_S = 10.0
"""The smallest window, in seconds."""

MARGIN_S = 2.0
"""Silence kept after the speech: Whisper uses it to tell that a sentence is over."""

LONGEST_S = 28.0
"""Longer sounds are heard in pieces of at most this."""

THREADS = 2
"""CPU threads of the encoder: an ordinary laptop has two cores, and for 30 ms a reply has both."""

BEFORE_TOKENS = 48
"""So much of the text before is told to the decoder: a sentence or two."""

STOPS = (".", "?", "!")
OTHER_MARKS = (",", ";", ":", "-", " -", "...", " ...")

_HOP_S = 0.01
_OPENS, _CLOSES = "[(*♪", "])*♪"
_WORDS_PER_S_CAP = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """One decoding, before the guard. `stop_p`: see `Transcript`."""

    text: str
    words: tuple[Word, ...]
    mean_log_p: float
    no_speech_p: float
    stop_p: float | None


class WhisperTranscriber:
    """`Transcriber` on faster-whisper weights.

    Args:
        weights: where they are (see `audio.weights.find`).
        threads: CPU threads of the encoder. The decoder always has one: a second slows it.
        language: ISO code; only matters for multilingual weights.
        beam: beam width, 1 = greedy.
        floor_s: the smallest window in seconds; 30 = always the full one.
        margin_s: how much longer than the sound a window is at least.
    """

    def __init__(
        self,
        weights: Weights,
        *,
        threads: int = THREADS,
        language: str = "en",
        beam: int = 1,
        floor_s: float = FLOOR_S,
        margin_s: float = MARGIN_S,
    ) -> None:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - engines are imported when one is built
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415 - likewise

        self._name = weights.name
        self._beam = beam
        self._floor_s = floor_s
        self._margin_s = margin_s

        def loaded(threads: int) -> Any:
            return WhisperModel(
                str(weights.folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=threads,
                local_files_only=True,
            )

        try:
            self._model = loaded(1)
            self._encoder = loaded(threads) if threads > 1 else self._model
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"{weights.folder}: these weights can't be loaded ({error})",
                hint="name another model or folder; see 'simmerdown models'",
            ) from error
        self._tokenizer: Tokenizer = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=language
        )
        self._suppressed = [-1, *self._unspoken_tokens()]
        self._stops, self._marks = (
            [self._tokenizer.encode(mark)[0] for mark in marks] for marks in (STOPS, STOPS + OTHER_MARKS)
        )

    @property
    def name(self) -> str:
        """The weights' name, for example "tiny.en"."""
        return self._name

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        """What was said. Any length; the same samples give the same transcript.

        `before` goes to Whisper as the text before, so that a sentence broken off goes on as one.
        """
        words: list[Word] = []
        stop_p = None
        for start, piece in _pieces(samples):
            heard = self._hear(piece, " ".join([before, *(word.text for word in words)]).strip())
            words += heard.later(start / RATE).words
            stop_p = heard.stop_p
        return Transcript(" ".join(word.text for word in words), tuple(words), stop_p if words else None)

    def _hear(self, samples: Samples, before: str) -> Transcript:
        """One piece of at most `LONGEST_S`, guarded; only its words count."""
        seconds = len(samples) / RATE
        heard = self._decode(samples, max(self._floor_s, seconds + self._margin_s), before)
        if is_loop(heard.text, seconds) and self._floor_s < FULL_S:
            heard = self._decode(samples, FULL_S, "")
        if unsupported(
            heard.text, mean_log_p=heard.mean_log_p, no_speech_p=heard.no_speech_p, speech=samples
        ):
            return Transcript("")
        words = without_loops(heard.words)
        if len(words) > max(3.0, 2 * _WORDS_PER_S_CAP * seconds):
            return Transcript("")
        return Transcript(heard.text, words, heard.stop_p)

    def _decode(self, samples: Samples, window_s: float, before: str) -> Heard:
        """Encode in a window of `window_s` seconds, decode, and align the words."""
        prompt = self._prompt_after(before)
        window_s = min(window_s, FULL_S)
        padded = np.concatenate([samples, silence(max(0, round(window_s * RATE) - len(samples)))])
        features = self._model.feature_extractor(to_floats(padded))[:, : round(window_s / _HOP_S)]
        encoded = self._encoder.encode(features)
        seconds = len(samples) / RATE
        most = len(prompt) + 12 + int(seconds * _WORDS_PER_S_CAP * 1.6)
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=self._beam,
            max_length=min(448, 2 * most),  # CTranslate2 gives half of it to the prompt
            return_scores=True,
            return_logits_vocab=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
        )[0]
        tokens = [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
        text = without_annotations(self._tokenizer.decode(tokens).strip())
        mean_log_p = result.scores[0] * len(tokens) / (len(tokens) + 1)
        words = self._align(tokens, encoded, seconds) if text else ()
        return Heard(text, words, mean_log_p, result.no_speech_prob, self._stop_p(tokens, result.logits[0]))

    def _stop_p(self, tokens: list[int], logits: Sequence[object]) -> float | None:
        """How likely the decoder found a stop after the last word; None: it was not asked for what follows.

        Args:
            tokens: of the text.
            logits: for each of them, and for the end of the text, one number for each token there is.
        """
        words = len(tokens)
        while words and tokens[words - 1] in self._marks:
            words -= 1
        if not words or words >= len(logits):
            return None
        odds = np.asarray(logits[words], np.float64).ravel()
        p = np.exp(odds - odds.max())
        return round(float(p[self._stops].sum() / p.sum()), 3)

    def _align(self, tokens: list[int], encoded: object, seconds: float) -> tuple[Word, ...]:
        """Words with times and probabilities, from cross-attention."""
        aligned = self._model.find_alignment(
            self._tokenizer, [tokens], encoded, max(1, round(seconds / _HOP_S))
        )
        words: list[Word] = []
        for part in aligned[0]:
            text = str(part["word"])
            start, end = (round(min(float(part[edge]), seconds), 2) for edge in ("start", "end"))
            p = float(part["probability"])
            if not text.strip():
                continue
            if words and not text.startswith(" "):  # punctuation, or the rest of "what's"
                last = words[-1]
                words[-1] = Word(last.text + text, last.start_s, last.end_s if len(text) < 2 else end, last.p)
            else:
                words.append(Word(text.strip(), start, end, round(p, 3)))
        return _without_annotated(words)

    def _prompt_after(self, before: str) -> list[int]:
        """What the decoder begins with: the last words before, and the marks of its task."""
        told = self._tokenizer.encode(f" {before}")[-BEFORE_TOKENS:] if before else []
        prompt: list[int] = self._model.get_prompt(self._tokenizer, told, without_timestamps=True)
        return prompt

    def _unspoken_tokens(self) -> list[int]:
        """Tokens that never stand for speech: task marks, and what "-1" means to CTranslate2."""
        tokenizer = self._tokenizer
        return sorted(
            {tokenizer.transcribe, tokenizer.translate, tokenizer.sot, tokenizer.sot_prev, tokenizer.sot_lm}
        )


def _without_annotated(words: list[Word]) -> tuple[Word, ...]:
    """The words outside brackets, as `guard.without_annotations` keeps them in the text."""
    kept: list[Word] = []
    skip_to = -1
    for at, word in enumerate(words):
        if at > skip_to and word.text[:1] in _OPENS:
            ends = (i for i in range(at, len(words)) if words[i].text.rstrip(".,!?")[-1:] in _CLOSES)
            skip_to = next(ends, skip_to)
        if at > skip_to:
            kept.append(word)
    return tuple(kept)


def _pieces(samples: Samples) -> list[tuple[int, Samples]]:
    """The sound in pieces of at most `LONGEST_S`, cut where it is quietest: (start, samples)."""
    longest, block = int(LONGEST_S * RATE), RATE // 5
    pieces: list[tuple[int, Samples]] = []
    start = 0
    while len(samples) - start > longest:
        earliest = start + longest - 10 * RATE
        candidates = range(earliest, start + longest - block, block // 2)
        quietest = min(candidates, key=lambda at: level_db(samples[at : at + block]))
        cut = quietest + block // 2
        pieces.append((start, samples[start:cut]))
        start = cut
    if start < len(samples):
        pieces.append((start, samples[start:]))
    return pieces
