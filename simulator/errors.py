"""The simulator's branches of the error tree (see `audio.errors`)."""

from audio.errors import SimmerdownError

__all__ = ["PersonaError", "RecordError", "RubricError", "SimmerdownError"]


class PersonaError(SimmerdownError):
    """A persona can't be found, read or understood."""


class RubricError(SimmerdownError):
    """A rubric can't be found, read or understood."""


class RecordError(SimmerdownError):
    """A call's record can't be found, read or understood."""
