"""The judge that weighs what is known of a pause: the words, and how this trainee pauses.

The odds that a pause is only a pause come from the words: a net has read many turns cut off (see
`complete`), a few words and marks leave no doubt (see `unfinished`). The sound itself says little more:
on read and on spoken turns the fall of the pitch and the length of the last syllables told ends from
pauses with an area under the curve of 0.39 to 0.63, where 0.5 is chance, and the fall of the level with
0.50 to 0.71 (the words: 0.70 to 0.89, and 0.55 on a mix of old prose and single words). They are not weighed.

Pauses in the middle of a phrase are long, those between whole clauses short: the more the odds are for
a pause, the longer the silence that is waited for.

    wait = habit x (PLAIN x min(1, level) + UNSURE x (odds)^2 x level) + PATIENT x (level - 1)

where odds are log odds, at least 0; the last term counts only above the usual level of patience. Plainly
complete turns are answered as soon as they are heard. `bench.pauses` prints the curve over the level.
"""

from __future__ import annotations

from audio.ports import Transcript
from simulator.floor.complete import Completeness
from simulator.floor.unfinished import answers, trails_off, unmarked

PLAIN_S = 0.18
"""The silence after what is plainly complete. The detector's lag and the transcriber's time come on top."""

UNSURE_S = 0.06
PATIENT_S = 0.25
MOST_S = 3.0
"""The longest silence that is waited for."""

UNHEARD_S = 1.6
"""The silence that ends a turn whose words are not known yet: a machine that slow."""

NOTHING_S = 0.5
"""The silence after a sound in which nothing was understood."""

BIAS = 1.5
UNKNOWN = -1.5
"""The log odds that a turn is complete, where no net reads its language: a wait of about 0.7 s."""

TRAILS_OFF = 5.0
UNMARKED = 0.7
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
        odds = max(0.0, self._odds(said.text, line))
        wait_s = PLAIN_S * min(1.0, self._level) + UNSURE_S * odds**2 * self._level
        return min(MOST_S, self._habit * wait_s + PATIENT_S * max(0.0, self._level - 1))

    def _odds(self, words: str, line: str) -> float:
        """The log odds that these words are not all."""
        odds = BIAS - (self._net.log_odds(words, line) if self._net is not None else UNKNOWN)
        if trails_off(words, self._language):
            return odds + TRAILS_OFF
        short = line.rstrip().endswith("?") and answers(words, self._language)
        return odds + UNMARKED * unmarked(words) - ANSWERS * short

    @property
    def _habit(self) -> float:
        """This trainee's pauses, as a share of usual ones."""
        mean = (USUAL_WEIGHT * USUAL_PAUSE_S + sum(self._pauses)) / (USUAL_WEIGHT + len(self._pauses))
        return min(MOST_HABIT, max(1.0, mean / USUAL_PAUSE_S))
