"""How long calls are kept: by the user's rule, and forever without one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator.errors import RecordError
from simulator.privacy import keeping
from simulator.privacy.keeping import Rule
from simulator.record import write_whole
from tests.simulator.fixtures import NOW, planned, scene

LATER = (NOW + timedelta(days=40)).astimezone()


@pytest.fixture
def calls(home: Path) -> Path:
    """A call of forty days ago, one of twenty, and one that broke off forty days ago."""
    for days in (0, 20):
        scene(home / "calls", planned()[:1], now=NOW + timedelta(days=days)).run()
    scene(home / "calls").writer.close()
    return home / "calls"


def names(calls: Path, file: str = "record.json") -> list[str]:
    return sorted(path.parent.name[:8] for path in calls.glob(f"*/{file}"))


def test_without_a_rule_nothing_is_deleted(calls: Path, home: Path) -> None:
    assert keeping.rule(home) == Rule()
    assert keeping.apply(keeping.rule(home), LATER + timedelta(days=36500)) == []
    assert len(names(calls)) == 3


def test_old_calls_go_whole(calls: Path) -> None:
    assert keeping.apply(Rule(calls_days=30), LATER) == ["Deleted 2 calls older than 30 days."]
    assert names(calls) == ["20260324"]
    assert keeping.apply(Rule(calls_days=30), LATER) == []


def test_the_sound_of_old_calls_goes_but_not_of_one_that_may_be_recovered(calls: Path) -> None:
    told = keeping.apply(Rule(audio_days=30), LATER)
    assert told[0] == "Deleted the sound of 1 call older than 30 days."
    assert ["was interrupted" in sentence for sentence in told[1:]] == [True]
    assert names(calls) == ["20260304", "20260304", "20260324"]
    assert names(calls, "trainee.wav") == ["20260304", "20260324"]
    assert keeping.apply(Rule(audio_days=30), LATER) == told[1:]  # it is told as long as it is so


def test_a_page_made_after_the_sound_went_stays(calls: Path) -> None:
    keeping.apply(Rule(audio_days=30), LATER)
    silent = next(
        path.parent for path in calls.glob("*/record.json") if not (path.parent / "trainee.wav").exists()
    )
    (silent / "report.html").write_text("without sound")
    keeping.apply(Rule(audio_days=30), LATER)
    assert (silent / "report.html").is_file()


def test_the_sound_of_a_try_goes_by_its_own_date(home: Path) -> None:
    calls = home / "calls"
    first = scene(calls, planned()[:1]).run().folder
    tried = scene(calls, planned()[:1], now=NOW + timedelta(days=20)).run().folder
    write_whole(tried / "branch.json", json.dumps({"schema": 1, "of": first.name, "turn": 1}))
    assert keeping.apply(Rule(audio_days=30), LATER) == ["Deleted the sound of 1 call older than 30 days."]
    assert names(calls, "trainee.wav") == ["20260324"]
    much_later = LATER + timedelta(days=20)
    assert keeping.apply(Rule(audio_days=30), much_later)[0].startswith("Deleted the sound of 1 call")
    assert names(calls, "trainee.wav") == []


def test_what_goes_besides_is_named_and_the_same_words_elsewhere_stay(home: Path) -> None:
    call = scene(home / "calls", planned()[:1]).run().folder
    write_whole(home / "page.html", f"<p>Call {call.name}.</p>")
    write_whole(home / "my-phrases.md", planned()[0])
    assert keeping.apply(Rule(calls_days=30), LATER) == [
        "Deleted 1 call older than 30 days.",
        f"Deleted {home / 'page.html'} with it.",
        f"{home / 'my-phrases.md'} holds the same words, and was left alone.",
    ]
    assert (home / "my-phrases.md").is_file()


def test_a_call_goes_after_its_days_and_not_on_its_last(calls: Path) -> None:
    assert len(keeping.older_than(40, LATER)) == 0
    assert len(keeping.older_than(40, LATER + timedelta(seconds=1))) == 2


def test_an_old_call_under_way_stays(home: Path) -> None:
    running = scene(home / "calls")
    assert keeping.apply(Rule(calls_days=1, audio_days=1), LATER) == []
    running.writer.close()


def test_a_folder_with_another_name_is_as_old_as_its_heading_says(calls: Path) -> None:
    first = min(calls.iterdir())
    first.rename(calls / "renamed")
    (calls / "empty").mkdir()
    (calls / "00000000-000000-no-date").mkdir()
    assert calls / "renamed" in keeping.older_than(30, LATER)
    assert {calls / "empty", calls / "00000000-000000-no-date"}.isdisjoint(keeping.older_than(0, LATER))


def test_a_rule_is_kept_for_anybody_to_read(home: Path) -> None:
    keeping.set_rule(home, Rule(audio_days=30))
    assert json.loads((home / "keep.json").read_bytes()) == {
        "schema": 1,
        "audio_days": 30,
        "calls_days": None,
    }
    assert keeping.rule(home) == Rule(audio_days=30)


@pytest.mark.parametrize("content", ["{", '{"schema": 2}', '{"audio_days": 0}', '{"sound": 3}'])
def test_nothing_is_deleted_by_a_rule_that_cant_be_read(home: Path, content: str) -> None:
    home.mkdir()
    (home / "keep.json").write_text(content)
    with pytest.raises(RecordError, match="nothing is deleted by it"):
        keeping.rule(home)


def test_a_call_of_today_is_young(calls: Path) -> None:
    assert keeping.older_than(0, datetime.fromisoformat("2026-03-04T05:06:07").astimezone()) == []
