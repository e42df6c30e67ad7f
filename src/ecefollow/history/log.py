"""Who recorded what, when, and how long after it happened: what `diff` tells of every commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ecefollow.history import git
from ecefollow.history.commits import history
from ecefollow.history.following import Followed, Past, follow
from ecefollow.history.log_line import LogLine
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.history.snapshots import is_register_name
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.portfolio import Failure
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile, qualified


class Log(NamedTuple):
    """The lines of a register, newest first, every id that it ever had, and its last version.

    Of a shallow clone the earlier history is not there, and whatever was changed in it.
    """

    lines: list[LogLine]
    ids: tuple[str, ...]
    file: RegisterFile
    is_shallow: bool

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation in the last version; its id is empty if no version could be read."""
        return self.file.register.evaluation


def read_all(paths: Sequence[str], named: Sequence[str]) -> tuple[list[Log], list[Failure]]:
    """The log of each register, and why others have none.

    Behind them are those of the registers that are gone, but were below one of the *named* folders.
    """
    failures: list[Failure] = []
    by_top: dict[Path, dict[str, str]] = {}
    logs: list[Log] = []
    with repositories() as asked:
        for path in dict.fromkeys([*paths, *named]):
            try:
                location = asked.locate(path)
                git.require_own_repository(location)
                by_top.setdefault(location.top, {}).setdefault(location.name, path)
            except UnreadableError as error:
                failures.append(error)
        for names in by_top.values():
            try:
                logs += _in_repository(names, paths, asked)
            except UnreadableError as error:
                failures.append(error)
                continue
            known = [Path(log.file.path) for log in logs]  # a folder by what was in it
            failures += [
                UnreadableError(path, "git has no commit of it")
                for path in names.values()
                if path in paths and not any(each.is_relative_to(path) for each in known)
            ]
    order = {path: number for number, path in enumerate(paths)}
    logs.sort(key=lambda log: (order.get(log.file.path, len(order)), log.file.path.split("/")))
    return logs, failures


def as_one(logs: Sequence[Log], *, is_portfolio: bool) -> Log:
    """Several logs as one, newest first, with ids as in a portfolio; a single one as it is."""
    if not is_portfolio:
        return logs[0]
    parts = [[_in_portfolio(line, log.evaluation.id) for line in log.lines] for log in logs]
    lines = merge(*parts, key=lambda line: line.on_branch.time, reverse=True)
    ids = (qualified(log.evaluation.id, ident) for log in logs for ident in log.ids)
    return Log([*lines], tuple(ids), logs[0].file, any(log.is_shallow for log in logs))


def _in_repository(
    names: Mapping[str, str], paths: Sequence[str], asked: Repositories
) -> list[Log]:
    """The log of each register at one of the *names* or below it.

    The names are the paths in the repository, and what the reader calls them.
    """
    location = asked.locate(next(iter(names.values())))
    commits = history(location, asked.resolve(location, "HEAD"))
    is_shallow = git.is_shallow(location)
    begins = "the history of this clone begins" if is_shallow else "register created"
    past = Past(asked.registers(location), commits, begins)
    followed = {
        name: follow(past, name)
        for name, path in names.items()
        if path in paths and past.entry(past.line[0].id, name)
    }
    others = {name: path for name, path in names.items() if name not in followed}
    number = {commit.id: number for number, commit in enumerate(commits.line)}
    logs = []
    for name, register in [*followed.items(), *_gone(past, others, [*followed.values()])]:
        lines = sorted(register.lines, key=lambda line: number[line.on_branch.id])
        path = names.get(name) or _path_of(name, others) or name
        newest = register.newest or Register(Evaluation("", "", ""), ())
        logs.append(Log(lines, tuple(register.ids), RegisterFile(path, newest), is_shallow))
    return logs


def _gone(
    past: Past, names: Mapping[str, str], followed: Sequence[Followed]
) -> Iterator[tuple[str, Followed]]:
    """The registers at the names or below them of which nothing that is followed is a version."""
    evaluations = {ident for register in followed for ident in register.evaluations}
    for start, step in enumerate(past.steps, start=1):
        for name, entry, now in step.changes.values():
            if entry and _path_of(name, names):
                identity = past.registers.identify(name, entry)
                if identity and identity.evaluation not in evaluations:
                    register = follow(past, name, start=start)
                    register.lines.append(past.state_line(step.commit, name, now))
                    evaluations |= register.evaluations
                    yield name, register
        for version in past.dropped(step):
            if version.evaluation not in evaluations and _path_of(version.name, names):
                line = LogLine(step.commit, None, "the merge dropped the register", Code.REMOVED)
                evaluations.add(version.evaluation)
                yield version.name, Followed([line], version.register, {}, set())


def _path_of(name: str, names: Mapping[str, str]) -> str | None:
    """What the reader calls a path in the repository; None if it is not asked for."""
    if name in names:
        return names[name]
    for folder in map(str, PurePosixPath(name).parents):
        own_name = str(PurePosixPath(name).relative_to(folder))
        if folder in names and is_register_name(own_name):
            return f"{names[folder].rstrip('/')}/{own_name}"
    return None


def _in_portfolio(line: LogLine, evaluation: str) -> LogLine:
    change = line.change
    if change:
        change = change._replace(id=qualified(evaluation, change.id))
    return line._replace(change=change, evaluation=evaluation)
