"""The workshop's commands that play a persona: by keyboard, or line by line aloud."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.taking import voice_options
from simulator.errors import PersonaError

if TYPE_CHECKING:
    from simulator.customer.dialogue import Reaction
    from simulator.workshop.rehearsal import Rehearsal


def happened(reaction: Reaction, understood: Sequence[str]) -> list[str]:
    """What a reply did, in words."""
    moved = [
        f"{change.reason} {change.after - change.before:+.1f}"
        + (f" “{change.quote}”" if change.quote else "")
        for change in reaction.heat
    ]
    lines = [f"  heard: {', '.join(understood)}"] if understood else []
    lines += [f"  heat {reaction.heat[-1].after:.1f}: {'; '.join(moved)}"] if moved else []
    lines.append(f"  [{reaction.ending or reaction.beat}] {reaction.line.text}")
    return lines


@click.command()
@click.argument("persona")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the customer's wordings.")
@click.option("--intensity", type=click.IntRange(0, 3), default=3, show_default=True, help="The dial.")
@click.option(
    "--warnings", type=click.IntRange(0, 5), default=1, show_default=True, help="The house's policy."
)
def rehearse(persona: str, seed: int, intensity: int, warnings: int) -> None:
    """Take a call from PERSONA by keyboard: no sound, no models; heat and reasons are shown.

    An empty line is silence. End a line with "--" to say it over the customer. Ctrl-D ends.
    """
    from simulator import staging
    from simulator.customer import library
    from simulator.customer.dialogue import Policy
    from simulator.workshop.rehearsal import Rehearsal

    loaded = library.load(persona).persona
    rehearsal = Rehearsal(loaded, staging.ear_of(loaded.language), seed, Policy(warnings, intensity))
    click.echo(f"heat {rehearsal.dialogue.heat:.1f}")
    click.echo(f"  [{rehearsal.dialogue.beat}] {rehearsal.line.text}")
    click.echo(_waits(rehearsal))
    while True:
        click.echo("> ", nl=False)
        text = sys.stdin.readline()
        if not text:
            click.echo("")
            return
        reaction, understood = _rehearsed(rehearsal, text.strip())
        for line in happened(reaction, understood):
            click.echo(line)
        if reaction.ending is not None:
            click.echo(f"The call ended: {reaction.ending}.")
            return
        click.echo(_waits(rehearsal))


def _waits(rehearsal: Rehearsal) -> str:
    """What the customer waits for."""
    ways = (
        f"{' + '.join(' | '.join(want) for want in way.wants)} -> {way.then}"
        for way in rehearsal.dialogue.ways
    )
    return f"  waits for: {'; '.join(ways)}"


def _rehearsed(rehearsal: Rehearsal, text: str) -> tuple[Reaction, Sequence[str]]:
    if not text:
        return rehearsal.wait(0.0), ()
    reaction = rehearsal.say(text.removesuffix("--").strip() or "well", interrupted=text.endswith("--"))
    return reaction, sorted(rehearsal.reply.shown) if rehearsal.reply is not None else ()


@click.command()
@click.argument("persona")
@click.option(
    "--heat", type=click.FloatRange(0, 10), help="At this heat; else as hot as the line is written."
)
@click.option("--only", "part", default="", help="Only lines whose id contains this: a beat, 'hot', 'end:'.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Write WAVs here instead."
)
@click.option("--speaker", help="Loudspeaker: name, part of a name, or number.")
@voice_options
def listen(
    persona: str,
    heat: float | None,
    part: str,
    output: Path | None,
    speaker: str | None,
    voice: Any,
    *,
    phone: bool,
) -> None:
    """Hear the lines of PERSONA, one after the other."""
    from audio import voices, wav
    from audio.devices import play
    from simulator import store
    from simulator.customer import library
    from simulator.customer.drawing import every_line
    from simulator.engines import Studio

    shelf = library.load(persona)
    lines = [line for line in every_line(shelf.persona) if part in line.id]
    if not lines:
        raise PersonaError(f"no line of {persona!r} has {part!r} in its id", hint="see 'personas show'")
    chosen = voices.choose(voice, shelf.persona.caller.traits, cache=store.cache() / "lines")
    studio = Studio(chosen, phone=phone, folder=shelf.path.parent)
    for line in lines:
        clip = studio.render(line if heat is None else replace(line, heat=heat))
        click.echo(f"{line.id}: {line.text}")
        if output is None:
            play(clip, speaker)
        else:
            output.mkdir(parents=True, exist_ok=True)
            wav.write(output / f"{re.sub('[/:]', '-', line.id)}.wav", clip)
