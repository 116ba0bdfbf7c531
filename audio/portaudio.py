"""PortAudio's library: loaded when it is needed, started afresh, and its streams closed in bounded time.

Closing a stream joins PortAudio's own thread. When a sound server dies at a bad moment that thread
never ends (libpulse can lock itself up, and PortAudio waits for it), and a call must not wait with
it: such a stream is given up. As PortAudio closes what is open when it ends, it is then neither
started afresh nor ended any more; new streams can still be opened.
"""

from __future__ import annotations

import atexit
from contextlib import suppress
from threading import Thread
from typing import Any, Protocol

from audio.errors import DeviceError

HINT = "see 'simmerdown devices', plug one in, or practise with --mic-file"

_CLOSES_WITHIN_S = 1.0
_given_up: list[object] = []  # streams whose closing has not come back; also keeps them from being freed


class Closes(Protocol):
    """What can be closed: a stream."""

    def close(self) -> None:
        """Stop and free it."""
        ...


def library() -> Any:
    """The sounddevice module, with PortAudio loaded.

    Raises:
        DeviceError: the library is missing.
    """
    try:
        import sounddevice  # noqa: PLC0415 - only live calls need it, and it starts the sound system
    except OSError as error:
        raise DeviceError(
            "the PortAudio library is missing", hint="install it (Debian, Ubuntu: the package libportaudio2)"
        ) from error
    except Exception as error:
        raise DeviceError(f"the sound system can't be started ({error})", hint=HINT) from error
    return sounddevice


def restarted() -> Any:
    """The library, started again, since it lists devices once at its start. No stream may be open."""
    sd = library()
    if _given_up:
        return sd
    with suppress(sd.PortAudioError):  # it did not start the last time
        sd._terminate()
    try:
        sd._initialize()
    except sd.PortAudioError as error:
        raise DeviceError(f"the sound system can't be started ({error})", hint=HINT) from error
    return sd


def close(stream: Closes, within_s: float = _CLOSES_WITHIN_S) -> bool:
    """Close a stream, whose device may have gone; whether that ended in time."""
    if stream in _given_up:
        return False
    thread = Thread(target=_close, args=(stream,), name="closes-stream", daemon=True)
    thread.start()
    thread.join(within_s)
    if not thread.is_alive():
        return True
    _given_up.append(stream)
    atexit.unregister(library()._exit_handler)
    return False


def _close(stream: Closes) -> None:
    with suppress(library().PortAudioError):  # a device that has gone can't be stopped in good order
        stream.close()
