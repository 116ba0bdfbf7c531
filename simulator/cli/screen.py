"""The terminal during a call: who speaks, the level, and the transcript line by line.

Everything goes to stderr, so that stdout holds nothing but the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from queue import Empty

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from audio.ears import seconds
from simulator import events
from simulator.aftercall import clock
from simulator.cli.keys import Keys
from simulator.customer.lines import INSULT
from simulator.customer.persona import Persona
from simulator.events import Event
from simulator.live import Act, Glance, Pump
from simulator.states import State

_KEYS: dict[str, Act] = {"h": "hang_up", "q": "stop", "\x1b": "stop", "\x03": "stop"}
_GOES = ("stays mild", "may be sharp", "may insult you", "may threaten you")
_METER_DB = (-60.0, -10.0)
_METER_WIDTH = 20


class Transcript:
    """Prints what both sides say, and what happens to the sound."""

    def __init__(self, caller: str, console: Console | None = None) -> None:
        self._caller = caller
        self._console = console or Console(stderr=True)
        self._began: dict[int, int] = {}  # in which frame each turn did
        self._heard: dict[int, str] = {}  # the words of each turn

    def show(self, happened: Iterable[Event]) -> None:
        """Print the events that a person wants to see."""
        for event in happened:
            match event:
                case events.Rang():
                    self._console.print("[dim]The phone rings.[/dim]")
                case events.LineStarted(frame=frame, text=text):
                    self._say(frame, self._caller, text, "bold red")
                case events.SpeechStarted(turn=turn, start=start):
                    self._began[turn] = start
                case events.TurnHeard(text=text, note=note) if text and note != "echo":
                    self._heard[event.turn] = text
                    self._say(self._began[event.turn], "You", self._news(event), "bold cyan")
                case events.TakenBack(line=line) if line is not None:
                    self._console.print("[dim](you went on)[/dim]")
                case events.Noticed(what=what, text=text) if what != "sound-faults":
                    self._console.print(f"[yellow]{escape(text)}[/yellow]")
                case _:
                    pass

    def _news(self, heard: events.TurnHeard) -> str:
        """The words of a turn that are not on the screen yet."""
        if heard.replaces is None:
            return heard.text
        words, before = heard.text.split(), self._heard[heard.replaces].split()
        known = 0
        while known < min(len(words), len(before)) and _bare(words[known]) == _bare(before[known]):
            known += 1
        return " ".join(("...", *words[known:]))

    def _say(self, frame: int, who: str, text: str, style: str) -> None:
        at = clock(seconds(frame))
        self._console.print(f"[dim]{at}[/dim] [{style}]{escape(who)}:[/{style}] {escape(text)}")


class LiveScreen:
    """The screen of a call on a sound card.

    Args:
        persona: the customer.
        interactive: whether there is a terminal with a keyboard.
        push_to_talk: whether the space bar says when the trainee speaks.
    """

    def __init__(self, persona: Persona, *, interactive: bool, push_to_talk: bool = False) -> None:
        self._persona = persona
        self._push_to_talk = push_to_talk
        self._interactive = interactive
        self._console = Console(stderr=True)
        self._transcript = Transcript(persona.caller.name, self._console)

    def briefing(self, intensity: int) -> None:
        """What the trainee should know before the phone rings, and how far the caller may go."""
        briefing = self._persona.briefing
        text = Text(briefing.situation.strip())
        for title, items in (
            ("Your goals", briefing.goals),
            ("You can look up", briefing.can_look_up),
            ("You may offer", briefing.may_offer),
            ("Needs a supervisor", briefing.needs_supervisor),
        ):
            if items:
                text.append(f"\n\n{title}\n", style="bold")
                text.append("\n".join(f"  - {item}" for item in items))
        worst = min(intensity, self._persona.most_intense)
        if self._persona.most_intense >= INSULT:
            text.append(f"\n\nThis caller {_GOES[worst]}", style="yellow")
            if worst < self._persona.most_intense:
                text.append(
                    f" (--intensity {self._persona.most_intense}: {_GOES[self._persona.most_intense]})"
                )
        self._console.print(Panel(text, title=escape(self._persona.title)))
        if self._interactive:
            self._console.print(
                "[bold]Enter[/bold] picks up, [bold]h[/bold] hangs up, [bold]q[/bold] stops at once. "
                "Saying [bold]stop practice[/bold] stops as well. A headset works best."
            )
            if self._push_to_talk:
                self._console.print("Press [bold]Space[/bold] before you speak, and when you have finished.")

    def follow(self, pump: Pump) -> None:
        """Show the call until it is over. Ctrl-C stops it; the record stays whole."""
        try:
            if self._interactive:
                self._follow_on_terminal(pump)
            else:
                self._follow_plainly(pump)
        except KeyboardInterrupt:
            pump.do("stop")
        pump.join()
        self._transcript.show(_waiting(pump))

    def _follow_plainly(self, pump: Pump) -> None:
        while pump.running:
            self._next_event(pump, 0.2)

    def _follow_on_terminal(self, pump: Pump) -> None:
        with Keys() as keys, Live(console=self._console, refresh_per_second=8, transient=True) as live:
            while pump.running:
                self._next_event(pump, 0.1)
                live.update(_status(pump.glance, push_to_talk=self._push_to_talk))
                for key in keys.pressed():
                    if key in _KEYS:
                        pump.do(_KEYS[key])
                    elif key == " " and self._push_to_talk and pump.glance.state is not State.RINGING:
                        pump.do("talk")
                    elif key in "\r\n ":
                        pump.do("answer")

    def _next_event(self, pump: Pump, timeout_s: float) -> None:
        try:
            first = pump.events.get(timeout=timeout_s)
        except Empty:
            return
        self._transcript.show([first, *_waiting(pump)])


def _bare(word: str) -> str:
    """A word without the marks at its end, which change when more follows."""
    return word.rstrip(".,;:-\u2026\u2013\u2014")


def _waiting(pump: Pump) -> list[Event]:
    happened = []
    while not pump.events.empty():
        happened.append(pump.events.get())
    return happened


def _status(glance: Glance, *, push_to_talk: bool) -> Text:
    """One line: what is going on, the microphone's level, the customer's heat."""
    low, high = _METER_DB
    filled = round(_METER_WIDTH * min(1.0, max(0.0, (glance.level_db - low) / (high - low))))
    doing = {
        State.RINGING: "ringing: press Enter",
        State.GREETING: "you are on the line",
        State.SPEAKING: "the customer speaks",
        State.OVER: "the call is over",
    }.get(glance.state, "listening")
    if push_to_talk and doing == "listening":
        doing = "Space when done" if glance.talking else "Space to speak"
    elif glance.hearing_speech and glance.state is not State.SPEAKING:
        doing = "still listening ..." if glance.pausing else "hearing you"
    line = Text(f" {clock(glance.elapsed_s)}  {doing:<22} mic ")
    line.append("|" * filled, style="green").append("." * (_METER_WIDTH - filled), style="dim")
    return line.append(f"  heat {glance.heat:4.1f} ").append("#" * round(glance.heat), style="red")
