"""The lexicon: the wordings by which a behaviour is heard, as a plain file that a trainer can read.

One file a language, `lexicons/LANG.yaml`. Its patterns are regular expressions over normalised text
(`simulator.ear.text.normalise`: lower case, fillers blanked, only `,` `.` `?` kept), with these
shorthands:

    a space      one or more blanks or marks: "i see what" also finds "I see, what"
    '            an apostrophe that the transcript may have lost: "i'm" finds "im"
    -            a hyphen, a blank or nothing: "e-mail" finds "e mail" and "email"
    ..  ...      a gap of up to two or six words of the same sentence
    {set}        one of the wordings of that set; sets may use the sets above them
    {set?}       any number of them, or none
    ^            (first character) only where a clause begins
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from audio.errors import SimmerdownError
from simulator.ear.labels import ApologyPart, Label

FOLDER = Path(__file__).with_name("lexicons")
"""Where the lexicons lie."""

_BETWEEN = "[ ,.?]+"
_WORD = "[^ ,.?]+[ ,]+"
_CLAUSE = (
    r"(?:(?:\A|[,.?])[ ,.?]*(?:(?:and|so|but|okay|ok|right|now|well|then|first|yes|yeah)[ ,]+)*"
    r"|\b(?:and|so|but|okay|ok|right|now|well|then|first|yes|yeah|please)[ ,]+)"
)
_SHORTHAND = re.compile(r"\{(?P<set>[a-z_]+)\}|\{(?P<some>[a-z_]+)\?\} ?|(?P<gap>\.{2,3}) ?|\((?!\?)|[ '-]")
_PLAIN = {" ": _BETWEEN, "'": "'?", "-": " ?", "(": "(?:"}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrases(_Model):
    """Wordings, and what around them makes them mean something else.

    Attributes:
        any: patterns, any of which counts.
        unless_before: vetoes when one ends right before the match (let a gap `...` reach further).
        unless_after: vetoes when one begins right after the match.
        unless_anywhere: vetoes when one is found anywhere in the reply.
    """

    any: tuple[str, ...] = Field(min_length=1)
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()


class Rule(Phrases):
    """One way to show one behaviour.

    Attributes:
        id: its name in findings, `label.word`; unique in the file.
        label: the behaviour that it shows.
        needs_customer: a pattern that the customer's line must match for the rule to hold.
        asked: whether the match must stand in a question. Where the transcript has no marks at all,
            nothing can be told from them and every sentence counts as one.
    """

    id: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")
    label: Label
    needs_customer: str = ""
    asked: bool = False


class Restating(_Model):
    """How a paraphrase is known: words of the customer's line, said back.

    Attributes:
        frames: patterns that open a restatement ("so you've been …").
        own: patterns that show a sentence to be about the speaker's own doing, not a restatement.
        common: words too common to count as the customer's content.
        same: groups of words that count as one another ("two", "twice", "double").
    """

    frames: tuple[str, ...] = Field(min_length=1)
    own: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()


class Lexicon(_Model):
    """One language's wordings, checked.

    Attributes:
        language: code of the language, as in the file's name.
        fillers: patterns of words that carry nothing; blanked before anything is looked for.
        backchannels: patterns of which a listener's noise is wholly made.
        farewells: the wordings with which the trainee ends the call.
        holds: the wordings with which the trainee asks the customer to wait.
        offering: patterns with which an offer begins.
        negations: patterns after which something named is not offered or asked for.
        inflections: what may follow the words of a topic: plurals and the like.
        stop_words: patterns, one of which as a whole short reply stops the practice.
        apology_parts: how the parts of an apology sound, but for regret and repair, which are behaviours.
        plain_acronyms: acronyms that any customer knows; other ones spoken in capitals are jargon.
        implies: labels that come with a label.
        never: with these, a reply does not show a behaviour, whatever heard it: sarcasm and denials.
        sets: named lists of wordings for use in patterns.
        restating: how a paraphrase is known.
        rules: all the others.
    """

    language: str
    fillers: tuple[str, ...] = Field(min_length=1)
    backchannels: tuple[str, ...] = Field(min_length=1)
    farewells: Phrases
    holds: Phrases
    offering: tuple[str, ...] = Field(min_length=1)
    negations: tuple[str, ...] = Field(min_length=1)
    inflections: str = ""
    stop_words: tuple[str, ...] = Field(min_length=1)
    apology_parts: dict[ApologyPart, Phrases] = {}
    plain_acronyms: tuple[str, ...] = ()
    implies: dict[Label, tuple[Label, ...]] = {}
    never: dict[Label, Phrases] = {}
    sets: dict[str, tuple[str, ...]] = {}
    restating: Restating
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _check(self) -> Lexicon:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ValueError(f"two rules are called {rule.id!r}")
            if not rule.id.startswith(f"{rule.label}."):
                raise ValueError(f"rule {rule.id!r} must begin with its label, {rule.label!r}")
            seen.add(rule.id)
        sets = expanded(self.sets)
        for where, pattern in self._patterns():
            try:
                re.compile(expression(pattern, sets))
            except (re.error, ValueError) as error:
                raise ValueError(f"{where}: pattern {pattern!r}: {error}") from error
        return self

    def _patterns(self) -> Iterable[tuple[str, str]]:
        lists = {
            "fillers": self.fillers,
            "backchannels": self.backchannels,
            "stop_words": self.stop_words,
            "restating": (*self.restating.frames, *self.restating.own),
            "farewells": _all(self.farewells),
            "holds": _all(self.holds),
            **{f"never.{label}": _all(phrases) for label, phrases in self.never.items()},
            **{f"apology_parts.{part}": _all(phrases) for part, phrases in self.apology_parts.items()},
        }
        lists |= {rule.id: (*_all(rule), rule.needs_customer) for rule in self.rules}
        return chain.from_iterable(((where, p) for p in patterns) for where, patterns in lists.items())


def load(language: str = "en") -> Lexicon:
    """The lexicon of a language.

    Args:
        language: its code, such as "en".

    Raises:
        SimmerdownError: there is none, or its file is broken; names the file and, where known, the line.
    """
    path = FOLDER / f"{language}.yaml"
    known = sorted(file.stem for file in FOLDER.glob("*.yaml"))
    if language not in known:  # also keeps "../x" out: only files of the folder are ever read
        raise SimmerdownError(
            f"no lexicon for {language!r}: {path} is missing", hint=f"there are: {', '.join(known)}"
        )
    try:
        return Lexicon.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise SimmerdownError(
            f"{path}{line}: not YAML: {error.problem}", hint="look at the quotes and the indent of that line"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SimmerdownError(
            f"{path}: {where + ': ' if where else ''}{first['msg']}", hint="mend that entry of the file"
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SimmerdownError(
            f"{path}: can't be read: {error}", hint="it must be a UTF-8 text file"
        ) from error


def expanded(sets: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each set as a regular expression.

    Raises:
        ValueError: one uses a set that does not stand above it.
    """
    ready: dict[str, str] = {}
    for name, wordings in sets.items():
        ready[name] = f"(?:{'|'.join(expression(wording, ready) for wording in wordings)})"
    return ready


def expression(pattern: str, sets: Mapping[str, str]) -> str:
    """The regular expression that a pattern's body stands for; it has no capturing group.

    Raises:
        ValueError: it uses an unknown set.
    """

    def spelt(found: re.Match[str]) -> str:
        name = found["set"] or found["some"]
        if name and name not in sets:
            raise ValueError(f"no set {name!r} above it")
        if found["set"]:
            return sets[name]
        if found["some"]:
            return f"(?:{sets[name]}{_BETWEEN})*"
        if found["gap"]:
            return f"(?:{_WORD}){{0,{6 if len(found['gap']) == 3 else 2}}}"
        return _PLAIN[found[0]]

    return _SHORTHAND.sub(spelt, pattern.removeprefix("^"))


def finder(patterns: Iterable[str], sets: Mapping[str, str]) -> re.Pattern[str]:
    """One regular expression for whole words of any of the patterns; its last group is what was found."""
    ways = (
        f"{_CLAUSE if pattern.startswith('^') else LEFT}({expression(pattern, sets)}){RIGHT}"
        for pattern in patterns
    )
    return re.compile("|".join(ways))


LEFT = r"(?<![\w'])"
"""A word begins here."""

RIGHT = r"(?![\w'])"
"""A word ends here."""


def _all(phrases: Phrases) -> tuple[str, ...]:
    return (*phrases.any, *phrases.unless_before, *phrases.unless_after, *phrases.unless_anywhere)
