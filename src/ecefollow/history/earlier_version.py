"""Which earlier version each register has, and which registers are gone: the one way to find them.

The earlier version of a register is that of the same evaluation's id, wherever the base has it, its
own path before others. A path whose evaluation has another id now, while the earlier one is nowhere
any more, is still that evaluation's. What is asked for besides a register changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ecefollow.analysis.append_only import keeps
from ecefollow.history import git
from ecefollow.history.git import Location, NotComparedError
from ecefollow.history.objects import TreeEntry
from ecefollow.history.repositories import Repositories
from ecefollow.history.snapshots import CommitSnapshot, DiskSnapshot, Registers, Snapshot, Version
from ecefollow.reading.quoting import quoted
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
        paths = self.base.evaluations.get(evaluation, ())
        if not paths and own and own.evaluation not in self.head.evaluations:
            return [own]  # its id was edited
        return [version for path in paths if (version := self.base.at(path))]

    @cached_property
    def lost(self) -> list[str]:
        """The paths of registers of the base that are nowhere now: a new one may have been one."""
        return [
            name
            for evaluation, names in self.base.evaluations.items()
            for name in names
            if evaluation not in self.head.evaluations
            and (evaluation or not self.head.may_have(name))
        ]


class NewBesideGoneError(NotComparedError):
    """A register that is new, while others are gone: it may be one of them, renamed.

    Their paths are those in the repository. `are_told` says whether each is told as gone besides.
    """

    def __init__(self, path: str, reason: str, gone: Sequence[str]) -> None:
        super().__init__(path, reason)
        self.gone = gone
        self.are_told = False


class Earlier(NamedTuple):
    """An earlier version of a register, and the day of its commit: it was answered from until then.

    `called` is what the commit is called, `entry` where the bytes of its file are.
    """

    register: Register
    day: date
    entry: TreeEntry
    called: str


class Pairs(NamedTuple):
    """The earlier versions of each register, by its path, and the registers that are gone.

    None stands for one that is new, an error for one that cannot be compared. There may be several,
    and each of them counts. The notes say what a reader should know of the comparison besides.
    """

    earlier: dict[str, list[Earlier | NotComparedError | None]]
    gone: dict[str, Version]
    notes: list[str]


class Revisions(NamedTuple):
    """Which versions are compared: those at the revision *base* with those at *head*.

    Without a head it is what is on the disk, and `with_merged` the other parents of a merge that is
    in progress are earlier versions too.
    """

    base: str
    head: str | None = None
    with_merged: bool = False


def pair(
    files: Mapping[str, Register | None],
    named: Sequence[str],
    revisions: Revisions,
    asked: Repositories,
) -> Pairs:
    """The earlier versions at the base, those of each commit that it stands for.

    The *files* are at the head; one with an error is None and is not compared. What the base has
    below the *named* folders and nothing now stands for is gone. UnreadableError if there is no
    such revision.
    """
    pairs = Pairs({path: [] for path in files}, {}, [])
    locations = {path: asked.locate(path) for path in named if path not in files}
    for path, register in files.items():
        try:
            location = asked.locate(path)
            git.require_own_repository(location)
            locations[path] = location
        except NotComparedError as error:
            pairs.earlier[path] += [error] if register else []
    for top in dict.fromkeys(location.top for location in locations.values()):
        own = {path: location for path, location in locations.items() if location.top == top}
        _pair_in_repository(pairs, files, own, revisions, asked)
    return pairs


def _pair_in_repository(
    pairs: Pairs,
    files: Mapping[str, Register | None],
    locations: dict[str, Location],
    revisions: Revisions,
    asked: Repositories,
) -> None:
    """Add the earlier versions of the registers of one repository, and those that are gone."""
    first = next(iter(locations.values()))
    if not revisions.head:
        if revisions.base == "HEAD" and git.is_empty(first):
            for path in locations.keys() & files.keys():  # a hook checks the first commit too
                pairs.earlier[path].append(None)
            return
        for error in _changed_by_git(first, locations, files):
            del locations[error.path]
            pairs.earlier[error.path].append(error)
    pairs.notes.extend(_notes(first, locations, revisions, asked))
    registers = {
        path: (location.name, register)
        for path, location in locations.items()
        if (register := files.get(path))
    }
    for pairing, called in _pairings(first, revisions, asked):
        matching = _Matching(pairing, registers, called, asked.day(first, pairing.base.commit))
        earlier = dict(matching.earlier())
        # The folders among what was named: a file is not gone, or there would be an error.
        folders = [path for path in locations if path not in registers]
        gone = dict(each for folder in folders for each in matching.gone(folder, asked))
        names = {version.name for version in gone.values()}
        for path, versions in earlier.items():
            for version in versions:
                if isinstance(version, NewBesideGoneError):
                    version.are_told = names.issuperset(version.gone)
            pairs.earlier[path] += versions
        pairs.gone.update(gone)


def _changed_by_git(
    first: Location, locations: Mapping[str, Location], files: Mapping[str, Register | None]
) -> list[NotComparedError]:
    """An error for each register that git changes on its way to the disk."""
    paths = {location.name: path for path, location in locations.items() if files.get(path)}
    return [
        NotComparedError(
            paths[name],
            f"git changes it on its way to the disk, by the attribute {attribute!r}",
        )
        for name, attribute in git.attributes(first, [*paths]).items()
    ]


def _notes(
    first: Location, locations: Mapping[str, Location], revisions: Revisions, asked: Repositories
) -> Iterator[str]:
    """What a reader should know of the comparison besides."""
    hidden = set() if revisions.head else git.hidden(first)
    for path, location in locations.items():
        if location.name in hidden:
            yield f"{path}: read from the disk; git is told not to see where that differs from HEAD"
    if asked.has_moved_on(first, revisions.base):
        tip = revisions.base.partition("...")[0]
        yield f"{tip} has moved on since: what restates its answers shows in the merge"


def _pairings(
    location: Location, revisions: Revisions, asked: Repositories
) -> Iterator[tuple[Pairing, str]]:
    """The versions beside each other, for each commit that the base stands for, as it is called."""
    registers, head = asked.registers(location), revisions.head
    bases = dict.fromkeys(asked.resolve_bases(location, revisions.base), revisions.base)
    merged = git.merged_in(location) if revisions.with_merged else ()
    for commit, called in {**dict.fromkeys(merged, "the branch that is merged"), **bases}.items():
        now: Snapshot = DiskSnapshot(location, registers, like=commit)
        if head:
            now = registers.in_commit(asked.resolve(location, head))
        yield Pairing(registers.in_commit(commit), now), called


@dataclass
class _Matching:
    """The registers of one repository, by what they are called, paired with those of one commit."""

    pairing: Pairing
    registers: Mapping[str, tuple[str, Register]]  # each with its path in the repository
    called: str
    day: date
    claimed: set[str] = field(default_factory=set)

    def earlier(self) -> Iterator[tuple[str, list[Earlier | NotComparedError | None]]]:
        """The earlier versions of each register, by its path."""
        for path, (name, register) in self.registers.items():
            try:
                versions = self.pairing.earlier(name, register.evaluation.id)
                lost = [] if versions else self.pairing.lost
            except UnreadableError as error:
                yield path, [NotComparedError(path, error.reason)]
                continue
            self.claimed |= {version.name for version in versions}
            if lost:
                reason = f"it is new, but the register {quoted(lost[0])} of {self.called} is gone"
                yield path, [NewBesideGoneError(path, reason, lost)]
            else:
                yield path, [self._comparable(path, name, each) for each in versions] or [None]

    def gone(self, folder: str, asked: Repositories) -> Iterator[tuple[str, Version]]:
        """The registers that the commit has below a folder and that are nothing's earlier version.

        Of one that was there twice it is enough if the other has all of it.
        """
        base, begin = self.pairing.base, asked.locate(folder).name
        present = [register for _, register in self.registers.values()]
        changed = {name for name, _ in self.registers.values()} - self.claimed
        for own_name in base.names_below(begin):
            name = own_name if begin == "." else f"{begin}/{own_name}"
            if name in self.claimed or (name not in changed and self.pairing.head.may_have(name)):
                continue
            version = base.at(name)
            if version and is_lost(version, base.registers, present):
                path = f"{folder.rstrip('/')}/{own_name}"
                asked.locate(path)  # for the error if a link is there
                yield path, version

    def _comparable(self, path: str, name: str, version: Version) -> Earlier | NotComparedError:
        if version.register:
            return Earlier(version.register, self.day, version.entry, self.called)
        subject = "it" if version.name == name else quoted(version.name)
        reason = f"at {self.called} {subject} {version.problem}"
        return NotComparedError(path, reason)


def is_lost(version: Version, registers: Registers, present: Iterable[Register]) -> bool:
    """Whether what stood at a path was a register, and no other of its evaluation has all of it."""
    return registers.identify(version.name, version.entry) is not None and not any(
        version.register
        and register.evaluation.id == version.evaluation
        and keeps(version.register, register)
        for register in present
    )
