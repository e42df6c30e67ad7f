"""The logs of the registers of a portfolio, also of those that are gone, as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

from ecefollow.history import log
from ecefollow.history.commits import commits
from ecefollow.history.log import Log, LogLine, PathInRepository
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.history.revisions import is_register_name
from ecefollow.reading.portfolio import Failure
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.portfolio import qualified


def read_all(paths: Sequence[str], named: Sequence[str]) -> tuple[list[Log], list[Failure]]:
    """The log of each register, and why others have none.

    Behind them are those of the registers that are gone, but were below one of the *named* folders.
    """
    logs: list[Log] = []
    failures: list[Failure] = []
    with repositories() as asked:
        gone = {folder: _paths_gone(folder, asked) for folder in named}
        for path in paths:
            if gone.get(path):  # a folder of which nothing is left
                continue
            try:
                logs.append(log.read(path, asked))
            except UnreadableError as error:
                failures.append(error)
        for below in gone.values():
            try:
                logs += _of_removed(below, logs, asked)
            except UnreadableError as error:
                failures.append(error)
    return logs, failures


def as_one(logs: Sequence[Log], *, is_portfolio: bool) -> Log:
    """Several logs as one, newest first, with ids as in a portfolio; a single one as it is."""
    if not is_portfolio:
        return logs[0]
    each = [[_in_portfolio(line, one.evaluation.id) for line in one.lines] for one in logs]
    # Of each register, lines stay in their order, even if a clock was wrong.
    lines = merge(*each, key=lambda line: line.commit.time, reverse=True)
    ids = (qualified(one.evaluation.id, ident) for one in logs for ident in one.ids)
    return Log([*lines], tuple(ids), logs[0].file)


def _paths_gone(folder: str, asked: Repositories) -> list[str]:
    """The registers that some commit had below a folder and HEAD has not; none for a file."""
    location = asked.locate(folder)
    reading = asked.objects(location)
    head = asked.resolve(location, "HEAD")
    entry = None if location.name == "." else reading.at(head, location.name)
    if entry and entry.is_file:
        return []
    top = "" if location.name == "." else f"{location.name}/"
    removed = {
        name
        for commit in commits(location, head, {location.name})
        for parent in commit.parents
        for name, _ in reading.files_without(parent, commit.id)
    }
    return [
        f"{folder.rstrip('/')}/{own}"
        for name in sorted(removed)
        if name.startswith(top)
        and is_register_name(own := name.removeprefix(top))
        and not ((there := reading.at(head, name)) and there.is_file)
    ]


def _of_removed(paths: Sequence[str], logs: Sequence[Log], asked: Repositories) -> Iterator[Log]:
    """The logs of those that are in none of the other *logs*, under this name or another."""
    followed = {place for each in logs for place in each.places}
    known = {(asked.locate(each.file.path).top, each.evaluation.id) for each in logs}
    for path in paths:
        location = asked.locate(path)
        if PathInRepository(location.top, location.name) in followed:
            continue
        found = log.read(path, asked)
        key = location.top, found.evaluation.id
        if found.evaluation.id and key not in known:
            known.add(key)
            yield found


def _in_portfolio(line: LogLine, evaluation: str) -> LogLine:
    change = line.change
    if change:
        change = change._replace(id=qualified(evaluation, change.id))
    return line._replace(change=change, evaluation=evaluation)
