"""Sound files in the place of a microphone and a loudspeaker."""

from __future__ import annotations

from pathlib import Path

from audio import wav
from audio.pcm import Samples, frames


class WavMic:
    """`Mic` that plays a recording, whatever it hears."""

    def __init__(self, path: Path) -> None:
        self._frames = frames(wav.read(path))

    def frame(self, heard: Samples) -> Samples | None:  # noqa: ARG002 - a recording does not listen
        """The next frame of the file; None at its end."""
        return next(self._frames, None)


class WavSpeaker:
    """`Speaker` that writes a WAV file."""

    def __init__(self, path: Path) -> None:
        self._file = wav.WavWriter(path)

    def play(self, frame: Samples) -> None:
        """Append a frame."""
        self._file.write(frame)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
