"""The user's yes to being recorded: asked for once, and never in a script's way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.privacy import consent

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


class User:
    """Somebody at the terminal, who answers so; None: nobody."""

    def __init__(self, *, says: bool | None) -> None:
        self.told: list[str] = []
        self.asked = 0
        self._says = says
        self.ask: Callable[[], bool] | None = None if says is None else self._asked

    def _asked(self) -> bool:
        self.asked += 1
        return bool(self._says)


def given(home: Path, user: User, *, yes: bool = False) -> bool:
    return consent.given(home, NOW, yes=yes, tell=user.told.append, ask=user.ask)


def test_it_is_asked_once_and_remembered(tmp_path: Path) -> None:
    user = User(says=True)
    assert given(tmp_path / "home", user)
    assert (user.told, user.asked) == ([consent.text(tmp_path / "home")], 1)
    assert json.loads((tmp_path / "home" / "consent.json").read_bytes()) == {
        "schema": 1, "version": consent.VERSION, "agreed": True, "at": "2026-03-04T05:06:07+00:00",
    }  # fmt: skip
    assert given(tmp_path / "home", user)
    assert (len(user.told), user.asked) == (1, 1)


def test_the_text_says_where_what_and_how_to_delete(tmp_path: Path) -> None:
    text = consent.text(tmp_path)
    assert str(tmp_path / "calls") in text
    assert all(
        word in text for word in ("voice", "leaves this machine", "simmerdown delete", "simmerdown keep")
    )
    assert text.count(". ") == 2


def test_a_no_is_no_and_is_asked_again(tmp_path: Path) -> None:
    user = User(says=False)
    assert not given(tmp_path, user)
    assert not given(tmp_path, user)
    assert user.asked == 2
    assert list(tmp_path.iterdir()) == []


def test_where_nobody_is_it_is_told_once_and_asked_when_somebody_comes(tmp_path: Path) -> None:
    script, user = User(says=None), User(says=True)
    assert given(tmp_path, script)
    assert given(tmp_path, script)
    assert len(script.told) == 1
    assert given(tmp_path, user)
    assert user.asked == 1
    assert given(tmp_path, script)
    assert len(script.told) == 1


def test_who_agrees_beforehand_is_not_told(tmp_path: Path) -> None:
    user = User(says=False)
    assert given(tmp_path, user, yes=True)
    assert given(tmp_path, user)
    assert (user.told, user.asked) == ([], 0)


@pytest.mark.parametrize("content", ["", '{"schema": 2}', '{"version": 0, "agreed": true, "at": ""}'])
def test_another_text_or_a_damaged_file_is_asked_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "consent.json").write_text(content)
    user = User(says=True)
    assert given(tmp_path, user)
    assert user.asked == 1


def test_a_home_that_cant_be_written_is_for_the_record_to_tell(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    assert given(tmp_path / "home", User(says=None))
