"""Two machines: the trainee's, with a good call and a poor one, and the coach's, which is empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.simulator.fixtures import Left, Run
from tests.simulator.scoring.calls import GOOD, conversation
from tests.simulator.test_cli_scores import GOOD_ID, POOR, POOR_ID, keep

At = Callable[..., Left]
"""Runs a command line on one of the machines."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which files change hands, and in which commands are run."""
    folder = tmp_path / "between"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def trainee(tmp_path: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    keep(tmp_path / "trainee", GOOD_ID, conversation(*GOOD))
    keep(tmp_path / "trainee", POOR_ID, conversation(*POOR, ended="hung_up"))

    def at(*words: str) -> Left:
        monkeypatch.setenv("SIMMERDOWN_HOME", str(tmp_path / "trainee"))
        return run(*words)

    return at


@pytest.fixture
def coach(tmp_path: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    def at(*words: str) -> Left:
        monkeypatch.setenv("SIMMERDOWN_HOME", str(tmp_path / "coach"))
        return run(*words)

    return at
