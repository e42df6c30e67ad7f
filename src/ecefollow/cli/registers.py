"""Which registers a command reads: those named, the nearest ones, or the installed copy."""

import os
from collections.abc import Sequence
from contextlib import suppress

import typer

from ecefollow.analysis.filters import fold
from ecefollow.analysis.ids import IdError
from ecefollow.cli import output
from ecefollow.cli.options import Question
from ecefollow.reading import portfolio, sources
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.portfolio import Loaded
from ecefollow.recording import plan_file
from ecefollow.register.portfolio import RegisterFile

_VARIABLE = "ECEFOLLOW_REGISTER"


def asked_paths(question: Question) -> list[str]:
    """The files to answer from; if there are none here, the copy that is installed."""
    if question.rev is not None:
        # Late: few commands ask git.
        from ecefollow.history import revisions

        hint = "name it with --register"
        named = own_paths(question.register, hint=hint, is_read=False)
        return revisions.register_paths_at(named, question.rev)
    if named := _named(question.register) or _nearest():
        paths = portfolio.register_paths(named)
        _note_interrupted(paths)
        return paths
    installed = sources.installed_register()
    output.note(
        "No data/recommendations.yaml here or above: reading the installed copy of UNECE's "
        f"response, {installed}. To read another register: --register FILE"
    )
    return [installed]


def own_paths(register: Sequence[str], *, hint: str, is_read: bool = True) -> list[str]:
    """The registers that are named or the nearest ones, never the installed copy.

    If they are only to be read as they are, an interrupted recording in them is noted.
    """
    named = _named(register) or _nearest()
    if not named:
        message = "no data/recommendations.yaml here or in a folder above"
        raise typer.BadParameter(f"{message}; {hint}")
    if is_read:
        with suppress(sources.UnreadableError):  # which the command itself will say
            _note_interrupted(portfolio.register_paths(named))
    return named


def load(paths: Sequence[str], revision: str | None) -> Loaded:
    """The registers at the paths, on disk or as git had them at a revision."""
    if revision is None:
        return portfolio.load_all(paths, sources.read, str)
    # Late: few commands ask git.
    from ecefollow.history import revisions

    return portfolio.load_all(
        paths,
        lambda path: revisions.read_at(path, revision),
        lambda path: f"{revision}:{path}",
    )


def narrowed(files: Sequence[RegisterFile], question: Question) -> list[RegisterFile]:
    """The registers of the evaluations and organizations that are asked; IdError for none."""
    evaluations = [each.register.evaluation for each in files]
    _require("evaluation", question.evaluation, [each.id for each in evaluations])
    _require("organization", question.organization, [each.organization for each in evaluations])
    return [
        each
        for each in files
        if _matches(each.register.evaluation.id, question.evaluation)
        and _matches(each.register.evaluation.organization, question.organization)
    ]


def _named(register: Sequence[str]) -> list[str]:
    variable = os.environ.get(_VARIABLE, "")
    return [*register] or [path for path in variable.split(os.pathsep) if path]


def _nearest() -> list[str]:
    nearest = sources.nearest_register() or sources.nearest_folder()
    return [nearest] if nearest else []


def _note_interrupted(paths: Sequence[str]) -> None:
    """Say that a recording has changed some of the files, and not all of them yet."""
    if plan_file.may_stand(paths):
        # Late: few recordings are interrupted.
        from ecefollow.recording import several_files

        output.note(*several_files.interrupted(paths))


def _matches(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or fold(name) in {fold(each) for each in wanted}


def _require(kind: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for name in wanted:
        if not _matches(name, known):
            hint = did_you_mean(name, known) or f"; there are {', '.join(sorted(set(known)))}"
            raise IdError(f"--{kind}: none of the registers has {quoted(name)}{hint}")
