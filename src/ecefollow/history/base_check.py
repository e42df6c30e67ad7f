"""Files checked against a revision: what each takes back of it, and which problems it brings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.analysis import append_only
from ecefollow.history.earlier_version import Earlier, Revisions, pair
from ecefollow.history.git import NotComparedError
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.reading import checks, register_file
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.register_file import CheckedFile
from ecefollow.register.model import Register

_at: Final = attrgetter("at")
# A problem wherever it stands: of which record, its code and what it says.
_Problem = tuple[str, Code, str]


class BaseCheck(NamedTuple):
    """The files with the problems that they bring, how many they had before, and notes."""

    files: list[CheckedFile]
    older: int
    notes: list[str]


def check_all_against(
    checked: Sequence[CheckedFile], named: Sequence[str], revision: str, *, today: date
) -> BaseCheck:
    """Each file with what it takes back since a revision, without the problems that it had there.

    The notes say which registers are new. One that the revision has below a *named* folder, and
    that is gone, is removed. A file with errors is not compared: what could not be read would look
    as if it had been removed. UnreadableError if there is no such revision.
    """
    registers = {file.path: file.register for file in checked}
    with repositories() as asked:
        pairs = pair(registers, named, Revisions(revision, with_merged=True), asked)
        files = [_brought(file, pairs.earlier[file.path], asked, today=today) for file in checked]
    older = sum(len(file.problems) for file in checked) - sum(len(file.problems) for file in files)
    files = [_compared(file, pairs.earlier[file.path], revision) for file in files]
    files += [
        _gone(path, version.register, revision=revision) for path, version in pairs.gone.items()
    ]
    notes = pairs.notes + [
        f"{path}: new since {revision}: there is nothing to compare with"
        for path, versions in pairs.earlier.items()
        if None in versions
    ]
    return BaseCheck(files, older, notes)


def _gone(path: str, register: Register | None, *, revision: str) -> CheckedFile:
    problem = Diagnostic(path, 1, 1, Code.REMOVED, f"this register of {revision} is gone")
    return CheckedFile(path, [problem], [], register, register.evaluation if register else None)


def _brought(
    checked: CheckedFile,
    bases: Iterable[Earlier | NotComparedError | None],
    asked: Repositories,
    *,
    today: date,
) -> CheckedFile:
    """The file without the problems that one of the versions before has, each as often."""
    known: Counter[_Problem] = Counter()
    for base in bases if checked.register and checked.problems else ():
        if isinstance(base, Earlier):
            problems = checks.warnings(base.register, checked.path, today=today)
            if any(problem.code is Code.TEXT_AFTER_HASH for problem in checked.problems):
                objects = asked.registers(asked.locate(checked.path)).objects
                again = register_file.check(objects.read(base.entry.id), checked.path, today=today)
                problems = again.problems
            known |= Counter(key for key, _ in _by_record(base.register, problems))
    brought = []
    for key, problem in _by_record(checked.register, checked.problems):
        if known[key]:
            known[key] -= 1
        else:
            brought.append(problem)
    return checked._replace(problems=brought)


def _by_record(
    register: Register | None, problems: Iterable[Diagnostic]
) -> Iterator[tuple[_Problem, Diagnostic]]:
    """The problems, each with what tells it from others wherever its record stands."""
    records = register.records if register else ()
    starts = sorted((record.at.line_number, record.id) for record in records)
    lines = [line for line, _ in starts]
    for problem in problems:
        above = bisect_right(lines, problem.line)
        ident = starts[above - 1][1] if above else ""
        yield (ident, problem.code, problem.message), problem


def _compared(
    checked: CheckedFile, bases: Iterable[Earlier | NotComparedError | None], revision: str
) -> CheckedFile:
    """The file with what it takes back of any of the versions before among its problems."""
    problems: dict[Diagnostic, None] = {}  # in order, each once
    for base in bases:
        if isinstance(base, NotComparedError):
            message = f"not compared with {revision}: {base.reason}"
            problems[Diagnostic(checked.path, 1, 1, Code.NOT_COMPARED, message)] = None
        elif base and checked.register:
            taken = append_only.problems(
                base.register, checked.register, checked.path, until=base.day
            )
            # While a merge is in progress, the other parent counts too.
            of = "" if base.called == revision else f" (compared with {base.called})"
            problems |= {each._replace(message=each.message + of): None for each in taken}
    if not problems:
        return checked
    return checked._replace(problems=sorted([*checked.problems, *problems], key=_at))
