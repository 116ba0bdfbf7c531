"""Small nets that ship with the program: whole files only, and one thread each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnxruntime

FILES = ("net.onnx", "tokenizer.json")
"""What a net is made of, beside its card."""


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


def opened(model: bytes) -> Any:
    """The net, ready to run (an `onnxruntime.InferenceSession`)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
