"""The cast, aloud: every planned call of every persona, spoken, transcribed and played to its end.

    python -m bench.cast [--path good]

The plans are tested by text; here the trainee's lines go through a voice, the speech detector and
Whisper first. Prints, for each persona, the ending that the plan wants and the one that came.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile

from simulator.customer import library
from simulator.errors import PersonaError
from simulator.workshop import plan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--path", default="good", help="which call of each plan")
    path = parser.parse_args().path
    as_planned, played = 0, 0
    for name in library.names():
        try:
            call = plan.beside(library.load(name).path).call(path)
        except PersonaError:
            continue
        ended = _spoken(name, path, call.intensity)
        played += 1
        as_planned += ended == call.ends
        print(json.dumps({"persona": name, "call": path, "wanted": call.ends, "ended": ended}), flush=True)
    print(json.dumps({"played": played, "as_planned": as_planned}))


def _spoken(name: str, path: str, intensity: int) -> str:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [
                sys.executable, "-m", "simulator.cli", "demo", name, "--path", path,
                "--intensity", str(intensity), "--json",
            ],
            env={"SIMMERDOWN_HOME": home, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
    return str(json.loads(done.stdout.splitlines()[-1])["ended"])


if __name__ == "__main__":
    main()
