"""Turns to learn from: their files, and what is made of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from training import turns
from training.turns import Turn, beginnings, of_replies, read


def written(folder: Path, text: str) -> Path:
    path = folder / "turns.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_turn_is_read_with_its_pauses(tmp_path: Path) -> None:
    path = written(
        tmp_path, "# a comment\n> Where is it?\n< Let me have a look. | I can see | it left.\n\n>\n< Yes.\n"
    )
    assert read(path) == [
        Turn("Where is it?", ("Let", "me", "have", "a", "look.", "I", "can", "see", "it", "left."), (5, 8)),
        Turn("", ("Yes.",), ()),
    ]


def test_a_line_of_another_form_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"turns\.txt:2: begins with none"):
        read(written(tmp_path, "> Well?\nYes.\n"))


def test_labelled_replies_pause_where_sentences_and_clauses_end(tmp_path: Path) -> None:
    path = written(tmp_path, "@ bank | calm\n> Well?\n< I'm sorry, truly. I'll call you.\n=\n")
    assert of_replies(path) == [
        Turn("Well?", ("I'm", "sorry,", "truly.", "I'll", "call", "you."), (2, 3)),
    ]


def test_only_the_whole_turn_and_a_sentence_alone_are_over() -> None:
    turn = Turn("Well?", ("I'm", "so", "sorry.", "I'll", "call", "you", "tomorrow."), (3, 6))
    whole = "i'm so sorry. i'll call you tomorrow"
    for seed in range(60):
        for one in beginnings(turn, Random(seed)):
            assert one.other == "Well?"
            plain = one.text.replace(".", "")
            if one.over:
                assert plain in {whole.replace(".", ""), "i'm so sorry", "i'll call you tomorrow"}
            else:
                assert plain != whole.replace(".", "")
                assert one.text[-1] not in ".?!,"


def test_the_projects_turns_can_be_read_and_none_stands_there_twice() -> None:
    known = [turn for path in sorted(turns.FOLDER.glob("*.txt")) for turn in read(path)]
    assert len(known) > 1_000
    assert len({turn.words for turn in known}) == len(known)
    assert all(0 < place < len(turn.words) for turn in known for place in turn.pauses)
