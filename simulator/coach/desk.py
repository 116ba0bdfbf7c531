"""The coach's desk: shared calls, each in a folder of its own under `reviews`, apart from own calls.

A call's folder holds what was in the bundle, its manifest, the coach's `review.json`, and `shown.json`
once the machine's score was shown: from then on the call can't be scored blind.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from simulator.coach import files, review, unpacking
from simulator.coach.bundle import MANIFEST, MANIFEST_LIMIT, SUFFIX, Manifest
from simulator.coach.files import SharedError, Strict, Time
from simulator.coach.review import Review
from simulator.errors import RecordError
from simulator.record import Record, write_whole
from simulator.store import home

_SHOWN = "shown.json"
_LONGEST_NAME = 100


class _Shown(Strict):
    """`shown.json`: when the machine's score was first shown, as ISO 8601."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    at: Time


@dataclass(frozen=True, slots=True)
class Shared:
    """A call on the desk."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """By what the coach calls it: the bundle's file name, without its suffix."""
        return self.folder.name

    @property
    def record(self) -> Record:
        """The call's record."""
        return Record(self.folder)

    @property
    def review(self) -> Review | None:
        """The coach's review, if it is begun."""
        return review.kept(self.folder)

    @property
    def shown(self) -> bool:
        """Whether the coach has seen the machine's score."""
        return (self.folder / _SHOWN).is_file()

    def show(self, at: str) -> None:
        """The machine's score is shown now."""
        if not self.shown:
            write_whole(self.folder / _SHOWN, _Shown(at=at).to_text())


class Desk:
    """All shared calls, by name."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else home() / "reviews"

    def calls(self) -> tuple[list[Shared], list[SharedError]]:
        """Every call that can be read, and what is wrong with the others."""
        found: list[Shared] = []
        failures: list[SharedError] = []
        if self.folder.is_dir():
            for folder in sorted(self.folder.iterdir()):
                if folder.is_dir() and not folder.name.startswith("."):
                    try:
                        found.append(_shared(folder))
                    except SharedError as error:
                        failures.append(error)
        return found, failures

    def find(self, name: str) -> Shared | None:
        """The call of a name, or of the only name that begins so; None: there is none.

        Raises:
            SharedError: more than one name begins so, or the call can't be read.
        """
        folders = self.folder.iterdir() if self.folder.is_dir() else ()
        known = sorted(each.name for each in folders if not each.name.startswith("."))
        matches = [name] if name in known else [each for each in known if name and each.startswith(name)]
        if len(matches) > 1:
            raise SharedError(
                f"{name!r} is the beginning of {len(matches)} shared calls", hint=", ".join(matches[-5:])
            )
        return _shared(self.folder / matches[0]) if matches else None

    def holding(self, record: Record) -> Shared | None:
        """The call on the desk whose record this is; None: it is none of the desk's."""
        lies_here = record.folder.resolve().parent == self.folder.resolve()
        return _shared(record.folder.resolve()) if lies_here else None

    def same(self, manifest: Manifest) -> Shared | None:
        """The call of this very bundle, if it is here already."""
        return next((each for each in self.calls()[0] if each.manifest == manifest), None)

    def seen(self, shared: Shared) -> bool:
        """Whether the coach has seen the machine's score of a call, in this bundle or another."""
        known = shared.manifest.events_sha256
        return any(each.shown for each in self.calls()[0] if each.manifest.events_sha256 == known)

    def take_in(self, bundle: Path) -> Shared:
        """Check a bundle and put it on the desk; one that is there already stays as it is.

        Raises:
            SharedError: it is not as it should be; nothing of it is kept.
            OSError: it can't be kept.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        coming = Path(tempfile.mkdtemp(prefix=".coming-", dir=self.folder))
        try:
            manifest = unpacking.unpack(bundle, coming)
            known = self.same(manifest)
            if known is not None:
                return known
            folder = self._free(_slug(bundle.name.removesuffix(SUFFIX)) or manifest.call)
            coming.replace(folder)
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        return Shared(folder, manifest)

    def _free(self, name: str) -> Path:
        """A folder that is not there yet."""
        folder, count = self.folder / name, 1
        while folder.exists():
            count += 1
            folder = self.folder / f"{name}-{count}"
        return folder


def _shared(folder: Path) -> Shared:
    shared = Shared(folder, files.read(folder / MANIFEST, Manifest, MANIFEST_LIMIT))
    try:
        shared.record  # noqa: B018 - reads the heading
    except RecordError as error:
        raise SharedError(error.what, hint=error.hint) from error
    return shared


def _slug(name: str) -> str:
    """A file name that every system takes, as near to the given one as can be."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_LONGEST_NAME]
