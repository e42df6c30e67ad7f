"""A line of the log: one change that a commit made, or what became of a whole register there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.history.commits import Commit
from ecefollow.reading.diagnostics import Code, Severity
from ecefollow.register.portfolio import split


class LogLine(NamedTuple):
    """One change that a commit made; without a change, a text that says what happened instead.

    `merge` is the merge that brought the commit to the branch, None for a commit made there. What a
    merge dropped is what another of its parents had. `mark` is the code of a line without a change.
    """

    commit: Commit
    change: Change | None
    text: str = ""
    mark: Code | None = None
    merge: Commit | None = None
    is_dropped: bool = False
    evaluation: str = ""  # of a portfolio

    @property
    def on_branch(self) -> Commit:
        """The commit of the first-parent line: the merge, if it was brought by one."""
        return self.merge or self.commit

    @property
    def lag(self) -> int | None:
        """Days from the day that the change says to that of the commit, None if it says none."""
        on = self.change.on if self.change else None
        return (self.commit.day - on).days if on and self.commit.day else None

    @property
    def code(self) -> Code | None:
        """The code that `check --base` has for it, an error's or a warning's; None for none."""
        return self.change.code if self.change else self.mark

    @property
    def takes_back(self) -> bool:
        """Whether something that was recorded was taken back, which is an error."""
        return self.code is not None and self.code.severity is Severity.ERROR


def select(
    lines: Iterable[LogLine], ids: Sequence[str], *, since: date | None, rewritten: bool
) -> list[LogLine]:
    """The lines about *ids*, a recommendation's with those of its actions, from a day on.

    A line without a day is one of any day.
    """
    return [
        line
        for line in lines
        if (not ids or _belongs(line, ids))
        and (not since or since <= max(line.commit.day or date.max, line.on_branch.told_until))
        and (line.code or not rewritten)
    ]


def _belongs(line: LogLine, ids: Iterable[str]) -> bool:
    if line.change is None:  # what happened to the whole register happened to each of its ids
        return any(split(wanted)[0] == line.evaluation for wanted in ids)
    ident = line.change.id
    return any(ident == wanted or ident.startswith(f"{wanted}.") for wanted in ids)
