"""What holds of every conversation, whatever is said in it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simulator.customer.dialogue import MOST_REPLIES, Dialogue, Policy, Reaction
from simulator.customer.drawing import Line, every_line
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.ear.labels import LABELS
from tests.simulator.customer.sample import persona, reply

TOPICS = ("asks:number", "asks:day", "asks:depot", "offers:resend", "offers:voucher")
CONDUCT = ("boundary", "warning")

shown = st.lists(st.sampled_from((*LABELS, *TOPICS)), max_size=4, unique=True)
replies = st.builds(
    lambda what, manner, bye: reply(*what, **manner, farewell=bye == 0),
    shown,
    st.fixed_dictionaries(
        {
            "hold": st.booleans(),
            "interrupted": st.booleans(),
            "rushed": st.booleans(),
            "waited_s": st.floats(0, 30),
        }
    ),
    st.integers(0, 9),
)
Happening = Reply | float | tuple[int, ...] | None
"""A reply, a silence of so many seconds, triggers that are heard, or None: the customer breaks in."""
triggers = st.lists(st.integers(0, 1), max_size=2).map(tuple)
happenings = st.lists(st.one_of(replies, replies, st.floats(0, 60), triggers, st.none()), max_size=15)
seeds = st.integers(0, 1000)
dials = st.integers(0, 3)
starts = st.sampled_from([2.0, 5.0, 7.0, 8.0, 10.0])


INTERRUPTS = {
    "heat": 6,
    "says": {"hot": [{"insult": "Shut up, you fool!"}, {"discontent": "Let me finish!"}]},
    "triggers": [
        {
            "hears": ["calm down"],
            "heat": 3,
            "says": {
                "hot": [{"insult": "Calm yourself, you fool!"}],
                "warm": [{"discontent": "It was {day}!"}],
            },
        },
        {"hears": ["our policy"], "says": {"hot": [{"sharp": "Policy!"}]}},
    ],
}


@cache
def starting(heat: float) -> Persona:
    return persona(start=heat, interrupts=INTERRUPTS)


BY_ID = {line.id: line for line in every_line(starting(5.0))}


def run(dialogue: Dialogue, happened: list[Happening]) -> tuple[list[Line], list[Reaction]]:
    """All lines and reactions, until the call ends."""
    lines, reactions = [dialogue.open()], []
    for each in happened:
        if each is None or isinstance(each, tuple):
            line = dialogue.break_in() if each is None else dialogue.break_in_on(each)
            lines += [line] if line is not None else []
            continue
        reaction = dialogue.hear(each) if isinstance(each, Reply) else dialogue.wait(each)
        reactions.append(reaction)
        lines.append(reaction.line)
        if reaction.ending is not None:
            break
    return lines, reactions


@given(starts, seeds, dials, happenings)
def test_the_same_conversation_goes_the_same_way(
    start: float, seed: int, dial: int, happened: list[Happening]
) -> None:
    first, again = (run(Dialogue(starting(start), seed, Policy(1, dial)), happened) for _ in range(2))
    assert first == again


@given(starts, seeds, dials, happenings)
def test_every_line_is_the_authors_within_the_dial_and_never_the_one_just_said(
    start: float, seed: int, dial: int, happened: list[Happening]
) -> None:
    lines, _ = run(Dialogue(starting(start), seed, Policy(1, dial)), happened)
    assert all(line == BY_ID[line.id] for line in lines)
    assert all(line.intensity <= dial for line in lines)
    assert all(line.text != after.text for line, after in pairwise(lines))


@given(starts, seeds, happenings)
def test_heat_is_always_told_without_gaps_and_within_its_bounds(
    start: float, seed: int, happened: list[Happening]
) -> None:
    dialogue = Dialogue(starting(start), seed)
    _, reactions = run(dialogue, happened)
    heat = start
    for change in (change for reaction in reactions for change in reaction.heat):
        assert change.before == heat
        heat = change.after
        assert 1 <= heat <= 10
    assert dialogue.heat == heat


@given(starts, seeds, dials, st.lists(replies, min_size=8, max_size=8))
def test_every_conversation_ends(start: float, seed: int, dial: int, happened: list[Reply]) -> None:
    _, reactions = run(Dialogue(starting(start), seed, Policy(1, dial)), [*happened] * (MOST_REPLIES // 8))
    assert reactions[-1].ending is not None
    assert len(reactions) <= MOST_REPLIES
    assert all(reaction.ending is None for reaction in reactions[:-1])


@given(starts, seeds, happenings, st.sets(st.sampled_from(CONDUCT), min_size=1))
def test_a_boundary_or_warning_heats_and_is_thrown_back_unless_there_was_abuse(
    start: float, seed: int, happened: list[Happening], conduct: set[str]
) -> None:
    dialogue = Dialogue(starting(start), seed)
    lines, reactions = run(dialogue, happened)
    if reactions and reactions[-1].ending is not None:
        return
    before = dialogue.heat
    reaction = dialogue.hear(reply(*conduct))
    thrown_back = reaction.line.id.startswith(("reaction:boundary", "reaction:warning"))
    if any(line.intensity >= 2 for line in lines):
        assert dialogue.heat <= before
        assert not reaction.line.id.startswith("reaction:")
    else:
        assert dialogue.heat > before or before == 10
        assert (
            thrown_back or reaction.ending is not None or lines[-1].id.startswith(("reaction:", "handover"))
        )


@given(starts, seeds, st.lists(shown, max_size=6))
def test_a_caller_who_heeds_boundaries_never_insults_after_one(
    start: float, seed: int, happened: list[list[str]]
) -> None:
    dialogue = Dialogue(starting(max(start, 8.0)), seed)  # from 8 it opens with an insult
    assert dialogue.open().intensity == 2
    lines, reactions = [], [dialogue.hear(reply("boundary"))]
    for what in happened:
        if reactions[-1].ending is not None:
            break
        reactions.append(dialogue.hear(reply(*what)))
        lines.append(reactions[-1].line)
    assert all(line.intensity < 2 for line in lines)


@given(starts, seeds, dials, happenings)
def test_no_trigger_works_twice(start: float, seed: int, dial: int, happened: list[Happening]) -> None:
    lines, _ = run(Dialogue(starting(start), seed, Policy(1, dial)), happened)
    used = [line.id.split("/")[0] for line in lines if line.id.startswith("trigger:")]
    assert len(used) == len(set(used))
