"""The commits of a history: its first-parent line, and what each merge brought to it."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.reading.quoting import escaped

# What git says of each commit, each field ended by a zero byte, which none of them can contain.
_FORMAT: Final = "%H%x00%h%x00%P%x00%an%x00%cs%x00%ct%x00"
_FIELDS: Final = 6


class Commit(NamedTuple):
    """A commit: its id, whole and short, its author, and when it was made.

    Author, day and time are what the commit says; the day is None if no calendar has it, the time
    is in seconds since 1970. What it answers was told until the day `told_until`. Neither that nor
    the `time` is before an ancestor's, whatever it says; a day that no calendar has is the last.
    """

    id: str
    short: str
    parents: tuple[str, ...]
    author: str
    day: date | None
    time: int = 0
    told_until: date = date.min


class History(NamedTuple):
    """The first-parent line, newest first, and the commits that each of its merges brought to it.

    Those are there by the merge's id, parents before children.
    """

    line: list[Commit]
    brought: dict[str, list[Commit]]


def history(location: Location, head: str) -> History:
    """A commit and its ancestors."""
    options = ("--topo-order", "--no-patch", "--no-color", "--no-decorate")
    output = git.answer(location, "log", *options, f"--format=tformat:{_FORMAT}", head)
    fields = output.decode(errors="replace").split("\0")
    rows = zip(*[iter(fields)] * _FIELDS, strict=False)  # the last is the end of the last line
    commits = {commit.id: commit for commit in map(_commit, rows)}
    for commit in reversed([*commits.values()]):  # parents before children
        parents = [commits[parent] for parent in commit.parents if parent in commits]
        commits[commit.id] = commit._replace(
            time=max([commit.time, *(parent.time for parent in parents)]),
            told_until=max([commit.day or date.max, *(parent.told_until for parent in parents)]),
        )
    line = _line(commits, head)
    return History(line[::-1], _brought(commits, line))


def day_of(location: Location, commit: str) -> date:
    """The day of a commit, no earlier than those of its ancestors, whatever it says."""
    output = git.answer(location, "log", "--no-patch", "--format=%cs", commit)
    return max(_day(line) or date.max for line in output.decode().splitlines())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # git takes years that no calendar has, and commits without a day
        return None


def _commit(row: tuple[str, ...]) -> Commit:
    ident, short, parents, author, day, time = row
    seconds = int(time) if time.isdecimal() else 0
    distinct = tuple(dict.fromkeys(parents.split()))
    return Commit(ident.removeprefix("\n"), short, distinct, escaped(author), _day(day), seconds)


def _line(commits: dict[str, Commit], head: str) -> list[Commit]:
    """The first-parent line of a commit, oldest first."""
    line = [commits[head]]
    while line[-1].parents:
        line.append(commits[line[-1].parents[0]])
    return line[::-1]


def _brought(commits: dict[str, Commit], line: list[Commit]) -> dict[str, list[Commit]]:
    merge_of = {commit.id: "" for commit in line}  # of none, what was committed there
    for merge in line:
        waiting = [*merge.parents[1:]]
        while waiting:
            ident = waiting.pop()
            if ident not in merge_of:
                merge_of[ident] = merge.id
                waiting += commits[ident].parents
    brought: dict[str, list[Commit]] = {merge.id: [] for merge in line}
    for ident in reversed(commits):
        if brought_by := merge_of[ident]:
            brought[brought_by].append(commits[ident])
    return brought
