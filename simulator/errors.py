"""The simulator's branches of the error tree (see `audio.errors`)."""

from audio.errors import SimmerdownError

__all__ = [
    "AuthoredError",
    "CorrectionError",
    "PersonaError",
    "RecordError",
    "RedoError",
    "RubricError",
    "SimmerdownError",
]


class AuthoredError(SimmerdownError):
    """A file that somebody wrote can't be read or understood; says in which line."""


class PersonaError(SimmerdownError):
    """There is no such persona, or no such call in its plan."""


class RubricError(SimmerdownError):
    """There is no such rubric."""


class RecordError(SimmerdownError):
    """A call's record can't be found, read or understood."""


class RedoError(SimmerdownError):
    """A moment of a call can't be redone."""


class CorrectionError(SimmerdownError):
    """A turn can't be corrected: there is none, or nothing to undo."""
