from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audio.ears import frame_at
from audio.ports import Word
from simulator import events
from simulator.customer import library
from simulator.errors import AuthoredError
from simulator.events import Event
from simulator.scoring import rubric, scorecard
from simulator.scoring.facts import gather, transcript
from simulator.scoring.scorecard import MOST_FIXES
from tests.simulator.scoring.calls import EAR, GOOD, INSULT, OPENING, RUBRIC, card, conversation, skill


def test_a_good_call_scores_high_and_a_poor_one_low() -> None:
    good = card(conversation(*GOOD)).total
    poor = card(
        conversation(
            "You need to calm down.",
            "I'm sorry you feel that way, but that's our policy.",
            ended="hung_up",
        )
    ).total
    assert good is not None
    assert poor is not None
    assert good >= 90
    assert poor <= 25


def test_the_total_is_what_its_arithmetic_says() -> None:
    result = card(conversation(*GOOD))
    counted = [skill for skill in result.skills if skill.percent is not None]
    weight = sum(skill.weight for skill in counted)
    assert result.total == round(sum(s.weight * (s.percent or 0) for s in counted) / weight)
    assert f"= {result.total}" in result.arithmetic


def test_every_finding_quotes_words_that_were_said() -> None:
    happened = conversation("You need to calm down.", *GOOD)
    said = " ".join(turn.text for turn in transcript(happened))
    result = card(happened)
    assert result.findings
    assert all(finding.quote and finding.quote in said for finding in result.findings)


def test_without_the_quoted_words_the_point_is_gone() -> None:
    happened = conversation(*GOOD)
    for finding in card(happened).strengths:
        if finding.rule.startswith("pacing"):
            continue
        cut = [_without(event, finding.quote) for event in happened]
        left = {(f.rule, f.quote) for f in card(cut).strengths}
        assert (finding.rule, finding.quote) not in left


def _without(event: Event, quote: str) -> Event:
    if not isinstance(event, events.TurnHeard):
        return event
    text = event.text.replace(quote, "")
    return replace(event, text=text, cues=EAR.cues(text, OPENING), apology_parts=())


def test_the_same_call_gives_the_same_bytes() -> None:
    assert scorecard.to_json(card(conversation(*GOOD))) == scorecard.to_json(card(conversation(*GOOD)))


def test_at_most_three_fixes_each_with_a_better_line() -> None:
    result = card(conversation("Yes.", "No."))
    assert 1 <= len(result.fixes) <= MOST_FIXES
    assert all(fix.better for fix in result.fixes)


def test_no_call_ends_without_feedback() -> None:
    for happened in (
        conversation(),
        conversation("Hm."),
        conversation(*GOOD),
        conversation(GOOD[0], ended=None),
    ):
        result = card(happened)
        assert result.strengths or result.fixes


def test_what_was_not_measured_costs_nothing_and_says_why() -> None:
    happened = conversation(*GOOD)
    heard, deaf = (
        skill(card(happened), "listening"),
        skill(card(happened, overlap_measured=False), "listening"),
    )
    left = {each.rule: each.why for each in deaf.not_counted}
    assert "could not be heard" in left["listening.interrupting"]
    assert deaf.percent == heard.percent == 100


def test_a_skill_that_the_call_gave_no_occasion_for_does_not_count() -> None:
    boundaries = skill(card(conversation(*GOOD)), "boundaries")
    assert boundaries.percent is None


def test_warning_a_customer_who_was_only_upset_costs_points() -> None:
    warned = conversation(*GOOD, "If you keep shouting at me I will have to end this call.")
    boundaries = skill(card(warned), "boundaries")
    assert boundaries.percent is not None
    assert boundaries.percent < 50


def test_a_warning_after_abuse_costs_nothing_and_a_boundary_is_asked_for() -> None:
    warned = ("I'm sorry.", "If you keep shouting at me I will have to end this call.")
    abused = card(conversation(*warned, intensities=(INSULT,)))
    boundaries = skill(abused, "boundaries")
    assert boundaries.percent == 100
    silent = card(conversation(*GOOD, intensities=(INSULT,)))
    assert "boundaries.set" in {f.rule for f in silent.findings if f.points == 0}


def test_a_warning_before_the_abuse_began_costs_points_all_the_same() -> None:
    warned = conversation("If you keep shouting I will end this call.", "I see.", intensities=(0, INSULT))
    assert [f.turn for f in card(warned).findings if f.rule == "boundaries.needless"] == [1]


def test_dead_air_costs_the_pause_and_says_how_long_it_was() -> None:
    finding = next(f for f in card(conversation(*GOOD, gap_s=5.5)).findings if f.rule == "pacing.dead_air")
    assert finding.points == 0
    assert "5.5 s" in finding.why


def test_speaking_over_the_customer_costs_points_when_it_was_heard() -> None:
    happened = conversation(GOOD[0])
    line_end = next(e for e in happened if isinstance(e, events.LineEnded))
    late = frame_at(7.0)
    happened = [replace(e, frame=late) if e is line_end else e for e in happened]
    happened = [
        replace(e, overlap=40, interrupts=True) if isinstance(e, events.TurnEnded) else e for e in happened
    ]
    finding = next(f for f in card(happened).findings if f.rule == "listening.interrupting")
    assert finding.points == 0
    assert "1.3 s over" in finding.why


def test_the_gap_is_measured_from_the_sound_not_from_words() -> None:
    turns = gather(conversation(*GOOD, gap_s=1.5), overlap_measured=True).turns
    assert all(turn.gap_s == pytest.approx(1.5, abs=0.04) for turn in turns)


def test_every_rule_with_a_better_line_finds_one_in_every_persona() -> None:
    wanted = {rule.better for skill in RUBRIC.skills for rule in skill.rules if rule.better}
    for name in library.names():
        assert wanted <= set(library.load(name).persona.better), name


def test_a_rubric_with_an_unknown_behaviour_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    source = rubric.FOLDER / "four-skills.yaml"
    path.write_text(
        source.read_text(encoding="utf-8").replace("[dismissive]", "[dismisive]"), encoding="utf-8"
    )
    with pytest.raises(AuthoredError, match="dismisive"):
        rubric.load(str(path))


@pytest.mark.parametrize("name", ["~nosuchuser/x.yaml", "nowhere/x.yaml"])
def test_a_rubric_that_cannot_be_read_is_told(name: str) -> None:
    with pytest.raises(AuthoredError, match=f"{name}: can't be read"):
        rubric.load(name)


def test_a_call_without_a_word_is_not_measured_and_still_gets_its_feedback() -> None:
    happened = [event for event in conversation(GOOD[0]) if not event.kind.startswith(("speech", "turn"))]
    result = card(happened)
    assert result.total is None
    assert [fix.rule for fix in result.fixes] == ["call.nothing_heard"]
    assert result.fixes[0].quote == OPENING


def test_a_greeting_before_the_customer_has_spoken_earns_nothing() -> None:
    greeting = "Thank you for calling, how can I help you?"
    turn = events.TurnHeard(40, 1, 32, 50, greeting, (), EAR.cues(greeting))
    happened = [*conversation("Hm.")[:2], turn, *conversation("Hm.")[2:]]
    assert not {"closing.warm", "listening.asks"} & {f.rule for f in card(happened).strengths}


def test_the_stop_word_is_no_reply() -> None:
    happened = conversation(GOOD[0], "Stop practice.", gap_s=0.8)
    stopped = [
        replace(e, note="stop") if isinstance(e, events.TurnHeard) and e.turn == 2 else e for e in happened
    ]
    assert len(gather(stopped, overlap_measured=True).turns) == 1


def test_speaking_on_after_a_pause_is_not_dead_air() -> None:
    happened = conversation(GOOD[0])
    more = events.TurnHeard(frame_at(20), 2, frame_at(13), frame_at(19), GOOD[1], (), ())
    turns = gather([*happened[:-1], more, happened[-1]], overlap_measured=True).turns
    assert [turn.gap_s is None for turn in turns] == [False, True]


def test_silence_until_the_customer_asks_is_dead_air() -> None:
    happened = conversation(*GOOD)
    happened.insert(-1, events.Waited(frame_at(8), 7.0))
    finding = next(f for f in card(happened).findings if f.rule == "pacing.dead_air")
    assert finding.points == 0
    assert "7.0 s" in finding.why


def test_one_phrase_with_two_names_is_fined_once() -> None:
    warned = conversation(*GOOD, "If you keep shouting at me I will have to end this call.")
    assert len([f for f in card(warned).findings if f.rule == "boundaries.needless"]) == 1


def test_words_that_the_transcriber_was_not_sure_of_cost_no_points() -> None:
    happened = conversation("You need to calm down.")
    unsure = tuple(Word(word, 0.0, 0.1, 0.2) for word in ["You", "need", "to", "calm", "down."])
    doubtful = [replace(e, words=unsure) if isinstance(e, events.TurnHeard) else e for e in happened]
    assert "empathy.dismissive" in {f.rule for f in card(happened).findings}
    assert "empathy.dismissive" not in {f.rule for f in card(doubtful).findings}


def test_a_miss_is_placed_where_the_customer_called_for_it() -> None:
    finding = next(f for f in card(conversation("Hm, well.")).findings if f.rule == "apology.given")
    assert finding.said_by == "customer"
    assert finding.at_s == pytest.approx(2.0, abs=0.04)


def test_what_was_met_in_part_is_not_told_as_met() -> None:
    found = card(conversation("Okay.", *GOOD[1:]))
    met = replace(found, fixes=(), strengths=tuple(replace(s, points=s.possible) for s in found.strengths))
    part = replace(met, strengths=(replace(met.strengths[0], points=0.5, possible=1.0),))
    assert found.fixes
    assert scorecard.no_fix(found) == ""
    assert "was met" in scorecard.no_fix(met)
    assert "only a share" in scorecard.no_fix(part)
