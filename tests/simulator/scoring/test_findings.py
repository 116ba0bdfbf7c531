"""What a score rests on: words that were said, when they were said, and no other words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from audio.ears import frame_at
from audio.ports import Word
from simulator import events
from simulator.events import Event
from simulator.scoring import rubric
from simulator.scoring.scorecard import Scorecard
from tests.simulator.scoring.calls import (
    ASKING,
    GOOD,
    INSULT,
    OPENING,
    RUBRIC,
    SHARP,
    THREAT,
    card,
    conversation,
    delivery,
    facts,
    flat,
    found,
    heard,
    line,
    ruled,
    timed,
)

WARNED = (
    "I hear you, Dana. That must be so stressful.",
    "Please don't call me names. I want to help you with your rent.",
    "If you go on swearing at me, I'll have to end this call.",
    "You were charged twice and your rent bounced, is that right? I'm sorry, that was our mistake.",
    "I can refund the second payment, and you'll have it by Friday. Thank you for telling me.",
)
CALLS: dict[str, list[Event]] = {
    "good": conversation(*GOOD, told=True),
    "outbursts": conversation(*GOOD, intensities=(SHARP, 0, SHARP, SHARP), gap_s=0.1, told=True),
    "abuse": conversation(
        *WARNED, intensities=(SHARP, INSULT, INSULT), ended="ended_after_warnings", told=True
    ),
    "threat": conversation(*WARNED[:3], intensities=(0, INSULT, THREAT), ended="disengaged"),
    "poor": conversation(
        "You need to calm down.", "I'm sorry you feel that way, but that's our policy.", ended="hung_up"
    ),
    "sorry": conversation(*[f"I'm sorry about page {n}, Dana." for n in "1234567"], gap_s=6.0),
    "unsure": conversation(*GOOD, unsure=(1, 3)),
    "silent": flat(line(1, 4, SHARP, OPENING), events.Ended(frame_at(12), "hung_up")),
}

RUBRICS = {name: rubric.load(name) for name in rubric.names()}

every_call = pytest.mark.parametrize("name", CALLS)


@cache
def scored(name: str, by: str = rubric.DEFAULT) -> Scorecard:
    delivered = {number: delivery(rate=4 + number) for number in range(1, 8)}
    return card(CALLS[name], RUBRICS[by], delivered=delivered)


@every_call
@pytest.mark.parametrize("by", RUBRICS)
def test_what_is_quoted_stands_in_the_call_and_was_said_then(name: str, by: str) -> None:
    known = facts(CALLS[name])
    turns = {turn.id: turn for turn in known.turns}
    for each in scored(name, by).findings:
        assert each.quote
        assert each.at_s <= each.until_s
        if each.said_by == "trainee":
            assert each.turn is not None
            assert each.quote in turns[each.turn].text
            assert turns[each.turn].start_s - 0.01 <= each.at_s
            assert each.until_s <= turns[each.turn].end_s + 0.01
        else:
            lines = [said for said in known.lines if each.quote in said.text and said.start_s == each.at_s]
            assert [said.end_s for said in lines] == [each.until_s]


@pytest.mark.parametrize("spoken", [(5.5, 12.5), (11.9, 12.5), (5.0, 5.5)])
def test_words_that_seem_to_lie_outside_of_the_turn_are_told_within_it(spoken: tuple[float, float]) -> None:
    """The transcriber hears the silence around a turn too, and may stretch a word into it."""
    *before, said, over = conversation("That must be so frustrating.")
    assert isinstance(said, events.TurnHeard)
    words = timed(said.text, *spoken, 0.9)  # the turn is from 5.8 to 11.8 s
    happened = [*before, replace(said, words=words), over]
    (turn,) = facts(happened).turns
    (finding,) = found(card(happened, ruled({"credit": ["empathy"]})))
    assert turn.start_s <= finding.at_s <= finding.until_s <= turn.end_s


def test_the_words_times_are_those_of_the_quote() -> None:
    text = "Well then, that must be so frustrating. One moment."
    happened = conversation(text, told=True)
    (finding,) = found(card(happened, ruled({"credit": ["empathy"]})))
    told = {word.text: word for each in happened if isinstance(each, events.TurnHeard) for word in each.words}
    assert finding.quote == "that must be so frustrating"
    assert (finding.at_s, finding.until_s) == (told["that"].start_s, told["frustrating."].end_s)


@pytest.mark.parametrize("words", [(), (Word("other", 1.0, 2.0, 0.9),)])
def test_without_the_words_times_a_finding_has_those_of_its_turn(words: tuple[Word, ...]) -> None:
    *before, said, over = conversation("That must be so frustrating.")
    assert isinstance(said, events.TurnHeard)
    happened = [*before, replace(said, words=words), over]
    (finding,) = found(card(happened, ruled({"credit": ["empathy"]})))
    assert (finding.at_s, finding.until_s) == (
        facts(happened).turns[0].start_s,
        facts(happened).turns[0].end_s,
    )


def test_a_price_is_quoted_whole() -> None:
    happened = conversation("Okay.")
    text = "You took 54.20 from me twice! And now my rent has bounced."
    happened = [replace(e, text=text) if isinstance(e, events.LineStarted) else e for e in happened]
    (finding,) = found(card(happened, ruled({"credit": ["empathy"]})))
    assert finding.quote == "You took 54.20 from me twice!"


# Without the words ----------------------------------------------------------------------------------

BY_WORDS = frozenset(rule.id for rule in RUBRIC.rules() if rule.credit or rule.avoid or rule.apology)


def without(name: str, turn: int, quote: str) -> Scorecard:
    """The scorecard of the call, heard again without these words in that turn."""
    cut: list[Event] = []
    for each in CALLS[name]:
        if isinstance(each, events.TurnHeard) and each.turn == turn:
            text = each.text.replace(quote, "")
            to = OPENING if turn == 1 else ASKING
            cues, parts = heard(text, to)
            cut.append(replace(each, text=text, words=(), cues=cues, apology_parts=parts))
        else:
            cut.append(each)
    return card(cut)


@every_call
def test_without_the_quoted_words_what_they_won_or_lost_is_gone(name: str) -> None:
    for each in card(CALLS[name]).findings:
        if each.rule in BY_WORDS and each.points and each.turn and "the call ended" not in each.why:
            left = {
                (f.rule, f.turn, f.quote) for f in without(name, each.turn, each.quote).findings if f.points
            }
            assert (each.rule, each.turn, each.quote) not in left


@pytest.mark.parametrize("name", ["good", "outbursts", "abuse", "poor"])
def test_the_calls_have_points_by_words_to_take_away(name: str) -> None:
    assert any(each.rule in BY_WORDS and each.points for each in card(CALLS[name]).findings)


# The sum --------------------------------------------------------------------------------------------


@every_call
@pytest.mark.parametrize("by", RUBRICS)
def test_the_total_is_what_its_arithmetic_comes_to(name: str, by: str) -> None:
    result = scored(name, by)
    if result.total is None:
        assert result.arithmetic == "nothing could be measured"
        return
    sum_, _, told = result.arithmetic.partition(" = ")
    parts = [(float(w), int(p)) for w, p in re.findall(r"([\d.]+) x (\d+) %", sum_)]
    weight = float(sum_.rpartition(" / ")[2])
    plain, _, because = told.partition("; ")
    assert parts == [(skill.weight, skill.percent) for skill in result.skills if skill.percent is not None]
    assert weight == sum(weight for weight, _ in parts)
    assert int(plain) == round(sum(weight * percent for weight, percent in parts) / weight)
    if not because:
        assert result.total == int(plain)
    else:
        assert result.total == int(re.findall(r"\d+", because)[0]) < int(plain)


@every_call
@pytest.mark.parametrize("by", RUBRICS)
def test_a_skill_is_worth_what_its_findings_come_to(name: str, by: str) -> None:
    result = scored(name, by)
    for skill in result.skills:
        of = [each for each in result.findings if each.skill == skill.id]
        if any(each.possible for each in of):
            assert skill.possible == pytest.approx(sum(each.possible for each in of), abs=0.01)
            assert skill.won == pytest.approx(max(0, sum(each.points for each in of)), abs=0.01)
        assert (skill.percent is None) == (not any(each.possible or each.points for each in of))


@every_call
@pytest.mark.parametrize("by", RUBRICS)
def test_a_rule_is_found_or_says_why_it_did_not_count(name: str, by: str) -> None:
    result, rules = scored(name, by), {rule.id: rule for rule in RUBRICS[by].rules()}
    left = {each.rule: each.why for skill in result.skills for each in skill.not_counted}
    counted = {each.rule for each in result.findings}
    assert all(left.values())
    assert not counted & set(left)
    for id_, rule in rules.items():
        assert id_ in counted or id_ in left or rule.avoid


def test_the_weight_of_a_skill_that_did_not_count_is_left_out_of_the_total() -> None:
    result = card(CALLS["good"])
    uncounted = [skill for skill in result.skills if skill.percent is None]
    assert [skill.id for skill in uncounted] == ["boundaries"]
    counted = sum(skill.weight for skill in result.skills if skill.percent is not None)
    assert result.arithmetic.endswith(f"/ {counted:g} = {result.total}")


def test_what_could_not_be_measured_takes_its_share_of_the_weight() -> None:
    pacing = next(skill for skill in card(CALLS["good"]).skills if skill.id == "pacing")
    assert {each.rule for each in pacing.not_counted} >= {"pacing.rate", "pacing.loudness", "pacing.pitch"}
    assert pacing.weight == pytest.approx(pacing.full_weight * pacing.possible / (pacing.possible + 9 + 2))
