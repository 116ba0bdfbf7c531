"""Voices behind one protocol: `neural` (hibari), `system` (pyttsx3) and `piper`.

A persona names traits; `choose` finds the engine and the nearest voice that it has.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from audio.errors import VoiceError, pip_install
from audio.ports import Traits, Voice
from audio.voices.cache import CachedVoice
from audio.voices.neural import NeuralVoice
from audio.voices.piper import PiperVoice
from audio.voices.system import SystemVoice

Engine = Literal["auto", "neural", "system", "piper"]
ENGINES: tuple[str, ...] = get_args(Engine)

_BEST_FIRST: dict[str, Callable[[Traits], Voice]] = {
    "neural": NeuralVoice,
    "system": SystemVoice,
    "piper": PiperVoice,
}
_PACKAGES = {"neural": "hibari", "system": "pyttsx3", "piper": "piper"}


def choose(engine: Engine, traits: Traits, *, cache: Path) -> Voice:
    """A voice with the traits, its lines cached in a folder.

    Raises:
        VoiceError: the engine (or, for "auto", every engine) is missing or broken.
    """
    if engine != "auto":
        return CachedVoice(_BEST_FIRST[engine](traits), cache)
    failures: list[str] = []
    for build in _BEST_FIRST.values():
        try:
            return CachedVoice(build(traits), cache)
        except VoiceError as error:
            failures.append(error.what)
    raise VoiceError("no voice works here: " + "; ".join(failures), hint=pip_install("hibari-tts"))


def installed() -> tuple[str, ...]:
    """The engines whose packages are on this machine, best first."""
    return tuple(name for name, package in _PACKAGES.items() if find_spec(package) is not None)
