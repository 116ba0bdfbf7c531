"""A note held against its call: what was promised and not noted, noted and not said, and what is missing.

Promises are compared by their words (`words`). Where the words do not tell, the remark says so: it is for the
trainee to look, and no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.customer.lines import INSULT, INTENSITIES
from simulator.notes.deadlines import differ
from simulator.notes.note import Note, Promise
from simulator.notes.promises import Said, around, said
from simulator.notes.words import Verdict, nearest, roots
from simulator.scoring.facts import Facts

Kind = Literal[
    "empty", "not_noted", "never_said", "no_owner", "no_deadline", "other_deadline",
    "abuse_not_noted", "abuse_not_heard",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a note.

    Attributes:
        sure: False: the words do not tell; look yourself.
        text: the remark, a whole sentence.
        quote: what was said, if it is about that; at_s: when, in seconds from the ring.
    """

    kind: Kind
    sure: bool
    text: str
    quote: str = ""
    at_s: float | None = None


def check(note: Note, facts: Facts) -> tuple[Remark, ...]:
    """Everything that is to be said about a note, in the order of the note's fields."""
    return (*_empty(note), *_not_noted(note, facts), *_noted(note, facts), *_abuse(note, facts))


def _empty(note: Note) -> Iterator[Remark]:
    if not note.issue:
        yield Remark("empty", sure=True, text="The note does not say what the call was about.")
    if not note.cause:
        yield Remark("empty", sure=True, text='The note has no cause; "not known yet" is one, too.')


def _not_noted(note: Note, facts: Facts) -> Iterator[Remark]:
    """Promises of the call that the note lacks."""
    noted = [roots(promise.what) for promise in note.promises]
    for each in said(facts):
        verdict, place = nearest(each.roots, noted)
        if verdict == "same":
            continue
        if each.sure and verdict == "other":
            text = "You promised this, and the note does not have it."
        elif each.sure and place is not None:
            text = f"Not sure whether “{note.promises[place].what}” in the note means this promise."
        elif verdict == "other":
            text = "You may have offered this; if it was agreed on, the note should have it."
        else:
            continue  # an offer that may be noted
        yield Remark("not_noted", each.sure and verdict == "other", text, each.quote, each.at_s)


def _noted(note: Note, facts: Facts) -> Iterator[Remark]:
    """What is wrong with the promises that the note has."""
    promises = said(facts)
    for noted in note.promises:
        keys = roots(noted.what)
        verdict, place = nearest(keys, [each.roots for each in promises])
        if verdict != "same":
            verdict, place = _in_any_turn(keys, facts), place if verdict == "unsure" else None
        if verdict == "other":
            yield Remark(
                "never_said",
                sure=True,
                text=f"The note has “{noted.what}”; nothing like it was heard from you.",
            )
        elif verdict == "unsure":
            yield Remark("never_said", sure=False, text=f"Not sure whether you said “{noted.what}”.")
        yield from _owner_and_deadline(noted, promises[place] if place is not None else None)


def _in_any_turn(keys: frozenset[str], facts: Facts) -> Verdict:
    """Whether something like it was said where something was promised; elsewhere, nobody can say."""
    promised = max((len(keys & around(turn)) for turn in facts.turns), default=0)
    if promised > len(keys) / 2:
        return "same"
    return "other" if keys and not any(keys & roots(turn.text) for turn in facts.turns) else "unsure"


def _owner_and_deadline(noted: Promise, heard: Said | None) -> Iterator[Remark]:
    if not noted.who:
        yield Remark("no_owner", sure=True, text=f"The note does not say who is to do this: “{noted.what}”.")
    by_when = heard.by_when if heard is not None else ""
    if not noted.by_when and heard is not None and by_when:
        text = f"You said “{by_when}”; the note has no deadline for “{noted.what}”."
        yield Remark("no_deadline", True, text, heard.quote, heard.at_s)
    elif not noted.by_when:
        text = f"“{noted.what}” has no deadline: neither in the note, nor in what was heard."
        yield Remark("no_deadline", sure=True, text=text)
    elif heard is not None and differ(by_when, noted.by_when):
        text = f"You said “{by_when}”; the note says “{noted.by_when}”. Not sure whether that is the same."
        yield Remark("other_deadline", False, text, heard.quote, heard.at_s)


def _abuse(note: Note, facts: Facts) -> Iterator[Remark]:
    abusive = [line for line in facts.lines if line.intensity >= INSULT]
    if abusive and not note.abuse:
        worst = max(abusive, key=lambda line: line.intensity)
        text = f"The customer used {_levels(facts)}; the note does not record it."
        yield Remark("abuse_not_noted", True, text, worst.text, worst.start_s)
    elif note.abuse and not abusive:
        text = "The note records abuse; no line of the customer's was marked as an insult or a threat."
        yield Remark("abuse_not_heard", sure=False, text=text)


def _levels(facts: Facts) -> str:
    """The levels of abuse that were reached, as words: "2 insults and 1 threat"."""
    counts = [
        (sum(line.intensity == level for line in facts.lines), name)
        for level, name in enumerate(INTENSITIES)
        if level >= INSULT
    ]
    return " and ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count)
