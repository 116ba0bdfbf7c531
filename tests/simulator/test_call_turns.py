"""Turns heard in stretches, pauses judged, and nods that take no floor."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from audio.ears import PRE_ROLL
from audio.pcm import FRAME, FRAME_S
from audio.turns import DETECTOR_LAG
from simulator import events, take
from simulator.jobs import Hear
from simulator.ledger import BREATH_S, STRETCH_S
from simulator.states import State
from tests.simulator.line import CLIP, HUSH, TALK, WARM, Line, Patient, listening

LONG = ceil(STRETCH_S / FRAME_S)  # frames that make a stretch worth keeping
BREATH = ceil(BREATH_S / FRAME_S)
PARTS = ("So what I would like to do,", "if that is all right with you,", "is check your account.")
ALL = "So what I would like to do if that is all right with you is check your account."
SLOW = Patient(else_s=3.0, unheard_s=3.0)


# Stretches -----------------------------------------------------------------------------------


def in_parts(line: Line) -> None:
    """Has the transcriber hear a part in each stretch that begins where none did before."""
    firsts: list[int] = []

    def hears(job: Hear) -> str:
        if job.first not in firsts:
            firsts.append(job.first)
        return PARTS[firsts.index(job.first)]

    line.hears = hears


def test_a_long_stretch_is_kept_and_the_next_one_begins_after_it() -> None:
    line = listening(judge=SLOW)
    in_parts(line)
    began = line.call.frame
    line.run(LONG, TALK)
    line.run(BREATH)
    line.run(LONG, TALK)
    line.run(BREATH)
    line.run(30, TALK)
    line.run(150)
    first, second, third = line.hearings
    assert not line.dropped
    assert first.first == began - PRE_ROLL
    for job, after in ((second, first), (third, second)):
        end = after.first + len(after.samples) // FRAME
        assert end - 3 <= job.first <= end + BREATH
    assert [job.before for job in line.hearings] == ["", PARTS[0], " ".join(PARTS[:2]).replace("do,", "do")]
    assert line.said() == [ALL]
    (turn,) = line.heard()
    starts = [word.start_s for word in turn.words]
    assert starts == sorted(starts)
    assert " ".join(word.text for word in turn.words) == turn.text


def test_every_sample_of_speech_is_heard_once() -> None:
    line = listening(judge=SLOW)
    for count in (LONG, LONG, 20):
        line.run(count, TALK)
        line.run(BREATH)
    line.run(150)
    loud = [sum(abs(int(x)) > 4000 for x in job.samples[::FRAME]) for job in line.hearings]
    assert LONG + LONG + 20 <= sum(loud) <= LONG + LONG + 20 + 2 * 2  # the detector's lag is in both


def test_a_short_stretch_is_heard_again_with_what_follows() -> None:
    line = listening(judge=SLOW)
    line.hold = True
    line.run(40, TALK)
    line.run(BREATH)
    line.run(40, TALK)
    line.hold = False
    line.run(150)
    first, both = line.hearings
    assert line.dropped == [first.id]
    assert both.first == first.first
    assert both.before == ""
    assert np.array_equal(both.samples[: len(first.samples)], first.samples)
    assert len(line.heard()) == 1


def test_a_long_stretch_before_too_short_a_pause_is_heard_again() -> None:
    line = listening(judge=SLOW)
    line.run(LONG, TALK)
    line.run(3)
    line.run(20, TALK)
    line.run(150)
    first, both = line.hearings
    assert both.first == first.first
    assert line.said() == [WARM]


def test_a_stretch_whose_transcript_is_late_is_waited_for() -> None:
    line = listening(lambda job: PARTS[0] if job.id == first.id else PARTS[1])
    line.hold = True
    line.run(LONG, TALK)
    line.run(BREATH)
    line.run(30, TALK)
    line.run(40)
    first, second = line.hearings
    assert (second.before, line.dropped) == ("", [])
    line.finish(second)
    line.run(30)
    assert line.states[-1] is State.HEARING
    assert not line.heard()
    line.finish(first)
    line.run(1)
    assert line.said() == ["So what I would like to do if that is all right with you,"]


def test_of_a_stretch_that_is_kept_the_ears_keep_no_sound() -> None:
    line = listening(judge=SLOW)
    line.run(LONG, TALK)
    line.run(BREATH)
    line.run(5, TALK)
    assert len(line.call._ears._kept) < 5 + BREATH + PRE_ROLL


# The judge -----------------------------------------------------------------------------------


def ended(line: Line) -> tuple[int, float]:
    """The frame in which the last turn was decided over, and the silence until then in seconds."""
    event = line.ended()[-1]
    return event.frame, (event.frame - event.end - DETECTOR_LAG + 1) * FRAME_S


def test_the_judge_is_asked_with_the_words_so_far_and_the_line() -> None:
    judge = Patient(else_s=3.0)
    line = listening(judge=judge)
    line.run(30)
    line.run(20, TALK)
    line.run(30)
    said = line.started()[-1].text
    assert judge.asked == [(WARM, said)]
    in_parts(line)
    line.run(LONG, TALK)
    line.run(BREATH)
    assert judge.asked[1][0] == PARTS[0]
    line.run(20, TALK)
    line.run(3)
    assert judge.asked[2][0] == "So what I would like to do if that is all right with you,"


@pytest.mark.parametrize("wait_s", [0.16, 0.4, 0.7, 2.0])
def test_the_turn_is_over_after_the_silence_that_the_judge_asks_for(wait_s: float) -> None:
    line = listening(judge=Patient({WARM: wait_s}))
    line.run(20, TALK)
    line.run(120)
    assert abs(ended(line)[1] - wait_s) <= FRAME_S


def test_a_wait_that_has_passed_when_the_words_come_ends_the_turn_at_once() -> None:
    line = listening(judge=Patient({WARM: 0.16}))
    line.hold = True
    line.run(20, TALK)
    line.run(20)
    frame = line.call.frame
    assert line.call.pausing
    line.work()
    assert ended(line)[0] == frame
    assert not line.call.hearing_speech
    assert line.call.state is State.FETCHING  # the answer need not wait for the next frame


def test_a_longer_wait_keeps_listening() -> None:
    line = listening(judge=Patient({WARM: 2.0}))
    line.run(20, TALK)
    line.run(55)
    assert line.call.pausing
    assert line.call.state is State.LISTENING
    line.run(20, TALK)
    line.run(70)
    (turn,) = line.ended()
    assert turn.end - turn.start > 90


def test_the_judge_is_told_of_pauses_after_which_speech_went_on_and_of_no_others() -> None:
    judge = Patient(else_s=3.0)
    line = listening(judge=judge)
    for silent in (3, 20, 30):
        line.run(20, TALK)
        line.run(silent)
    line.run(20, TALK)
    line.run(150)
    assert judge.pauses == [pytest.approx(frames * FRAME_S, abs=0.1) for frames in (20, 30)]


def test_until_the_words_are_known_the_turn_is_over_after_the_unheard_wait() -> None:
    line = listening(judge=Patient(unheard_s=1.0))
    line.hold = True
    line.run(20, TALK)
    line.run(100)
    assert abs(ended(line)[1] - 1.0) <= FRAME_S
    assert line.call.state is State.HEARING


def test_a_judge_who_never_waits_ends_a_turn_at_its_first_pause() -> None:
    line = listening(judge=Patient(unheard_s=0.0))
    line.run(20, TALK)
    line.run(3)
    assert len(line.heard()) == 1
    assert line.call.state is State.SPEAKING


def test_a_turn_soon_after_one_that_ended_early_has_none_of_its_sound() -> None:
    line = listening(judge=Patient(else_s=0.0))
    line.run(20, TALK)
    line.run(3)
    line.run(20, TALK)
    line.run(3)
    first, second = line.hearings
    assert second.first >= first.first + len(first.samples) // FRAME - 4


# Nods ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "note"), [("Right, okay.", "backchannel"), ("", "nothing"), ("echo", "echo")]
)
@pytest.mark.parametrize("frames", [16, 30])
def test_the_customer_goes_on_as_soon_as_the_first_pause_shows_that_it_is_a_nod(
    heard: str, note: str, frames: int
) -> None:
    line = listening(judge=Patient(else_s=3.0, unheard_s=3.0))
    line.run(20, TALK)
    line.until(State.SPEAKING, most=200)
    line.hears = lambda _: line.started()[-1].text if heard == "echo" else heard
    line.run(25)
    line.run(frames, TALK)
    assert "yielded" in line.kinds()
    held = len(line.out)
    line.run(4)
    assert line.heard()[-1].note == note
    assert line.kinds().count("went_on") == 1
    assert any(frame.any() for frame in line.out[held:])
    assert [turn.interrupts for turn in line.ended()] == [False, False]
    assert "interrupted" not in line.reasons()
    line.run(80)
    assert sum(frame[0] == CLIP[0] for frame in line.out) == 2 * 70  # both lines whole


def test_a_nod_that_is_heard_only_after_its_end_still_takes_no_floor() -> None:
    line = listening()
    line.reply()
    line.run(25)
    line.hold = True
    line.hears = lambda _: "Mm-hm."
    line.run(16, TALK)
    line.run(30)
    assert "went_on" not in line.kinds()
    line.hold = False
    line.work()
    assert line.kinds()[-2:] == ["turn_heard", "went_on"]
    assert "interrupted" not in line.reasons()


@pytest.mark.parametrize(("left", "note"), [(8, ""), (14, "backchannel")])
def test_a_yes_over_the_end_of_a_line_is_an_answer(left: int, note: str) -> None:
    line = listening(judge=Patient(else_s=0.2))
    line.reply()
    line.until(State.SPEAKING)
    question = line.started()[-1]
    line.run(question.frame + question.frames - left - line.call.frame)
    line.hears = lambda _: "Yes."
    line.run(6, TALK)
    line.run(40)
    assert line.heard()[-1].note == note
    assert not line.ended()[-1].interrupts
    assert len(line.started()) == (2 if note else 3)


# Push-to-talk --------------------------------------------------------------------------------


def keyed(hears: str = WARM) -> Line:
    line = Line(lambda _: hears, push_to_talk=True, judge=Patient(else_s=0.0, unheard_s=0.0))
    line.until(State.LISTENING)
    return line


def test_without_the_key_nobody_is_heard() -> None:
    line = keyed()
    line.run(60, TALK)
    assert "speech_started" not in line.kinds()
    assert not line.call.talking
    assert line.call.idle_s > 1.5


def test_no_pause_ends_a_turn_but_the_key_does_at_once() -> None:
    line = keyed()
    line.call.talk()
    assert line.call.talking
    for _ in range(3):
        line.run(30, TALK)
        line.run(100)
    assert not line.ended()
    frame = line.call.frame
    line.call.talk()
    line.collect()
    assert [event.frame for event in line.ended()] == [frame]
    assert len(line.heard()) == 1
    line.run(2)
    assert line.call.state is State.SPEAKING


def test_the_key_ends_a_turn_in_mid_word() -> None:
    line = keyed()
    line.call.talk()
    line.run(20, TALK)
    line.call.talk()
    line.run(20, TALK)  # nobody hears this
    (job,) = line.hearings
    assert len(job.samples) // FRAME == PRE_ROLL + 20
    assert len(line.heard()) == 1


def test_a_key_pressed_for_nothing_is_no_turn() -> None:
    line = keyed()
    line.call.talk()
    line.run(50)
    line.call.talk()
    line.run(10, TALK)
    assert not {"turn_ended", "speech_dropped"} & set(line.kinds())


def test_the_key_in_a_take_presses_the_key_again() -> None:
    line, again = keyed(), keyed()
    entry = take.from_json(take.to_json(take.Did(frame=line.call.frame, what="talk")))
    assert isinstance(entry, take.Did)
    for each in (line, again):
        for frames, mic in ((30, TALK), (20, HUSH)):
            take.apply(entry, each.call) if each is again else each.call.talk()
            each.run(frames, mic)
    assert again.events == line.events
    assert "turn_heard" in again.kinds()


def test_the_stop_word_needs_no_key() -> None:
    line = keyed("Stop practice.")
    line.call.talk()
    line.run(12, TALK)
    line.run(5)
    assert line.call.over
    assert [event.reason for event in line.events if isinstance(event, events.Ended)] == ["stopped"]


def test_the_stop_word_after_a_long_stretch_stops_the_call() -> None:
    line = listening(judge=SLOW)
    line.run(LONG, TALK)
    line.run(BREATH)
    line.hears = lambda _: "Stop the practice, please."
    line.run(12, TALK)
    line.run(5)
    assert line.call.over
