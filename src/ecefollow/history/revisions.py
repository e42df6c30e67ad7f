"""A register as git had it at a revision, and a file checked against such a version."""

from __future__ import annotations

from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.analysis import append_only
from ecefollow.analysis.changes import Change, compare
from ecefollow.history import git
from ecefollow.reading.diagnostics import has_errors
from ecefollow.reading.register_file import (
    CheckedFile,
    InvalidRegisterError,
    load_valid,
    parse_valid,
)
from ecefollow.register.model import Register

_at: Final = attrgetter("at")


def load_at(path: str, revision: str) -> Register:
    """The register at *path* as git had it at a revision.

    UnreadableError if git has none there, InvalidRegisterError if it has an error.
    """
    return parse_valid(git.read_at(path, revision), f"{revision}:{path}")


def load_base(path: str, revision: str) -> Register | None:
    """The register that a later version is compared with; None if the revision has none yet."""
    try:
        return load_at(path, revision)
    except git.AbsentError:
        return None


class Compared(NamedTuple):
    """What changed from one version of a register to another, and what the two are called."""

    changes: list[Change]
    base: str
    head: str


def compare_revisions(path: str, base: str | None, head: str | None) -> Compared:
    """What changed in the register at *path* between two revisions.

    From HEAD unless *base* is given, to the file on disk unless *head* is. UnreadableError or
    InvalidRegisterError if one of them cannot be used.
    """
    if base and not head:  # what "main...branch" compares is the branch
        head = base.partition("...")[2] or None
    before = load_base(path, base or "HEAD")
    after = load_at(path, head) if head else load_valid(path)
    return Compared(compare(before, after), base or "HEAD", head or path)


def compare_with_base(checked: CheckedFile, revision: str) -> tuple[CheckedFile, str]:
    """The file with what it takes back since a revision among its problems, and a note.

    The note says if there is nothing to compare with. A file with errors is not compared: what
    could not be read would look as if it had been removed.
    """
    if not checked.register or has_errors(checked.problems):
        return checked, ""
    try:
        base = load_base(checked.path, revision)
    except InvalidRegisterError as error:
        return checked, f"{error.path} has errors: there is nothing to compare with"
    if not base:
        return checked, f"{checked.path}: new since {revision}: there is nothing to compare with"
    found = append_only.problems(base, checked.register, checked.path)
    return checked._replace(problems=sorted([*checked.problems, *found], key=_at)), ""
