"""A customer who answers while the trainee only pauses: the answer is taken back, and all is heard as one."""

from __future__ import annotations

import pytest

from audio.pcm import FRAME_S
from simulator import events
from simulator.jobs import Hear, Say
from simulator.ledger import REACTION_S
from simulator.scoring import facts
from simulator.standing import standing
from simulator.states import State
from tests.simulator.line import CLIP, TALK, WARM, Line, Patient, listening

FIRST = "I'm so sorry about that,"
MORE = "that must be really frustrating."
SPOKEN = 70  # frames that a turn takes: nobody is rushed
WORDS = {1: FIRST, 2: MORE, 3: "Let me look into your account."}


def in_turns(job: Hear) -> str:
    return WORDS[job.turn]


def answered(hears: dict[int, str] | None = None, *, fetched: bool) -> Line:
    """A customer who was greeted by one turn, and answers it: the line is on its way, or just begun."""
    words = WORDS | (hears or {})
    line = listening(lambda job: words[job.turn])
    line.run(20)
    line.dumb = not fetched
    line.run(SPOKEN, TALK)
    line.until(State.SPEAKING if fetched else State.FETCHING)
    return line


def next_line(line: Line) -> None:
    """Silence until the customer begins another line."""
    known = len(line.started())
    while len(line.started()) == known:
        line.run(1)


def in_one(text: str) -> Line:
    """The same words in one turn."""
    line = listening(lambda _: text)
    line.run(20)
    line.run(3 * SPOKEN, TALK)
    line.run(30)
    return line


def taken_back(line: Line) -> list[events.TakenBack]:
    return [event for event in line.events if isinstance(event, events.TakenBack)]


def standing_lines(line: Line) -> list[events.LineStarted]:
    return [event for event in standing(line.events) if isinstance(event, events.LineStarted)]


def as_if_heard_once(line: Line, once: Line) -> None:
    """A call came to the same as another."""
    assert line.stood() == once.stood()
    assert line.call.heat == once.call.heat
    assert line.said() == once.said()
    heard, whole = line.heard()[-1], once.heard()[-1]
    assert (heard.text, heard.cues, heard.note) == (whole.text, whole.cues, whole.note)
    last, plain = line.started()[-1], once.started()[-1]
    assert (last.line, last.beat, last.intensity) == (plain.line, plain.beat, plain.intensity)


# While the line is only on its way -----------------------------------------------------------


def test_an_answer_that_was_only_fetched_is_taken_back_without_a_sound() -> None:
    line = answered(fetched=False)
    before = len(line.out)
    say = next(job for job in line.waiting if isinstance(job, Say))
    line.run(3, TALK)
    assert line.call.state is State.LISTENING
    assert say.id in line.dropped
    (back,) = taken_back(line)
    assert (back.turn, back.line) == (1, None)
    line.dumb = False
    line.call.finish(say.id, CLIP)  # too late: nobody wants it
    line.run(SPOKEN, TALK)
    line.run(10)
    assert not any(frame.any() for frame in line.out[before:])
    line.run(20)
    first, whole = line.heard()
    assert whole.replaces == first.turn
    assert whole.start == first.start
    assert [word.text for word in whole.words] == whole.text.split()
    assert list(whole.words) == sorted(whole.words, key=lambda word: word.start_s)
    as_if_heard_once(line, in_one(f"I'm so sorry about that {MORE}"))


def test_within_the_time_to_react_the_customer_is_silent_at_once() -> None:
    for after in range(1, round(REACTION_S / FRAME_S) - 3, 3):
        line = answered(fetched=True)
        started = line.started()[-1]
        line.run(after)
        before = len(line.out)
        line.run(SPOKEN, TALK)
        assert not any(frame.any() for frame in line.out[before + 4 :])
        line.run(24)
        (back,) = taken_back(line)
        assert (back.turn, back.line) == (1, started.frame)
        ended = [event for event in line.events if isinstance(event, events.LineEnded)][-1]
        assert (ended.line, ended.cut, ended.frame) == (started.line, True, back.frame)
        assert not any(turn.interrupts for turn in line.ended())
        as_if_heard_once(line, in_one(f"I'm so sorry about that {MORE}"))


@pytest.mark.parametrize("fetched", [True, False])
def test_a_customer_can_be_too_early_twice(fetched: bool) -> None:  # noqa: FBT001 - a parameter
    line = answered(fetched=fetched)
    line.run(SPOKEN, TALK)
    if fetched:
        next_line(line)
    else:
        line.until(State.FETCHING)
    line.run(SPOKEN, TALK)
    line.dumb = False
    line.run(30)
    assert [turn.replaces for turn in line.heard()] == [None, 1, 2]
    assert [back.turn for back in taken_back(line)] == [1, 2]
    as_if_heard_once(line, in_one(f"I'm so sorry about that {MORE} {WORDS[3]}"))


def test_what_interrupted_the_customer_before_still_did() -> None:
    line = listening(lambda job: {1: WARM, 2: FIRST, 3: MORE}[job.turn])
    line.reply()
    line.run(30)
    line.run(SPOKEN, TALK)  # interrupts the answer to the first turn
    next_line(line)
    line.run(SPOKEN, TALK)  # goes on
    line.run(40)
    assert [turn.replaces for turn in line.heard()] == [None, None, 2]
    assert line.stood().count("interrupted") == line.reasons().count("interrupted") - 1 == 1
    (turn,) = [turn for turn in facts.gather(line.events, overlap_measured=True).turns if turn.id == 3]
    assert turn.interruption_s > 0


# When it was nothing -------------------------------------------------------------------------


@pytest.mark.parametrize("frames", [3, 12])
@pytest.mark.parametrize("noise", ["", "Mm-hm."])
@pytest.mark.parametrize("fetched", [True, False])
def test_after_a_cough_or_a_nod_the_customer_answers_all_the_same_and_the_heat_counts_once(
    frames: int,
    noise: str,
    fetched: bool,  # noqa: FBT001 - a parameter
) -> None:
    line = answered({2: noise}, fetched=fetched)
    line.run(frames, TALK)
    line.dumb = False
    line.run(120)
    once = in_one(FIRST)
    assert line.stood() == once.stood()
    assert line.call.heat == once.call.heat
    assert [e.line for e in line.started()] == [e.line for e in once.started()]
    assert line.said()[0] == FIRST
    assert len(taken_back(line)) == (0 if fetched else 1)
    assert ("went_on" in line.kinds()) is fetched
    assert sum(frame[0] == CLIP[0] for frame in line.out) == 2 * 70  # both lines whole


def test_after_a_cough_the_answer_may_be_taken_back_again() -> None:
    line = answered({2: ""}, fetched=False)
    line.run(3, TALK)
    line.run(40)
    assert line.call.state is State.FETCHING
    line.hears = lambda _: MORE
    line.run(SPOKEN, TALK)
    line.dumb = False
    line.run(30)
    assert [back.turn for back in taken_back(line)] == [1, 1]
    as_if_heard_once(line, in_one(f"I'm so sorry about that {MORE}"))


@pytest.mark.parametrize("frames", [5, 15])
def test_after_a_nod_and_a_breath_the_trainee_may_still_go_on(frames: int) -> None:
    line = answered({2: "Okay.", 3: MORE}, fetched=True)
    line.run(10, TALK)
    line.until_event("went_on")
    line.run(frames)
    line.run(SPOKEN, TALK)
    line.run(40)
    assert not any(turn.interrupts for turn in line.ended())
    assert line.said() == [f"I'm so sorry about that {MORE}", "Okay."]
    assert line.stood() == in_one(f"I'm so sorry about that {MORE}").stood()


def test_after_a_nod_under_an_answer_of_which_much_was_heard_it_stands() -> None:
    line = answered({2: "Right, okay.", 3: MORE}, fetched=True)
    line.run(30)
    line.run(16, TALK)
    line.until_event("went_on")
    line.run(5)
    line.run(SPOKEN, TALK)
    line.run(40)
    assert not taken_back(line)
    assert not any(turn.interrupts for turn in line.ended())
    assert line.said() == [FIRST, "Right, okay.", MORE]


def test_a_cough_does_not_let_the_customer_go_on_while_a_turn_is_still_to_be_heard() -> None:
    line = answered(fetched=True)
    line.hold = True
    line.run(12, TALK)
    line.run(25)
    assert line.ended()[-1].turn == 2
    line.run(3, TALK)
    line.until_event("speech_dropped")
    line.run(5)
    assert "went_on" not in line.kinds()
    line.hold = False
    line.run(40)
    as_if_heard_once(line, in_one(f"I'm so sorry about that {MORE}"))


def test_a_nod_does_not_let_the_customer_go_on_under_another_turn() -> None:
    line = answered({2: "Okay.", 3: MORE}, fetched=True)
    line.hold = True
    line.run(12, TALK)
    line.run(25)
    line.run(20, TALK)
    line.hold = False
    line.run(20, TALK)
    assert [turn.note for turn in line.heard()] == ["", "backchannel"]
    assert "went_on" not in line.kinds()
    line.run(40)
    assert line.said()[-1] == MORE


def test_a_customer_who_was_stopped_by_a_cough_is_not_stopped_by_the_next() -> None:
    line = answered({2: "", 3: ""}, fetched=True)
    line.run(3, TALK)
    line.until_event("went_on")
    line.run(3, TALK)
    line.run(40)
    assert line.kinds().count("speech_dropped") == 2
    assert line.kinds().count("yielded") == line.kinds().count("went_on") == 1


def test_answers_to_the_same_turn_are_taken_back_only_twice() -> None:
    line = answered(fetched=False)
    line.hears = lambda job: FIRST if job.turn == 1 else ""
    for _ in range(4):
        line.run(3, TALK)
        line.run(40)
        line.until(State.FETCHING)
    assert [back.turn for back in taken_back(line)] == [1, 1]
    line.dumb = False
    line.run(100)
    assert [started.line for started in line.started()] == [e.line for e in in_one(FIRST).started()]


def too_early(judge: Patient, words: dict[int, str]) -> Line:
    """The customer has begun to answer the first turn, and the trainee has gone on."""
    line = listening(lambda job: words[job.turn], judge=judge)
    line.run(20)
    line.run(SPOKEN, TALK)
    next_line(line)
    line.run(SPOKEN, TALK)
    return line


def test_the_end_of_a_turn_that_goes_on_is_judged_by_all_of_it_and_the_line_before_it() -> None:
    judge = Patient(else_s=0.2)
    line = too_early(judge, WORDS)
    line.run(30)
    complaint = line.started()[0].text
    whole = f"I'm so sorry about that {MORE}"
    assert judge.asked == [(FIRST, complaint), (whole, complaint)]
    assert [job.before for job in line.hearings] == ["", FIRST]


def test_the_judge_learns_of_the_pause_that_was_taken_for_an_end() -> None:
    judge = Patient(else_s=0.2)
    line = too_early(judge, WORDS)
    assert not judge.pauses
    line.run(30)
    first, second = line.ended()
    assert judge.pauses == [pytest.approx((second.start - first.end) * FRAME_S, abs=0.01)]
    line = too_early(judge, {1: FIRST, 2: "Mm-hm."})
    line.run(30)
    assert len(judge.pauses) == 1


# Around it -----------------------------------------------------------------------------------


def test_a_greeting_that_goes_on_is_one_greeting() -> None:
    words = {1: "Good morning from", 2: "Fairwater Broadband, this is Jo."}
    line = Line(lambda job: words[job.turn])
    line.until(State.GREETING)
    line.dumb = True
    line.run(20, TALK)
    line.until(State.FETCHING)
    line.run(20, TALK)
    assert line.call.state is State.LISTENING
    line.dumb = False
    line.run(30)
    once = Line(lambda _: "Good morning from Fairwater Broadband, this is Jo.")
    once.until(State.GREETING)
    once.run(40, TALK)
    once.run(30)
    as_if_heard_once(line, once)
    assert len(line.started()) == len(taken_back(line)) == 1
    assert line.heard()[-1].replaces == 1


def test_a_greeting_then_a_cough_is_answered_by_the_same_opening() -> None:
    line = Line(lambda job: "Good morning." if job.turn == 1 else "")
    line.until(State.GREETING)
    line.dumb = True
    line.run(20, TALK)
    line.until(State.FETCHING)
    line.run(3, TALK)
    line.dumb = False
    line.run(60)
    assert [started.line.rpartition("/")[0] for started in line.started()] == ["complaint/says/hot"]
    assert len(taken_back(line)) == 1


@pytest.mark.parametrize("fetched", [True, False])
@pytest.mark.parametrize("greeting", ["Good morning, Fairwater Broadband.", "Hello?", "Yes?"])
def test_a_greeting_that_meets_the_opening_is_a_greeting_and_the_same_opening_comes_again(
    greeting: str,
    fetched: bool,  # noqa: FBT001 - a parameter
) -> None:
    line = Line(lambda _: greeting)
    line.dumb = not fetched
    line.until(State.SPEAKING if fetched else State.FETCHING)
    line.run(25, TALK)
    line.dumb = False
    line.run(150)
    quiet = listening()
    assert [started.line for started in standing_lines(line)] == [started.line for started in quiet.started()]
    assert [back.turn for back in taken_back(line)] in ([None], [])  # []: the customer went on after a nod
    assert not line.reasons()
    assert line.said() == [greeting]
    assert sum(frame[0] == CLIP[0] for frame in line.out[-150:]) >= 45


def test_a_greeting_that_meets_the_opening_is_no_reply() -> None:
    line = Line(lambda _: "Good morning, Fairwater Broadband.")
    line.until(State.SPEAKING)
    opening = line.started()[0]
    line.run(25, TALK)
    line.run(150)
    assert [(back.turn, back.line) for back in taken_back(line)] == [(None, opening.frame)]
    assert line.kinds()[-1] == "line_ended"
    assert line.call.state is State.LISTENING


@pytest.mark.parametrize("heard_first", [True, False])
def test_a_call_closed_after_an_answer_was_taken_back_keeps_every_word_and_no_answer(
    heard_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    line = answered(fetched=False)
    line.run(15, TALK)
    line.hold = not heard_first
    line.run(3)
    line.call.hang_up()
    line.collect()
    line.hold = line.dumb = False
    line.work()
    assert line.call.over
    assert line.said() == [f"I'm so sorry about that {MORE}"]
    assert not line.stood()
    assert line.call.heat == pytest.approx(_first_heat(line))


@pytest.mark.parametrize("heard_first", [True, False])
def test_a_call_closed_under_an_answer_that_came_too_early_takes_it_back(
    heard_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    line = answered(fetched=True)
    line.run(15, TALK)
    if not heard_first:
        line.hold = True
        line.run(30)
    line.call.hang_up()
    line.collect()
    line.work()
    assert line.call.over
    assert [back.frame for back in taken_back(line)] == [line.call.frame]
    assert line.said() == [f"I'm so sorry about that {MORE}"]
    assert not line.stood()
    assert [started.line for started in standing_lines(line)] == [line.started()[0].line]


def test_a_call_closed_under_an_answer_with_which_nobody_goes_on_keeps_it() -> None:
    line = answered(fetched=True)
    line.run(15)
    line.call.hang_up()
    line.collect()
    assert line.call.over
    assert not taken_back(line)
    assert line.stood() == line.reasons() != []


def test_later_than_the_time_to_react_it_is_an_interruption() -> None:
    line = answered(fetched=True)
    line.run(round(REACTION_S / FRAME_S) + 2)
    line.run(30, TALK)
    line.run(40)
    assert not taken_back(line)
    assert [turn.interrupts for turn in line.ended()] == [False, True]
    assert [turn.replaces for turn in line.heard()] == [None, None]
    assert "interrupted" in line.stood()


def test_a_last_line_that_was_taken_back_ends_the_call_when_it_comes_again() -> None:
    line = answered({1: "Goodbye.", 2: "And thank you."}, fetched=True)
    first = line.started()[-1]
    assert first.line.startswith("end:")
    line.run(20, TALK)
    assert line.call.state is State.SPEAKING
    next_line(line)
    assert line.started()[-1].line == first.line
    line.run(68)
    assert line.call.state is State.SPEAKING
    line.run(3)
    assert line.call.over
    assert [turn.note for turn in line.heard()] == ["farewell", "farewell"]


def test_the_trainees_taking_up_of_the_last_line_is_no_echo_of_it() -> None:
    line = answered(fetched=False)
    line.hears = lambda _: line.started()[-1].text
    line.run(20, TALK)
    line.dumb = False
    line.run(30)
    assert line.heard()[-1].note == ""
    assert line.heard()[-1].replaces == 1


def test_what_comes_before_the_answer_was_heard_keeps_its_place() -> None:
    """Transcripts in the wrong order: the turn after the one that goes on is heard first."""
    line = answered(fetched=True)
    line.hold = True
    line.run(12, TALK)
    line.run(30)
    line.run(12, TALK)
    line.run(30)
    second, third = (job for job in line.waiting if isinstance(job, Hear))
    line.finish(third)
    line.finish(second)
    line.hold = False
    line.run(2)
    words = f"I'm so sorry about that {MORE} {WORDS[3]}".split()
    assert sorted(" ".join(line.said()).split()) == sorted(words)
    assert line.stood().count("apology") == 1


def _first_heat(line: Line) -> float:
    return next(event.heat for event in line.events if isinstance(event, events.Rang))
