"""People and conversations: personas, the call, its record and its score.

The core (`call`, `dialogue`, `cues`, `playhead`, `events`, `scoring`) is pure: it has no clock, no
thread, no device and no model in it. Time is a count of frames. Engines come in through the
protocols of `audio.ports`; `engines` alone loads the real ones, for the command line.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("simmerdown")
except PackageNotFoundError:  # run from a folder without being installed
    __version__ = "0+unknown"
