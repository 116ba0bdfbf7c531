"""Whether two short texts speak of the same thing: by the words that carry it. In English.

Words that carry nothing and words of time are left out; endings are cut, and words that mean the same
count as one. More than half of the shorter text's words shared: the same. Some shared: nobody can say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from simulator.ear.text import TOKEN, normalise, stem

LANGUAGE = "en"

Verdict = Literal["same", "unsure", "other"]

_COMMON = frozenset(
    """
    a about again all also am an and any are as at back be because been both but by can can't could
    customer did do does doing done don't for from get give given giving going got had has have he her here
    him his how i i'd i'll i'm i've if in is it it'll it's its just let let's like made make me my myself no
    not now of off ok okay on one or our out over own please put right she should so some sorry still sure
    take taken taking than thank thanks that that's the their them then there they they'll they're thing
    things this those to too up us very want was we we'd we'll we're we've well were what when where which
    who will with would yes you you'd you'll you're you've your yours
    """.split()  # noqa: SIM905 - a list of words reads best so
)
_OF_TIME = frozenset(
    """
    afternoon am april august before business clock close day days december end evening february first five
    four eight eleven fifteen forty friday half hour hours hundred january july june last latest lunch march
    may midnight minute minutes monday month months morning next night nine noon november o'clock october pm
    quarter saturday second seconds september seven six soon sunday ten thirty three thursday today tomorrow
    tonight tuesday twelve twenty two until wednesday week weeks within working
    """.split()  # noqa: SIM905 - likewise
)
_SAME = (
    "call ring phone callback telephone",
    "email mail e-mail message text sms",
    "refund reimburse repay money return",
    "send ship post dispatch courier",
    "check follow verify",
    "replace exchange swap replacement",
    "fix repair mend",
    "visit engineer technician fitter",
    "supervisor manager boss",
    "confirm confirmation",
    "waive cancel remove",
)
_ROOT = {stem(word): stem(group.split()[0]) for group in _SAME for word in group.split()}


def roots(text: str) -> frozenset[str]:
    """The words that carry a text, cut to their roots."""
    words = (found[0] for found in TOKEN.finditer(normalise(text)))
    return frozenset(
        _ROOT.get(stem(word), stem(word))
        for word in words
        if word not in _COMMON and word not in _OF_TIME and not any(char.isdigit() for char in word)
    )


def compare(one: frozenset[str], other: frozenset[str]) -> Verdict:
    """Whether two texts speak of the same thing."""
    shared = len(one & other)
    if not shared:
        return "other" if one and other else "unsure"
    return "same" if shared > min(len(one), len(other)) / 2 else "unsure"


def nearest(one: frozenset[str], others: Iterable[frozenset[str]]) -> tuple[Verdict, int | None]:
    """The best verdict over some texts, and the place of the one that it comes from."""
    best: tuple[Verdict, int | None] = ("other", None)
    for place, other in enumerate(others):
        verdict = compare(one, other)
        if verdict == "same":
            return verdict, place
        if verdict == "unsure" and best[0] == "other":
            best = (verdict, place)
    return best
