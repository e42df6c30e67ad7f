"""The register that a later version is compared with: found, new, or why it cannot be compared.

It fails closed: only a register whose evaluation the base does not know at all is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from ecefollow.history.git import Location, NotComparedError
from ecefollow.history.objects import Objects, TreeEntry
from ecefollow.history.register_paths import registers
from ecefollow.reading.messages import quoted
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register


def load_base(  # noqa: PLR0913 - what is asked of the base, each by its name
    location: Location,
    objects: Objects,
    commit: str,
    *,
    called: str,
    evaluation: str,
    follow: bool = False,
) -> Register | None:
    """The register at the same path in a commit, None if the commit does not know the evaluation.

    NotComparedError if the commit has something else at the path, or the *evaluation* elsewhere. If
    the file was only moved, or with *follow*, it is read from there. *called* is what the reader
    calls the commit.
    """
    try:
        entry = objects.at(commit, location.name) or _moved(
            location, objects, commit, evaluation=evaluation, follow=follow
        )
        if entry:
            return read_base(location, objects, entry, called=called)
        there = registers(objects, commit)
        require_new(location, objects, commit, there, called=called, evaluation=evaluation)
    except UnreadableError as error:
        raise NotComparedError(location.path, error.reason) from None
    return None


def read_base(location: Location, objects: Objects, entry: TreeEntry, *, called: str) -> Register:
    """The register that a commit has; NotComparedError if it is none, or one with an error."""
    if not entry.is_file:
        raise NotComparedError(location.path, f"at {called} it is {entry.words}")
    try:
        return parse_valid(objects.read(entry.id), f"{called}:{location.name}")
    except InvalidRegisterError as error:
        first = error.errors[0]
        reason = f"at {called} it has an error: {first.message} (line {first.line})"
        raise NotComparedError(location.path, reason) from None


def require_new(  # noqa: PLR0913 - what is asked of the base, each by its name
    location: Location,
    objects: Objects,
    commit: str,
    there: Iterable[tuple[str, str | None]],
    *,
    called: str,
    evaluation: str,
    told: Collection[str | None] = (),
) -> None:
    """NotComparedError unless the register is new since a commit that has nothing at its path.

    *there* are the registers of the commit, with their evaluations. One that is gone may be this
    one under another id, unless its evaluation is *told* of.
    """
    for path, entry in objects.files(commit):
        if _is_on_the_way(path, location.name):
            raise NotComparedError(location.path, f"at {called} {quoted(path)} is {entry.words}")
    for path, known in there:
        if known == evaluation:
            message = f"at {called} this evaluation is in {quoted(path)}"
            raise NotComparedError(location.path, f"{message}; move it without other edits")
        if known not in told and not is_still_there(location.top, path):
            message = f"it is new, but the register {quoted(path)} of {called} is gone"
            raise NotComparedError(location.path, message)


def _moved(
    location: Location, objects: Objects, commit: str, *, evaluation: str, follow: bool
) -> TreeEntry | None:
    """Where the commit has the evaluation, if the file is to be followed or has its very bytes."""
    for path, known in registers(objects, commit):
        if known == evaluation and not (location.top / path).exists():
            entry = objects.at(commit, path)
            file = location.top / location.name
            is_same = entry and file.is_file() and objects.read(entry.id) == file.read_bytes()
            return entry if follow or is_same else None
    return None


def is_still_there(top: Path, path: str) -> bool:
    """Whether the path is a file now, behind no link."""
    file = top / path
    return file.is_file() and file.resolve() == top.resolve() / path


def _is_on_the_way(path: str, name: str) -> bool:
    """Whether what is at *path*, which is not a folder, is where a folder of *name* would be."""
    return name.startswith(f"{path}/")
