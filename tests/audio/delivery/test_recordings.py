"""Recorded speech, where it lies beside the checkout."""

from __future__ import annotations

import pytest

from audio.delivery import measure
from bench.speech import Utterance, utterances


def recorded(folder: str) -> list[Utterance]:
    found = utterances(folder)
    if not found:
        pytest.skip(f"the recordings of {folder} are not beside the checkout")
    return found


def test_read_speech_is_measured_within_what_speakers_do() -> None:
    heard = measure(recorded("a_librispeech")[2].samples())
    assert all(each.value is not None for name, each in heard if name != "fillers")
    assert 2 < (heard.articulation_rate.value or 0) < 6
    assert 70 < (heard.pitch_hz.value or 0) < 300
    assert heard.articulation_rate.confidence > 0.5


def test_an_actor_is_louder_and_higher_when_angry() -> None:
    of = {each.path.stem[6:8] + each.path.stem[-2:]: each for each in recorded("b_ravdess")}
    calm, angry = (measure(of[mood + "01"].samples()) for mood in ("02", "05"))
    assert (angry.loudness_db.value or 0) > (calm.loudness_db.value or 0) + 3
    assert (angry.pitch_hz.value or 0) > (calm.pitch_hz.value or 0)
