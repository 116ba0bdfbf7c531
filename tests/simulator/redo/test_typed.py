"""A moment redone by text."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from simulator import aftercall, events
from simulator.errors import RedoError
from simulator.record import Record
from simulator.redo import typed
from simulator.redo.branch import branch_of
from simulator.redo.steps import Hear, steps
from simulator.redo.tries import moment_of_both, tried
from simulator.scoring import rubric
from simulator.standing import standing
from simulator.store import Store
from tests.simulator.fixtures import NOW, planned
from tests.simulator.line import PERSONA
from tests.simulator.redo.calls import BAD, Drawn, heats, keep, lines


def redone(record: Record, turn: int, *says: str) -> Record:
    tried = typed.redo(record, turn, says)
    assert tried.unsaid == ()
    return typed.keep(record, tried, Store(record.folder.parent), NOW)


def test_the_original_words_give_the_original_events(first: Record) -> None:
    before = standing(first.events())
    for turn in (1, 2, 3, 4):
        again = redone(first, turn, *planned()[turn - 1 :])
        after = [e for e in standing(again.events()) if e.kind not in {"rang", "picked_up"}]
        # all but the length of the last line, of which there is no sound
        assert after[:-3] == [e for e in before if e.kind not in {"rang", "picked_up"}][:-3]
        assert lines(again.events()) == lines(first.events())
        assert again.heading.ended == "resolved"


@pytest.mark.parametrize("seed", range(10))
def test_so_they_do_in_any_call(seed: int, tmp_path: Path) -> None:
    call = Drawn(seed, PERSONA)
    record = keep(tmp_path / "call", call.events)
    answered = [step for step in steps(call.events) if isinstance(step.act, Hear) and step.line is not None]
    at = Random(seed).randrange(len(answered))
    acts = [step.act for step in answered[at:] if isinstance(step.act, Hear)]
    again = typed.redo(record, acts[0].turns[0].heard.turn, [act.text for act in acts])
    last = answered[-1].line
    until = next(n for n, each in enumerate(standing(call.events)) if each is last)
    assert lines(list(again.happened)) == lines(standing(call.events)[: until + 1])
    assert heats(list(again.happened)) == heats(standing(call.events)[:until])


def test_a_worse_line_heats_and_a_better_one_cools(first: Record, home: Path) -> None:
    worse = redone(first, 2, BAD)
    change = heats(worse.events())[-1]
    assert (change.reason, change.quote) == ("dismissive", "You need to calm down")
    assert change.after - change.before == pytest.approx(PERSONA.temper.heating("dismissive"))
    better = redone(worse, 2, "I'm so sorry about that.")
    change = heats(better.events())[-1]
    assert change.reason == "apology"
    assert change.after < change.before
    assert worse.heading.ended == better.heading.ended == "stopped"


def test_a_try_is_a_record_that_says_what_it_is(first: Record) -> None:
    again = redone(first, 2, BAD, planned()[1])
    assert branch_of(again) is not None
    heading = again.heading
    assert (heading.transcriber, heading.open_ears, heading.total) == ("typed", False, None)
    assert heading.length_s == pytest.approx(again.events()[-1].frame * 0.032, abs=0.01)
    assert [e.turn for e in again.events() if isinstance(e, events.TurnHeard)] == [1, 2, 3]
    assert sorted(path.name for path in again.folder.iterdir()) == [
        "branch.json", "delivery.json", "events.jsonl", "persona.yaml", "record.json",
    ]  # fmt: skip


def test_what_no_microphone_heard_is_not_measured(first: Record) -> None:
    again = redone(first, 1, BAD, *planned())
    card = aftercall.score(again, rubric.load())
    left = {each.rule for skill in card.skills for each in skill.not_counted}
    assert left >= {"pacing.dead_air", "listening.interrupting", "listening.room"}
    facts = aftercall.facts_of(again)
    assert {turn.gap_s for turn in facts.turns} == {None}
    assert {turn.delivery for turn in facts.turns} == {None}
    assert card.total is not None


def test_what_was_spoken_before_keeps_its_measures(first: Record) -> None:
    known = aftercall.facts_of(first).turns
    kept = aftercall.facts_of(redone(first, 3, BAD)).turns
    assert [turn.delivery for turn in kept[:2]] == [turn.delivery for turn in known[:2]]
    assert [turn.gap_s for turn in kept[:2]] == [turn.gap_s for turn in known[:2]]
    assert (kept[2].delivery, kept[2].gap_s) == (None, None)


def test_a_typed_try_can_be_redone_by_text(first: Record) -> None:
    one = redone(first, 2, BAD, planned()[1], planned()[2])
    two = redone(one, 3, planned()[1], planned()[2])
    assert lines(two.events()) == lines(one.events())
    assert heats(two.events()) == heats(one.events())


def test_a_farewell_ends_the_call_and_what_is_left_is_told(first: Record) -> None:
    tried = typed.redo(first, 2, ("Goodbye.", "Are you there?"))
    assert tried.unsaid == ("Are you there?",)
    assert tried.happened[-1] == events.Ended(tried.happened[-1].frame, "trainee_ended")
    stopped = typed.redo(first, 2, ("Stop practice.", "No."))
    assert stopped.unsaid == ("No.",)
    assert stopped.happened[-1].kind == "ended"
    assert lines(list(stopped.happened)) == lines(first.events())[:2]


def test_a_turn_that_is_none_is_an_error(first: Record) -> None:
    with pytest.raises(RedoError, match="turn 7 can't be redone"):
        typed.redo(first, 7, (BAD,))


def test_tries_stand_side_by_side(first: Record) -> None:
    one, two = redone(first, 2, BAD), redone(first, 2, "I'm so sorry.")
    assert moment_of_both(first, one) == moment_of_both(one, first) == moment_of_both(one, two) == 2
    other = redone(first, 3, BAD)
    assert moment_of_both(one, other) is None
    assert moment_of_both(first, first) is None
    was, now = tried(first, 2), tried(one, 2)
    assert was is not None
    assert now is not None
    assert was.said == planned()[1]
    assert now.said == BAD
    assert now.cues == ("dismissive",)
    assert was.before == now.before
    assert was.after < was.before < now.after
    assert now.audio is None
    assert was.audio is not None
    assert Path(was.audio.file) == first.folder / "trainee.wav"
    assert was.audio.at_s < was.audio.until_s
    assert tried(one, 3) is None
