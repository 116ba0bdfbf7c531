"""`call` and `demo`: take a call, or watch one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audio.errors import DeviceError
from simulator.cli.conclude import conclude
from simulator.cli.output import (
    DEFAULT_RUBRIC,
    json_option,
    progress,
    rubric_option,
    somebody_is_there,
    tell,
)
from simulator.cli.privacy import before_recording, yes_option
from simulator.cli.rate import rate_option
from simulator.cli.room import ears_for, room_of

if TYPE_CHECKING:
    from audio.ports import Card
    from simulator.customer.library import Shelf
    from simulator.engines import Choice, Engines
    from simulator.record import RecordWriter
    from simulator.staging import Options

_TRIES_FOR_NAMED = 5
FIRST_PERSONA = "billing-dispute"
PATIENCE = {"short": 0.6, "usual": 1.0, "long": 1.6}
"""Levels of patience (see `audio.turns.Patience`)."""
DIAL = 2  # threats are for whoever asks for them


def engine_options(command: Any) -> Any:
    """The options that choose engines."""
    model = click.option(
        "--model", default="auto", show_default=True,
        help="Transcriber: a name or a folder; auto: the best one here that is fast enough.",
    )  # fmt: skip
    return model(voice_options(command))


def voice_options(command: Any) -> Any:
    """The options that choose the customer's voice."""
    for option in (
        click.option(
            "--voice", type=click.Choice(["auto", "neural", "system", "piper"]), default="auto",
            show_default=True, help="Voice engine.",
        ),
        click.option("--phone/--no-phone", default=True, help="Telephone sound for the customer (on)."),
    ):  # fmt: skip
        command = option(command)
    return command


def call_options(command: Any) -> Any:
    """The options that say how a call goes."""
    for option in (
        click.option("--seed", type=int, default=0, show_default=True, help="Draws the customer's wordings."),
        click.option(
            "--intensity", type=click.IntRange(0, 3), default=DIAL, show_default=True,
            help="How far the customer may go: 0 discontent, 1 sharp, 2 insults, 3 threats.",
        ),
        click.option(
            "--warnings", type=click.IntRange(0, 5), default=1, show_default=True,
            help="Warnings that are due before an abusive call may be ended.",
        ),
        rubric_option(DEFAULT_RUBRIC),
    ):  # fmt: skip
        command = option(command)
    return command


def main_job(context: click.Context) -> None:
    """A call where there is a sound device, else the demo."""
    from audio.devices import devices, pick

    try:
        known = devices()
        pick("mic", None, known)
        pick("speaker", None, known)
    except DeviceError as error:
        tell(f"No call here: {error.what}. Running the demo instead.")
        context.invoke(demo)
        return
    context.invoke(call, persona=FIRST_PERSONA)


@click.command()
@click.argument("persona", default=FIRST_PERSONA)
@click.option("--mic-file", type=click.Path(path_type=Path), help="Take the trainee's side from a recording.")
@click.option("--speaker-file", type=click.Path(path_type=Path), help="Write the customer's side to a WAV.")
@click.option("--mic", help="Microphone: name, part of a name, or number.")
@click.option("--speaker", help="Loudspeaker, likewise.")
@click.option(
    "--ears", type=click.Choice(["auto", "cancel", "open", "half"]), default="auto", show_default=True,
    help="While the customer speaks: cancel the echo, listen as it is (headset), or do not listen; "
    "auto: cancel, unless a check found that the echo stays.",
)  # fmt: skip
@click.option(
    "--patience", type=click.Choice(list(PATIENCE)), default="usual", show_default=True,
    help="How long the customer waits when you pause.",
)  # fmt: skip
@click.option("--push-to-talk", is_flag=True, help="Space says when you speak and have finished.")
@yes_option
@rate_option
@call_options
@engine_options
@json_option
def call(
    persona: str,
    mic_file: Path | None,
    speaker_file: Path | None,
    mic: str | None,
    speaker: str | None,
    ears: str,
    patience: str,
    push_to_talk: bool,  # noqa: FBT001 - click passes flags so
    yes: bool,  # noqa: FBT001 - likewise
    rate: bool,  # noqa: FBT001 - likewise
    seed: int,
    intensity: int,
    warnings: int,
    rubric_name: str,
    model: str,
    voice: Any,
    phone: bool,  # noqa: FBT001 - click passes flags so
    as_json: bool,  # noqa: FBT001 - likewise
) -> None:
    """Take a call from PERSONA (a name, or a persona's file)."""
    from audio.turns import Patience
    from simulator.customer import library
    from simulator.customer.dialogue import Policy
    from simulator.engines import Choice
    from simulator.scoring import rubric
    from simulator.staging import Options

    if push_to_talk and (mic_file is not None or not sys.stdin.isatty()):
        raise click.UsageError("--push-to-talk needs a keyboard, and a live call")
    if mic_file is not None and (mic or speaker):
        raise click.UsageError("--mic and --speaker choose devices; with --mic-file there are none")
    if speaker_file is not None:
        if mic_file is None:
            raise click.UsageError("--speaker-file goes with --mic-file; a live call's record has the sound")
        if speaker_file.resolve() == mic_file.resolve():
            raise click.UsageError("--speaker-file would overwrite the --mic-file")
    shelf = library.load(persona)
    by = rubric.load(rubric_name)  # before the call, not after it, a wrong one is told
    choice = Choice(model_of(model), voice, phone)
    options = Options(
        seed=seed,
        patience=Patience(level=PATIENCE[patience]),
        push_to_talk=push_to_talk,
        policy=Policy(warnings, intensity),
    )
    if mic_file is not None:
        writer = recorded_call(shelf, choice, mic_file, speaker_file, options, yes=yes)
    else:
        writer = live_call(shelf, choice, (mic, speaker), ears, options, yes=yes)
    conclude(writer.folder, by, as_json=as_json, rate=rate)


@click.command()
@click.argument("persona", default=FIRST_PERSONA)
@click.option(
    "--path", "path_name", default="good", show_default=True, help="Which call of the plan to play."
)
@click.option("--speaker-file", type=click.Path(path_type=Path), help="Write the customer's side to a WAV.")
@call_options
@engine_options
@json_option
@click.pass_context
def demo(
    context: click.Context,
    persona: str,
    path_name: str,
    speaker_file: Path | None,
    seed: int,
    intensity: int,
    warnings: int,
    rubric_name: str,
    model: str,
    voice: Any,
    phone: bool,  # noqa: FBT001 - click passes flags so
    as_json: bool,  # noqa: FBT001 - likewise
) -> None:
    """Watch a call: a spoken trainee (another voice) answers, faster than real time.

    Everything is real but the people: voices, speech detection, transcription, dialogue, score. Seed,
    intensity and warnings are as planned, unless given.
    """
    from audio import voices
    from audio.pcm import RATE, silence
    from audio.ports import Traits
    from simulator import store
    from simulator.customer import library
    from simulator.customer.dialogue import Policy
    from simulator.engines import Choice
    from simulator.offline import ScriptedTrainee
    from simulator.scoring import rubric
    from simulator.staging import Options
    from simulator.workshop import plan

    shelf = library.load(persona)
    by = rubric.load(rubric_name)  # before the call, not after it, a wrong one is told
    planned = plan.beside(shelf.path).call(path_name)
    seed, intensity, warnings = (
        wanted if _given(context, name) else as_planned
        for name, wanted, as_planned in (
            ("seed", seed, planned.seed),
            ("intensity", intensity, planned.intensity),
            ("warnings", warnings, planned.warnings),
        )
    )
    options = Options(seed=seed, demo=True, policy=Policy(warnings, intensity))
    engines = _engines(shelf, Choice(model_of(model), voice, phone), intensity)
    gender = shelf.persona.caller.gender
    other = voices.choose(
        voice, Traits("male" if gender == "female" else "female"), cache=store.cache() / "lines"
    )
    with progress("the trainee's lines", len(planned.steps)) as count:
        lines = []
        for step in planned.steps:
            quiet_s = step.silence_s or 0.0
            lines.append(silence(round(quiet_s * RATE)) if step.says is None else other.say(step.says, 1.0))
            count()
    tell(f"{shelf.persona.caller.name} is calling. (A demo: the trainee is a voice, too.)")
    writer = _offline(shelf, engines, ScriptedTrainee(lines), speaker_file, options)
    conclude(writer.folder, by, as_json=as_json, watched=True)


def _given(context: click.Context, option: str) -> bool:
    """Whether the user gave an option, or it has its default."""
    source = context.get_parameter_source(option)
    return source is not None and source.name not in {"DEFAULT", "DEFAULT_MAP"}


def recorded_call(
    shelf: Shelf,
    choice: Choice,
    mic_file: Path,
    speaker_file: Path | None,
    options: Options,
    *,
    yes: bool = False,
) -> RecordWriter:
    """A call with a recording in the place of the trainee."""
    from audio.files import WavMic

    mic = WavMic(mic_file)
    engines = _engines(shelf, choice, options.policy.intensity)
    before_recording(yes=yes)
    return _offline(shelf, engines, mic, speaker_file, options)


def _offline(
    shelf: Shelf, engines: Engines, mic: Any, speaker_file: Path | None, options: Options
) -> RecordWriter:
    """A call without a sound card, shown as it happens."""
    from audio.files import WavSpeaker
    from simulator import offline, staging
    from simulator.cli.screen import Transcript
    from simulator.engines import InlineJobs
    from simulator.store import Store

    speaker = WavSpeaker(speaker_file) if speaker_file is not None else None
    session, writer = staging.begin(
        shelf, engines, InlineJobs(engines), options, store=Store(), now=datetime.now().astimezone()
    )
    screen = Transcript(shelf.persona.caller.name)
    try:
        offline.run(session, mic, speaker, watch=lambda: screen.show(session.take_events()))
    finally:
        writer.close()
    return writer


def live_call(
    shelf: Shelf,
    choice: Choice,
    names: tuple[str | None, str | None],
    ears: str,
    options: Options,
    *,
    yes: bool = False,
) -> RecordWriter:
    """A call on a sound card."""
    from audio.echo import Aec3
    from audio.soundcard import SoundCard
    from simulator import staging
    from simulator.cli.screen import LiveScreen
    from simulator.engines import WorkerJobs
    from simulator.live import Pump
    from simulator.store import Store

    interactive = somebody_is_there()
    card = SoundCard(*names)  # better to fail before the voices are made than after
    try:
        room = room_of(card, check=interactive and ears == "auto")
    finally:
        card.close()
    before_recording(yes=yes)
    if ears == "auto":
        ears = ears_for(room)
    measured_s = room.delay_s if room is not None else None
    delay_s = sum(card.latency_s) + card.added_latency_s if measured_s is None else measured_s
    canceller = Aec3(delay_s) if ears == "cancel" else None
    engines = _engines(shelf, choice, options.policy.intensity)
    screen = LiveScreen(shelf.persona, interactive=interactive, push_to_talk=options.push_to_talk)
    screen.briefing(options.policy.intensity)
    options = replace(
        options, answer_after_s=None if interactive else options.answer_after_s, open_ears=ears != "half"
    )
    jobs = WorkerJobs(engines)
    session, writer = staging.begin(
        shelf, engines, jobs, options, store=Store(), now=datetime.now().astimezone()
    )
    pump = Pump(session, _opener(*names), canceller)
    try:
        pump.start()
    except DeviceError:
        jobs.close()
        writer.discard()
        raise
    try:
        screen.follow(pump)
    finally:
        pump.close()
        jobs.close()
        writer.close()
    if pump.failure is not None:
        raise pump.failure
    return writer


def model_of(model: str) -> str:
    """The model by its own name, where the user left the choice to us."""
    from simulator import budget, store

    return budget.pick(model, store.cache(), tell).model


def _opener(mic: str | None, speaker: str | None) -> Callable[[], Card]:
    """Opens the devices; when a named one stays away, the system's default after a few tries."""
    from audio.soundcard import SoundCard

    failures = 0

    def opened() -> Card:
        nonlocal failures
        try:
            card = SoundCard(mic, speaker)
        except DeviceError:
            failures += 1
            if failures < _TRIES_FOR_NAMED:
                raise
            return SoundCard()
        failures = 0
        return card

    return opened


def _engines(shelf: Shelf, choice: Choice, intensity: int) -> Engines:
    """The engines, with every line of the persona rendered."""
    from simulator import engines, store
    from simulator.customer.drawing import every_line

    _mention_interrupted()
    loaded = engines.load(
        choice,
        shelf.persona.caller.traits,
        cache=store.cache(),
        language=shelf.persona.language,
        recordings=shelf.path.parent,
        may_download=_consent,
    )
    lines = list(every_line(shelf.persona, intensity))
    with progress(f"{shelf.persona.caller.name}'s lines", len(lines)) as count:
        loaded.studio.render_all(lines, count)
    return loaded


def _consent(model: str) -> bool:
    """Whether the user wants a model downloaded; without a terminal: no."""
    if not somebody_is_there():
        return False
    return click.confirm(f"The model {model!r} is not on this machine. Download it?", err=True)


def _mention_interrupted() -> None:
    from simulator.practice.index import Index
    from simulator.store import home

    index = Index(home(), tell)
    for call in index.interrupted(index.listed()):
        name = call.call_id
        tell(f"The call {name} was interrupted; 'simmerdown show {name}' recovers and scores it.")
