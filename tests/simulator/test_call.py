"""The call, frame by frame, on fake engines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.pcm import FRAME_S
from simulator import events
from simulator.jobs import Hear, Say
from simulator.states import State
from tests.simulator.line import CLIP, HUSH, PERSONA, TALK, WARM, Line, listening, reachable


def test_it_rings_is_picked_up_and_the_customer_speaks_first() -> None:
    line = listening()
    assert line.kinds() == ["rang", "picked_up", "line_started", "line_ended"]
    assert line.out[0].any()


def test_a_greeting_is_heard_before_the_customer_opens() -> None:
    line = Line(lambda _: "Good morning, Fairwater Broadband.")
    line.until(State.GREETING)
    line.reply()
    assert line.kinds()[2:] == ["speech_started", "turn_ended", "turn_heard", "line_started"]
    started = next(e for e in line.events if isinstance(e, events.LineStarted))
    assert started.line.startswith("complaint/says")


def test_a_reply_moves_heat_with_a_reason_and_gets_an_answer() -> None:
    line = listening()
    line.run(100, TALK)
    line.run(30)
    moved = [event for event in line.events if isinstance(event, events.HeatMoved)]
    assert {event.change.reason for event in moved} == {"apology", "empathy"}
    assert all(event.change.quote in WARM for event in moved)
    assert line.kinds()[-1] == "line_started"


def test_the_answer_starts_in_the_frame_after_the_endpoint_when_the_transcript_is_ready() -> None:
    line = listening()
    line.reply()
    ended = next(event for event in line.events if isinstance(event, events.TurnEnded))
    started = [event for event in line.events if isinstance(event, events.LineStarted)][1]
    assert started.frame - ended.frame <= 1


def test_words_carry_the_time_of_the_call() -> None:
    line = listening()
    before = line.call.frame
    line.reply()
    word = line.heard()[0].words[0]
    assert word.start_s == pytest.approx((before - 10) * FRAME_S, abs=0.04)  # the pre-roll is 10 frames


def test_a_transcript_that_comes_after_speech_went_on_is_not_used() -> None:
    line = listening()
    line.hold = True
    line.run(20, TALK)
    line.run(8)  # a pause: a transcript is started …
    early = [job for job in line.waiting if isinstance(job, Hear)]
    line.run(20, TALK)  # … but speech goes on
    line.collect()
    line.finish(early[0])
    line.run(30)
    assert not line.heard()
    line.work()
    assert len(line.heard()) == 1
    assert early[0].id not in {job.id for job in line.waiting}


def test_a_slow_transcript_is_waited_for() -> None:
    line = listening()
    line.hold = True
    line.reply()
    line.run(50)
    assert line.states[-1] is State.HEARING
    line.hold = False
    line.work()
    line.run(2)
    assert line.call.state is State.SPEAKING


def test_speech_before_the_answer_has_begun_is_answered_with_it() -> None:
    line = listening()
    line.hold = True
    line.reply()
    line.run(20, TALK)
    line.hold = False
    line.work()
    line.run(5, TALK)
    assert line.call.state is State.LISTENING
    line.run(30)
    assert [turn.turn for turn in line.heard()] == [1, 2]
    assert line.kinds().count("line_started") == 2


def test_a_customer_who_is_spoken_over_yields_and_answers_the_reply() -> None:
    line = listening()
    line.reply()
    line.run(20)
    assert line.call.state is State.SPEAKING
    before = len(line.out)
    line.run(30, TALK)
    silent = next(i for i in range(before, len(line.out)) if not line.out[i].any())
    assert (silent - before) * FRAME_S <= 0.5
    line.run(30)
    ends = [event for event in line.events if isinstance(event, events.LineEnded)]
    assert ends[-1].cut
    assert "interrupted" in [e.change.reason for e in line.events if isinstance(e, events.HeatMoved)]
    assert line.kinds().count("yielded") == 1
    assert line.kinds().count("line_started") == 3


def test_a_customer_who_answered_into_a_breath_yields_at_once_and_nobody_interrupted() -> None:
    line = listening()
    line.reply()
    line.until(State.SPEAKING)
    before = len(line.out)
    line.run(20, TALK)  # the trainee goes on: the pause was a breath
    silent = next(i for i in range(before, len(line.out)) if not line.out[i].any())
    assert (silent - before) * FRAME_S <= 0.3
    line.run(30)
    ended = [event for event in line.events if isinstance(event, events.TurnEnded)][-1]
    assert not ended.interrupts
    assert "interrupted" not in [e.change.reason for e in line.events if isinstance(e, events.HeatMoved)]
    assert len(line.heard()) == 2


def test_starting_a_little_early_is_no_interruption() -> None:
    line = listening()
    line.reply()
    line.until(State.SPEAKING)
    started = [event for event in line.events if isinstance(event, events.LineStarted)][-1]
    line.run(started.frame + started.frames - 6 - line.call.frame)
    line.run(20, TALK)
    line.run(30)
    assert "yielded" not in line.kinds()
    assert "interrupted" not in [e.change.reason for e in line.events if isinstance(e, events.HeatMoved)]


def test_a_short_backchannel_does_not_stop_the_customer_and_is_no_reply() -> None:
    line = Line(lambda job: "Mm-hm." if job.turn == 2 else WARM)
    line.until(State.LISTENING)
    line.reply()
    line.run(20)
    line.run(8, TALK)
    line.until(State.LISTENING)
    line.run(60)
    assert [turn.note for turn in line.heard()] == ["", "backchannel"]
    assert "yielded" not in line.kinds()
    assert line.kinds().count("line_started") == 2


def test_after_a_long_backchannel_the_customer_goes_on_where_the_line_stopped() -> None:
    line = Line(lambda job: "Right, okay." if job.turn == 2 else WARM)
    line.until(State.LISTENING)
    line.reply()
    line.run(20, TALK)
    line.until(State.LISTENING)
    kinds = line.kinds()
    assert kinds.index("yielded") < kinds.index("went_on")
    assert sum(frame[0] == CLIP[0] for frame in line.out) == 2 * 70  # both lines whole
    assert line.kinds().count("line_started") == 2


def test_the_customers_own_words_from_the_loudspeaker_are_no_reply() -> None:
    line = listening()
    line.reply()
    said = [event for event in line.events if isinstance(event, events.LineStarted)][-1].text
    line.hears = lambda _: said
    line.run(18, TALK)
    line.until(State.LISTENING)
    line.run(60)
    assert line.heard()[-1].note == "echo"
    assert line.kinds().count("line_started") == 2


def test_half_open_ears_hear_nothing_while_the_customer_speaks() -> None:
    line = listening(open_ears=False)
    line.reply()
    line.run(18, TALK)
    line.until(State.LISTENING)
    assert len(line.heard()) == 1


def test_silence_brings_a_hello_and_at_last_the_customer_hangs_up() -> None:
    line = Line()
    for _ in range(4000):
        if line.call.over:
            break
        line.run(1)
    ended = line.events[-1]
    assert isinstance(ended, events.Ended)
    assert ended.reason == "hung_up"
    assert line.kinds().count("waited") == PERSONA.temper.silence.hellos + 1


def test_the_stop_word_silences_the_customer_at_the_pause_after_it() -> None:
    line = listening()
    line.reply()
    assert line.call.state is State.SPEAKING
    line.hears = lambda _: "Stop practice."
    line.run(6, TALK)
    silent_from = len(line.out)
    line.run(10)
    assert line.call.over
    first_silent = next(i for i in range(silent_from, len(line.out)) if not line.out[i].any())
    assert (first_silent - silent_from) * FRAME_S <= 0.3
    assert isinstance(line.events[-1], events.Ended)
    assert line.events[-1].reason == "stopped"


def test_stopping_is_silent_in_the_next_frame() -> None:
    line = listening()
    line.reply()
    line.call.stop()
    line.run(1)
    assert not line.out[-1].any()


def test_hanging_up_in_mid_sentence_keeps_the_sentence() -> None:
    line = listening()
    line.run(20, TALK)
    line.call.hang_up()
    line.collect()
    assert not line.call.over
    line.work()
    assert line.call.over
    assert [turn.text for turn in line.heard()] == [WARM]
    assert line.kinds()[-1] == "ended"


def test_a_click_is_no_turn() -> None:
    line = listening()
    line.run(3, TALK)
    line.run(40)
    assert not line.heard()
    assert "speech_dropped" in line.kinds()


def test_a_late_result_of_a_line_that_was_cut_is_dropped() -> None:
    line = listening()
    line.hold = True
    line.reply()
    for job in [job for job in line.waiting if isinstance(job, Hear)]:
        line.waiting.remove(job)
        line.finish(job)
    line.run(1)
    say = next(job for job in line.waiting if isinstance(job, Say))
    line.call.stop()
    line.call.finish(say.id, CLIP)
    line.run(2)
    assert not line.out[-1].any()


script = st.lists(
    st.tuples(st.booleans(), st.integers(1, 60), st.sampled_from(["", WARM, "Calm down.", "Mm-hm.", "Bye."])),
    max_size=14,
)


@given(script, st.booleans())
def test_whatever_happens_the_moves_are_legal_and_the_record_is_in_order(
    parts: list[tuple[bool, int, str]],
    hold: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    line = Line()
    line.hold = hold
    for talking, frames, text in parts:
        line.hears = lambda _, text=text: text  # type: ignore[misc]
        line.run(frames, TALK if talking else HUSH)
        line.work()
    line.call.close("interrupted")
    line.collect()
    line.work()
    assert line.call.over
    for before, after in pairwise(line.states):
        assert before is after or reachable(before, after)
    stamped = [event.frame for event in line.events]
    assert stamped == sorted(stamped)
    assert line.kinds().count("ended") == 1
    ended = [e.turn for e in line.events if isinstance(e, events.TurnEnded)]
    assert [turn.turn for turn in line.heard()] == ended
    started = line.kinds().count("line_started")
    assert line.kinds().count("line_ended") == started
