"""Who recorded what, when, and how long after it happened: the changes of every commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis import changes
from ecefollow.analysis.changes import Change
from ecefollow.history import git
from ecefollow.history.git import Commit
from ecefollow.reading import register_file
from ecefollow.register.model import Register
from ecefollow.views.listings import counted


class Entry(NamedTuple):
    """One change that a commit made; without one, in words why there is none to tell."""

    commit: Commit
    change: Change | None
    told: str = ""
    is_gone: bool = False  # the whole register was taken away

    @property
    def lag(self) -> int | None:
        """Days from the day that the change says to that of the commit, None where it says none."""
        on = self.change.on if self.change else None
        return (self.commit.day - on).days if on and self.commit.day else None

    @property
    def rewrites(self) -> bool:
        """Whether something was taken back that was recorded."""
        return self.is_gone or (self.change is not None and self.change.kind.rewrites)


class History(NamedTuple):
    """The entries of a register, newest first, and every id that it ever had."""

    entries: list[Entry]
    ids: tuple[str, ...]


def of(path: str) -> History:
    """The history of the register at *path*; UnreadableError where git knows none."""
    commits = git.commits(path)
    versions = zip(reversed(commits), git.contents(path, commits[::-1]), strict=True)
    entries: list[list[Entry]] = []
    ids: dict[str, None] = {}
    last: Register | None = None
    whole = not git.is_cut_short(path)
    for commit, data in versions:
        register, why = _version(data, path)
        if register:
            ids |= dict.fromkeys(record.id for record in register.records)
            begins = "the register begins, with" if whole else "the clone's history begins, with"
            entries.append(list(_entries(commit, last, register, begins)))
            last = register
        else:
            entries.append([Entry(commit, None, why, is_gone=data is None)])
    return History([entry for each in reversed(entries) for entry in each], tuple(ids))


def select(
    history: History, ids: Sequence[str], *, since: date | None, rewritten: bool
) -> list[Entry]:
    """The entries of *ids*, a recommendation's with those of its actions, from *since* on."""
    return [
        entry
        for entry in history.entries
        # What befell the whole register befell each id.
        if (not ids or entry.change is None or _belongs(entry.change.id, ids))
        and (not since or entry.commit.day is None or entry.commit.day >= since)
        and (entry.rewrites or not rewritten)
    ]


def _belongs(ident: str, ids: Iterable[str]) -> bool:
    return any(ident == wanted or ident.startswith(f"{wanted}.") for wanted in ids)


def _version(data: bytes | None, path: str) -> tuple[Register | None, str]:
    if data is None:
        return None, "the file was taken away"
    try:
        return register_file.sound(data, path), ""
    except register_file.InvalidError as error:
        return None, f"cannot be read: {error.errors[0].message}"


def _entries(
    commit: Commit, last: Register | None, register: Register, begins: str
) -> Iterator[Entry]:
    if last:
        for change in changes.between(last, register):
            yield Entry(commit, change)
    else:
        recommendations = counted(len(register.recommendations), "recommendation")
        actions = sum(len(each.actions) for each in register.recommendations)
        yield Entry(commit, None, f"{begins} {recommendations} and {counted(actions, 'action')}")
