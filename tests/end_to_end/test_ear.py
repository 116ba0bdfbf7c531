"""The ear behind the real engines: it hears what was said, and nothing where nothing was said.

A small form of `bench.spoken_ear` and `bench.silent_ear`, with rooms and sounds that need no recordings.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from audio.detect import SileroDetector
from audio.hearing import hear_all
from audio.voices.neural import NeuralVoice
from audio.whisper import WhisperTranscriber
from bench.mistreat import laptop, made_up_places
from bench.silent_ear import KINDS, LINES_A_CALL, Bench, Room, Tally, Witness, made_up
from simulator.customer import library
from simulator.ear.cues import Ear
from simulator.staging import ear_of

pytestmark = pytest.mark.engines

SPOKEN = {
    "I'm so sorry that we charged you twice.": "apology",
    "That must be really frustrating for you.": "empathy",
    "Can I take your account number, please?": "closed_question",
    "I can refund the second payment right now.": "solution",
    "Thank you for telling us about it.": "thanks",
    "You need to calm down, it's not a big deal.": "dismissive",
}
DANGEROUS = ("digital silence", "mains hum, 60 Hz", "arpeggios", "breaths")


@pytest.fixture(scope="module")
def ear() -> Ear:
    return ear_of("en")


@pytest.fixture(scope="module")
def tallies(whisper: WhisperTranscriber, woman: NeuralVoice) -> dict[str, Tally]:
    """What came of the clips. The fixtures asked for are those that skip where an engine is missing."""
    bench = Bench(Witness(), [library.load("billing-dispute").persona], made_up_places()[0])
    assert {kind.name for kind in KINDS} >= {*DANGEROUS}
    for name in DANGEROUS:
        bench.clips(islice((clip for clip in made_up() if clip.kind == name), 2))
    bench.bleed([Room(0.15, 0.0, driven=True)])
    return bench.tallies


@pytest.mark.parametrize(("reply", "label"), SPOKEN.items())
def test_a_spoken_reply_is_heard_as_what_it_shows(
    reply: str, label: str, woman: NeuralVoice, whisper: WhisperTranscriber, ear: Ear
) -> None:
    sound = laptop(woman.say(reply, 1.0), made_up_places()[0], np.random.default_rng(1))
    text = " ".join(turn.text for turn in hear_all(sound, SileroDetector(), whisper))
    heard = {cue.label for cue in ear.cues(text, "You've charged me twice and my rent bounced!")}
    assert label in heard, text


def test_a_sound_without_speech_is_credited_nothing(tallies: dict[str, Tally]) -> None:
    assert sum(tally.clips for tally in tallies.values()) == 2 * len(DANGEROUS) + LINES_A_CALL
    assert not [str(each) for tally in tallies.values() for each in tally.texts if each.welcome]
