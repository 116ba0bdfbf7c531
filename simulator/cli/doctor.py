"""`doctor`: is this machine ready?"""

from __future__ import annotations

import sys
from typing import Any

import click

from simulator.cli.output import json_option, print_json, tell


@click.command()
@click.option("--model", default="tiny.en", show_default=True, help="Transcriber: a name or a folder.")
@click.option(
    "--voice", type=click.Choice(["auto", "neural", "system", "piper"]), default="auto", help="Voice engine."
)
@json_option
def doctor(model: str, voice: Any, *, as_json: bool) -> None:
    """Try every part of this machine that a call needs, and measure it."""
    from simulator import checkup, store

    checks = []
    for check in checkup.run(model, voice, store.cache()):
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
