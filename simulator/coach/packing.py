"""A record into a bundle: what the coach needs, and nothing of the machine it was made on."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath

from simulator import __version__, aftercall, events
from simulator.coach.bundle import AUDIO, DATE, LIMITS, MANIFEST, Item, Manifest
from simulator.coach.files import SharedError
from simulator.record import Record, heading_json


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle that was written: its manifest, and its size."""

    manifest: Manifest
    bytes: int


def pack(record: Record, path: Path, *, audio: bool) -> Packed:
    """Write the bundle of a call that is over.

    A call without a score is scored first, by its own rubric.

    Raises:
        SharedError: a file is too large for a bundle.
        SimmerdownError: the record can't be read.
        OSError: the bundle can't be written.
    """
    if not (record.folder / "score.json").is_file():
        aftercall.score(record, aftercall.own_rubric(record))
    heading = record.heading
    names = [name for name in LIMITS if (record.folder / name).is_file() and (audio or name not in AUDIO)]
    manifest = Manifest(
        program=__version__,
        call=heading.call_id,
        persona=heading.persona,
        started=heading.started,
        files=tuple(_item(record, name) for name in names),
    )
    part = path.with_name(path.name + ".part")
    try:
        _write(record, manifest, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Packed(manifest, path.stat().st_size)


def shared_events(record: Record) -> bytes:
    """The events as they are shared: as they were written, but remarks about devices keep only their kind.

    Devices have names, and people name them after themselves.
    """
    lines: list[str] = []
    for line in (record.folder / "events.jsonl").read_text(encoding="utf-8").split("\n"):
        if '"noticed"' in line:
            event = events.from_json(line)
            if isinstance(event, events.Noticed):
                line = events.to_json(events.Noticed(event.frame, event.what, ""))  # noqa: PLW2901 - as above
        lines.append(line)
    return "\n".join(lines).encode()


def _item(record: Record, name: str) -> Item:
    with _open(record, name) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, os.SEEK_END)
    if size > LIMITS[name]:
        raise SharedError(
            f"{record.folder / name}: has {size} bytes, and a bundle takes {LIMITS[name]}",
            hint="share it without sound: --no-audio" if name in AUDIO else "such a call can't be shared",
        )
    return Item(name=name, bytes=size, sha256=digest)


def _open(record: Record, name: str) -> BytesIO | BufferedReader:
    """A file of the record, as it is shared."""
    if name == "events.jsonl":
        return BytesIO(shared_events(record))
    if name == "record.json":
        heading = record.heading
        told = {"transcriber": _without_folder(heading.transcriber), "voice": _without_folder(heading.voice)}
        return BytesIO(heading_json(heading.model_copy(update=told)).encode())
    return (record.folder / name).open("rb")


def _without_folder(name: str) -> str:
    """A model's name; of one that is named by its folder, the last part, since paths hold user names."""
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(name).is_absolute():
            return kind(name).name
    return name


def _write(record: Record, manifest: Manifest, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(MANIFEST), manifest.to_text())
        for item in manifest.files:
            with _open(record, item.name) as file, archive.open(_entry(item.name), "w") as into:
                shutil.copyfileobj(file, into)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that tells nothing of the system that it was made on."""
    entry = zipfile.ZipInfo(name, DATE)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
