"""Where records are kept, and how one is found."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator import store
from simulator.errors import RecordError
from simulator.record import heading_json
from simulator.store import Store
from tests.simulator.fixtures import NOW, heading


def keep(folder: Path, *names: str) -> None:
    """Put records there of which only the headings matter."""
    for name in names:
        (folder / name).mkdir(parents=True)
        text = heading_json(heading(name, ended="resolved", length_s=60.0, total=80))
        (folder / name / "record.json").write_text(text, encoding="utf-8")


def test_records_come_oldest_first(tmp_path: Path) -> None:
    keep(tmp_path, "20260304-120000-b", "20260303-120000-c", "20260304-115959-a")
    records, failures = Store(tmp_path).records()
    assert [record.heading.call_id for record in records] == [
        "20260303-120000-c",
        "20260304-115959-a",
        "20260304-120000-b",
    ]
    assert not failures


def test_a_store_that_was_never_used_is_empty(tmp_path: Path) -> None:
    empty = Store(tmp_path / "nothing")
    assert empty.records() == ([], [])
    for name in ("last", "2026"):
        with pytest.raises(RecordError, match="no calls yet"):
            empty.find(name)


def test_what_cannot_be_read_is_told_beside_what_can(tmp_path: Path) -> None:
    keep(tmp_path, "one", "three")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "record.json").write_text("{")
    (tmp_path / "notes.txt").write_text("not a call")
    records, failures = Store(tmp_path).records()
    assert [record.folder.name for record in records] == ["one", "three"]
    assert len(failures) == 1
    assert str(Path("two") / "record.json") in failures[0].what


def test_a_call_is_found_by_its_name_its_beginning_and_its_folder(tmp_path: Path) -> None:
    keep(tmp_path, "20260303-120000-a", "20260304-120000-a", "20260304-120000-a-2")
    calls = Store(tmp_path)
    assert calls.find("20260303").folder.name == "20260303-120000-a"
    assert calls.find("20260304-120000-a").folder.name == "20260304-120000-a"
    assert calls.find(str(tmp_path / "20260304-120000-a-2")).folder.name == "20260304-120000-a-2"
    assert Store(tmp_path / "other").find(str(tmp_path / "20260303-120000-a")).heading.ended == "resolved"


def test_last_is_the_newest_call_whatever_else_lies_there(tmp_path: Path) -> None:
    keep(tmp_path, "20260303-120000-a", "20260304-120000-a")
    (tmp_path / "20260305-120000-a").mkdir()  # a call that was not yet begun
    (tmp_path / "zzz.txt").write_text("")
    assert Store(tmp_path).find("last").folder.name == "20260304-120000-a"


def test_a_beginning_of_several_calls_is_told_with_their_names(tmp_path: Path) -> None:
    keep(tmp_path, "20260304-120000-a", "20260304-130000-a")
    with pytest.raises(RecordError, match="2 calls") as caught:
        Store(tmp_path).find("20260304")
    assert caught.value.hint == "20260304-120000-a, 20260304-130000-a"


@pytest.mark.parametrize("name", ["2027", "../elsewhere", "x" * 300, "20260304-120000-a/record.json"])
def test_an_unknown_call_is_told_with_the_remedy(tmp_path: Path, name: str) -> None:
    keep(tmp_path, "20260304-120000-a")
    with pytest.raises(RecordError, match="there is no call") as caught:
        Store(tmp_path).find(name)
    assert "simmerdown calls" in caught.value.hint


@pytest.mark.parametrize("name", ["", " "])
def test_a_call_without_a_name_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, "20260304-120000-a")
    monkeypatch.chdir(tmp_path / "20260304-120000-a")  # an empty name is no name for the folder here
    with pytest.raises(RecordError, match="a call without a name") as caught:
        Store(tmp_path).find(name)
    assert "simmerdown calls" in caught.value.hint


def test_a_new_call_is_named_by_time_and_persona_and_no_name_is_given_twice(tmp_path: Path) -> None:
    calls = Store(tmp_path)
    made = []
    for _ in range(3):
        folder = calls.new_folder("billing-dispute", NOW)
        assert not folder.exists()
        folder.mkdir()
        made.append(folder.name)
    stem = "20260304-050607-billing-dispute"
    assert made == [stem, f"{stem}-2", f"{stem}-3"]


def test_simmerdown_home_holds_calls_and_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMMERDOWN_HOME", str(tmp_path / "mine"))
    assert store.home() == tmp_path / "mine"
    assert store.cache() == tmp_path / "mine" / "cache"
    assert Store().new_folder("a", NOW).parent == tmp_path / "mine" / "calls"


def test_a_tilde_in_simmerdown_home_is_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMMERDOWN_HOME", "~/practice")
    assert store.home() == Path.home() / "practice"


@pytest.mark.parametrize("given", [None, ""])
def test_without_simmerdown_home_the_platform_decides(
    given: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given is None:
        monkeypatch.delenv("SIMMERDOWN_HOME", raising=False)
    else:
        monkeypatch.setenv("SIMMERDOWN_HOME", given)
    assert store.home().name == "simmerdown"
    assert store.cache() != store.home()


def test_two_thousand_calls_are_listed_in_well_under_a_second(tmp_path: Path) -> None:
    begun = datetime(2026, 1, 1)
    keep(tmp_path, *(f"{begun + timedelta(hours=i):%Y%m%d-%H%M%S}-a" for i in range(2000)))
    start = time.process_time()
    records, failures = Store(tmp_path).records()
    took = time.process_time() - start
    assert (len(records), len(failures)) == (2000, 0)
    assert sum(record.interrupted for record in records) == 0
    assert took < 0.8
