"""The child process in which pyttsx3 runs: one JSON request a line in, one JSON answer a line out.

pyttsx3 prints to stdout, keeps global state and is known to hang inside a host program on macOS,
so it gets a process of its own. Started by `system`; not meant to be run by hand.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO


def main() -> None:
    """Answer requests until stdin closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever the engine prints goes nowhere
    try:
        import pyttsx3  # noqa: PLC0415 - a failure to import is an answer too

        engine = pyttsx3.init()
        voices = [_described(voice) for voice in engine.getProperty("voices")]
    except Exception as error:  # noqa: BLE001 - this is the worker's boundary: the parent reports it
        _answer(answers, {"error": f"{type(error).__name__}: {error}"})
        return
    _answer(answers, {"voices": voices})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            for name in ("voice", "rate", "volume"):
                engine.setProperty(name, request[name])
            engine.save_to_file(request["text"], request["path"])
            engine.runAndWait()
            _answer(answers, {"done": request["path"]})
        except Exception as error:  # noqa: BLE001 - as above
            _answer(answers, {"error": f"{type(error).__name__}: {error}"})


def _described(voice: Any) -> dict[str, str]:
    languages = getattr(voice, "languages", None) or [""]
    first = languages[0].decode(errors="ignore") if isinstance(languages[0], bytes) else str(languages[0])
    gender = str(getattr(voice, "gender", "") or "").lower().removeprefix("voicegender")
    return {
        "id": str(voice.id),
        "name": str(voice.name or ""),
        "language": first.strip("\x05\x00").lower(),
        "gender": gender,
    }


def _answer(answers: TextIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
