"""The system's own voices through pyttsx3: SAPI5, NSSpeech or eSpeak NG, in a child process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from audio import wav
from audio.errors import SoundFileError, VoiceError
from audio.pcm import Samples, trim
from audio.ports import Traits
from audio.voices.style import Style

_START_S = 20.0
_LINE_S = 30.0
_WORDS_PER_MINUTE = 175
_HINT = "on Linux install eSpeak NG (the package espeak-ng), or use --voice neural"


@dataclass(frozen=True, slots=True)
class SystemSpeaker:
    """One of the system's voices."""

    id: str
    name: str
    language: str
    gender: str


class SystemVoice:
    """`Voice` on pyttsx3."""

    def __init__(self, traits: Traits) -> None:
        self._child = _Child()
        self._voice = _nearest(self._child.voices, traits)
        self._traits = traits
        self._name = f"pyttsx3-{version('pyttsx3')}-{self._voice}{Style.name(traits)}"

    @property
    def name(self) -> str:
        """Engine, version and voice."""
        return self._name

    def say(self, text: str, heat: float) -> Samples:
        """The line as speech, without silence at its ends."""
        style = Style.at(heat, self._traits)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "line.wav"
            request = {
                "text": text,
                "path": str(path),
                "voice": self._voice,
                "rate": round(_WORDS_PER_MINUTE * style.speed),
                "volume": 1.0,
            }
            answer = self._child.ask(request)
            if "error" in answer:
                raise VoiceError(f"the system voice failed: {answer['error']}", hint=_HINT)
            try:
                spoken = wav.read(path)
            except SoundFileError as error:
                raise VoiceError(f"the system voice wrote no sound for {text!r}", hint=_HINT) from error
        return style.leveled(trim(spoken))


def system_speakers() -> tuple[SystemSpeaker, ...]:
    """The voices that this system has.

    Raises:
        VoiceError: the system's speech engine can't be started.
    """
    return _Child().voices


class _Child:
    """The child process, restarted once when it hangs."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "audio.voices.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        weakref.finalize(self, _stop, self._process)
        self._answers: SimpleQueue[str] = SimpleQueue()
        Thread(target=_pass_on, args=(self._process, self._answers), daemon=True).start()
        hello = self._next(_START_S)
        if "voices" not in hello:
            raise VoiceError(
                f"the system's speech engine did not start: {hello.get('error', 'no answer')}", hint=_HINT
            )
        self.voices = tuple(SystemSpeaker(**voice) for voice in hello["voices"])

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The child's answer; a hanging child is replaced and asked once more."""
        for attempt in range(2):
            if attempt:
                _stop(self._process)
                self._start()
            try:
                assert self._process.stdin is not None  # noqa: S101 - opened as a pipe above
                self._process.stdin.write(json.dumps(request) + "\n")
                self._process.stdin.flush()
            except OSError:
                continue
            answer = self._next(_LINE_S)
            if answer:
                return answer
        return {"error": f"no answer within {_LINE_S:.0f} s"}

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=seconds)
        except Empty:
            return {}
        loaded = json.loads(line) if line else {}
        return loaded if isinstance(loaded, dict) else {}


def _pass_on(process: subprocess.Popen[str], answers: SimpleQueue[str]) -> None:
    """Move the child's lines to a queue, so that waiting for one can time out."""
    assert process.stdout is not None  # noqa: S101 - opened as a pipe
    with process.stdout as lines:
        for line in lines:
            answers.put(line)
    answers.put("")


def _stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _nearest(voices: tuple[SystemSpeaker, ...], traits: Traits) -> str:
    """The id of the voice nearest to the traits: language, then accent, then gender."""
    if not voices:
        raise VoiceError("the system has no voices", hint=_HINT)
    accent = traits.accent.lower().replace("_", "-")
    language = accent.split("-")[0]

    def distance(voice: SystemSpeaker) -> tuple[bool, bool, bool, str]:
        spoken = voice.language.replace("_", "-")
        return (
            not spoken.startswith(language),
            spoken != accent,
            voice.gender != traits.gender,
            voice.id,
        )

    best = min(voices, key=distance)
    if traits.gender == "female" and best.gender != "female" and best.id.startswith(("gmw", "en")):
        return f"{best.id}+f3"  # eSpeak's English voices are men; +f3 is its clearest woman
    return best.id
