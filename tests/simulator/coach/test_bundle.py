"""Bundles: the same bytes each time, and nothing gets in that `share` did not put there."""

from __future__ import annotations

import hashlib
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from audio import wav
from audio.pcm import RATE
from simulator import events
from simulator.coach import packing, unpacking
from simulator.coach.bundle import LIMITS, MANIFEST, MANIFEST_LIMIT
from simulator.coach.desk import Desk
from simulator.coach.files import SharedError
from simulator.record import Record
from tests.simulator.scoring.calls import GOOD, conversation
from tests.simulator.test_cli_scores import GOOD_ID, keep

Entries = dict[str, bytes]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return noted(tmp_path)


def noted(home: Path) -> Record:
    folder = keep(home, GOOD_ID, conversation(*GOOD))
    (folder / "note.json").write_text('{"schema": 1, "issue": "Charged twice"}')
    (folder / "rating.json").write_text('{"schema": 1}')
    return Record(folder)


@pytest.fixture
def aloud(record: Record) -> Record:
    """The same with both sides' sound."""
    tone = (1000 * np.sin(np.arange(RATE * 45) / 5)).astype(np.int16)
    for name in ("trainee.wav", "customer.wav"):
        wav.write(record.folder / name, tone)
    return record


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What is in a bundle without sound."""
    home = tmp_path_factory.mktemp("whole")
    packing.pack(noted(home), home / "bundle", audio=False)
    return (home / "bundle").read_bytes()


@pytest.fixture
def small(whole: bytes, tmp_path: Path) -> Path:
    """The same as a file."""
    (tmp_path / "small.simmerdown").write_bytes(whole)
    return tmp_path / "small.simmerdown"


def entries(path: Path) -> Entries:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def honest(inside: Entries) -> Entries:
    """The same with a manifest that fits: a forger's."""
    manifest = json.loads(inside[MANIFEST])
    manifest["files"] = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in inside.items()
        if name != MANIFEST
    ]
    return {MANIFEST: json.dumps(manifest).encode(), **{n: d for n, d in inside.items() if n != MANIFEST}}


def rewrite(path: Path, inside: Entries, *, kind: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in inside.items():
            archive.writestr(name, data)
    return path


def refused(path: Path, tmp_path: Path) -> str:
    """Why a bundle is not taken in; nothing of it is left."""
    desk = Desk(tmp_path / "desk")
    with pytest.raises(SharedError) as error:
        desk.take_in(path)
    assert error.value.hint
    assert not desk.folder.exists() or not list(desk.folder.iterdir())
    assert not (tmp_path / "evil.txt").exists()
    return error.value.what


# what is written --------------------------------------------------------------------------------------


def test_the_same_record_gives_the_same_bytes(aloud: Record, tmp_path: Path) -> None:
    for name in ("a", "b"):
        packing.pack(aloud, tmp_path / name, audio=True)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_everything_comes_out_as_it_went_in(aloud: Record, tmp_path: Path) -> None:
    packing.pack(aloud, tmp_path / "a.simmerdown", audio=True)
    shared = Desk(tmp_path / "desk").take_in(tmp_path / "a.simmerdown")
    inside = {"record.json", "persona.yaml", "events.jsonl", "score.json", "note.json"}
    inside |= {"delivery.json", "trainee.wav", "customer.wav"}
    assert {path.name for path in shared.folder.iterdir()} == {*inside, MANIFEST}
    for name in inside:
        assert (shared.folder / name).read_bytes() == (aloud.folder / name).read_bytes(), name
    packing.pack(shared.record, tmp_path / "again.simmerdown", audio=True)
    assert (tmp_path / "again.simmerdown").read_bytes() == (tmp_path / "a.simmerdown").read_bytes()


def test_without_audio_no_sound_is_in_it(aloud: Record, tmp_path: Path) -> None:
    packing.pack(aloud, tmp_path / "a", audio=False)
    assert not [name for name in entries(tmp_path / "a") if name.endswith(".wav")]
    assert (aloud.folder / "trainee.wav").is_file()


def test_a_bundle_is_stored_in_its_documented_form(small: Path) -> None:
    with zipfile.ZipFile(small) as archive:
        found = archive.infolist()
        assert archive.comment == b""
    assert [entry.filename for entry in found] == [
        MANIFEST, *(name for name in LIMITS if name in entries(small)),
    ]  # fmt: skip
    for entry in found:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.extra, entry.comment) == (b"", b"")


def test_nothing_of_the_machine_is_in_it(tmp_path: Path) -> None:
    happened = conversation(*GOOD)
    happened.insert(1, events.Noticed(1, "bluetooth-mic", "Anna Example's AirPods sound like a telephone"))
    folder = keep(tmp_path, GOOD_ID, happened)
    record = Record(folder)
    record.replace_heading(transcriber="/home/anna.example/models/mine", voice="C:\\Users\\anna.example\\v")
    packing.pack(record, tmp_path / "a", audio=True)
    whole = (tmp_path / "a").read_bytes()
    assert b"anna" not in whole.lower()
    assert str(tmp_path).encode() not in whole
    shared = Desk(tmp_path / "desk").take_in(tmp_path / "a").record
    assert (shared.heading.transcriber, shared.heading.voice) == ("mine", "v")
    assert events.Noticed(1, "bluetooth-mic", "") in shared.events()
    assert len(shared.events()) == len(happened)


# what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [MANIFEST, "record.json", "persona.yaml", "events.jsonl", "score.json", "note.json"]
)
def test_a_changed_file_is_noticed(name: str, small: Path, tmp_path: Path) -> None:
    inside = entries(small)
    inside[name] = inside[name][:-2] + b" " + inside[name][-1:]
    what = refused(rewrite(small, inside), tmp_path)
    assert "wrong SHA-256" in what or name == MANIFEST


@pytest.mark.parametrize(
    "name", [MANIFEST, "record.json", "persona.yaml", "events.jsonl", "score.json", "note.json"]
)
def test_a_missing_file_is_noticed(name: str, small: Path, tmp_path: Path) -> None:
    inside = entries(small)
    del inside[name]
    what = refused(rewrite(small, inside), tmp_path)
    assert "lacks" in what or "does not hold the files" in what


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "../../evil.txt", "/tmp/evil.txt", "C:\\evil.txt", "..\\evil.txt",
        "clips/../../evil.txt",
        "record.json/../../evil.txt", "evil.txt", "trainee.WAV", "review.json", "x/record.json",
    ],
)  # fmt: skip
def test_a_foreign_file_is_refused(name: str, small: Path, tmp_path: Path) -> None:
    assert "does not belong" in refused(rewrite(small, honest({**entries(small), name: b"evil"})), tmp_path)


def test_a_name_given_twice_is_refused(small: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(small, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)  # the zipfile module warns of what this test is about
        archive.writestr("score.json", b"{}")
    assert "score.json twice" in refused(small, tmp_path)


def test_a_bomb_is_refused_before_it_is_read(small: Path, tmp_path: Path) -> None:
    inside = entries(small)
    inside["persona.yaml"] = b"a" * 290_000
    bomb = rewrite(small, honest(inside), kind=zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 40_000
    assert "is compressed" in refused(bomb, tmp_path)


@pytest.mark.parametrize("name", [name for name, most in LIMITS.items() if most < 1_000_000])
def test_a_file_over_its_limit_is_refused(name: str, small: Path, tmp_path: Path) -> None:
    inside = honest({**entries(small), name: b" " * (LIMITS[name] + 1)})
    assert f"{name} is too large" in refused(rewrite(small, inside), tmp_path)


def test_a_large_manifest_is_refused(small: Path, tmp_path: Path) -> None:
    inside = entries(small)
    inside[MANIFEST] += b" " * MANIFEST_LIMIT
    assert "manifest.json is too large" in refused(rewrite(small, inside), tmp_path)


def test_entries_that_share_their_bytes_are_refused(small: Path, tmp_path: Path) -> None:
    """A central directory may name the same bytes many times, and so hold more than the file has."""
    whole = bytearray(small.read_bytes())
    at = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    while at >= 0:
        struct.pack_into("<II", whole, at + 20, 60_000, 60_000)
        at = whole.find(b"PK\x01\x02", at + 4)
    small.write_bytes(whole)
    refused(small, tmp_path)


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Entries], Entries]:
    return lambda inside: {**inside, name: change(inside[name])}


FORGED: dict[str, Callable[[Entries], Entries]] = {
    "another call": changed("record.json", lambda data: data.replace(GOOD_ID.encode(), b"20200101-000000-x")),
    "no end": changed("record.json", lambda data: data.replace(b'"resolved"', b"null")),
    "deep": changed("record.json", lambda data: b"[" * 60_000),
    "other schema": changed("record.json", lambda data: data.replace(b'"schema": 1', b'"schema": 9')),
    "half an event": changed("events.jsonl", lambda data: data[:-10]),
    "no event": changed("events.jsonl", lambda data: data + b"[]\n{}\n"),
    "not UTF-8": changed("events.jsonl", lambda data: data + b"\xff\n"),
    "escape in what was said": changed("events.jsonl", lambda data: data.replace(b"I'm so", b"I\\u001b[2J")),
    "escape in the score": changed("score.json", lambda data: data.replace(b"I'm so", b"I\\u001b[2J")),
    "escape in the persona": changed("persona.yaml", lambda data: data.replace(b"Dana", b'"D\\ea"', 1)),
    "no persona": changed("persona.yaml", lambda data: b"a: [b"),
    "no score": changed("score.json", lambda data: b"{}"),
    "old score": changed("score.json", lambda data: data.replace(b'"schema": 2', b'"schema": 1')),
    "no note": changed("note.json", lambda data: b"nothing"),
    "no sound": lambda inside: {**inside, "trainee.wav": b"OggS"},
    "other sound": lambda inside: {**inside, "customer.wav": b"RIFF\0\0\0\0WAVE"},
    "no measures": lambda inside: {**inside, "delivery.json": b"{}  {"},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_file_with_the_right_hash_is_refused(how: str, small: Path, tmp_path: Path) -> None:
    inside = entries(small)
    forged = FORGED[how](inside)
    assert forged != inside
    what = refused(rewrite(small, honest(forged)), tmp_path)
    assert what.startswith(f"{small}: ")
    assert ".coming-" not in what


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2}, {"kind": "x"}, {"call": "../evil"}, {"call": ""}, {"more": 1}, {"files": []},
        {"started": "soon"}, {"persona": "\x1b[2J"}, {"program": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(
    change: dict[str, object], small: Path, tmp_path: Path
) -> None:
    inside = entries(small)
    inside[MANIFEST] = json.dumps({**json.loads(inside[MANIFEST]), **change}).encode()
    refused(rewrite(small, inside), tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"{}", bytes(1000)], ids=repr)
def test_what_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.simmerdown").write_bytes(data)
    refused(tmp_path / "x.simmerdown", tmp_path)


@examples(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_bundle_is_refused_or_gives_the_same_files(
    data: st.DataObject, whole: bytes, small: Path, tmp_path: Path
) -> None:
    small.write_bytes(whole)
    intact = entries(small)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    small.write_bytes(whole[:at] + (flipped if data.draw(st.booleans()) else b""))
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    try:
        manifest = unpacking.unpack(small, into)
    except SharedError:
        return
    for item in manifest.files:
        assert (into / item.name).read_bytes() == intact[item.name]


def test_a_name_becomes_one_that_every_system_takes(small: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    other = keep(tmp_path / "other", "20260101-000000-x", conversation(*GOOD))
    packing.pack(Record(other), tmp_path / "..simmerdown", audio=False)
    odd = small.rename(tmp_path / "Anna's 1st: déjà.simmerdown")
    assert desk.take_in(odd).name == "Anna-s-1st-d-j"
    assert desk.take_in(tmp_path / "..simmerdown").name == "20260101-000000-x"
