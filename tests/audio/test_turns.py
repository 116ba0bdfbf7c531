from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.turns import (
    KEEN_THRESHOLD,
    Dropped,
    Ended,
    Endpointer,
    Patience,
    Paused,
    Resumed,
    Signal,
    Started,
)

PROBABILITY = st.one_of(st.sampled_from([0.0, 0.2, 0.4, 0.6, 1.0]), st.floats(0, 1))
RUNS = st.lists(st.tuples(PROBABILITY, st.integers(1, 40)), max_size=30)
WAITS = st.dictionaries(st.integers(0, 300), st.floats(0, 2), max_size=12)
KEEN = st.sets(st.integers(0, 300))
PATIENCE = st.builds(
    Patience,
    hangover_s=st.floats(0.0, 1.5),
    onset_s=st.floats(0.0, 0.4),
    least_s=st.floats(0.0, 0.6),
)
MAY_FOLLOW: dict[type[Signal] | None, tuple[type[Signal], ...]] = {
    None: (Started,),
    Started: (Paused,),
    Paused: (Resumed, Ended, Dropped),
    Resumed: (Paused,),
    Ended: (Started,),
    Dropped: (Started,),
}


def spread(runs: Iterable[tuple[float, int]]) -> list[float]:
    return [probability for probability, count in runs for _ in range(count)]


def signals(probabilities: list[float], patience: Patience | None = None) -> list[Signal]:
    endpointer = Endpointer(patience)
    return [signal for p in probabilities for signal in endpointer.push(p)]


@settings(max_examples=150)
@given(RUNS, PATIENCE, WAITS, KEEN)
def test_signals_follow_the_table_in_every_order(
    runs: list[tuple[float, int]], patience: Patience, waits: dict[int, float], keen: set[int]
) -> None:
    endpointer = Endpointer(patience)
    last: type[Signal] | None = None
    start = resumed = -1
    floor = 0  # the frame from which the next turn may begin
    frame = -1
    for p in [*spread(runs), None]:
        frame += p is not None
        given_now = endpointer.close() if p is None else endpointer.push(p, keen=frame in keen)
        assert p is None or len(given_now) <= 1
        if frame in waits:
            given_now += endpointer.wait(waits[frame])
        for signal in given_now:
            assert isinstance(signal, MAY_FOLLOW[last])
            last = type(signal)
            match signal:
                case Started():
                    assert floor <= signal.start <= frame
                    start = signal.start
                case Paused():
                    assert signal.start == start < signal.end <= frame + 1
                case Resumed():
                    assert signal.start == frame > resumed
                    resumed = frame
                case Ended():
                    assert signal.start == start < signal.end <= signal.decided + 1
                    assert signal.decided == frame
                    floor = frame + 1
                case Dropped():
                    assert signal.start == start
                    floor = frame + 1
        assert p is None or endpointer.open == (last in (Started, Paused, Resumed))
        assert endpointer.pausing == (last is Paused)
    assert not endpointer.open
    assert last in (None, Ended, Dropped)
    assert endpointer.close() == ()


@given(RUNS)
def test_the_same_probabilities_give_the_same_signals(runs: list[tuple[float, int]]) -> None:
    assert signals(spread(runs)) == signals(spread(runs))


def test_a_turn_starts_pauses_and_ends() -> None:
    assert signals([0.0] * 10 + [1.0] * 20 + [0.0] * 30) == [
        Started(10),
        Paused(10, 29),  # the last speech is in frame 29; the detector is a frame late
        Ended(10, 29, 51),
    ]


def test_the_turn_ends_after_the_hangover_counted_from_the_end_of_speech() -> None:
    for hangover, frames in ((0.32, 10), (0.7, 22), (1.6, 50)):
        got = signals([1.0] * 20 + [0.0] * 60, Patience(hangover_s=hangover))
        assert got[-1] == Ended(0, 19, 20 + frames - 1)


def test_speech_after_a_pause_resumes_the_same_turn() -> None:
    got = signals([1.0] * 10 + [0.0] * 21 + [1.0] * 10 + [0.0] * 30)
    assert got == [Started(0), Paused(0, 9), Resumed(31), Paused(0, 40), Ended(0, 40, 62)]


def test_the_first_frame_in_doubt_is_a_pause_and_only_plain_speech_ends_it() -> None:
    assert signals([1.0] * 10 + [0.64]) == [Started(0), Paused(0, 9)]
    assert signals([1.0] * 10 + [0.65] * 9) == [Started(0)]
    assert signals([1.0] * 10 + [0.0, 0.69, 0.7]) == [Started(0), Paused(0, 9), Resumed(12)]


def test_a_click_starts_a_turn_at_most_to_drop_it() -> None:
    assert signals([0.0] * 5 + [1.0] * 2 + [0.0] * 40) == []
    assert signals([0.0] * 5 + [1.0] * 3 + [0.0] * 40) == [Started(5), Paused(5, 7), Dropped(5)]


def test_soft_sounds_are_in_doubt_and_then_soft_speech() -> None:
    assert signals([1.0] * 5 + [0.4] * 50) == [Started(0), Paused(0, 4), Resumed(7)]
    assert signals([0.4] * 30) == []


def test_a_turn_that_is_spoken_softly_is_in_doubt_only_in_silence() -> None:
    soft = [1.0] * 5 + [0.5] * 40
    assert signals([*soft, 0.3]) == [Started(0), Paused(0, 4), Resumed(7), Paused(0, 44)]
    assert signals([*soft, *[0.0] * 40])[-1] == Ended(0, 44, 66)


def test_the_soft_end_of_a_word_does_not_count_as_silence() -> None:
    sharp, soft = ([1.0] * 9 + [0.5] * n + [0.0] * 40 for n in (0, 2))
    assert signals(soft)[-1] == Ended(0, 8, signals(sharp)[-1].decided + 2)  # type: ignore[union-attr]


def test_each_turn_is_soft_or_not_by_itself() -> None:
    one = [1.0] * 5 + [0.5] * 10 + [0.0] * 40
    assert [type(s) for s in signals(one + [1.0] * 5 + [0.5])][-1] is Paused


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([], [Started(0), Paused(0, 9), Ended(0, 9, 9)]),
        ([0.0] * 5, [Started(0), Paused(0, 9), Ended(0, 9, 14)]),
    ],
    ids=["while speaking", "while paused"],
)
def test_closing_ends_an_open_turn_at_once(tail: list[float], expected: list[Signal]) -> None:
    endpointer = Endpointer()
    got = [signal for p in [1.0] * 10 + tail for signal in endpointer.push(p)]
    assert endpointer.open
    assert [*got, *endpointer.close()] == expected
    assert not endpointer.open


def test_a_second_turn_is_told_like_the_first() -> None:
    once = [1.0] * 10 + [0.0] * 30
    assert signals(once * 2)[3:] == [Started(40), Paused(40, 49), Ended(40, 49, 71)]


# Waiting -------------------------------------------------------------------------------------


def pausing(silent: int) -> Endpointer:
    """Ten frames of speech, and some of silence."""
    endpointer = Endpointer()
    for p in [1.0] * 10 + [0.0] * silent:
        endpointer.push(p)
    return endpointer


def test_a_turn_pauses_between_the_pause_and_its_end_or_more_speech() -> None:
    endpointer = Endpointer()
    seen = []
    for p in [0.0] + [1.0] * 10 + [0.0] * 5 + [1.0] * 2 + [0.0] * 30:
        endpointer.push(p)
        seen.append(endpointer.pausing)
    assert [frame for frame, so in enumerate(seen) if so] == [*range(11, 16), *range(18, 39)]


def test_a_wait_that_has_passed_already_ends_the_turn_at_once() -> None:
    endpointer = pausing(10)
    assert endpointer.wait(0.32) == (Ended(0, 9, 19),)
    assert not endpointer.open
    assert endpointer.wait(0.0) == endpointer.close() == ()


def test_a_longer_wait_ends_the_turn_when_it_has_passed() -> None:
    for seconds, frames in ((0.352, 11), (0.7, 22), (1.6, 50)):
        endpointer = pausing(10)
        assert endpointer.wait(seconds) == ()
        given_later = [signal for _ in range(60) for signal in endpointer.push(0.0)]
        assert given_later == [Ended(0, 9, 10 + frames - 1)]


def test_the_last_word_on_a_wait_counts() -> None:
    endpointer = pausing(5)
    assert endpointer.wait(0.32) == endpointer.wait(3.2) == ()
    assert [signal for _ in range(110) for signal in endpointer.push(0.0)] == [Ended(0, 9, 109)]


def test_a_wait_is_for_one_pause_only() -> None:
    endpointer = pausing(5)
    endpointer.wait(3.2)
    assert endpointer.push(1.0) == (Resumed(15),)
    assert [signal for _ in range(40) for signal in endpointer.push(0.0)] == [Paused(0, 15), Ended(0, 15, 37)]


def test_whoever_does_not_pause_is_not_told_to_end() -> None:
    endpointer = Endpointer()
    assert endpointer.wait(0.0) == ()
    for _ in range(10):
        endpointer.push(1.0)
    assert endpointer.wait(0.0) == ()
    assert endpointer.open


def test_a_wait_for_too_little_speech_drops_it() -> None:
    endpointer = Endpointer()
    for p in [1.0] * 3 + [0.0] * 3:
        endpointer.push(p)
    assert endpointer.wait(0.0) == (Dropped(0),)


# Keen ears -----------------------------------------------------------------------------------


def noticed(probability: float, *, keen: bool) -> list[Signal]:
    endpointer = Endpointer()
    return [s for p in [0.0] * 5 + [probability] * 10 for s in endpointer.push(p, keen=keen)]


def test_keen_ears_notice_a_beginning_sooner_and_by_less() -> None:
    assert noticed(KEEN_THRESHOLD, keen=True)[0] == noticed(1.0, keen=True)[0] == Started(5)
    assert noticed(KEEN_THRESHOLD, keen=False) == []
    assert noticed(KEEN_THRESHOLD - 0.01, keen=True) == []
    for keen, frames in ((True, 2), (False, 3)):
        endpointer = Endpointer()
        assert [endpointer.push(1.0, keen=keen) for _ in range(frames)] == [()] * (frames - 1) + [
            (Started(0),)
        ]


def test_keen_ears_go_on_and_end_like_others() -> None:
    for keen in (True, False):
        endpointer = Endpointer()
        got = [s for p in [1.0] * 10 + [0.0] * 30 for s in endpointer.push(p, keen=keen)]
        assert got == [Started(0), Paused(0, 9), Ended(0, 9, 31)]


def test_speech_that_keen_ears_half_noticed_counts_when_they_are_no_longer_keen() -> None:
    endpointer = Endpointer()
    assert endpointer.push(1.0, keen=True) == endpointer.push(1.0) == ()
    assert endpointer.push(1.0) == (Started(0),)
