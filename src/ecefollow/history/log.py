"""Who recorded what, when, and how long after it happened: the changes of every commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare
from ecefollow.analysis.words import count
from ecefollow.history import git
from ecefollow.history.commits import Commit, merges_into_branch
from ecefollow.history.facts import KnownFacts, fact_after, fact_before
from ecefollow.history.versions import Version, read_versions
from ecefollow.register.model import Register
from ecefollow.register.portfolio import qualified, split


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


class Log(NamedTuple):
    """The lines of a register, newest first, every id that it ever had, and its evaluation's."""

    lines: list[LogLine]
    ids: tuple[str, ...]
    evaluation: str = ""


def read_all(paths: Sequence[str]) -> Log:
    """The logs of the registers as one, newest first, with ids as in a portfolio for several."""
    if len(paths) == 1:
        return read(paths[0])
    lines: list[LogLine] = []
    ids: list[str] = []
    for path in paths:
        log = read(path)
        lines += (_in_portfolio(line, log.evaluation) for line in log.lines)
        ids += (qualified(log.evaluation, ident) for ident in log.ids)
    lines.sort(key=lambda line: line.commit.day or date.min, reverse=True)
    return Log(lines, tuple(ids))


def read(path: str) -> Log:
    """The log of the register at *path*; UnreadableError if git has no history of it."""
    location = git.locate(path)
    versions = read_versions(location)
    begins = "the history of this clone begins" if git.is_shallow(location) else "register created"
    merges = merges_into_branch([version.commit for version in versions])
    merged = any(len(version.commit.parents) > 1 for version in versions)
    writer = _Writer(begins, merged=merged)
    lines = [
        line._replace(merge=merges.get(line.commit.id))
        for found in [[*writer.lines(version)] for version in reversed(versions)][::-1]
        for line in found
    ]
    known = (version.register for version in versions if version.register)
    evaluation = next((register.evaluation.id for register in known), "")
    return Log(lines, tuple(writer.ids), evaluation)


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


def _in_portfolio(line: LogLine, evaluation: str) -> LogLine:
    change = line.change
    if change:
        change = change._replace(id=qualified(evaluation, change.id))
    return line._replace(change=change, evaluation=evaluation)


class _State(NamedTuple):
    """What is known after a commit: the last valid register, its facts, and all facts before."""

    register: Register | None
    facts: int = 0
    ever: int = 0


class _Writer:
    """The lines of one commit after the other, parents before children."""

    def __init__(self, begins: str, *, merged: bool) -> None:
        self.ids: dict[str, None] = {}
        self._begins = begins
        self._merged = merged  # without a merge, no fact is looked for
        self._known = KnownFacts()
        self._states: dict[str, _State] = {}
        self._brought = 0  # the facts that any commit has brought so far
        self._facts: dict[int, int] = {}  # of each register, by its identity

    def lines(self, version: Version) -> Iterator[LogLine]:
        parents = [self._states[ident] for ident in version.commit.parents if ident in self._states]
        ever = 0
        for parent in parents:
            ever |= parent.ever
        register = version.register
        if register:
            facts = self._facts_of(register)
            self.ids |= dict.fromkeys(record.id for record in register.records)
            yield from self._changes(version.commit, parents, _State(register, facts, ever))
        else:
            inherited = parents[0] if parents else _State(None)
            register, facts = inherited.register, inherited.facts
            if self._is_news(version):
                removed = version.content is None
                yield LogLine(version.commit, None, version.problem, is_removed=removed)
        self._states[version.commit.id] = _State(register, facts, ever | facts)
        self._brought |= facts

    def _is_news(self, version: Version) -> bool:
        """Whether the commit itself removed the register, or left something unreadable there."""
        if version.content is not None:
            return version.content not in version.before
        # A parent that has none explains it only if its own line removed it.
        had_none = (
            ident
            for ident, content in zip(version.commit.parents, version.before, strict=True)
            if content is None
        )
        explained = any(ident in self._states and self._states[ident].ever for ident in had_none)
        return not explained and any(content is not None for content in version.before)

    def _changes(self, commit: Commit, parents: Sequence[_State], now: _State) -> Iterator[LogLine]:
        if not now.register:
            return
        known = [parent for parent in parents if parent.register]
        if not known:
            yield LogLine(commit, None, f"{self._begins}, with {_size(now.register)}")
        elif len(parents) == 1:
            for change in compare(known[0].register, now.register):
                if not self._is_repeated(change, now):
                    yield LogLine(commit, change)
        else:
            told = set()
            for parent in known:
                for change in self._own_changes(parent, known, now):
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
        """What a merge itself changes of one parent: neither parent's line explains it."""
        if parent.register is now.register or not now.register:
            return
        for change in compare(parent.register, now.register):
            if change.edits:
                before = fact_before(change)
                bit = self._known.bit(before) if before else 0
                if bit and not bit & now.facts and not self._is_explained(bit, parents):
                    yield change
            elif not self._known.bit(fact_after(change)) & now.ever:
                yield change

    def _is_explained(self, bit: int, parents: Sequence[_State]) -> bool:
        """Whether a parent knew the fact and had dropped it, so that its own line tells of it."""
        return any(bit & each.ever and not bit & each.facts for each in parents)

    def _facts_of(self, register: Register) -> int:
        ident = id(register)
        if not self._merged:
            return 0
        if ident not in self._facts:
            self._facts[ident] = self._known.of(register)
        return self._facts[ident]


def _size(register: Register) -> str:
    recommendations = count(len(register.recommendations), "recommendation")
    actions = sum(len(each.actions) for each in register.recommendations)
    return f"{recommendations} and {count(actions, 'action')}"
