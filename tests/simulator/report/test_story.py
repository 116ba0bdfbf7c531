"""What a report says: cues, unsure words, heat and its reasons, what was waited for, what others wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.ears import frame_at
from simulator import aftercall, events
from simulator.events import EndReason, Event
from simulator.report import story
from simulator.report.beside import Beside
from simulator.report.earlier import earlier
from simulator.report.judged import judged
from simulator.report.lines import Marginalia, entries
from simulator.report.story import Entry, Report
from simulator.scoring import rubric
from tests.simulator.report.records import EARLIER, POOR, kept, reported, scored, write
from tests.simulator.scoring.calls import ENDINGS, GOOD, PERSONA, RUBRIC, card, conversation, facts

NOTHING = Beside({}, None, None, None, None, ())


def turns(report: Report) -> list[Entry]:
    return [entry for entry in report.entries if entry.speaker == "trainee"]


# The transcript --------------------------------------------------------------------------------------


def test_the_pieces_of_a_line_are_the_line(report: Report) -> None:
    for entry in report.entries:
        if entry.pieces:
            assert "".join(piece.text for piece in entry.pieces) == entry.text


def test_each_cue_marks_its_own_words_and_ends_once(report: Report) -> None:
    for entry in turns(report):
        for number, cue in enumerate(entry.cues):
            marked = "".join(piece.text for piece in entry.pieces if number in piece.cues)
            assert marked == cue.quote
            assert sum(number in piece.ends for piece in entry.pieces) == 1
            assert cue.means


def test_words_that_were_not_surely_heard_are_unsure(report: Report) -> None:
    sure, unsure = turns(report)[0], turns(report)[2]
    assert not any(piece.unsure for piece in sure.pieces)
    assert all(piece.unsure for piece in unsure.pieces)
    assert len(unsure.pieces) == 2  # the cue's words, and what follows them


def test_a_change_of_heat_stands_at_the_words_that_caused_it(report: Report) -> None:
    first = turns(report)[0]
    apology, empathy = first.heat
    assert (apology.before, apology.after, apology.reason) == (7.0, 5.6, "apology")
    assert first.at_s <= apology.at_s < empathy.at_s < first.until_s


def test_a_silence_that_heats_is_an_entry(report: Report) -> None:
    silence = report.entries[-1]
    assert (silence.speaker, silence.text) == ("silence", "7.5 s of silence")
    assert [(move.after, move.because) for move in silence.heat] == [(5.0, "kept waiting in silence")]


@pytest.mark.parametrize(("then", "until_s"), [([], 4.0), ([events.WentOn(frame_at(4.5))], 5.0)])
def test_a_customer_who_yields_is_silent_from_then_on(then: list[Event], until_s: float) -> None:
    told: list[Event] = []
    for event in conversation(*GOOD[:1]):
        if isinstance(event, events.LineEnded):
            told += [events.Yielded(frame_at(4), 1), *then]
        told.append(event)
    line = entries(told, facts(told), PERSONA, Marginalia())[0]
    assert line.until_s == pytest.approx(until_s, abs=0.04)


def test_what_the_customer_waited_for_came_or_did_not(home: Path) -> None:
    said = reported(kept(home, happened=conversation("Your policy says no.", *GOOD[:2])))
    lines = [entry for entry in said.entries if entry.speaker == "customer"]
    waited = [[(need.what, need.met) for way in line.waiting for need in way.needs] for line in lines]
    offer, warmth = waited[0]
    assert offer == ("an offer: the second payment back today, two working days to arrive", False)
    assert warmth[0].startswith("acknowledgement, empathy, apology")
    assert [warmth[1], waited[1][1][1], waited[2][0][1]] == [False, True, True]


def test_the_last_line_waits_for_nothing_if_nothing_follows(home: Path) -> None:
    happened = conversation(*GOOD)
    last = [event for event in happened if event.kind == "turn_heard"][-1]
    happened = [e for e in happened if e.frame < last.frame or e.kind == "ended"]
    assert reported(kept(home, happened=happened)).entries[-1].waiting == ()


# The score -------------------------------------------------------------------------------------------


def test_the_change_is_told_for_the_total_and_each_skill(report: Report) -> None:
    score = report.score
    assert score.since is not None
    assert (score.since.call_id, score.since.same_persona) == (EARLIER, True)
    assert score.since.change == (score.total or 0) - (score.since.total or 0) > 0
    for skill in score.skills:
        known = skill.percent is not None and skill.before is not None
        assert skill.change == ((skill.percent or 0) - (skill.before or 0) if known else None)


def test_a_call_is_compared_with_the_last_one_of_the_same_persona(home: Path) -> None:
    record = kept(home)
    by = f"{rubric.DEFAULT}/{rubric.load().version}"
    assert earlier(record, by) is None
    scored(home, "20260301-050607-by-sop", by="sop")
    assert earlier(record, by) is None
    other = scored(home, "20260303-050607-other", "somebody-else")
    found = earlier(record, by)
    assert found is not None
    assert (found.record.folder, found.same_persona) == (other.folder, False)
    same = scored(home, "20260302-050607-same")
    found = earlier(record, by)
    assert found is not None
    assert (found.record.folder, found.same_persona) == (same.folder, True)
    scored(home, "20260306-050607-later")
    (same.folder / "score.json").write_text("{", encoding="utf-8")
    write(other.folder, "branch.json", of="x", turn=1)
    assert earlier(record, by) is None


def test_a_score_by_another_version_is_no_call_to_compare_with(home: Path) -> None:
    before = scored(home, EARLIER).folder / "score.json"
    before.write_text(before.read_text("utf-8").replace('"schema": 2', '"schema": 1'), encoding="utf-8")
    assert reported(kept(home)).score.since is None


def test_a_call_that_lies_elsewhere_is_compared_with_none(home: Path, tmp_path: Path) -> None:
    scored(tmp_path / "elsewhere", EARLIER)
    report = reported(kept(tmp_path / "elsewhere"))
    assert report.score.since is None
    assert {skill.change for skill in report.score.skills} == {None}


def test_demos_are_not_compared(home: Path) -> None:
    record = kept(home)
    by = f"{rubric.DEFAULT}/{rubric.load().version}"
    before = scored(home, "20260302-050607-before")
    assert earlier(record, by) is not None
    record.replace_heading(demo=True)
    assert earlier(record, by) is None
    record.replace_heading(demo=False)
    before.replace_heading(demo=True)
    assert earlier(record, by) is None


@pytest.mark.parametrize("ended", ENDINGS)
@pytest.mark.parametrize("says", [GOOD, POOR, ("Mm.",), ()], ids=["good", "poor", "hardly", "mute"])
def test_every_report_has_strengths_and_fixes_or_says_why_not(
    ended: EndReason, says: tuple[str, ...]
) -> None:
    score = judged(card(conversation(*says, ended=ended)), RUBRIC, None, NOTHING)
    assert bool(score.strengths) != bool(score.no_strength)
    assert bool(score.fixes) != bool(score.no_fix)
    assert len(score.fixes) <= 3
    assert all(each.quote for each in score.strengths)


def test_a_strength_that_did_harm_as_well_comes_last() -> None:
    score = judged(card(conversation(*POOR, *GOOD)), RUBRIC, None, NOTHING)
    assert "calm down" not in score.strengths[0].quote


@pytest.mark.parametrize("name", rubric.names())
def test_every_rule_of_the_rubric_is_told(name: str) -> None:
    by = rubric.load(name)
    score = judged(card(conversation(*GOOD), by), by, None, NOTHING)
    rules = [rule for step in score.steps for rule in step.rules]
    assert [rule.rule for rule in rules] == [rule.id for rule in by.rules()]
    assert all(rule.why for rule in rules if rule.result == "not counted")
    asked = [ask.text for step in score.steps for ask in step.asks]
    assert asked == [ask.question for skill in by.skills for ask in skill.asks]


# What others wrote -----------------------------------------------------------------------------------


def test_what_lies_beside_the_record_is_told(home: Path) -> None:
    record = kept(home)
    write(
        record.folder,
        "corrections.json",
        corrections=[{"turn": 3, "heard": "a", "said": "b", "at": "2026-03-05T10:00:00"}],
    )
    aftercall.score(record, RUBRIC)
    write(record.folder, "rating.json", rated={"empathy": 40, "apology": None}, total=55)
    promise = {"what": "refund", "who": "me", "by_when": "Friday"}
    write(record.folder, "note.json", issue="charged twice", cause="", promises=[promise])
    write(
        record.folder,
        "review.json",
        coach="Kim",
        at="2026-03-05",
        blind=True,
        comments=[{"turn": 1, "text": "well said"}],
        overrides=[{"rule": "empathy.feeling", "points": 0, "reason": "too flat"}],
    )
    report = reported(record)
    skills = {skill.id: skill for skill in report.score.skills}
    first, third = turns(report)[0], turns(report)[2]
    assert third.corrected == story.Correction("a", "b")
    assert (report.score.rated_total, skills["empathy"].rated, skills["apology"].rated) == (55, 40, None)
    assert report.note is not None
    assert report.note.promises == (story.Promise("refund", "me", "Friday"),)
    assert report.review == story.Review("Kim", "2026-03-05", blind=True)
    assert first.comments == ("well said",)
    assert (report.score.coach_total or 0) < (report.score.total or 0) == record.heading.total
    assert (skills["empathy"].coach or 0) < (skills["empathy"].percent or 0)


def test_a_file_that_can_t_be_read_is_left_out_and_told(home: Path) -> None:
    record = kept(home)
    (record.folder / "review.json").write_text("{", encoding="utf-8")
    (record.folder / "note.json").write_text("[]", encoding="utf-8")
    report = reported(record)
    assert report.review is None
    assert {remark.partition(":")[0] for remark in report.remarks} == {"note.json", "review.json"}


def test_a_remark_is_told_whole_without_the_records_folder(home: Path) -> None:
    record = kept(home)
    write(record.folder, "review.json", coach="Kim", at="2026-03-05", **{"a/b": 1})
    (remark,) = reported(record).remarks
    assert remark == "review.json: a/b: Extra inputs are not permitted; it is left out"


def test_damaged_corrections_leave_the_call_as_it_was_heard(home: Path) -> None:
    record = kept(home)
    (record.folder / "corrections.json").write_text("{", encoding="utf-8")
    report = reported(record)
    assert report.remarks == ("corrections.json: can't be read; it is left out",)
    assert turns(report)[0].text == GOOD[0]


# JSON ------------------------------------------------------------------------------------------------


def test_the_json_has_everything(report: Report) -> None:
    assert story.from_json(story.to_json(report)) == report


def test_the_schema_that_is_shipped_is_the_one_that_is_written() -> None:
    assert story.SCHEMA_FILE.read_text(encoding="utf-8") == story.schema()
