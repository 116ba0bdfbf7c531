"""Words on which the customer breaks in: what is being said is looked at while the trainee speaks."""

from __future__ import annotations

from itertools import pairwise

from audio.pcm import FRAME, FRAME_S
from simulator.breaking_in import LOOK_S
from simulator.customer.dialogue import Policy
from simulator.customer.persona import Persona
from simulator.jobs import Hear
from simulator.states import State
from tests.simulator.customer.sample import persona
from tests.simulator.line import HOT, MEEK, TALK, Line, Patient, listening

GLIMPSE = 32  # frames from a look to the next
FLAT = "Well, let me see what I have here on my screen."
POLICY = "I'm afraid that is our policy"


def triggered(heat: float = 6.0) -> Persona:
    """A customer who breaks in on policies, and on being told to relax."""
    triggers = [
        {"hears": ["our policy"], "says": {"warm": [{"discontent": "Not the policy!"}]}},
        {"hears": ["relax"], "says": {"warm": [{"discontent": "I am relaxed!"}]}},
    ]
    return persona(start=heat, talks_over=None, interrupts={"heat": 6, "triggers": triggers})


def called(text: str = FLAT, heat: float = 6.0) -> Line:
    return listening(lambda _: text, persona=triggered(heat), judge=Patient(else_s=1.0))


def glimpses(line: Line) -> list[Hear]:
    """The jobs that look at what is being said: of a turn, all but those that began at a pause."""
    return [job for job in line.hearings if job.samples[-FRAME:].any()]


def broke_in(line: Line) -> list[tuple[str, int | None]]:
    return [(each.line.partition("/")[0], each.over) for each in line.started() if each.over is not None]


def test_what_is_said_is_looked_at_once_a_second_while_speech_goes_on() -> None:
    line = called()
    line.run(100, TALK)
    looks = glimpses(line)
    assert len(looks) == 3
    lengths = [len(job.samples) // FRAME for job in looks]
    assert [after - before for before, after in pairwise(lengths)] == [GLIMPSE] * 2
    assert {job.first for job in looks} == {looks[0].first}
    line.run(20)
    assert len(glimpses(line)) == 3


def test_a_customer_without_triggers_never_looks() -> None:
    for who in (HOT, MEEK):
        line = listening(lambda _: FLAT, persona=who, judge=Patient(else_s=1.0))
        line.run(100, TALK)
        assert not glimpses(line)


def test_the_customer_breaks_in_on_the_words_while_they_are_said() -> None:
    line = called(POLICY)
    speaks = line.call.frame
    line.run(60, TALK)
    assert broke_in(line) == [("trigger:0", 1)]
    assert (line.started()[-1].frame - speaks) * FRAME_S < 1.3
    assert not line.heard()


def test_a_cooler_customer_hears_the_words_out() -> None:
    line = called(POLICY, heat=5.0)
    line.run(60, TALK)
    assert not broke_in(line)


def test_on_a_turn_the_customer_breaks_in_once_and_on_a_phrase_once_a_call() -> None:
    line = called(POLICY)
    line.run(40, TALK)
    line.hears = lambda _: f"{POLICY}, so relax"
    line.run(200, TALK)
    assert broke_in(line) == [("trigger:0", 1)]
    line.run(60)
    line.until(State.LISTENING)
    line.run(40, TALK)
    assert broke_in(line) == [("trigger:0", 1), ("trigger:1", 2)]
    line.run(200)
    line.run(60, TALK)
    assert len(broke_in(line)) == 2


def test_what_was_looked_at_is_used_for_nothing_but_breaking_in() -> None:
    line = called()
    line.hears = lambda job: "Stop practice." if job.samples[-FRAME:].any() else FLAT
    line.run(100, TALK)
    line.run(60)
    assert not line.call.over
    assert line.said() == [FLAT]
    assert [job.before for job in line.hearings] == [""] * 4


def test_while_a_look_is_under_way_there_is_no_other_and_a_pause_gives_it_up() -> None:
    line = called(POLICY)
    line.hold = True
    line.run(100, TALK)
    (look,) = glimpses(line)
    line.run(3)
    assert line.dropped == [look.id]
    line.finish(look)
    assert not broke_in(line)
    line.hold = False
    line.run(60)
    assert line.said() == [POLICY]


def test_a_look_that_comes_back_late_still_counts_while_speech_goes_on() -> None:
    line = called(POLICY)
    line.hold = True
    line.run(70, TALK)
    line.hold = False
    line.run(2, TALK)
    assert broke_in(line) == [("trigger:0", 1)]


def test_while_the_customer_speaks_nothing_is_looked_at() -> None:
    line = called()
    line.reply()
    line.run(40)
    assert line.call.state is State.SPEAKING
    line.hears = lambda _: POLICY
    line.run(30, TALK)
    known = len(glimpses(line))
    line.run(60, TALK)
    assert line.call.state is State.SPEAKING
    assert len(glimpses(line)) == known == 0
    assert not broke_in(line)


def test_a_customer_who_has_nothing_to_break_in_with_on_a_long_turn_still_breaks_in_on_words() -> None:
    trigger = {"hears": ["our policy"], "says": {"warm": [{"discontent": "Not the policy!"}]}}
    ramble = {"hot": [{"insult": "Stop talking, you fool!"}]}
    who = persona(
        start=8.0,
        talks_over=None,
        interrupts={"heat": 6, "after_s": 3.0, "says": ramble, "triggers": [trigger]},
    )
    line = Line(lambda _: FLAT, persona=who, policy=Policy(intensity=0), judge=Patient(else_s=1.0))
    line.until(State.LISTENING)
    line.run(120, TALK)
    assert not broke_in(line)
    line.hears = lambda _: POLICY
    line.run(60, TALK)
    assert broke_in(line) == [("trigger:0", 1)]


def test_a_look_at_a_long_turn_takes_in_only_its_last_seconds() -> None:
    line = called()
    line.run(300, TALK)
    most = round(LOOK_S / FRAME_S)
    lengths = [len(job.samples) // FRAME for job in glimpses(line)]
    assert max(lengths) == lengths[-1] == most
    ends = [job.first + length for job, length in zip(glimpses(line), lengths, strict=True)]
    assert [after - before for before, after in pairwise(ends)] == [GLIMPSE] * (len(ends) - 1)


def test_whoever_is_broken_in_on_is_answered_when_the_turn_is_over() -> None:
    line = called(POLICY)
    line.run(60, TALK)
    line.run(150)
    assert line.said() == [POLICY]
    assert len(line.started()) == 3
    assert not any(turn.interrupts for turn in line.ended())
