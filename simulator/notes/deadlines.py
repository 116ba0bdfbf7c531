"""Deadlines in what is said and written: "by four", "within two working days", "tomorrow". In English."""

from __future__ import annotations

import re

from simulator.ear.text import TOKEN, normalise

_COUNTED = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_VALUES = {word: value for value, word in enumerate(_COUNTED, 1)} | {
    "noon": 12, "midday": 12, "midnight": 12, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60,
}  # fmt: skip
_NUMBER = rf"(?:\d+|{'|'.join(_VALUES)})"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_UNIT = "(?:minute|min|hour|hr|day|week|month)s?"
_PART = "(?:morning|afternoon|evening|night)"
_DAY = (
    "(?:(?:the )?(?:end of (?:the |this |next )?|close of )?(?:next |this )?(?:working |business )?"
    f"(?:{_WEEKDAY}|tomorrow|today|tonight|day|week|month|business)(?: {_PART})?)"
)
_CLOCK = (
    f"(?:(?:half past |quarter past |quarter to )?{_NUMBER}(?: (?:\\d\\d|thirty|fifteen))?"
    "(?: ?(?:am|pm|o'clock))?)"
)
_LENGTH = (
    f"(?:(?:the )?(?:next )?(?:{_NUMBER} (?:to |or )?)*(?:an? |half an |a couple of |a few )?"
    f"(?:working |business )?{_UNIT})"
)
_FORMS = (
    f"(?:by|before|until) (?:{_CLOCK}(?: (?:on )?(?:{_DAY}|this {_PART}))?|{_DAY})",
    f"(?:within|in) {_LENGTH}",
    f"at {_NUMBER}(?: \\d\\d)?(?: ?(?:am|pm|o'clock))?(?! {_NUMBER}| ?%| percent)",
    f"on {_WEEKDAY}(?: {_PART})?",
    f"(?:next|this) (?:{_WEEKDAY}|week|{_PART})",
    f"tomorrow(?: {_PART})?",
    "tonight|today|right now|now|straight away|right away|immediately|as soon as|the moment",
)
_DEADLINE = re.compile(rf"\b(?:{'|'.join(_FORMS)})\b")

_NOW = frozenset({"now", "away", "immediately"})


def deadline(text: str) -> str:
    """The first deadline in a text, in its own words; "" if there is none."""
    found = _DEADLINE.search(_spaced(text))
    return text[found.start() : found.end()].strip() if found else ""


def differ(one: str, other: str) -> bool:
    """Whether two deadlines may be different ones: both name a time, and none that they share."""
    first, second = _times(one), _times(other)
    return bool(first and second) and not first & second


def _spaced(text: str) -> str:
    """The text as the patterns expect it, of the same length."""
    return normalise(text).replace(",", " ")


def _times(text: str) -> frozenset[str]:
    """What a deadline names: hours of the clock, numbers, days."""
    named = set()
    for found in TOKEN.finditer(_spaced(text)):
        word = found[0].removesuffix("am").removesuffix("pm") if found[0][:1].isdigit() else found[0]
        if word.isdecimal() or word in _VALUES:
            value = int(word) if word.isdecimal() else _VALUES[word]
            named.add(str(value - 12 if 12 < value <= 24 else value))
        elif word.endswith("day") or word in {"tomorrow", "tonight", "week", "month"}:
            named.add("today" if word == "tonight" else word)
        elif word in _NOW:
            named.add("today")
    return frozenset(named - {"0"})
