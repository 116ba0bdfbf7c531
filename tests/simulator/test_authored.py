"""Files that people write: whatever is in them, a model or what is wrong and where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from simulator import authored
from simulator.authored import Document, Flaw, Problem
from simulator.errors import AuthoredError

Name = Annotated[str, Field(min_length=1)]


class Roof(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: str = "red"


class Dog(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Name
    tricks: Annotated[tuple[Name, ...], Field(min_length=1)] = ("sit",)
    legs: Annotated[int, Field(ge=0, le=4)] = 4
    size: Literal["small", "big"] = "small"


class Kennel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    dogs: Annotated[tuple[Dog, ...], Field(min_length=1)] = (Dog(name="Rex"),)
    plan: dict[str, Roof] = Field(default_factory=dict)
    names: dict[Annotated[str, Field(pattern="^[a-z]+$")], str] = Field(default_factory=dict)


class Named(BaseModel):
    title: str
    names: dict[str, str]


GOOD = """\
title: Ours
dogs:
  - name: Rex
    legs: 3
  - {name: Bello, size: big}
names:
  rex: King
"""
MINE = Path("mine.yaml")


def problems(text: str) -> list[Problem]:
    model, found = Document(text, MINE).model(Kennel)
    assert (model is None) == bool(found)
    return found


def but(old: str, new: str) -> list[Problem]:
    assert old in GOOD
    return problems(GOOD.replace(old, new, 1))


def refused(text: str) -> AuthoredError:
    with pytest.raises(AuthoredError) as caught:
        authored.parse(text, MINE, Kennel, "docs/kennels.md")
    assert caught.value.hint
    assert "\n" not in caught.value.what
    return caught.value


def test_a_good_file_becomes_its_model() -> None:
    kennel = authored.parse(GOOD, MINE, Kennel, "docs/kennels.md")
    assert [(dog.name, dog.legs, dog.size) for dog in kennel.dogs] == [
        ("Rex", 3, "small"),
        ("Bello", 4, "big"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "what", "hint"),
    [
        ("title: Ours\n", "", "1:1", "title is missing", "add 'title' here"),
        ("  - name: Rex\n    legs", "  - legs", "3:5", "dogs.0.name is missing", "add 'name' here"),
        ("    legs: 3", "    lgs: 3", "4:5", "there is no field 'lgs' here", "did you mean 'legs'?"),
        ("    legs: 3", "    legs: 5", "4:11", "dogs.0.legs: input should be less than", ""),
        ("    legs: 3", "    legs: three", "4:11", "dogs.0.legs: input should be a valid integer", ""),
        ("size: big", "size: bigg", "5:25", "dogs.1.size: 'bigg' is not possible", "did you mean 'big'?"),
        ("name: Rex", "name: 7", "3:11", "dogs.0.name: input should be a valid string", "put it in quotes"),
        (
            "name: Rex",
            "name: no",
            "3:11",
            "dogs.0.name: input should be",
            "YAML reads it as no text: put it in quotes",
        ),
        ("  rex: King", "  Rex: King", "7:3", "names.Rex: 'Rex' is not possible here", "small letters"),
        ("name: Rex", "name: 2026-03-04", "3:11", "dogs.0.name: input should be", "put it in quotes"),
        ("name: Rex", 'name: ""', "3:11", "dogs.0.name: is empty", "at least one letter"),
        ("dogs:\n", "dogs: []\ndgos:\n", "2:7", "dogs: is empty", "at least one"),
        ("names:\n  rex: King\n", "names: [Rex]\n", "6:8", "names: must be fields", "name: value"),
        ("  - {name: Bello, size: big}\n", "  - Bello\n", "5:5", "dogs.1: must be fields", "name: value"),
        ("legs: 3", "legs: 3\n    tricks: sit", "5:13", "dogs.0.tricks: must be a list", "[one, two]"),
        ("legs: 3", "legs: 3\n    trick: sit", "5:5", "there is no field 'trick'", "did you mean 'tricks'?"),
        (
            "  rex: King\n",
            "  rex: King\nplan: {roof: {colr: red}}\n",
            "8:15",
            "there is no field 'colr'",
            "did you mean 'colour'?",
        ),
    ],
)
def test_what_is_wrong_is_told_in_words_with_line_and_column(
    old: str, new: str, at: str, what: str, hint: str
) -> None:
    problem = but(old, new)[0]
    assert str(problem).startswith(f"mine.yaml:{at}: {what}")
    assert hint in problem.hint


def test_everything_wrong_is_told_in_the_order_of_the_file() -> None:
    found = but("    legs: 3\n  - {name: Bello, size: big}", "    legs: 9\n  - {nam: Bello, size: bog}")
    assert [problem.line for problem in found] == [4, 5, 5, 5]
    assert found == sorted(found)


def test_the_first_problem_is_raised_with_a_hint() -> None:
    assert refused("title: A\ndogs: 7\n").what.startswith("mine.yaml:2:7: dogs: ")
    assert "docs/kennels.md" in refused("title: [A]\n").hint


@pytest.mark.parametrize("text", ["", "# to do\n", "- a\n", "angry", "7", "---\n"])
def test_what_is_no_mapping_is_no_model(text: str) -> None:
    assert re.fullmatch(r"mine\.yaml:[12]:1: the file: must be fields with their values", refused(text).what)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: [\n", 2),
        ("title: A\n\tdogs: []\n", 2),
        ('title: A\nx: "never\n\nclosed\n', 2),  # told where it begins
        ("title: A\ndogs: 2026-13-45\n", 2),
        ("title: A\ndogs: !!int two\n", 2),
        ("title: A\ndogs: !!python/name:os.system\n", 2),
        ("title: A\n---\ntitle: B\n", 2),
        ("title: A\ndogs: !!int ''\n", 2),
        ("title: A\ndogs: " + "59:" * 400 + "59.0\n", 2),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int) -> None:
    what = refused(text).what
    assert what.startswith(f"mine.yaml:{line}:")
    assert "is not valid YAML" in what


def test_a_key_given_twice_is_refused_and_the_first_is_named() -> None:
    error = refused(GOOD.replace("    legs: 3", "    legs: 3\n    name: Max"))
    assert error.what == "mine.yaml:5:5: 'name' is given twice"
    assert "line 3" in error.hint


@pytest.mark.parametrize("name", ["yes", "Off", "7", "1.5", "2026-03-04", "~", "12:30"])
def test_a_name_that_is_no_text_to_yaml_is_refused_at_its_line(name: str) -> None:
    error = refused(f"title: A\nnames:\n  {name}: King\n")
    assert error.what == f"mine.yaml:3:3: YAML does not read the name {name!r} as text"
    assert error.hint == "put it in quotes"
    assert Document(f'title: A\nnames:\n  "{name}": King\n', MINE).model(Named)[1] == []


@pytest.mark.parametrize("name", ["[]", "{a: b}", "? [x, y]\n  "])
def test_a_name_that_is_no_word_at_all_is_refused(name: str) -> None:
    assert refused(f"title: A\nnames:\n  {name}: King\n").what.startswith("mine.yaml:3:")


def test_a_list_is_not_called_empty_for_what_is_wrong_in_it() -> None:
    found = but("    legs: 3\n  - {name: Bello, size: big}\n", "    legs: 3\n    tricks: [7]\n")
    assert [problem.what.split(":")[0] for problem in found] == ["dogs.0.tricks.0"]


def test_an_alias_bomb_costs_nothing() -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert "mine.yaml:2:10: uses a YAML alias" in refused("\n".join(["a0: &a0 x", *levels])).what


@pytest.mark.parametrize(
    "deep", ["[" * 300_000, "{a: " * 75_000, "\n".join(" " * i + "a:" for i in range(900))]
)
def test_deep_nesting_costs_nothing(deep: str) -> None:
    assert refused(deep).what.endswith("is nested too deeply")


def test_a_flaw_is_placed_as_deep_as_the_file_goes() -> None:
    document = Document(GOOD, MINE)
    flaws = [
        Flaw(("dogs", 1, "legs"), "no such value"),
        Flaw(("dogs", 0, "legs"), "the value"),
        Flaw(("names", "rex"), "the key", key=True),
        Flaw(("nowhere",), "the top", severity="warning"),
        Flaw(("dogs",), "a block is told by its key"),
    ]
    placed = {problem.what: (problem.line, problem.column) for problem in document.problems(flaws)}
    assert placed == {
        "the top": (1, 1),
        "a block is told by its key": (2, 1),
        "the value": (4, 11),
        "no such value": (5, 5),
        "the key": (7, 3),
    }


def test_a_name_that_is_near_is_guessed_and_a_far_one_gets_the_list() -> None:
    assert authored.meant("emapthy", ["empathy", "apology"]) == "did you mean 'empathy'?"
    assert authored.meant("zzz", ["empathy", "apology"]) == "known: empathy, apology"
    assert authored.meant("zzz", []) == "there are none here"


# Reading -------------------------------------------------------------------------------------


def test_windows_line_ends_are_read_as_any_others(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\n")
    assert authored.read_text(path) == "a: 1\nb: 2\n"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert authored.parse(authored.read_text(path), path, Kennel, "").title == "Ours"


def test_a_file_over_300_kilobytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("#" * 300_000)
    assert len(authored.read_text(path)) == 300_000
    path.write_text("#" * 300_001)
    with pytest.raises(AuthoredError, match=r"big\.yaml: is over 300 kB"):
        authored.read_text(path)


def test_another_encoding_is_refused_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes("a: 1\nb: D\u00e1na\n".encode("latin-1"))
    with pytest.raises(AuthoredError, match=r"old\.yaml:2:5: is not UTF-8"):
        authored.read_text(path)


@pytest.mark.parametrize("name", ["nothing.yaml", "folder.yaml"])
def test_what_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(AuthoredError, match=rf"{name}: can't be read"):
        authored.read_text(tmp_path / name)


yamlish = st.text(alphabet=st.sampled_from("ab: -[]{}\"'\n#&*!|>?,\t7"), max_size=60)


@given(yamlish)
def test_any_text_is_a_model_or_problems_with_a_place(text: str) -> None:
    try:
        told = [str(problem) for problem in problems(text)]
    except AuthoredError as error:
        told = [error.what]
    places = [re.match(r"mine\.yaml:(\d+):(\d+): ", each) for each in told]
    assert all(place and 1 <= int(place[1]) <= text.count("\n") + 2 for place in places)
