"""A register as git had it at a revision, and what changed from one to another."""

from __future__ import annotations

from operator import attrgetter
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
from ecefollow.reading.register_file import CheckedFile, load_valid, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register

_at: Final = attrgetter("at")


class Compared(NamedTuple):
    """What changed from one version of a register to another, and what the two are called."""

    changes: list[Change]
    base: str
    head: str


def load_at(path: str, revision: str) -> Register:
    """The register at *path* as git had it at a revision.

    UnreadableError if git has none there, InvalidRegisterError if it has an error.
    """
    return parse_valid(read_at(path, revision), f"{revision}:{path}")


def compare_revisions(path: str, base: str | None, head: str | None) -> Compared:
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
    found = [compare(before, after) for before in _bases(location, called, after)]
    return Compared(max(found, key=len), called, head or path)


def check_against(checked: CheckedFile, revision: str) -> tuple[CheckedFile, str]:
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
        for base in _bases(location, revision, register):
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


def _bases(location: Location, revision: str, head: Register) -> list[Register | None]:
    """The versions that *head* is compared with, None for one that does not know its evaluation."""
    with objects(location) as reading:
        return [
            load_base(location, reading, commit, called=revision, evaluation=head.evaluation.id)
            for commit in resolve_bases(location, revision)
        ]
