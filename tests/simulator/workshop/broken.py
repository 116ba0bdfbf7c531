"""Personas as authors get them wrong, and where and what they must be told.

All are the worked example of docs/personas.md with one thing changed. In the new text "¦" stands right
before the place that must be named; where it is elsewhere, `at` shows it, in a text that is there once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

DOCS = Path(__file__).parents[3] / "docs" / "personas.md"
CURSOR = "¦"


@cache
def examples() -> dict[str, str]:
    """The files of the worked example: each follows a line with its name."""
    found = re.findall(
        r"^`([\w.-]+)`:\n\n```yaml\n(.*?)^```$", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return dict(found)


@dataclass(frozen=True, slots=True)
class Broken:
    """One mistake.

    Attributes:
        old: what stands in the example, and new what the author wrote instead.
        told: a part of the message; hint: a part of the advice.
        also: further replacements that the mistake needs.
        plan: whether the mistake is in the plan.
        others: how many more problems the mistake makes.
    """

    name: str
    old: str
    new: str
    told: str
    hint: str = ""
    at: str = ""
    severity: Literal["error", "warning"] = "error"
    also: tuple[tuple[str, str], ...] = ()
    plan: bool = False
    others: int = 0

    def files(self) -> dict[str, str]:
        """The files as the author has them."""
        return {name: text.replace(CURSOR, "") for name, text in self._changed().items()}

    @property
    def file(self) -> str:
        """The file with the mistake."""
        return f"concert-tickets{'.plan' if self.plan else ''}.yaml"

    @property
    def place(self) -> tuple[int, int]:
        """Line and column that must be named, from 1."""
        text = self._changed()[self.file]
        if self.at:
            plain = self.at.replace(CURSOR, "")
            assert text.count(plain) == 1, f"{self.name}: {plain!r} is there {text.count(plain)} times"
            text = text.replace(plain, self.at)
        assert text.count(CURSOR) == 1, f"{self.name}: no place, or several"
        at = text.index(CURSOR)
        return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

    def _changed(self) -> dict[str, str]:
        files = dict(examples())
        for old, new in ((self.old, self.new), *self.also):
            assert old in files[self.file], f"{self.name}: {old!r} is not in the example"
            files[self.file] = files[self.file].replace(old, new, 1)
        return files


def warning(name: str, old: str, new: str, told: str, hint: str = "", **more: Any) -> Broken:
    """Something that could be better."""
    return Broken(name, old, new, told, hint, severity="warning", **more)


TITLE = "title: Two tickets, one concert, tonight"
CALLER = "  name: Priya Nair\n"
DIFFICULTY = "difficulty: 2"
DISCONTENT = "        - discontent: I'm running out of time here.\n"
_LAST = "      - discontent: Wait! What about my tickets?\n"
_WAIT = "      - ¦discontent: Wait! What about my tickets?\n"

FIELDS = (
    Broken("a field with a typing mistake", "difficulty: 2", "¦dificulty: 2",
           "there is no field 'dificulty' here", "did you mean 'difficulty'?", others=1),
    Broken("a field that there is not", DIFFICULTY, f"{DIFFICULTY}\n¦colour: red",
           "there is no field 'colour' here", "known: schema, id, title"),
    Broken("a caller's field", "  pace: fast", "  ¦pase: fast", "there is no field 'pase' here",
           "did you mean 'pace'?"),
    Broken("a beat's field", "    asks_again:\n      hot:\n        - sharp: Hello?",
           "    ¦ask_again:\n      hot:\n        - sharp: Hello?", "there is no field 'ask_again' here",
           "did you mean 'asks_again'?", others=1),
    Broken("a reaction's field", "  - to: on_hold\n", "  - to: on_hold\n    ¦heats: 5\n",
           "there is no field 'heats' here", "did you mean 'heat'?"),
    Broken("a fact's field", "    is: at eight tonight\n", "    is: at eight tonight\n    ¦word: [show]\n",
           "there is no field 'word' here", "did you mean 'words'?"),
    Broken("a remedy's field", "    words: [desk, box office, at the door]",
           "    words: [desk, box office, at the door]\n    ¦wort: 2", "there is no field 'wort' here",
           "did you mean 'worth'?"),
    Broken("a way's field", "        below: 8.5", "        ¦bellow: 8.5", "there is no field 'bellow' here",
           "did you mean 'below'?"),
    Broken("a line's band within a beat", "  rushed:\n    says:\n      hot:",
           "  rushed:\n    says:\n      ¦hott:",
           "there is no field 'hott' here", "did you mean 'hot'?"),
    Broken("a field of what a fact is told with",
           "    told:\n      warm:\n        - discontent: It's {email}.",
           "    told:\n      ¦worm:\n        - discontent: It's {email}.", "there is no field 'worm' here",
           "did you mean 'warm'?"),
    Broken("a field of what the caller breaks in on", "      - hears: [spam folder",
           "      - ¦hear: [spam folder", "there is no field 'hear' here", "did you mean 'hears'?", others=1),
    Broken("the triggers' name", "    triggers:\n", "    ¦trigger:\n", "there is no field 'trigger' here",
           "did you mean 'triggers'?"),
    Broken("a name that YAML does not read as text", "    triggers:\n", "    ¦on:\n",
           "YAML does not read the name 'on' as text"),
    Broken("nothing to hear", "- hears: [spam folder, junk folder]", "- hears: ¦[]",
           "temper.interrupts.triggers.0.hears: is empty", "at least one"),
    Broken("a phrase that is no list", "- hears: [spam folder, junk folder]", "- hears: ¦spam folder",
           "temper.interrupts.triggers.0.hears: must be a list", "write [one, two]"),
    Broken("a phrase with marks", "[spam folder, junk", "[¦spam folder!, junk",
           "temper.interrupts.triggers.0.hears.0: 'spam folder!' is not possible", "words are plain words"),
    Broken("a trigger too hot", "        heat: 3\n", "        heat: ¦11\n",
           "temper.interrupts.triggers.1.heat: "),
    Broken("an unmarked wording of a trigger", "            - discontent: I've looked there. Twice.\n",
           "            - ¦I've looked there. Twice.\n", "has no intensity mark: write 'discontent: …'"),
    Broken("a mark that no voice knows in a trigger", "            - discontent: I've looked there.",
           "            - ¦discontent: I've [laugh] looked there.", "there is no mark [laugh]"),
    Broken("nothing to say to a trigger",
           "        says:\n          hot:\n            - sharp: I've *looked* there! Five times!\n"
           "" "          warm:\n            - discontent: I've looked there. Twice.\n", "",
           "temper.interrupts.triggers.0.says is missing", "add 'says' here", at="- ¦hears: [spam folder"),
    Broken("a long answer to which nothing is said",
           "    says:\n      hot:\n        - sharp: Sorry, I don't have *time* for all that!\n"
           "" "        - discontent: Sorry, can we be quick?\n", "",
           "temper.interrupts has 'after_s' but no 'says'", at="  ¦interrupts:"),
    Broken("a silence's field", "    patience_s: 5", "    ¦patience: 5", "there is no field 'patience' here",
           "did you mean 'patience_s'?"),
    Broken("a band that there is not", "hello:\n  hot:", "hello:\n  ¦boiling:",
           "there is no field 'boiling' here", "known: cool, warm, hot"),
    Broken("an intensity with a typing mistake", "- sharp: Hello? Please", "- ¦shrap: Hello? Please",
           "there is no field 'shrap' here", "did you mean 'sharp'?"),
    Broken("no title", f"{TITLE}\n", "", "title is missing", "add 'title' here", at="¦schema: 2"),
    Broken("no name", CALLER, "", "caller.name is missing", "add 'name' here", at="¦caller:"),
    Broken("no fact", "    is: at eight tonight\n", "    words: [show]\n", "facts.show.is is missing",
           "add 'is' here", at="  ¦show:"),
    Broken("no target", "        then: when\n", "        below: 8\n", "beats.panic.ways.0.then is missing",
           "add 'then' here", at="- ¦needs: [offers:desk]"),
    Broken("no words of a remedy", "    words: [desk, box office, at the door]\n", "",
           "remedies.desk.words is missing", "add 'words' here", at="  ¦desk:\n    is:"),
    Broken("no wordings of a beat", "  rushed:\n    says:\n", "  ¦rushed:\n    greets:\n",
           "beats.rushed.says is missing", "add 'says' here", others=1),
    Broken("an empty field", TITLE, "title:¦", "title: "),
    Broken("a yes as a text", TITLE, "title: ¦yes", "title:", "YAML reads it as no text: put it in quotes"),
    Broken("a No as a name", CALLER, "  name: ¦No\n", "caller.name: ", "put it in quotes"),
    Broken("a number as a text", "    is: nine nine two four", "    is: ¦9924", "facts.order.is: ",
           "put it in quotes"),
    Broken("a time as a text", "    is: at eight tonight", "    is: ¦20:00", "facts.show.is: ",
           "put it in quotes"),
    Broken("a date as a text", "    is: at eight tonight", "    is: ¦2026-03-04",
           "facts.show.is: ", "put it in quotes"),
    Broken("a number among words", "words: [order number,", "words: [¦9924,", "facts.order.words.0: ",
           "put it in quotes"),
    Broken("a no as a line", _LAST, "      - discontent: ¦no\n", "endings.trainee_ended.warm.0.discontent: ",
           "put it in quotes"),
    Broken("a word as a number", DIFFICULTY, "difficulty: ¦hard", "difficulty: "),
    Broken("a word as a heat", "  start: 6.5", "  start: ¦high", "temper.start: "),
    Broken("half a degree of difficulty", DIFFICULTY, "difficulty: ¦2.5", "difficulty: "),
    Broken("no number", "  start: 6.5", "  start: ¦.nan", "temper.start: "),
    Broken("a word as yes or no", "  - to: on_hold\n", "  - to: on_hold\n    once: ¦perhaps\n",
           "reactions.2.once: "),
    Broken("a list where fields belong", "  silence:\n    patience_s: 5", "  ¦silence:\n    - patience_s: 5",
           "temper.silence: must be fields with their values",
           "write 'name: value' lines below it"),
    Broken("a list as a text", "manner: breathless and let down", "manner: ¦[breathless, let down]",
           "manner: "),
    Broken("a text where a list belongs", "words: [desk, box office, at the door]", "words: ¦desk",
           "remedies.desk.words: must be a list", "write [one, two]"),
    Broken("a need that is no list", "needs: [offers:desk]", "needs: ¦offers:desk",
           "beats.panic.ways.0.needs: must be a list", "write [one, two]"),
    Broken("a way that is no list", "    ways:\n      - needs: [commitment]",
           "    ¦ways:\n        needs: [commitment]", "beats.when.ways: must be a list",
           "a line with '- ' for each"),
    Broken("a line where wordings belong", "hello:\n", "hello: ¦Hello?\nhullo:\n", "hello: must be fields",
           others=1),
    Broken("a line where a list belongs", "  trainee_ended:\n    warm:\n",
           "  trainee_ended:\n    warm: ¦Wait!\n    hot:\n", "endings.trainee_ended.warm: must be a list"),
    Broken("a fact that is only a text", "  show:\n    is: at eight tonight", "  show: ¦at eight tonight",
           "facts.show: must be fields with their values"),
    Broken("a braced fact alone", DISCONTENT, "        - discontent: ¦{order}\n",
           "beats.panic.asks_again.hot.1.discontent: "),
    Broken("too difficult", DIFFICULTY, "difficulty: ¦6", "difficulty: "),
    Broken("too hot", "  start: 6.5", "  start: ¦11", "temper.start: "),
    Broken("a bound too hot", "        below: 8.5", "        below: ¦11", "beats.when.ways.0.below: "),
    Broken("below zero", "    solution: 1.8", "    solution: ¦-1", "temper.cools.solution: "),
    Broken("a fade of 1", "  floor: 1\n", "  floor: 1\n  fade: ¦1\n", "temper.fade: "),
    Broken("no outbursts", "  floor: 1\n", "  floor: 1\n  outbursts: ¦0\n", "temper.outbursts: "),
    Broken("no patience", "    patience_s: 5", "    patience_s: ¦1", "temper.silence.patience_s: "),
    Broken("an empty text", TITLE, 'title: ¦""', "title: is empty", "at least one letter"),
    Broken("an endless line", DISCONTENT, f"        - discontent: ¦{'and ' * 200}\n",
           "beats.panic.asks_again.hot.1.discontent: "),
    Broken("no beats", "beats:\n  panic:", "beats: ¦{}\nblows:\n  panic:", "beats: is empty", "at least one",
           others=1),
    Broken("no needs", "needs: [offers:desk]", "needs: ¦[]", "beats.panic.ways.0.needs: is empty",
           "at least one"),
    Broken("the former form", "schema: 2", "schema: ¦1", "schema: "),
    Broken("a voice that there is not", "gender: female", "gender: ¦femal",
           "caller.gender: 'femal' is not possible", "did you mean 'female'?"),
    Broken("a pace that there is not", "pace: fast", "pace: ¦hurried",
           "caller.pace: 'hurried' is not possible", "known: slow, middle, fast"),
    Broken("a case for nobody", DIFFICULTY, f"{DIFFICULTY}\nescalation: ¦superviser",
           "'superviser' is not possible", "did you mean 'supervisor'?"),
    Broken("an ending with a typing mistake", "  hung_up:\n", "  ¦hungup:\n", "'hungup' is not possible",
           "did you mean 'hung_up'?"),
    Broken("an accent in words", "  pace: fast", "  pace: fast\n  accent: ¦american",
           "caller.accent: 'american' is not possible here", "languages are like en-US"),
    Broken("a language in words", DIFFICULTY, f"{DIFFICULTY}\nlanguage: ¦english", "language: "),
    Broken("a language without a lexicon", DIFFICULTY, f"{DIFFICULTY}\nlanguage: ¦de", "de"),
    Broken("an id in capitals", "id: concert-tickets", "id: ¦Concert", "id: 'Concert' is not possible here",
           "small letters, digits and _ (ids: -)"),
    Broken("a beat in two words", "  rushed:\n", "  ¦in a rush:\n",
           "beats.in a rush: 'in a rush' is not possible",
           "names are small letters"),
    Broken("a fact in capitals", "  show:\n", "  ¦Show:\n", "facts.Show: 'Show' is not possible here"),
    Broken("a word with marks", "[desk, box office,", "[¦desk!, box office,",
           "remedies.desk.words.0: 'desk!' is not possible here",
           "words are plain words"),
)  # fmt: skip

WORDINGS = (
    Broken("an unmarked wording", _LAST, "      - ¦Wait! What about my tickets?\n",
           "has no intensity mark: write 'discontent: …'"),
    Broken("a quoted unmarked wording", _LAST, '      - ¦"Wait! What about my tickets?"\n',
           "has no intensity mark"),
    Broken("two intensities", _LAST, "      - ¦discontent: Wait!\n        sharp: Wait, you!\n",
           "needs exactly one of discontent, sharp"),
    Broken("a recording alone", _LAST, "      - ¦wav: wait.wav\n", "needs exactly one of discontent, sharp"),
    Broken("a list of lines under an intensity", _LAST, "      - discontent: ¦[Wait, What]\n",
           "endings.trainee_ended.warm.0.discontent: "),
    Broken("a mark that no voice knows", _LAST, "      - ¦discontent: Wait [laugh] what?\n",
           "there is no mark [laugh]: there are [pause]"),
    Broken("a pause of no length", _LAST, "      - ¦discontent: Wait [pause long] what?\n",
           "there is no mark [pause long]"),
    Broken("a mark that never closes", _LAST, "      - ¦discontent: Wait [sigh what?\n",
           "bracket is not closed"),
    Broken("a mark that never opens", _LAST, "      - ¦discontent: Wait sigh] what?\n",
           "bracket is not closed or not opened"),
    Broken("a fact that never closes", _LAST, "      - ¦discontent: Wait {order what?\n",
           "has a brace that is not closed or not opened"),
    Broken("a fact that never opens", _LAST, "      - ¦discontent: Wait order} what?\n",
           "has a brace that is not closed or not opened"),
    Broken("a fact in two braces", _LAST, "      - ¦discontent: Wait {{order}} what?\n",
           "has a brace that is not closed or not opened"),
    Broken("a mark in a fact", "    is: at eight tonight", "    is: ¦at eight [pause] tonight",
           "facts.show.is is not plain words: marks and other facts belong into the lines"),
    Broken("stress in a fact", "    is: at eight tonight", "    is: ¦at *eight* tonight",
           "facts.show.is is not plain words"),
    Broken("a fact in a fact", "    is: at eight tonight", "    is: ¦at eight, order {order}",
           "facts.show.is is not plain words"),
    Broken("a sigh alone", _LAST, '      - ¦discontent: "[sigh]"\n', "has no words"),
    Broken("marks alone", _LAST, '      - ¦discontent: "...!"\n', "has no words"),
    Broken("an empty line", _LAST, '      - discontent: ¦""\n',
           "endings.trainee_ended.warm.0.discontent: is empty"),
    Broken("no wordings at all", "hello:\n  hot:\n", "hello: ¦{}\nhullo:\n  hot:\n",
           "has no wordings: give at least one", others=1),
    Broken("a recording elsewhere", _LAST, f"{_WAIT}        wav: ../wait.wav\n",
           "must be a .wav file in the persona's own folder"),
    Broken("a recording from the root", _LAST, f"{_WAIT}        wav: /etc/wait.wav\n",
           "must be a .wav file in the persona's own folder"),
    Broken("a recording of another kind", _LAST, f"{_WAIT}        wav: wait.mp3\n", "must be a .wav file"),
    Broken("a recording that is missing", _LAST, f"{_LAST}        wav: ¦wait.wav\n",
           "there is no recording 'wait.wav' beside the persona", "check its name"),
    Broken("a recording that is a folder", _LAST, f"{_LAST}        wav: ¦nowhere/wait.wav\n",
           "there is no recording 'nowhere/wait.wav'"),
)  # fmt: skip
