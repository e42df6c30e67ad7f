"""Whether everything that a revision recorded still stands, unchanged, in HEAD."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare, removed
from ecefollow.history.earlier_version import Earlier, Revisions, pair
from ecefollow.history.git import NotComparedError
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.history.snapshots import Version
from ecefollow.reading.portfolio import load_all
from ecefollow.reading.quoting import quoted
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile


class VerifiedRecord(NamedTuple):
    """What of a revision's record was changed or removed in HEAD: nothing, if it still stands.

    That an update of an earlier day was added is no change; that an answer about a day up to that
    of the revision is another now is one.

    The commits are the ids of the revision and of HEAD; the day is that of the revision's commit.
    If the revision is no ancestor of HEAD, the history was replaced; None if this clone, which is
    shallow, cannot tell.
    """

    path: str
    commit: str
    day: date
    head: str
    is_ancestor: bool | None
    recorded: Register
    changes: list[Change]

    @property
    def holds(self) -> bool:
        """Whether everything still stands."""
        return not self.changes


def verify_all(named: Sequence[str], revision: str) -> list[VerifiedRecord]:
    """The record of each register at a revision, held against HEAD.

    The registers are those that HEAD has at the *named* paths, or below them, and those that were
    below them at the revision. UnreadableError or InvalidRegisterError if one cannot be read.
    """
    with repositories() as asked:
        files = dict(_files_at_head(named, revision, asked))
        pairs = pair(files, named, Revisions(revision, "HEAD"), asked)
        verified = [
            _verified(path, record, files[path], revision, asked)
            for path, records in pairs.earlier.items()
            for record in records
            if record
        ]
        gone_files = {path: gone for path in named if (gone := _gone_file(path, revision, asked))}
        for path, gone in (pairs.gone | gone_files).items():  # another may be at its path now
            if not gone.register:
                raise NotComparedError(path, f"at {revision} it {gone.problem}")
            record = Earlier(gone.register, date.min, gone.entry, revision)
            verified.append(_verified(path, record, None, revision, asked))
    if not verified:
        raise UnreadableError(named[0], f"it is not there at {revision}")
    return sorted(verified, key=lambda each: each.path.split("/"))


def _files_at_head(named: Sequence[str], revision: str, asked: Repositories) -> list[RegisterFile]:
    """The registers that the paths stand for in HEAD; a folder may have been there before."""
    paths = asked.find(named, "HEAD").paths
    present = [
        path
        for path in paths
        if path not in named
        or not (asked.paths_below(path, revision) or _gone_file(path, revision, asked))
    ]
    loaded = load_all(present, lambda path: asked.read(path, "HEAD"), "HEAD:{}".format)
    for failure in loaded.failures:
        raise failure
    return loaded.files


def _gone_file(path: str, revision: str, asked: Repositories) -> Version | None:
    """The file that the revision has at a path, if HEAD has nothing there; None otherwise.

    UnreadableError if HEAD has its register elsewhere.
    """
    location = asked.locate(path)
    registers = asked.registers(location)
    head = registers.in_commit(asked.resolve(location, "HEAD"))
    version = registers.in_commit(asked.resolve(location, revision)).at(location.name)
    if not version or not version.entry.is_file or head.entry(location.name):
        return None
    if paths := version.evaluation and head.evaluations.get(version.evaluation):
        raise UnreadableError(path, f"in HEAD it is {quoted(paths[0])}; name that")
    return version


def _verified(
    path: str,
    then: Earlier | NotComparedError,
    now: Register | None,
    revision: str,
    asked: Repositories,
) -> VerifiedRecord:
    if isinstance(then, NotComparedError):
        raise then
    location = asked.locate(path)
    commit, head = asked.resolve(location, revision), asked.resolve(location, "HEAD")
    record = then.register
    changes = compare(record, now, until=then.day) if now else removed(record)
    return VerifiedRecord(
        path=path,
        commit=commit,
        day=asked.day(location, commit),
        head=head,
        is_ancestor=asked.is_ancestor(location, commit, head),
        recorded=record,
        changes=[change for change in changes if change.alters],
    )
