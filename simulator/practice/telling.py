"""The choice and the progress in plain sentences that name figures and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from simulator.customer.lines import INTENSITIES
from simulator.dates import day
from simulator.practice.choosing import Choice
from simulator.practice.history import Played
from simulator.practice.ladder import FIRST, LADDER, needed
from simulator.practice.mastery import (
    CALLS_IN_A_ROW,
    LEAST_DIFFICULTY,
    LOW_PERCENT,
    MET_PERCENT,
    RECENT,
    Result,
    Standing,
)  # fmt: skip
from simulator.practice.progress import Moment, Progress
from simulator.scoring.moments import SHARP

STATES = {"weak": "weak", "met": "met", "mastered": "mastered", "new": "not measured"}
"""A skill's state in words."""


def focus(choice: Choice) -> str:
    """The focus in a few words."""
    leave_out = "leave this out: " if choice.rule.avoid else ""
    return f"{leave_out}{choice.rule.title} ({choice.skill.title})"


def sentences(choice: Choice, today: date) -> tuple[str, ...]:
    """Why this focus, why now, and why this caller."""
    return (*_why_now(choice, today), *_why_this_rule(choice), *_why_this_caller(choice))


def _why_now(choice: Choice, today: date) -> Iterator[str]:
    title, stands = choice.skill.title, choice.standing
    latest = stands.latest
    if latest is None or stands.due is None:
        share = f"it carries {choice.skill.weight:g} of the score's points"
        yield f"No call has measured {title} yet, and nothing else is weak or due; {share}."
        return
    reached = f"{title} reached {latest.percent} % in your call of {day(latest.call.on)}"
    recent = f"{stands.recent} % in the mean of {_calls(min(len(stands.results), RECENT))}"
    if choice.why == "weak":
        yield f"{reached}; {MET_PERCENT} % is the mark."
        if choice.others:
            yield f"Of {choice.others + 1} skills under the mark it is the lowest, with {recent}."
        else:
            yield f"It is the only skill under the mark, with {recent}."
        return
    yield f"{reached}: {_run(stands)}."
    if choice.why == "ahead":
        yield f"Nothing is weak or due today; {title} is due first, on {day(stands.due)}. You may also rest."
    else:
        late = (today - stands.due).days
        was = "since today" if not late else "since yesterday" if late == 1 else f"for {late} days"
        mastered = " It is mastered, so this is to keep it." if choice.why == "review" else ""
        yield f"Nothing is weak; it has been due again {was} ({day(stands.due)}).{mastered}"


def _run(stands: Standing) -> str:
    """How often in a row it was met, and on how many days."""
    calls, days = len(stands.run), len({result.call.on for result in stands.run})
    if calls == 1:
        return "met once since it was last missed"
    return f"met in {calls} calls in a row, on {days} day{'s' if days > 1 else ''}"


def _why_this_rule(choice: Choice) -> Iterator[str]:
    rule, found = choice.rule, choice.evidence
    focus = f"Within it: “{rule.title}”"
    if not found:
        yield f"{focus}, which no call has called for yet."
        return
    won, possible = sum(each.won for each in found), sum(each.possible for each in found)
    times = _calls(len(found))
    if not sum(each.short for each in found):
        nothing = "no points lost" if rule.avoid else f"{won:g} of {possible:g} points"
        yield f"{focus}: {nothing} in {times} that counted it. Nothing in the skill cost more."
    elif rule.avoid:
        yield f"{focus}: it cost {-won:g} points in {times} that counted it, the most of its skill."
    else:
        yield f"{focus}: {won:g} of {possible:g} points in {times} that counted it, the most that was missed."


def _why_this_caller(choice: Choice) -> Iterator[str]:
    level, caller = choice.level, choice.caller
    dial = f"up to {INTENSITIES[level.dial]!r}"
    if choice.standing.latest is None:
        first = LADDER[FIRST]
        yield f"A first call for a skill begins at difficulty {first.difficulty}, dial {first.dial}."
    else:
        yield _why_this_step(choice, choice.standing.latest)
    if level.dial == needed(choice.rule) > SHARP:
        yield f"The focus needs a caller who goes {dial}."
    known = {0: "has not rung before", 1: "has rung once"}.get(choice.seed, f"has rung {choice.seed} times")
    yield (
        f"So: difficulty {level.difficulty}, {dial} (dial {level.dial}). Of the callers nearest to that you "
        f"know {caller.id} least: {caller.title!r}, difficulty {caller.difficulty}, {known}."
    )


def _why_this_step(choice: Choice, latest: Result) -> str:
    scored = latest.call.scored
    was = f"{latest.call.persona}, difficulty {scored.difficulty}, dial {scored.dial}"
    then = {
        "up": "met, so one step harder",
        "down": f"as the one before, under {LOW_PERCENT} %, so one step easier",
    }.get(choice.step, "not yet met, so as hard again")
    return f"Your last call for it ({was}) came to {latest.percent} %: {then}."


def goal(choice: Choice) -> str:
    """What is to be reached."""
    left = CALLS_IN_A_ROW - len(choice.standing.towards)
    if choice.standing.state == "mastered":
        return f"Keep it: {MET_PERCENT} % or more in {choice.skill.title}."
    return (
        f"{MET_PERCENT} % or more in {choice.skill.title}; {left} more such call{'s' if left > 1 else ''} "
        f"with callers of difficulty {LEAST_DIFFICULTY} or more, and it is mastered."
    )


def came_of(choice: Choice, call: Played | None) -> str:
    """What a call came to for the focus that it was taken for; None: it does not count."""
    title, rule = choice.skill.title, choice.rule
    if call is None:
        return f"The call did not come to its end, so it does not count for {title}."
    percent, points = call.scored.skills.get(choice.skill.id), call.scored.rules.get(rule.id)
    if percent is None or points is None:
        return f"The call gave no occasion for “{rule.title}”, or it could not be measured."
    came = f"{-points.won:g} points lost" if rule.avoid else f"{points.won:g} of {points.possible:g} points"
    met = "met" if percent >= MET_PERCENT else f"not yet met ({MET_PERCENT} %)"
    return f"Focus “{rule.title}”: {came}. {title}: {percent} %, {met}."


def _calls(count: int) -> str:
    return "one call" if count == 1 else f"the last {count} calls"


def span(found: Progress) -> str:
    """Which calls count, and what is mastered."""
    if not found.calls:
        return "No scored call yet: 'simmerdown practice --start' takes the first one."
    calls = "One call" if len(found.calls) == 1 else f"{len(found.calls)} calls"
    first, last = found.calls[0].on, found.calls[-1].on
    when = f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
    told = [f"{line.title} (since {day(on)})" for line in found.lines if (on := line.standing.mastered_on)]
    mastered = f"Mastered: {', '.join(told)}." if told else "Nothing is mastered yet."
    return f"{calls} {when}, scored by “{found.rubric}”. {mastered}"


def tried(moment: Moment) -> str:
    """What came of each try of a moment, the call's own total first."""
    return " → ".join("?" if total is None else str(total) for total in moment.totals)
