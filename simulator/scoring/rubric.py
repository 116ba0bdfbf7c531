"""A rubric: the rules that a call is scored by, as its author wrote them down.

A rubric has skills (or the steps of a playbook), a skill has rules. What a playbook asks for and a
call can't show is in the file too: `asks` is left to the trainee's own answer afterwards, `leaves`
says why a step is not measured at all. docs/scoring.md explains every field.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulator import authored
from simulator.authored import Flaw, Place
from simulator.ear.labels import LABELS, WELCOME
from simulator.errors import RubricError
from simulator.events import EndReason

DEFAULT = "four-skills"
FOLDER = Path(__file__).parents[1] / "rubrics"

Measure = Literal[
    "dead_air",
    "pause",
    "interruptions",
    "talk_share",
    "pace_held",
    "loudness_held",
    "pitch_held",
]
"""A fact of delivery that can win points (see `simulator.scoring.measures`)."""

Occasion = Literal["call", "opening", "closing", "outburst", "abuse", "persisting", "threat"]
"""When a behaviour is due (see `simulator.scoring.moments`)."""

Points = Annotated[float, Field(gt=0, le=100)]
Text = Annotated[str, Field(min_length=1, max_length=600)]


_ALWAYS = frozenset({"id", "title", "points", "not_if_ended", "better", "covers"})
_ONLY = {
    "credit": frozenset({"at", "before", "also_ended", "must"}),
    "avoid": frozenset({"most", "free", "unless", "fails"}),
    "measure": frozenset({"must"}),
    "apology": frozenset({"must"}),
    "ended": frozenset({"must"}),
}
"""The kinds of rules, and the fields that only they have."""


class Part(BaseModel):
    """A part of the file: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """One rule; exactly one of `credit`, `avoid`, `measure`, `apology` and `ended` is given.

    Attributes:
        points: to be won, or lost each time (avoid).
        credit: behaviours, any of which wins the points, once for each moment that called for it.
        at: those moments.
        before: the credited behaviour must come no later than this one.
        also_ended: endings that win the points as well.
        avoid: behaviours that lose points …
        most: … at most so many in all; left out: the points once …
        free: … after so many of them that cost nothing …
        unless: … and not after this.
        measure: a fact of delivery that wins the points.
        apology: how many parts of an apology win all of the points.
        ended: how the call ended, and the share of the points that this wins.
        not_if_ended: endings with which the rule does not apply.
        better: the behaviour whose better line is shown.
        must: whether a call that misses all of it can't have more than the rubric's `cap`.
        fails: whether a call that shows it gets nothing.
        covers: for a playbook: what the step asks for, in a few words.
    """

    id: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]
    title: Text
    points: Points
    credit: tuple[str, ...] = ()
    at: Occasion = "call"
    before: str | None = None
    also_ended: tuple[EndReason, ...] = ()
    avoid: tuple[str, ...] = ()
    most: Points | None = None
    free: Annotated[int, Field(ge=0, le=20)] = 0
    unless: Literal["abuse"] | None = None
    measure: Measure | None = None
    apology: Annotated[int, Field(ge=1, le=6)] | None = None
    ended: dict[EndReason, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    not_if_ended: tuple[EndReason, ...] = ()
    better: str | None = None
    must: bool = False
    fails: bool = False
    covers: Text | None = None

    @property
    def skill(self) -> str:
        """The skill that it belongs to."""
        return self.id.partition(".")[0]

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = (
            bool(self.credit),
            bool(self.avoid),
            bool(self.measure),
            bool(self.apology),
            bool(self.ended),
        )
        if sum(given) != 1:
            raise ValueError("needs exactly one of credit, avoid, measure, apology and ended")
        for label in (*self.credit, *self.avoid, *filter(None, (self.before, self.better))):
            if label not in LABELS:
                raise ValueError(f"there is no behaviour {label!r}: {authored.meant(label, LABELS)}")
        kind = next(name for name in _ONLY if getattr(self, name))
        for name in sorted(self.model_fields_set - _ALWAYS - _ONLY[kind] - {kind}):
            raise ValueError(f"{name!r} does not belong to a rule with {kind!r}")
        if self.most is not None and self.most < self.points:
            raise ValueError("'most' is less than the points of one time")
        for label in self.credit:
            if label not in WELCOME:
                raise ValueError(f"{label!r} is no behaviour to reward")
        return self


class Ask(Part):
    """What the trainee is asked after the call; no points hang on it."""

    covers: Text
    question: Text


class Leave(Part):
    """What a voice call can't show, and why."""

    covers: Text
    why: Text


class Skill(Part):
    """A skill, or a step of a playbook: its weight in the total, and its rules."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    title: Text
    weight: Points | None = None
    rules: tuple[Rule, ...] = ()
    asks: tuple[Ask, ...] = ()
    leaves: tuple[Leave, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.rules or self.asks or self.leaves):
            raise ValueError("has neither rules nor asks nor leaves")
        if bool(self.rules) != (self.weight is not None):
            raise ValueError("a weight is given where there are rules, and only there")
        return self


class Rubric(Part):
    """The whole file.

    Attributes:
        follows: the playbook that it follows, if it follows one.
        cap: the most that a call can have which misses a rule marked `must`.
        forms: shorter forms of it: name, and the skills that it keeps.
    """

    schema_version: Literal[2] = Field(alias="schema")
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[int, Field(ge=1)]
    title: Text
    follows: Text | None = None
    cap: Annotated[int, Field(ge=0, le=100)] = 60
    forms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    skills: tuple[Skill, ...] = Field(min_length=1)

    def rules(self) -> Iterator[Rule]:
        """All rules."""
        for skill in self.skills:
            yield from skill.rules

    def form(self, name: str) -> Rubric:
        """A shorter form of it.

        Raises:
            RubricError: there is none of that name.
        """
        if name not in self.forms:
            known = ", ".join(sorted(self.forms)) or "none"
            raise RubricError(f"the rubric {self.id!r} has no form {name!r}", hint=f"its forms: {known}")
        skills = {skill.id: skill for skill in self.skills}
        kept = tuple(skills[each] for each in self.forms[name])
        return self.model_copy(update={"id": f"{self.id}:{name}", "skills": kept, "forms": {}})


def names() -> list[str]:
    """The shipped rubrics."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str = DEFAULT) -> Rubric:
    """A shipped rubric by its id, or any by its file; "NAME:FORM" for a shorter form of a shipped one.

    Raises:
        RubricError: there is none of that name.
        AuthoredError: the file is unreadable, or not a valid rubric.
    """
    path = authored.at_home(name)
    if path.suffix in {".yaml", ".yml"}:
        return _read(path)
    stem, _, form = name.partition(":")
    if stem not in names():
        raise RubricError(f"there is no rubric {name!r}", hint=f"there are: {', '.join(names())}")
    found = _read(FOLDER / f"{stem}.yaml")
    return found.form(form) if form else found


def _read(path: Path) -> Rubric:
    document = authored.Document(authored.read_text(path), path)
    found, problems = document.model(Rubric)
    if found is not None:
        problems = document.problems(_flaws(found))
    if found is None or problems:
        raise problems[0].as_error("docs/scoring.md")
    return found


def _flaws(rubric: Rubric) -> Iterator[Flaw]:
    """Names that stand twice, or for nothing."""
    seen: set[str] = set()
    for at, skill in enumerate(rubric.skills):
        if skill.id in seen:
            yield Flaw(("skills", at, "id"), f"two skills are called {skill.id!r}", "rename one")
        seen.add(skill.id)
        for place, rule in enumerate(skill.rules):
            where: Place = ("skills", at, "rules", place, "id")
            if rule.id in seen:
                yield Flaw(where, f"two rules are called {rule.id!r}", "rename one")
            if rule.skill != skill.id:
                yield Flaw(where, f"the rule {rule.id!r} belongs to {skill.id!r}", f"call it {skill.id}.…")
            seen.add(rule.id)
    skills = [skill.id for skill in rubric.skills]
    for form, kept in rubric.forms.items():
        if not kept or len(set(kept)) < len(kept):
            yield Flaw(
                ("forms", form), f"the form {form!r} keeps nothing, or something twice", "name each once"
            )
        for name in kept:
            if name not in skills:
                yield Flaw(
                    ("forms", form), f"the form {form!r} keeps {name!r}, which is no skill here",
                    authored.meant(name, skills),
                )  # fmt: skip
