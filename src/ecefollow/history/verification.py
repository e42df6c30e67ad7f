"""Whether everything that a revision recorded still stands, unchanged, in HEAD."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare, removed
from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects
from ecefollow.history.register_paths import registers
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.history.revisions import paths_below, read_at, register_paths_at
from ecefollow.reading.messages import quoted
from ecefollow.reading.portfolio import duplicate_evaluation
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile


class Verification(NamedTuple):
    """What of a revision's record was changed or removed in HEAD: nothing, if it still stands.

    That an update of an earlier day was added is no change; that it altered how late something was
    is one.

    The commits are the ids of the revision and of HEAD; the day is that of the revision's commit,
    None if no calendar has it. If the revision is no ancestor of HEAD, the history was replaced.
    """

    path: str
    commit: str
    day: date | None
    head: str
    is_ancestor: bool
    recorded: Register
    changes: list[Change]

    @property
    def holds(self) -> bool:
        """Whether everything still stands."""
        return not self.changes


def verify_all(named: Sequence[str], revision: str) -> list[Verification]:
    """The record of each register at a revision, held against HEAD.

    The registers are those that were at the *named* paths, or below them, at the revision, and
    those that were elsewhere then and are there now; in HEAD each is found by its evaluation's id.
    UnreadableError or InvalidRegisterError if one cannot be read.
    """
    with repositories() as asked:
        (first, *others) = named
        if not others and not any(paths_below(first, each, asked) for each in (revision, "HEAD")):
            return [verify(first, revision, asked)]
        now = _registers_at(named, "HEAD", asked)
        then = _registers_at(named, revision, asked)
        for ident, (path, _) in now.items():
            if ident not in then and (found := _elsewhere(path, ident, revision, asked)):
                then[ident] = found
        if not then:
            raise UnreadableError(first, f"it is not there at {revision}")
        return [
            _verification(asked.locate(path), register, now.get(ident), revision, asked)
            for ident, (path, register) in then.items()
        ]


def verify(path: str, revision: str, asked: Repositories) -> Verification:
    """The record of the register at *path* at a revision, held against the one in HEAD.

    UnreadableError or InvalidRegisterError if one of them cannot be read.
    """
    location = asked.locate(path)
    commit, head = asked.resolve(location, revision), asked.resolve(location, "HEAD")
    reading = asked.objects(location)
    now = _read(location, reading, head, location.name, called="HEAD")
    name = _path_at(location, reading, commit, now.evaluation.id)
    then = _read(location, reading, commit, name, called=revision)
    return _verification(location, then, RegisterFile(path, now), revision, asked)


def _registers_at(
    named: Sequence[str], revision: str, asked: Repositories
) -> dict[str, RegisterFile]:
    """The registers that the paths stood for at a revision, by their evaluations' ids."""
    found: dict[str, RegisterFile] = {}
    for path in register_paths_at(named, revision, asked):
        location = asked.locate(path)
        git.require_own_repository(location)
        if not asked.objects(location).at(asked.resolve(location, revision), location.name):
            continue
        called = f"{revision}:{path}"
        register = parse_valid(read_at(path, revision, asked), called)
        first = found.setdefault(register.evaluation.id, RegisterFile(path, register))
        if first.path != path:
            problem = duplicate_evaluation(called, register.evaluation, f"{revision}:{first.path}")
            raise InvalidRegisterError(called, [problem], [])
    return found


def _elsewhere(
    path: str, evaluation: str, revision: str, asked: Repositories
) -> RegisterFile | None:
    """The register of an evaluation anywhere in a revision, None if it was not there."""
    location = asked.locate(path)
    commit = asked.resolve(location, revision)
    reading = asked.objects(location)
    for name, known in registers(reading, commit):
        entry = reading.at(commit, name) if known == evaluation else None
        if entry:
            register = parse_valid(reading.read(entry.id), f"{revision}:{name}")
            return RegisterFile(path, register)
    return None


def _verification(
    location: Location,
    then: Register,
    now: RegisterFile | None,
    revision: str,
    asked: Repositories,
) -> Verification:
    commit, head = asked.resolve(location, revision), asked.resolve(location, "HEAD")
    ancestor = git.run(location, "merge-base", "--is-ancestor", commit, head)
    said = git.answer(location, "log", "-1", "--no-patch", "--format=%cs", commit).decode()
    changes = compare(then, now.register) if now else removed(then)
    return Verification(
        path=location.path,
        commit=commit,
        day=_day(said.strip()),
        head=head,
        is_ancestor=not ancestor.returncode,
        recorded=then,
        changes=[each for each in changes if each.edits or each.alters_outcome],
    )


def _read(location: Location, reading: Objects, commit: str, name: str, *, called: str) -> Register:
    entry = reading.at(commit, name)
    if not entry or not entry.is_file:
        reason = f"at {called} it is {entry.words}" if entry else f"it is not there at {called}"
        raise UnreadableError(location.path, reason)
    return parse_valid(reading.read(entry.id), f"{called}:{name}")


def _path_at(location: Location, reading: Objects, commit: str, evaluation: str) -> str:
    """The path under which a commit has the register, which may have been moved since."""
    if reading.at(commit, location.name):
        return location.name
    found = [path for path, known in registers(reading, commit) if known == evaluation]
    if len(found) > 1:  # only one of them became the register, and it cannot be told which
        message = f"{commit[:12]} has it more than once: {', '.join(map(quoted, found))}"
        raise UnreadableError(location.path, message)
    return found[0] if found else location.name


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # git takes years that no calendar has
        return None
