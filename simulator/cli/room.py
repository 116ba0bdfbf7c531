"""What the microphone hears of the loudspeaker, and which ears a call has because of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from simulator.cli.output import tell

if TYPE_CHECKING:
    from audio.soundcard import SoundCard
    from simulator.machine import Room


def room_of(card: SoundCard, *, check: bool) -> Room | None:
    """What the microphone hears of the loudspeaker: as kept, else by a check, if one may be made."""
    from audio.echo import Aec3
    from simulator import machine, store

    names = (card.mic.name, card.speaker.name)
    if not check:
        return machine.kept(store.home(), *names)
    now = datetime.now().astimezone()
    return machine.settled(card, *names, Aec3, home=store.home(), now=now, tell=tell)


def ears_for(room: Room | None) -> str:
    """The ears for what was found; told when the trainee can't be heard over the customer."""
    if room is None or room.overlap:
        return "cancel"
    tell(
        "The echo of the loudspeaker can't be taken out of what the microphone hears. So you are not heard "
        "while the customer speaks, and talking at the same time is not measured: wear a headset. "
        "'simmerdown doctor' checks again; --ears cancel listens all the same."
    )
    return "half"
