"""The commits that may have changed a register, as git's history has them, merges and all."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.reading.messages import escaped

_ENDINGS: Final = ("*.yaml", "*.yml", "*.json")
# What git says of each commit, each field ended by a zero byte, which none of them can contain.
_FORMAT: Final = "%H%x00%h%x00%P%x00%an%x00%cs%x00%ct%x00"
_FIELDS: Final = 6


class Commit(NamedTuple):
    """A commit: its id, whole and short, its author, and when it was made.

    Author, day and time are what the commit says; the day is None if no calendar has it. The
    `time` is in seconds since 1970. The parents are the nearest ancestors that matter here, those
    along the first parent first.
    """

    id: str
    short: str
    parents: tuple[str, ...]
    author: str
    day: date | None
    time: int = 0


def commits(location: Location, head: str, names: set[str]) -> list[Commit]:
    """The ancestors of a commit that touched a register or merged, children before parents.

    Every commit counts, not only the first parents. *names* are the paths that the register has or
    had; besides them, any file with the ending of a register counts.
    """
    paths = [f":(top,glob)**/{ending}" for ending in _ENDINGS]
    paths += [f":(top,literal){name}" for name in sorted(names)]
    order = ("--full-history", "--parents", "--date-order", "--no-color", "--no-decorate")
    form = f"--format=tformat:{_FORMAT}"
    said = git.answer(location, "log", *order, "--no-patch", form, head, "--", *paths)
    fields = said.decode(errors="replace").split("\0")
    rows = zip(*[iter(fields)] * _FIELDS, strict=False)  # the last is the end of the last line
    return [_commit(row) for row in rows]


def _commit(row: tuple[str, ...]) -> Commit:
    ident, short, parents, author, said, time = row
    try:
        day = date.fromisoformat(said)
    except ValueError:  # git takes years that no calendar has, and commits without a day
        day = None
    # The same ancestor may be reached along two parents.
    distinct = tuple(dict.fromkeys(parents.split()))
    seconds = int(time) if time.isdecimal() else 0
    return Commit(ident.removeprefix("\n"), short, distinct, escaped(author), day, seconds)


def merges_into_branch(found: list[Commit]) -> dict[str, Commit]:
    """For each commit that a merge brought to the branch, that merge, by the commit's id.

    The branch is the line of first parents from the newest commit; what was committed there was
    brought by nothing.
    """
    by_id = {commit.id: commit for commit in found}
    branch = []
    commit = found[0] if found else None
    while commit:
        branch.append(commit)
        commit = by_id.get(commit.parents[0]) if commit.parents else None
    on_branch = {each.id for each in branch}
    brought: dict[str, Commit] = {}
    for merge in reversed(branch):
        waiting = [*merge.parents[1:]]
        while waiting:
            ident = waiting.pop()
            if ident not in on_branch and ident not in brought and ident in by_id:
                brought[ident] = merge
                waiting += by_id[ident].parents
    return brought
