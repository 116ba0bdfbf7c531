from pathlib import Path

import pytest
from pydantic import ValidationError

from audio.errors import SimmerdownError
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.ear.labels import LABELS
from simulator.ear.lexicon import Lexicon, expanded, expression, finder, load

SMALL = """\
language: xx
fillers: [um]
backchannels: [okay]
farewells: {any: [goodbye]}
holds: {any: [hold on]}
offering: [i can]
negations: [not]
stop_words: [stop practice]
restating: {frames: [so you]}
sets: {so: [so, very]}
rules:
  - id: apology.sorry
    label: apology
    any: ["i'm {so?} sorry"]
    unless_after: [but]
    needs_customer: late
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    return tmp_path


def small(folder: Path, *change: str) -> Lexicon:
    old, new = change or ("", "")
    assert old in SMALL
    (folder / "xx.yaml").write_text(SMALL.replace(old, new, 1) if old else SMALL, encoding="utf-8")
    return load("xx")


def test_english_has_a_rule_for_every_label() -> None:
    english = load()
    labels = {rule.label for rule in english.rules}
    assert labels | {"paraphrase"} == set(LABELS)  # a paraphrase is known by the frames of `restating`
    assert english.restating.frames


def test_english_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in load().rules]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["zz", "../en", ""])
def test_unknown_language(language: str) -> None:
    with pytest.raises(SimmerdownError, match="no lexicon") as caught:
        load(language)
    assert "en" in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fillers: [um]", "fillers: [um", r"xx\.yaml:3: not YAML"),
        ("label: apology", "label: pity", r"xx\.yaml: rules\.0\.label"),
        ("language: xx", "tongue: xx", r"xx\.yaml: (language|tongue)"),
        ("{so?}", "{zo?}", "apology.sorry: pattern .*no set 'zo'"),
        ("[but]", "['(but']", "apology.sorry: pattern"),
        ("so, very", "so, '{more}'", "no set 'more'"),
        ("id: apology.sorry", "id: thanks.sorry", "must begin with its label"),
        ("id: apology.sorry", "id: Sorry", r"rules\.0\.id"),
    ],
)
def test_broken_files_say_where(folder: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(SimmerdownError, match=message) as caught:
        small(folder, old, new)
    assert caught.value.hint


def test_empty_and_unreadable_files(folder: Path) -> None:
    (folder / "xx.yaml").write_text("", encoding="utf-8")
    with pytest.raises(SimmerdownError, match=r"xx\.yaml"):
        load("xx")
    (folder / "xx.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SimmerdownError, match="can't be read"):
        load("xx")


def test_two_rules_of_one_id(folder: Path) -> None:
    again = "rules:\n  - {id: apology.sorry, label: apology, any: [sorry]}\n"
    with pytest.raises(SimmerdownError, match=r"two rules are called 'apology\.sorry'"):
        small(folder, "rules:\n", again)


def test_a_lexicon_is_frozen(folder: Path) -> None:
    with pytest.raises(ValidationError):
        small(folder).language = "yy"


def test_vetoes_and_the_customer(folder: Path) -> None:
    ear = Ear(small(folder))
    assert ear.cues("Well, I'm very very sorry.", "It's late")[0].quote == "I'm very very sorry"
    assert not ear.cues("I'm sorry, but no", "It's late")
    assert not ear.cues("I'm sorry", "It's broken")
    assert ear.cues("I'm sorry, but no. I'm sorry.", "It's late")[0].start == 19


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("i see", "i , see"),
        ("i'm", "im"),
        ("e-mail", "email"),
        ("e-mail", "e mail"),
        ("a ... b", "a one two b"),
        ("a .. b", "a b"),
        ("{so?}sorry", "so so sorry"),
        ("^stop", "well, stop"),
    ],
)
def test_shorthands(pattern: str, text: str) -> None:
    assert finder([pattern], expanded({"so": ("so",)})).search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("a .. b", "a one two three b"), ("a ... b", "a one. b"), ("^stop", "never stop"), ("can", "can't")],
)
def test_what_shorthands_leave_out(pattern: str, text: str) -> None:
    assert not finder([pattern], {}).search(text)


def test_an_expression_captures_nothing() -> None:
    assert expression("(a|b) c", {}).count("(?:") == 1
