"""`simmerdown delivery`: what it prints, and what it says of files that it can't measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audio import wav
from audio.delivery import METHODS
from audio.errors import SoundFileError
from audio.pcm import RATE, Samples, silence
from simulator import cli
from tests.audio.delivery.voice import apart, syllables
from tests.audio.sounds import noise


@pytest.fixture
def spoken_file(tmp_path: Path) -> Path:
    path = tmp_path / "turn.wav"
    wav.write(path, apart(syllables(8), syllables(8)))
    return path


def test_the_table_has_every_measure_with_unit_method_and_source(spoken_file: Path) -> None:
    told = CliRunner(env={"COLUMNS": "140"}).invoke(cli.simmerdown, ["delivery", str(spoken_file)])
    assert told.exit_code == 0
    lines = {line.split()[0]: line for line in told.output.splitlines()}
    assert set(METHODS) <= set(lines)
    assert all(METHODS[name].source in lines[name] for name in METHODS)
    assert "16 syll " in lines["syllables"]
    assert "not measured" in lines["fillers"]


def test_json_is_one_object(spoken_file: Path) -> None:
    told = CliRunner().invoke(cli.simmerdown, ["delivery", str(spoken_file), "--json"])
    whole = json.loads(told.output)
    assert list(whole) == ["file", "measures", "pauses"]
    assert list(whole["measures"]) == list(METHODS)
    assert whole["measures"]["syllables"]["value"] == 16
    assert whole["measures"]["fillers"]["value"] is None
    assert len(whole["pauses"]) == 1


@pytest.mark.parametrize("sound", [silence(RATE), noise(1, rms=0.01)])
def test_a_file_without_speech_is_refused_with_a_hint(tmp_path: Path, sound: Samples) -> None:
    path = tmp_path / "empty.wav"
    wav.write(path, sound)
    told = CliRunner().invoke(cli.simmerdown, ["delivery", str(path)])
    assert told.exit_code == 1
    assert isinstance(told.exception, SoundFileError)
    assert "no speech can be made out in it" in told.exception.what
    assert told.exception.hint


@pytest.mark.parametrize("content", [None, b"", b"not a sound"])
def test_a_file_that_is_no_sound_is_refused_with_a_hint(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "turn.wav"
    if content is not None:
        path.write_bytes(content)
    told = CliRunner().invoke(cli.simmerdown, ["delivery", str(path)])
    assert isinstance(told.exception, SoundFileError)
    assert told.exception.hint
