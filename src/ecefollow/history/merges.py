"""What a merge brought to a register, from which of its commits, and what it dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.comparison import compare
from ecefollow.history.commits import Commit
from ecefollow.register.model import Register

# The id of a recommendation or an action, None for the evaluation, a key of it, and the value; the
# record, without a key.
Fact = tuple[str | None, str | None, Any]
Made = tuple[Fact, Fact | None]
ReadAt = Callable[[str], Register | None]  # the register in the commit of an id


def made(change: Change) -> Made:
    """What a change is, wherever it is made: what it records, and what it takes back."""
    return _recorded(change), _taken(change) if change.alters else None


def makers(commits: Iterable[Commit], read_at: ReadAt, *, until: date) -> dict[Made, Commit]:
    """The first of the commits, which come parents before children, that made each change."""
    first: dict[Made, Commit] = {}
    for commit in commits:
        now = read_at(commit.id)
        before = [read_at(parent) for parent in commit.parents] or [None]
        if now and now not in before:
            changes = (
                {made(change) for change in compare(each, now, until=until)} for each in before
            )
            for change in set.intersection(*changes):
                first.setdefault(change, commit)
    return first


def dropped(bases: Sequence[Register | None], theirs: Register, merged: Register) -> list[Change]:
    """What *theirs* had since it parted from the *bases*, and what was *merged* has not.

    Of equal updates each counts.
    """
    lost = [change for change in compare(theirs, merged) if change.alters]
    # Beside another update in its place, one that was dropped was not edited.
    lost = [
        change._replace(after=None) if change.kind is ChangeKind.UPDATE_CHANGED else change
        for change in lost
    ]
    for base in bases or [None]:
        lost = [*_brought(lost, compare(base, theirs) if lost else ())]
    return lost


def _brought(lost: Iterable[Change], changes: Iterable[Change]) -> Iterator[Change]:
    """Those of the *lost* changes that take back what the others recorded."""
    recorded = Counter(map(_recorded, changes))
    for change in lost:
        fact = _taken(change)
        ident, key, _ = fact
        if key is None:  # with the record went whatever was recorded of it
            if any(each and f"{each}.".startswith(f"{ident}.") for each, _, _ in recorded):
                yield change
        elif recorded[fact]:
            recorded[fact] -= 1
            yield change
        elif recorded[ident, None, None]:
            yield change


def _recorded(change: Change) -> Fact:
    if change.kind is ChangeKind.ADDED:
        return _ident(change), None, None
    return _ident(change), _key(change), change.update or change.after


def _taken(change: Change) -> Fact:
    if change.kind is ChangeKind.REMOVED:
        return _ident(change), None, None
    return _ident(change), _key(change), change.before


def _ident(change: Change) -> str | None:
    return None if change.is_of_evaluation else change.id


def _key(change: Change) -> str:
    return "updates" if change.update else str(change.field)
