"""The conversation as a picture: everything is in it, and nothing in a name can break it."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from simulator.customer import library
from simulator.customer.beats import BACK
from simulator.customer.persona import Persona, is_ending
from simulator.workshop import graph
from tests.simulator.workshop.broken import examples
from tests.simulator.workshop.broken_sense import DIGRESSES, REACTIONS, beat

SVG = "{http://www.w3.org/2000/svg}"
TEXT = examples()["concert-tickets.yaml"]


def tickets(*changes: tuple[str, str]) -> Persona:
    """The worked example, changed."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return library.parse(text, library.folder() / "concert-tickets.yaml").persona


ASIDE = tickets(
    ("beats:\n", "beats:\n" + beat("parking", "back")), (REACTIONS, REACTIONS + DIGRESSES.format("parking"))
)


def targets(persona: Persona) -> set[str]:
    """Everything that a way leads to, as it is called in a picture."""
    ends = {way.then for one in persona.beats.values() for way in one.ways} - {BACK}
    return {end.removeprefix("end:") for end in ends}


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", library.names())
def test_every_beat_and_every_ending_that_a_way_leads_to_is_in_both_pictures(name: str) -> None:
    persona = library.load(name).persona
    shown = {*persona.beats, *targets(persona)}
    assert shown <= set(texts(graph.svg(persona)))
    labels = set(re.findall(r'n\d+\(?\["([^"]*)"\]', graph.mermaid(persona)))
    assert shown <= labels


@pytest.mark.parametrize("name", library.names())
def test_the_svg_is_valid_and_nothing_lies_outside_it(name: str) -> None:
    root = ET.fromstring(graph.svg(library.load(name).persona))
    assert root.tag == f"{SVG}svg"
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x", 0)) + float(box.attrib["width"]) <= width
        assert float(box.get("y", 0)) + float(box.attrib["height"]) <= height
    for path in root.iter(f"{SVG}path"):
        if "C" in path.attrib["d"]:
            x, _, bow, _, _, _, end, y = (float(each) for each in re.split("[MC ]", path.attrib["d"])[1:])
            assert (x + 6 * bow + end) / 8 <= width  # the farthest point of such a curve
            assert y <= height


def test_no_two_cards_of_the_svg_overlap() -> None:
    root = ET.fromstring(graph.svg(ASIDE))
    cards = [
        (float(box.attrib["y"]), float(box.attrib["height"]))
        for box in root.iter(f"{SVG}rect")
        if box.get("y")
    ]
    assert len(cards) >= len(ASIDE.beats) + 2
    for (y, height), (after, _) in pairwise(cards):
        assert y + height <= after


def test_every_way_of_the_svg_says_what_it_needs_and_where_it_leads() -> None:
    shown = texts(graph.svg(tickets()))
    assert "offers:desk" in shown
    assert "acknowledgement or empathy or apology or reassurance" in shown
    assert "commitment, heat ≤ 8.5" in shown
    assert shown.count("→ when") == 3
    assert shown.count("→ resolved") == 1


def test_an_arc_of_the_svg_leads_from_each_way_to_a_card() -> None:
    for persona, ways in (tickets(), 7), (ASIDE, 8):
        paths = list(ET.fromstring(graph.svg(persona)).iter(f"{SVG}path"))
        assert len(paths) == 2 * ways  # an arc and its tip; a way back has none


def test_mermaid_has_an_arrow_for_each_way_and_a_dotted_one_for_a_digression() -> None:
    text = graph.mermaid(ASIDE)
    assert text.splitlines()[:2] == ["flowchart TD", '    start(["rings"]) --> n0']
    assert '    n0["panic"]' in text.splitlines()
    assert text.count(" -->|") == 7
    assert text.count(" -.->|") == 1
    assert '-.->|"jargon"|' in text


def test_the_arrows_of_mermaid_lead_to_nodes_that_there_are() -> None:
    text = graph.mermaid(ASIDE)
    known = set(re.findall(r"^    (n\d+)[(\[]", text, re.MULTILINE))
    drawn = re.findall(r'^    (n\d+) -\.?->\|"[^"|]*"\| (n\d+)$', text, re.MULTILINE)
    assert len(drawn) == 8
    assert {end for arrow in drawn for end in arrow} == known


def test_endings_have_a_shape_of_their_own() -> None:
    assert '(["resolved"])' in graph.mermaid(tickets())
    assert is_ending(list(graph.edges(tickets()))[-1].end)


def test_what_means_something_to_xml_is_escaped() -> None:
    title = "Tickets & <b>\"thieves\"</b> ]]> 'now'"
    nasty = tickets().model_copy(update={"title": title})
    root = ET.fromstring(graph.svg(nasty))
    assert root.findtext(f"{SVG}title") == title
    assert "<b>" not in graph.svg(nasty)


def test_alternatives_are_joined_by_or_so_that_no_bar_breaks_mermaid() -> None:
    arrows = [line for line in graph.mermaid(tickets()).splitlines() if "-->|" in line]
    assert arrows
    assert all(line.count("|") == 2 for line in arrows)
    assert any("acknowledgement or empathy or apology" in line for line in arrows)


def test_a_long_need_is_cut_in_the_svg_and_whole_in_mermaid() -> None:
    needs = (
        "acknowledgement | empathy | apology | paraphrase | open_question | thanks | reassurance | follow_up"
    )
    long = tickets(("needs: [acknowledgement | empathy | apology | reassurance]", f"needs: [{needs}]"))
    whole = needs.replace("|", "or")
    (cut,) = [text for text in texts(graph.svg(long)) if text.endswith("…") and "open_question" in text]
    assert whole.startswith(cut.removesuffix("…"))
    assert whole in graph.mermaid(long)


def test_the_same_persona_gives_the_same_picture() -> None:
    assert graph.svg(ASIDE) == graph.svg(ASIDE)
    assert graph.mermaid(ASIDE) == graph.mermaid(ASIDE)


def test_an_ending_that_only_a_digression_reaches_is_in_both_pictures() -> None:
    only = tickets(
        ("beats:\n", "beats:\n" + beat("parking", "end:escalated")),
        (REACTIONS, REACTIONS + DIGRESSES.format("parking")),
    )
    reached = [way.then for name, one in only.beats.items() for way in one.ways if name != "parking"]
    assert "end:escalated" not in reached
    assert {"parking", "escalated"} <= set(texts(graph.svg(only)))
    assert '(["escalated"])' in graph.mermaid(only)
