"""Which earlier version each register has, and which registers are gone: the one way to find them.

The earlier version of a register is that of the same evaluation's id, wherever the base has it, its
own path before others. A path whose evaluation has another id now, while the earlier one is nowhere
any more, is still that evaluation's. What is asked for besides a register changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ecefollow.analysis.append_only import keeps
from ecefollow.history import git
from ecefollow.history.git import Location, NotComparedError
from ecefollow.history.repositories import Repositories
from ecefollow.history.revisions import names_below
from ecefollow.history.snapshots import CommitSnapshot, DiskSnapshot, Snapshot, Version
from ecefollow.reading.messages import quoted
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register


class Pairing:
    """The registers of one snapshot beside those of the commit that it is compared with."""

    def __init__(self, base: CommitSnapshot, head: Snapshot) -> None:
        self.base = base
        self.head = head

    def earlier(self, name: str, evaluation: str) -> list[Version]:
        """What the base has of the register at a path: several if it has it only elsewhere.

        A version may be one that cannot be read. There is none if the base does not know the
        evaluation: see `lost`.
        """
        own = self.base.at(name)
        if own and own.evaluation in {evaluation, None}:
            return [own]
        elsewhere = [*self.base.of(evaluation)]
        if not elsewhere and own and own.evaluation and not self.head.has(own.evaluation):
            return [own]  # its id was edited
        return elsewhere

    @cached_property
    def lost(self) -> str | None:
        """The path of a register of the base that is nowhere now, and so may be any new one."""
        for name, entry, after in self.head.differences(self.base):
            identity = entry and self.base.registers.identity_of(name, entry)
            if identity and identity.evaluation is None:
                if not (after and after.is_file):
                    return name
            elif identity and identity.evaluation and not self.head.has(identity.evaluation):
                return name
        return None


class Pairs(NamedTuple):
    """The earlier versions of each register, by its path, and the registers that are gone.

    None stands for one that is new, an error for one that cannot be compared. There may be several,
    and each of them counts.
    """

    earlier: dict[str, list[Register | NotComparedError | None]]
    gone: dict[str, Version]


def pair(
    files: Mapping[str, Register | None],
    named: Sequence[str],
    base: str,
    *,
    head: str | None,
    asked: Repositories,
) -> Pairs:
    """The earlier versions at the revision *base*, those of each commit that it stands for.

    The *files* are at the revision *head*, on disk for None; one with an error is None and is not
    compared. What the base has below the *named* folders and nothing now stands for is gone.
    UnreadableError if there is no such revision.
    """
    pairs = Pairs({path: [] for path in files}, {})
    by_top: dict[Path, dict[str, Location]] = {}
    for path in dict.fromkeys([*files, *named]):
        try:
            location = asked.locate(path)
            git.require_own_repository(location)
            by_top.setdefault(location.top, {})[path] = location
        except NotComparedError as error:
            if path not in files:
                raise
            if files[path]:
                pairs.earlier[path].append(error)
    for locations in by_top.values():
        location = next(iter(locations.values()))
        registers = asked.registers(location)
        now: Snapshot = DiskSnapshot(location, registers)
        if head:
            now = registers.in_commit(asked.resolve(location, head))
        own = {path: files[path] for path in locations if path in files}
        for commit in asked.resolve_bases(location, base):
            pairing = Pairing(registers.in_commit(commit), now)
            matching = _Matching(pairing, own, locations, called=base)
            for path, versions in matching.earlier():
                pairs.earlier[path] += versions
            for folder in named:
                if folder in locations:
                    pairs.gone.update(matching.gone(folder, asked))
    return pairs


class _Matching:
    """The registers of one repository, paired with those of one commit."""

    def __init__(
        self,
        pairing: Pairing,
        files: Mapping[str, Register | None],
        locations: Mapping[str, Location],
        *,
        called: str,
    ) -> None:
        self.pairing = pairing
        self.names = {
            path: (locations[path].name, register) for path, register in files.items() if register
        }
        self.called = called
        self.claimed: set[str] = set()

    def earlier(self) -> Iterator[tuple[str, list[Register | NotComparedError | None]]]:
        """The earlier versions of each register, by its path."""
        for path, (name, register) in self.names.items():
            try:
                versions = self.pairing.earlier(name, register.evaluation.id)
                lost = None if versions else self.pairing.lost
            except UnreadableError as error:
                yield path, [NotComparedError(path, error.reason)]
                continue
            self.claimed |= {version.name for version in versions}
            if lost:
                reason = f"it is new, but the register {quoted(lost)} of {self.called} is gone"
                yield path, [NotComparedError(path, reason)]
            else:
                yield path, [self._comparable(path, name, each) for each in versions] or [None]

    def gone(self, folder: str, asked: Repositories) -> Iterator[tuple[str, Version]]:
        """The registers that the commit has below a folder and that are nothing's earlier version.

        Of one that was there twice it is enough if the other has all of it.
        """
        base, begin = self.pairing.base, asked.locate(folder).name
        present = [register for _, register in self.names.values()]
        changed = {name for name, _ in self.names.values()} - self.claimed
        for own_name in names_below(base.registers.objects, base.commit, begin):
            name = own_name if begin == "." else f"{begin}/{own_name}"
            if name in self.claimed or (name not in changed and self.pairing.head.has_file(name)):
                continue
            version = base.at(name)
            if version and base.is_register(version) and not is_kept(version, present):
                path = f"{folder.rstrip('/')}/{own_name}"
                asked.locate(path)  # for the error if a link is there
                yield path, version

    def _comparable(self, path: str, name: str, version: Version) -> Register | NotComparedError:
        subject = "it" if version.name == name else quoted(version.name)
        reason = f"at {self.called} {subject} {version.problem}"
        return version.register or NotComparedError(path, reason)


def is_kept(version: Version, present: Iterable[Register]) -> bool:
    """Whether another register of the same evaluation has everything that the version has."""
    return any(
        version.register is not None
        and register.evaluation.id == version.evaluation
        and keeps(version.register, register)
        for register in present
    )
