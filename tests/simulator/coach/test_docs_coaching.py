"""docs/coaching.md: its commands, run in their order on two fresh machines, do what it says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from simulator.coach import agreement, kappa
from simulator.coach.bundle import LIMITS, MANIFEST, MANIFEST_LIMIT, NEEDED
from tests.simulator.coach.conftest import At
from tests.simulator.fixtures import Left
from tests.simulator.test_cli_scores import POOR_ID

TEXT = (Path(__file__).parents[3] / "docs" / "coaching.md").read_text("utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Who runs it, and the words of each command line of the page."""
    who = ""
    for line in re.findall(r"^    (# the \w+|simmerdown .+)$", TEXT, re.MULTILINE):
        if line.startswith("#"):
            who = line.removeprefix("# the ")
        else:
            yield who, shlex.split(line)[1:]


def test_the_page_leads_from_sharing_to_exporting(trainee: At, coach: At, here: Path, tmp_path: Path) -> None:
    told: dict[str, Left] = {}
    for who, words in commands():
        left = {"trainee": trainee, "coach": coach}[who](*words)
        assert left.code == 0, (words, left.err)
        assert "left out" not in left.err
        told[" ".join(words)] = left
    assert "anna-1.simmerdown" in told["review ."].out
    assert "anna-1  " in told["review"].out
    assert "Take a breath" in told["review anna-1.review.json --take"].out
    assert told["review last"].out == told["review anna-1.review.json --take"].out
    assert "Not blind" in told["agreement"].out
    assert "Blind, by skill" in told["agreement"].out
    assert (tmp_path / "trainee" / "calls" / POOR_ID / "review.json").is_file()
    for name in ("calls.csv", "calls.findings.csv", "calls.json", "statements.json", "export.schema.json"):
        assert (here / name).stat().st_size
    totals = [call["review"]["total"] for call in json.loads((here / "calls.json").read_text())["calls"]]
    assert len(totals) == 2


def test_the_page_shows_every_step() -> None:
    shown = [words[0] for _, words in commands()]
    assert set(shown) == {"share", "review", "agreement", "export"}
    assert {who for who, _ in commands()} == {"trainee", "coach"}


def test_the_table_of_the_bundle_is_what_is_checked() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|[^|]*\| (\d+) (k|M)B", TEXT, re.MULTILINE)
    limits = {
        name: int(number) * (1000 if unit == "k" else 1_000_000)
        for names, number, unit in rows
        for name in re.findall(r"`([\w.]+)`", names)
    }
    assert list(limits.items()) == [(MANIFEST, MANIFEST_LIMIT), *LIMITS.items()]
    assert list(limits)[1:5] == list(NEEDED)


def test_the_numbers_of_the_page_are_the_programs() -> None:
    flat = " ".join(TEXT.split())
    assert f"fewer than {agreement.LEAST_PAIRS} pairs" in flat
    assert f"fewer than {agreement.LEAST_CALLS} calls" in flat
    assert f"{kappa.DRAWS} times" in flat
    assert f"**{kappa.LEVEL:.0%}**".replace("%", " %") in flat
    for (above, name), (upto, _) in zip(kappa.BANDS[1:], kappa.BANDS, strict=False):
        assert f"{name} up to {upto:g}" in flat, above
    for way in agreement.WAYS:
        assert f"*{way}*".lower() in flat.lower()
