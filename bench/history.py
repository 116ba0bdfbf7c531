"""How fast a long history is listed and shown.

    python -m bench.history [--calls 10000] [--shown 1000] [--keep DIR]

Makes that many scored calls (in an empty home, without sound), and prints, in seconds of a whole
process each: `calls` while the index is made and with it there; and, of a home with fewer calls,
`progress` as page and `practice`, likewise. What needs no index made is the best of three.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from simulator.customer import library
from simulator.customer.dialogue import Policy
from simulator.record import heading_json
from simulator.scoring import scorecard
from tests.simulator.fixtures import heading
from tests.simulator.scoring.calls import GOOD, card, conversation

_FIRST = datetime(2025, 1, 1, 9)


def make(home: Path, count: int, days: int = 365) -> None:
    """A home with so many calls, spread over so many days, of a trainee who gets better."""
    random = Random(1)
    shelves = [library.load(name) for name in library.names()]
    poor = "You need to calm down. That's our policy."
    cards = [card(conversation(*GOOD[:good], poor, ended="resolved")) for good in range(len(GOOD) + 1)]
    for number in range(count):
        at = _FIRST + timedelta(days=days * number / count)
        shelf = random.choice(shelves)
        scored = cards[min(len(GOOD), int(random.random() * 2 + 3 * number / count))]
        name = f"{at:%Y%m%d-%H%M%S}-{number:05d}"
        folder = home / "calls" / name
        folder.mkdir(parents=True)
        about = heading(
            name, persona=shelf.persona.id, started=at.isoformat(), ended="resolved", length_s=60.0,
            total=scored.total, rubric=scored.rubric, policy=Policy(1, random.randrange(3)),
        )  # fmt: skip
        (folder / "record.json").write_text(heading_json(about), encoding="utf-8")
        (folder / "persona.yaml").write_text(shelf.text, encoding="utf-8")
        (folder / "score.json").write_text(scorecard.to_json(scored), encoding="utf-8")


def took(home: Path, *words: str, times: int = 1) -> float:
    """Seconds for a command, from its start to its end; the best of so many times."""
    environment = {**os.environ, "SIMMERDOWN_HOME": str(home)}
    tries = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "simulator.cli", *words],
            env=environment, stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        tries.append(time.perf_counter() - start)
    return round(min(tries), 2)


def figures(home: Path, listed: int, shown: int) -> dict[str, float]:
    """All of them, in seconds."""
    many, few = home / "many", home / "few"
    make(many, listed)
    make(few, shown)
    page = str(home / "progress.html")
    return {
        "program_start": took(home, "--version", times=3),
        "calls_new_index": took(many, "calls", "--json"),
        "calls": took(many, "calls", "--json", times=3),
        "calls_table": took(many, "calls", times=3),
        "progress_new_index": took(few, "progress", "-o", page),
        "progress": took(few, "progress", "-o", page, times=3),
        "practice": took(few, "practice", times=3),
        "page_kb": round((home / "progress.html").stat().st_size / 1e3, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000, help="calls that are listed")
    parser.add_argument("--shown", type=int, default=1_000, help="calls that progress shows")
    parser.add_argument("--keep", type=Path, help="make the homes here, and leave them")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(figures(wanted.keep or Path(scratch), wanted.calls, wanted.shown), indent=1))


if __name__ == "__main__":
    main()
