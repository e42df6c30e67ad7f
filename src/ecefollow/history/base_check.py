"""Files checked against a revision: what each takes back of what was recorded there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from ecefollow.analysis import append_only
from ecefollow.history.git import NotComparedError
from ecefollow.history.pairing import Earlier, pair
from ecefollow.history.repositories import repositories
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.register_file import CheckedFile
from ecefollow.register.model import Register

_at: Final = attrgetter("at")


def check_all_against(
    checked: Sequence[CheckedFile], named: Sequence[str], revision: str
) -> tuple[list[CheckedFile], list[str]]:
    """Each file with what it takes back since a revision among its problems, and the notes.

    The notes say which registers are new. One that the revision has below a *named* folder, and
    that is gone, is removed. A file with errors is not compared: what could not be read would look
    as if it had been removed. UnreadableError if there is no such revision.
    """
    files = {file.path: file.register for file in checked}
    with repositories() as asked:
        pairs = pair(files, named, revision, head=None, asked=asked)
    gone = [
        _gone(path, version.register, revision=revision) for path, version in pairs.gone.items()
    ]
    notes = [
        f"{path}: new since {revision}: there is nothing to compare with"
        for path, versions in pairs.earlier.items()
        if None in versions
    ]
    return [_compared(file, pairs.earlier[file.path], revision) for file in checked] + gone, notes


def _gone(path: str, register: Register | None, *, revision: str) -> CheckedFile:
    problem = Diagnostic(path, 1, 1, Code.REMOVED, f"this register of {revision} is gone")
    return CheckedFile(path, [problem], [], register, register.evaluation if register else None)


def _compared(
    checked: CheckedFile, bases: Iterable[Earlier | NotComparedError | None], revision: str
) -> CheckedFile:
    """The file with what it takes back of any of the versions before among its problems."""
    problems: dict[Diagnostic, None] = {}  # in order, each once
    for base in bases:
        if isinstance(base, NotComparedError):
            message = f"not compared with {revision}: {base.reason}"
            problems[Diagnostic(checked.path, 1, 1, Code.NOT_COMPARED, message)] = None
        elif base and checked.register:
            taken = append_only.problems(
                base.register, checked.register, checked.path, until=base.day
            )
            problems |= dict.fromkeys(taken)
    if not problems:
        return checked
    return checked._replace(problems=sorted([*checked.problems, *problems], key=_at))
