"""The net's card, with the bounds that suit it: `python -m training.card` chooses them anew.

The bounds are chosen by the very net that ships, with its 8-bit weights, on the replies kept back.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator import nets
from simulator.ear import examples, lexicon
from simulator.ear.cues import Ear
from simulator.ear.examples import Reply
from simulator.ear.labels import LABELS
from simulator.ear.neural import FOLDER, OnnxNet
from training import CORPUS, bounds

KEPT_BACK = 8
"""Every eighth conversation is not learnt from."""

_USUAL = (dict.fromkeys(LABELS, bounds.ALONE[0]), dict.fromkeys(LABELS, bounds.AGREED[0]))


def main() -> None:
    """Choose the bounds of a net anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER / "en")
    folder = parser.parse_args().folder
    card = json.loads((folder / "net.json").read_text(encoding="utf-8"))
    _, kept_back = divided(project_replies())
    write(folder, kept_back, version=card["version"], replies=card["replies"])


def project_replies() -> list[Reply]:
    """All that there is to learn from."""
    return [reply for path in sorted(CORPUS.glob("*.txt")) for reply in examples.read(path)]


def divided(replies: Sequence[Reply]) -> tuple[list[Reply], list[Reply]]:
    """What to learn from and what to keep back; a conversation is never torn apart."""
    learnt: list[Reply] = []
    kept_back: list[Reply] = []
    conversation, head = 0, ""
    for reply in replies:
        if reply.head != head or not reply.head.endswith("call"):
            conversation, head = conversation + 1, reply.head
        (learnt if conversation % KEPT_BACK else kept_back).append(reply)
    return learnt, kept_back


def write(folder: Path, kept_back: Sequence[Reply], *, version: int, replies: int) -> None:
    """Write `net.json` for the net in a folder."""
    _write(folder, version, replies, *_USUAL)  # a net can't be loaded without a card
    _write(folder, version, replies, *_bounds(OnnxNet(folder), kept_back))


def _write(
    folder: Path, version: int, replies: int, alone: Mapping[str, float], agreed: Mapping[str, float]
) -> None:
    card = {
        "version": version,
        "labels": list(LABELS),
        "replies": replies,
        "sha256": nets.hashes(folder),
        "alone": dict(alone),
        "agreed": dict(agreed),
    }
    (folder / "net.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _bounds(net: OnnxNet, kept_back: Sequence[Reply]) -> tuple[dict[str, float], dict[str, float]]:
    rules = Ear(lexicon.load())
    scores = [net.scores(reply.text, reply.customer) for reply in kept_back]
    heard = [frozenset(cue.label for cue in rules.cues(reply.text, reply.customer)) for reply in kept_back]
    alone, agreed = bounds.chosen(
        np.array([[score[label].p for label in LABELS] for score in scores]),
        _table(heard),
        _table([reply.labels for reply in kept_back]),
        ~_table([reply.unsure for reply in kept_back]),
    )
    return dict(zip(LABELS, alone, strict=True)), dict(zip(LABELS, agreed, strict=True))


def _table(shown: Sequence[frozenset[str]]) -> NDArray[np.bool_]:
    return np.array([[label in each for label in LABELS] for each in shown])


if __name__ == "__main__":
    main()
