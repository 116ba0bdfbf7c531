from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import lexicon, library, plan
from simulator.cues import LABELS, Cue, Ear
from simulator.dialogue import Dialogue, Reaction, Reply, every_line

PERSONA = library.load("billing-dispute").persona
EAR = Ear(lexicon.load())

labels = st.lists(st.sampled_from(LABELS), max_size=5, unique=True)
replies = st.lists(st.tuples(labels, st.booleans()), max_size=12)


def reply(*shown: str, interrupted: bool = False) -> Reply:
    cues = tuple(Cue(label, "words", at, at + 5, "test") for at, label in enumerate(shown))
    return Reply("words", cues, interrupted=interrupted)


def after(*shown: str, heat: float | None = None) -> tuple[Dialogue, Reaction]:
    dialogue = Dialogue(PERSONA)
    dialogue.open()
    if heat is not None:
        dialogue.heat = heat
    return dialogue, dialogue.hear(reply(*shown))


def test_warmth_cools_and_moves_the_customer_on() -> None:
    dialogue, reaction = after("apology", "empathy")
    assert dialogue.heat < PERSONA.temper.start
    assert (reaction.beat, reaction.ending) == ("details", None)


def test_a_dismissive_reply_heats_and_is_thrown_back() -> None:
    dialogue, reaction = after("dismissive")
    assert dialogue.heat > PERSONA.temper.start
    assert reaction.line.id.startswith("reaction:dismissive")
    assert dialogue.beat == "complaint"


def test_every_heat_change_has_its_reason_and_its_words() -> None:
    _, reaction = after("apology", "defensive")
    assert [(change.reason, change.quote) for change in reaction.heat] == [
        ("defensive", "words"),
        ("apology", "words"),
    ]


def test_the_same_comfort_again_is_worth_less() -> None:
    dialogue = Dialogue(PERSONA)
    first = dialogue.hear(reply("acknowledgement")).heat[0]
    second = dialogue.hear(reply("acknowledgement")).heat[0]
    assert first.before - first.after > second.before - second.after > 0


def test_one_reply_cools_by_a_limited_amount() -> None:
    dialogue, _ = after("apology", "empathy", "paraphrase", "reassurance", "thanks")
    assert PERSONA.temper.start - dialogue.heat <= PERSONA.temper.cools_at_most + 1e-6


def test_a_reply_with_nothing_in_it_heats() -> None:
    dialogue, reaction = after()
    assert dialogue.heat > PERSONA.temper.start
    assert reaction.line.id.startswith("complaint/asks_again")


def test_interrupting_heats() -> None:
    dialogue = Dialogue(PERSONA)
    changes = dialogue.hear(reply("apology", interrupted=True)).heat
    assert changes[0].reason == "interrupted"
    assert changes[0].after > changes[0].before


def test_offering_a_supervisor_ends_the_call_as_escalated() -> None:
    assert after("escalation")[1].ending == "escalated"


def test_staying_at_the_ceiling_makes_the_customer_hang_up() -> None:
    dialogue, reaction = after("dismissive", heat=10.0)
    assert reaction.ending is None
    assert dialogue.hear(reply("dismissive")).ending == "hung_up"


def test_a_farewell_ends_the_call() -> None:
    assert Dialogue(PERSONA).hear(Reply("Goodbye.", (), farewell=True)).ending == "trainee_ended"


def test_silence_brings_hellos_and_then_the_customer_hangs_up() -> None:
    dialogue = Dialogue(PERSONA)
    endings = [dialogue.wait().ending for _ in range(PERSONA.temper.hellos + 1)]
    assert endings == [None] * PERSONA.temper.hellos + ["hung_up"]


def test_an_answer_given_before_it_was_asked_for_is_not_asked_for_again() -> None:
    _, reaction = after("apology", "solution")
    assert reaction.beat == "proof"


@pytest.mark.parametrize("name", library.names())
def test_every_planned_call_ends_as_planned(name: str) -> None:
    shelf = library.load(name)
    for call in plan.beside(shelf.path).calls:
        dialogue = Dialogue(shelf.persona)
        line, ending = dialogue.open(), None
        for text in call.says:
            reaction = dialogue.hear(Reply(text, EAR.cues(text, line.text), EAR.is_farewell(text)))
            line, ending = reaction.line, reaction.ending
            if ending is not None:
                break
        assert ending == call.ends, f"{name}: the call {call.name!r}"


@given(replies, st.integers(0, 1000))
def test_heat_stays_within_its_bounds_and_lines_never_repeat(
    conversation: list[tuple[list[str], bool]], seed: int
) -> None:
    dialogue = Dialogue(PERSONA, seed)
    last = dialogue.open().id
    for shown, interrupted in conversation:
        reaction = dialogue.hear(reply(*shown, interrupted=interrupted))
        assert PERSONA.temper.floor <= dialogue.heat <= PERSONA.temper.ceiling
        key, _, _ = reaction.line.id.rpartition("/")
        said = next(s for s in every_line(PERSONA) if s.id == reaction.line.id)
        alone = sum(s.id.startswith(f"{key}/") for s in every_line(PERSONA)) == 1
        assert said.text == reaction.line.text
        assert alone or reaction.line.id != last
        last = reaction.line.id
        if reaction.ending is not None:
            break


@given(replies, st.integers(0, 1000))
def test_the_same_replies_give_the_same_conversation(
    conversation: list[tuple[list[str], bool]], seed: int
) -> None:
    def run() -> list[Reaction]:
        dialogue = Dialogue(PERSONA, seed)
        dialogue.open()
        return [dialogue.hear(reply(*shown, interrupted=over)) for shown, over in conversation]

    assert run() == run()


@given(st.floats(0, 10), labels)
def test_an_apology_never_leaves_the_customer_hotter_than_without_it(heat: float, others: list[str]) -> None:
    without = Dialogue(PERSONA)
    without.heat = min(max(heat, PERSONA.temper.floor), PERSONA.temper.ceiling)
    with_apology = Dialogue(PERSONA)
    with_apology.heat = without.heat
    rest = [label for label in others if label != "apology"]
    without.hear(reply(*rest))
    with_apology.hear(reply("apology", *rest))
    assert with_apology.heat <= without.heat + 1e-6
