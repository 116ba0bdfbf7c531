import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.ears import PRE_ROLL, Ears, Utterance, frame_at, samples_of, seconds
from audio.fakes import LevelDetector
from audio.pcm import FRAME, Samples, frames, silence
from audio.turns import DETECTOR_LAG, Dropped, Ended, Patience, Paused, Resumed, Signal, Started
from tests.audio.sounds import joined, tone


def marked(loud: list[tuple[int, int]], count: int) -> Samples:
    """`count` frames whose samples differ from frame to frame; those in `loud` are speech."""
    sound = np.repeat(np.arange(count) % 90, FRAME).astype(np.int16)
    for start, end in loud:
        sound[start * FRAME : end * FRAME] += 8000
    return sound


def listened(sound: Samples, patience: Patience | None = None) -> list[tuple[Signal, Utterance | None]]:
    ears = Ears(LevelDetector(), patience)
    heard: list[tuple[Signal, Utterance | None]] = []
    for frame in (*frames(sound), None):
        signals = ears.close() if frame is None else ears.listen(frame)
        heard += [(s, ears.utterance(s) if isinstance(s, Paused | Ended) else None) for s in signals]
    return heard


def test_the_samples_of_a_turn_are_the_recording_from_the_pre_roll_to_now() -> None:
    sound = marked([(40, 60)], 100)
    heard = listened(sound)
    assert [type(signal) for signal, _ in heard] == [Started, Paused, Ended]
    for signal, utterance in heard[1:]:
        assert utterance is not None
        assert isinstance(signal, Paused | Ended)
        assert (utterance.start, utterance.end) == (signal.start, signal.end) == (40, 60 - DETECTOR_LAG)
        assert utterance.first == 40 - PRE_ROLL
        now = utterance.first + len(utterance.samples) // FRAME
        assert np.array_equal(utterance.samples, sound[utterance.first * FRAME : now * FRAME])
        if isinstance(signal, Ended):
            assert now == signal.decided + 1


@given(
    st.integers(0, 30),
    st.integers(4, 40),
    st.integers(25, 60),
    st.integers(4, 40),
    st.sampled_from([0.05, 0.09, 0.4]),
)
def test_the_samples_are_right_for_every_turn_whatever_came_before(
    before: int, first: int, between: int, second: int, onset_s: float
) -> None:
    first, second = first + 12, second + 12  # longer than the longest onset
    at = before + first + between
    sound = marked([(before, before + first), (at, at + second)], at + second + 5)
    turns = [
        utterance
        for signal, utterance in listened(sound, Patience(onset_s=onset_s))
        if isinstance(signal, Ended)
    ]
    assert [utterance.start for utterance in turns if utterance] == [before, at]
    for utterance, heard_before in zip(turns, (0, before + first - DETECTOR_LAG), strict=True):
        assert utterance is not None
        assert max(heard_before, utterance.start - PRE_ROLL) == utterance.first
        heard = utterance.samples
        assert np.array_equal(heard, sound[utterance.first * FRAME :][: len(heard)])
        assert utterance.end * FRAME <= utterance.first * FRAME + len(heard)


def test_ears_that_hear_nothing_keep_nothing_but_the_pre_roll() -> None:
    ears = Ears(LevelDetector())
    for _ in range(500):
        assert ears.listen(silence(FRAME)) == ()
    assert len(ears._kept) <= PRE_ROLL + 4
    assert not ears.open


def test_closing_in_mid_speech_gives_the_whole_utterance() -> None:
    sound = marked([(20, 50)], 50)
    signal, utterance = listened(sound)[-1]
    assert isinstance(signal, Ended)
    assert utterance is not None
    assert np.array_equal(utterance.samples, sound[10 * FRAME :])


def test_a_click_is_dropped() -> None:
    click = joined([silence(20 * FRAME), tone(1000, 3 * 0.032), silence(40 * FRAME)])
    assert [type(signal) for signal, _ in listened(click)] == [Started, Paused, Dropped]


@given(st.integers(0, 1_000_000))
def test_seconds_and_frames_are_each_others_inverse(frame: int) -> None:
    assert frame_at(seconds(frame)) == frame
    assert samples_of(frame) == frame * FRAME


def heard(ears: Ears, sound: Samples) -> list[Signal]:
    return [signal for frame in frames(sound) for signal in ears.listen(frame)]


def test_the_sound_of_a_turn_since_a_frame_begins_there_and_no_sooner() -> None:
    sound = marked([(20, 60), (70, 90)], 92)
    ears = Ears(LevelDetector())
    signals = heard(ears, sound)
    assert [type(signal) for signal in signals] == [Started, Paused, Resumed, Paused]
    again = signals[-1]
    assert isinstance(again, Paused)
    utterance = ears.utterance(again, 62)
    assert (utterance.first, utterance.start, utterance.end) == (62, 20, 90 - DETECTOR_LAG)
    assert np.array_equal(utterance.samples, sound[62 * FRAME :])
    assert ears.utterance(again).first == 20 - PRE_ROLL


def test_sound_that_is_done_with_is_forgotten() -> None:
    sound = marked([(20, 60), (70, 90)], 92)
    ears = Ears(LevelDetector())
    heard(ears, sound[: 75 * FRAME])
    ears.forget(None)
    assert len(ears._kept) > 60
    ears.forget(62)
    assert len(ears._kept) == 75 - 62
    *_, signal = heard(ears, sound[75 * FRAME :])
    assert isinstance(signal, Paused)
    assert np.array_equal(ears.utterance(signal, 62).samples, sound[62 * FRAME :])


def test_a_turn_soon_after_another_begins_where_that_one_ended() -> None:
    sound = marked([(20, 40), (46, 66)], 68)
    ears = Ears(LevelDetector())
    assert [type(signal) for signal in heard(ears, sound[: 45 * FRAME])] == [Started, Paused]
    (over,) = ears.wait(0.0)
    assert isinstance(over, Ended)
    assert over == Ended(20, 40 - DETECTOR_LAG, 44)
    *_, signal = heard(ears, sound[45 * FRAME :])
    assert isinstance(signal, Paused)
    utterance = ears.utterance(signal)
    assert (utterance.first, utterance.start) == (over.end, 46)
    assert np.array_equal(utterance.samples, sound[over.end * FRAME :])


def test_what_was_too_short_for_a_turn_belongs_to_the_next_if_that_comes_soon() -> None:
    sound = marked([(20, 23), (27, 47)], 49)
    ears = Ears(LevelDetector())
    heard(ears, sound[: 26 * FRAME])
    assert ears.wait(0.0) == (Dropped(20),)
    *_, signal = heard(ears, sound[26 * FRAME :])
    assert isinstance(signal, Paused)
    assert ears.utterance(signal).first == 27 - PRE_ROLL


def test_ears_pause_while_speech_has_ceased_and_the_turn_is_not_over() -> None:
    ears = Ears(LevelDetector())
    heard(ears, marked([(5, 25)], 25))
    assert ears.open
    assert not ears.pausing
    heard(ears, silence(2 * FRAME))
    assert ears.pausing
    assert ears.wait(3.2) == ()
    heard(ears, silence(90 * FRAME))
    assert ears.pausing
    heard(ears, silence(10 * FRAME))
    assert not ears.open
    assert not ears.pausing


def test_keen_ears_notice_speech_a_frame_sooner() -> None:
    for keen, frame in ((True, 1), (False, 2)):
        ears = Ears(LevelDetector())
        noticed = [bool(ears.listen(each, keen=keen)) for each in frames(marked([(0, 10)], 10))]
        assert noticed.index(True) == frame
