"""`delivery`: how a recording was spoken."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.output import json_option, print_json, print_table


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def delivery(file: Path, *, as_json: bool) -> None:
    """Measure how FILE is spoken: rate, pauses, loudness and pitch, each with its method and source."""
    from audio.delivery import METHODS, measure
    from audio.errors import SoundFileError
    from audio.wav import read

    measured = measure(read(file))
    if measured.speech_s.value is None:
        raise SoundFileError(
            f"{file}: no speech can be made out in it ({measured.speech_s.reason})",
            hint="record one voice, closer to the microphone and away from noise",
        )
    if as_json:
        print_json(
            {
                "file": str(file),
                "measures": {
                    name: {
                        "value": each.value if each.value is None else round(each.value, 4),
                        "unit": each.unit,
                        "confidence": round(each.confidence, 2),
                        "reason": each.reason,
                        "method": METHODS[name].method,
                        "source": METHODS[name].source,
                    }
                    for name, each in measured
                },
                "pauses": measured.pauses,
            }
        )
        return
    rows = [
        (
            name,
            "not measured" if each.value is None else f"{each.value:.4g} {each.unit}",
            "" if each.value is None else f"{each.confidence:.2f}",
            each.reason or METHODS[name].method,
            METHODS[name].source,
        )
        for name, each in measured
    ]
    print_table(("measure", "value", "sure", "method", "source"), rows)
