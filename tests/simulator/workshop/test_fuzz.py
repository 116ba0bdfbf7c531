"""Autoplay: simulated trainees bring to light what is never reached, and no call goes wrong under them."""

from __future__ import annotations

import pytest

from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.drawing import every_line
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.workshop import fuzz
from simulator.workshop.trainees import KINDS, reply
from tests.simulator.customer.sample import ABUSIVE, persona
from tests.simulator.workshop.broken import examples
from tests.simulator.workshop.broken_sense import beat

DANA = library.load("billing-dispute").persona
ROB = persona(start=ABUSIVE)


def tickets(*changes: tuple[str, str]) -> Persona:
    """The worked example, changed."""
    text = examples()["concert-tickets.yaml"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return library.parse(text, library.folder() / "concert-tickets.yaml").persona


def test_every_kind_of_trainee_takes_as_many_calls() -> None:
    coverage = fuzz.play(DANA, 40)
    assert coverage.calls == 40
    assert {kind: sum(counted.values()) for kind, counted in coverage.endings.items()} == dict.fromkeys(
        KINDS, 10
    )


def test_the_same_seed_gives_the_same_coverage_and_another_seed_another() -> None:
    assert fuzz.play(DANA, 60, seed=5) == fuzz.play(DANA, 60, seed=5)
    assert fuzz.play(DANA, 60, seed=5) != fuzz.play(DANA, 60, seed=6)


def test_a_shipped_persona_is_sound_and_covered() -> None:
    coverage = fuzz.play(DANA, 1000)
    assert coverage.sound
    assert (coverage.missed_beats(DANA), coverage.missed_endings(DANA)) == ([], [])
    assert coverage.reached == set(DANA.endings)


def test_a_trigger_is_heard_by_who_is_hot_enough_and_missed_by_others() -> None:
    lines = {line.id for line in every_line(tickets()) if line.id.startswith("trigger:")}
    assert len(lines) == 5
    assert not lines & set(fuzz.play(tickets(), 400).missed_lines(tickets()))
    never = tickets(
        ("        heat: 3\n", "        heat: 10\n"), ("  floor: 1\n", "  floor: 1\n  ceiling: 9\n")
    )
    missed = fuzz.play(never, 400).missed_lines(never)
    assert {line for line in missed if line.startswith("trigger:")} == {
        "trigger:1/hot/0", "trigger:1/hot/1", "trigger:1/warm/0",
    }  # fmt: skip


def test_only_unwelcome_replies_are_taken_to_hold_a_trigger() -> None:
    coverage = fuzz.play(tickets(), 200, kinds=["good", "silent"])
    assert not [line for line in coverage.lines if line.startswith("trigger:")]


def test_a_beat_that_nothing_leads_to_is_found_with_its_lines() -> None:
    lonely = tickets(("beats:\n", "beats:\n" + beat("parking", "when")))
    coverage = fuzz.play(lonely, 200)
    assert coverage.missed_beats(lonely) == ["parking"]
    assert {line.split("/")[0] for line in coverage.missed_lines(lonely)} >= {"parking"}


def test_a_beat_behind_a_way_that_never_opens_is_found() -> None:
    cold = tickets(("        then: rushed\n", "        below: 0.5\n        then: rushed\n"))
    assert fuzz.play(cold, 200).missed_beats(cold) == ["rushed"]


def test_an_ending_that_never_comes_is_found() -> None:
    mild = tickets(("endings:\n", "endings:\n  disengaged:\n    warm:\n      - discontent: Oh.\n"))
    coverage = fuzz.play(mild, 200)
    assert coverage.missed_endings(mild) == ["disengaged"]
    assert "end:disengaged/warm/0" in coverage.missed_lines(mild)


@pytest.mark.parametrize("dial", range(4))
def test_the_dial_holds_at_every_level(dial: int) -> None:
    coverage = fuzz.play(ROB, 200, dial=dial)
    assert coverage.too_sharp == []
    said = {line.id for line in every_line(ROB, dial)}
    assert set(coverage.lines) <= said
    assert coverage.sound


def test_sharp_lines_are_missed_at_the_lowest_dial_and_said_at_the_highest() -> None:
    insults = [line.id for line in every_line(ROB) if line.intensity == 2]
    assert insults
    assert set(insults) <= set(fuzz.play(ROB, 100, dial=0).missed_lines(ROB))
    assert not set(insults) <= set(fuzz.play(ROB, 100, dial=3).missed_lines(ROB))


@pytest.mark.parametrize("kind", KINDS)
def test_no_call_is_endless_and_nobody_repeats_a_line(kind: str) -> None:
    patient = tickets(
        ("    patience_s: 5", "    patience_s: 5\n    hellos: 5"),
        ("  floor: 1\n", "  floor: 1\n  asks: 10\n"),
    )
    coverage = fuzz.play(patient, 100, kinds=[kind])
    assert (coverage.endless, coverage.repeated) == ([], [])
    assert list(coverage.endings) == [kind]


def test_even_beats_that_lead_in_a_circle_do_not_make_a_call_endless() -> None:
    ring = tickets(("        then: end:resolved", "        then: panic"))
    coverage = fuzz.play(ring, 200)
    assert coverage.endless == []
    assert "resolved" not in coverage.reached
    assert "hung_up" in coverage.reached


def test_good_trainees_mostly_resolve_and_hostile_or_silent_ones_never() -> None:
    endings = fuzz.play(DANA, 400).endings
    assert endings["good"]["resolved"] > 80
    assert set(endings["hostile"]) <= {"hung_up", "trainee_ended"}
    assert endings["silent"].most_common(1)[0][0] == "hung_up"
    assert len(endings["clumsy"]) >= 4


def stone(hellos: int) -> Persona:
    """A customer whom neither silence nor a silent trainee's words move."""
    return persona(
        silence={"hellos": hellos, "per_s": 0},
        heats={"unheard": 0},
        cools={"acknowledgement": 0, "closed_question": 0},
    )


def length(who: Persona, seed: int) -> int:
    """How many steps a silent trainee's call has."""
    policy = Policy(intensity=1)
    dialogue, trainee = Dialogue(who, seed, policy), KINDS["silent"](who, seed, policy)
    line, steps, ended = dialogue.open(), 0, False
    while not ended:
        act = trainee(dialogue, line)
        reaction = dialogue.hear(act) if isinstance(act, Reply) else dialogue.wait(act)
        line, steps, ended = reaction.line, steps + 1, reaction.ending is not None
    return steps


def test_only_calls_of_more_than_three_replies_are_called_unmoved() -> None:
    who = stone(hellos=0)
    lengths = {("silent", seed): length(who, seed) for seed in range(60)}
    assert {2, 3, 4} <= set(lengths.values())
    coverage = fuzz.play(who, 60, kinds=["silent"], dial=1)
    assert coverage.unmoved == [call for call, steps in lengths.items() if steps > 3]
    assert coverage.sound


def test_who_is_never_moved_is_told_for_every_long_call() -> None:
    assert len(fuzz.play(stone(hellos=5), 20, kinds=["silent"], dial=1).unmoved) == 20


def test_a_simulated_reply_shows_what_it_is_made_of() -> None:
    made = reply("apology", "asks:order", interrupted=True)
    assert made.shown == {"apology", "asks:order"}
    assert [cue.label for cue in made.cues] == ["apology"]
    assert (made.interrupted, made.farewell) == (True, False)


def test_a_good_trainee_leaves_after_a_threat() -> None:
    dialogue = Dialogue(DANA)
    line = dialogue.open()
    threat = type(line)(line.id, line.text, line.heat, intensity=3)
    act = KINDS["good"](DANA, 0, Policy())(dialogue, threat)
    assert act == reply(farewell=True)


def test_a_silent_trainee_waits_as_long_as_the_customer_does() -> None:
    dialogue = Dialogue(DANA)
    line = dialogue.open()
    trainee = KINDS["silent"](DANA, 0, Policy())
    waits = [act for act in (trainee(dialogue, line) for _ in range(50)) if isinstance(act, float)]
    assert set(waits) == {DANA.temper.silence.patience_s}
    assert 25 <= len(waits) < 50
