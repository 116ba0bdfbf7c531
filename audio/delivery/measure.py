"""Delivery, measured from the sound of one stretch of one speaker's speech.

Confidence is the least of the terms that concern a measure, each from 0 to 1. That the least decides,
and where each term reaches 1, are guesses; `bench.delivery` shows the errors in noise.

    prominence  speech level above the noise floor: 0 at 10 dB, 1 at 30 dB          all measures
    amount      syllables / 12: where one more or less is 8 %                       rates, syllables
                voiced time / 2 s                                                   pitch, loudness range
    voiced      voiced share of the phonation / 0.3: read speech has 0.5 to 0.7     pitch

It takes for granted that the sound is of a person: a baby's cry and a dog's bark are measured too.
"""

from __future__ import annotations

import numpy as np

from audio.delivery import loudness
from audio.delivery.activity import LEAST_RANGE_DB, Activity, activity
from audio.delivery.contour import HOP_S, intensity, normalise
from audio.delivery.methods import METHODS
from audio.delivery.nuclei import nuclei
from audio.delivery.pauses import pauses
from audio.delivery.pitch import track
from audio.delivery.values import Delivery, Measure
from audio.pcm import Samples

LEAST_SPEECH_S = 0.5
"""Phonation below which there is no rate: two or three syllables. A guess."""
LEAST_VOICED_S = 0.5
"""Voiced speech below which there is no pitch and no range. A guess."""

LEAST_SHARE = 0.1
"""Voiced share of the phonation at and below which it is no speech, or whispered. A guess."""

PROMINENT_DB = 30.0
ENOUGH_SYLLABLES = 12
ENOUGH_VOICED_S = 2.0
ENOUGH_SHARE = 0.3

NO_FILLERS = "filled pauses can't be told from drawn-out vowels well enough"
"""Stretches of steady spectrum and flat pitch (Goto 1999; Audhkhasi et al. 2009) were tried: where they found
half of the neural voice's "um"s, they found 4 a minute, and more, in read speech that has none."""


def measure(samples: Samples) -> Delivery:
    """Delivery in one stretch of one speaker's speech: a turn, or a file.

    The same samples give the same numbers, and a gain changes only `loudness_db` (as far as 16 bits hold
    the sound). Without speech every measure says so in its reason; nothing is raised.

    Args:
        samples: shape (n,), 16 kHz; any length.
    """
    sound, rms = normalise(samples)
    contour = intensity(sound)
    if not len(contour) or rms == 0:
        return _nothing("there is no sound")
    found = activity(contour)
    if not found.speech.any():
        return _nothing(_too_steady(found))
    pitch = track(sound)
    speech = found.with_voice(pitch.voiced).speech
    voiced = pitch.voiced & speech
    if voiced.sum() <= LEAST_SHARE * speech.sum():
        return _nothing("next to nothing in it is voiced")
    sounding = np.flatnonzero(speech)
    speech_s = float(sounding[-1] + 1 - sounding[0]) * HOP_S
    phonation_s = len(sounding) * HOP_S
    count = len(nuclei(contour, found.threshold_db, pitch.periodic & speech))
    silences = pauses(speech)
    voiced_s = float(voiced.sum()) * HOP_S

    prominence = _share(found.range_db - LEAST_RANGE_DB, PROMINENT_DB - LEAST_RANGE_DB)
    counted = min(prominence, _share(count, ENOUGH_SYLLABLES))
    ranged = min(prominence, _share(voiced_s, ENOUGH_VOICED_S))
    pitched = min(ranged, _share(voiced_s, ENOUGH_SHARE * phonation_s))

    no_rate = f"less than {LEAST_SPEECH_S:g} s of speech" if phonation_s < LEAST_SPEECH_S else ""
    no_voice = f"less than {LEAST_VOICED_S:g} s of voiced speech" if voiced_s < LEAST_VOICED_S else ""
    semitones = 12 * np.log2(pitch.hz[voiced])
    low, high = np.percentile(semitones, (10, 90))
    return Delivery(
        speech_s=_measured("speech_s", speech_s, prominence),
        phonation_s=_measured("phonation_s", phonation_s, prominence),
        syllables=_measured("syllables", count, counted),
        speech_rate=_measured("speech_rate", count / speech_s, counted, no_rate),
        articulation_rate=_measured("articulation_rate", count / phonation_s, counted, no_rate),
        pause_count=_measured("pause_count", len(silences), prominence),
        longest_pause_s=_measured(
            "longest_pause_s", max((each.length_s for each in silences), default=0.0), prominence
        ),
        loudness_db=_measured("loudness_db", loudness.level(contour, speech, rms), prominence),
        loudness_range_db=_measured("loudness_range_db", loudness.spread(contour, voiced), ranged, no_voice),
        pitch_hz=_measured("pitch_hz", float(np.median(pitch.hz[voiced])), pitched, no_voice),
        pitch_range_st=_measured("pitch_range_st", float(high - low), pitched, no_voice),
        fillers=_missing("fillers", NO_FILLERS),
        pauses=silences,
    )


def _too_steady(found: Activity) -> str:
    if found.range_db >= LEAST_RANGE_DB:
        return "no sound in it is long enough to be speech"
    return f"the loudest is only {found.range_db:.0f} dB above the noise, speech needs {LEAST_RANGE_DB:.0f}"


def _nothing(reason: str) -> Delivery:
    return Delivery(**{name: _missing(name, reason) for name in METHODS}, pauses=())


def _measured(name: str, value: float, confidence: float, missing: str = "") -> Measure:
    return _missing(name, missing) if missing else Measure(value, METHODS[name].unit, confidence, "")


def _missing(name: str, reason: str) -> Measure:
    return Measure(None, METHODS[name].unit, 0.0, reason)


def _share(part: float, whole: float) -> float:
    return min(1.0, max(0.0, part / whole))
