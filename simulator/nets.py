"""Small nets that ship with the program: whole files only, and one thread each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import onnxruntime
from pydantic import BaseModel, ConfigDict
from tokenizers import Tokenizer

from audio.errors import SimmerdownError

HINT = "install simmerdown again: the file belongs to it"

FILES = ("net.onnx", "tokenizer.json")
"""What a net is made of, beside its card."""


class Card(BaseModel):
    """What every net's card holds: its version, and the SHA-256 of its files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    sha256: dict[str, str]


AnyCard = TypeVar("AnyCard", bound=Card)


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of a net's files, by name, for its card."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def whole(path: Path, sha256: Mapping[str, str]) -> bytes:
    """A file's bytes, if they are those that belong to it.

    Args:
        path: the file.
        sha256: what its bytes should hash to, by file name.

    Raises:
        OSError: it can't be read.
        ValueError: its bytes are others.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256.get(path.name):
        raise ValueError(f"{path.name} is not the file that belongs to it")
    return content


def load(folder: Path, card: type[AnyCard], what: str) -> tuple[AnyCard, Tokenizer, Any]:
    """A net that lies in a folder: its card (`net.json`), its tokenizer, and the net, ready to run.

    Args:
        folder: with `net.json` and the files of `FILES`.
        card: what the card must be.
        what: names the net in an error.

    Raises:
        SimmerdownError: a file is missing or damaged.
    """
    try:
        told = card.model_validate(json.loads((folder / "net.json").read_text(encoding="utf-8")))
        model, pieces = (whole(folder / name, told.sha256) for name in FILES)
    except (OSError, ValueError) as error:
        raise SimmerdownError(f"{folder}: {what} can't be read ({error})", hint=HINT) from error
    return told, Tokenizer.from_str(pieces.decode()), opened(model)


def opened(model: bytes) -> Any:
    """The net, ready to run (an `onnxruntime.InferenceSession`)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
