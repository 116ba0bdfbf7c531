"""The live loop with a fixed answer on the default sound card: the child process of `bench.pulse_gap`.

    python -m bench.answering [--model NAME] [--patience LEVEL]

Prints JSON lines, with times of `time.monotonic`: the devices' latency first ("stated"), then what the
loop logs (see `bench.loop.Log`), and when it has something to do ("busy") or not ("idle"). Ends when its
input does.
"""

from __future__ import annotations

import argparse
import json
import select
import sys
import time

from audio.soundcard import SoundCard
from bench.loop import Loop

_LOOK_S = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--patience", type=float)
    args = parser.parse_args()
    _tell("stated", latency_s=stated_latency_s())
    loop = Loop(
        lambda what, text, at: _tell(what, text=text, at=at),
        model=args.model,
        patience=args.patience,
        open_card=SoundCard,
    )
    try:
        _watch(loop)
        return 0 if loop.running else 1
    finally:
        loop.stop()


def stated_latency_s() -> float:
    """What the devices state, and what the program adds to it by its own account."""
    card = SoundCard()
    try:
        return sum(card.latency_s) + card.added_latency_s
    finally:
        card.close()


def _watch(loop: Loop) -> None:
    """Tell when the loop becomes busy or idle, until the input ends or a call fails."""
    told: bool | None = None
    while loop.running and not select.select([sys.stdin], [], [], _LOOK_S)[0]:
        busy = loop.busy()
        if busy != told:
            _tell("busy" if busy else "idle")
            told = busy


def _tell(what: str, *, text: str = "", at: float | None = None, latency_s: float = 0.0) -> None:
    line = {"what": what, "text": text, "at": time.monotonic() if at is None else at, "latency_s": latency_s}
    sys.stdout.write(json.dumps(line) + "\n")  # in one piece: two threads tell
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
