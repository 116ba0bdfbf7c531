"""Where a call can be, and where it can go from there.

state      meaning                                       leaves to
RINGING    the phone rings                               GREETING, OVER
GREETING   picked up; the trainee may speak first        HEARING, FETCHING, OVER
LISTENING  the floor is the trainee's                    HEARING, FETCHING, OVER
HEARING    a turn is over, its transcript is awaited     LISTENING, FETCHING, OVER
FETCHING   the customer's next line is being rendered    LISTENING, SPEAKING, OVER
SPEAKING   the customer speaks                           LISTENING, HEARING, FETCHING, OVER
OVER       nothing moves any more
"""

from __future__ import annotations

from enum import Enum, auto


class State(Enum):
    """Where a call is (see the table at the head of this file)."""

    RINGING = auto()
    GREETING = auto()
    LISTENING = auto()
    HEARING = auto()
    FETCHING = auto()
    SPEAKING = auto()
    OVER = auto()


MOVES: dict[State, frozenset[State]] = {
    State.RINGING: frozenset({State.GREETING, State.OVER}),
    State.GREETING: frozenset({State.HEARING, State.FETCHING, State.OVER}),
    State.LISTENING: frozenset({State.HEARING, State.FETCHING, State.OVER}),
    State.HEARING: frozenset({State.LISTENING, State.FETCHING, State.OVER}),
    State.FETCHING: frozenset({State.LISTENING, State.SPEAKING, State.OVER}),
    State.SPEAKING: frozenset({State.LISTENING, State.HEARING, State.FETCHING, State.OVER}),
    State.OVER: frozenset(),
}


def moved(state: State, to: State) -> State:
    """Where a call is that goes from one state to another, or stays."""
    if to is not state and to not in MOVES[state]:
        raise AssertionError(f"a call can't go from {state.name} to {to.name}")
    return to
