"""A register read from where it lies: whole, or with everything that is wrong with it."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.reading import checks, decoding, loader, sources
from ecefollow.reading.diagnostics import Code, Diagnostic, Severity, has_errors
from ecefollow.register.model import Register

_at: Final = attrgetter("at")


class InvalidError(Exception):
    """A register that nothing is answered from: its errors, and its lines to show them in."""

    def __init__(self, path: str, errors: Sequence[Diagnostic], lines: Sequence[str]) -> None:
        super().__init__(path)
        self.path = path
        self.errors = errors
        self.lines = lines


class Examination(NamedTuple):
    """Every problem of a file, in file order, its lines to show them in, and a word besides."""

    problems: list[Diagnostic]
    lines: list[str]
    note: str = ""


def whole(path: str, *, revision: str | None = None) -> Register:
    """The register at *path*, as it lies there or as git had it at a revision.

    UnreadableError without one, InvalidError where it has an error.
    """
    if revision:
        # Late: few commands ask git.
        from ecefollow.history import git

        return sound(git.read_at(path, revision), f"{revision}:{path}")
    return sound(sources.read(path), path)


def base(path: str, *, revision: str) -> Register | None:
    """The register that a later version is compared with, None where the revision has none yet."""
    # Late: few commands ask git.
    from ecefollow.history import git

    try:
        return whole(path, revision=revision)
    except git.AbsentError:
        return None


def sound(data: bytes, path: str) -> Register:
    """The register that *data* holds; InvalidError where it has an error."""
    register, problems = loader.load(data, path)
    found = sorted([*problems, *checks.errors(register, path)], key=_at)
    if errors := [problem for problem in found if problem.severity is Severity.ERROR]:
        raise InvalidError(path, errors, decoding.lines(data))
    return register


def examine(path: str, *, today: date, since: str | None = None) -> Examination:
    """All that is wrong or doubtful at *path*; that it cannot be read is a problem like any.

    With *since*, what is rewritten since that revision is too; the note says where that revision
    had no register to compare with. UnreadableError where git knows no such revision.
    """
    try:
        data = sources.read(path)
    except sources.UnreadableError as error:
        return Examination([Diagnostic(path, 1, 1, Code.NOT_FOUND, error.reason)], [])
    register, problems = loader.load(data, path)
    note = ""
    if since and not has_errors(problems):  # or else what could not be read would seem to be gone
        # Late: few checks compare.
        from ecefollow.analysis import append_only

        try:
            before = base(path, revision=since)
            note = "" if before else f"{path}: new since {since}: there is nothing to compare with"
            problems += append_only.diagnostics(before, register, path)
        except InvalidError as error:
            note = f"{error.path} has errors: there is nothing to compare with"
    problems += checks.errors(register, path)
    problems += checks.warnings(register, path, today=today)
    return Examination(sorted(problems, key=_at), decoding.lines(data), note)
