"""A register followed along the first-parent line: what changed at each commit.

Its past is that of every register of its evaluation that is gone, too: what was recorded in one
that another took the place of is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare
from ecefollow.analysis.values_in_words import count
from ecefollow.history.commits import Commit, History
from ecefollow.history.diff import weight
from ecefollow.history.earlier_version import Pairing, is_lost
from ecefollow.history.log_line import LogLine
from ecefollow.history.merges import Made, dropped, made, makers
from ecefollow.history.objects import PathChange, TreeEntry
from ecefollow.history.snapshots import Registers, Version
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.quoting import quoted
from ecefollow.register.model import Register


class LineStep(NamedTuple):
    """A commit, the one before it on the line, and what differs between them, by its path."""

    commit: Commit
    before: Commit
    changes: Mapping[str, PathChange]


class Past:
    """The first-parent line of a repository, newest first, with what each commit changed."""

    def __init__(self, registers: Registers, history: History, begins: str) -> None:
        self.registers = registers
        self.brought = history.brought
        self.begins = begins  # what the first version of a register is called
        self.line = history.line
        self.steps = [
            LineStep(commit, before, self._changes(before, commit))
            for commit, before in pairwise(history.line)
        ]

    def outside(self, merge: Commit) -> list[str]:
        """The commits that those which a merge brought had parted from."""
        inside = {commit.id for commit in self.brought[merge.id]}
        parents = [parent for commit in self.brought[merge.id] for parent in commit.parents]
        return [parent for parent in dict.fromkeys(parents) if parent not in inside]

    def parents_brought(self, merge: Commit) -> list[str]:
        """The other parents of a merge, but for those that the line had before."""
        return [c.id for c in self.brought[merge.id] if c.id in merge.parents]

    def entry(self, commit: str, name: str) -> TreeEntry | None:
        """What a commit has at a path."""
        return self.registers.in_commit(commit).entry(name)

    def state_line(self, commit: Commit, name: str, entry: TreeEntry | None) -> LogLine:
        """What became of a register at a path, made by the commit or the first that it brought."""
        text, code = _state(self.registers.version(name, entry) if entry else None)
        for inside in self.brought[commit.id]:
            before = [self.entry(parent, name) for parent in inside.parents]
            if before and entry not in before and self.entry(inside.id, name) == entry:
                return LogLine(inside, None, text, code, merge=commit)
        return LogLine(commit, None, text, code)

    def dropped(self, step: LineStep) -> Iterator[Version]:
        """The files that other parents of a merge had since they parted, and it has not."""
        bases = [step.before.id, *self.outside(step.commit)]
        for parent in self.parents_brought(step.commit):
            for path, entry, now in self.registers.objects.changed(parent, step.commit.id):
                before = [self.entry(base, path) for base in bases]
                if entry and entry not in before and not (now or before[0]):
                    yield self.registers.version(path, entry)

    def _changes(self, before: Commit, commit: Commit) -> dict[str, PathChange]:
        changes = self.registers.objects.changed(before.id, commit.id)
        return {change.path: change for change in changes}


class Followed(NamedTuple):
    """The past of a register: its lines, its last version, and all ids that it ever had."""

    lines: list[LogLine]
    newest: Register | None
    ids: dict[str, None]
    evaluations: set[str | None]


def follow(past: Past, name: str, *, start: int = 0) -> Followed:
    """The past of the register at a path, in the newest commit or the one before that many."""
    strands = [first := _Strand(past, name, past.line[start])]
    met: list[_Strand] = []
    for step in past.steps[start:]:
        present = [strand.register for strand in strands if strand.register]
        others = [path for strand in strands for path in strand.go(step)]
        strands += [_Strand(past, path, step.before) for path in others]
        for path, entry in _replaced(past, step, {strand.name for strand in strands}, present):
            strands.append(_Strand(past, path, step.before))
            strands[-1].lines.append(past.state_line(step.commit, path, entry))
        by_name = {strand.name: strand for strand in reversed(strands)}
        met += [strand for strand in strands if strand is not by_name[strand.name]]
        strands = [*reversed(by_name.values())]
    for strand in strands:
        strand.begin()
    strands += met  # from where they met, the past of one is that of the other
    return Followed(
        [line for strand in strands for line in strand.lines],
        first.newest,
        dict.fromkeys(ident for strand in strands for ident in strand.ids),
        {ident for strand in strands for ident in strand.evaluations},
    )


class _Strand:
    """A register at the commit that was reached, going from the newest to the oldest."""

    def __init__(self, past: Past, name: str, commit: Commit) -> None:
        self.past = past
        self.name = name  # its path there
        self.lines: list[LogLine] = []
        self.ids: dict[str, None] = {}
        self.evaluations: set[str | None] = set()
        self.newest: Register | None = None
        # The last version that could be read, and the commits from it to the one reached.
        self.register: Register | None = None
        self.commits: list[Commit] = []
        self.dropped: list[Change] = []  # by merges, of what was in that version
        self.lost: str | None = None  # what it may have been before, if it is new
        self.version = past.registers.in_commit(commit.id).at(name)
        self._reach(commit, self.version)

    def go(self, step: LineStep) -> list[str]:
        """Go to the commit before, and tell what changed; the other paths that it was at there."""
        self._note_dropped(step.commit)
        if self._may_differ(step.changes):
            return self._compare(step)
        self._tell([], step.before.told_until)
        self._pass_on(step.before)
        return []

    def begin(self) -> None:
        """Tell of the first version, now that the end of the line is reached."""
        if self.version and not self.version.register:
            self._tell_state(self.commits[-1], [])
        if self.register:
            begun, commit, merge = self._begun(self.register)
            changes = compare(begun, self.register, until=commit.told_until) if merge else []
            self._tell(changes, commit.told_until)
            text, code = f"{self.past.begins}, with {_size(begun)}", None
            if self.lost:
                text, code = f"{text}, while {quoted(self.lost)} is gone", Code.NOT_COMPARED
            self.lines.append(LogLine(commit, None, text, code, merge=merge))

    def _pass_on(self, commit: Commit) -> None:
        if self.version and self.version.register:
            self.commits = [commit]
        else:
            self.commits.append(commit)

    def _reach(self, commit: Commit, version: Version | None) -> None:
        self.version = version
        self._pass_on(commit)
        if version:
            self.name = version.name
            self.evaluations.add(version.evaluation)
        if version and version.register:
            self.register, self.lost = version.register, None
            self.newest = self.newest or version.register
            self.ids |= dict.fromkeys(record.id for record in version.register.records)

    def _may_differ(self, changes: Mapping[str, PathChange]) -> bool:
        if self.name in changes or self.version or not self.register:
            return self.name in changes
        evaluation = self.register.evaluation.id  # it was removed, and came back from somewhere
        return any(
            entry and self.past.registers.is_of(path, entry, {evaluation})
            for path, entry, _ in changes.values()
        )

    def _compare(self, step: LineStep) -> list[str]:
        registers, later = self.past.registers, self.register
        base = registers.in_commit(step.before.id)
        pairing = Pairing(base, registers.in_commit(step.commit.id))
        own = base.at(self.name)
        versions = [own] if own else []
        if later:
            versions = pairing.earlier(self.name, later.evaluation.id)
        if not (self.version and self.version.register):
            self._tell_state(step.commit, versions)
        elif not versions:
            self.lost = next(iter(pairing.lost), None)
        changes = {
            number: compare(version.register, later, until=step.before.told_until) if later else []
            for number, version in enumerate(versions)
            if version.register
        }
        number = max(changes, key=lambda number: weight(changes[number]), default=0)
        if changes:
            self._tell(changes[number], step.before.told_until)
        self._reach(step.before, versions[number] if versions else None)
        return [version.name for version in versions if version.name != self.name]

    def _tell(self, changes: Sequence[Change], until: date) -> None:
        """Write down what the last version that could be read changes of the one before it."""
        origins = self._origins(until) if changes else {}
        told = {made(change) for change in changes}
        for change in changes:
            commit, merge = origins.get(made(change), (self.commits[0], None))
            self.lines.append(LogLine(commit, change, merge=merge))
        self.lines += [
            LogLine(self.commits[0], change, is_dropped=True)
            for change in self.dropped
            if made(change) not in told
        ]
        self.dropped = []

    def _origins(self, until: date) -> dict[Made, tuple[Commit, Commit]]:
        """The commits inside merges that first made each change, and the merges."""
        return {
            change: (commit, merge)
            for merge in self.commits
            for change, commit in makers(
                self.past.brought[merge.id], self._read_at, until=until
            ).items()
        }

    def _begun(self, first: Register) -> tuple[Register, Commit, Commit | None]:
        """The first version of the register, its commit, and the merge that brought it."""
        for merge in reversed(self.commits):
            for commit in self.past.brought[merge.id]:
                if register := self._read_at(commit.id):
                    return register, commit, merge
        return first, self.commits[0], None

    def _read_at(self, commit: str) -> Register | None:
        """The register in a commit that is not on the line."""
        in_commit = self.past.registers.in_commit
        if not self.register:
            return None
        pairing = Pairing(in_commit(commit), in_commit(self.commits[0].id))
        versions = pairing.earlier(self.name, self.register.evaluation.id)
        return next((version.register for version in versions if version.register), None)

    def _note_dropped(self, merge: Commit) -> None:
        """Note what another parent had of the register, and what it has not after the merge."""
        for parent in self.past.parents_brought(merge):
            is_same = self.version and self.past.entry(parent, self.name) == self.version.entry
            theirs = None if is_same else self._read_at(parent)
            if theirs and self.register:
                bases = [self._read_at(base) for base in self.past.outside(merge)]
                self.dropped += dropped(bases, theirs, self.register)

    def _tell_state(self, commit: Commit, before: Sequence[Version]) -> None:
        """Write down what the commit has instead of the register, unless it was there before."""
        is_new = before[0].entry != self.version.entry if before and self.version else True
        if is_new and (before or self.version):
            entry = self.version and self.version.entry
            self.lines.append(self.past.state_line(commit, self.name, entry))


def _replaced(
    past: Past, step: LineStep, paths: set[str], present: Sequence[Register]
) -> Iterator[tuple[str, TreeEntry | None]]:
    """The paths of other registers of the same evaluation that are gone, and what is there now.

    Those of which the *present* have everything are no loss.
    """
    evaluations = {register.evaluation.id for register in present}
    for path, entry, now in step.changes.values():
        if entry and path not in paths and past.registers.is_of(path, entry, evaluations):
            version = past.registers.version(path, entry)
            is_still = now and past.registers.version(path, now).evaluation == version.evaluation
            if not is_still and is_lost(version, past.registers, present):
                yield path, now


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
