"""Whether anything of a call is left: its sound, its id, or the trainee's words, in any file.

The words are those that the trainee said, and that people wrote to the call, as text, in JSON and in HTML;
the sound is the loudest moment of each turn, as samples and in Base64. Both are found inside zip files,
too. Sound that was encoded otherwise, and words that were changed, are not.
"""

from __future__ import annotations

import base64
import hashlib
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
from typing import Literal, get_args

import numpy as np

from audio.pcm import FRAME, Samples
from simulator.coach.bundle import AUDIO
from simulator.coach.packing import shared_events
from simulator.errors import RecordError
from simulator.events import TurnHeard, to_json
from simulator.record import Record

What = Literal["sound", "id", "words", "beginning"]

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

_PLAYER = b"data:audio"
"""Begins the sound in a page: it is encoded, so it can't be told by the recording."""

_LEAST_WORDS, _MOST_SENTENCES = 4, 40
_MOMENT = 64
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)

_Bytes = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Trace:
    """A file that still holds something of a call, and what."""

    path: Path
    what: frozenset[What]

    @property
    def certain(self) -> bool:
        """Whether it is of the call for sure: the same words are also said elsewhere, by anybody."""
        return self.what != {"words"}

    @property
    def told(self) -> str:
        """What it holds, in words."""
        return " and ".join(each for each in get_args(What) if each in self.what)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a call is known by.

    Attributes:
        words: sentences, as files may hold them.
        sound: moments of the recording, as samples; letters: the same in Base64.
        shared_as: the SHA-256 of the events in bundles of the call.
        first_said: the line of `events.jsonl` with the first words that were heard: when, and what.
    """

    call_id: bytes
    words: tuple[bytes, ...] = ()
    sound: tuple[bytes, ...] = ()
    letters: tuple[bytes, ...] = ()
    shared_as: str = ""
    first_said: bytes = b""

    def found_in(self, data: _Bytes) -> set[What]:
        """What of the call these bytes hold; a page of the call with a player holds its sound."""
        found: set[What] = self.heard_in(data)
        if self.named_in(data):
            found |= {"id", "sound"} if data.find(_PLAYER) >= 0 else {"id"}
        if any(data.find(mark) >= 0 for mark in self.letters):
            found.add("sound")
        if any(data.find(mark) >= 0 for mark in self.words):
            found.add("words")
        return found

    def heard_in(self, data: _Bytes) -> set[What]:
        """Whether the call's sound is in these bytes, as samples."""
        return {"sound"} if any(data.find(mark) >= 0 for mark in self.sound) else set()

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
        shared_as = hashlib.sha256(shared_events(record)).hexdigest()
    except RecordError:
        return Marks(call_id)
    said = {turn.text for turn in turns} | _beside(folder)
    telling = sorted((text for text in said if len(text.split()) >= _LEAST_WORDS), key=len, reverse=True)
    words = dict.fromkeys(form for text in telling[:_MOST_SENTENCES] for form in _written(text))
    stretches = [heard, *(heard[turn.start * FRAME : turn.end * FRAME] for turn in turns)]
    sound = dict.fromkeys(moment for stretch in stretches if (moment := _loudest(stretch)))
    letters = (form for moment in sound for form in _in_base64(moment))
    first_said = next((to_json(turn).encode() for turn in turns if turn.text), b"")
    return Marks(call_id, tuple(words), tuple(sound), tuple(letters), shared_as, first_said)


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
    found = []
    for path in sorted(files):
        if path.suffix in _WEIGHTS:
            continue
        if not path.is_relative_to(calls):
            what = frozenset[What]().union(*(_what(path, each) for each in of))
        elif path.name in _OWN or path.parent.name == "clips":
            continue
        else:
            what = frozenset({"id"}) if any(_what(path, Marks(each.call_id)) for each in of) else frozenset()
        if what:
            found.append(Trace(path, what))
    return found


def _what(path: Path, of: Marks) -> set[What]:
    """What a file holds of a call, in its bytes or its name."""
    found: set[What] = {"id"} if of.named_in(str(path).encode()) else set()
    is_wav = path.suffix == ".wav"  # many and long, and without words
    if path.stat().st_size:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found |= of.heard_in(data) if is_wav else of.found_in(data)
    if not is_wav and zipfile.is_zipfile(path):
        found |= _packed(path, of)
    return found


def _packed(path: Path, of: Marks) -> set[What]:
    """What a zip file holds of a call; a bundle of the call with recordings holds its sound."""
    found: set[What] = set()
    recorded = False
    for name, data in _members(path):
        found |= of.found_in(name.encode() + b"\n" + data)
        recorded = recorded or name in AUDIO
    return found | {"sound"} if recorded and "id" in found else found


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a zip file, as far as it can be read."""
    with suppress(*_BAD_ZIP), zipfile.ZipFile(path) as file:
        for name in file.namelist():
            yield name, file.read(name)


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
