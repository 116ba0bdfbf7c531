"""`practice --drill`: three outbursts, one reply each, typed or spoken."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from audio.errors import DeviceError, SimmerdownError
from simulator.cli.output import print_json, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audio.ports import Transcript
    from simulator.practice.drills import Answer, Outburst, Round
    from simulator.practice.history import History
    from simulator.scoring.rubric import Rubric, Rule

Ask = Callable[["Outburst"], "Transcript | None"]
"""Poses an outburst, and gets the reply; None: there is none."""


def drill(name: str, past: History, by: Rubric, *, typed: bool, as_json: bool) -> None:
    """Run a drill, and keep what came of it."""
    from simulator.practice import drills

    now = datetime.now().astimezone()
    rule = drills.rule_for(name, past, by, now.date())
    if rule is None:
        known = ", ".join(each.id for each in by.rules() if drills.drillable(each))
        raise SimmerdownError(
            f"there is nothing to drill called {name!r} in {by.id}", hint=f"there is: {known}"
        )
    posed = drills.outbursts(rule, _cast(), past.drills)
    say = tell if as_json else click.echo
    aim = "leave it out" if rule.avoid else "show it"
    with _typed(say) if typed else _spoken(posed) as ask:
        say(f"Drill: {rule.title} ({rule.id}). {len(posed)} outbursts, one reply each: {aim} each time.")
        answers, rounds = _rounds(rule, posed, ask, say)
    if not rounds:
        say("No reply: nothing is kept.")
        return
    path = _keep(by, rule, posed, rounds, now)
    met, measured = sum(each.met is True for each in rounds), sum(each.met is not None for each in rounds)
    say(f"\n{met} of {measured} met. Kept in {path}")
    if as_json:
        print_json(_facts(rule, posed, answers, rounds, path))


def _rounds(
    rule: Rule, posed: Sequence[Outburst], ask: Ask, say: Callable[[str], Any]
) -> tuple[list[Answer], list[Round]]:
    """Pose each outburst, and tell what came of the reply at once."""
    from simulator.practice import drills

    answers: list[Answer] = []
    rounds: list[Round] = []
    for number, each in enumerate(posed, 1):
        caller = each.persona.caller.name
        say(f"\n{number} of {len(posed)}. {each.persona.title}. {caller}:\n“{each.line.text}”")
        heard = ask(each)
        if heard is None:
            break
        answers.append(_answer(each, heard))
        rounds.append(drills.judge(rule, posed[:number], answers)[-1])
        _tell(rounds[-1], say)
    return answers, rounds


def _answer(each: Outburst, heard: Transcript) -> Answer:
    """The reply as the customer's ear takes it."""
    from simulator import staging
    from simulator.customer.listener import Listener
    from simulator.practice.drills import Answer

    ear = staging.ear_of(each.persona.language)
    cues = Listener(ear, each.persona).cues(heard.text, each.line.text)
    return Answer(heard.text, cues, heard.words)


def _tell(found: Round, say: Callable[[str], Any]) -> None:
    quote = f"“{found.quote}”: " if found.quote else ""
    told = {True: "met", False: "not met", None: "not measured"}[found.met]
    say(f"  {told}: {quote}{found.why}")
    if found.better:
        say(f"  try: “{found.better}”")


@contextmanager
def _typed(say: Callable[[str], Any]) -> Iterator[Ask]:
    """Replies from the keyboard; the end of the input ends the drill."""
    from audio.ports import Transcript

    def ask(_: Outburst) -> Transcript | None:
        say("(type your reply; Ctrl-D ends the drill)")
        text = sys.stdin.readline()
        return Transcript(text.strip()) if text else None

    yield ask


@contextmanager
def _spoken(posed: Sequence[Outburst]) -> Iterator[Ask]:
    """The line is played, and the reply heard, on the system's devices; silence is no reply."""
    from audio import voices, weights
    from audio.detect import SileroDetector
    from audio.ports import Transcript
    from audio.soundcard import SoundCard
    from audio.whisper import WhisperTranscriber
    from simulator import budget, store
    from simulator.customer import library
    from simulator.engines import Studio
    from simulator.practice import speaking

    try:
        SoundCard().close()  # better to fail before the voices are made than after
    except DeviceError as error:
        raise DeviceError(error.what, hint="with --text the replies are typed") from error
    pick = budget.pick("auto", store.cache(), tell)
    transcriber = WhisperTranscriber(weights.find(pick.model, cache=store.cache()), threads=pick.threads)
    clips = {}
    for each in posed:
        voice = voices.choose("auto", each.persona.caller.traits, cache=store.cache() / "lines")
        studio = Studio(voice, phone=True, folder=library.find(each.persona.id).parent)
        clips[each.line] = studio.render(each.line)
    card = SoundCard()

    def ask(each: Outburst) -> Transcript:
        heard = speaking.answer(clips[each.line], card, SileroDetector(), transcriber)
        tell(f"  heard: {heard.text}" if heard is not None else "  nothing was heard")
        return heard or Transcript("")

    try:
        yield ask
    finally:
        card.close()


def _cast() -> Iterator[Any]:
    from simulator.customer import library

    return (library.load(name).persona for name in library.names())


def _keep(by: Rubric, rule: Rule, posed: Sequence[Outburst], rounds: Sequence[Round], now: datetime) -> Path:
    from simulator.practice import drilled
    from simulator.store import home

    parts = tuple(
        drilled.Part(persona=each.persona.id, met=found.met)
        for each, found in zip(posed, rounds, strict=False)
    )
    return drilled.keep(home(), drilled.Kept(at=now, rubric=by.id, rule=rule.id, rounds=parts))


def _facts(
    rule: Rule, posed: Sequence[Outburst], answers: Sequence[Answer], rounds: Sequence[Round], path: Path
) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.title,
        "kept": path,
        "rounds": [
            {
                "persona": each.persona.id,
                "line": each.line.text,
                "reply": answer.text,
                "met": found.met,
                "quote": found.quote,
                "why": found.why,
                "better": found.better,
            }
            for each, answer, found in zip(posed, answers, rounds, strict=False)
        ],
    }
