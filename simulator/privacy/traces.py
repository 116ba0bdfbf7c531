"""Whether anything of a call is left: its id, the trainee's words, or its sound, in any file.

The words are those that the trainee said, and that people wrote to the call, as text, in JSON and in HTML;
the sound is the loudest moment of each turn, as samples and in Base64. Both are found inside zip files,
too. Sound that was encoded otherwise, and words that were changed, are not.
"""

from __future__ import annotations

import base64
import html
import json
import mmap
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from audio.pcm import FRAME, Samples
from simulator.errors import RecordError
from simulator.events import TurnHeard
from simulator.record import Record

What = Literal["id", "words", "sound"]

_OWN = frozenset(
    {
        "record.json", "events.jsonl", "take.jsonl", "persona.yaml", "trainee.wav", "customer.wav",
        "delivery.json", "score.json", "summary.md",
    }
)  # fmt: skip
"""What a record holds of its own call alone; in other calls it is not searched."""

_WEIGHTS = frozenset({".bin", ".onnx"})
"""Weights are held against their checksums: nothing else is in them."""

_WRITTEN = ("note.json", "corrections.json", "review.json")

_LEAST_WORDS, _MOST_SENTENCES = 4, 40
_MOMENT = 64
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)

_Bytes = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Trace:
    """A file that still holds something of a call, and what."""

    path: Path
    what: What


@dataclass(frozen=True, slots=True)
class Marks:
    """What a call is known by.

    Attributes:
        words: sentences, as files may hold them.
        sound: moments of the recording, as samples; letters: the same in Base64.
    """

    call_id: bytes
    words: tuple[bytes, ...] = ()
    sound: tuple[bytes, ...] = ()
    letters: tuple[bytes, ...] = ()

    def found_in(self, data: _Bytes) -> What | None:
        """What of the call these bytes hold, the most telling first."""
        if any(data.find(mark) >= 0 for mark in self.words):
            return "words"
        if self.heard_in(data) or any(data.find(mark) >= 0 for mark in self.letters):
            return "sound"
        return "id" if self.named_in(data) else None

    def heard_in(self, data: _Bytes) -> What | None:
        """Whether the call's sound is in these bytes, as samples."""
        return "sound" if any(data.find(mark) >= 0 for mark in self.sound) else None

    def named_in(self, data: _Bytes) -> bool:
        """Whether the call is named; "ID-2" is another one, of the same second."""
        return re.search(re.escape(self.call_id) + rb"(?!\w|-\d)", data) is not None


def marks(folder: Path) -> Marks:
    """What the call in a folder is known by; a damaged record is known by less."""
    call_id = folder.name.encode()
    try:
        record = Record(folder)
        call_id = record.heading.call_id.encode()
        turns = [event for event in record.events() if isinstance(event, TurnHeard)]
        heard = record.trainee()
    except RecordError:
        return Marks(call_id)
    said = {turn.text for turn in turns} | _beside(folder)
    telling = sorted((text for text in said if len(text.split()) >= _LEAST_WORDS), key=len, reverse=True)
    words = dict.fromkeys(form for text in telling[:_MOST_SENTENCES] for form in _written(text))
    stretches = [heard, *(heard[turn.start * FRAME : turn.end * FRAME] for turn in turns)]
    sound = dict.fromkeys(moment for stretch in stretches if (moment := _loudest(stretch)))
    letters = (form for moment in sound for form in _in_base64(moment))
    return Marks(call_id, tuple(words), tuple(sound), tuple(letters))


def _beside(folder: Path) -> set[str]:
    """What people wrote to a call: notes, corrections, comments."""
    found: set[str] = set()
    for name in _WRITTEN:
        with suppress(OSError, ValueError):  # not there, or damaged
            found |= set(_texts(json.loads((folder / name).read_bytes())))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def left(of: Sequence[Marks], roots: Collection[Path], calls: Path) -> list[Trace]:
    """Every file under the roots that holds something of these calls.

    In the records of other calls only what was put beside the recording is searched, and for the id
    alone: people say the same words in more than one call.

    Args:
        of: what the calls are known by.
        roots: where to look.
        calls: the folder of the records.
    """
    files = {path for root in roots for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    ids = [Marks(each.call_id) for each in of]
    found = []
    for path in sorted(files):
        in_record = path.is_relative_to(calls)
        if path.suffix in _WEIGHTS or (in_record and (path.name in _OWN or path.parent.name == "clips")):
            continue
        whats = (_what(path, each) for each in (ids if in_record else of))
        what = next((each for each in whats if each is not None), None)
        if what is not None:
            found.append(Trace(path, what))
    return found


def _what(path: Path, of: Marks) -> What | None:
    """What a file holds of a call, in its bytes or its name."""
    found: What | None = None
    is_wav = path.suffix == ".wav"  # many and long, and without words
    if path.stat().st_size:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found = of.heard_in(data) if is_wav else of.found_in(data)
    if found is None and not is_wav and zipfile.is_zipfile(path):
        found = next((what for what in map(of.found_in, _members(path)) if what is not None), None)
    return found or ("id" if of.named_in(str(path).encode()) else None)


def _members(path: Path) -> Iterator[bytes]:
    """The files in a zip file, as far as it can be read."""
    with suppress(*_BAD_ZIP), zipfile.ZipFile(path) as file:
        for name in file.namelist():
            yield name.encode() + b"\n" + file.read(name)


def _written(text: str) -> tuple[bytes, ...]:
    """A text as files may hold it."""
    in_json = (json.dumps(text, ensure_ascii=plain)[1:-1] for plain in (True, False))
    return tuple(form.encode() for form in (text, *in_json, html.escape(text)))


def _loudest(heard: Samples) -> bytes:
    """The loudest moment of a stretch of sound; nothing of silence."""
    moments = heard[: len(heard) // _MOMENT * _MOMENT].reshape(-1, _MOMENT)
    power = (moments.astype(np.float64) ** 2).sum(axis=1)
    return moments[power.argmax()].astype("<i2").tobytes() if power.any() else b""


def _in_base64(moment: bytes) -> Iterator[bytes]:
    """Samples in Base64, wherever a group of its letters may begin."""
    for before in range(3):
        letters = base64.b64encode(bytes(before) + moment)
        yield letters[-(-before * 8 // 6) : (before + len(moment)) * 8 // 6]
