"""A bundle by strangers into a folder: refused unless every name, size, hash and content is right."""

from __future__ import annotations

import hashlib
import os
import struct
import wave
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audio.pcm import RATE
from simulator import aftercall
from simulator.coach import files
from simulator.coach.bundle import AUDIO, LIMITS, MANIFEST, MANIFEST_LIMIT, NEEDED, Item, Manifest
from simulator.coach.files import SharedError
from simulator.errors import SimmerdownError
from simulator.record import Record
from simulator.staging import persona_of

_CHUNK = 1 << 20
_HINT = "ask for the file again: it is damaged, or was changed after it was shared"
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError, struct.error,
)  # fmt: skip
"""What the zipfile module raises on damaged archives, and on kinds that it does not know."""


def manifest_of(path: Path) -> Manifest:
    """The manifest of a bundle; that the names and sizes are as it says is checked too.

    Raises:
        SharedError: it is no bundle, or not as `simmerdown share` writes it.
    """
    with _archive(path) as archive:
        return _manifest(archive, path)


def unpack(path: Path, folder: Path) -> Manifest:
    """Check a bundle, and put its files and its manifest into an empty folder.

    Raises:
        SharedError: something in it is not as it should be; the folder then holds what was read so far.
    """
    with _archive(path) as archive:
        manifest = _manifest(archive, path)
        for item in manifest.files:
            _extract(archive, item, folder / item.name, path)
    (folder / MANIFEST).write_text(manifest.to_text(), encoding="utf-8", newline="\n")
    _check_contents(folder, manifest, path)
    return manifest


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _BROKEN as error:
        raise SharedError(f"{path}: is no bundle, or a damaged one ({error})", hint=_HINT) from error
    except OSError as error:
        raise SharedError(
            f"{path}: can't be read ({error.strerror or error})", hint="check the name"
        ) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    entries = archive.infolist()
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, seen, path)
        seen.add(entry.filename)
    if sum(entry.file_size for entry in entries) > path.stat().st_size:
        raise SharedError(f"{path}: says that it holds more than it has", hint=_HINT)
    for name in (MANIFEST, *NEEDED):
        if name not in seen:
            raise SharedError(f"{path}: lacks {name}", hint="'simmerdown share' makes bundles")
    manifest = files.parse(archive.read(MANIFEST), Manifest, f"{path}: {MANIFEST}")
    held = [(entry.filename, entry.file_size) for entry in entries if entry.filename != MANIFEST]
    if held != [(item.name, item.bytes) for item in manifest.files]:
        raise SharedError(f"{path}: does not hold the files that its manifest names", hint=_HINT)
    return manifest


def _check_entry(entry: zipfile.ZipInfo, seen: set[str], path: Path) -> None:
    name = entry.filename
    if name != MANIFEST and name not in LIMITS:
        raise SharedError(
            f"{path}: holds {name!r}, which does not belong in a bundle",
            hint="'simmerdown share' makes bundles",
        )
    if name in seen:
        raise SharedError(f"{path}: holds {name} twice", hint=_HINT)
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
        raise SharedError(f"{path}: {name} is compressed or encrypted", hint="bundles are neither")
    if entry.file_size > LIMITS.get(name, MANIFEST_LIMIT):
        raise SharedError(f"{path}: {name} is too large ({entry.file_size} bytes)", hint=_HINT)


def _extract(archive: zipfile.ZipFile, item: Item, into: Path, path: Path) -> None:
    digest = hashlib.sha256()
    with archive.open(item.name) as file, into.open("wb") as out:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != item.sha256:
        raise SharedError(f"{path}: {item.name} is not the file that was shared (wrong SHA-256)", hint=_HINT)


def _check_contents(folder: Path, manifest: Manifest, path: Path) -> None:
    """Everything can be read, and says what it should."""
    try:
        _check_record(Record(folder), manifest)
    except SimmerdownError as error:
        what = error.what.replace(f"{folder}{os.sep}", "")
        raise SharedError(f"{path}: {what}", hint=error.hint or _HINT) from error
    except (ValueError, RecursionError) as error:
        raise SharedError(f"{path}: can't be understood ({type(error).__name__})", hint=_HINT) from error


def _check_record(record: Record, manifest: Manifest) -> None:
    heading, folder = record.heading, record.folder
    if (heading.call_id, heading.persona, heading.started) != (
        manifest.call, manifest.persona, manifest.started,
    ):  # fmt: skip
        raise SharedError("record.json: is of another call than the manifest")
    if heading.ended is None:
        raise SharedError("record.json: the call has no end", hint="only calls that are over can be shared")
    text = (folder / "events.jsonl").read_text(encoding="utf-8")
    lines = text.removesuffix("\n").split("\n")
    if len(record.events()) != len(lines):
        raise SharedError("events.jsonl: its last line is no event")
    aftercall.kept_card(record)
    told = [*lines, *(path.read_text(encoding="utf-8") for path in folder.glob("*.json"))]
    if not all(map(files.is_plain_json, told)) or not files.are_plain(persona_of(record).model_dump()):
        raise SharedError("holds control characters in its texts")
    for name in AUDIO:
        if (folder / name).is_file() and not _is_call_sound(folder / name):
            raise SharedError(f"{name}: is not the sound of a call")
    if not (folder / "trainee.wav").is_file():
        aftercall.facts_of(record)  # delivery.json counts where there is no sound


def _is_call_sound(path: Path) -> bool:
    """Whether a file is WAV as calls write it; anything else would go to a decoder of many formats."""
    try:
        with wave.open(str(path), "rb") as file:
            return (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
    except (wave.Error, EOFError, RuntimeError):
        return False
