"""How a line is to be performed: marks in its text that every voice honours.

    [pause]  [pause 1.5]    silence, half a second or as long as given, at most 5 s
    [sigh]                  an audible breath out
    *word*                  emphasis: that much louder, higher and slower
    [shout]                 everything after it is shouted

A voice is handed the pieces one by one, so marks work with any engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from audio.effects import louder, sigh
from audio.pcm import RATE, Samples, silence

EMPHASIS_HEAT, EMPHASIS_DB = 2.0, 2.0
SHOUT_HEAT, SHOUT_DB = 4.0, 4.0

_MARK = re.compile(r"\[([^\[\]]*)\]|\*([^*\s\[\]](?:[^*\[\]]*[^*\s\[\]])?)\*")
_PAUSE = re.compile(r"pause(?: (\d+(?:\.\d+)?))?")
_PAUSE_S, _LONGEST_S = 0.5, 5.0
_JOIN_S = 0.06
_SAYABLE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words, and how much hotter and louder (dB) than the line they are said."""

    text: str
    heat: float = 0.0
    db: float = 0.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Sigh:
    """A breath out."""


Piece = Spoken | Pause | Sigh


def plain(script: str) -> str:
    """The words alone, as a transcript shows them."""
    return re.sub(r"\s+", " ", _MARK.sub(lambda found: found[2] or "", script)).strip()


def parts(script: str) -> list[Piece]:
    """The pieces of a script.

    Raises:
        ValueError: a mark that is none of the above.
    """
    pieces: list[Piece] = []
    at, shout = 0, Spoken("")
    for found in _MARK.finditer(script):
        _add(pieces, script[at : found.start()], shout)
        at = found.end()
        if found[2] is not None:
            _add(pieces, found[2], Spoken("", shout.heat + EMPHASIS_HEAT, shout.db + EMPHASIS_DB))
        elif found[1] == "shout":
            shout = Spoken("", SHOUT_HEAT, SHOUT_DB)
        elif found[1] == "sigh":
            pieces.append(Sigh())
        elif pause := _PAUSE.fullmatch(found[1]):
            pieces.append(Pause(min(_LONGEST_S, float(pause[1] or _PAUSE_S))))
        else:
            raise ValueError(
                f"there is no mark [{found[1]}]: there are [pause], [pause 1.5], [sigh], [shout], *word*"
            )
    _add(pieces, script[at:], shout)
    rest = _MARK.sub("", script)
    if "[" in rest or "]" in rest:
        raise ValueError("a mark's bracket is not closed or not opened")
    if "*" in rest:
        raise ValueError("a star is not closed, or another mark stands between two of them")
    if not any(isinstance(piece, Spoken) for piece in pieces):
        raise ValueError("has no words")
    return pieces


def perform(say: Callable[[str, float], Samples], script: str, heat: float) -> Samples:
    """The script as sound.

    Args:
        say: speaks words at a heat.
        script: words and marks.
        heat: of the line, 0 to 10.
    """
    sounds: list[Samples] = []
    pieces = parts(script)
    for piece, after in pairwise([*pieces, None]):
        match piece:
            case Spoken(text, hotter, db):
                sounds.append(louder(say(text, min(10.0, heat + hotter)), db))
                if isinstance(after, Spoken):
                    sounds.append(silence(round(_JOIN_S * RATE)))
            case Pause(seconds):
                sounds.append(silence(round(seconds * RATE)))
            case _:
                sounds.append(sigh())
    return np.concatenate(sounds)


def _add(pieces: list[Piece], text: str, how: Spoken) -> None:
    """Words as a piece; lone marks of punctuation go to the words before them."""
    text = text.strip()
    if _SAYABLE.search(text):
        pieces.append(Spoken(text, how.heat, how.db))
    elif text and pieces and isinstance(pieces[-1], Spoken):
        last = pieces[-1]
        pieces[-1] = Spoken(last.text + text, last.heat, last.db)
