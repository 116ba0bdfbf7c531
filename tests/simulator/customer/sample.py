"""A small persona with one of everything, and replies to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy, Reaction
from simulator.customer.drawing import every_line
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue

TEXT = """\
schema: 2
id: lost-parcel
title: A parcel that never came
difficulty: 3
manner: quick to insult
caller: {name: Rob Marsh, gender: male, company: Quick Parcels, domain: parcels}
facts:
  number:
    is: seven seven two
    words: [tracking number, number]
    told:
      warm:
        - discontent: It is {number}.
        - discontent: "{number}, as I said."
  day:
    is: Monday
    words: [which day, when]
    told:
      warm:
        - discontent: It was due on {day}.
  depot:
    is: the depot in Leeds
    words: [depot]
remedies:
  resend: {is: another parcel today, words: [another parcel, resend, send it again]}
  voucher: {is: twenty pounds off, words: [voucher]}
briefing: {situation: A parcel is lost., goals: [Find it.]}
temper:
  start: 6
  floor: 1
  talks_over: 8
  interrupts:
    heat: 6
    after_s: 5
    says:
      hot:
        - insult: Shut up and listen, you fool!
        - discontent: Let me finish!
      warm:
        - discontent: Can I say something?
first: complaint
beats:
  complaint:
    says:
      hot:
        - insult: You useless *clowns* have lost my parcel!
        - discontent: My parcel is lost!
      warm:
        - discontent: My parcel was due on {day}. [sigh] Where is it?
      cool:
        - discontent: I wonder where my parcel is.
    ways:
      - needs: [offers:resend]
        then: promise
      - needs: [apology | empathy, asks:number]
        below: 8
        then: details
    asks_again:
      hot:
        - sharp: Are you *listening*?
        - discontent: So where is it?
        - discontent: I asked where it is!
      warm:
        - discontent: And my parcel?
        - discontent: But where is it?
        - discontent: That doesn't tell me where it is.
  details:
    says:
      warm:
        - discontent: The number is {number}. What will you do?
      cool:
        - discontent: Sure, the number is {number}.
    ways:
      - needs: [solution, commitment]
        then: promise
    asks_again:
      warm:
        - discontent: And what will you do?
        - discontent: What happens now?
  promise:
    says:
      warm:
        - discontent: And when will I have it?
    ways:
      - needs: [follow_up]
        then: end:resolved
      - needs: [thanks]
        then: complaint
    asks_again:
      warm:
        - discontent: When, exactly?
        - discontent: You have not told me when.
  doubts:
    says:
      warm:
        - discontent: They promised that last time, too. Why should I believe you?
    ways:
      - needs: [reassurance]
        then: back
    asks_again:
      warm:
        - discontent: I still don't believe it.
        - discontent: Why would it be true this time?
reactions:
  - to: dismissive
    says:
      hot:
        - insult: Calm down yourself, you idiot!
        - sharp: Do not tell me to calm down!
        - discontent: I am calm!
      warm:
        - discontent: I am perfectly calm.
  - to: non_apology
    heat: 7
    says:
      hot:
        - threat: I know where your depot is. I'm coming round!
        - discontent: It is not about my feelings!
  - to: warning
    says:
      warm:
        - discontent: What are you warning me for?
  - to: boundary
    says:
      warm:
        - discontent: I did not insult anybody.
  - to: jargon
    once: true
    says:
      warm:
        - discontent: Speak English, please.
  - to: overpromise
    then: doubts
  - to: on_hold
    says:
      warm:
        - discontent: All right, I'll wait.
hello:
  hot:
    - insult: Have you died, you moron?
  warm:
    - discontent: Hello?
    - discontent: Are you there?
handover:
  asks:
    hot:
      - sharp: And I tell it all over again?
    warm:
      - discontent: Do I have to tell it again?
  brief: ["The parcel {number} is lost."]
endings:
  resolved: {warm: [discontent: Thank you. Goodbye.]}
  escalated: {warm: [discontent: Put me through then.]}
  passed_on: {warm: [discontent: From the beginning it is.]}
  hung_up: {warm: [discontent: I give up.]}
  trainee_ended: {warm: [discontent: Wait!]}
  ended_after_warnings: {warm: [discontent: You asked for it!]}
better:
  acknowledgement: I hear you.
  apology: I'm sorry that it was not there on {day}.
debrief: It was only a parcel.
"""

ABUSIVE = 8.0
"""A heat at which the sample's first line is an insult."""


def data() -> Any:
    """The sample as plain data, to be changed."""
    return yaml.safe_load(TEXT)


def made(changed: Any) -> Persona:
    """A persona of changed data; refused as a file would be."""
    text = yaml.safe_dump(changed, sort_keys=False)
    return library.parse(text, Path("sample.yaml")).persona


def persona(**temper: object) -> Persona:
    """The sample; with another temper where given."""
    changed = data()
    changed["temper"].update(temper)
    return made(changed)


SAMPLE = persona()
BY_ID = {line.id: line for line in every_line(SAMPLE)}


def reply(
    *shown: str,
    farewell: bool = False,
    hold: bool = False,
    interrupted: bool = False,
    rushed: bool = False,
    waited_s: float = 0.0,
    on_topic: bool = False,
) -> Reply:
    """A reply that shows behaviours, each in words of its own, and topics ("asks:number")."""
    labels = [one for one in shown if ":" not in one]
    cues = tuple(Cue(label, label, at * 20, at * 20 + len(label), "test") for at, label in enumerate(labels))
    return Reply(
        " ".join(labels), cues, frozenset(shown) - frozenset(labels),
        farewell, hold, interrupted, rushed, waited_s, on_topic,
    )  # fmt: skip


def begun(who: Persona = SAMPLE, seed: int = 0, policy: Policy | None = None) -> Dialogue:
    """A dialogue whose first line was said."""
    dialogue = Dialogue(who, seed, policy)
    dialogue.open()
    return dialogue


def at(heat: float, policy: Policy | None = None, **temper: object) -> Dialogue:
    """A dialogue that begins at a heat; from `ABUSIVE` with an insult."""
    return begun(persona(start=heat, **temper), policy=policy)


def heard(*replies: Reply, who: Persona = SAMPLE, policy: Policy | None = None) -> Reaction:
    """What the last of some replies leads to."""
    dialogue = begun(who, policy=policy)
    reactions = [dialogue.hear(each) for each in replies]
    assert all(reaction.ending is None for reaction in reactions[:-1])
    return reactions[-1]
