"""A remark on a file that the report does without."""

from __future__ import annotations

import os

from simulator.errors import SimmerdownError
from simulator.record import Record


def remark(error: SimmerdownError, record: Record) -> str:
    """What is wrong with a file of the record's; a report that is passed on names none of one's folders."""
    return f"{error.what.replace(f'{record.folder}{os.sep}', '')}; it is left out"
