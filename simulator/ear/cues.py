"""The first ear: which behaviours of the codebook a spoken reply shows, by rules that can be read.

Customer and score listen with this same ear, so both answer to the same words. It is pure: a lexicon
goes in once, then text in and cues out.

A reply comes from a transcriber: its marks and capitals may be missing, its speaker says "um" and
starts again. So the rules look at a normalised text of the *same length*: what they find there has
the same place in the reply as given, and every cue can quote it.

Two behaviours need more than wordings: a paraphrase is known by the customer's own content words,
and jargon also by acronyms spoken in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from simulator.lexicon import (
    LEFT,
    RIGHT,
    Label,
    Lexicon,
    Phrases,
    Restating,
    Rule,
    expanded,
    expression,
    finder,
)

LABELS: tuple[str, ...] = get_args(Label)
"""The behaviours of the codebook, in its order."""

SHARED_IN_FRAME = 2
"""Content words of the customer's that make a paraphrase after "so you've been …"."""

SHARED_BARE = 3
"""Content words of the customer's that make a paraphrase in a plain statement."""

REACH = 28
"""Words after the opening of a restatement that can belong to it."""

STOP_WORDS_MOST = 5
"""A longer reply that holds "stop the practice" is talk, not the wish to stop."""

_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_MARKS = ".?!;:…"
_END = re.compile("[.?]")
_TOKEN = re.compile(r"[^\s,.?]+")
# A word, or two, said twice: the first time was a false start. So is a word broken off at a hyphen.
_AGAIN = re.compile(r"(?<![\w'])([\w']+(?: [\w']+)?)[ ,]+(?=\1(?![\w']))")
_BROKEN = re.compile(r"(?<!\w)(\w+)[-\u2013\u2014]+(?=\s+\1)", re.IGNORECASE)
_ACRONYM = re.compile(r"(?<![\w.])(?:[A-Z]{2,5}|(?:[A-Z]\.){2,5}|[A-Z](?: [A-Z]){1,3})(?=s?(?!\w))")


@dataclass(frozen=True, slots=True)
class Cue:
    """A behaviour, and the words that show it.

    Attributes:
        label: the behaviour, one of `LABELS`.
        quote: the words, as they stand in the reply.
        start: the first of their characters in the reply …
        end: … and the one after the last; `quote == reply[start:end]`.
        rule: id of the rule that found it.
    """

    label: str
    quote: str
    start: int
    end: int
    rule: str


class Ear:
    """Finds cues in replies.

    Args:
        lexicon: the wordings of the trainee's language.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        sets = expanded(lexicon.sets)
        self._implies = {str(label): more for label, more in lexicon.implies.items()}
        self._fillers = finder(lexicon.fillers, sets)
        self._rules = tuple(_Wording(rule, sets) for rule in lexicon.rules)
        self._farewells = _Wording(lexicon.farewells, sets)
        self._holds = _Wording(lexicon.holds, sets)
        self._topics = _Topics(lexicon, sets)
        self._backchannel = _whole(lexicon.backchannels, sets)
        self._stop = _whole(lexicon.stop_words, sets)
        self._restated = _Restated(lexicon.restating, sets)
        self._plain_acronyms = frozenset(lexicon.plain_acronyms)

    def cues(self, reply: str, customer_line: str = "") -> tuple[Cue, ...]:
        """What the reply shows: at most one cue a label, the earliest, in the order of their places.

        Args:
            reply: the trainee's words, as transcribed.
            customer_line: what the customer said before it; without it, paraphrases go unheard.
        """
        first: dict[str, Cue] = {}
        for start, end, label, rule in sorted(
            self._found(reply, customer_line), key=lambda each: (each[0], -each[1])
        ):
            for each in (label, *self._implies.get(label, ())):
                first.setdefault(each, Cue(each, reply[start:end], start, end, rule))
        return tuple(sorted(first.values(), key=lambda cue: (cue.start, LABELS.index(cue.label))))

    def is_backchannel(self, reply: str) -> bool:
        """Whether the reply is only a listener's noise ("mm-hm", "right, okay")."""
        text = self._plain(reply)
        if not text.strip(" ,.?"):
            return any(char.isalnum() for char in reply)  # nothing but "um"
        return bool(self._backchannel.fullmatch(text))

    def is_farewell(self, reply: str) -> bool:
        """Whether the trainee ends the call with this reply."""
        return self._farewells.find(self._plain(reply), "") is not None

    def is_hold(self, reply: str) -> bool:
        """Whether the trainee asks the customer to wait."""
        return self._holds.find(self._plain(reply), "") is not None

    def topic(
        self, words: Iterable[str], *, offered: bool = False
    ) -> Callable[[str], tuple[int, int] | None]:
        """What finds a topic in a reply: where any of its words is named and not denied, as (start, end).

        Args:
            words: plain words.
            offered: whether it must be named after the beginning of an offer.
        """
        find = self._topics.finder(words, offered=offered)
        return lambda reply: find(self._plain(reply))

    def is_stop(self, reply: str) -> bool:
        """Whether the trainee wants to stop practising; such a reply is short and says only that."""
        text = self._plain(reply)
        return len(_TOKEN.findall(text)) <= STOP_WORDS_MOST and bool(self._stop.fullmatch(text))

    def _plain(self, text: str) -> str:
        text = _blanked(_AGAIN, normalise(text))
        return _blanked(_AGAIN, _blanked(self._fillers, text))  # "I, um, I am sorry" repeats only now

    def _found(self, reply: str, customer_line: str) -> Iterator[tuple[int, int, str, str]]:
        text, customer = self._plain(reply), self._plain(customer_line)
        for wording in self._rules:
            if span := wording.find(text, customer):
                yield *span, wording.label, wording.id
        if span := self._restated.find(text, customer):
            yield *span, "paraphrase", "paraphrase.shared"
        if span := self._acronym(reply, customer_line):
            yield *span, "jargon", "jargon.acronym"

    def _acronym(self, reply: str, customer_line: str) -> tuple[int, int] | None:
        if reply.upper() == reply:  # all in capitals: nothing stands out
            return None
        for found in _ACRONYM.finditer(reply):
            name = found[0].replace(".", "").replace(" ", "")
            if name not in self._plain_acronyms and found[0] not in customer_line:
                return found.span()
        return None


def normalise(text: str) -> str:
    """The text for rules to look at, of the same length.

    Letters and digits in lower case; apostrophes inside words straight; the end of a sentence as `.`
    or `?`, a comma as `,`; signs of money and percent as they are; a word broken off and begun again,
    and all else, as blanks.
    """
    text = _blanked(_BROKEN, text)
    return "".join(_normal(text, place, char) for place, char in enumerate(text))


def _normal(text: str, place: int, char: str) -> str:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if char.isalnum():
        lower = char.lower()
        return lower if len(lower) == 1 else char
    if char in "?,$£€%":
        return char
    if char in _APOSTROPHES:
        return "'" if before.isalnum() and after.isalnum() else " "
    # "9.30" and the dots of a pause end nothing.
    ends = char in _MARKS and char != "…" and before != "." and (not after or after in "\"'” \n")
    return "." if ends else " "


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _whole(patterns: Iterable[str], sets: dict[str, str]) -> re.Pattern[str]:
    """One or more of the patterns, and nothing else."""
    ways = "|".join(expression(pattern, sets) for pattern in patterns)
    return re.compile(f"[ ,.?]*(?:{LEFT}(?:{ways}){RIGHT}[ ,.?]*)+")


class _Wording:
    """A rule, or phrases of another kind, ready to look for."""

    def __init__(self, phrases: Phrases, sets: dict[str, str]) -> None:
        self.id = phrases.id if isinstance(phrases, Rule) else ""
        self.label = phrases.label if isinstance(phrases, Rule) else ""
        self._asked = isinstance(phrases, Rule) and phrases.asked
        customer = phrases.needs_customer if isinstance(phrases, Rule) else ""
        self._customer = finder([customer], sets) if customer else None
        self._any = finder(phrases.any, sets)
        self._before = _edge(phrases.unless_before, sets, r"{}[ ,]*\Z")
        self._after = _edge(phrases.unless_after, sets, r"[ ,.]*{}")
        self._anywhere = finder(phrases.unless_anywhere, sets) if phrases.unless_anywhere else None

    def find(self, text: str, customer: str) -> tuple[int, int] | None:
        """Where in a normalised reply it holds first, as (start, end)."""
        if self._customer and not self._customer.search(customer):
            return None
        if self._anywhere and self._anywhere.search(text):
            return None
        spans = (found.span(found.lastindex or 0) for found in self._any.finditer(text))
        return next((span for span in spans if not self._vetoed(text, *span)), None)

    def _vetoed(self, text: str, start: int, end: int) -> bool:
        return bool(
            (self._before and self._before.search(text[:start]))
            or (self._after and self._after.match(text, end))
            or (self._asked and not _asked(text, end))
        )


def _edge(patterns: Iterable[str], sets: dict[str, str], place: str) -> re.Pattern[str] | None:
    ways = "|".join(expression(pattern, sets) for pattern in patterns)
    return re.compile(place.format(rf"(?:(?<![\w'])|(?=\?))(?:{ways}){RIGHT}")) if ways else None


def _asked(text: str, place: int) -> bool:
    """Whether the sentence around the place is a question; without any marks it may be one."""
    end = _END.search(text, place)
    return end[0] == "?" if end else not _END.search(text)


class _Topics:
    """Finds what an author named by plain words."""

    def __init__(self, lexicon: Lexicon, sets: dict[str, str]) -> None:
        self._sets = sets
        self._inflections = lexicon.inflections
        self._offering = f"({'|'.join(lexicon.offering)})"
        self._before = tuple(f"({negation}) ..." for negation in lexicon.negations)
        self._denied = finder(lexicon.negations, sets)

    def finder(self, words: Iterable[str], *, offered: bool) -> Callable[[str], tuple[int, int] | None]:
        """See `Ear.topic`; for normalised replies."""
        frame = f"{self._offering} ... ... " if offered else ""
        any_ = tuple(f"{frame}{word.lower()}{self._inflections}" for word in words)
        wording = _Wording(Phrases(any=any_, unless_before=self._before), self._sets)

        def find(reply: str) -> tuple[int, int] | None:
            span = wording.find(reply, "")
            return span if span is not None and not self._denied.search(reply, *span) else None

        return find


class _Restated:
    """Finds where the customer's content is said back."""

    def __init__(self, restating: Restating, sets: dict[str, str]) -> None:
        self._frames = finder(restating.frames, sets)
        self._own = finder(restating.own, sets) if restating.own else None
        self._common = frozenset(restating.common)
        self._same = {_stem(word): _stem(group[0]) for group in restating.same for word in group}

    def find(self, text: str, customer: str) -> tuple[int, int] | None:
        """Where in a normalised reply the customer's normalised line is restated first."""
        told = {key for key, _, _ in self._content(customer, 0, len(customer))}
        if not told:
            return None
        spans = (span for start, end in _sentences(text) for span in self._within(text, start, end, told))
        return min(spans, default=None)

    def _within(self, text: str, start: int, end: int, told: set[str]) -> Iterator[tuple[int, int]]:
        own = self._own.search(text, start, end) if self._own else None
        bare = (
            [] if text[end : end + 1] == "?" else self._shared(text, start, own.start() if own else end, told)
        )
        if len({key for key, _, _ in bare}) >= SHARED_BARE:
            yield bare[0][1], bare[-1][2]
        for frame in self._frames.finditer(text, start, end):
            at = frame.start(frame.lastindex or 0)
            shared = self._shared(text, at, end, told)
            if len({key for key, _, _ in shared}) >= SHARED_IN_FRAME:
                yield at, shared[-1][2]

    def _shared(self, text: str, start: int, end: int, told: set[str]) -> list[tuple[str, int, int]]:
        words = list(_TOKEN.finditer(text, start, end))
        if len(words) > REACH:
            end = words[REACH].start()
        return [each for each in self._content(text, start, end) if each[0] in told]

    def _content(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for found in _TOKEN.finditer(text, start, end):
            if found[0] not in self._common and (len(found[0]) > 2 or found[0].isdigit()):
                stem = _stem(found[0])
                yield self._same.get(stem, stem), *found.span()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _stem(word: str) -> str:
    """A rough root: "delivered", "delivery" and "delivering" become one."""
    word = word.removesuffix("'s").strip("$£€%")
    for ending in ("ing", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2]:  # "shipped", "cancelled"
        word = word[:-1]
    return word[:6]
