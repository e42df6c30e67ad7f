"""A register read from a file: valid, or with everything that is wrong with it."""

from __future__ import annotations

import os
from binascii import crc32
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ecefollow.reading import cache, decoding, sources
from ecefollow.reading.diagnostics import Code, Diagnostic, Severity
from ecefollow.register.model import Evaluation, Register

if TYPE_CHECKING:  # a valid register does without it
    from ecefollow.reading.incomplete import IncompleteEvaluation


class InvalidRegisterError(Exception):
    """A register with errors, from which nothing is answered; its lines are there to show them."""

    def __init__(self, path: str, errors: Sequence[Diagnostic], lines: Sequence[str]) -> None:
        super().__init__(path, errors, lines)
        self.path = path
        self.errors = errors
        self.lines = lines

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


class CheckedFile(NamedTuple):
    """A file's problems, in file order, its lines to show them in, and the register if it has one.

    The register is None if there is an error; its evaluation may be known all the same.
    """

    path: str
    problems: list[Diagnostic]
    lines: list[str]
    register: Register | None
    evaluation: Evaluation | IncompleteEvaluation | None


def parse_valid(data: bytes, path: str) -> Register:
    """The register in *data*, called *path* in the problems; InvalidRegisterError for an error.

    One that was read before comes from the cache.
    """
    result = parse_several({path: data})[path]
    if isinstance(result, InvalidRegisterError):
        raise result
    return result


def read_before(data: bytes) -> Register | None:
    """The register in *data* if the cache has it."""
    kept = cache.kept_for([data])
    registers = kept.read() if kept else None
    return registers[0] if registers else None


def parse_anew(data: bytes, path: str) -> Register:
    """What `parse_valid` gives, without asking the cache."""
    # Late: a register from the cache does not need PyYAML, which is slow to import.
    from ecefollow.reading import loader

    register, problems = loader.load(data, path)
    if register is None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        raise InvalidRegisterError(path, errors, decoding.lines(data))
    return register


def parse_several(
    files: Mapping[str, bytes], *, anew: bool = False
) -> dict[str, Register | InvalidRegisterError]:
    """The register in each of the *files*, or its errors, by path.

    Those that were read before come from the cache, unless *anew*: many at once, which is faster
    than one by one. All at once would be faster still, but then a single edit would have all parsed
    again.
    """
    results: dict[str, Register | InvalidRegisterError] = {}
    for paths in _groups(files):
        kept = None if anew else cache.kept_for([files[path] for path in paths])
        registers = kept.read() if kept else None
        for path, register in zip(paths, registers or repeat(None, len(paths)), strict=True):
            try:
                results[path] = register or parse_anew(files[path], path)
            except InvalidRegisterError as error:
                results[path] = error
        parsed = [results[path] for path in paths]
        valid = [result if isinstance(result, Register) else None for result in parsed]
        if kept and not registers and any(valid):
            kept.write(valid)
    return results


def _groups(paths: Collection[str]) -> Iterable[list[str]]:
    """The paths in groups; a path stays in its own when a file is changed, added or removed.

    With four times as many paths, there are twice as many groups, twice as large.
    """
    number = 2 ** max(0, len(paths).bit_length() // 2 - 2)  # 8 for a thousand
    groups: dict[int, list[str]] = {}
    for path in paths:
        groups.setdefault(crc32(os.fsencode(path)) % number, []).append(path)
    return groups.values()


def check_file(path: str, *, today: date) -> CheckedFile:
    """Everything that is wrong or doubtful in the file; if it cannot be read, that is a problem."""
    try:
        data = sources.read(path)
    except sources.UnreadableError as error:
        return unreadable(error)
    return check(data, path, today=today)


def unreadable(error: sources.UnreadableError) -> CheckedFile:
    """The file that cannot be read, with that as its problem."""
    problem = Diagnostic(error.path, 1, 1, Code.NOT_FOUND, error.reason)
    return CheckedFile(error.path, [problem], [], None, None)


def check(data: bytes, path: str, *, today: date) -> CheckedFile:
    """Everything that is wrong or doubtful in *data*, called *path* in the problems."""
    # Late: see parse_anew.
    from ecefollow.reading import checks, loader

    register, problems = loader.read(data, path)
    problems += checks.warnings(register, path, today=today)
    problems.sort(key=attrgetter("at"))
    valid = loader.valid(register, problems)
    return CheckedFile(path, problems, decoding.lines(data), valid, register.evaluation)
