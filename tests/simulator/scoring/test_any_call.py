"""Whatever happens in a call, it is scored, and its trainee is told something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.ears import frame_at
from simulator import events
from simulator.events import EndReason, Event
from simulator.scoring import rubric, scorecard
from simulator.scoring.scorecard import MOST_FIXES
from tests.simulator.scoring.calls import (
    ENDINGS,
    GOOD,
    INSULT,
    SHARP,
    card,
    conversation,
    delivery,
    line,
    turn,
)
from tests.simulator.scoring.test_stuffing import NATURAL, PLAIN, STUFFED

ROOT = Path(__file__).parents[3]
RUBRICS = {name: rubric.load(name) for name in (*rubric.names(), "irate-process:critical")}
SAYS = (
    *GOOD, *PLAIN, *NATURAL, *STUFFED,
    "You need to calm down.", "I'm sorry you feel that way.", "That's our policy.",
    "If you keep shouting at me I will have to end this call.", "Please don't call me names.",
    "I'll put you through to my supervisor.", "This will never happen again.", "Check the CRM, it's a P1.",
    "Mm-hm.", "What?", "…", "£54.20, İstanbul naïve 你好", "um", "0",
)  # fmt: skip


@st.composite
def calls(draw: st.DrawFn) -> list[Event]:
    """A call: lines of any intensity, each followed by some turns, sure or not, and any end."""
    happened: list[Event] = [events.Rang(0, draw(st.sampled_from([0.0, 7.0])))]
    now, number = 1.0, 0
    for _ in range(draw(st.integers(0, 5))):
        begun = line(now, now + 3, draw(st.integers(0, 3)), draw(st.sampled_from(SAYS)))
        happened += begun if draw(st.booleans()) else begun[:1]
        for _ in range(draw(st.integers(0, 2))):
            number += 1
            now += draw(st.sampled_from([1.0, 3.2, 9.0]))
            p = draw(st.sampled_from([None, 0.1, 0.9]))
            said = turn(number, now, now + 2, draw(st.sampled_from(SAYS)), p=p, hold=draw(st.booleans()))
            happened += said
            now += 2
        if draw(st.booleans()):
            happened.append(events.Waited(frame_at(now + 1), 8.0))
        now += 4
    if draw(st.booleans()):
        happened.append(events.Ended(frame_at(now), draw(st.sampled_from(ENDINGS))))
    return happened


@given(calls(), st.sampled_from(sorted(RUBRICS)), st.booleans())
@settings(max_examples=80)
def test_no_call_ends_without_feedback(happened: list[Event], name: str, measured: bool) -> None:  # noqa: FBT001
    delivered = (
        {n: delivery(rate=3 + n % 4, loudness_db=-30 + 3 * n) for n in range(1, 11)} if measured else {}
    )
    by = RUBRICS[name]
    result = card(happened, by, overlap_measured=measured, delivered=delivered)
    assert result.total is None or 0 <= result.total <= 100
    assert result.strengths or result.fixes
    assert len(result.fixes) <= MOST_FIXES
    assert all(fix.kind == "fix" and (fix.better or fix.why) for fix in result.fixes)
    told = [(fix.rule, fix.turn, fix.quote) for fix in result.fixes]
    assert len(set(told)) == len(told)
    remedies = [(fix.quote, fix.better) for fix in result.fixes]
    assert len(set(remedies)) == len(remedies)
    assert all(skill.percent is None or 0 <= skill.percent <= 100 for skill in result.skills)
    assert all(0 <= skill.won <= skill.possible for skill in result.skills)
    assert scorecard.to_json(result) == scorecard.to_json(
        card(happened, by, overlap_measured=measured, delivered=delivered)
    )


def test_what_did_harm_comes_before_what_was_left_out() -> None:
    fixes = card(conversation("You need to calm down.", "That's our policy.", "Hm.")).fixes
    assert [fix.points for fix in fixes[:2]] == [-5, -4]
    assert fixes[2].points == 0


def test_what_two_rules_say_of_one_moment_with_one_remedy_is_said_once() -> None:
    result = card(conversation("Okay, Dana.", intensities=(SHARP,)))
    missed = {each.rule for each in result.findings if each.better == result.fixes[0].better}
    assert {"empathy.feeling", "empathy.first"} <= missed
    assert len({fix.better for fix in result.fixes}) == len(result.fixes)


@pytest.mark.parametrize("end", ENDINGS)
def test_every_ending_is_scored_by_every_rubric(end: EndReason) -> None:
    for by in RUBRICS.values():
        result = card(conversation(*GOOD, intensities=(SHARP, INSULT), ended=end), by)
        assert result.ended == end
        assert result.total is not None


PROGRAM = """
import sys
from simulator.events import from_json
from simulator.scoring import rubric, scorecard
from tests.simulator.scoring.calls import card
happened = [from_json(line) for line in sys.stdin]
cards = (card(happened, rubric.load(name)) for name in rubric.names())
sys.stdout.write("".join(map(scorecard.to_json, cards)))
"""


def test_another_process_gives_the_same_bytes() -> None:
    says = (*NATURAL, *STUFFED, *GOOD, "I'm sorry you feel that way.")
    happened = conversation(*says, intensities=(SHARP, INSULT, SHARP, 0, INSULT), told=True)
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        input="".join(f"{events.to_json(each)}\n" for each in happened).encode(),
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    here = "".join(scorecard.to_json(card(happened, rubric.load(name))) for name in rubric.names())
    assert there.stdout == here.encode()
