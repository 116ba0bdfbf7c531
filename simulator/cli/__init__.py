"""The command line: one file for each group of commands.

Engines are imported inside commands, so that `--help` and `calls` answer at once.
"""

from __future__ import annotations

import os
import sys

import click

from audio.errors import SimmerdownError
from simulator import __version__
from simulator.cli import (
    agreement,
    calls,
    coach,
    correct,
    delivery,
    doctor,
    ear,
    export,
    note,
    personas,
    practice,
    privacy,
    progress,
    rate,
    redo,
    report,
    scores,
    sound,
    taking,
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="simmerdown")
@click.pass_context
def simmerdown(context: click.Context) -> None:
    """Practise calming irate callers, out loud.

    Without a command: takes a call from the first persona, or, on a machine without a sound
    device, runs the demo.
    """
    if context.invoked_subcommand is None:
        taking.main_job(context)


for _command in (
    taking.call, taking.demo,
    calls.calls, calls.show, calls.replay,
    scores.score, scores.rescore, scores.compare, scores.turns, scores.rubrics,
    redo.redo, correct.correct,
    report.report,
    personas.personas,
    ear.cues, ear.teach,
    sound.hear, sound.say, sound.devices, sound.voices, sound.models,
    delivery.delivery,
    rate.rate, note.note,
    privacy.delete, privacy.keep,
    doctor.doctor,
    coach.share, coach.review, agreement.agreement, export.export,
    practice.practice, progress.progress,
):  # fmt: skip
    simmerdown.add_command(_command)


def main() -> None:
    """The console script: errors become a sentence and a hint, and exit code 1."""
    try:
        left = simmerdown.main(prog_name="simmerdown", standalone_mode=False)
        sys.exit(left if isinstance(left, int) else 0)  # an exit code, where a command gave one
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except SimmerdownError as error:
        click.echo(f"simmerdown: {error.what}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone: nothing to tell it
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:  # a full disk, a folder without permission
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"simmerdown: {where}{error.strerror or error}", err=True)
        click.echo("  check that the disk has room and that you may write there", err=True)
        sys.exit(1)
    except Exception as error:  # the edge: no traceback for the user
        if os.environ.get("SIMMERDOWN_DEBUG"):
            raise
        click.echo(f"simmerdown: unexpected {type(error).__name__}: {error}", err=True)
        click.echo("  this is a fault of the program; SIMMERDOWN_DEBUG=1 shows where it arose", err=True)
        sys.exit(1)
