"""The conversation as a picture: Mermaid text, which documents render, or SVG, which browsers open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from simulator.customer.beats import BACK, ENDING
from simulator.customer.persona import Persona, is_ending

_MARGIN, _CARD_W, _HEAD, _ROW, _GAP, _FARTHEST = 24, 620, 30, 20, 18, 150
_CHARS = 74
_ANYWHERE = "any beat"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a beat to a beat or an ending, and what it needs."""

    start: str
    end: str
    needs: str
    aside: bool = False


def edges(persona: Persona) -> Iterator[Edge]:
    """All ways; a digression is an aside."""
    for name, beat in persona.beats.items():
        for way in beat.ways:
            needs = " + ".join(" or ".join(want) for want in way.wants)
            needs += f", heat ≤ {way.below:g}" if way.below < persona.temper.ceiling else ""
            yield Edge(name, way.then, needs)
    for reaction in persona.reactions:
        if reaction.then is not None:
            above = f", heat ≥ {reaction.heat:g}" if reaction.heat else ""
            yield Edge(_ANYWHERE, reaction.then, f"{reaction.to}{above}", aside=True)


def mermaid(persona: Persona) -> str:
    """The picture as a Mermaid state diagram."""
    known: dict[str, str] = {}

    def node(name: str) -> str:
        return known.setdefault(name, f"n{len(known)}")

    def arrow(edge: Edge) -> str:
        tip = "-.->" if edge.aside else "-->"
        return f'    {node(edge.start)} {tip}|"{_mermaid_text(edge.needs)}"| {node(edge.end)}'

    lines = [arrow(edge) for edge in edges(persona) if edge.end != BACK]
    nodes = [f"    {short}{_shape(name)}" for name, short in known.items()]
    return "\n".join(["flowchart TD", f'    start(["rings"]) --> {node(persona.first)}', *nodes, *lines, ""])


def _shape(name: str) -> str:
    label = name.removeprefix(ENDING)
    return f'(["{label}"])' if is_ending(name) else f'["{label}"]'


def _mermaid_text(text: str) -> str:
    return text.replace('"', "#quot;")


@dataclass(frozen=True, slots=True)
class _Card:
    """A beat or an ending, and the ways out of it."""

    name: str
    ways: tuple[Edge, ...]
    y: int

    @property
    def height(self) -> int:
        return _HEAD + _ROW * len(self.ways) + (8 if self.ways else 0)

    def row(self, place: int) -> int:
        """The middle of a way's line of text."""
        return self.y + _HEAD + _ROW * place + _ROW // 2


def svg(persona: Persona) -> str:
    """The picture as SVG: a card a beat with its ways as text, and an arc from each way to where it leads."""
    cards = _cards(persona)
    ways = [
        (card, place, edge)
        for card in cards.values()
        for place, edge in enumerate(card.ways)
        if edge.end != BACK
    ]
    reach = max((abs(cards[edge.end].y - card.y) for card, _, edge in ways), default=0)
    width = _MARGIN + _CARD_W + _MARGIN + min(_FARTHEST, 40 + reach // 5)
    height = max(card.y + card.height for card in cards.values()) + _MARGIN
    arcs = [_arc(card.row(place), cards[edge.end], edge) for card, place, edge in ways]
    boxes = [_box(card, first=card.name == persona.first) for card in cards.values()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="sans-serif" font-size="12" role="img">'
            f"<title>{escape(persona.title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *arcs,
            *boxes,
            "</svg>",
            "",
        ]
    )


def _cards(persona: Persona) -> dict[str, _Card]:
    """Cards from top to bottom: beats by their distance from the first, digressions, endings."""
    drawn = list(edges(persona))
    order = [persona.first]
    for name in order:  # grows while it is gone through
        after = dict.fromkeys(edge.end for edge in drawn if edge.start == name)
        order += [end for end in after if end not in order and end != BACK]
    order += [_ANYWHERE] if any(edge.aside for edge in drawn) else []
    rest = dict.fromkeys([*persona.beats, *(edge.end for edge in drawn)])
    order += [name for name in rest if name not in order and name != BACK]
    order.sort(key=is_ending)
    cards: dict[str, _Card] = {}
    y = _MARGIN
    for name in order:
        cards[name] = _Card(name, tuple(edge for edge in drawn if edge.start == name), y)
        y += cards[name].height + _GAP
    return cards


def _box(card: _Card, *, first: bool) -> str:
    ending, aside = is_ending(card.name), card.name == _ANYWHERE
    fill = "#e4f2e7" if ending else "#f1f1f6" if aside else "#fff5e6"
    stroke = 'stroke="#c0561f" stroke-width="2"' if first else 'stroke="#99a"'
    parts = [
        f'<rect x="{_MARGIN}" y="{card.y}" width="{_CARD_W}" height="{card.height}" '
        f'rx="{14 if ending else 6}" fill="{fill}" {stroke}/>',
        f'<text x="{_MARGIN + 12}" y="{card.y + 19}" font-weight="bold" font-size="14">'
        f"{escape(card.name.removeprefix(ENDING))}</text>",
    ]
    for place, edge in enumerate(card.ways):
        needs = edge.needs if len(edge.needs) <= _CHARS else f"{edge.needs[: _CHARS - 1]}…"
        parts.append(
            f'<text x="{_MARGIN + 12}" y="{card.row(place) + 4}" fill="#334">{escape(needs)}</text>'
            f'<text x="{_MARGIN + _CARD_W - 12}" y="{card.row(place) + 4}" text-anchor="end" fill="#a03c10">'
            f"→ {escape(edge.end.removeprefix(ENDING))}</text>"
        )
    return "".join(parts)


def _arc(start: int, card: _Card, edge: Edge) -> str:
    """From a way's line to the head of the card that it leads to."""
    x, end = _MARGIN + _CARD_W, card.y + _HEAD // 2
    bow = x + min(_FARTHEST, 30 + abs(end - start) // 4) * 4 // 3
    dash = ' stroke-dasharray="5 4"' if edge.aside else ""
    colour = "#3a7d44" if is_ending(edge.end) else "#c0561f" if end > start else "#5566aa"
    return (
        f'<path d="M{x} {start}C{bow} {start} {bow} {end} {x + 7} {end}" fill="none" '
        f'stroke="{colour}"{dash}/>'
        f'<path d="M{x + 1} {end}l9 -4v8z" fill="{colour}"/>'
    )
