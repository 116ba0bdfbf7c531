"""The echo canceller on simulated laptop loudspeakers: echo reduction, near speech, false turns.

    python -m bench.echo [--seconds 60]

The customer's lines are played through a made-up room (a direct path, early reflections and a
decaying tail) at several levels and delays, into a microphone that hears nothing else; then the
trainee speaks over them. Prints the reduction in dB, the change of the near speech in dB, and how
many turns were heard where nobody spoke.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from audio import voices
from audio.detect import SileroDetector
from audio.ears import Ears
from audio.echo import Aec3
from audio.effects import phone_line
from audio.pcm import FRAME, RATE, Samples, frames, level_db, silence, to_floats, to_samples
from audio.ports import Traits
from audio.turns import Ended
from simulator.customer import drawing, library


def room(delay_s: float, gain_db: float, seed: int = 1) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """An impulse response: direct sound after a delay, and 0.25 s of decaying noise at -12 dB."""
    rng = np.random.default_rng(seed)
    response = np.zeros(int((delay_s + 0.25) * RATE), np.float32)
    start = int(delay_s * RATE)
    tail = rng.standard_normal(len(response) - start) * np.exp(
        -np.arange(len(response) - start) / (0.05 * RATE)
    )
    response[start:] = 0.25 * tail / np.sqrt(np.sum(tail**2))
    response[start] += 1.0
    return (response * 10 ** (gain_db / 20)).astype(np.float32)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    args = parser.parse_args()
    persona = library.load("billing-dispute").persona
    cache = Path(tempfile.gettempdir()) / "simmerdown-bench"
    voice = voices.choose("neural", persona.caller.traits, cache=cache)
    clips = [phone_line(voice.say(line.text, line.heat)) for line in drawing.every_line(persona)]
    pause = silence(RATE // 2)
    far = np.concatenate([part for clip in clips for part in (clip, pause)])[: int(args.seconds * RATE)]
    near_line = voices.choose("neural", Traits("male"), cache=cache).say(
        "Let me look into that for you right now.", 1.0
    )
    rows = []
    for delay_s in (0.06, 0.15, 0.3):
        for gain_db in (-20.0, -10.0, 0.0):
            rows.append(measure(far, near_line, delay_s, gain_db))
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()))
    print(json.dumps(rows))
    return 0


def measure(far: Samples, near_line: Samples, delay_s: float, gain_db: float) -> dict[str, float]:
    """One room: echo alone, then with the trainee speaking every ten seconds."""
    echo = np.convolve(to_floats(far), room(delay_s, gain_db))[: len(far)]
    noise = np.random.default_rng(2).standard_normal(len(far)) * 10 ** (-65 / 20)
    near = np.zeros(len(far), np.float32)
    for start in range(5 * RATE, len(far) - len(near_line), 10 * RATE):
        near[start : start + len(near_line)] = to_floats(near_line)
    alone = _cleaned(to_samples((echo + noise).astype(np.float32)), far)
    both = _cleaned(to_samples((echo + noise + near).astype(np.float32)), far)
    settled = slice(10 * RATE, None)
    mask = near != 0
    ears, false_turns = Ears(SileroDetector()), 0
    for frame in frames(alone[settled]):
        false_turns += sum(isinstance(signal, Ended) for signal in ears.listen(frame))
    return {
        "delay_s": delay_s,
        "gain_db": gain_db,
        "reduction_db": round(
            level_db(to_samples(echo[settled].astype(np.float32))) - level_db(alone[settled]), 1
        ),
        "near_change_db": round(level_db(both[mask]) - level_db(to_samples(near[mask])), 1),
        "false_turns_per_minute": round(60 * false_turns / (len(alone[settled]) / RATE), 2),
    }


def _cleaned(mic: Samples, far: Samples) -> Samples:
    canceller, played = Aec3(), silence(FRAME)
    out = []
    for heard, speaker in zip(frames(mic), frames(far), strict=True):
        out.append(canceller.clean(heard, played))
        played = speaker
    return np.concatenate(out)[: len(mic)]


if __name__ == "__main__":
    raise SystemExit(main())
