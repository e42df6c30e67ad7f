"""A register as git had it at a revision, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.analysis import append_only
from ecefollow.analysis.changes import Change
from ecefollow.analysis.comparison import compare
from ecefollow.history import git
from ecefollow.history.base import load_base
from ecefollow.history.git import Location, NotComparedError
from ecefollow.history.objects import objects
from ecefollow.history.revision_names import resolve, resolve_bases
from ecefollow.reading.diagnostics import Code, Diagnostic, has_errors
from ecefollow.reading.register_file import (
    CheckedFile,
    InvalidRegisterError,
    load_valid,
    parse_valid,
)
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register
from ecefollow.register.portfolio import qualified

_at: Final = attrgetter("at")


class Compared(NamedTuple):
    """What changed from one version of the registers to another, and what the two are called."""

    changes: list[Change]
    base: str
    head: str
    is_portfolio: bool = False


def load_at(path: str, revision: str) -> Register:
    """The register at *path* as git had it at a revision.

    UnreadableError if git has none there, InvalidRegisterError if it has an error.
    """
    return parse_valid(read_at(path, revision), f"{revision}:{path}")


def compare_all(paths: Sequence[str], base: str | None, head: str | None) -> Compared:
    """What changed in the registers between two revisions; ids as in a portfolio for several."""
    if len(paths) == 1:
        return compare_revisions(paths[0], base, head)
    found = [compare_revisions(path, base, head, is_portfolio=True) for path in paths]
    changes = [change for each in found for change in each.changes]
    return Compared(changes, found[0].base, head or "the files on disk", is_portfolio=True)


def compare_revisions(
    path: str, base: str | None, head: str | None, *, is_portfolio: bool = False
) -> Compared:
    """What changed in the register at *path* between two revisions.

    From HEAD unless *base* is given, to the file on disk unless *head* is. If there are several
    merge bases, from the one that most has changed since. UnreadableError or InvalidRegisterError
    if one of them cannot be used.
    """
    if base and not head:  # what "main...branch" compares is the branch
        head = base.partition("...")[2] or None
    called = base or "HEAD"
    location = git.locate(path)
    after = load_at(path, head) if head else load_valid(path)
    found = [compare(before, after) for before in _bases(location, called, after, follow=True)]
    changes = max(found, key=len)
    if is_portfolio:
        ident = after.evaluation.id
        changes = [each._replace(id=qualified(ident, each.id)) for each in changes]
    return Compared(changes, called, head or path)


def check_all_against(
    checked: Sequence[CheckedFile], revision: str
) -> tuple[list[CheckedFile], list[str]]:
    """Each file checked against a revision, and the notes.

    Of several files, one that was moved is followed by its evaluation's id, and one that the
    revision has in the same folders and that is gone is removed.
    """
    several = len(checked) > 1
    found = [check_against(each, revision, follow=several) for each in checked]
    notes = [note for _, note in found if note]
    files = [each for each, _ in found]
    if several:
        files += _removed(files, revision)
    return files, notes


def check_against(
    checked: CheckedFile, revision: str, *, follow: bool = False
) -> tuple[CheckedFile, str]:
    """The file with what it takes back since a revision among its problems, and a note.

    The note says that a register is new. UnreadableError if there is no such revision. A file with
    errors is not compared: what could not be read would look as if it had been removed.
    """
    register = checked.register
    if not register or has_errors(checked.problems):
        return checked, ""
    note = ""
    found: set[Diagnostic] = set()
    try:
        location = git.locate(checked.path)
        git.require_own_repository(location)
        for base in _bases(location, revision, register, follow=follow):
            if base:
                found |= {*append_only.problems(base, register, checked.path)}
            else:
                note = f"{checked.path}: new since {revision}: there is nothing to compare with"
    except NotComparedError as error:
        message = f"not compared with {revision}: {error.reason}"
        found.add(Diagnostic(checked.path, 1, 1, Code.NOT_COMPARED, message))
    return checked._replace(problems=sorted([*checked.problems, *found], key=_at)), note


def read_at(path: str, revision: str) -> bytes:
    """The bytes of the file at *path* as git had them at a revision; UnreadableError if it did not.

    The file on disk may have been removed since.
    """
    location = git.locate(path)
    commit = resolve(location, revision)
    with objects(location) as reading:
        entry = reading.at(commit, location.name)
        if not entry:
            raise UnreadableError(path, f"there is no such file at {revision}")
        if not entry.is_file:
            raise UnreadableError(path, f"at {revision} it is {entry.words}")
        return reading.read(entry.id)


def register_paths_at(paths: Sequence[str], revision: str) -> list[str]:
    """The files that *paths* stood for at a revision: a folder for the registers below it."""
    return [file for path in paths for file in (_below(path, revision) or [path])]


def _below(folder: str, revision: str) -> list[str]:
    """The registers below a folder at a revision, none if it was not a folder."""
    location = git.locate(folder)
    prefix = "" if location.name == "." else f"{location.name}/"
    with objects(location) as reading:
        files = reading.files(resolve(location, revision))
        names = [name for name, entry in files if entry.is_file and name.startswith(prefix)]
    inside = sorted(name.removeprefix(prefix) for name in names)
    return [f"{folder.rstrip('/')}/{name}" for name in inside if _is_register_name(name)]


def _is_register_name(name: str) -> bool:
    parts = name.split("/")
    return name.endswith((".yaml", ".yml")) and not any(part.startswith(".") for part in parts)


def _removed(checked: Sequence[CheckedFile], revision: str) -> list[CheckedFile]:
    """The registers that a revision has beside the checked ones and that are gone, as removed."""
    registers = [each.register for each in checked if each.register]
    known = {each.evaluation.id for each in registers if each.evaluation}
    folders = sorted({str(Path(each.path).parent) for each in checked})
    found: dict[str, CheckedFile] = {}
    for commit in resolve_bases(git.locate(checked[0].path), revision):
        for path in register_paths_at(folders, commit):
            gone = path not in found and not Path(path).exists()
            if gone and _evaluation(path, commit) not in known:
                message = f"this register of {revision} is gone"
                problem = Diagnostic(path, 1, 1, Code.REMOVED, message)
                found[path] = CheckedFile(path, [problem], [], None)
    return list(found.values())


def _evaluation(path: str, commit: str) -> str | None:
    """The id of the evaluation of a register, None if it cannot be read."""
    try:
        return load_at(path, commit).evaluation.id
    except (UnreadableError, InvalidRegisterError):
        return None


def _bases(
    location: Location, revision: str, head: Register, *, follow: bool
) -> list[Register | None]:
    """The versions that *head* is compared with, None for one that does not know its evaluation.

    With *follow*, a register that was moved is found by its evaluation's id.
    """
    with objects(location) as reading:
        return [
            load_base(
                location,
                reading,
                commit,
                called=revision,
                evaluation=head.evaluation.id,
                follow=follow,
            )
            for commit in resolve_bases(location, revision)
        ]
