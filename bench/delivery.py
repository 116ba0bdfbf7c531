"""Delivery against Praat, in noise, at other tempos and pitches, and its speed.

    python -m bench.delivery [--quick]

Needs praat-parselmouth (GPL, never a part of the product) for the comparison, and the recordings of
`bench.speech`. Prints a JSON line for each part, and tables. The Praat side is the script of de Jong & Wempe
(2009) for the rate, as published and with the last peak that it never counts, with pauses of 0.25 s; and
"To Pitch (ac)" in two passes for F0. How far Praat is from itself when the sound begins 8 ms later, half a
frame of its own, is the yardstick for what can be reached.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio import wav
from audio.delivery import Delivery, measure
from audio.pcm import FULL_SCALE, RATE, Samples, to_floats, to_samples
from bench.speech import HOME, Utterance, utterances

SETS = ("a_librispeech", "a_misc", "a_speechocean762", "a_vctk_noisy", "b_ravdess")
NOISE = HOME / "f_noise" / "dev" / "livekit_office-ambience.flac"
TEMPOS = (0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4)
CENTS = (-300, -150, 0, 150, 300)
GROSS = 0.2

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reference:
    """What Praat says."""

    syllables: int
    with_last: int
    phonation_s: float
    pitch_hz: float
    pitch_range_st: float


@dataclass(frozen=True, slots=True)
class Case:
    """One recording, measured by both."""

    folder: str
    utterance: Utterance
    samples: Samples
    own: Delivery
    praat: Reference
    shifted: Reference


def value(own: Delivery, name: str) -> float:
    """A measure's value, NaN where it was not measured."""
    found = getattr(own, name).value
    return float("nan") if found is None else float(found)


def praat(parselmouth: Any, samples: Samples) -> Reference:
    """The reference for one recording."""
    call = parselmouth.praat.call
    sound = parselmouth.Sound(samples / FULL_SCALE, RATE)
    contour = call(sound, "To Intensity", 50, 0.0, "yes")
    lowest = call(contour, "Get minimum", 0, 0, "Parabolic")
    highest = call(contour, "Get maximum", 0, 0, "Parabolic")
    loud = call(contour, "Get quantile", 0, 0, 0.99)
    threshold = max(loud - 25, lowest)
    grid = call(contour, "To TextGrid (silences)", loud - 25 - highest, 0.25, 0.1, "silent", "sounding")
    parts = [
        (call(grid, "Get start time of interval", 1, part), call(grid, "Get end time of interval", 1, part))
        for part in range(1, call(grid, "Get number of intervals", 1) + 1)
        if call(grid, "Get label of interval", 1, part) == "sounding"
    ]
    slice_ = call(call(contour, "Down to Matrix"), "To Sound (slice)", 1)
    points = call(slice_, "To PointProcess (extrema)", "Left", "yes", "no", "Sinc70")
    times = [
        call(points, "Get time from index", point)
        for point in range(1, call(points, "Get number of points") + 1)
    ]
    peaks = [(at, call(slice_, "Get value at time", at, "Cubic")) for at in times]
    peaks = [(at, level) for at, level in peaks if level > threshold]
    voice = call(sound, "To Pitch (ac)", 0.02, 30, 4, "no", 0.03, 0.25, 0.01, 0.35, 0.25, 450)

    def counts(at: float) -> bool:
        inside = any(start <= at <= end for start, end in parts)
        return inside and not np.isnan(call(voice, "Get value at time", at, "Hertz", "Linear"))

    nuclei = [
        at
        for (at, level), (following, _) in pairwise(peaks)
        if abs(level - call(contour, "Get minimum", at, following, "None")) > 2 and counts(at)
    ]
    last = bool(peaks) and counts(peaks[-1][0])
    first = _praat_pitch(sound, 60, 500)
    low, high = np.percentile(first, (25, 75))
    hz = _praat_pitch(sound, max(60, 0.75 * low), min(500, 2.5 * high))
    spread = np.percentile(12 * np.log2(hz), (10, 90))
    return Reference(
        len(nuclei), len(nuclei) + last, sum(end - start for start, end in parts),
        float(np.median(hz)), float(spread[1] - spread[0]),
    )  # fmt: skip


def _praat_pitch(sound: Any, floor: float, ceiling: float) -> Column:
    found = sound.to_pitch_ac(time_step=0.01, pitch_floor=floor, pitch_ceiling=ceiling)
    hz = np.asarray(found.selected_array["frequency"], np.float64)
    return hz[hz > 0]


def spoken_syllables(text: str) -> int:
    """Syllables of a text: the vowels that eSpeak NG would say."""
    done = subprocess.run(
        ["espeak-ng", "-q", "-x", "--sep=_", "-v", "en-us", text], capture_output=True, text=True, check=True
    )
    return sum(bool(re.match(r"[',%]*[aeiouAEIOU30@V]", phone)) for phone in re.split(r"[_\s]+", done.stdout))


def off(now: Column, reference: Column) -> dict[str, float]:
    """Relative differences over files."""
    differences = now / reference - 1
    differences = differences[np.isfinite(differences)]
    size = np.abs(differences)
    return {
        "mean": round(float(differences.mean()), 3),
        "mean_size": round(float(size.mean()), 3),
        "median_size": round(float(np.median(size)), 3),
        "p90_size": round(float(np.percentile(size, 90)), 3),
        "within_8_percent": round(float((size <= 0.08).mean()), 2),
    }


def agreement(cases: list[Case]) -> dict[str, Any]:
    """Rate and pitch against Praat."""
    count = np.array([value(case.own, "syllables") for case in cases])
    spent = np.array([value(case.own, "phonation_s") for case in cases])
    theirs = np.array([case.praat.phonation_s for case in cases])
    later = np.array([case.shifted.phonation_s for case in cases])
    script = np.array([case.praat.syllables for case in cases], np.float64)
    last = np.array([case.praat.with_last for case in cases], np.float64)
    last_later = np.array([case.shifted.with_last for case in cases], np.float64)
    hz = np.array([value(case.own, "pitch_hz") for case in cases])
    their_hz = np.array([case.praat.pitch_hz for case in cases])
    spread = np.array([value(case.own, "pitch_range_st") - case.praat.pitch_range_st for case in cases])
    error = np.abs(hz / their_hz - 1)
    return {
        "files": len(cases),
        "seconds": round(sum(len(case.samples) for case in cases) / RATE),
        "articulation_rate": off(count / spent, last / theirs),
        "articulation_rate_script_as_published": off(count / spent, script / theirs),
        "articulation_rate_praat_8_ms_later": off(last_later / later, last / theirs),
        "syllable_count": off(count, last),
        "aggregate_rate": round(
            float(np.nansum(count) / np.nansum(spent) / (last.sum() / theirs.sum())) - 1, 3
        ),
        "aggregate_rate_script_as_published": round(
            float(np.nansum(count) / np.nansum(spent) / (script.sum() / theirs.sum())) - 1, 3
        ),
        "pitch_median_error": round(float(np.nanmedian(error)), 4),
        "pitch_p90_error": round(float(np.nanpercentile(error, 90)), 4),
        "pitch_within_3_percent": round(float(np.nanmean(error <= 0.03)), 3),
        "pitch_range_median_error_st": round(float(np.nanmedian(np.abs(spread))), 2),
        "not_measured": int(np.isnan(hz).sum()),
        "pitch_over_3_percent": {
            case.utterance.path.name: f"{own:.0f} Hz, Praat {other:.0f} Hz"
            for case, own, other, size in zip(cases, hz, their_hz, error, strict=True)
            if size > 0.03
        },
        "pitch_gross": int((error > GROSS).sum()),
    }


def against_text(cases: list[Case]) -> dict[str, float]:
    """Both counts against the syllables of the text."""
    text = np.array([spoken_syllables(case.utterance.text) for case in cases], np.float64)
    own = np.array([value(case.own, "syllables") for case in cases])
    script = np.array([case.praat.syllables for case in cases], np.float64)
    return {
        "own_total": round(float(np.nansum(own) / text.sum()), 3),
        "praat_total": round(float(script.sum() / text.sum()), 3),
        "own_mean_size": off(own, text)["mean_size"],
        "praat_mean_size": off(script, text)["mean_size"],
    }


def sox(samples: Samples, *effect: str) -> Samples:
    """The samples through one of sox's effects."""
    raw = ["-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-"]
    done = subprocess.run(
        ["sox", "-D", *raw, *raw, *effect],
        input=samples.astype("<i2").tobytes(),
        capture_output=True,
        check=True,
    )
    return np.frombuffer(done.stdout, "<i2").astype(np.int16)


def steps(
    cases: list[Case], effects: list[list[str]], name: str, how: Callable[[Samples], float]
) -> dict[str, Any]:
    """One measure after each effect of a series: does it rise with every step?"""
    table = np.array([[how(sox(case.samples, *effect)) for effect in effects] for case in cases], np.float64)
    level = np.exp(np.nanmean(np.log(table), axis=0))
    rises = np.diff(table, axis=1) > 0
    return {
        "measure": name,
        "files": len(cases),
        "ratio_to_first": [round(float(each / level[0]), 3) for each in level],
        "rises_in_the_mean": bool((np.diff(level) > 0).all()),
        "steps_that_rise": round(float(rises.mean()), 3),
        "files_rising_at_every_step": round(float(rises.all(axis=1).mean()), 2),
    }


def own(name: str) -> Callable[[Samples], float]:
    """The product's measure of that name."""
    return lambda samples: value(measure(samples), name)


def in_noise(cases: list[Case], snr_db: float) -> dict[str, Any]:
    """The same recordings with office noise, against themselves without."""
    noise = to_floats(wav.read(NOISE))
    noisy = []
    for case in cases:
        clean = to_floats(case.samples)
        added = np.resize(noise, len(clean))
        gain = np.sqrt(np.mean(clean**2) / np.mean(added**2)) * 10 ** (-snr_db / 20)
        noisy.append(measure(to_samples(np.asarray(clean + gain * added, np.float32))))

    def both(name: str) -> tuple[Column, Column]:
        return np.array([value(each, name) for each in noisy]), np.array(
            [value(case.own, name) for case in cases]
        )

    def apart(name: str) -> float:
        now, before = both(name)
        return round(float(np.nanmedian(np.abs(now - before))), 2)

    pitch = off(*both("pitch_hz"))
    return {
        "snr_db": snr_db,
        "files": len(cases),
        "articulation_rate": off(*both("articulation_rate")),
        "phonation_s": off(*both("phonation_s")),
        "pitch_median_error": pitch["median_size"],
        "pitch_p90_error": pitch["p90_size"],
        "pitch_range_median_st": apart("pitch_range_st"),
        "loudness_median_db": apart("loudness_db"),
        "loudness_range_median_db": apart("loudness_range_db"),
        "confidence": round(float(np.mean([each.pitch_hz.confidence for each in noisy])), 2),
        "not_measured": sum(each.pitch_hz.value is None for each in noisy),
    }


def speed(cases: list[Case]) -> dict[str, float]:
    """Time to measure, per second of sound."""
    per_second = []
    for case in cases:
        start = time.perf_counter()
        measure(case.samples)
        per_second.append((time.perf_counter() - start) * RATE / len(case.samples))
    return {
        "ms_a_second_p50": round(1000 * float(np.median(per_second)), 1),
        "ms_a_second_max": round(1000 * max(per_second), 1),
    }


def show(name: str, row: dict[str, Any]) -> None:
    print(json.dumps({"part": name, **row}, ensure_ascii=False))


def gather(parselmouth: Any, *, quick: bool) -> list[Case]:
    cases = []
    for folder in SETS:
        known = [each for each in utterances(folder) if not each.path.stem.endswith("_noisy")]
        if not known:
            print(f"{folder}: is not beside the checkout, skipped")
        for utterance in known[:: 6 if quick else 1]:
            samples = utterance.samples()
            reference, shifted = (praat(parselmouth, samples[skip:]) for skip in (0, 8 * RATE // 1000))
            cases.append(Case(folder, utterance, samples, measure(samples), reference, shifted))
    return cases


def table(rows: dict[str, dict[str, Any]]) -> None:
    print(f"\n{'':18}{'files':>6}{'rate: mean':>12}{'median':>8}{'in 8 %':>8}{'total':>8}", end="")
    print(f"{'Praat itself':>14}{'F0 median':>11}{'p90':>8}{'gross':>7}")
    for name, row in rows.items():
        rate, itself = row["articulation_rate"], row["articulation_rate_praat_8_ms_later"]
        print(
            f"{name:18}{row['files']:6}{rate['mean']:12.1%}{rate['median_size']:8.1%}"
            f"{rate['within_8_percent']:8.0%}{row['aggregate_rate']:8.1%}{itself['within_8_percent']:14.0%}"
            f"{row['pitch_median_error']:11.2%}{row['pitch_p90_error']:8.2%}{row['pitch_gross']:7}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every sixth recording")
    quick = parser.parse_args().quick
    try:
        parselmouth = import_module("parselmouth")
    except ImportError:
        print(
            "praat-parselmouth is not installed here: nothing to compare with (pip install praat-parselmouth)"
        )
        return 1

    def praat_rate(samples: Samples) -> float:
        found = praat(parselmouth, samples)
        return found.with_last / found.phonation_s

    cases = gather(parselmouth, quick=quick)
    if not cases:
        return 1
    rows = {folder: agreement(part) for folder in SETS if (part := [c for c in cases if c.folder == folder])}
    rows["of 5 s and more"] = agreement([case for case in cases if len(case.samples) >= 5 * RATE])
    rows["all"] = agreement(cases)
    for name, row in rows.items():
        show(f"praat, {name}", row)
    if shutil.which("espeak-ng"):
        for folder in (*SETS, "all"):
            if chosen := [case for case in cases if folder in (case.folder, "all")]:
                show(f"text, {folder}", against_text(chosen))
    read = [case for case in cases if case.folder in ("a_librispeech", "a_misc")]
    if shutil.which("sox") and read:
        tempos = [["tempo", "-s", str(by)] for by in TEMPOS]
        for name in ("articulation_rate", "speech_rate"):
            show(f"tempo {TEMPOS}", steps(read, tempos, name, own(name)))
        show(f"tempo {TEMPOS}, Praat", steps(read, tempos, "articulation_rate", praat_rate))
        cents = [["pitch", str(by)] for by in CENTS]
        show(f"pitch {CENTS} cents", steps(read, cents, "pitch_hz", own("pitch_hz")))
    if NOISE.is_file():
        for snr_db in (15, 10, 5):
            show("office noise", in_noise(cases, snr_db))
    show("speed", speed(cases))
    table(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
