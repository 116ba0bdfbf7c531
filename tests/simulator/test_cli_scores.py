"""`score`, `rescore`, `compare`, `rubrics` and `cues`, on records that are written by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from simulator import events
from simulator.ear.labels import LABELS
from simulator.events import Event
from simulator.record import heading_json
from simulator.scoring import rubric
from tests.simulator.fixtures import Left, Run, heading, planned, scene, shelf
from tests.simulator.scoring.calls import GOOD, INSULT, conversation

GOOD_ID, POOR_ID = "20260304-050607-good", "20260305-050607-poor"
POOR = ("You need to calm down.", "I'm sorry you feel that way, but that's our policy.")
HEAD = "id\tcustomer_line\treply\n"


def keep(home: Path, call_id: str, happened: Sequence[Event]) -> Path:
    """A record on disk of a call that ended, without its sound."""
    folder = home / "calls" / call_id
    folder.mkdir(parents=True)
    ended = next((each.reason for each in happened if isinstance(each, events.Ended)), None)
    about = heading(call_id, ended=ended, length_s=60.0 if ended else None)
    (folder / "record.json").write_text(heading_json(about), encoding="utf-8")
    (folder / "persona.yaml").write_text(shelf().text, encoding="utf-8")
    lines = "".join(f"{events.to_json(each)}\n" for each in happened)
    (folder / "events.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def calls(home: Path) -> Path:
    """A good call, and a poor one after it."""
    keep(home, GOOD_ID, conversation(*GOOD))
    keep(home, POOR_ID, conversation(*POOR, ended="hung_up"))
    return home / "calls"


def sentence(left: Left) -> str:
    """What went wrong: one line and a hint, on stderr alone, and exit code 1."""
    assert (left.code, left.out) == (1, "")
    first, *others = left.err.splitlines()
    assert first.startswith("simmerdown: ")
    assert "unexpected" not in first
    assert len(others) == 1
    assert others[0].startswith("  ")
    return first.removeprefix("simmerdown: ")


# score ----------------------------------------------------------------------------------------------


def test_a_score_shows_every_finding_with_its_words_and_the_arithmetic(run: Run, calls: Path) -> None:
    told = run("score", "last").out
    card = run("score", "last", "--json").json()
    assert told.startswith(f"{card['total']} of 100   {card['arithmetic']}   (rubric four-skills/2)\n")
    for each in card["findings"]:
        assert f"{each['rule']}: {each['why']}" in told
        assert f"“{each['quote']}”" in told
    for skill in card["skills"]:
        assert skill["title"] in told
        assert all(f"{left['rule']}: {left['why']}" in told for left in skill["not_counted"])


def test_a_score_is_kept_with_the_call(run: Run, calls: Path) -> None:
    left = run("score", "20260304", "--json")
    assert left.err == ""
    assert (calls / GOOD_ID / "score.json").read_text(encoding="utf-8") == left.out
    assert "Score:" in (calls / GOOD_ID / "summary.md").read_text(encoding="utf-8")
    rows = {row["call_id"]: row["total"] for row in run("calls", "--json").json()}
    assert rows == {GOOD_ID: left.json()["total"], POOR_ID: None}


def test_a_score_names_its_schema_and_its_fields(run: Run, calls: Path) -> None:
    card = run("score", GOOD_ID, "--json").json()
    assert set(card) == {
        "schema", "rubric", "ended", "total", "arithmetic", "skills", "strengths", "fixes", "findings",
        "asks",
    }  # fmt: skip
    assert card["schema"] == 2
    assert set(card["findings"][0]) == {
        "skill", "rule", "title", "kind", "points", "possible", "quote", "said_by", "at_s", "until_s", "turn",
        "why", "better",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["sop", "defusing"])
def test_a_call_is_scored_by_any_rubric(name: str, run: Run, calls: Path) -> None:
    left = run("score", "--rubric", name)
    assert left.code == 0
    assert f"(rubric {name}/" in left.out
    asked = [ask.question for skill in rubric.load(name).skills for ask in skill.asks]
    assert all(f"ask yourself: {question}" in left.out for question in asked)


def test_a_call_is_scored_by_a_form_and_by_a_file(run: Run, calls: Path, tmp_path: Path) -> None:
    form = run("score", "--rubric", "irate-process:critical", "--json").json()
    assert form["rubric"].startswith("irate-process:critical/")
    path = tmp_path / "mine.yaml"
    own = (rubric.FOLDER / "four-skills.yaml").read_text(encoding="utf-8")
    path.write_text(own.replace("id: four-skills", "id: mine"), encoding="utf-8")
    assert run("score", "--rubric", str(path), "--json").json()["rubric"] == "mine/2"


def test_a_call_without_a_word_is_not_measured_and_is_told_what_to_do(run: Run, home: Path) -> None:
    keep(home, "20260306-050607-mute", [e for e in conversation("A.") if not e.kind.startswith("turn")])
    left = run("score")
    assert left.code == 0
    assert left.out.startswith("not measured   nothing could be measured")
    assert "Nothing was heard from you" in left.out or "checks the microphone" in left.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("score", "2020"), "there is no call '2020'"),
        (("score", "2026030"), "is the beginning of 2 calls"),
        (("score", "--rubric", "harsh"), "there is no rubric 'harsh'"),
        (("score", "--rubric", "irate-process:brief"), "the rubric 'irate-process' has no form 'brief'"),
        (("score", "--rubric", "nowhere.yaml"), "nowhere.yaml: can't be read"),
        (("score", "--rubric", "broken.yaml"), "broken.yaml:1:1: "),
        (("rescore", "2020"), "there is no call '2020'"),
        (("rescore", "--rubric", "harsh"), "there is no rubric 'harsh'"),
        (("compare", "20260304", "2020"), "there is no call '2020'"),
        (("compare", "20260304", "last", "--rubric", "harsh"), "there is no rubric 'harsh'"),
        (("cues", "--language", "xx", "Hello."), "no lexicon for 'xx'"),
        (("cues", "--tsv", "missing.tsv"), "missing.tsv: can't be read"),
        (("cues", "--tsv", "broken.yaml"), "broken.yaml:1: has no column 'id'"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told_in_a_sentence_with_a_hint(
    words: tuple[str, ...], told: str, run: Run, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text("- a\n")
    assert told in sentence(run(*words))
    assert not list(calls.glob("*/score.json"))


@pytest.mark.parametrize("command", [("score",), ("compare", GOOD_ID, "last")], ids=" ".join)
def test_a_call_without_an_end_is_not_scored(command: tuple[str, ...], run: Run, calls: Path) -> None:
    keep(calls.parent, "20260307-050607-open", conversation(*GOOD, ended=None))
    left = run(*command)
    assert "has no end yet" in sentence(left)
    assert "simmerdown show 20260307-050607-open" in left.err


@pytest.mark.parametrize(
    "command",
    [
        "score", "show", "turns", "report", "share", "rate --total 50", "note --issue A", "replay",
        "redo --turn 1 --text A.", "correct --turn 1 --said A.",
    ],
)  # fmt: skip
def test_a_call_under_way_is_told_as_such(
    command: str, run: Run, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    running = keep(calls.parent, "20260307-050607-running", conversation(*GOOD, ended=None))
    name, *options = command.split()
    with FileLock(running / "live.lock"):
        assert sentence(run(name, running.name, *options)) == f"the call {running.name} is under way"
        for told in (run("rescore", running.name), run("export", "--json", "-o", "all.json", running.name)):
            assert "is under way" in told.err


@pytest.mark.parametrize(
    "words", [("compare", "last"), ("cues",), ("cues", "Hi.", "--tsv", "x.tsv")], ids=" ".join
)
def test_a_mistyped_command_shows_how_it_is_used(words: tuple[str, ...], run: Run, calls: Path) -> None:
    left = run(*words)
    assert (left.code, left.out) == (2, "")
    assert left.err.startswith("Usage: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.jsonl", "{}\n{}\n"),
        ("events.jsonl", None),
        ("persona.yaml", "- a\n"),
        ("persona.yaml", None),
        ("delivery.json", "{"),
        ("delivery.json", '{"1": {"speech_s": 3}}'),
    ],
)
def test_a_damaged_record_is_told_in_a_sentence(
    name: str, content: str | None, run: Run, calls: Path
) -> None:
    path = calls / POOR_ID / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    assert name in sentence(run("score", POOR_ID))


@pytest.mark.parametrize("kept_bytes", [0, 3, 900])
@pytest.mark.parametrize(
    "command",
    ["score", "show", "turns", "report", "share", "redo --turn 1 --text A.", "correct --turn 1 --said A."],
)
def test_a_finished_call_whose_events_break_off_keeps_its_score(
    command: str, kept_bytes: int, run: Run, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("score", GOOD_ID)
    before = kept(calls, GOOD_ID), (calls / GOOD_ID / "score.json").read_bytes(), run("calls").out
    path = calls / GOOD_ID / "events.jsonl"
    path.write_bytes(path.read_bytes()[:kept_bytes])
    name, *options = command.split()
    assert str(path) in sentence(run(name, GOOD_ID, *options))
    assert "left out" in run("rescore", GOOD_ID).err
    after = kept(calls, GOOD_ID), (calls / GOOD_ID / "score.json").read_bytes(), run("calls").out
    assert after == before
    assert run("progress", "--json").json()["calls"][0]["total"] == before[0][0]


# -o, and tables -------------------------------------------------------------------------------------

WRITING = (
    "report", "progress", "share", "export --csv", "review --return", "personas graph billing-dispute",
    "say Hi",
)  # fmt: skip


@pytest.mark.parametrize("command", WRITING)
def test_a_file_is_written_only_where_its_folder_is(
    command: str, run: Run, calls: Path, tmp_path: Path
) -> None:
    lost, folder = tmp_path / "nowhere" / "file.svg", tmp_path / "folder"
    folder.mkdir()
    assert sentence(run(*command.split(), "-o", str(lost))) == f"{lost}: there is no folder {lost.parent}"
    assert sentence(run(*command.split(), "-o", str(folder))) == f"{str(folder)!r} is a folder"
    assert not lost.parent.exists()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("forms", ["", "--csv --json", "--xapi --schema"])
def test_an_export_has_one_form(forms: str, run: Run, calls: Path, tmp_path: Path) -> None:
    left = run("export", *forms.split(), "-o", str(tmp_path / "out"))
    assert left.code == 2
    assert "say which form" in left.err
    assert not (tmp_path / "out").exists()


def test_the_number_of_calls_written_is_told(run: Run, calls: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out.json")
    assert run("export", "--json", "-o", out, GOOD_ID).err == "1 call written\n"
    assert run("export", "--json", "-o", out).err == "2 calls written\n"


def test_ids_stay_in_one_piece_on_a_terminal_of_80_columns(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ids = [f"20260304-050607-the-delayed-wedding-dress-{number}" for number in (1, 2)]
    first, second = (keep(home, call_id, conversation(*GOOD)) for call_id in ids)
    (second / "branch.json").write_text(f'{{"schema": 1, "of": "{first.name}", "turn": 2}}', encoding="utf-8")
    run("rescore")
    told = run("calls").out
    assert all(f"{call_id} " in told for call_id in ids)
    assert f"{second.name} " in run("redo", first.name, "--list").out


# rescore --------------------------------------------------------------------------------------------


def test_all_calls_are_scored_again_and_those_without_an_end_left_out(run: Run, calls: Path) -> None:
    keep(calls.parent, "20260307-050607-open", conversation(*GOOD, ended=None))
    (calls / "damaged").mkdir()
    first = run("rescore", "--json")
    assert first.code == 0
    assert [(row["call_id"], row["before"]) for row in first.json()] == [(GOOD_ID, None), (POOR_ID, None)]
    assert "20260307-050607-open has no end yet" in first.err
    assert "left out" in first.err
    assert "damaged" in first.err
    again = run("rescore", "--rubric", "sop", "--json").json()
    assert [row["before"] for row in again] == [row["total"] for row in first.json()]
    assert {row["rubric"].partition("/")[0] for row in again} == {"sop"}


def test_one_call_is_scored_again(run: Run, calls: Path) -> None:
    assert GOOD_ID in run("rescore", GOOD_ID).out
    assert [row["call_id"] for row in run("rescore", "20260304", "--json").json()] == [GOOD_ID]
    assert not (calls / POOR_ID / "score.json").exists()


def test_a_call_that_can_not_be_read_does_not_keep_the_others_from_being_scored(
    run: Run, calls: Path
) -> None:
    (calls / GOOD_ID / "persona.yaml").unlink()
    left = run("rescore", "--json")
    assert left.code == 0
    assert [row["call_id"] for row in left.json()] == [POOR_ID]
    assert GOOD_ID in left.err


def test_a_home_without_calls_has_nothing_to_score_again(run: Run) -> None:
    assert run("rescore", "--json").json() == []


# compare --------------------------------------------------------------------------------------------


def test_what_moved_between_two_calls_is_shown(run: Run, calls: Path) -> None:
    found = run("compare", POOR_ID, GOOD_ID, "--json").json()
    assert found["rubric"] == "four-skills/2"
    assert found["total"]["after"] > found["total"]["before"]
    assert found["rules"]
    assert all(each["before"] != each["after"] for each in found["rules"])
    told = run("compare", POOR_ID, GOOD_ID)
    assert (told.code, told.err) == (0, "")
    assert all(each["id"] in told.out for each in found["rules"])
    assert all(skill["title"] in told.out for skill in found["skills"])
    assert not list(calls.glob("*/score.json"))


def test_a_call_beside_itself_shows_no_change(run: Run, calls: Path) -> None:
    found = run("compare", "last", POOR_ID, "--json").json()
    assert found["rules"] == []
    assert found["total"]["before"] == found["total"]["after"]


def test_two_calls_that_were_scored_by_different_rubrics_are_compared_by_one(run: Run, calls: Path) -> None:
    run("score", GOOD_ID, "--rubric", "sop")
    run("score", POOR_ID, "--rubric", "defusing")
    assert run("compare", GOOD_ID, POOR_ID, "--json").json()["rubric"] == "four-skills/2"


def test_a_title_with_brackets_is_shown_as_it_is(run: Run, calls: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    own = (rubric.FOLDER / "four-skills.yaml").read_text(encoding="utf-8")
    path.write_text(own.replace("title: Empathy", 'title: "Empathy [/b] [x]"'), encoding="utf-8")
    left = run("compare", GOOD_ID, POOR_ID, "--rubric", str(path))
    assert left.code == 0
    assert "Empathy [/b] [x]" in left.out


# rubrics --------------------------------------------------------------------------------------------


def test_the_rubrics_are_listed(run: Run) -> None:
    rows = run("rubrics", "--json").json()
    assert [row["rubric"] for row in rows] == rubric.names()
    assert all(set(row) == {"rubric", "version", "title", "rules", "forms"} for row in rows)
    assert all(row["rules"] > 0 for row in rows)
    told = run("rubrics")
    assert (told.code, told.err) == (0, "")
    assert all(name in told.out for name in rubric.names())


# cues -----------------------------------------------------------------------------------------------


def test_the_cues_of_a_reply_are_its_words(run: Run) -> None:
    reply = "I'm so sorry that we charged you twice. I can refund it right now."
    found = run("cues", reply, "--line", "You charged me twice!", "--json").json()["cues"]
    assert found
    assert all(cue["label"] in LABELS and cue["quote"] == reply[cue["start"] : cue["end"]] for cue in found)
    told = run("cues", reply, "--line", "You charged me twice!")
    assert (told.code, told.err) == (0, "")
    assert all(cue["label"] in told.out and cue["rule"] in told.out for cue in found)


@pytest.mark.parametrize(
    "reply", ["", " ", "…", "x" * 5000, "-5", "[/b] [red] sorry", "I'm [/so] sorry about that."]
)
def test_any_reply_can_be_heard(reply: str, run: Run) -> None:
    left = run("cues", "--", reply)
    assert (left.code, left.err) == (0, "")
    assert run("cues", "--json", "--", reply).code == 0


def test_the_words_of_a_cue_are_shown_as_they_were_said(run: Run) -> None:
    reply = "I'm [so] sorry. I can [really] refund it :smile: today."
    found = run("cues", reply, "--json").json()["cues"]
    assert all(cue["quote"] in run("cues", reply).out for cue in found)


def test_a_table_of_replies_gives_a_line_of_json_each(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "replies.tsv"
    rows = 'a\tYou charged me twice!\tI\'m so sorry.\nb\t\tI can "refund" it.\n\nc\t\t\n'
    path.write_text(f"\ufeff{HEAD}{rows}", encoding="utf-8")
    found = [json.loads(line) for line in run("cues", "--tsv", str(path), "--json").out.splitlines()]
    assert [each["id"] for each in found] == ["a", "b", "c"]
    assert [set(each) for each in found] == [{"id", "cues"}] * 3
    assert found[2]["cues"] == []
    told = run("cues", "--tsv", str(path)).out
    assert "a: I'm so sorry." in told


def test_the_columns_of_a_table_may_come_in_any_order_and_with_others(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "replies.tsv"
    path.write_text("reply\tlabel\tid\tcustomer_line\nI'm so sorry.\tx\t7\t\n", encoding="utf-8")
    assert json.loads(run("cues", "--tsv", str(path), "--json").out)["id"] == "7"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ":1: has no column 'id'"),
        (b"id,customer_line,reply\n1,,Hi.\n", ":1: has no column 'id'"),
        (b"id\treply\n1\tHi.\n", ":1: has no column 'customer_line'"),
        (HEAD.encode() + b"1\t\tHi.\n2\tonly two\n", ":3: has fewer columns"),
        (HEAD.encode() + b"1\t\t\xff\xfe\n", ": can't be read"),
        (HEAD.encode() + b"1\t\t" + b"x" * 200_000 + b"\n", ": can't be read"),
    ],
)
def test_a_table_that_makes_no_sense_is_told_with_its_line(
    content: bytes, told: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "replies.tsv"
    path.write_bytes(content)
    assert f"replies.tsv{told}" in sentence(run("cues", "--tsv", str(path)))


def test_abuse_is_told_with_the_boundary_that_it_called_for(run: Run, home: Path) -> None:
    keep(home, "20260306-050607-abuse", conversation(*GOOD, intensities=(INSULT,)))
    assert "boundaries.set: no boundary after this" in run("score").out


def test_a_call_whose_recording_was_deleted_has_the_same_score(run: Run, home: Path) -> None:
    record = scene(home / "calls", planned()).run()
    first = run("score", "--json")
    assert first.code == 0
    assert json.loads((record.folder / "delivery.json").read_text(encoding="utf-8"))
    (record.folder / "trainee.wav").unlink()
    assert run("score", "--json").out == first.out


# A call's own score ----------------------------------------------------------------------------------


def kept(calls: Path, call_id: str) -> tuple[object, object]:
    """The score that a call's record holds."""
    heading = json.loads((calls / call_id / "record.json").read_text(encoding="utf-8"))
    return heading["total"], heading["rubric"]


def test_looking_at_a_call_by_another_rubric_keeps_its_own_score(run: Run, calls: Path) -> None:
    run("score", GOOD_ID)
    own = kept(calls, GOOD_ID)
    assert own[1] == "four-skills/2"
    for command in ("score", "show"):
        assert run(command, GOOD_ID, "--rubric", "sop").code == 0
        assert kept(calls, GOOD_ID) == own


def test_rescoring_keeps_each_call_s_own_rubric_unless_told_otherwise(run: Run, calls: Path) -> None:
    run("rescore", GOOD_ID, "--rubric", "sop")
    assert kept(calls, GOOD_ID)[1] == "sop/1"
    rows = {row["call_id"]: row for row in run("rescore", "--json").json()}
    assert rows[GOOD_ID]["rubric"] == rows[GOOD_ID]["was"] == "sop/1"
    assert rows[POOR_ID]["rubric"] == "four-skills/2"


def test_silence_of_the_ear_is_told_with_what_it_nearly_heard(run: Run) -> None:
    told = run("cues", "Thanks for nothing.")
    assert told.out == "nothing was heard\n"
    assert "overruled by the lexicon" in told.err
