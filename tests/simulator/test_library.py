"""Personas' files: found, read, and refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import lexicon, library, plan
from simulator.cues import LABELS, Ear
from simulator.dialogue import Dialogue, Reply, every_line
from simulator.errors import AuthoredError, PersonaError
from simulator.plan import PlannedCall

GOOD = library.load("billing-dispute").text
EAR = Ear(lexicon.load("en"))


def but(old: str, new: str) -> str:
    """The good persona with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def parsed(text: str) -> AuthoredError:
    with pytest.raises(AuthoredError) as caught:
        library.parse(text, Path("mine.yaml"))
    assert caught.value.hint
    assert "\n" not in caught.value.what
    return caught.value


WRONG = {
    "bad yaml": (but("difficulty: 2", "difficulty: 2\n bad: ["), " bad: [", "is not valid YAML"),
    "open quote": (GOOD + 'x: "never\n\nclosed\n', "x: ", "is not valid YAML"),
    "tab": (but("  name: Dana", "\tname: Dana"), "\tname", "is not valid YAML"),
    "unknown key": (but("  age: adult", "  aeg: adult"), "  aeg", "caller.aeg: Extra inputs"),
    "wrong type": (but("difficulty: 2", "difficulty: two"), "difficulty", "difficulty: Input should be"),
    "out of range": (but("    apology: 1.4", "    apology: 14"), "    apology: 14", "temper.cools.apology"),
    "missing field": (but("  company: Fairwater Broadband\n", ""), "caller:", "caller.company: Field req"),
    "missing at top": (but("difficulty: 2\n", ""), "schema: 1", "difficulty: Field required"),
    "beat to nowhere": (but("    then: details", "    then: detials"), "    then: detials", "'detials'"),
    "first nowhere": (but("first: complaint", "first: complain"), "first: complain", "no beat 'complain'"),
    "unknown behaviour": (but("    empathy: 1.4", "    sympathy: 1.4"), "    sympathy", "'sympathy'"),
    "unknown awaited": (but("waits_for: [solution]", "waits_for: [sol]"), "waits_for: [sol]", "'sol'"),
    "unknown better": (but("  thanks: Thank", "  thank: Thank"), "  thank: Thank", "behaviour 'thank'"),
    "no wordings": (but("hello:\n  hot:", "hello: {}\nx:\n  hot:"), "hello: {}", "hello"),
    "heat out of order": (but("  start: 7.5", "  start: 0.5"), "temper:", "start must lie between"),
    "schema": (but("schema: 1", "schema: 2"), "schema: 2", "schema: Input should be 1"),
    "no date": (but("language: en", "language: 2026-13-45"), "language: ", "is not valid YAML"),
    "no number": (but("difficulty: 2", "difficulty: !!int two"), "difficulty", "is not valid YAML"),
    "python object": (but("language: en", "language: !!python/name:os.system"), "language: ", "not valid"),
    "control character": (but("language: en", "language: e\x00n"), "language: ", "is not valid YAML"),
    "two documents": (GOOD + "---\nid: another\n", "---\n", "is not valid YAML"),
    "alias": (but("language: en", "language: &x en\nid2: *x"), "id2", "uses a YAML alias"),
    "empty": ("", "", "the file: Input should be"),
    "only a comment": ("# to do\n", "", "the file: Input should be"),
    "list": ("- schema: 1\n- id: a\n", "", "the file: Input should be"),
    "a word": ("angry", "", "the file: Input should be"),
    "number as key": (but("language: en", "7: en"), "schema: 1", "7: Keys should be strings"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_persona_is_refused_with_file_line_and_reason(name: str) -> None:
    text, place, told = WRONG[name]
    error = parsed(text)
    assert error.what.startswith(f"mine.yaml:{line_of(text, place)}: ")
    assert told in error.what


def test_an_alias_bomb_costs_nothing() -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert "mine.yaml:2: uses a YAML alias" in parsed("\n".join(["a0: &a0 x", *levels])).what


@pytest.mark.parametrize(
    "deep", ["[" * 500_000, "{a: " * 100_000, "\n".join(" " * i + "a:" for i in range(900))]
)
def test_deep_nesting_costs_nothing(deep: str) -> None:
    assert parsed(deep).what.endswith("is nested too deeply")


def test_a_file_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("#" * 2_000_000)
    with pytest.raises(AuthoredError, match=r"big\.yaml: is over 1 MB"):
        library.load(str(path))


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes(but("Dana Whitlock", "Dána Whitlock").encode("latin-1"))
    with pytest.raises(AuthoredError, match=rf"old\.yaml:{line_of(GOOD, 'Dana Whitlock')}: is not UTF-8"):
        library.load(str(path))


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert library.load(str(path)).persona == library.load("billing-dispute").persona


@pytest.mark.parametrize("name", ["nothing.yaml", "folder.yaml", "~nobody-here/x.yaml"])
def test_a_file_that_cannot_be_read_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(AuthoredError, match=f"{name}: can't be read"):
        library.load(name)


@pytest.mark.parametrize("name", ["nobody", "", ".", "../billing-dispute", "billing-dispute.plan", "x" * 300])
def test_an_unknown_persona_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(PersonaError, match="there is no persona") as caught:
        library.load(name)
    assert "billing-dispute" in caught.value.hint


def test_a_persona_keeps_its_text_and_its_path() -> None:
    shelf = library.load("billing-dispute")
    assert shelf.text == shelf.path.read_text(encoding="utf-8")
    assert library.load(str(shelf.path)) == shelf


@pytest.mark.parametrize("name", library.names())
def test_every_shipped_persona_loads_under_its_own_name(name: str) -> None:
    persona = library.load(name).persona
    assert persona.id == name
    assert len({(line.id, line.text) for line in every_line(persona)}) == len(every_line(persona))


@pytest.mark.parametrize("name", library.names())
def test_every_better_line_would_itself_earn_the_credit(name: str) -> None:
    persona = library.load(name).persona
    openings = " ".join(beat.says.at(10)[1][0] for beat in persona.beats.values())
    for label, text in persona.better.items():
        assert label in LABELS
        assert label in {cue.label for cue in EAR.cues(text, openings)}, text


PLANNED = [(name, call) for name in library.names() for call in plan.beside(library.load(name).path).calls]


@pytest.mark.parametrize(("name", "call"), PLANNED, ids=lambda part: getattr(part, "name", part))
@pytest.mark.parametrize("seed", [0, 1])
def test_every_planned_call_ends_as_planned(name: str, call: PlannedCall, seed: int) -> None:
    dialogue = Dialogue(library.load(name).persona, seed)
    line = dialogue.open()
    for text in call.says:
        reaction = dialogue.hear(Reply(text, EAR.cues(text, line.text), EAR.is_farewell(text)))
        line = reaction.line
        if reaction.ending is not None:
            assert reaction.ending == call.ends
            return
    pytest.fail("the call did not end")


def test_a_plan_without_the_call_asked_for_names_those_that_it_has() -> None:
    planned = plan.beside(library.load("billing-dispute").path)
    with pytest.raises(PersonaError, match="no call 'bad'") as caught:
        planned.call("bad")
    assert "good" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [("schema: [", "is not valid YAML"), ("schema: 1\n", "persona: "), ("", "valid dictionary")],
)
def test_a_broken_plan_is_refused_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "mine.plan.yaml").write_text(text)
    with pytest.raises(AuthoredError, match=r"mine\.plan\.yaml:\d+: ") as caught:
        plan.beside(tmp_path / "mine.yaml")
    assert told in caught.value.what
