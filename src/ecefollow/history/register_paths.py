"""Which files of a commit are registers, and under which path an earlier commit had one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ecefollow.history.objects import Objects, TreeEntry
from ecefollow.reading import loader
from ecefollow.reading.diagnostics import Code

_ENDINGS: Final = (".yaml", ".yml", ".json")
_CUTTING_SHORT: Final = frozenset(
    (Code.YAML_SYNTAX, Code.YAML_FEATURE, Code.TOO_DEEP, Code.CONFLICT_MARKER, Code.NOT_UTF8)
)


def registers(objects: Objects, commit: str) -> Iterator[tuple[str, str | None]]:
    """The registers in a commit: their paths, and their evaluations' ids if they can be read."""
    return _registers(objects, objects.files(commit))


class FoundEvaluation(NamedTuple):
    """The evaluation of a register: its id, None if that cannot be read."""

    id: str | None


def evaluation_in(path: str, data: bytes) -> FoundEvaluation | None:
    """The evaluation that a file is the register of, None if it is not a register at all."""
    if not path.endswith(_ENDINGS) or not _may_be_register(data):
        return None
    register, problems = loader.read(data, path)
    if register.recommendations or register.evaluation:
        return FoundEvaluation(register.evaluation.id if register.evaluation else None)
    # What cannot be read to its end may be one.
    is_cut_short = any(problem.code in _CUTTING_SHORT for problem in problems)
    return FoundEvaluation(None) if is_cut_short else None


def renamed_from(
    objects: Objects, commit: str, parent: str, name: str, evaluation: str | None
) -> str | None:
    """The path under which a commit's parent had the register that is at *name* later.

    That is a file which the commit no longer has, with the same evaluation or the same bytes.
    """
    gone = [*objects.files_without(parent, commit)]
    entry = None if objects.at(parent, name) else objects.at(commit, name)
    moved = (path for path, each in gone if entry and each.id == entry.id)
    return _with_evaluation(objects, gone, evaluation) or next(moved, None)


def copied_from(objects: Objects, commit: str, parent: str, evaluation: str | None) -> str | None:
    """The path in a commit's parent of what the commit begins a register with.

    That is a register with the same evaluation, else any that the commit no longer has.
    """
    copied = _with_evaluation(objects, objects.files(parent), evaluation)
    gone = _registers(objects, objects.files_without(parent, commit))
    return copied or next((path for path, _ in gone), None)


def _with_evaluation(
    objects: Objects, files: Iterable[tuple[str, TreeEntry]], evaluation: str | None
) -> str | None:
    """The path of the first register of an evaluation."""
    if evaluation is None:
        return None
    found = _registers(objects, files)
    return next((path for path, known in found if known == evaluation), None)


def _registers(
    objects: Objects, files: Iterable[tuple[str, TreeEntry]]
) -> Iterator[tuple[str, str | None]]:
    for path, entry in files:
        if entry.is_file and path.endswith(_ENDINGS):
            found = evaluation_in(path, objects.read(entry.id))
            if found:
                yield path, found.id


def _may_be_register(data: bytes) -> bool:
    """Whether the keys of a register can be in it; a backslash can write any letter of them."""
    return b"\\" in data or (b"evaluation" in data and b"recommendations" in data)
