from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.errors import SimmerdownError
from simulator.ear import lexicon, neural
from simulator.ear.cues import Ear
from simulator.ear.labels import LABELS
from simulator.ear.neural import FOLDER, REPLY_PIECES, OnnxNet

NET = OnnxNet(FOLDER / "en")
EAR = Ear(lexicon.load(), NET)
LINE = "Nine days with no heating and a newborn in the house!"


def test_a_wording_that_no_rule_knows_is_heard_and_quoted() -> None:
    reply = "Nine days, with a baby. I'd be climbing the walls. There's a fitter with you by six tonight."
    rules = {cue.label for cue in Ear(lexicon.load()).cues(reply, LINE)}
    found = {cue.label: cue for cue in EAR.cues(reply, LINE)}
    assert {"empathy", "commitment"} <= set(found)
    assert not {"empathy", "commitment"} <= rules
    assert "climbing the walls" in found["empathy"].quote
    assert ".net:" in found["empathy"].rule


def test_the_same_words_give_the_same_scores_in_another_net() -> None:
    again = OnnxNet(FOLDER / "en")
    for reply in ("I'm so sorry.", "that's our policy i'm afraid", "By four o'clock."):
        assert again.scores(reply, LINE) == NET.scores(reply, LINE)


@settings(max_examples=40, deadline=None)
@given(reply=st.text(max_size=80), line=st.text(max_size=40))
def test_any_text_at_all_is_scored_within_its_own_characters(reply: str, line: str) -> None:
    scores = NET.scores(reply, line)
    assert set(scores) == set(LABELS)
    for sure in scores.values():
        assert 0 <= sure.p <= 1
        assert 0 <= sure.start <= sure.end <= len(reply)
    for cue in EAR.cues(reply, line):
        assert cue.quote == reply[cue.start : cue.end]


def test_what_is_said_late_in_a_very_long_reply_is_heard_too() -> None:
    talk = "so the van goes out in the morning and comes round by the bakery and then the school " * 12
    reply = f"{talk}. I am so terribly sorry about what we did to you."
    assert len(reply.split()) > REPLY_PIECES
    assert NET.scores(reply, LINE)["apology"].p > 0.5


def test_no_words_show_nothing() -> None:
    assert all(sure.p == 0 for sure in NET.scores("", LINE).values())


def test_a_language_without_a_net_is_heard_by_rules_alone() -> None:
    assert neural.of_language("xx") is None


@pytest.mark.parametrize("name", ["net.json", "tokenizer.json", "net.onnx"])
def test_a_net_without_one_of_its_files_says_so(name: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "net")
    (tmp_path / "net" / name).unlink()
    with pytest.raises(SimmerdownError, match="net can't be read"):
        OnnxNet(tmp_path / "net")


@pytest.mark.parametrize("damage", ["", "{", '{"version": 1}'])
def test_a_damaged_card_says_so(damage: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "net")
    (tmp_path / "net" / "net.json").write_text(damage, encoding="utf-8")
    with pytest.raises(SimmerdownError, match="net can't be read"):
        OnnxNet(tmp_path / "net")


def test_a_net_of_other_behaviours_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "net")
    path = tmp_path / "net" / "net.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["labels"][-1] = "humming"
    for bound in ("alone", "agreed"):
        card[bound]["humming"] = card[bound].pop(LABELS[-1])
    path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(SimmerdownError, match="other behaviours"):
        OnnxNet(tmp_path / "net")


@pytest.mark.parametrize("part", ["net.onnx", "tokenizer.json"])
def test_a_damaged_file_says_so(part: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "net")
    (tmp_path / "net" / part).write_text("nothing of the kind", encoding="utf-8")
    with pytest.raises(SimmerdownError, match="net can't be read"):
        OnnxNet(tmp_path / "net")
