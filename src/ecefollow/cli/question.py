"""What a command is asked about: the registers, the day, the revision."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple


class Question(NamedTuple):
    """What every answer depends on: the registers, the day, and the revision of the files.

    Nothing given means the usual registers, today, and the files on disk.
    """

    as_of: date | None = None
    register: tuple[str, ...] = ()
    rev: str | None = None
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    skip_invalid: bool = False

    @property
    def selection(self) -> Selection:
        """The registers that are asked."""
        return Selection(self.register, self.evaluation, self.organization)


class Selection(NamedTuple):
    """The registers that a command takes; nothing given means the usual ones, and all of them."""

    register: tuple[str, ...] = ()
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()

    @property
    def filter(self) -> dict[str, Any]:
        """The evaluations and organizations that the answer is narrowed to, by option."""
        given = {"evaluation": self.evaluation, "organization": self.organization}
        return {name: value for name, value in given.items() if value}
