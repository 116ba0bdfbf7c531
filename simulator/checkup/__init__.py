"""Is this machine ready for a call? Each part is tried for real, and its speed measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from audio.voices import Engine
from simulator.checkup.check import Check
from simulator.checkup.engines import engines
from simulator.checkup.sound import sound

__all__ = ["Check", "Verdict", "run", "verdict"]

Verdict = Literal["ready", "ready without sound devices", "not ready"]


def run(model: str, voice: Engine, *, cache: Path, home: Path, silent: bool = False) -> Iterator[Check]:
    """Try everything a call needs, one check after the other.

    Args:
        model: the transcriber's; "auto" takes the best that is fast enough.
        voice: the voice engine.
        cache: where weights are put together, and what was measured of them is kept.
        home: the store's folder: how the loudspeaker is heard is kept there.
        silent: play nothing.
    """
    yield from engines(model, voice, cache)
    yield from sound(home, silent=silent)


def verdict(checks: list[Check]) -> Verdict:
    """What it comes to."""
    if any(check.needed and not check.ok for check in checks):
        return "not ready"
    there = all(check.ok for check in checks if check.name in {"microphone", "loudspeaker", "sound"})
    return "ready" if there else "ready without sound devices"
