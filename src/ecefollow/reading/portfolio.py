"""The registers that are asked together: what they hold, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.folders import find, is_folder, unseen
from ecefollow.reading.quoting import escaped, quoted
from ecefollow.reading.register_file import (
    CheckedFile,
    InvalidRegisterError,
    check_file,
    parse_several,
    unreadable,
)
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.portfolio import RegisterFile

if TYPE_CHECKING:  # a valid register does without it
    from ecefollow.reading.incomplete import IncompleteEvaluation

Failure = UnreadableError | InvalidRegisterError


class Loaded(NamedTuple):
    """The registers that could be loaded, and what was wrong with each of the others."""

    files: list[RegisterFile]
    failures: list[Failure]


def load_all(
    paths: Sequence[str],
    read: Callable[[str], bytes],
    called: Callable[[str], str],
    *,
    anew: bool = False,
) -> Loaded:
    """Each register, as *read* gives its bytes; *called* says what its problems call it.

    Of two registers of one evaluation, the later one is a failure. *anew* asks no cache.
    """
    contents: dict[str, bytes] = {}
    missing: dict[str, UnreadableError] = {}
    for path in paths:
        try:
            contents[called(path)] = read(path)
        except UnreadableError as error:
            missing[called(path)] = error
    results = missing | parse_several(contents, anew=anew)
    loaded = Loaded([], [])
    first_paths: dict[str, str] = {}
    for path in paths:
        register = results[called(path)]
        if not isinstance(register, Register):
            loaded.failures.append(register)
            continue
        if problem := _duplicate(path, register.evaluation, first_paths):
            loaded.failures.append(InvalidRegisterError(path, [problem], []))
        else:
            loaded.files.append(RegisterFile(path, register))
    return loaded


def check_all(
    paths: Sequence[str], *, today: date, together: bool
) -> tuple[list[CheckedFile], list[str]]:
    """Every problem of each file, and of the registers below each folder; what else is there.

    Registers in folders may not have an evaluation in common, nor may any that are asked
    *together*.
    """
    checked_files: set[str] = set()  # a file that is named again has been checked
    evaluations: dict[str, str] = {}
    files = []
    notes = []
    for path in paths:
        named = find([path])
        notes += named.notes
        checked = [check_file(file, today=today) for file in unseen(named.paths, checked_files)]
        checked += map(unreadable, named.failures)
        first_paths = evaluations if together or is_folder(path) else {}
        for file in checked:
            if problem := _duplicate(file.path, file.evaluation, first_paths):
                file.problems.append(problem)
                file.problems.sort(key=attrgetter("at"))
        files += checked
    return files, notes


def _duplicate(
    path: str,
    evaluation: Evaluation | IncompleteEvaluation | None,
    first_paths: dict[str, str],
) -> Diagnostic | None:
    """The problem of a register whose evaluation has the same id as that of another file before."""
    if not evaluation or not evaluation.id:
        return None
    first = first_paths.setdefault(evaluation.id, path)
    if first == path:
        return None
    position = evaluation.at.get("id", evaluation.at.first)
    message = f"id: {quoted(evaluation.id)} is already the id of the evaluation in {escaped(first)}"
    return Diagnostic(path, position.line + 1, position.column + 1, Code.DUPLICATE_ID, message)
