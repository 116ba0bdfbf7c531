"""What of each playbook is measured, what is asked afterwards, and what a voice call can't show.

The page docs/playbooks.md is made of the rubrics, so that it never claims more than they do; a test
holds the two together. `python -m simulator.scoring.coverage` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.events import EndReason
from simulator.scoring import measures, rubric
from simulator.scoring.rubric import Measure, Occasion, Rubric, Rule, Skill

PAGE = Path(__file__).parents[2] / "docs" / "playbooks.md"

How = Literal["measured", "asked", "not measurable"]

HOWS: tuple[How, ...] = ("measured", "asked", "not measurable")

_MEASURED: dict[Measure, str] = {
    "dead_air": f"no silence over {measures.DEAD_AIR_S:g} s when a reply is due",
    "pause": f"at least {measures.PAUSE_S:g} s before an outburst is answered",
    "interruptions": "the floor is never taken from the customer",
    "talk_share": f"at most {100 * measures.TALK_SHARE:.0f} % of the talk",
    "pace_held": f"after outbursts at most {measures.FASTER:g} times the own pace",
    "loudness_held": f"after outbursts at most {measures.LOUDER_DB:g} dB above the own level",
    "pitch_held": f"after outbursts at most {measures.HIGHER_ST:g} semitones above the own pitch",
}

_WHEN: dict[Occasion, str] = {
    "call": "",
    "opening": "in the first two replies",
    "closing": "in the last two replies",
    "outburst": "in reply to each outburst",
    "abuse": "after the first abuse",
    "persisting": "when the abuse goes on in spite of a boundary",
    "threat": "after the first threat",
}

_ENDED: dict[EndReason, str] = {
    "resolved": "resolved",
    "grudge": "resolved with a grudge",
    "escalated": "handed over with the story",
    "passed_on": "handed over without it",
    "hung_up": "hung up on",
    "trainee_ended": "hung up by the trainee",
    "ended_after_warnings": "ended after warnings",
    "disengaged": "ended after a threat",
    "stopped": "stopped",
    "interrupted": "interrupted",
}

_INTRODUCTION = """\
# The playbooks, step by step

The score of a call can follow a playbook: `simmerdown call NAME --rubric sop`. Those below are shipped, each
a plain file in [simulator/rubrics/](../simulator/rubrics/). This page sets every step, tip and aside of a
playbook beside what becomes of it:

- **measured**: a rule wins or loses points by the words or the voice. It has the name that the scorecard
  shows; [the scoring guide](scoring.md) explains the kinds of rules. The points of a step are its shares in
  the weight that stands behind its name.
- **asked**: it happens outside the call, or can't be heard. The trainee is asked about it; no points.
- **not measurable**: a voice call can't show it, and the page says why. It is left out rather than guessed.

What a call gives no occasion for, such as a boundary without abuse, costs nothing.

*This page is written by `python -m simulator.scoring.coverage`. Change the rubrics, not the page.*
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a playbook asks for, and what becomes of it."""

    step: str
    covers: str
    how: How
    text: str


def entries(playbook: Rubric) -> Iterator[Entry]:
    """Everything that a playbook asks for, step by step."""
    for skill in playbook.skills:
        step = _step(skill)
        for rule in skill.rules:
            yield Entry(step, rule.covers or rule.title, "measured", _rule(rule, playbook.cap))
        for ask in skill.asks:
            yield Entry(step, ask.covers, "asked", ask.question)
        for leave in skill.leaves:
            yield Entry(step, leave.covers, "not measurable", leave.why)


def counts(playbook: Rubric) -> dict[How, int]:
    """How many of a playbook's entries are measured, asked, and not measurable."""
    found = [entry.how for entry in entries(playbook)]
    return {how: found.count(how) for how in HOWS}


def page(rubrics: Iterable[Rubric]) -> str:
    """The page on those of the rubrics that follow a playbook."""
    playbooks = [each for each in rubrics if each.follows]
    rows = [
        (f"[{each.title}](#{each.id})", f"`{each.id}`", *map(str, counts(each).values()))
        for each in playbooks
    ]
    overview = _table(("playbook", "rubric", *HOWS), rows)
    return "\n".join([_INTRODUCTION, overview, *map(_section, playbooks)])


def _section(playbook: Rubric) -> str:
    rows: list[tuple[str, ...]] = []
    step = ""
    for entry in entries(playbook):
        rows.append(
            (entry.step if entry.step != step else "", entry.covers, f"**{entry.how}**: {entry.text}")
        )
        step = entry.step
    told = ", ".join(f"{number} {how}" for how, number in counts(playbook).items())
    head = f"{playbook.title}. It follows {playbook.follows}.\n\n{told}.\n"
    table = _table(("step", "what it asks for", "how"), rows)
    return "\n".join([f"## {playbook.id}\n", head, *_forms(playbook), table])


def _forms(playbook: Rubric) -> Iterator[str]:
    """What each shorter form leaves out."""
    for name, kept in playbook.forms.items():
        out = [skill.title for skill in playbook.skills if skill.id not in kept]
        yield f"- `--rubric {playbook.id}:{name}` leaves out: {'; '.join(out)}"
    if playbook.forms:
        yield ""


def _step(skill: Skill) -> str:
    return skill.title if skill.weight is None else f"{skill.title} (weight {skill.weight:g})"


def _rule(rule: Rule, cap: int) -> str:
    """How a rule works, and what hangs on it."""
    if rule.avoid:
        return _harm(rule)
    more = [_wins(rule)]
    if rule.also_ended:
        more.append(f"or the call is {one_of(_ENDED[ending] for ending in rule.also_ended)}")
    if rule.not_if_ended:
        more.append(f"not counted in a call {one_of(_ENDED[ending] for ending in rule.not_if_ended)}")
    if rule.must:
        more.append(f"without it the call can't have more than {cap}")
    return f"`{rule.id}` ({rule.points:g} points): {'; '.join(more)}"


def _harm(rule: Rule) -> str:
    """What loses points, and how many."""
    free = f" after the first {rule.free}" if rule.free else ""
    early = " before any abuse" if rule.unless == "abuse" else ""
    return f"`{rule.id}` ({_cost(rule)}): {_labels(rule.avoid)}{free}{early}"


def _cost(rule: Rule) -> str:
    if rule.fails:
        return "the call gets nothing"
    once = rule.most is None or rule.most <= rule.points
    return f"{rule.points:g} points lost{'' if once else f' each time, at most {rule.most:g}'}"


def _wins(rule: Rule) -> str:
    """What wins the points of a rule."""
    if rule.measure is not None:
        return _MEASURED[rule.measure]
    if rule.apology is not None:
        return f"an apology with {rule.apology} of its six parts"
    if rule.ended:
        shares = (f"{_ENDED[ending]} {100 * share:.0f} %" for ending, share in rule.ended.items())
        return f"how the call ends: {', '.join(shares)}"
    when = [_WHEN[rule.at]] if rule.at != "call" else []
    if rule.before is not None:
        when.append(f"before the first {_labels([rule.before])}")
    return ", ".join([_labels(rule.credit), *when])


def _labels(names: Iterable[str]) -> str:
    return one_of(name.replace("_", " ") for name in names)


def one_of(words: Iterable[str]) -> str:
    """Alternatives as one phrase."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(map(rubric.load, rubric.names())), encoding="utf-8")
