"""The judge that weighs what is known of a pause: words, how they were heard, how this trainee pauses.

How sure it is that a turn is over comes from the words: a net has read many turns cut off (see
`complete`), a few words and marks leave no doubt (see `unfinished`); and from the transcriber, which has
heard the voice go up or down and tells how likely a sentence ends there (`Transcript.stop_p`). Where a
sentence is broken off, that tells more than the words: an area under the curve of 0.89 against 0.78, on
phrases cut in two. The sound by itself says little more: the fall of the pitch and the length of the
last syllables told ends from pauses with 0.39 to 0.63, where 0.5 is chance, and the fall of the level
with 0.50 to 0.71. They are not weighed.

Pauses in the middle of a phrase are long; those between whole sentences last 0.2 to 0.4 s. So only what
is surely all is answered at once; anything else gets the time for another sentence, and the more the
odds are against an end, the more.

    sure = net + STOP x log odds of a stop, less TRAILS_OFF or plus ANSWERS
    wait = habit x (PLAIN x least(1, level) + NEXT x least(1, level) x share + UNSURE x doubt^2 x level)
           + PATIENT x (level - 1)

`share` goes from 0 where the judge is `SURE` to 1 where it is `NOT_SURE`; `doubt` is how far it is below
`DOUBTFUL`; the last term counts only above the usual level of patience. `bench.pauses` prints the curve
over the level.
"""

from __future__ import annotations

from math import log

from audio.ports import Transcript
from simulator.floor.complete import Completeness
from simulator.floor.unfinished import answers, trails_off, unmarked

PLAIN_S = 0.15
"""The silence after what is surely all. The detector's lag and the transcriber's time come on top."""

NEXT_S = 0.24
"""So much more, where another sentence may follow."""

UNSURE_S = 0.1
PATIENT_S = 0.25
MOST_S = 3.0
"""The longest silence that is waited for."""

UNHEARD_S = 1.6
"""The silence that ends a turn whose words are not known yet: a machine that slow."""

NOTHING_S = 0.5
"""The silence after a sound in which nothing was understood."""

SURE = 3.25
NOT_SURE = 2.25
DOUBTFUL = 1.0

STOP = 0.5
LEAST_STOP = 0.02
"""No stop is less likely than this, nor more than the rest of 1."""

MARKED, UNMARKED = 0.9, 0.2
"""The probability of a stop, by a text's last mark, where the transcriber tells none."""

UNKNOWN = -2.0
"""What the net would say, where none reads this language: a wait of about 0.7 s."""

TRAILS_OFF = 5.0
ANSWERS = 3.0
"""A question invites a short reply: "yes" is the likelier to be all."""

USUAL_PAUSE_S = 0.5
"""The median pause within a speaker's turn (Heldner & Edlund 2010, "Pauses, gaps and overlaps in
conversations", Journal of Phonetics)."""

USUAL_WEIGHT = 4
"""The call's own pauses weigh as much as the usual one when there are so many of them."""

MOST_HABIT = 1.5
"""How far a trainee's habit may lengthen the wait. It never shortens it: only pauses that were waited
for are known, so that their mean is too small."""


class Weighing:
    """`Judge` of one call: it learns from the pauses that it sees.

    Args:
        net: knows when words are complete; None: for this language that is not known.
        language: of the words.
        level: of patience, see `audio.turns.Patience`.
    """

    def __init__(self, net: Completeness | None, language: str, level: float = 1.0) -> None:
        self._net = net
        self._language = language
        self._level = level
        self._pauses: list[float] = []

    @property
    def unheard_s(self) -> float:
        """See `Judge`."""
        return UNHEARD_S

    def paused(self, seconds: float) -> None:
        """See `Judge`."""
        self._pauses.append(min(seconds, MOST_S))

    def wait_s(self, said: Transcript, line: str) -> float:
        """See `Judge`."""
        if not said.text:
            return NOTHING_S
        sure = self._sure(said, line)
        share = min(1.0, max(0.0, (SURE - sure) / (SURE - NOT_SURE)))
        doubt = max(0.0, DOUBTFUL - sure)
        wait_s = (PLAIN_S + NEXT_S * share) * min(1.0, self._level) + UNSURE_S * doubt**2 * self._level
        return min(MOST_S, self._habit * wait_s + PATIENT_S * max(0.0, self._level - 1))

    def _sure(self, said: Transcript, line: str) -> float:
        """How sure it is that these words are all, in log odds."""
        text = said.text
        net = self._net.log_odds(text, line) if self._net is not None else UNKNOWN
        stop_p = said.stop_p if said.stop_p is not None else UNMARKED if unmarked(text) else MARKED
        sure = net + STOP * log((stop_p + LEAST_STOP) / (1 - stop_p + LEAST_STOP))
        if trails_off(text, self._language):
            return sure - TRAILS_OFF
        short = line.rstrip().endswith("?") and answers(text, self._language)
        return sure + ANSWERS * short

    @property
    def _habit(self) -> float:
        """This trainee's pauses, as a share of usual ones."""
        mean = (USUAL_WEIGHT * USUAL_PAUSE_S + sum(self._pauses)) / (USUAL_WEIGHT + len(self._pauses))
        return min(MOST_HABIT, max(1.0, mean / USUAL_PAUSE_S))
