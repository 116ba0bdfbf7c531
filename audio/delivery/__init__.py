"""Delivery: how something was said, measured from its sound.

Rate, pauses, loudness and pitch of one stretch of one speaker's speech, each with its unit, a confidence,
and a source; what can't be measured says why. Only numpy is needed, and nothing is learnt or loaded.
"""

from audio.delivery.change import Change, change
from audio.delivery.measure import measure
from audio.delivery.methods import METHODS, Method
from audio.delivery.pauses import Pause
from audio.delivery.values import Delivery, Measure

__all__ = ["METHODS", "Change", "Delivery", "Measure", "Method", "Pause", "change", "measure"]
