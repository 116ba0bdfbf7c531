"""The live driver: the same loop with a sound card.

A pump thread moves frames: one from the microphone, through the call, one to the loudspeaker. The
screen and the keyboard live in the caller's thread and only exchange messages with it, so that
neither can delay a frame. A device that goes away pauses the call: no frame passes, so no time
passes for the customer either; the call goes on when a device is back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Literal

from audio.errors import DeviceError
from audio.health import MicHealth
from audio.pcm import FRAME_S, Samples, level_db
from audio.ports import Card, EchoCanceller
from simulator.events import Event
from simulator.session import Session
from simulator.states import State

Act = Literal["answer", "hang_up", "stop", "talk"]

_READ_S = 0.25
_DRAIN_S = 0.4


@dataclass(frozen=True, slots=True)
class Glance:
    """What a screen shows between events."""

    state: State
    heat: float
    level_db: float
    hearing_speech: bool
    pausing: bool
    talking: bool
    elapsed_s: float


class Pump:
    """Runs a session on a sound card in a thread of its own.

    Args:
        session: the call.
        open_card: opens the devices; called again when they have gone.
        canceller: the echo canceller, or None.
        retry_s: how often devices that have gone are tried again …
        give_up_s: … and for how long, before the call is given up.
    """

    def __init__(
        self,
        session: Session,
        open_card: Callable[[], Card],
        canceller: EchoCanceller | None = None,
        *,
        retry_s: float = 1.0,
        give_up_s: float = 120.0,
    ) -> None:
        self._session = session
        self._open_card = open_card
        self._canceller = canceller
        self._retry_s = retry_s
        self._give_up_s = give_up_s
        self._card: Card | None = None
        self._lost_at = 0.0
        self._health = MicHealth()
        self._told: set[str] = set()
        self._acts: SimpleQueue[Act] = SimpleQueue()
        self._known_faults = (0, 0, 0)
        self._thread = Thread(target=self._run, name="simmerdown-pump")
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.glance = Glance(State.RINGING, 0.0, -96.0, False, False, False, 0.0)
        self.failure: BaseException | None = None

    def start(self) -> None:
        """Open the devices and begin.

        Raises:
            DeviceError: they can't be opened.
        """
        self._card = self._open_card()
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the call is still under way."""
        return self._thread.is_alive()

    def do(self, act: Act) -> None:
        """Pick up, hang up, stop, or press the key to talk; takes effect with the next frame."""
        self._acts.put(act)

    def join(self) -> None:
        """Wait for the end of the call."""
        self._thread.join()

    def close(self) -> None:
        """Stop, if the call is still under way, and wait for its end whatever else comes."""
        while self.running:
            self.do("stop")
            with suppress(KeyboardInterrupt):  # a second Ctrl-C must not cost the record
                self._thread.join(1.0)

    def _run(self) -> None:
        try:
            self._pump()
        except BaseException as error:  # noqa: BLE001 - the worker's boundary: told to the caller
            self.failure = error
        try:
            if self._session.call.state is not State.OVER:
                self._session.close("interrupted", "the program was stopped")
            self._session.finish()
        except Exception as error:  # noqa: BLE001 - the same; the first failure is the one to tell
            self.failure = self.failure or error
        finally:
            self._pass_on()
            if self._card is not None:
                self._card.close()

    def _pump(self) -> None:
        for ailment in self._card.ailments() if self._card else ():
            self._told.add(ailment.id)
            self._session.note(ailment.id, ailment.text)
        played: Samples | None = None
        while not self._session.over:
            self._act()
            if self._session.call.state is State.OVER:
                self._session.finish()
                break
            frame = self._next_frame()
            if frame is None:
                continue
            if self._canceller is not None and played is not None:
                frame = self._canceller.clean(frame, played)
            played = self._session.step(frame)
            if self._card is not None:
                self._card.play(played)
            self._watch(frame)
            self._pass_on()
        self._drain()

    def _act(self) -> None:
        while True:
            try:
                act = self._acts.get_nowait()
            except Empty:
                return
            self._session.do(act)
            if act in {"hang_up", "stop"} and self._card is not None:
                self._card.hush()

    def _next_frame(self) -> Samples | None:
        card = self._card
        if card is None:
            self._reopen()
            return None
        frame = card.read(_READ_S)
        if frame is None and card.lost():
            card.close()
            self._card = None
            self._session.note(
                "device-lost", "The microphone or loudspeaker is gone. The call waits for it to come back."
            )
            self._lost_at = time.monotonic()
            self._pass_on()
        return frame

    def _reopen(self) -> None:
        """Try to get the devices back, or others."""
        try:
            self._card = self._open_card()
        except DeviceError:
            if time.monotonic() - self._lost_at > self._give_up_s:
                self._session.close("interrupted", "no sound device came back")
                return
            time.sleep(self._retry_s)
            return
        self._known_faults = (0, 0, 0)
        self._session.note("device-back", "The sound is back; the call goes on.")
        self._pass_on()

    def _watch(self, frame: Samples) -> None:
        """Put on the record what is wrong with the sound, and on view what is going on."""
        for ailment in self._health.push(frame):
            if ailment.id not in self._told:
                self._session.note(ailment.id, ailment.text)
        if self._card is not None:
            faults = self._card.faults
            counts = (faults.overflows, faults.underflows, faults.lost_samples)
            if counts != self._known_faults:
                before, self._known_faults = self._known_faults, counts
                self._session.note("sound-faults", _told(before, counts))
        call = self._session.call
        self.glance = Glance(
            call.state,
            call.heat,
            level_db(frame),
            call.hearing_speech,
            call.pausing,
            call.talking,
            call.frame * FRAME_S,
        )

    def _pass_on(self) -> None:
        for event in self._session.take_events():
            self.events.put(event)

    def _drain(self) -> None:
        """Let the loudspeaker finish what it has."""
        for _ in range(round(_DRAIN_S / FRAME_S)):
            if self._card is None or self._card.read(_READ_S) is None:
                return


def _told(before: tuple[int, int, int], now: tuple[int, int, int]) -> str:
    words = ("input overflows", "output underflows", "samples of input replaced by silence")
    return ", ".join(
        f"{new - old} {word}" for old, new, word in zip(before, now, words, strict=True) if new > old
    )
