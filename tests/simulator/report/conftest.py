"""A report that tests only look at."""

from __future__ import annotations

import pytest

from simulator.report.story import Report
from tests.simulator.report.records import EARLIER, kept, reported, scored


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Of a good call after a poor one."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIMMERDOWN_HOME", str(home))
        scored(home, EARLIER)
        return reported(kept(home))
