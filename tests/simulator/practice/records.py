"""Scored records on disk, of which only what the history reads is there."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from simulator.customer.dialogue import Policy
from simulator.events import EndReason
from simulator.record import heading_json
from simulator.scoring import scorecard
from simulator.scoring.rubric import Rubric
from tests.simulator.fixtures import heading, shelf
from tests.simulator.scoring.calls import GOOD, RUBRIC, card, conversation

POOR = ("You need to calm down.", "I'm sorry you feel that way, but that's our policy.")


def keep(
    home: Path,
    at: datetime,
    replies: tuple[str, ...] = GOOD,
    *,
    ended: EndReason | None = "resolved",
    by: Rubric = RUBRIC,
    redo_of: tuple[str, int] | None = None,
    demo: bool = False,
) -> Path:
    """A record of a call with these replies; without an end it has no score."""
    name = f"{at:%Y%m%d-%H%M%S}-billing-dispute"
    folder = home / "calls" / name
    folder.mkdir(parents=True)
    about = heading(name, started=at.isoformat(), ended=ended, demo=demo, policy=Policy(1, 2))
    if ended is not None:
        scored = card(conversation(*replies, ended=ended), by)
        about = about.model_copy(update={"length_s": 60.0, "total": scored.total, "rubric": scored.rubric})
        (folder / "score.json").write_text(scorecard.to_json(scored), encoding="utf-8")
    (folder / "record.json").write_text(heading_json(about), encoding="utf-8")
    (folder / "persona.yaml").write_text(shelf().text, encoding="utf-8")
    if redo_of is not None:
        branch = {"schema": 1, "of": redo_of[0], "turn": redo_of[1]}
        (folder / "branch.json").write_text(json.dumps(branch), encoding="utf-8")
    return folder
