from __future__ import annotations

import os
import pty
import sys
import tty
from collections.abc import Iterator

import pytest

from simulator.cli.keys import Keys


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The typing end of a terminal whose other end is stdin."""
    ours, theirs = pty.openpty()
    tty.setcbreak(theirs)
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield ours
    os.close(ours)


def test_every_key_of_a_burst_is_seen_once(typed: int) -> None:
    with Keys() as keys:
        os.write(typed, b"xq")
        assert keys.pressed() == ["x", "q"]
        assert keys.pressed() == []


def test_arrows_and_the_like_are_no_keys_but_escape_alone_is(typed: int) -> None:
    with Keys() as keys:
        os.write(typed, b"\x1b[A\x1b[3~\x1bOHh")
        assert keys.pressed() == ["h"]
        os.write(typed, b"\x1b")
        assert keys.pressed() == ["\x1b"]
