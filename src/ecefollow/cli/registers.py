"""Which registers a command is asked about: those named, the nearest, or the installed copy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import typer

from ecefollow.analysis.ids import IdError
from ecefollow.cli import output
from ecefollow.reading import folders, portfolio, sources
from ecefollow.reading.folders import EmptyFolderError, FoundFiles
from ecefollow.reading.portfolio import Loaded
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.reading.register_file import CheckedFile
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Evaluation
from ecefollow.register.names import fold

if TYPE_CHECKING:  # a valid register does without it
    from ecefollow.reading.incomplete import IncompleteEvaluation

_T = TypeVar("_T")


class Question(NamedTuple):
    """What every answer depends on: the registers, the day, and the revision of the files.

    Nothing given means the usual registers, today, and the files on disk.
    """

    as_of: date | None = None
    register: tuple[str, ...] = ()
    rev: str | None = None
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    skip_invalid: bool = False

    @property
    def selection(self) -> Selection:
        """The registers that are asked."""
        return Selection(self.register, self.evaluation, self.organization)


class Selection(NamedTuple):
    """The registers that a command takes; nothing given means the usual ones, and all of them."""

    register: tuple[str, ...] = ()
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()

    @property
    def filter(self) -> dict[str, Any]:
        """The evaluations and organizations that the answer is narrowed to, by option."""
        given = {"evaluation": self.evaluation, "organization": self.organization}
        return {name: value for name, value in given.items() if value}


def asked(question: Question) -> FoundFiles:
    """The files to answer from; if there are none here, the copy that is installed."""
    if question.rev is not None:
        return find(own_paths(question.register), question.rev)
    if named := named_or_nearest(question.register):
        return find(named, None)
    installed = sources.installed_register()
    output.note(
        "No data/recommendations.yaml here or above: reading the installed copy of UNECE's "
        f"response, {installed}. To read another register: --register FILE"
    )
    return FoundFiles([installed], [], [])


def own_paths(register: Sequence[str], *, hint: str = "name it with --register") -> list[str]:
    """What is named or nearest, files or folders; never the installed copy."""
    if named := named_or_nearest(register):
        return named
    message = "no data/recommendations.yaml here or in a folder above"
    raise typer.BadParameter(f"{message}; {hint}")


def named_or_nearest(register: Sequence[str]) -> list[str]:
    """What an option or the environment names, or else the nearest; empty if nothing is near."""
    variable = os.environ.get("ECEFOLLOW_REGISTER", "")
    if named := [*register] or [path for path in variable.split(os.pathsep) if path]:
        return named
    nearest = sources.nearest_register()
    return [nearest] if nearest else []


def find(named: Sequence[str], revision: str | None) -> FoundFiles:
    """The files that the paths stand for, on disk or at a revision; others are named on stderr."""
    if revision is None:
        found = folders.find(named)
    else:
        # Late: few commands ask git.
        from ecefollow.history.repositories import repositories

        with repositories() as repository:
            found = repository.find(named, revision)
    output.note(*found.notes)
    return found


def unless_empty(failures: Iterable[UnreadableError]) -> list[UnreadableError]:
    """The failures but for folders that have no register: they may have had some before."""
    return [each for each in failures if not isinstance(each, EmptyFolderError)]


def load(paths: Sequence[str], revision: str | None) -> Loaded:
    """The registers at the paths, on disk or as git had them at a revision."""
    with reader(revision) as read:
        return portfolio.load_all(paths, read, lambda path: called(path, revision))


@contextmanager
def reader(revision: str | None) -> Iterator[Callable[[str], bytes]]:
    """What reads the bytes of a register, on disk or as git had it at a revision."""
    if revision is None:
        yield sources.read
        return
    # Late: few commands ask git.
    from ecefollow.history.repositories import repositories

    with repositories() as repository:
        yield lambda path: repository.read(path, revision)


def called(path: str, revision: str | None) -> str:
    """What a register is called in an answer: its path, behind the revision if there is one."""
    return path if revision is None else f"{revision}:{path}"


def narrowed(
    items: Sequence[_T],
    asked: Selection,
    evaluation_of: Callable[[_T], Evaluation | IncompleteEvaluation],
) -> list[_T]:
    """What is about the evaluations and organizations that are asked; IdError for none."""
    known = [evaluation_of(item) for item in items]
    ids = _chosen("evaluation", asked.evaluation, [each.id or "" for each in known])
    names = _chosen("organization", asked.organization, [each.organization or "" for each in known])
    pairs = zip(items, known, strict=True)
    left = [item for item, each in pairs if each.id in ids and each.organization in names]
    if items and not left:
        raise IdError("--organization: it has none of the evaluations that --evaluation names")
    return left


def checked_of(checked: Sequence[CheckedFile], asked: Selection) -> list[CheckedFile]:
    """The checked files of the evaluations that are asked, and those whose evaluation is unknown.

    What cannot be read may be one of them.
    """
    if not asked.filter:
        return [*checked]
    known = {
        checked_file.path: evaluation
        for checked_file in checked
        if (evaluation := checked_file.evaluation) and evaluation.id and evaluation.organization
    }
    left = {*known} - {*narrowed([*known], asked, known.__getitem__)}
    return [each for each in checked if each.path not in left]


def _chosen(kind: str, wanted: Sequence[str], known: Sequence[str]) -> set[str]:
    """Those of the *known* names that are wanted, all if none is; case counts only if it must."""
    if not wanted:
        return {*known}
    found = set()
    for name in wanted:
        matching = {name} & {*known} or {each for each in known if fold(each) == fold(name)}
        if not matching:
            hint = did_you_mean(name, known) or f"; there are {', '.join(sorted(set(known)))}"
            raise IdError(f"--{kind}: none of the registers has {quoted(name)}{hint}")
        found |= matching
    return found
