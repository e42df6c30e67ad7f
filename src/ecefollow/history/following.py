"""A register followed along the first-parent line: what changed at each commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare
from ecefollow.analysis.words import count
from ecefollow.history.commits import Commit, History
from ecefollow.history.diff import weight
from ecefollow.history.log_line import LogLine
from ecefollow.history.merges import Made, dropped, made, makers
from ecefollow.history.objects import PathChange
from ecefollow.history.pairing import Pairing, is_lost
from ecefollow.history.snapshots import CommitSnapshot, Registers, Version
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.messages import quoted
from ecefollow.register.model import Register


class Followed:
    """A register at the commit that was reached, going from the newest to the oldest."""

    def __init__(self, name: str) -> None:
        self.name = name  # its path there
        self.last_name = name
        self.lines: list[LogLine] = []
        self.ids: dict[str, None] = {}  # every one that it ever had
        self.newest: Register | None = None
        self.version: Version | None = None
        # The last version that could be read, and the commits from it to the one reached.
        self.register: Register | None = None
        self.commits: list[Commit] = []
        self.dropped: list[Change] = []  # by merges, of what was in that version
        self.lost: str | None = None  # what it may have been before, if it is new

    @property
    def is_readable(self) -> bool:
        """Whether the commit reached has a version that can be read."""
        return self.version is not None and self.version.register is not None

    def pass_on(self, commit: Commit) -> None:
        """Go to the commit before, which has the same version."""
        self.commits = [commit] if self.is_readable else [*self.commits, commit]

    def reach(self, commit: Commit, version: Version | None) -> None:
        """Go to the commit before, which has this version."""
        self.version = version
        if version:
            self.name = version.name
        self.pass_on(commit)
        if version and version.register:
            self.register, self.lost = version.register, None
            self.newest = self.newest or self.register
            self.ids |= dict.fromkeys(record.id for record in self.register.records)


class Walk:
    """The way along a first-parent line, for all the registers that are *wanted* by their paths."""

    def __init__(
        self, registers: Registers, history: History, wanted: Callable[[str], bool], begins: str
    ) -> None:
        self.registers = registers
        self.history = history
        self.wanted = wanted
        self.begins = begins  # what the first version of a register is called
        self.followed: list[Followed] = []
        self.dropped: list[Followed] = []  # by merges, as a whole

    def follow(self, names: Iterable[str]) -> list[Followed]:
        """The registers at these paths in the newest commit, and those that are gone since."""
        newest = self.history.line[0]
        snapshot = self.registers.in_commit(newest.id)
        for name in names:
            if version := snapshot.at(name):
                self._start(name, newest, version)
        for commit, before in pairwise(self.history.line):
            self._step(commit, before)
        for register in self.followed:
            self._begin(register)
        return self.followed + self.dropped

    def _start(self, name: str, commit: Commit, version: Version) -> Followed:
        register = Followed(name)
        register.reach(commit, version)
        self.followed.append(register)
        return register

    def _step(self, commit: Commit, before: Commit) -> None:
        """Go from a commit to the one before it, and tell what changed between them."""
        head, base = self.registers.in_commit(commit.id), self.registers.in_commit(before.id)
        pairing = Pairing(base, head)
        changes = {change.path: change for change in head.differences(base)}
        present = [
            register.register
            for register in self.followed
            if changes and register.register and register.is_readable
        ]
        for register in self.followed:
            if self.history.brought[commit.id]:
                self._note_dropped(register, commit)
            if self._may_differ(register, changes):
                self._compare(register, commit, before, pairing)
            else:
                self._tell(register, [])
                register.pass_on(before)
        self._find_gone(commit, before, changes.values(), present)
        for parent in commit.parents[1:]:
            self._find_dropped(commit, parent, base)

    def _may_differ(self, register: Followed, changes: dict[str, PathChange]) -> bool:
        if register.name in changes:
            return True
        if register.version or not register.register:
            return False
        evaluation = register.register.evaluation.id  # of one that was removed, and came back
        identities = (
            self.registers.identify(path, entry) for path, entry, _ in changes.values() if entry
        )
        return any(identity and identity.evaluation == evaluation for identity in identities)

    def _compare(
        self, register: Followed, commit: Commit, before: Commit, pairing: Pairing
    ) -> None:
        later, own = register.register, pairing.base.at(register.name)
        versions = [own] if own else []
        if later:
            versions = pairing.earlier(register.name, later.evaluation.id)
        if not register.is_readable:
            self._tell_state(register, commit, versions)
        elif not versions:
            register.lost = pairing.lost
        readable = {
            number: compare(version.register, later) if later else []
            for number, version in enumerate(versions)
            if version.register
        }
        number = max(readable, key=lambda number: weight(readable[number]), default=0)
        if readable:
            self._tell(register, readable[number])
        register.reach(before, versions[number] if versions else None)

    def _tell(self, register: Followed, changes: Sequence[Change]) -> None:
        """Write down what the last version that could be read changes of the one before it."""
        origins = self._origins(register) if changes else {}
        told = set()
        for change in changes:
            told.add(made(change))
            commit, merge = origins.get(made(change), (register.commits[0], None))
            register.lines.append(LogLine(commit, change, merge=merge))
        for change in register.dropped:
            if made(change) not in told:
                register.lines.append(LogLine(register.commits[0], change, is_dropped=True))
        register.dropped = []

    def _origins(self, register: Followed) -> dict[Made, tuple[Commit, Commit]]:
        """The commits inside merges that first made each change, and the merges."""
        origins: dict[Made, tuple[Commit, Commit]] = {}
        for merge in reversed(register.commits):
            brought = self.history.brought[merge.id]
            for change, commit in makers(brought, self._reader(register)).items():
                origins.setdefault(change, (commit, merge))
        return origins

    def _reader(self, register: Followed) -> Callable[[str], Register | None]:
        """Reads a register in a commit that is not on the line."""
        head, name = self.registers.in_commit(register.commits[0].id), register.name
        evaluation = register.register.evaluation.id if register.register else ""

        def read_at(commit: str) -> Register | None:
            versions = Pairing(self.registers.in_commit(commit), head).earlier(name, evaluation)
            return next((version.register for version in versions if version.register), None)

        return read_at

    def _note_dropped(self, register: Followed, merge: Commit) -> None:
        """Note what another parent had of the register, and what it has not after the merge."""
        brought, read_at = self.history.brought[merge.id], self._reader(register)
        for parent in merge.parents[1:]:
            entry = self.registers.in_commit(parent).entry(register.name)
            is_same = register.version and entry == register.version.entry
            is_brought = parent in {commit.id for commit in brought}
            theirs = read_at(parent) if is_brought and not is_same else None
            if theirs and register.register:
                bases = [read_at(base) for base in _outside(brought)]
                register.dropped += dropped(bases, theirs, register.register)

    # What becomes of a whole register

    def _tell_state(self, register: Followed, commit: Commit, before: Sequence[Version]) -> None:
        """Write down what the commit has instead of the register, unless it was there before."""
        version = register.version
        if (version is None and before) or (
            version and not (before and before[0].entry == version.entry)
        ):
            register.lines.append(self._line(commit, register.name, version))

    def _line(self, commit: Commit, name: str, version: Version | None) -> LogLine:
        """What a commit, or the first that a merge brought with the same there, did to a file."""
        entry = version and version.entry
        text, code = _state(version)
        for inside in self.history.brought[commit.id]:
            has = [
                self.registers.in_commit(ident).entry(name) == entry
                for ident in (inside.id, *inside.parents)
            ]
            if inside.parents and has[0] and not any(has[1:]):
                return LogLine(inside, None, text, code, merge=commit)
        return LogLine(commit, None, text, code)

    def _find_gone(
        self,
        commit: Commit,
        before: Commit,
        changes: Iterable[PathChange],
        present: Sequence[Register],
    ) -> None:
        """Follow the wanted registers that were there before and are no other's earlier version."""
        head, base = self.registers.in_commit(commit.id), self.registers.in_commit(before.id)
        claimed = {register.name for register in self.followed}
        for path, entry, _ in changes:
            if entry and entry.is_file and path not in claimed and self.wanted(path):
                version = self.registers.version(path, entry)
                if is_lost(version, base, present):
                    register = self._start(path, before, version)
                    register.lines.append(self._line(commit, path, head.at(path)))

    def _find_dropped(self, commit: Commit, parent: str, base: CommitSnapshot) -> None:
        """Tell of the wanted registers that another parent of a merge had, and it has not."""
        brought = self.history.brought[commit.id]
        if parent not in {inside.id for inside in brought}:
            return
        head, theirs = self.registers.in_commit(commit.id), self.registers.in_commit(parent)
        outside = [self.registers.in_commit(ident) for ident in _outside(brought)]
        for path, entry, now in head.differences(theirs):
            if not entry or now or base.entry(path) or not self.wanted(path):
                continue
            identity = self.registers.identify(path, entry)
            is_new = all(snapshot.entry(path) != entry for snapshot in outside)
            if identity and is_new and identity.evaluation not in head.evaluations:
                lost = Followed(path)
                lost.reach(commit, self.registers.version(path, entry))
                text = "the merge dropped the register"
                lost.lines.append(LogLine(commit, None, text, Code.REMOVED))
                self.dropped.append(lost)

    def _begin(self, register: Followed) -> None:
        """Tell of the first version, once the end of the line is reached."""
        if register.version and not register.is_readable:
            self._tell_state(register, register.commits[-1], [])
        if not register.register:
            return
        begun, commit, merge = self._begun(register, register.register)
        if merge:
            self._tell(register, compare(begun, register.register))
        text, code = f"{self.begins}, with {_size(begun)}", None
        if register.lost:
            text, code = f"{text}, while {quoted(register.lost)} is gone", Code.NOT_COMPARED
        self._tell(register, [])
        register.lines.append(LogLine(commit, None, text, code, merge=merge))

    def _begun(self, register: Followed, first: Register) -> tuple[Register, Commit, Commit | None]:
        """The first version of a register, its commit, and the merge that brought it."""
        read_at = self._reader(register)
        for merge in reversed(register.commits):
            for inside in self.history.brought[merge.id]:
                if version := read_at(inside.id):
                    return version, inside, merge
        return first, register.commits[0], None


def _outside(brought: Sequence[Commit]) -> list[str]:
    """The commits of the line that those which a merge brought had parted from."""
    parents = dict.fromkeys(parent for commit in brought for parent in commit.parents)
    inside = {commit.id for commit in brought}
    return [parent for parent in parents if parent not in inside]


def _state(version: Version | None) -> tuple[str, Code]:
    """What became of a register, now that this version is at its path."""
    if version is None:
        return "the file was removed", Code.REMOVED
    if version.register:
        return "another register took its place", Code.REMOVED
    if version.error:
        return f"cannot be read: {version.error.message}", Code.NOT_COMPARED
    return f"the register became {version.entry.words}", Code.NOT_COMPARED


def _size(register: Register) -> str:
    recommendations = count(len(register.recommendations), "recommendation")
    actions = sum(len(recommendation.actions) for recommendation in register.recommendations)
    return f"{recommendations} and {count(actions, 'action')}"
