"""`hear`, `say`, `devices`, `voices` and `models`: the engines by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from simulator.cli.output import json_option, out_option, print_json, print_table, tell


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", default="auto", show_default=True, help="Transcriber: a name, a folder, or auto.")
@json_option
def hear(file: Path, model: str, *, as_json: bool) -> None:
    """Transcribe FILE in turns, each over after the same silence: words, and when each was decided over."""
    from audio import weights
    from audio.detect import SileroDetector
    from audio.hearing import hear_all
    from audio.wav import read
    from audio.whisper import WhisperTranscriber
    from simulator import budget, store

    samples = read(file)
    pick = budget.pick(model, store.cache(), tell)
    transcriber = WhisperTranscriber(weights.find(pick.model, cache=store.cache()), threads=pick.threads)
    turns = hear_all(samples, SileroDetector(), transcriber)
    words = [
        {"word": word.text, "start_s": word.start_s, "end_s": word.end_s, "p": word.p}
        for turn in turns
        for word in turn.words
    ]
    text = " ".join(turn.text for turn in turns if turn.text)
    if as_json:
        print_json(
            {
                "file": str(file),
                "model": transcriber.name,
                "text": text,
                "words": words,
                "turns": [
                    {"start_s": t.start_s, "end_s": t.end_s, "decided_s": t.decided_s, "text": t.text}
                    for t in turns
                ],
            }
        )
    else:
        for turn in turns:
            click.echo(f"{turn.start_s:7.2f} - {turn.end_s:6.2f}  {turn.text}")
        if not turns:
            tell("no speech in it")


@click.command()
@click.argument("text")
@click.option(
    "--heat", type=click.FloatRange(0, 10), default=5.0, show_default=True, help="0 calm, 10 shouting."
)
@click.option(
    "--voice", type=click.Choice(["auto", "neural", "system", "piper"]), default="auto", help="Voice engine."
)
@click.option(
    "--gender", type=click.Choice(["female", "male"]), default="female", show_default=True, help="Voice."
)
@click.option("--phone/--no-phone", default=True, help="Telephone sound (on).")
@out_option(text="Write a WAV instead of playing it.")
@click.option("--speaker", help="Loudspeaker: name, part of a name, or number.")
def say(
    text: str,
    heat: float,
    voice: Any,
    gender: Any,
    output: Path | None,
    speaker: str | None,
    *,
    phone: bool,
) -> None:
    """Speak TEXT as a customer would. Marks such as [pause], [sigh], [shout] and *word* are performed."""
    from audio import voices, wav
    from audio.devices import play
    from audio.pcm import RATE
    from audio.performance import parts
    from audio.ports import Traits
    from simulator import store
    from simulator.customer.drawing import Line
    from simulator.engines import Studio

    try:
        parts(text)
    except ValueError as error:
        raise click.UsageError(f"TEXT: {error}") from error
    chosen = voices.choose(voice, Traits(gender), cache=store.cache() / "lines")
    clip = Studio(chosen, phone=phone).render(Line("say", text, heat, script=text))
    if output is not None:
        wav.write(output, clip)
        click.echo(f"{output}: {len(clip) / RATE:.1f} s, {chosen.name}")
    else:
        play(clip, speaker)


@click.command()
@json_option
def devices(*, as_json: bool) -> None:
    """List microphones and loudspeakers."""
    from audio.devices import devices as known_devices

    known = known_devices()
    if as_json:
        print_json(known)
    elif known:
        rows = [[d.index, d.kind, d.name, f"{d.rate:.0f} Hz", "default" if d.default else ""] for d in known]
        print_table(("number", "kind", "name", "rate", ""), rows)
    else:
        tell("no sound devices; calls can be taken from a file with --mic-file")


@click.command()
@json_option
def voices(*, as_json: bool) -> None:
    """List the voice engines and what they have."""
    from audio import voices as engines
    from audio.voices.catalogue import catalogue

    known = catalogue()
    if as_json:
        print_json(known)
    else:
        print_table(
            ("engine", "voice", "gender", "note"), [[v.engine, v.name, v.gender, v.note] for v in known]
        )
        tell(f"'auto' takes the first of: {', '.join(engines.installed())}")


@click.command()
@click.option(
    "--download", metavar="NAME", help="Download a model; this is the one command that uses the network."
)
@json_option
def models(download: str | None, *, as_json: bool) -> None:
    """List the transcriber's models and where they come from."""
    from audio import weights
    from simulator import store

    if download is not None:
        found = weights.find(download, cache=store.cache(), may_download=lambda _: True)
        tell(f"{found.name}: {found.folder}")
    known = weights.known()
    if as_json:
        print_json(known)
    else:
        print_table(
            ("model", "here", "how to get it"), [[m.name, "yes" if m.here else "", m.how] for m in known]
        )
