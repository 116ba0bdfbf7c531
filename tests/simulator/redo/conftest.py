"""The call whose moments are redone, once a module: tests add tries to its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.record import Record
from tests.simulator.fixtures import planned, scene


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calls")


@pytest.fixture(scope="module")
def first(home: Path) -> Record:
    """The planned call, aloud."""
    return scene(home, planned()).run()
