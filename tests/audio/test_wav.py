import sys
import wave
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio import wav
from audio.errors import SoundFileError
from audio.files import WavMic, WavSpeaker
from audio.pcm import FRAME, RATE, level_db, silence
from tests.audio.sounds import joined, strongest_hz, tone


def encoded(path: Path, codec: str, rate: int, channels: int) -> Path:
    """A second of 440 Hz at -9 dBFS, written by FFmpeg."""
    layout = "stereo" if channels == 2 else "mono"
    interleaved = np.repeat(tone(440, 1, peak=0.5, rate=rate), channels)[None]
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(interleaved, "s16", layout)
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return path


def test_a_sound_comes_back_from_disk_sample_for_sample(tmp_path: Path) -> None:
    sound = np.random.default_rng(0).integers(-32768, 32768, 5000).astype(np.int16)
    wav.write(tmp_path / "a.wav", sound)
    assert np.array_equal(wav.read(tmp_path / "a.wav"), sound)
    assert wav.is_whole(tmp_path / "a.wav")


def test_a_writer_that_is_never_closed_leaves_a_valid_file_after_each_flush(tmp_path: Path) -> None:
    path = tmp_path / "live.wav"
    writer = wav.WavWriter(path)
    heard = silence(0)
    for n in range(1, 4):
        part = tone(200 * n, 0.1)
        writer.write(part)
        writer.flush()
        heard = joined([heard, part])
        with wave.open(str(path), "rb") as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
            assert file.getnframes() == len(heard)
        assert np.array_equal(wav.read(path), heard)
        assert wav.is_whole(path)
    writer.close()
    writer.close()


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.wav", "pcm_s16le", 8_000, 1),
        ("a.wav", "pcm_s16le", 16_000, 2),
        ("a.wav", "pcm_s16le", 44_100, 2),
        ("a.wav", "pcm_s24le", 48_000, 1),
        ("a.wav", "pcm_s24le", 16_000, 1),
        ("a.wav", "pcm_f32le", 48_000, 2),
        ("a.flac", "flac", 44_100, 2),
    ],
)
def test_other_forms_are_read_as_the_same_sound(
    tmp_path: Path, name: str, codec: str, rate: int, channels: int
) -> None:
    sound = wav.read(encoded(tmp_path / name, codec, rate, channels))
    assert len(sound) == pytest.approx(RATE, abs=RATE // 50)
    assert strongest_hz(sound) == pytest.approx(440, abs=2)
    assert level_db(sound[2000:-2000]) == pytest.approx(-9.03, abs=0.3)


def test_a_recording_cut_short_is_read_as_far_as_it_goes_but_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.wav"
    wav.write(path, tone(440, 1))
    path.write_bytes(path.read_bytes()[:10_001])
    assert len(wav.read(path)) == (10_001 - 44) // 2
    assert not wav.is_whole(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not a sound file"),
        (b"hello, this is text\n" * 50, "not a sound file"),
        (bytes(range(256)) * 20, "not a sound file"),
        (b"RIFF\x24\x00\x00\x00WAVE", "not a sound file"),
        (wav._header(0, RATE), "holds no sound"),
        (wav._header(0, 44_100), "holds no sound"),
    ],
    ids=["empty", "text", "bytes", "half a header", "no samples", "no samples at 44.1 kHz"],
)
def test_a_file_that_is_no_sound_is_refused_with_its_name_and_a_hint(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "bad.wav"
    path.write_bytes(content)
    with pytest.raises(SoundFileError, match=complaint) as caught:
        wav.read(path)
    assert str(path) in caught.value.what
    assert caught.value.hint
    assert not wav.is_whole(path)


@pytest.mark.parametrize("name", ["absent.wav", "."])
def test_a_missing_file_and_a_folder_are_refused_with_their_name_and_a_hint(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(SoundFileError, match="no such file") as caught:
        wav.read(tmp_path / name)
    assert str(tmp_path / name) in caught.value.what
    assert caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that exists but can't be read by anybody")
def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(SoundFileError, match="/proc/self/mem"):
        wav.read(Path("/proc/self/mem"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.integers(0, 44))
def test_no_damage_to_a_header_gives_any_other_error(tmp_path: Path, junk: bytes, at: int) -> None:
    path = tmp_path / "fuzzed.wav"
    whole = wav._header(400, RATE) + tone(440, 0.025).tobytes()
    spoilt = whole[:at] + junk + whole[at + len(junk) :]
    path.write_bytes(spoilt[:24] + whole[24:28] + spoilt[28:])  # but for the rate: 2 GHz takes FFmpeg seconds
    with suppress(SoundFileError):
        wav.read(path)


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match="can't be written") as caught:
        wav.WavWriter(tmp_path / "absent" / "a.wav")
    assert caught.value.hint


def test_wav_files_stand_in_for_microphone_and_loudspeaker(tmp_path: Path) -> None:
    sound = tone(440, 0.1)
    speaker = WavSpeaker(tmp_path / "out.wav")
    speaker.play(sound)
    speaker.close()
    mic = WavMic(tmp_path / "out.wav")
    heard = []
    while (frame := mic.frame(silence(FRAME))) is not None:
        heard.append(frame)
    assert {len(frame) for frame in heard} == {FRAME}
    assert np.array_equal(joined(heard)[: len(sound)], sound)
