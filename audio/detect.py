"""The speech detector: Silero's net, one frame at a time.

The net is the one that faster-whisper ships (Silero VAD v6, MIT). It takes a frame of 512 samples
with the 64 samples before it and carries an LSTM state; run frame by frame it gives the same
numbers as a run over the whole file, at about 0.1 ms a frame. It notices the end of speech about
64 ms late, which endpointing allows for.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from audio.errors import ModelError, pip_install
from audio.pcm import FRAME, Floats, Samples, to_floats

_CONTEXT = 64
_STATE = (1, 1, 128)


class SileroDetector:
    """`SpeechDetector` on the Silero net; one instance per stream."""

    def __init__(self) -> None:
        import onnxruntime  # noqa: PLC0415 - engines are imported when one is built

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        self._net = onnxruntime.InferenceSession(
            str(_net_path()), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.reset()

    def reset(self) -> None:
        """Forget everything heard so far."""
        self._h: Floats = np.zeros(_STATE, np.float32)
        self._c: Floats = np.zeros(_STATE, np.float32)
        self._context: Floats = np.zeros(_CONTEXT, np.float32)

    def probability(self, frame: Samples) -> float:
        """The probability of speech in the next 512 samples, 0 to 1."""
        if len(frame) != FRAME:
            raise ValueError(f"a frame has {FRAME} samples, not {len(frame)}")
        floats = to_floats(frame)
        joined = np.concatenate([self._context, floats])[None]
        out, self._h, self._c = self._net.run(None, {"input": joined, "h": self._h, "c": self._c})
        self._context = floats[-_CONTEXT:]
        return float(np.ravel(out)[0])


def _net_path() -> Path:
    """Where faster-whisper keeps the net; found without importing all of faster-whisper."""
    from importlib.util import find_spec  # noqa: PLC0415 - used once

    spec = find_spec("faster_whisper")
    folder = Path(spec.origin).parent / "assets" if spec and spec.origin else None
    nets = sorted(folder.glob("silero_vad*.onnx")) if folder else []
    if not nets:
        raise ModelError(
            "the speech detector's net is missing from faster-whisper",
            hint=f"install it again: {pip_install('--force-reinstall', 'faster-whisper')}",
        )
    return nets[-1]
