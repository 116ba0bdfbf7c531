"""Both sides of the line as one MP3: small enough to live inside a page."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from audio.pcm import FULL_SCALE, RATE, Samples
from simulator.record import Record

BIT_RATE = 32_000
"""Bits a second, constant, so that a browser finds any second at once: 240 kB a minute."""

_STEP = 10 * RATE
_EFFORT = "7"  # of the encoder, 0 (slow, best) to 9


def mixed(trainee: Samples, customer: Samples) -> Samples:
    """Both sides together, softer as a whole where they would be too loud."""
    both = np.zeros(max(len(trainee), len(customer)), np.float64)
    both[: len(trainee)] += trainee
    both[: len(customer)] += customer
    most = float(np.abs(both).max(initial=0.0))
    if most >= FULL_SCALE:
        both *= (FULL_SCALE - 1) / most
    return both.astype(np.int16)


def mp3(samples: Samples) -> bytes:
    """The samples as MP3."""
    import av  # noqa: PLC0415 - half a second to import

    file = BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, options={"compression_level": _EFFORT})
        stream.bit_rate, stream.layout, stream.format = BIT_RATE, "mono", "s16p"
        for start in range(0, len(samples), _STEP):
            frame = av.AudioFrame.from_ndarray(
                samples[None, start : start + _STEP], format="s16p", layout="mono"
            )
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def of(record: Record) -> bytes | None:
    """The sound of a call; None if its recording is gone."""
    both = mixed(record.trainee(), record.customer())
    return mp3(both) if len(both) else None
