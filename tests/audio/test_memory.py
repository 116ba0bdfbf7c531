"""Memory that is not in use goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from audio.memory import give_back, one_heap

PAGE = 4096
BLOCK = 100_000
"""Bytes: below glibc's limit for blocks that are given back at once."""


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc keeps heaps that can be trimmed")
def test_what_is_not_in_use_is_given_back() -> None:
    one_heap()
    blocks = [np.ones(BLOCK, np.uint8) for _ in range(500)]
    last = np.ones(BLOCK, np.uint8)  # keeps the heap from shrinking by itself
    blocks.clear()
    before = resident()
    give_back()
    assert resident() < before - 100 * BLOCK
    assert last.sum() == BLOCK
