"""The errors that a person can do something about, as one small tree.

Each says what happened and where, and carries a `hint`: what to do next. The command line prints
both and exits with 1. `simulator.errors` hangs its own branches on `SimmerdownError`.
"""

import sys


def pip_install(*words: str) -> str:
    """The command that installs something where this program is installed."""
    return f"{sys.executable} -m pip install {' '.join(words)}"


class SimmerdownError(Exception):
    """Something that the user can mend.

    Args:
        what: what is wrong, where, and why, in one sentence.
        hint: what to do about it.
    """

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class SoundFileError(SimmerdownError):
    """A sound file can't be read or written."""


class DeviceError(SimmerdownError):
    """A microphone or loudspeaker can't be found or opened."""


class ModelError(SimmerdownError):
    """The transcriber's weights are missing, damaged or of an unknown kind."""


class VoiceError(SimmerdownError):
    """No voice can speak the line."""
