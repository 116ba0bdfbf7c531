"""Dates for people, the same in every locale."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def day(on: date) -> str:
    """A date in full: 4 March 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
