"""Memory that the C library keeps for later, given back to the system.

Whisper takes pieces of every size, one for each length of sound. Between them glibc's allocator keeps
what no next piece fits into: over 360 utterances that was 150 MB, and it went on growing; given back
after each, a third of it. It takes 1 to 4 ms. Other C libraries need no telling.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Give back what is kept and not in use."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """`malloc_trim` of glibc; None: this is another C library."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        found: Callable[[int], int] = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return None
    return found
