"""`doctor`: is this machine ready?"""

from __future__ import annotations

import sys
from typing import Any

import click

from simulator.cli.output import json_option, print_json, tell


@click.command()
@click.option("--model", default="auto", show_default=True, help="Transcriber: a name, a folder, or auto.")
@click.option(
    "--voice", type=click.Choice(["auto", "neural", "system", "piper"]), default="auto", help="Voice engine."
)
@click.option("--silent", is_flag=True, help="Play no sound: the echo is not checked.")
@json_option
def doctor(model: str, voice: Any, *, silent: bool, as_json: bool) -> None:
    """Try every part of this machine that a call needs, and measure it.

    Plays a chime of a second, to hear whether the microphone hears the loudspeaker. What is found of
    the echo, and how long each transcriber takes, is kept for the calls to come.
    """
    from simulator import checkup, store

    checks = []
    for check in checkup.run(model, voice, cache=store.cache(), home=store.home(), silent=silent):
        checks.append(check)
        if not as_json:
            mark = "ok     " if check.ok else "missing" if not check.needed else "BROKEN "
            click.echo(f"{mark} {check.name:16} {check.fact}")
            if check.remedy:
                click.echo(f"        {'':16} {check.remedy}")
    verdict = checkup.verdict(checks)
    if as_json:
        print_json({"verdict": verdict, "checks": checks})
    else:
        tell(f"\nVerdict: {verdict}.")
    if verdict == "not ready":
        sys.exit(1)
