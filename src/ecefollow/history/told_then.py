"""What was told about a day when it came, and what was recorded about it since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.history import log
from ecefollow.history.diff import Compared, compare_all
from ecefollow.history.log_line import LogLine
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Answer
from ecefollow.register.portfolio import RegisterFile, as_one


class ToldThen(NamedTuple):
    """The registers as they were at the last commit of a day, beside what they are now.

    The lines are what was recorded after the day and speaks of the time up to it. Where git does
    not know what was told, there is only the reason.
    """

    compared: Compared | None
    lines: tuple[LogLine, ...] = ()
    reason: str = ""

    def answers(self, day: date, *, is_portfolio: bool) -> tuple[Answer, ...]:
        """What was told about the day; nothing where git does not know."""
        differences = self.compared.differences if self.compared else ()
        files = [RegisterFile(each.file.path, each.before) for each in differences if each.before]
        return as_one(files, is_portfolio=is_portfolio).on(day) if files else ()


def told_then(files: Sequence[RegisterFile], day: date, revision: str | None) -> ToldThen:
    """What was told about *day*, of registers that were read at the revision, on disk for None."""
    named = [path for path, _ in files]
    try:
        compared = compare_all(files, named, day.isoformat(), revision)
        logs, _ = log.read_all(named, named)  # of one that was never committed there is none
    except UnreadableError as error:
        return ToldThen(None, reason=error.reason)
    if revision or not logs:  # what was recorded until HEAD says nothing of another revision
        return ToldThen(compared)
    whole = log.as_one(logs, is_portfolio=compared.is_portfolio)
    lines = [
        line for line in whole.lines if line.on_branch.told_until > day and _speaks_of(line, day)
    ]
    return ToldThen(compared, tuple(lines))


def _speaks_of(line: LogLine, day: date) -> bool:
    """Whether a line tells of the time up to a day, or of an edit of what was recorded."""
    on = line.change.on if line.change else None
    return line.code is not None or (on is not None and on <= day)
