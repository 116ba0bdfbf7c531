"""Personas' files: found, read, and refused with the line that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.authored import Document
from simulator.customer import library
from simulator.customer.drawing import every_line
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.errors import AuthoredError, PersonaError
from tests.simulator.customer.sample import TEXT, data, made

EAR = Ear(lexicon.load("en"))
NAMES = library.names()


def but(old: str, new: str) -> str:
    """The sample with one thing changed."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def parsed(text: str) -> AuthoredError:
    with pytest.raises(AuthoredError) as caught:
        library.parse(text, Path("mine.yaml"))
    assert caught.value.hint
    assert "\n" not in caught.value.what
    return caught.value


NEVER_MILD = "    says:\n      warm:\n        - sharp: They"
MILD_HELLOS = "    - discontent: Hello?\n    - discontent: Are you there?"
WRONG = {
    "bad yaml": (but("difficulty: 3", "difficulty: 3\n bad: ["), " bad: [", "is not valid YAML"),
    "unknown key": (but("title: A", "mood: bad\ntitle: A"), "mood", "there is no field 'mood' here"),
    "another schema": (but("schema: 2", "schema: 1"), "schema: 1", "schema: "),
    "bad id": (but("id: lost-parcel", "id: Lost Parcel"), "id: Lost", "id: "),
    "too hard": (but("difficulty: 3", "difficulty: 6"), "difficulty", "difficulty: "),
    "bad accent": (but("gender: male", "gender: male, accent: british"), "caller:", "caller.accent: "),
    "heat out of order": (but("  start: 6", "  start: 0.5"), "temper:", "start must lie between"),
    "first nowhere": (but("first: complaint", "first: complain"), "first: ", "no beat 'complain'"),
    "way to nowhere": (but("then: details", "then: detials"), "        then: detials", "'detials'"),
    "way to no ending": (but("end:resolved", "end:solved"), "        then: end:solved", "'end:solved'"),
    "unknown need": (but("[follow_up]", "[folow_up]"), "      - needs: [folow_up]", "'folow_up'"),
    "unknown fact": (but("asks:number]", "asks:nummer]"), "asks:nummer", "'asks:nummer'"),
    "unknown remedy": (but("offers:resend", "offers:refund"), "offers:refund", "'offers:refund'"),
    "no words to ask": (but("    words: [tracking number, number]\n", ""), "asks:number", "no words"),
    "fact not there": (but("on {day}. [sigh]", "on {date}. [sigh]"), "{date}", "no fact 'date'"),
    "fact of better": (but("there on {day}", "there on {date}"), "{date}", "no fact 'date'"),
    "cools nobody": (but("  floor: 1", "  cools: {sympathy: 1}"), "cools: {sym", "behaviour 'sympathy'"),
    "reaction to what": (but("  - to: jargon", "  - to: jorgon"), "  - to: jorgon", "'jorgon'"),
    "reaction nowhere": (but("    then: doubts", "    then: doubt"), "    then: doubt", "'doubt'"),
    "idle reaction": (but("overpromise\n    then: doubts", "overpromise"), "to: overpromise", "does nothing"),
    "unknown better": (but("  apology: I'm", "  apolgy: I'm"), "  apolgy: I'm", "behaviour 'apolgy'"),
    "no acknowledgement": (but("  acknowledgement: I hear you.\n", ""), "better:", "'acknowledgement'"),
    "no last words": (but("  hung_up: {warm: [discontent: I give up.]}\n", ""), "endings:", "no 'hung_up'"),
    "unknown ending": (but("  hung_up: {", "  slammed: {"), "slammed", "'slammed' is not possible"),
    "unmarked": (but("discontent: I am calm!", "I am calm!"), "I am calm!", "has no intensity mark"),
    "never mild": (but("discontent: They promised", "sharp: They promised"), NEVER_MILD, "one wording"),
    "mild once": (but(MILD_HELLOS, "    - discontent: Hello?"), "hello:", "at least two wordings"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_persona_is_refused_with_file_line_and_reason(name: str) -> None:
    text, place, told = WRONG[name]
    error = parsed(text)
    assert error.what.startswith(f"mine.yaml:{line_of(text, place)}:"), error.what
    assert told in error.what


def test_everything_that_makes_a_persona_unplayable_is_told() -> None:
    text = but("first: complaint", "first: complain").replace("then: details", "then: detials")
    persona, problems = library.examine(Document(text, Path("mine.yaml")))
    assert persona is not None
    assert [problem.line for problem in problems] == [
        line_of(text, "first: complain"),
        line_of(text, "        then: detials"),
    ]


SAME_HELLOS = "    - discontent: On {day}?\n    - discontent: On *Monday*?"


def test_two_wordings_that_say_the_same_once_facts_are_filled_in_are_one() -> None:
    text = but(MILD_HELLOS, SAME_HELLOS)
    assert "hello needs at least two wordings" in parsed(text).what
    other = text.replace("*Monday*", "*Tuesday*")
    assert library.parse(other, Path("mine.yaml")).persona.hello.warm[1].script == "On *Tuesday*?"


@pytest.mark.parametrize(
    "slur",
    ["you spaz", "you SPAZ", "you sp-az", "you s-p-a-z", "you *spaz*", "you sp*az*", "you spa[pause]z",
     "you sp-*az*"],
)  # fmt: skip
def test_a_slur_is_refused_however_it_is_split(slur: str) -> None:
    error = parsed(but("I am calm!", f'"I am calm, {slur}!"'))
    assert "is a slur" in error.what
    assert error.what.startswith("mine.yaml:")


@pytest.mark.parametrize(
    "place", ["title: A parcel", "situation: A parcel", "debrief: It was", "is: the depot"]
)
def test_a_slur_is_refused_wherever_it_stands(place: str) -> None:
    assert "is a slur" in parsed(but(place, f"{place} spaz")).what


def _no_hello_in_time(changed: Any) -> None:
    changed["temper"]["silence"] = {"patience_s": 1}


def _no_remedy_words(changed: Any) -> None:
    changed["remedies"]["resend"]["words"] = []


def _odd_word(changed: Any) -> None:
    changed["facts"]["number"]["words"] = ["(number|code)"]


def _no_ways(changed: Any) -> None:
    changed["beats"]["complaint"]["ways"] = []


def _no_needs(changed: Any) -> None:
    changed["beats"]["complaint"]["ways"][0]["needs"] = []


@pytest.mark.parametrize("spoil", [_no_hello_in_time, _no_remedy_words, _odd_word, _no_ways, _no_needs])
def test_a_persona_that_could_not_be_played_is_refused(spoil: Callable[[Any], None]) -> None:
    changed = data()
    spoil(changed)
    with pytest.raises(AuthoredError, match=r"sample\.yaml:\d+:\d+: "):
        made(changed)


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert library.load(str(path)).persona == library.parse(TEXT, path).persona


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


def test_a_mistyped_persona_is_guessed() -> None:
    with pytest.raises(PersonaError) as caught:
        library.load("biling-dispute")
    assert caught.value.hint == "did you mean 'billing-dispute'?"


def test_a_persona_keeps_its_text_and_its_path() -> None:
    shelf = library.load("billing-dispute")
    assert shelf.text == shelf.path.read_text(encoding="utf-8")
    assert library.load(str(shelf.path)) == shelf


def test_plans_are_no_personas() -> None:
    assert (library.folder() / "billing-dispute.plan.yaml").is_file()
    assert all("plan" not in name for name in NAMES)


def test_the_worst_that_a_persona_can_say_is_known() -> None:
    assert library.parse(TEXT, Path("mine.yaml")).persona.most_intense == 3
    assert library.load("billing-dispute").persona.most_intense == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_persona_loads_under_its_own_name(name: str) -> None:
    assert library.load(name).persona.id == name


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_shipped_persona_stands_in_one_place_twice(name: str) -> None:
    lines = [(line.id.rpartition("/")[0], line.text) for line in every_line(library.load(name).persona)]
    assert len(set(lines)) == len(lines)
