"""The command line, run in this process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from simulator import cli
from tests.simulator.fixtures import Left, Run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMMERDOWN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SIMMERDOWN_DEBUG", raising=False)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the console script's function in this process."""

    def run(*words: str) -> Left:
        monkeypatch.setattr(sys, "argv", ["simmerdown", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        code = left.value.code
        told = capsys.readouterr()
        return Left(code if isinstance(code, int) else 0, told.out, told.err)

    return run
