"""The handover brief: what whoever takes an escalated case must hear, in half a minute.

It is drafted from the note and the call, part by part, each cut to its share of the words; moods are told as
facts (the customer's heat in the call, and what was said). A brief is checked for its parts by their words,
so what it says in other words may be missed: the remark asks, and takes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.customer.lines import INSULT, INTENSITIES
from simulator.customer.persona import Persona
from simulator.notes.note import Note
from simulator.notes.promises import Said, said
from simulator.notes.words import compare, roots
from simulator.scoring.facts import Facts

ENDINGS = frozenset({"escalated", "passed_on"})
"""The endings that hand a case over."""

WORDS_PER_MINUTE = 150
MOST_WORDS = 75
"""Half a minute at that pace."""

_TOLD_BY = {
    "tried": {"tried", "try", "offered", "offer", "explained", "apologised", "apologized", "already"},
    "promised": {"promised", "promise", "agreed", "nothing"},
    "mood": {
        "heat", "angry", "upset", "calm", "calmer", "furious", "shouting", "shouted", "swore", "swearing",
        "insult", "insults", "threat", "threats", "cold", "polite", "worried", "tears", "crying",
    },
    "needed": {
        "needs", "need", "needed", "asks", "asked", "wants", "want", "please", "decide", "decision",
        "approve", "approval", "allow", "authorise",
    },
}  # fmt: skip
"""Words by which a part of a brief is known."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief came to.

    Attributes:
        missing: the parts that its words do not tell.
    """

    words: int
    seconds: float
    missing: tuple[str, ...]

    @property
    def too_long(self) -> int:
        """By how many words."""
        return max(0, self.words - MOST_WORDS)


def draft(note: Note | None, facts: Facts, persona: Persona) -> str:
    """A brief to begin with; whoever was in the call knows better."""
    told = said(facts)
    noted = note or Note()
    promised = [f"{each.what} {each.by_when}".strip() for each in noted.promises]
    promised = promised or [each.quote for each in told if each.sure]
    tried = [each.quote for each in told]
    asks = [text[:1].lower() + text[1:] for text in persona.briefing.needs_supervisor[:1]]
    parts = (
        (f"{persona.caller.name}, {persona.caller.company}", 8),
        (noted.issue or persona.title, 14),
        (f"Tried: {_listed(tried) or 'nothing was offered'}", 15),
        (f"Promised: {_listed(promised) or 'nothing'}", 15),
        (_mood(facts), 11),
        (f"Needed: please decide on {_listed(asks) or 'the case'}", 12),
    )
    return " ".join(_cut(text, words) for text, words in parts)


def check(brief: str, note: Note | None, facts: Facts, persona: Persona) -> Brief:
    """How long a brief is, and which of its parts can't be found in it."""
    keys, plain = (
        roots(brief),
        set(brief.lower().replace(".", " ").replace(",", " ").replace(":", " ").split()),
    )
    told = said(facts)
    issue = roots(f"{note.issue if note else ''} {persona.title}")
    found = {
        "who": bool(plain & set(persona.caller.name.lower().split())),
        "issue": bool(keys & issue),
        "tried": _tells(keys, plain, "tried", told),
        "promised": _tells(keys, plain, "promised", tuple(each for each in told if each.sure)),
        "mood": bool(plain & _TOLD_BY["mood"]),
        "needed": bool(plain & _TOLD_BY["needed"]),
    }
    words = len(brief.split())
    missing = tuple(part for part, there in found.items() if not there)
    return Brief(words, round(60 * words / WORDS_PER_MINUTE, 1), missing)


def _tells(keys: frozenset[str], plain: set[str], part: str, of: tuple[Said, ...]) -> bool:
    """Whether a brief tells a part: by its name, or by what it is about."""
    return bool(plain & _TOLD_BY[part]) or any(compare(each.roots, keys) == "same" for each in of)


def _mood(facts: Facts) -> str:
    """The customer's mood as facts."""
    if not facts.lines:
        return "Mood: nothing was heard"
    worst = max(line.intensity for line in facts.lines)
    abuse = f"{INTENSITIES[worst]}s were spoken" if worst >= INSULT else "no insults"
    return f"Mood: heat {facts.lines[0].heat:g} of 10, then {facts.lines[-1].heat:g}; {abuse}"


def _listed(texts: list[str]) -> str:
    return "; ".join(text.strip().rstrip(".") for text in texts)


def _cut(text: str, most: int) -> str:
    """A text of at most so many words, with a full stop."""
    words = text.split()
    return " ".join(words[:most]).rstrip(".,;:") + ("…" if len(words) > most else ".")
