"""The bundle: one call as one file, `NAME.simmerdown`.

A ZIP archive that holds `manifest.json` and files of the call's record, in the order of `LIMITS`,
stored (not compressed), without comments or extra fields, all dated 1 January 1980. So the same
record gives the same bytes on any machine, and nothing in it can be larger than it looks.

The manifest names every other file with its size and SHA-256. That finds damage and mix-ups; it is no
signature: whoever changes a file can also change the manifest.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.coach.files import Name, Strict, Time

SUFFIX = ".simmerdown"
MANIFEST = "manifest.json"
DATE = (1980, 1, 1, 0, 0, 0)

AUDIO = ("trainee.wav", "customer.wav")

LIMITS = {
    "record.json": 64_000,
    "persona.yaml": 300_000,
    "events.jsonl": 32_000_000,
    "score.json": 4_000_000,
    "delivery.json": 8_000_000,
    "corrections.json": 1_000_000,
    "branch.json": 64_000,
    "note.json": 256_000,
    "trainee.wav": 400_000_000,
    "customer.wav": 400_000_000,
}
"""The files that a bundle may hold, and how large they may be; an hour of sound is 115 MB."""

MANIFEST_LIMIT = 64_000

NEEDED = ("record.json", "persona.yaml", "events.jsonl", "score.json")

MEANS = {
    "record.json": "which customer rang and when, the program's settings, the total",
    "persona.yaml": "the customer, as the file was then",
    "events.jsonl": "what was said and what happened, both sides, in writing",
    "score.json": "the machine's score, with quotes",
    "delivery.json": "how each turn was spoken: pace, pauses, loudness, pitch",
    "corrections.json": "lines that you corrected, in both versions",
    "branch.json": "which call this one tries again",
    "note.json": "your note on the call",
    "trainee.wav": "your voice",
    "customer.wav": "the customer's voice",
}

CallId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]


class Item(Strict):
    """A file of the bundle."""

    name: str
    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Strict):
    """`manifest.json`.

    Attributes:
        program: the version that wrote the bundle.
        call: the call's id.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    kind: Literal["simmerdown bundle"] = "simmerdown bundle"
    program: Name
    call: CallId
    persona: Name
    started: Time
    files: tuple[Item, ...]

    @property
    def audio(self) -> bool:
        """Whether the trainee's voice is in it."""
        return any(item.name in AUDIO for item in self.files)

    @property
    def events_sha256(self) -> str:
        """By what the call is known again."""
        return next(item.sha256 for item in self.files if item.name == "events.jsonl")
