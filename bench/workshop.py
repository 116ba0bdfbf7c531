"""The workshop's speed: simulated calls a minute, and the time to understand one reply.

    python -m bench.workshop [--calls 1000]

Prints, over all shipped personas, how many simulated calls a minute `fuzz` plays, and how long the
customer's listener takes for a reply of the plans (ear, questions and offers; p50 and p90, in ms).
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from simulator import staging
from simulator.customer import library
from simulator.customer.listener import Listener
from simulator.workshop import fuzz, plan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000, help="simulated calls a persona")
    wanted = parser.parse_args().calls
    shelves = [library.load(name) for name in library.names()]
    start = time.perf_counter()
    calls = sum(fuzz.play(shelf.persona, wanted).calls for shelf in shelves)
    a_minute = 60 * calls / (time.perf_counter() - start)
    took: list[float] = []
    for shelf in shelves:
        listener = Listener(staging.ear_of(shelf.persona.language), shelf.persona)
        for text in (text for call in plan.beside(shelf.path).calls for text in call.says):
            start = time.perf_counter()
            listener.reply(text, shelf.persona.title)
            took.append(1000 * (time.perf_counter() - start))
    p50, p90 = np.percentile(took, (50, 90))
    print(
        json.dumps(
            {
                "personas": len(shelves),
                "calls_a_minute": round(a_minute),
                "replies": len(took),
                "reply_ms_p50": round(float(p50), 2),
                "reply_ms_p90": round(float(p90), 2),
            }
        )
    )


if __name__ == "__main__":
    main()
