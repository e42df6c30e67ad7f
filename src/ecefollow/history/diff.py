"""What changed in registers from one revision to another, or to the files on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import added, compare, removed
from ecefollow.history.earlier_version import Earlier, NewBesideGoneError, Revisions, pair
from ecefollow.history.git import NotComparedError
from ecefollow.history.repositories import repositories
from ecefollow.history.snapshots import Version
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile, qualified


class Difference(NamedTuple):
    """What changed in one register, and its two versions, None where it is new or gone.

    Of one that is gone, the file is the earlier one.
    """

    file: RegisterFile
    changes: list[Change]
    before: Register | None
    after: Register | None


class Compared(NamedTuple):
    """What changed from one version of the registers to another, and what the two are called."""

    differences: list[Difference]
    base: str
    head: str
    is_portfolio: bool
    notes: Sequence[str] = ()

    @property
    def changes(self) -> list[Change]:
        """All changes, with ids as in a portfolio if it is one."""
        return [
            change._replace(id=qualified(difference.file.register.evaluation.id, change.id))
            if self.is_portfolio
            else change
            for difference in self.differences
            for change in difference.changes
        ]


def compare_all(
    files: Sequence[RegisterFile], named: Sequence[str], base: str, head: str | None
) -> Compared:
    """What changed in the registers since a revision; *head* is the one that they were read at.

    A register that was below one of the *named* folders and is gone counts too. UnreadableError if
    one cannot be compared.
    """
    with repositories() as asked:
        pairs = pair(dict(files), named, Revisions(base, head), asked)
    differences = [_difference(pairs.earlier[file.path], file) for file in files]
    for path, version in pairs.gone.items():
        gone = _file_of(path, version)
        differences.append(Difference(gone, removed(gone.register), gone.register, None))
    if not differences:
        raise UnreadableError(named[0], "neither version has a register there")
    is_portfolio = len(differences) > 1
    called = head or ("the files on disk" if is_portfolio else differences[0].file.path)
    return Compared(differences, base, called, is_portfolio=is_portfolio, notes=pairs.notes)


def _difference(
    versions: Iterable[Earlier | NotComparedError | None], file: RegisterFile
) -> Difference:
    """What changed since the one of several earlier versions of which most was taken back."""
    differences = []
    for version in versions:
        match version:
            case Earlier(register=register, day=day):
                changes = compare(register, file.register, until=day)
                differences.append(Difference(file, changes, register, file.register))
            case None | NewBesideGoneError(are_told=True):
                differences.append(Difference(file, added(file.register), None, file.register))
            case error:
                raise error
    return max(differences, key=lambda difference: weight(difference.changes))


def weight(changes: Sequence[Change]) -> tuple[int, int]:
    """How much there is to tell: what was taken back first, then any change."""
    return sum(change.alters for change in changes), len(changes)


def _file_of(path: str, gone: Version) -> RegisterFile:
    """A register that is gone; of one with an error not much more is known than its name."""
    called = Evaluation(gone.evaluation or PurePath(path).stem, path, "")
    return RegisterFile(path, gone.register or Register(called, ()))
