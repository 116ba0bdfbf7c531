"""`practice`: what to practise next, why this and why now; and drills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from simulator.cli import taking
from simulator.cli.drill import drill
from simulator.cli.output import DEFAULT_RUBRIC, json_option, print_json, rubric_option, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.practice.choosing import Choice
    from simulator.practice.history import History
    from simulator.practice.ladder import OnCall
    from simulator.scoring.rubric import Rubric


@click.command()
@click.option("--start", is_flag=True, help="Take that call now.")
@click.option(
    "--drill", "drill_name", metavar="[NAME]", is_flag=False, flag_value="", default=None,
    help="Two minutes instead of a call: three outbursts, one reply each. NAME: a skill or a rule; left out: "
    "what is most urgent.",
)  # fmt: skip
@click.option("--text", "typed", is_flag=True, help="Type the replies of a drill; else they are spoken.")
@rubric_option(DEFAULT_RUBRIC)
@json_option
@click.argument("call_words", metavar="[-- OPTIONS OF call]...", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def practice(
    context: click.Context,
    drill_name: str | None,
    rubric_name: str,
    call_words: tuple[str, ...],
    *,
    start: bool,
    typed: bool,
    as_json: bool,
) -> None:
    """Say what to practise next, and why: one focus, one caller, one dial.

    Chosen by what is weak, what is due again and what is mastered; docs/practice.md has the rules. With
    --start, what stands after "--" is handed to `call`: practice --start -- --push-to-talk
    """
    from simulator.practice import choosing
    from simulator.scoring import rubric

    if call_words and not start:
        raise click.UsageError("options of 'call' go with --start")
    if drill_name is not None and start:
        raise click.UsageError("--start takes a call; --drill is no call")
    if typed and drill_name is None:
        raise click.UsageError("--text goes with --drill")
    by = rubric.load(rubric_name)
    past = history_of(by)
    if drill_name is not None:
        drill(drill_name, past, by, typed=typed, as_json=as_json)
        return
    today = datetime.now().astimezone().date()
    choice = choosing.choose(past, by, cast(), today)
    words = [choice.caller.id, "--intensity", str(choice.level.dial), "--seed", str(choice.seed)]
    if rubric_name != DEFAULT_RUBRIC:
        words += ["--rubric", rubric_name]
    if as_json and not start:
        print_json(_facts(choice, past, today))
        return
    _show(choice, past, today, " ".join(words), tell if start else click.echo)
    if start:
        words += [*(["--json"] if as_json else []), *call_words]
        with taking.call.make_context("call", words, parent=context) as taken:
            taking.call.invoke(taken)
        _came_of_it(choice, past, by)


def history_of(by: Rubric) -> History:
    """The history by a rubric."""
    from simulator.practice import drilled, history
    from simulator.practice.index import Index
    from simulator.store import home

    drills, problems = drilled.all_kept(home(), by.id)
    past = history.gather(Index(home(), tell).rows(), by.id, drills)
    return replace(past, left_out=(*past.left_out, *problems))


@cache
def cast() -> list[OnCall]:
    """Everybody who can ring."""
    from simulator.customer import library
    from simulator.practice.ladder import OnCall

    shelves = (library.load(name) for name in library.names())
    return [OnCall(p.id, p.title, p.difficulty, p.most_intense) for p in (shelf.persona for shelf in shelves)]


def _show(choice: Choice, past: History, today: date, words: str, say: Callable[[str], None]) -> None:
    from simulator.practice import telling

    for reason in past.left_out:
        tell(f"left out: {reason}")
    say(f"Focus: {telling.focus(choice)}")
    if line := _line_to_try(choice):
        say(f"Try:   “{line}”")
    say(f"Goal:  {telling.goal(choice)}")
    say(f"Call:  simmerdown call {words}\n")
    for sentence in telling.sentences(choice, today):
        say(sentence)


def _came_of_it(choice: Choice, past: History, by: Rubric) -> None:
    """What the call came to for the focus."""
    from simulator.practice import telling

    known = {call.call_id for call in past.calls}
    new = [call for call in history_of(by).calls if call.call_id not in known]
    tell(telling.came_of(choice, new[-1] if new else None))


def _line_to_try(choice: Choice) -> str | None:
    """The caller's better line for the focus, where its rule names one."""
    from simulator.customer import library
    from simulator.customer.lines import filled

    if choice.rule.better is None:
        return None
    persona = library.load(choice.caller.id).persona
    line = persona.better.get(choice.rule.better)
    return None if line is None else filled(line, persona.known)


def _facts(choice: Choice, past: History, today: date) -> dict[str, Any]:
    from simulator.practice import telling

    stands = choice.standing
    return {
        "today": today,
        "why": choice.why,
        "skill": choice.skill.id,
        "rule": choice.rule.id,
        "title": choice.rule.title,
        "state": stands.state,
        "latest": stands.latest.percent if stands.latest is not None else None,
        "recent": stands.recent,
        "due": stands.due,
        "persona": choice.caller.id,
        "difficulty": choice.caller.difficulty,
        "intensity": choice.level.dial,
        "seed": choice.seed,
        "try": _line_to_try(choice),
        "goal": telling.goal(choice),
        "reasons": telling.sentences(choice, today),
        "left_out": past.left_out,
    }
