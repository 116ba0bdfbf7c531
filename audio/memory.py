"""What the C library keeps of memory that is not in use: little, and given back.

Whisper takes pieces of every size, one for each length of sound, on several threads. glibc keeps a heap
for each thread, and between the pieces what no next one fits into: over 360 utterances the program
grew from 330 to 496 MB, and on. With one heap for all threads, trimmed after each utterance (1 to 5 ms,
when nobody waits), it grows to 346. Other C libraries need no telling.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_ARENA_MAX = -8
"""The number by which glibc's `mallopt` knows how many heaps there may be (malloc.h)."""


def one_heap() -> None:
    """From now on all threads share a heap."""
    library = _glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give back what is kept and not in use."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    """The C library, if it is glibc."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
