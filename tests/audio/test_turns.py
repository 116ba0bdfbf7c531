from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.turns import Dropped, Ended, Endpointer, Patience, Paused, Resumed, Signal, Started

PROBABILITY = st.one_of(st.sampled_from([0.0, 0.2, 0.4, 0.6, 1.0]), st.floats(0, 1))
RUNS = st.lists(st.tuples(PROBABILITY, st.integers(1, 40)), max_size=30)
PATIENCE = st.builds(
    Patience,
    hangover_s=st.floats(0.0, 1.5),
    pause_s=st.floats(0.0, 0.6),
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
@given(RUNS, PATIENCE)
def test_signals_follow_the_table_in_every_order(runs: list[tuple[float, int]], patience: Patience) -> None:
    endpointer = Endpointer(patience)
    last: type[Signal] | None = None
    start = resumed = -1
    floor = 0  # the frame from which the next turn may begin
    frame = -1
    for p in [*spread(runs), None]:
        given_now = endpointer.close() if p is None else endpointer.push(p)
        frame += p is not None
        assert p is None or len(given_now) <= 1
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
    assert not endpointer.open
    assert last in (None, Ended, Dropped)
    assert endpointer.close() == ()


@given(RUNS)
def test_the_same_probabilities_give_the_same_signals(runs: list[tuple[float, int]]) -> None:
    assert signals(spread(runs)) == signals(spread(runs))


def test_a_turn_starts_pauses_and_ends() -> None:
    assert signals([0.0] * 10 + [1.0] * 20 + [0.0] * 30) == [
        Started(10),
        Paused(10, 28),  # the last speech is in frame 29; the detector is two frames late
        Ended(10, 28, 51),
    ]


def test_the_turn_ends_after_the_hangover_counted_from_the_end_of_speech() -> None:
    for hangover, frames in ((0.32, 10), (0.7, 22), (1.6, 50)):
        got = signals([1.0] * 20 + [0.0] * 60, Patience(hangover_s=hangover))
        assert got[-1] == Ended(0, 18, 20 + frames - 1)


def test_speech_after_a_pause_resumes_the_same_turn() -> None:
    got = signals([1.0] * 10 + [0.0] * 21 + [1.0] * 10 + [0.0] * 30)
    assert got == [Started(0), Paused(0, 8), Resumed(31), Paused(0, 39), Ended(0, 39, 62)]


def test_a_gap_shorter_than_a_pause_is_not_told() -> None:
    assert signals([1.0] * 10 + [0.0] * 2 + [1.0] * 10) == [Started(0)]


def test_a_click_starts_a_turn_at_most_to_drop_it() -> None:
    assert signals([0.0] * 5 + [1.0] * 2 + [0.0] * 40) == []
    assert signals([0.0] * 5 + [1.0] * 3 + [0.0] * 40) == [Started(5), Paused(5, 6), Dropped(5)]


def test_inside_a_turn_the_lower_threshold_holds_speech_but_does_not_resume_it() -> None:
    assert signals([0.4] * 30) == []
    assert signals([1.0] * 5 + [0.4] * 50) == [Started(0)]
    assert signals([1.0] * 5 + [0.0] * 3 + [0.4] * 19) == [Started(0), Paused(0, 3), Ended(0, 3, 26)]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([], [Started(0), Paused(0, 8), Ended(0, 8, 9)]),
        ([0.0] * 5, [Started(0), Paused(0, 8), Ended(0, 8, 14)]),
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
    assert signals(once * 2)[3:] == [Started(40), Paused(40, 48), Ended(40, 48, 71)]
