"""Sound files: read any, write WAV so that a crash can't spoil it."""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from audio.errors import SoundFileError
from audio.pcm import RATE, Samples, to_samples

_HEADER = 44
_NOT_PLAIN = (wave.Error, EOFError, OSError, RuntimeError)
"""What the wave module raises on damaged files; RuntimeError is its own for a wrong chunk size."""


def read(path: Path) -> Samples:
    """A sound file as samples: WAV, FLAC, MP3, … of any rate and number of channels.

    Raises:
        SoundFileError: the file is missing, empty or not sound.
    """
    try:
        found = path.is_file()
    except OSError:  # a name that no file system takes
        found = False
    if not found:
        raise SoundFileError(f"{path}: there is no such file", hint="check the name and the folder")
    samples = _read_plain(path)
    if samples is None:
        samples = _decode(path)
    if not len(samples):
        raise SoundFileError(f"{path}: holds no sound", hint="record it again, or name another file")
    return samples


def _read_plain(path: Path) -> Samples | None:
    """The common case, 16-bit mono WAV at our rate, without loading a decoder."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
                return None
            data = file.readframes(file.getnframes())
    except _NOT_PLAIN:
        return None
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16)


def is_whole(path: Path) -> bool:
    """Whether a WAV file is there and holds every sample that its header counts (at least one)."""
    try:
        with wave.open(str(path), "rb") as file:
            count = file.getnframes()
            data = file.readframes(count)
            return len(data) == count * file.getsampwidth() * file.getnchannels() > 0
    except _NOT_PLAIN:
        return False


def _decode(path: Path) -> Samples:
    """Anything that FFmpeg knows, mixed down to mono and resampled."""
    from av import FFmpegError  # noqa: PLC0415 - half a second to import, and rarely needed
    from faster_whisper.audio import decode_audio  # noqa: PLC0415 - likewise

    try:
        floats = decode_audio(str(path), sampling_rate=RATE)
    except (FFmpegError, IndexError, ValueError) as error:
        raise SoundFileError(
            f"{path}: is not a sound file that can be read ({error})",
            hint="WAV, FLAC, MP3, OGG and M4A files can be read",
        ) from error
    return to_samples(np.asarray(floats, np.float32))


class WavWriter:
    """A 16-bit mono WAV that is valid on disk after every `flush`, whatever happens next."""

    def __init__(self, path: Path, rate: int = RATE) -> None:
        self._path = path
        self._rate = rate
        self._written = 0
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise SoundFileError(
                f"{path}: can't be written ({error.strerror})", hint="choose another folder"
            ) from error
        self._file.write(_header(0, rate))

    def write(self, samples: Samples) -> None:
        """Append samples."""
        self._file.write(samples.astype("<i2").tobytes())
        self._written += len(samples)

    def flush(self) -> None:
        """Hand everything to the system, with a header that counts it."""
        self._file.seek(0)
        self._file.write(_header(self._written, self._rate))
        self._file.seek(0, 2)
        self._file.flush()

    def close(self) -> None:
        """Flush and close; closing twice is harmless."""
        if not self._file.closed:
            self.flush()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write(path: Path, samples: Samples, rate: int = RATE) -> None:
    """A whole sound as a WAV file."""
    with WavWriter(path, rate) as file:
        file.write(samples)


def _header(count: int, rate: int) -> bytes:
    """The RIFF header of a 16-bit mono WAV with `count` samples."""
    size = count * 2
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", _HEADER - 8 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", size,
    )  # fmt: skip
