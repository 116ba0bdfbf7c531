"""Lines that were rendered once are kept on disk, named by what made them."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from audio import wav
from audio.errors import SoundFileError
from audio.pcm import Samples
from audio.ports import Voice

_FORM = 2
"""Raised whenever rendering changes, so that no stale line is played."""


class CachedVoice:
    """`Voice` that renders each line once: keyed by voice, heat and text."""

    def __init__(self, voice: Voice, folder: Path) -> None:
        self._voice = voice
        self._folder = folder

    @property
    def name(self) -> str:
        """The name of the voice behind the cache."""
        return self._voice.name

    def say(self, text: str, heat: float) -> Samples:
        """The line, from disk if it was said before."""
        heat = round(heat, 1)
        key = hashlib.sha256(f"{_FORM}|{self.name}|{heat}|{text}".encode()).hexdigest()
        path = self._folder / key[:2] / f"{key}.wav"
        if wav.is_whole(path):  # one cut short by a crash or a full disk is rendered again
            return wav.read(path)
        samples = self._voice.say(text, heat)
        if len(samples):
            with suppress(OSError, SoundFileError):  # a folder that can't be written costs time, not the call
                _keep(samples, path)
        return samples


def _keep(samples: Samples, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    wav.write(part, samples)
    part.replace(path)
