"""A new persona works as it is, whatever its author answered."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator import staging
from simulator.customer import library
from simulator.errors import AuthoredError, PersonaError
from simulator.workshop import check, fuzz, plan, scaffold, schema, trial
from simulator.workshop.scaffold import Answers

ANSWERS = Answers(
    id="broken-lamp",
    title="A lamp in pieces",
    caller="Ann Hill",
    gender="female",
    company="Bright & Co",
    domain="lighting",
    problem="you sent me a broken lamp",
    number="order number",
    number_value="four two seven",
    remedy="replacement",
)
TEXTS = ("title", "caller", "company", "domain", "problem", "number_value")
ODD = {
    "quotes": "\"it's\" 'so' \"called\"",
    "a quote": '"',
    "colons": "lamp: broken, since: Monday",
    "braces": "{number} and {nobody}",
    "brackets": "[sigh] it [laugh] broke",
    "stars": "*very* broken * and so on",
    "a hash": "lamp # 5 is broken",
    "an umlaut": "Köche & Söhne für Größe",
    "emoji": "🙂 broken 💡",
    "Chinese": "灯坏了",
    "a backslash": "C:\\lamp\\new \\q",
    "a percent sign": "%20 off & more",
    "an at sign": "@home",
    "a dash": "- a lamp",
    "a question mark": "? a lamp",
    "a pipe": "| a lamp",
    "a tag": "!!python/object:lamp",
    "an anchor": "&a *a",
    "a yes": "yes",
    "a null": "null",
    "a number": "42",
    "a time": "12:30",
    "a date": "2026-03-04",
    "lines": "broken\nlamp\r\n\tfrom: Monday",
    "a gap of the template": "<<id>> <<nobody>>",
    "a long one": "and the lamp is broken " * 20,
    "a document": "---",
    "control characters": "a\x00 \x1b[31m lamp\x7f\x85\u2028 \u202e \ufeff broke",
    "half a pair": "a \ud800 lamp",
    "no words": "...",
    "nothing": "",
    "spaces": "   ",
}  # fmt: skip


def errors(path: Path) -> list[str]:
    return [str(each) for each in check.problems(path, staging.ear_of)]


def failures(path: Path) -> list[str]:
    """What does not go as planned."""
    loaded = library.load(str(path)).persona
    trials = trial.run(loaded, plan.beside(path), staging.ear_of("en"))
    return [flaw.what for each in trials for flaw in each.flaws]


def test_a_new_persona_passes_its_check_without_a_warning_and_its_own_plan(tmp_path: Path) -> None:
    persona, beside = scaffold.write(ANSWERS, tmp_path)
    assert (persona, beside) == (tmp_path / "broken-lamp.yaml", tmp_path / "broken-lamp.plan.yaml")
    assert errors(persona) == []
    assert failures(persona) == []


def test_a_new_persona_says_what_was_answered(tmp_path: Path) -> None:
    loaded = library.load(str(scaffold.write(ANSWERS, tmp_path)[0])).persona
    assert (loaded.id, loaded.title) == ("broken-lamp", "A lamp in pieces")
    assert (loaded.caller.name, loaded.caller.gender) == ("Ann Hill", "female")
    assert (loaded.caller.company, loaded.caller.domain) == ("Bright & Co", "lighting")
    assert loaded.known == {"problem": "you sent me a broken lamp", "number": "four two seven"}
    assert loaded.remedies["remedy"].is_ == "replacement"


def test_a_new_persona_is_sound_and_every_beat_and_ending_is_reached(tmp_path: Path) -> None:
    loaded = library.load(str(scaffold.write(ANSWERS, tmp_path)[0])).persona
    coverage = fuzz.play(loaded, 400)
    assert coverage.sound
    assert (coverage.missed_beats(loaded), coverage.missed_endings(loaded)) == ([], [])


def test_a_new_persona_is_commented_and_names_its_schema(tmp_path: Path) -> None:
    for path, kind in zip(scaffold.write(ANSWERS, tmp_path), ("persona", "plan"), strict=True):
        text = path.read_text("utf-8")
        assert text.startswith(f"# yaml-language-server: $schema={kind}.schema.json\n")
        assert "<<" not in text
    assert (
        scaffold.write(dataclasses.replace(ANSWERS, id="lamp"), tmp_path)[0].read_text("utf-8").count("#")
        > 10
    )


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_answers_all_over_give_a_valid_persona_that_passes_its_plan(odd: str, tmp_path: Path) -> None:
    answers = dataclasses.replace(ANSWERS, **dict.fromkeys(TEXTS, odd))
    persona, _ = scaffold.write(answers, tmp_path)
    assert errors(persona) == []
    assert failures(persona) == []


@pytest.mark.parametrize("field", TEXTS)
def test_an_odd_answer_to_one_question_gives_a_valid_persona(field: str, tmp_path: Path) -> None:
    odd = 'It\'s "5: {x}" [*] # größer 🙂'
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, **{field: odd}), tmp_path)
    assert errors(persona) == []
    assert failures(persona) == []


@pytest.mark.parametrize("number", ["your account number", "the IMEI", "postcode", "A date of birth"])
def test_what_must_be_asked_for_is_known_by_its_plain_words(number: str, tmp_path: Path) -> None:
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, number=number), tmp_path)
    assert errors(persona) == []
    (words,) = library.load(str(persona)).persona.facts["number"].words
    assert not {"a", "the", "your"} & set(words.split())
    assert words.islower()


@pytest.mark.parametrize(
    "remedy", ["a new lamp", "Refund", "the repair", "voucher", "a call-back", "technician"]
)
def test_a_remedy_with_an_article_or_without_works(remedy: str, tmp_path: Path) -> None:
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, remedy=remedy), tmp_path)
    assert errors(persona) == []
    assert failures(persona) == []


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        ("a new lamp", "new lamp"),
        ("The full refund of everything that was paid", "full refund of"),
        ("voucher!", "voucher"),
        ("...", "reference"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_remedy_is_known_by_at_most_three_plain_words(remedy: str, words: str, tmp_path: Path) -> None:
    path, _ = scaffold.write(dataclasses.replace(ANSWERS, remedy=remedy), tmp_path)
    assert errors(path) == []
    assert failures(path) == []
    assert words in library.load(str(path)).persona.remedies["remedy"].words


def test_the_schemas_are_put_beside_for_the_editor(tmp_path: Path) -> None:
    scaffold.write(ANSWERS, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "broken-lamp.yaml", "broken-lamp.plan.yaml", *schema.FILES,
    }  # fmt: skip
    for name in schema.FILES:
        assert (tmp_path / name).read_bytes() == (library.folder() / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "valid"), [("broken-lamp", True), ("lamp2", True), ("Lamp", False), ("", False)]
)
def test_an_id_can_be_tried(name: str, valid: bool) -> None:  # noqa: FBT001
    assert scaffold.valid_id(name) is valid


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    persona, _ = scaffold.write(ANSWERS, tmp_path / "my" / "personas")
    assert persona.is_file()


@pytest.mark.parametrize("taken", ["broken-lamp.yaml", "broken-lamp.plan.yaml"])
def test_nothing_is_ever_overwritten(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).write_text("mine", encoding="utf-8")
    with pytest.raises(PersonaError, match="exists already") as caught:
        scaffold.write(ANSWERS, tmp_path)
    assert taken in caught.value.what
    assert "another id" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "name",
    ["", "Lamp", "a lamp", "lamp.yaml", "../lamp", "/tmp/lamp", "-lamp", "lamp-", "a--b", "größe", "l\n"],
)  # fmt: skip
def test_an_id_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match="can't be an id"):
        scaffold.write(dataclasses.replace(ANSWERS, id=name), tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["123", "true", "null", "yes", "1e3", "0x1f", "2026-03-04"])
def test_an_id_that_yaml_reads_as_something_else_is_still_the_id(name: str, tmp_path: Path) -> None:
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, id=name), tmp_path)
    assert errors(persona) == []
    assert failures(persona) == []
    assert library.load(str(persona)).persona.id == name


def test_a_title_that_is_too_long_is_cut(tmp_path: Path) -> None:
    long = "and the lamp is broken " * 100
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, title=long), tmp_path)
    assert errors(persona) == []
    title = library.load(str(persona)).persona.title
    assert len(title) > 50
    assert long.startswith(title)


@pytest.mark.parametrize("number", ["!!!", "", "the", "\x00", "_ _"])
def test_a_number_without_a_name_gets_one(number: str, tmp_path: Path) -> None:
    persona, _ = scaffold.write(dataclasses.replace(ANSWERS, number=number), tmp_path)
    assert library.load(str(persona)).persona.facts["number"].words == ("reference",)


def test_what_cannot_be_a_persona_is_refused_and_neither_it_nor_its_plan_is_written(tmp_path: Path) -> None:
    with pytest.raises(AuthoredError, match="is a slur"):
        scaffold.write(dataclasses.replace(ANSWERS, title="A spaz"), tmp_path)
    assert list(tmp_path.iterdir()) == []
