"""The registers that are asked: which files they are, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.messages import escaped, quoted
from ecefollow.reading.register_file import (
    CheckedFile,
    InvalidRegisterError,
    check_file,
    parse_several,
)
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile

_ENDINGS = (".yaml", ".yml")


Failure = UnreadableError | InvalidRegisterError


class Loaded(NamedTuple):
    """The registers that could be loaded, and what was wrong with each of the others."""

    files: list[RegisterFile]
    failures: list[Failure]


def register_paths(paths: Sequence[str]) -> list[str]:
    """The files that *paths* stand for: a folder for the registers below it, in order of paths.

    UnreadableError for a folder that has none or cannot be read.
    """
    return [file for path in paths for file in (in_folder(path) if _is_folder(path) else [path])]


def in_folder(folder: str) -> list[str]:
    """Every register below a folder, in the order of their paths; UnreadableError for none.

    Hidden files and folders are left out, and so are symbolic links: what a link leads to is below
    the folder itself, or is not part of it.
    """
    found = sorted(_below(folder), key=lambda path: path.split(os.sep))  # noqa: PTH206 - a Path takes longer to make than the file to find
    if not found:
        raise UnreadableError(folder, "there is no .yaml or .yml file in this folder")
    return found


def load_all(
    paths: Sequence[str], read: Callable[[str], bytes], called: Callable[[str], str]
) -> Loaded:
    """Each register, as *read* gives its bytes; *called* says what its problems call it.

    Of two registers of one evaluation, the later one is a failure.
    """
    contents: dict[str, bytes] = {}
    unreadable: dict[str, UnreadableError] = {}
    for path in paths:
        try:
            contents[called(path)] = read(path)
        except UnreadableError as error:
            unreadable[called(path)] = error
    found = unreadable | parse_several(contents)
    loaded = Loaded([], [])
    known: dict[str, str] = {}
    for path in paths:
        register = found[called(path)]
        if not isinstance(register, Register):
            loaded.failures.append(register)
            continue
        first = known.setdefault(register.evaluation.id, path)
        if first is path:
            loaded.files.append(RegisterFile(path, register))
        else:
            problem = duplicate_evaluation(path, register, first)
            loaded.failures.append(InvalidRegisterError(path, [problem], []))
    return loaded


def check_all(paths: Sequence[str], *, today: date, together: bool) -> list[CheckedFile]:
    """Every problem of each file, and of the registers below each folder.

    Registers of one folder may not have an evaluation in common, nor may any that are asked
    *together*.
    """
    groups = [_check(path, today) for path in paths]
    if together:
        groups = [[each for group in groups for each in group]]
    return [each for group in groups for each in _without_duplicates(group)]


def _check(path: str, today: date) -> list[CheckedFile]:
    try:
        return [check_file(file, today=today) for file in register_paths([path])]
    except UnreadableError as error:
        problem = Diagnostic(error.path, 1, 1, Code.NOT_FOUND, error.reason)
        return [CheckedFile(error.path, [problem], [], None)]


def _without_duplicates(checked: Iterable[CheckedFile]) -> list[CheckedFile]:
    known: dict[str, str] = {}
    found = []
    for each in checked:
        evaluation = each.register.evaluation if each.register else None
        if each.register and evaluation and evaluation.id:
            first = known.setdefault(evaluation.id, each.path)
            if first is not each.path:
                problem = duplicate_evaluation(each.path, each.register, first)
                each.problems.insert(0, problem)
        found.append(each)
    return found


def duplicate_evaluation(path: str, register: Register, first: str) -> Diagnostic:
    """The problem of a register whose evaluation has the same id as that of another file."""
    place = register.evaluation.at.get("id", register.evaluation.at.first)
    ident = quoted(register.evaluation.id)
    message = f"id: {ident} is already the id of the evaluation in {escaped(first)}"
    return Diagnostic(path, place.line + 1, place.column + 1, Code.DUPLICATE_ID, message)


def _below(folder: str) -> Iterator[str]:
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.is_symlink():
                        continue
                    if entry.is_dir():
                        folders.append(entry.path)
                    elif entry.name.endswith(_ENDINGS):
                        yield entry.path
        except OSError as error:
            raise UnreadableError(error.filename, f"it cannot be read: {error.strerror}") from None


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - a Path refuses odd names before it looks
