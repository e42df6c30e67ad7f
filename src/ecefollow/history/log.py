"""Who recorded what, when, and how long after it happened: the changes of every commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis import changes
from ecefollow.analysis.changes import Change
from ecefollow.analysis.words import count
from ecefollow.history import git
from ecefollow.history.git import Commit
from ecefollow.reading import register_file
from ecefollow.register.model import Register


class LogLine(NamedTuple):
    """One change that a commit made; without one, in words why there is none to tell."""

    commit: Commit
    change: Change | None
    text: str = ""
    is_removed: bool = False  # the whole register was taken away

    @property
    def lag(self) -> int | None:
        """Days from the day that the change says to that of the commit, None where it says none."""
        on = self.change.on if self.change else None
        return (self.commit.day - on).days if on and self.commit.day else None

    @property
    def rewrites(self) -> bool:
        """Whether something was taken back that was recorded."""
        return self.is_removed or (self.change is not None and self.change.kind.rewrites)


class Log(NamedTuple):
    """The lines of a register, newest first, and every id that it ever had."""

    lines: list[LogLine]
    ids: tuple[str, ...]


def read(path: str) -> Log:
    """The history of the register at *path*; UnreadableError where git knows none."""
    commits = git.commits(path)
    versions = zip(reversed(commits), git.contents(path, commits[::-1]), strict=True)
    lines: list[list[LogLine]] = []
    ids: dict[str, None] = {}
    last: Register | None = None
    whole = not git.is_cut_short(path)
    for commit, data in versions:
        register, why = _version(data, path)
        if register:
            ids |= dict.fromkeys(record.id for record in register.records)
            begins = "the register begins, with" if whole else "the clone's history begins, with"
            lines.append(list(_lines_of(commit, last, register, begins)))
            last = register
        else:
            lines.append([LogLine(commit, None, why, is_removed=data is None)])
    return Log([line for each in reversed(lines) for line in each], tuple(ids))


def select(log: Log, ids: Sequence[str], *, since: date | None, rewritten: bool) -> list[LogLine]:
    """The lines of *ids*, a recommendation's with those of its actions, from *since* on."""
    return [
        line
        for line in log.lines
        # What befell the whole register befell each id.
        if (not ids or line.change is None or _belongs(line.change.id, ids))
        and (not since or line.commit.day is None or line.commit.day >= since)
        and (line.rewrites or not rewritten)
    ]


def _belongs(ident: str, ids: Iterable[str]) -> bool:
    return any(ident == wanted or ident.startswith(f"{wanted}.") for wanted in ids)


def _version(data: bytes | None, path: str) -> tuple[Register | None, str]:
    if data is None:
        return None, "the file was taken away"
    try:
        return register_file.parse_valid(data, path), ""
    except register_file.InvalidRegisterError as error:
        return None, f"cannot be read: {error.errors[0].message}"


def _lines_of(
    commit: Commit, last: Register | None, register: Register, begins: str
) -> Iterator[LogLine]:
    if last:
        for change in changes.compare(last, register):
            yield LogLine(commit, change)
    else:
        recommendations = count(len(register.recommendations), "recommendation")
        actions = sum(len(each.actions) for each in register.recommendations)
        yield LogLine(commit, None, f"{begins} {recommendations} and {count(actions, 'action')}")
