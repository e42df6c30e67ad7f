"""Files checked against a revision: what each takes back of what was recorded there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final

from ecefollow.analysis import append_only
from ecefollow.history import git
from ecefollow.history.base import load_base
from ecefollow.history.counterparts import Later, counterparts
from ecefollow.history.git import NotComparedError
from ecefollow.history.repositories import Repositories, repositories
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.register_file import CheckedFile
from ecefollow.register.model import Register

_at: Final = attrgetter("at")
_Base = Register | NotComparedError | None


def check_all_against(
    checked: Sequence[CheckedFile], named: Sequence[str], revision: str
) -> tuple[list[CheckedFile], list[str]]:
    """Each file with what it takes back since a revision among its problems, and the notes.

    The notes say which registers are new. Of several files, or in a folder, one that was moved is
    followed by its evaluation's id, and one that the revision has below a *named* folder, or beside
    several named files, and that is gone is removed. A file with errors is not compared: what could
    not be read would look as if it had been removed. UnreadableError if there is no such revision.
    """
    with repositories() as asked:
        if len(named) == 1 and not Path(named[0]).is_dir():
            bases = {each.path: _bases_of(each, revision, asked) for each in checked}
            gone: list[CheckedFile] = []
        else:
            folders = {path if Path(path).is_dir() else str(Path(path).parent) for path in named}
            bases, gone = _bases_together(checked, sorted(folders), revision, asked)
    found = [_compared(each, bases.get(each.path, ()), revision) for each in checked]
    notes = [
        f"{each.path}: new since {revision}: there is nothing to compare with"
        for each in checked
        if None in bases.get(each.path, ())
    ]
    return found + gone, notes


def _bases_of(checked: CheckedFile, revision: str, asked: Repositories) -> list[_Base]:
    """The versions that one register is compared with, one for each commit."""
    register = checked.register
    if not register:
        return []
    bases: list[_Base] = []
    try:
        location = asked.locate(checked.path)
        git.require_own_repository(location)
        reading = asked.objects(location)
        ident = register.evaluation.id
        bases.extend(  # as far as they can be compared
            load_base(location, reading, commit, called=revision, evaluation=ident)
            for commit in asked.resolve_bases(location, revision)
        )
    except NotComparedError as error:
        bases.append(error)
    return bases


def _bases_together(
    checked: Sequence[CheckedFile], folders: Sequence[str], revision: str, asked: Repositories
) -> tuple[dict[str, list[_Base]], list[CheckedFile]]:
    """The versions that each of several registers is compared with, and those that are gone."""
    bases: dict[str, list[_Base]] = {}
    registers: dict[str, Register] = {}
    evaluations: dict[str, str] = {}
    for each in checked:
        try:
            location = asked.locate(each.path)
            if register := each.register:
                git.require_own_repository(location)
                registers[each.path] = register
        except NotComparedError as error:
            bases[each.path] = [error] if each.register else []
            continue
        if each.evaluation and each.evaluation.id:
            evaluations[each.path] = each.evaluation.id
    gone: dict[str, CheckedFile] = {}
    for matched in counterparts(Later(registers, evaluations, folders), revision, asked):
        for path, versions in matched.earlier.items():
            bases.setdefault(path, []).extend(versions)
        for path, _, register in matched.gone:
            problem = Diagnostic(path, 1, 1, Code.REMOVED, f"this register of {revision} is gone")
            gone[path] = CheckedFile(
                path, [problem], [], register, register.evaluation if register else None
            )
    return bases, list(gone.values())


def _compared(checked: CheckedFile, bases: Iterable[_Base], revision: str) -> CheckedFile:
    """The file with what it takes back of any of the versions before among its problems."""
    found: dict[Diagnostic, None] = {}  # in order, each once
    for base in bases:
        if isinstance(base, NotComparedError):
            message = f"not compared with {revision}: {base.reason}"
            found[Diagnostic(checked.path, 1, 1, Code.NOT_COMPARED, message)] = None
        elif base and checked.register:
            problems = append_only.problems(base, checked.register, checked.path)
            found |= dict.fromkeys(problems)
    if not found:
        return checked
    return checked._replace(problems=sorted([*checked.problems, *found], key=_at))
