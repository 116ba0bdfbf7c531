"""Closing a stream, also one that never comes back; in a child, since what is given up stays so."""

import subprocess
import sys

import pytest

from audio import portaudio
from audio.errors import DeviceError

STUCK = """
from threading import Event
from audio import portaudio

class Stuck:
    def close(self):
        print("closing", flush=True)
        Event().wait()

stream, sd = Stuck(), portaudio.library()
print(portaudio.close(stream, within_s=0.05), flush=True)
print(portaudio.close(stream, within_s=0.05), flush=True)
sd._terminate = sd._initialize = lambda: print("restarted", flush=True)
portaudio.restarted()
"""


class Stream:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(autouse=True)
def library() -> None:
    try:
        portaudio.library()
    except DeviceError as error:
        pytest.skip(str(error))


def test_a_stream_is_closed() -> None:
    stream = Stream()
    assert portaudio.close(stream)
    assert stream.closed == 1


def test_a_stream_that_never_closes_is_given_up_and_the_program_still_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=20, check=True
    )
    assert sorted(done.stdout.split()) == ["False", "False", "closing"]
