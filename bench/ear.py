"""How often the ear is right: precision, recall and F1 for each behaviour, and time per reply.

    python -m bench.ear [FILE.tsv] [--rules] [--page docs/scoring.md]

FILE has the columns customer_line, reply and labels (comma-separated), and perhaps unsure: labels on
which raters did not agree, which are left out. `--rules` leaves the net out. Without FILE, the
project's own test replies are taken, which nothing was made or chosen by. `--page` writes the table
into a page, between its marks.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from statistics import median, quantiles

from bench.labelled import OWN, read
from simulator.ear import lexicon, neural
from simulator.ear.cues import Ear
from training.accuracy import Accuracy, Judged, accuracies, macro


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--rules", action="store_true", help="the rules alone")
    parser.add_argument("--page", type=Path, help="a page to write the table into")
    given = parser.parse_args()
    rows = read(given.file)
    ear = Ear(lexicon.load(), None if given.rules else neural.of_language("en"))
    ear.cues("Let me warm up.", "Hello?")
    judged, took_ms = [], []
    for row in rows:
        began = time.perf_counter()
        heard = frozenset(cue.label for cue in ear.cues(row.reply, row.customer))
        took_ms.append(1000 * (time.perf_counter() - began))
        judged.append(Judged(row.truth, row.unsure, heard))
    found = accuracies(judged)
    print(f"{'behaviour':18}{'replies':>8}{'precision':>11}{'recall':>8}{'F1':>7}")
    for each in found:
        print(f"{each.label:18}{each.replies:8}{each.precision:11.2f}{each.recall:8.2f}{each.f1:7.2f}")
    result = {
        "file": given.file.name,
        "replies": len(rows),
        "macro_f1": round(macro(found), 3),
        "macro_precision": round(sum(each.precision for each in found) / len(found), 3),
        "ms_p50": round(median(took_ms), 1),
        "ms_p90": round(quantiles(took_ms, n=10)[-1], 1),
        "labels": {
            each.label: [round(x, 3) for x in (each.precision, each.recall, each.f1)] for each in found
        },
    }
    print(json.dumps(result))
    if given.page is not None:
        page = _between(given.page.read_text(encoding="utf-8"), "replies", str(len(rows)))
        page = _between(page, "accuracy", f"\n{_table(found)}\n")
        given.page.write_text(page, encoding="utf-8")


def _table(found: list[Accuracy]) -> str:
    """Markdown."""
    lines = ["| behaviour | replies | right | found | F1 |", "|---|---|---|---|---|"]
    lines += [
        f"| {each.label} | {each.replies} | {each.precision:.2f} | {each.recall:.2f} | {each.f1:.2f} |"
        for each in found
    ]
    means = [
        sum(values) / len(found) for values in zip(*((e.precision, e.recall) for e in found), strict=True)
    ]
    return "\n".join([*lines, f"| **mean** | | {means[0]:.2f} | {means[1]:.2f} | **{macro(found):.2f}** |"])


def _between(page: str, mark: str, text: str) -> str:
    return re.sub(
        rf"(<!-- {mark} -->).*?(<!-- /{mark} -->)", lambda found: found[1] + text + found[2], page, flags=re.S
    )


if __name__ == "__main__":
    main()
