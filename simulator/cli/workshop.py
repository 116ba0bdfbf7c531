"""The workshop's commands that make, check and try a persona's file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import json_option, out_option, print_json, tell
from simulator.cli.rehearsal import happened

if TYPE_CHECKING:
    from simulator.workshop.fuzz import Coverage
    from simulator.workshop.trial import Trial

some_personas = click.argument("personas", nargs=-1, metavar="[PERSONA]...")
"""Names or files; none: all that come with the program."""


@click.command()
@some_personas
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@json_option
def check(personas: Sequence[str], *, strict: bool, as_json: bool) -> None:
    """Find what is wrong in personas and their plans: names or files; all shipped ones without any."""
    from simulator import staging
    from simulator.customer import library
    from simulator.workshop import check as checks

    names = personas or library.names()
    found = [problem for name in names for problem in checks.problems(library.find(name), staging.ear_of)]
    errors = sum(problem.severity == "error" for problem in found)
    if as_json:
        print_json(
            [
                {"file": str(p.path), "line": p.line, "column": p.column, "severity": p.severity,
                 "what": p.what, "hint": p.hint}
                for p in found
            ]
        )  # fmt: skip
    else:
        for problem in found:
            click.echo(f"{problem.path}:{problem.line}:{problem.column}: {problem.severity}: {problem.what}")
            if problem.hint:
                click.echo(f"    {problem.hint}")
        warnings = len(found) - errors
        click.echo(
            f"{_count(len(names), 'persona')}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"
        )
    sys.exit(1 if errors or (strict and found) else 0)


@click.command()
@some_personas
@click.option("-v", "--verbose", is_flag=True, help="Show every call step by step.")
@json_option
def test(personas: Sequence[str], *, verbose: bool, as_json: bool) -> None:
    """Play the planned calls (NAME.plan.yaml) by text: is what happens what the author expects?"""
    from simulator import staging
    from simulator.customer import library
    from simulator.workshop import plan, trial

    failed = 0
    results: list[dict[str, object]] = []
    for name in personas or library.names():
        shelf = library.load(name)
        planned, document = plan.with_places(shelf.path)
        trials = trial.run(shelf.persona, planned, staging.ear_of(shelf.persona.language))
        for one in trials:
            wrong = document.problems(one.flaws)
            failed += bool(wrong)
            results.append(
                {
                    "persona": shelf.persona.id,
                    "call": one.call.name,
                    "passed": not wrong,
                    "problems": [str(problem) for problem in wrong],
                }
            )
            if not as_json:
                _report(shelf.persona.id, one, [*wrong], verbose=verbose)
    if as_json:
        print_json(results)
    else:
        click.echo(f"{_count(len(results), 'call')}, {failed} not as planned")
    sys.exit(1 if failed else 0)


def _report(persona: str, one: Trial, wrong: Sequence[Any], *, verbose: bool) -> None:
    click.echo(f"{'FAIL' if wrong else 'ok  '} {persona}: {one.call.name}")
    if verbose or wrong:
        for moment in one.moments:
            said = moment.step.says or f"(silent for {moment.step.silence_s:g} s)"
            click.echo(f"       you: {said}")
            for line in happened(moment.reaction, moment.understood):
                click.echo(f"       {line}")
    for problem in wrong:
        click.echo(f"  {problem}")
        if problem.hint:
            click.echo(f"      {problem.hint}")


@click.command()
@some_personas
@click.option("--calls", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the first call.")
@click.option("--intensity", type=click.IntRange(0, 3), help="The dial; all of its levels in turn without.")
@json_option
def fuzz(personas: Sequence[str], calls: int, seed: int, intensity: int | None, *, as_json: bool) -> None:
    """Let simulated trainees (good, clumsy, hostile, silent) take many calls; tell what was never reached."""
    from simulator.customer import library
    from simulator.workshop import fuzz as autoplay

    sound, results = True, []
    for name in personas or library.names():
        persona = library.load(name).persona
        coverage = autoplay.play(persona, calls, seed, dial=intensity)
        missed = {
            "beats": coverage.missed_beats(persona),
            "endings": coverage.missed_endings(persona) if intensity is None else [],
            "lines": coverage.missed_lines(persona),
        }
        sound = sound and coverage.sound and not (missed["beats"] or missed["endings"])
        results.append({"persona": persona.id, "missed": missed, **_counted(coverage)})
        if not as_json:
            _tell_coverage(persona.id, coverage, missed)
    if as_json:
        print_json(results)
    sys.exit(0 if sound else 1)


def _counted(coverage: Coverage) -> dict[str, Any]:
    return {
        "calls": coverage.calls,
        "endings": {kind: dict(sorted(counted.items())) for kind, counted in coverage.endings.items()},
        "endless": coverage.endless,
        "unmoved": coverage.unmoved,
        "repeated": coverage.repeated,
        "too_sharp": coverage.too_sharp,
    }


def _tell_coverage(name: str, coverage: Coverage, missed: dict[str, Any]) -> None:
    click.echo(f"{name}: {_count(coverage.calls, 'call')}")
    for kind, counted in coverage.endings.items():
        shares = ", ".join(f"{ending} {count}" for ending, count in counted.most_common())
        click.echo(f"  {kind:<8} {shares}")
    for what, names in missed.items():
        if names:
            click.echo(f"  never reached, {what}: {', '.join(names)}")
    for what, faults in (
        ("calls that never ended", coverage.endless),
        ("calls in which the heat never moved", coverage.unmoved),
        ("lines said twice running", coverage.repeated),
        ("lines above the dial", coverage.too_sharp),
    ):
        if faults:
            click.echo(f"  {what}: {len(faults)}, first {faults[0]}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _id(context: click.Context, option: click.Parameter, value: str) -> str:  # noqa: ARG001 - click's own
    """Refuse what can't be an id before the other questions are asked."""
    from simulator.workshop.scaffold import valid_id

    if not valid_id(value):
        raise click.BadParameter("small letters, digits and hyphens, as in broken-lamp")
    return value


@click.command()
@click.option(
    "--id",
    "name",
    prompt="Name of the file (small letters, hyphens)",
    callback=_id,
    help="Name of the files.",
)
@click.option("--title", prompt="What the call is about, in a few words", help="Title.")
@click.option("--caller", prompt="The caller's name", help="Name of the caller.")
@click.option(
    "--gender",
    type=click.Choice(["female", "male"]),
    prompt="The caller's voice",
    help="Voice of the caller.",
)
@click.option("--company", prompt="The company that the trainee answers for", help="Company.")
@click.option(
    "--domain", prompt="The line of business (such as furniture delivery)", help="Line of business."
)
@click.option(
    "--problem",
    prompt="What happened, as the caller says it (you sent me a broken lamp)",
    help="What happened.",
)
@click.option(
    "--number", prompt="What must the trainee ask for (order number)", help="What must be asked for."
)
@click.option("--value", prompt="And its value, as it is said (four two seven)", help="Its value.")
@click.option(
    "--remedy", prompt="What the trainee can offer, one word (replacement)", help="What can be offered."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where to write it (here).",
)
def new(
    name: str,
    title: str,
    caller: str,
    gender: str,
    company: str,
    domain: str,
    problem: str,
    number: str,
    value: str,
    remedy: str,
    folder: Path,
) -> None:
    """Write a new persona and its plan: valid, commented, to be made your own. Asks for what is not given."""
    from simulator.workshop import scaffold

    answers = scaffold.Answers(name, title, caller, gender, company, domain, problem, number, value, remedy)
    for path in scaffold.write(answers, folder):
        click.echo(f"{path}")
    tell(
        f"Next: simmerdown personas check {folder / name}.yaml, then edit it; "
        f"simmerdown personas rehearse {folder / name}.yaml is a call by keyboard."
    )


@click.command()
@click.argument("persona")
@out_option(text="An .svg or .mmd file.")
def graph(persona: str, output: Path | None) -> None:
    """Draw the beats of PERSONA: Mermaid text on the screen, or with -o an SVG or Mermaid file."""
    from simulator.customer import library
    from simulator.workshop import graph as drawing

    loaded = library.load(persona).persona
    if output is None:
        click.echo(drawing.mermaid(loaded), nl=False)
        return
    if output.suffix not in {".svg", ".mmd"}:
        raise click.UsageError("-o: the file's name must end with .svg or .mmd")
    text = drawing.svg(loaded) if output.suffix == ".svg" else drawing.mermaid(loaded)
    output.write_text(text, encoding="utf-8")
    click.echo(str(output))
