"""The page and the Markdown: the same facts, and everybody's words only as words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from simulator.report import markdown, page
from simulator.report.story import Report
from tests.simulator.report.records import kept, persona_with, reported, write
from tests.simulator.scoring.calls import conversation

GOLDEN = Path(__file__).with_name("report.md")
NASTY = "<script>alert(1)</script>"
SPOKEN = (
    'I\'m sorry <img src=x onerror="alert(1)"> that we charged you & "twice" *now* [a](javascript:b) </style>'
)


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def nasty(tmp_path: Path) -> Report:
    """A report of a call in which everybody's words look like code."""
    record = kept(tmp_path, happened=conversation(SPOKEN, told=True))
    text = persona_with(**{"Dana Whitlock": NASTY, "Charged twice, and nobody rang back": NASTY})
    (record.folder / "persona.yaml").write_text(text, encoding="utf-8")
    write(record.folder, "note.json", issue=NASTY, promises=[{"what": NASTY}])
    return reported(record)


def test_the_markdown_is_as_it_was(report: Report) -> None:
    """A change that is meant: write the new text into the golden file."""
    assert markdown.markdown(report) == GOLDEN.read_text(encoding="utf-8")


def test_the_time_of_a_call_is_only_words(report: Report) -> None:
    """A record may have come from somebody else."""
    told = markdown.markdown(replace(report, call=replace(report.call, started=NASTY)))
    assert "<script" not in told


def test_the_page_runs_one_script_and_loads_nothing(report: Report) -> None:
    tags = Tags(page.page(report, b"sound")).tags
    assert [attributes for tag, attributes in tags if tag == "script"] == [{}]
    sources = [
        value for _, attributes in tags for name, value in attributes.items() if name in {"src", "href"}
    ]
    assert all((value or "").startswith(("#", "data:")) for value in sources)
    assert not [
        name for _, attributes in tags for name in attributes if name.startswith("on") or name == "style"
    ]


def test_nobody_s_words_become_tags(report: Report, nasty: Report) -> None:
    plain, hostile = Tags(page.page(report, None)), Tags(page.page(nasty, None))
    assert {tag for tag, _ in hostile.tags} <= {tag for tag, _ in plain.tags}
    assert sum(tag == "script" for tag, _ in hostile.tags) == 1
    assert hostile.words.count(NASTY) >= 4
    assert "onerror" in hostile.words


def test_nobody_s_words_become_markup(nasty: Report) -> None:
    told = markdown.markdown(nasty)
    assert not re.search(r"<(?!-)", told)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "\\*now\\* \\[a\\](javascript:b)" in told


def test_both_forms_tell_the_same_facts(report: Report) -> None:
    words = " ".join(Tags(page.page(report, None)).words.split())
    told = markdown.markdown(report)
    score = report.score
    for fact in (
        report.call.title,
        report.call.ending,
        score.arithmetic,
        *(each.quote for each in (*score.strengths, *score.fixes)),
        *(each.better for each in score.fixes),
        *(entry.text for entry in report.entries if entry.speaker != "trainee"),
        *(rule.title for step in score.steps for rule in step.rules),
        *(left.why for left in score.unmeasured),
        *(f"{skill.percent} %" for skill in score.skills if skill.percent is not None),
    ):
        assert fact in words
        assert markdown.escaped(fact) in told or fact in told


def test_a_page_without_sound_has_no_players(report: Report) -> None:
    tags = Tags(page.page(report, None)).tags
    assert not [attributes for tag, attributes in tags if tag in {"audio", "button"}]


@pytest.mark.parametrize(
    ("number", "told"), [(3, "+3"), (0, "\u00b10"), (-12, "\u221212")], ids=["up", "same", "down"]
)
def test_a_change_has_its_sign(number: int, told: str) -> None:
    assert page.signed(number) == told


def test_a_moment_is_told_as_a_date_where_it_is_one() -> None:
    assert page.date("2026-03-04T05:06:07") == "4 March 2026, 05:06"
    assert page.date("yesterday") == "yesterday"
