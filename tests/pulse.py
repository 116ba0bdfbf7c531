"""A sound stack without a sound card: a private PulseAudio with a virtual microphone and loudspeaker.

    paplay ──► sink "mic" ──► its monitor = the default source ──► PortAudio (through ALSA) ──► program
    program ──► PortAudio ──► sink "speaker" = the default sink ──► its monitor ──► parec

The program under test runs in a child process with `environment`, since PortAudio reads it when it
starts. Needs the packages pulseaudio, pulseaudio-utils and libasound2-plugins; runs as any user.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_ALSA_CONFIG = Path("/usr/share/alsa/alsa.conf")
_ALSA_PLUGIN = "libasound_module_pcm_pulse.so"
_START_S = 10.0


def missing() -> str | None:
    """What this machine lacks for a `PulseServer`, as a reason to skip; None: nothing."""
    for program in _PROGRAMS:
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not _ALSA_CONFIG.is_file() or not any(Path("/usr").glob(f"lib*/**/alsa-lib/{_ALSA_PLUGIN}")):
        return "ALSA's PulseAudio plugin (libasound2-plugins) is not installed"
    return None


class PulseServer:
    """A PulseAudio server of its own, with the sinks "mic" and "speaker".

    Attributes:
        environment: what a child process needs to find it.
    """

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="pulse-")  # short: a socket's path has 107 bytes
        folder = Path(self._home.name)
        self._log = folder / "log"
        self._socket = folder / "socket"
        self._server: subprocess.Popen[bytes] | None = None
        self._listener: subprocess.Popen[bytes] | None = None
        client = folder / "client.conf"
        client.write_text("autospawn = no\n")
        alsa = folder / "alsa.conf"
        alsa.write_text(f"<{_ALSA_CONFIG}>\npcm.!default {{ type pulse }}\nctl.!default {{ type pulse }}\n")
        self._own = {
            "ALSA_CONFIG_PATH": str(alsa),
            "PULSE_CLIENTCONFIG": str(client),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{self._socket}",
            "XDG_RUNTIME_DIR": str(folder),
        }
        self.environment = {**os.environ, **self._own}

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--high-priority=no", "--log-target=stderr",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={self._socket}",
            "--load=module-null-sink sink_name=mic rate=48000 channels=1",
            "--load=module-null-sink sink_name=speaker rate=48000 channels=2",
        ]  # fmt: skip
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, env={**self.environment, "HOME": self._home.name}
            )
        deadline = time.monotonic() + _START_S
        while self._control("set-default-sink", "speaker") or self._control(
            "set-default-source", "mic.monitor"
        ):
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PulseAudio did not start: {self._log.read_text()}")
            time.sleep(0.02)
        self._listener = subprocess.Popen(  # a null sink sleeps two seconds at a time unless listened to
            ["parec", "--device=mic.monitor", "--latency-msec=20", "--raw"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
        )

    def kill(self) -> None:
        """End the server as a crash would: its clients are not told."""
        for process in (self._server, self._listener):
            if process is not None:
                process.kill()
                process.wait()
        self._server = self._listener = None
        self._socket.unlink(missing_ok=True)

    def restart(self) -> None:
        """A new server at the same address."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """End the server and remove its files."""
        self.kill()
        self._home.cleanup()

    @contextmanager
    def play(self, wav: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Play a file into the microphone; `wait()` for its end, or leave the block to cut it off."""
        command = ["paplay", "--device=mic", "--latency-msec=50", str(wav)]
        with self._running(command) as process:
            yield process

    @contextmanager
    def record(self, wav: Path) -> Iterator[None]:
        """Record the loudspeaker into a WAV file (16 kHz mono) while the block runs."""
        command = [
            "parec", "--device=speaker.monitor", "--latency-msec=20", "--file-format=wav",
            "--format=s16le", "--rate=16000", "--channels=1", str(wav),
        ]  # fmt: skip
        with self._running(command):
            deadline = time.monotonic() + _START_S
            while not (wav.is_file() and wav.stat().st_size) and time.monotonic() < deadline:
                time.sleep(0.02)
            yield

    @contextmanager
    def _running(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)  # parec writes the file's header then
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
            process.kill()
            process.wait()

    def _control(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words], env=self.environment, capture_output=True, check=False, timeout=_START_S
        ).returncode
