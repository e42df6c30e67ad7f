"""What changed in registers from one revision to another, or to the files on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import added, compare, removed
from ecefollow.history import git
from ecefollow.history.base import load_base
from ecefollow.history.counterparts import Earlier, Later, counterparts
from ecefollow.history.git import NotComparedError
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile, qualified


class Difference(NamedTuple):
    """What changed in one register; of one that is gone, the file is the earlier one."""

    file: RegisterFile
    changes: list[Change]


class Compared(NamedTuple):
    """What changed from one version of the registers to another, and what the two are called."""

    differences: list[Difference]
    base: str
    head: str
    is_portfolio: bool

    @property
    def evaluations(self) -> list[Evaluation]:
        """The evaluations of the registers, of each version."""
        return [each.file.register.evaluation for each in self.differences]

    def of(self, is_asked: Callable[[Evaluation], bool]) -> Compared:
        """The same of the evaluations that are asked."""
        found = [each for each in self.differences if is_asked(each.file.register.evaluation)]
        return self._replace(differences=found)

    @property
    def changes(self) -> list[Change]:
        """All changes, with ids as in a portfolio if it is one."""
        return [
            change._replace(id=qualified(file.register.evaluation.id, change.id))
            if self.is_portfolio
            else change
            for file, changes in self.differences
            for change in changes
        ]


def later_revision(base: str | None, head: str | None) -> str | None:
    """The revision that is compared with *base*, None for the files on disk."""
    if base and not head:  # what "main...branch" compares is the branch
        return base.partition("...")[2] or None
    return head


def compare_all(
    files: Sequence[RegisterFile], named: Sequence[str], base: str, head: str | None
) -> Compared:
    """What changed in the registers since a revision; *head* is the one that they were read at.

    A register that was below one of the *named* folders and is gone counts too. If there are
    several merge bases, each register is compared with the one since which it took back most.
    UnreadableError if one cannot be compared.
    """
    with repositories() as asked:
        if len(named) == 1 and [each.path for each in files] == [*named]:
            differences = [Difference(files[0], _alone(files[0], base, asked))]
            return Compared(differences, base, head or files[0].path, is_portfolio=False)
        differences = _together(files, named, base, head, asked)
    if not differences:
        raise UnreadableError(named[0], "neither version has a register there")
    is_portfolio = len(differences) > 1
    called = head or ("the files on disk" if is_portfolio else differences[0].file.path)
    return Compared(differences, base, called, is_portfolio=is_portfolio)


def _alone(file: RegisterFile, base: str, asked: Repositories) -> list[Change]:
    location = asked.locate(file.path)
    reading = asked.objects(location)
    evaluation = file.register.evaluation.id
    bases = [
        load_base(location, reading, commit, called=base, evaluation=evaluation, follow=True)
        for commit in asked.resolve_bases(location, base)
    ]
    return max((compare(each, file.register) for each in bases), key=_weight)


def _together(
    files: Sequence[RegisterFile],
    named: Sequence[str],
    base: str,
    head: str | None,
    asked: Repositories,
) -> list[Difference]:
    registers = dict(files)
    evaluations = {path: register.evaluation.id for path, register in files}
    for path in registers:
        git.require_own_repository(asked.locate(path))
    later = Later(registers, evaluations, named, head)
    compared: dict[str, list[list[Change]]] = {path: [] for path in registers}
    gone: dict[str, Earlier] = {}
    for matched in counterparts(later, base, asked):
        for path, versions in matched.earlier.items():
            compared[path] += [_changes(earlier, registers[path]) for earlier in versions]
        gone |= {each.path: each for each in matched.gone}
    return [
        *(Difference(file, max(compared[file.path], key=_weight)) for file in files),
        *(Difference(file, removed(file.register)) for file in map(_file_of, gone.values())),
    ]


def _weight(changes: Sequence[Change]) -> tuple[int, int]:
    """How much there is to tell: what was taken back first, then any change."""
    return sum(change.rewrites for change in changes), len(changes)


def _changes(earlier: Register | NotComparedError | None, register: Register) -> list[Change]:
    if isinstance(earlier, NotComparedError):
        raise earlier
    return compare(earlier, register) if earlier else added(register)


def _file_of(gone: Earlier) -> RegisterFile:
    """A register that is gone; of one with an error not much more is known than its name."""
    called = Evaluation(gone.evaluation or PurePath(gone.path).stem, gone.path, "")
    return RegisterFile(gone.path, gone.register or Register(called, ()))
