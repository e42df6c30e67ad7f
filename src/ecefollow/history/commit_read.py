"""The commit that registers were read at, by which an answer can be cited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.history import git
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.reading import sources
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.deadlines import format_day


class CommitRead(NamedTuple):
    """A commit by its short id and its day; the files on the disk may differ from it."""

    short: str
    day: date
    is_edited: bool

    @property
    def words(self) -> str:
        """The commit as a reader cites it: "1a2b3c4 of 31 Mar 2018"."""
        edited = ", with changes that are not committed" if self.is_edited else ""
        return f"{self.short} of {format_day(self.day)}{edited}"


def commit_read(paths: Sequence[str], revision: str | None) -> CommitRead | None:
    """The commit at which the registers were read, the last one for None.

    None if git knows of no such commit of all of them, as where they are in two repositories.
    """
    try:
        with repositories() as asked:
            locations = [asked.locate(path) for path in paths]
            if len({location.top for location in locations}) != 1:
                return None
            commit = asked.resolve(locations[0], revision or "HEAD")
            same = [revision is not None or _is_as_committed(asked, p, commit) for p in paths]
            short = git.answer(locations[0], "rev-parse", "--short", commit).decode().strip()
            return CommitRead(short, asked.day(locations[0], commit), not all(same))
    except UnreadableError:
        return None


def _is_as_committed(asked: Repositories, path: str, commit: str) -> bool:
    """Whether the file on the disk is the one in the commit, whatever ends its lines."""
    committed, on_disk = asked.read(path, commit), sources.read(path)
    return committed.replace(b"\r\n", b"\n") == on_disk.replace(b"\r\n", b"\n")
