"""Who recorded what, when, and how long after it happened: the changes of every commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.comparison import compare
from ecefollow.analysis.values_in_words import count
from ecefollow.history import git
from ecefollow.history.commits import Commit, merges_into_branch
from ecefollow.history.facts import KnownFacts, day_of, fact_after, fact_before
from ecefollow.history.repositories import Repositories
from ecefollow.history.versions import PathInCommit, Version, read_versions
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile, split


class LogLine(NamedTuple):
    """One change that a commit made; without a change, a text that says what happened instead.

    `merge` is the merge that brought the commit to the branch, None for a commit made there.
    """

    commit: Commit
    change: Change | None
    text: str = ""
    is_removed: bool = False  # the whole register was removed
    merge: Commit | None = None
    evaluation: str = ""  # of a portfolio

    @property
    def lag(self) -> int | None:
        """Days from the day that the change says to that of the commit, None if it says none."""
        on = self.change.on if self.change else None
        return (self.commit.day - on).days if on and self.commit.day else None

    @property
    def rewrites(self) -> bool:
        """Whether something that was recorded was taken back, which is an error."""
        return self.is_removed or (self.change is not None and self.change.rewrites)

    @property
    def is_marked(self) -> bool:
        """Whether `check --base` has a code for the change, an error or only a warning."""
        return self.is_removed or (self.change is not None and self.change.code is not None)


class PathInRepository(NamedTuple):
    """A path that a register was at: that of its repository, and the path from there."""

    top: Path
    name: str


class Log(NamedTuple):
    """The lines of a register, newest first, every id that it ever had, and its last version."""

    lines: list[LogLine]
    ids: tuple[str, ...]
    file: RegisterFile
    places: frozenset[PathInRepository] = frozenset()

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation in the last version; its id is empty if no version could be read."""
        return self.file.register.evaluation


def read(path: str, asked: Repositories) -> Log:
    """The log of the register at *path*; UnreadableError if git has no history of it."""
    location = asked.locate(path)
    versions = read_versions(location, asked)
    begins = "the history of this clone begins" if git.is_shallow(location) else "register created"
    merges = merges_into_branch([*dict.fromkeys(version.commit for version in versions)])
    merged = any(len(each.before) > 1 or len(each.commit.parents) > 1 for each in versions)
    writer = _Writer(begins, merged=merged)
    lines = [
        line._replace(merge=merges.get(line.commit.id))
        for found in [[*writer.lines(version)] for version in reversed(versions)][::-1]
        for line in found
    ]
    known = (version.register for version in versions if version.register)
    unread = Register(Evaluation("", "", ""), ())
    places = frozenset(PathInRepository(location.top, version.place.path) for version in versions)
    return Log(lines, tuple(writer.ids), RegisterFile(path, next(known, unread)), places)


def select(log: Log, ids: Sequence[str], *, since: date | None, rewritten: bool) -> list[LogLine]:
    """The lines about *ids*, a recommendation's with those of its actions, from a day on."""
    return [
        line
        for line in log.lines
        if (not ids or _belongs(line, ids))
        and (not since or line.commit.day is None or line.commit.day >= since)
        and (line.is_marked or not rewritten)
    ]


def _belongs(line: LogLine, ids: Iterable[str]) -> bool:
    if line.change is None:  # what happened to the whole register happened to each of its ids
        return any(split(wanted)[0] == line.evaluation for wanted in ids)
    ident = line.change.id
    return any(ident == wanted or ident.startswith(f"{wanted}.") for wanted in ids)


class _State(NamedTuple):
    """What a valid version recorded: the register, its facts, and those that were known before.

    Of the versions before the present one these are all facts up to then.
    """

    register: Register
    facts: int
    ever: int


class _Writer:
    """The lines of one commit after the other, parents before children."""

    def __init__(self, begins: str, *, merged: bool) -> None:
        self.ids: dict[str, None] = {}
        self._begins = begins
        self._merged = merged  # without a merge, no fact is looked for
        self._known = KnownFacts()
        # What each place recorded; of one without a valid register what those before it did, so
        # that what comes after it is compared with each of them.
        self._states: dict[PathInCommit, tuple[_State, ...]] = {}
        self._brought = 0  # the facts that any commit has brought so far
        self._facts: dict[int, int] = {}  # of each register, by its identity

    def lines(self, version: Version) -> Iterator[LogLine]:
        found = [state for place in version.before for state in self._states[place]]
        before = tuple({id(state.register): state for state in found}.values())
        register = version.register
        if register:
            facts = self._facts_of(register)
            ever = reduce(or_, (state.ever for state in found), 0)
            self.ids |= dict.fromkeys(record.id for record in register.records)
            yield from self._changes(version.commit, before, _State(register, facts, ever))
            before = (_State(register, facts, ever | facts),)
            self._brought |= facts
        elif self._is_news(version):
            yield LogLine(version.commit, None, version.problem, is_removed=version.is_removed)
        self._states[version.place] = before

    def _is_news(self, version: Version) -> bool:
        """Whether the commit itself removed the register, or left something unreadable there."""
        if version.content is not None:
            return version.content not in version.before.values()
        # A parent that has none explains it only if its own line removed it.
        had_none = (place for place, content in version.before.items() if content is None)
        explained = version.is_moved or any(self._states[place] for place in had_none)
        return not explained and any(version.before.values())

    def _changes(self, commit: Commit, before: Sequence[_State], now: _State) -> Iterator[LogLine]:
        if not before:
            yield LogLine(commit, None, f"{self._begins}, with {_size(now.register)}")
        elif len(before) == 1:
            for change in compare(before[0].register, now.register):
                if not self._is_repeated(change, now):
                    yield LogLine(commit, change)
        else:
            told = set()
            for state in before:
                for change in self._own_changes(state, before, now):
                    key = (change.id, change.kind, str(change.before), str(change.after))
                    if key not in told:
                        told.add(key)
                        yield LogLine(commit, change)

    def _is_repeated(self, change: Change, now: _State) -> bool:
        """Whether another branch brought the same before, as a commit picked from there does."""
        if change.edits or not (change.update or change.after is not None):
            return False
        bit = self._known.bit(fact_after(change))
        return bool(bit & self._brought and not bit & now.ever)

    def _own_changes(
        self, parent: _State, parents: Sequence[_State], now: _State
    ) -> Iterator[Change]:
        """What a merge itself changes of one parent: no parent's line explains it."""
        if parent.register is now.register:
            return
        told = set()
        for change in compare(parent.register, now.register):
            if change.alters_outcome:
                if change.id in told:
                    yield change
            elif change.edits:
                if self._drops(change, parents, now) or _reorders(change, parent, parents, now):
                    told.add(change.id)
                    yield change
            elif not self._known.bit(fact_after(change)) & now.ever:
                told.add(change.id)
                yield change

    def _drops(self, change: Change, parents: Sequence[_State], now: _State) -> bool:
        """Whether what was changed is gone, and no parent's line tells of it."""
        fact = fact_before(change)
        bit = self._known.bit(fact) if fact else 0
        explained = any(bit & each.ever and not bit & each.facts for each in parents)
        return bool(bit and not bit & now.facts and not explained)

    def _facts_of(self, register: Register) -> int:
        ident = id(register)
        if not self._merged:
            return 0
        if ident not in self._facts:
            self._facts[ident] = self._known.of(register)
        return self._facts[ident]


def _reorders(change: Change, parent: _State, parents: Sequence[_State], now: _State) -> bool:
    """Whether the updates of a day are in another order than in a parent, and in any of them."""
    if change.kind is not ChangeKind.UPDATE_CHANGED:
        return False
    was, present = day_of(change, parent.register), day_of(change, now.register)
    common = [update for update in present if update in was]
    return all(
        [update for update in day_of(change, each.register) if update in common] != common
        for each in parents
    )


def _size(register: Register) -> str:
    recommendations = count(len(register.recommendations), "recommendation")
    actions = sum(len(each.actions) for each in register.recommendations)
    return f"{recommendations} and {count(actions, 'action')}"
