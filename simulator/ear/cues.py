"""Cues: the behaviours that a reply shows, each with its words and what heard it.

Two things listen. The rules of the lexicon know wordings and can be read; the net (`net`) scores
every word of the reply for every behaviour, and knows wordings that nobody wrote down. A rule's find
counts where the net gives it a chance; a find of the net's own counts where it is sure. So a
cue names the rule that made it ("apology.sorry") or the net with its score ("apology.net:0.93").
Without a net, the rules listen alone.

Two behaviours need more than wordings: a paraphrase is known also by the customer's own content
words, and jargon also by acronyms spoken in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from simulator.ear.labels import LABELS
from simulator.ear.lexicon import Lexicon, expanded, finder
from simulator.ear.net import Net, Sure
from simulator.ear.restated import Restated
from simulator.ear.text import TOKEN, blanked, normalise, without_restarts
from simulator.ear.topics import Topics
from simulator.ear.wording import Wording, only

STOP_WORDS_MOST = 5
"""A longer reply that holds "stop the practice" is talk, not the wish to stop."""

NEAR = 0.2
"""From here on the net has half heard something."""

DENIALS = ("defensive", "dismissive")
"""What turns the acknowledgement before it into none."""

EARLIER = "paraphrase.earlier"
"""The rule for what was said before the customer's last line, of which the net knows nothing."""

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
        net: what knows wordings that the lexicon doesn't; None: the rules listen alone.
    """

    def __init__(self, lexicon: Lexicon, net: Net | None = None) -> None:
        self._net = net
        sets = expanded(lexicon.sets)
        self._implies = {str(label): more for label, more in lexicon.implies.items()}
        self._fillers = finder(lexicon.fillers, sets)
        self._rules = tuple(Wording(rule, sets) for rule in lexicon.rules)
        self._farewells = Wording(lexicon.farewells, sets)
        self._holds = Wording(lexicon.holds, sets)
        self._topics = Topics(lexicon, sets)
        self._backchannel = only(lexicon.backchannels, sets)
        self._stop = only(lexicon.stop_words, sets)
        self._restated = Restated(lexicon.restating, sets)
        self._apology_parts = {
            part: Wording(phrases, sets) for part, phrases in lexicon.apology_parts.items()
        }
        self._never = {str(label): Wording(phrases, sets) for label, phrases in lexicon.never.items()}
        self._plain_acronyms = frozenset(lexicon.plain_acronyms)

    def cues(self, reply: str, customer_line: str = "", earlier: str = "") -> tuple[Cue, ...]:
        """What the reply shows: at most one cue a label, in the order of their places.

        Args:
            reply: the trainee's words, as transcribed.
            customer_line: what the customer said before it; without it, paraphrases go unheard.
            earlier: what the customer had said before that.
        """
        text = self._plain(reply)
        by_rule: dict[str, Cue] = {}
        for start, end, label, rule in sorted(
            self._found(reply, text, customer_line, earlier), key=lambda each: (each[0], -each[1])
        ):
            for each in (label, *self._implies.get(label, ())):
                by_rule.setdefault(each, Cue(each, reply[start:end], start, end, rule))
        cues = by_rule if self._net is None else self._weighed(by_rule, reply, customer_line, self._net)
        _deny(cues)
        for label, wording in self._never.items():
            if label in cues and wording.find(text):
                del cues[label]
        return tuple(sorted(cues.values(), key=lambda cue: (cue.start, LABELS.index(cue.label))))

    def nearly(self, reply: str, customer_line: str = "") -> list[tuple[str, float, float]]:
        """What the net half heard: behaviour, how sure it is, how sure it must be; the surest first."""
        if self._net is None:
            return []
        near = [
            (label, sure.p, self._net.bounds[label].alone)
            for label, sure in self._net.scores(reply, customer_line).items()
            if sure.p >= NEAR
        ]
        return sorted(near, key=lambda each: -each[1])

    def _weighed(self, by_rule: dict[str, Cue], reply: str, customer_line: str, net: Net) -> dict[str, Cue]:
        """What the rules found and the net bears out, and what the net is sure of by itself."""
        scores = net.scores(reply, customer_line)
        cues: dict[str, Cue] = {}
        for label, sure in scores.items():
            bounds, ruled = net.bounds[label], by_rule.get(label)
            if ruled is not None and sure.p >= bounds.alone:
                cues[label] = _widened(ruled, sure, reply)
            elif ruled is not None and (sure.p >= bounds.agreed or ruled.rule == EARLIER):
                cues[label] = ruled
            elif sure.p >= bounds.alone:
                for each in (label, *self._implies.get(label, ())):
                    cues.setdefault(each, _by_net(each, sure, reply))
        return cues

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

    def apology_parts(self, reply: str) -> frozenset[str]:
        """Which parts of an apology sound in a reply, beside regret and repair."""
        text = self._plain(reply)
        return frozenset(part for part, wording in self._apology_parts.items() if wording.find(text))

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
        return len(TOKEN.findall(text)) <= STOP_WORDS_MOST and bool(self._stop.fullmatch(text))

    def _plain(self, text: str) -> str:
        text = without_restarts(normalise(text))
        return without_restarts(blanked(self._fillers, text))  # "I, um, I am sorry" repeats only now

    def _found(
        self, reply: str, text: str, customer_line: str, earlier: str
    ) -> Iterator[tuple[int, int, str, str]]:
        """What the rules find in a reply, whose plain text is `text`."""
        customer = self._plain(customer_line)
        for wording in self._rules:
            if span := wording.find(text, customer):
                yield *span, wording.label, wording.id
        if span := self._restated.find(text, customer):
            yield *span, "paraphrase", "paraphrase.shared"
        elif earlier and (span := self._restated.find(text, customer, self._plain(earlier))):
            yield *span, "paraphrase", EARLIER
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


def _deny(cues: dict[str, Cue]) -> None:
    """Take out an acknowledgement that goes on to deny: "I understand, but that's our policy"."""
    heard = cues.get("acknowledgement")
    if heard is not None and any(label in cues and cues[label].start > heard.start for label in DENIALS):
        del cues["acknowledgement"]


def _widened(cue: Cue, sure: Sure, reply: str) -> Cue:
    """A rule knows a clause by its first words; where the net sees the same, the whole of it is quoted."""
    if sure.start >= cue.end or sure.end <= cue.start:
        return cue
    start, end = min(cue.start, sure.start), max(cue.end, sure.end)
    return replace(cue, quote=reply[start:end], start=start, end=end)


def _by_net(label: str, sure: Sure, reply: str) -> Cue:
    return Cue(label, reply[sure.start : sure.end], sure.start, sure.end, f"{label}.net:{sure.p:.2f}")
