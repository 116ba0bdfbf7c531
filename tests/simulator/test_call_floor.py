"""Who has the floor: customers who talk over the trainee, who break in, and who wait."""

from __future__ import annotations

from audio.pcm import FRAME_S
from simulator import events
from simulator.customer.dialogue import Policy
from simulator.states import State
from tests.simulator.customer import sample
from tests.simulator.line import CLIP, HOT, MEEK, PERSONA, TALK, WARM, Line, listening

FLAT = "Well, let me see what I have here on my screen."
"""A reply that neither cools nor heats by itself."""
HOLD = "Can you hold on for a moment, please?"


def hot(text: str = "Calm down.", **more: object) -> Line:
    """A call with a customer who talks over people and breaks in."""
    line = Line(lambda _: text, persona=HOT, **more)  # type: ignore[arg-type]
    line.until(State.LISTENING)
    return line


def long_turn(line: Line) -> None:
    """Speech for longer than the customer has patience with."""
    assert line.dialogue.breaks_in_after_s is not None
    line.run(round(line.dialogue.breaks_in_after_s / FRAME_S) + 4, TALK)


def test_the_intensity_of_each_line_is_on_the_record() -> None:
    assert hot().started()[0].intensity == 1
    assert hot(policy=Policy(intensity=0)).started()[0].intensity == 0


# Talking over --------------------------------------------------------------------------------


def test_a_customer_who_talks_over_goes_on_when_spoken_over() -> None:
    line = hot()
    line.reply()
    line.until(State.SPEAKING)
    line.run(25)
    assert line.dialogue.talks_over
    before = sum(bool(frame.any()) for frame in line.out)
    line.run(20, TALK)
    assert sum(bool(frame.any()) for frame in line.out) == before + 20
    line.until(State.LISTENING)
    assert "yielded" not in line.kinds()
    assert [e.cut for e in line.events if isinstance(e, events.LineEnded)] == [False, False]


def test_what_was_said_under_the_line_is_answered_after_it() -> None:
    line = hot()
    line.reply()
    line.until(State.SPEAKING)
    line.hears = lambda _: WARM
    said = line.started()[-1]
    line.run(said.frame + 20 - line.call.frame)
    line.run(16, TALK)
    line.run(said.frame + said.frames - 1 - line.call.frame)
    assert line.heard()[-1].text == WARM
    assert line.call.state is State.SPEAKING  # heard, and not yet answered
    line.run(3)
    assert [turn.text for turn in line.heard()] == ["Calm down.", WARM]
    assert len(line.started()) == 3
    ended = [e.frame for e in line.events if isinstance(e, events.LineEnded)]
    assert line.started()[2].frame - ended[1] <= 2
    assert [e.interrupts for e in line.events if isinstance(e, events.TurnEnded)] == [False, True]
    assert "apology" in line.reasons()


def test_the_same_customer_yields_once_cooler() -> None:
    line = hot(WARM)
    line.reply()
    line.until(State.SPEAKING)
    assert not line.dialogue.talks_over
    line.run(25)
    line.run(20, TALK)
    assert "yielded" in line.kinds()


def test_a_customer_of_hot_temper_who_was_too_early_yields_all_the_same() -> None:
    line = hot()
    line.reply()
    line.until(State.SPEAKING)
    assert line.dialogue.talks_over
    line.run(20, TALK)  # at once: the pause was a breath
    assert "yielded" in line.kinds()
    line.run(40)
    assert "interrupted" not in line.reasons()


# Breaking in ---------------------------------------------------------------------------------


def test_a_hot_customer_breaks_in_on_a_long_turn_and_the_record_says_on_which() -> None:
    line = hot()
    long_turn(line)
    broke = line.started()[-1]
    assert len(line.started()) == 2
    assert broke.line.startswith("interrupts/")
    assert broke.over == 1
    speech = next(e for e in line.events if isinstance(e, events.SpeechStarted))
    after_s = (broke.frame - speech.start) * FRAME_S
    assert HOT.temper.interrupts is not None
    assert 0 <= after_s - HOT.temper.interrupts.after_s < 0.2


def test_other_lines_are_over_nobody() -> None:
    line = hot()
    line.reply()
    assert [started.over for started in line.started()] == [None, None]


def test_only_the_line_that_breaks_in_is_over_a_turn() -> None:
    line = hot(FLAT)
    long_turn(line)
    line.run(200)
    line.reply()
    line.until(State.SPEAKING)
    assert [started.over for started in line.started()] == [None, 1, None, None]


def test_a_turn_is_broken_in_on_once_and_answered_when_it_is_over() -> None:
    line = hot(FLAT)
    long_turn(line)
    line.run(3 * len(CLIP) // 512 + 600, TALK)
    assert len(line.started()) == 2
    assert line.call.state is State.LISTENING
    line.run(30)
    assert [turn.turn for turn in line.heard()] == [1]
    assert len(line.started()) == 3
    assert not line.started()[2].line.startswith("interrupts/")


def test_whoever_is_broken_in_on_did_not_interrupt() -> None:
    line = hot()
    long_turn(line)
    line.run(40, TALK)
    line.run(120)
    (ended,) = [e for e in line.events if isinstance(e, events.TurnEnded)]
    assert ended.overlap >= 40
    assert not ended.interrupts
    assert "yielded" not in line.kinds()
    assert "interrupted" not in line.reasons()


def test_a_turn_begun_while_the_customer_breaks_in_did_not_interrupt() -> None:
    line = hot(FLAT)
    long_turn(line)
    line.run(25)
    assert line.call.state is State.SPEAKING
    line.run(20, TALK)
    line.run(40)
    ended = [e for e in line.events if isinstance(e, events.TurnEnded)]
    assert [each.turn for each in ended] == [1, 2]
    assert ended[1].overlap > 0
    assert not ended[1].interrupts
    assert "interrupted" not in line.reasons()


def test_a_turn_that_ends_while_the_customer_breaks_in_is_answered_after_the_line() -> None:
    line = hot(WARM)
    long_turn(line)
    line.run(150)
    assert [turn.turn for turn in line.heard()] == [1]
    assert line.kinds().count("line_started") == 3
    assert {"apology", "empathy"} <= set(line.reasons())


def test_the_next_long_turn_is_broken_in_on_again() -> None:
    line = hot()
    long_turn(line)
    line.run(100, TALK)
    line.until(State.SPEAKING)
    line.until(State.LISTENING)
    long_turn(line)
    assert [started.over for started in line.started() if started.line.startswith("interrupts/")] == [1, 2]


def test_a_cooler_customer_and_one_who_never_breaks_in_hear_a_long_turn_out() -> None:
    for persona in (PERSONA, MEEK):
        line = Line(lambda _: FLAT, persona=persona)
        line.until(State.LISTENING)
        line.run(round(30 / FRAME_S), TALK)
        assert len(line.started()) == 1


def test_a_long_greeting_is_not_broken_in_on() -> None:
    line = Line(lambda _: FLAT, persona=HOT)
    line.until(State.GREETING)
    line.run(round(20 / FRAME_S), TALK)
    assert not line.started()


# Waiting -------------------------------------------------------------------------------------


def waited(line: Line) -> float:
    """For how long the customer is silent before a hello."""
    line.until(State.SPEAKING)
    line.until(State.LISTENING)
    line.until(State.SPEAKING, most=2000)
    return next(e.silent_s for e in line.events if isinstance(e, events.Waited))


def test_a_customer_who_was_asked_to_hold_waits_longer() -> None:
    held, asked = listening(), listening()
    held.hears = lambda _: HOLD
    asked.hears = lambda _: WARM
    for line in (held, asked):
        line.reply()
    assert abs(waited(asked) - PERSONA.temper.silence.patience_s) < 0.1
    assert abs(waited(held) - PERSONA.temper.hold.patience_s) < 0.1
    assert "on_hold" in held.reasons()
    assert "kept_waiting" in asked.reasons()


def test_the_silence_before_a_reply_heats_after_the_grace() -> None:
    soon, late = listening(), listening()
    for line, pause_s in ((soon, 2.0), (late, 6.5)):
        line.run(round(pause_s / FRAME_S))
        line.reply()
    assert "kept_waiting" not in soon.reasons()
    assert late.reasons()[0] == "kept_waiting"


def test_a_short_reply_in_no_time_is_rushed() -> None:
    words = " ".join(["word"] * 12)
    fast, slow = listening(), listening()
    for line, frames in ((fast, 60), (slow, 130)):
        line.hears = lambda _: words
        line.run(frames, TALK)
        line.run(30)
    assert "rushed" in fast.reasons()
    assert "rushed" not in slow.reasons()


def test_a_reply_that_asks_to_hold_is_on_the_record_as_such() -> None:
    line = listening()
    texts = iter((HOLD, WARM))
    line.hears = lambda _: next(texts)
    for _ in range(2):
        line.until(State.LISTENING)
        line.reply()
    assert [turn.hold for turn in line.heard()] == [True, False]


# A line that was cut ------------------------------------------------------------------------


def asked_for_the_day(*, cut: bool) -> Line:
    """A customer who minds being asked again is asked for what the first line tells."""
    who = sample.persona(heats={"asked_again": 1}, talks_over=None, interrupts=None)
    line = Line(lambda _: "Which day was it due?", persona=who)
    line.until(State.SPEAKING if cut else State.LISTENING)
    line.run(25)
    line.run(20, TALK)
    line.run(30)
    assert [turn.text for turn in line.heard()] == ["Which day was it due?"]
    ended = next(e for e in line.events if isinstance(e, events.LineEnded))
    assert ended.cut is cut
    return line


def test_what_a_line_told_that_the_trainee_cut_off_may_be_asked_for() -> None:
    assert "asked_again" not in asked_for_the_day(cut=True).reasons()
    assert "asked_again" in asked_for_the_day(cut=False).reasons()
