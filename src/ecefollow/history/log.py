"""Who recorded what, when, and how long after it happened: what `diff` tells of every commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import merge
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ecefollow.history import git
from ecefollow.history.commits import history
from ecefollow.history.following import Walk
from ecefollow.history.log_line import LogLine
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.history.revisions import is_register_name
from ecefollow.reading.portfolio import Failure
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile, qualified


class Log(NamedTuple):
    """The lines of a register, newest first, every id that it ever had, and its last version."""

    lines: list[LogLine]
    ids: tuple[str, ...]
    file: RegisterFile

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
    logs: dict[str, Log] = {}
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
                logs |= _in_repository(names, paths, asked)
            except UnreadableError as error:
                failures.append(error)
                continue
            unknown = [path for path in names.values() if path in paths and path not in logs]
            failures += [UnreadableError(path, "git has no commit of it") for path in unknown]
    gone = sorted({*logs} - {*paths}, key=lambda path: path.split("/"))
    return [logs[path] for path in (*paths, *gone) if path in logs], failures


def as_one(logs: Sequence[Log], *, is_portfolio: bool) -> Log:
    """Several logs as one, newest first, with ids as in a portfolio; a single one as it is."""
    if not is_portfolio:
        return logs[0]
    parts = [[_in_portfolio(line, log.evaluation.id) for line in log.lines] for log in logs]
    lines = merge(*parts, key=lambda line: line.on_branch.time, reverse=True)
    ids = (qualified(log.evaluation.id, ident) for log in logs for ident in log.ids)
    return Log([*lines], tuple(ids), logs[0].file)


def _in_repository(
    names: Mapping[str, str], paths: Sequence[str], asked: Repositories
) -> dict[str, Log]:
    """The log of each register at one of the *names* or below it, by its path.

    The names are the paths in the repository, and what the reader calls them.
    """
    location = asked.locate(next(iter(names.values())))
    past = history(location, asked.resolve(location, "HEAD"))
    begins = "the history of this clone begins" if git.is_shallow(location) else "register created"
    registers = asked.registers(location)
    walk = Walk(registers, past, lambda name: _path_of(name, names) is not None, begins)
    number = {commit.id: number for number, commit in enumerate(past.line)}
    logs: dict[str, Log] = {}
    for register in walk.follow(name for name, path in names.items() if path in paths):
        path = _path_of(register.last_name, names) or register.last_name
        newest = register.newest or Register(Evaluation("", "", ""), ())
        log = logs.get(path) or Log([], (), RegisterFile(path, newest))
        # One that was replaced by another of its evaluation has the past of both.
        lines = log.lines + [line for line in register.lines if line not in log.lines]
        lines.sort(key=lambda line: number[line.on_branch.id])
        logs[path] = log._replace(lines=lines, ids=(*log.ids, *register.ids))
    return logs


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
