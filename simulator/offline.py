"""The offline driver: a call with files or a script in the place of a sound card.

A plain loop, as fast as the machine allows; with the same input it gives the same events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from audio.pcm import FRAME, FRAME_S, Samples, level_db, silence, whole
from audio.ports import Mic, Speaker
from simulator.session import Session
from simulator.states import State

AFTER_MIC_S = 1.5
"""How long a call goes on, with nobody speaking, after the last of the recording was answered."""

_OPENING_S = 1.2  # no ring is this long
_QUIET_DB = -50.0


class NoSpeaker:
    """`Speaker` that plays to nobody."""

    def play(self, frame: Samples) -> None:
        """Dropped: the record has it."""

    def close(self) -> None:
        """Nothing to close."""


class ScriptedTrainee:
    """`Mic` that is a person with a script: listens until the customer falls silent, then speaks.

    Args:
        lines: what is said, in turn, as sound.
        pause_s: the breath before each, after the customer has fallen silent (on so clean a line any
            sound is the customer's).
    """

    def __init__(self, lines: Iterable[Samples], *, pause_s: float = 1.0) -> None:
        self._lines = iter(lines)
        self._pause = round(pause_s / FRAME_S)
        self._speaking: Samples = silence(0)
        self._at = 0
        self._heard = 0
        self._enough = round(_OPENING_S / FRAME_S)
        self._quiet = 0

    def frame(self, heard: Samples) -> Samples | None:
        """The next frame; None when the script has run out and the customer has fallen silent."""
        if self._at < len(self._speaking):
            part = self._speaking[self._at : self._at + FRAME]
            self._at += FRAME
            return whole(part)
        sound = level_db(heard) > _QUIET_DB
        self._heard += sound
        self._quiet = 0 if sound else self._quiet + 1
        if self._heard >= self._enough and self._quiet > self._pause:
            line = next(self._lines, None)
            if line is None:
                return None
            self._speaking, self._at = line, 0
            self._heard, self._enough, self._quiet = 0, 1, 0
        return silence(FRAME)


def run(
    session: Session,
    mic: Mic,
    speaker: Speaker | None = None,
    *,
    watch: Callable[[], None] = lambda: None,
) -> None:
    """Run the call until it is over.

    When the microphone has no more frames, what was said last is still answered; a call that then
    waits for the trainee is hung up.
    """
    out = speaker or NoSpeaker()
    heard = silence(FRAME)
    try:
        while not session.over:
            frame = mic.frame(heard)
            if frame is None:
                _run_out(session, out, watch)
                break
            heard = session.step(frame)
            out.play(heard)
            watch()
    finally:
        try:
            if session.call.state is not State.OVER:
                session.close("interrupted", "the program was stopped")
            session.finish()
            watch()
        finally:
            out.close()


def _run_out(session: Session, out: Speaker, watch: Callable[[], None]) -> None:
    """Silence until the call is over, or waits for somebody who will not speak again."""
    while not session.over:
        out.play(session.step(silence(FRAME)))
        watch()
        if session.call.idle_s >= AFTER_MIC_S:
            session.close("trainee_ended", "the recording has ended")
