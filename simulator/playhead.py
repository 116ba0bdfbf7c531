"""What the customer's side of the line plays: clips, one frame at a time."""

from __future__ import annotations

from audio.pcm import FRAME, Samples, silence, whole

_SILENCE = silence(FRAME)


class Playhead:
    """Plays one clip at a time; silence when there is none, or while it is `held`."""

    def __init__(self) -> None:
        self._clip = silence(0)
        self._at = 0
        self.held = False

    @property
    def playing(self) -> bool:
        """Whether a clip is under way, or held."""
        return self._at < len(self._clip)

    @property
    def left(self) -> int:
        """How many frames of the clip are still to be played."""
        return frames_in(self._clip[self._at :])

    def load(self, clip: Samples) -> None:
        """Play a clip from its beginning, in the place of what was playing."""
        self._clip, self._at, self.held = clip, 0, False

    def cut(self) -> None:
        """Silence, at once."""
        self.load(silence(0))

    def frame(self) -> Samples:
        """The next 512 samples."""
        if not self.playing or self.held:
            return _SILENCE
        part = self._clip[self._at : self._at + FRAME]
        self._at += FRAME
        return whole(part)


def frames_in(clip: Samples) -> int:
    """How many frames a clip fills."""
    return -(-len(clip) // FRAME)
