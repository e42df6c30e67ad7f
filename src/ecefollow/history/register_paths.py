"""Which files of a commit are registers, and under which path an earlier commit had one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ecefollow.history.objects import Objects
from ecefollow.reading import loader
from ecefollow.register.model import Register

_ENDINGS: Final = (".yaml", ".yml", ".json")


def registers(objects: Objects, commit: str) -> Iterator[tuple[str, str | None]]:
    """The registers in a commit: their paths, and their evaluations' ids if they can be read."""
    for path, entry in objects.files(commit):
        if entry.is_file and path.endswith(_ENDINGS):
            found = evaluation_in(path, objects.read(entry.id))
            if found:
                yield path, found.id


class FoundEvaluation(NamedTuple):
    """The evaluation of a register: its id, None if that cannot be read."""

    id: str | None


def evaluation_in(path: str, data: bytes) -> FoundEvaluation | None:
    """The evaluation that a file is the register of, None if it is not a register at all."""
    if not path.endswith(_ENDINGS) or b"evaluation" not in data or b"recommendations" not in data:
        return None
    register, _ = loader.load(data, path)
    if not register.recommendations and not register.evaluation:
        return None
    # Either may be None in a register with errors.
    return FoundEvaluation(register.evaluation.id if register.evaluation else None)


def earlier_path(
    objects: Objects, commit: str, parent: str, name: str, known: Register | None
) -> str:
    """The path under which a commit's parent had the register that the commit has at *name*.

    If the parent has nothing there, it is the path of a file that the commit no longer has, with
    the same evaluation or the very same bytes; else *name* itself.
    """
    if objects.at(parent, name):
        return name
    entry = objects.at(commit, name)
    if not entry:
        return name
    kept = {path for path, _ in objects.files(commit)}
    evaluation = known.evaluation.id if known else None
    for path, before in objects.files(parent):
        if path in kept or not before.is_file:
            continue
        if before.id == entry.id:
            return path
        found = evaluation_in(path, objects.read(before.id))
        if found and found.id is not None and found.id == evaluation:
            return path
    return name
