"""The product behind the interface by which speech loops are compared with one another.

Blocks of 20 ms go in by `push`; `log("end" | "text" | "audio", text, t)` tells when a turn was decided
over, when its transcript is final, and when the first audible sample of the answer is handed out, in
seconds of `time.monotonic`. Every turn is answered with the same ready-made line.
"""

from __future__ import annotations

import os

from bench.loop import Log, Loop


class Adapter:
    """A loop to be compared with others.

    Args:
        patience: see `audio.turns.Patience.level`; None: what SIMMERDOWN_PATIENCE says, or the usual one.
    """

    def __init__(self, patience: float | None = None) -> None:
        told = os.environ.get("SIMMERDOWN_PATIENCE")
        self._patience = float(told) if patience is None and told else patience
        self._loop: Loop | None = None

    def start(self, log: Log) -> None:
        """Load everything; returns when the loop listens."""
        self._loop = Loop(
            lambda what, text, at: log("text" if what == "again" else what, text, at), patience=self._patience
        )

    def push(self, block: bytes) -> None:
        """20 ms of the microphone: 640 bytes, 16-bit mono at 16 kHz. Does not block."""
        if self._loop is not None:
            self._loop.push(block)

    def busy(self) -> bool:
        """Whether a turn is being heard or answered."""
        return self._loop is not None and self._loop.busy()

    def stop(self) -> None:
        """Let go of everything."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None
