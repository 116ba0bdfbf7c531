from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ear import examples
from simulator.ear.examples import Reply, Span
from simulator.ear.labels import LABELS
from training import CORPUS

WORDS = st.lists(st.sampled_from(["sorry", "by", "four", "today", "right", "fee"]), min_size=1, max_size=8)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    words = draw(WORDS)
    text = " ".join(words)
    label, sure = draw(st.sampled_from(LABELS)), draw(st.booleans())
    quoted = " ".join(words[: draw(st.integers(1, len(words)))])
    start = text.find(quoted)
    return Reply("bank | plain", "Well?", text, (Span(label, start, start + len(quoted), sure),))


@given(told=st.lists(replies(), max_size=4))
def test_what_is_written_is_read_again(told: list[Reply], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("examples") / "some.txt"
    path.write_text("\n".join(map(examples.told, told)), encoding="utf-8")
    assert examples.read(path) == told


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("< I see.\n= aplogy: I see\n", 2, "no behaviour 'aplogy'"),
        ("< I see.\n= apology: I saw\n", 2, "'I saw' does not stand in the reply"),
        ("< I see.\n= apology:\n", 2, "does not stand in the reply"),
        ("hello\n", 1, "begins with none of"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(text: str, line: int, what: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=what) as caught:
        examples.read(path)
    assert f"x.txt:{line}:" in str(caught.value)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_project_s_own_replies_can_be_read(path: Path) -> None:
    told = examples.read(path)
    assert len(told) > 300
    assert all(reply.text and reply.head for reply in told)


def test_nothing_of_the_test_replies_is_learnt() -> None:
    rows = (CORPUS / "test.tsv").read_text(encoding="utf-8").split("\n")[1:]
    tested = {row.split("\t")[3].lower() for row in rows if row}
    learnt = {reply.text.lower() for path in CORPUS.glob("*.txt") for reply in examples.read(path)}
    assert not tested & learnt
