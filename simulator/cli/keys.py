"""Single key presses from the terminal, on POSIX systems and Windows."""

from __future__ import annotations

import os
import re
import sys
from types import TracebackType
from typing import Self

_SEQUENCE = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]")

if sys.platform == "win32":
    import msvcrt

    class Keys:
        """Reads keys as they are pressed, while it is entered."""

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            return None

        def pressed(self) -> list[str]:
            """The keys pressed since the last time."""
            keys = []
            while msvcrt.kbhit():
                keys.append(msvcrt.getwch())
            return keys

else:
    import select
    import termios
    import tty

    class Keys:
        """Reads keys as they are pressed, while it is entered; Ctrl-C keeps its meaning."""

        def __enter__(self) -> Self:
            self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin.fileno())
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

        def pressed(self) -> list[str]:
            """The keys pressed since the last time; arrows and the like are left out."""
            keys = ""
            while select.select([sys.stdin], [], [], 0)[0]:
                read = os.read(sys.stdin.fileno(), 1024)
                if not read:
                    break
                keys += read.decode(errors="ignore")
            return list(_SEQUENCE.sub("", keys))
