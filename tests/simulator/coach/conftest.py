"""Two machines: the trainee's, with a good call and a poor one, and the coach's, which is empty."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import aftercall
from simulator.coach import packing
from simulator.coach.desk import Desk
from simulator.record import Record
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


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two scored calls, and, under `desk`, a coach's home with the poor one as "a"."""
    home = tmp_path_factory.mktemp("scored")
    good = keep(home, GOOD_ID, conversation(*GOOD))
    poor = keep(home, POOR_ID, conversation(*POOR, ended="hung_up"))
    for folder in (good, poor):
        record = Record(folder)
        aftercall.score(record, aftercall.own_rubric(record))
    packing.pack(Record(poor), home / "a.simmerdown", audio=False)
    Desk(home / "desk" / "reviews").take_in(home / "a.simmerdown")
    return home


@pytest.fixture
def trainee(tmp_path: Path, scored: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    shutil.copytree(scored / "calls", tmp_path / "trainee" / "calls")

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


@pytest.fixture
def desk(coach: At, scored: Path, tmp_path: Path) -> At:
    """The coach's machine with the poor call on the desk, not yet shown."""
    shutil.copytree(scored / "desk", tmp_path / "coach")
    return coach
