"""The commands that begin: init, import."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import typer

from ecefollow.analysis.values_in_words import count
from ecefollow.cli import errors, option_values, options, output
from ecefollow.cli.app import command
from ecefollow.cli.document_options import DocumentOptions
from ecefollow.cli.errors import COULD_NOT_RUN
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.quoting import escaped
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.register.model import Evaluation
from ecefollow.register.schema import EVALUATION, TEXT
from ecefollow.render import dispatch
from ecefollow.render.formats import FindingFormat

_HELP: Final = {key.name: key.help for key in EVALUATION.keys}


@command("init", example="ecefollow init --github")
def _init(  # noqa: PLR0913 - each is an option
    path: options.NewRegisterPath = sources.HOME,
    *,
    id: options.EvaluationId = None,
    title: options.Title = None,
    organization: options.Organization = None,
    github: options.ForGithub = False,
    pre_commit: options.ForPreCommit = False,
) -> None:
    """Begin a register: the evaluation, and a worked example in comments."""
    # Late: few commands make files.
    from ecefollow.importing import new_register
    from ecefollow.recording import atomic_write

    with errors.reported():
        atomic_write.require_free(path)
        evaluation = _evaluation(id=id, title=title, organization=organization)
        begun = new_register.begin(path, evaluation, github=github, pre_commit=pre_commit)
        made = atomic_write.create(_bytes(begun.files))
    output.show(begun.description(made))


@command(
    "import",
    example=(
        "ecefollow import examples/matrix.xlsx --id harbour --title Harbour "
        "--organization Port --as-of 2021-09-30"
    ),
)
def _import(  # noqa: PLR0913 - each is an option
    document: options.Document,
    *,
    id: options.EvaluationId = None,
    title: options.Title = None,
    organization: options.Organization = None,
    to: options.NewRegister = None,
    account: options.AccountFile = None,
    how: DocumentOptions,
    save_profile: options.SavedProfile = None,
    split_by: options.SplitBy = None,
    strict: options.StrictImport = False,
    format: options.FindingsAs = FindingFormat.TEXT,
) -> None:
    """Make a register from a document that has a management response.

    What is unclear or was left out is listed on stderr: the findings.
    """
    # Late: no other command reads such documents.
    from ecefollow.importing import import_document, saved_profile, source_check
    from ecefollow.recording import atomic_write

    option_values.require_document(document)
    with errors.reported():
        own = how.read(split_by=split_by)
        evaluation = _evaluation(id=id, title=title, organization=organization)
        if to:
            folder = Path(to) if split_by else Path(to).parent
            evaluation = replace(evaluation, source=source_check.beside(folder, document))
        imported = import_document.read(document, evaluation, own, options=how.names())
    if len(imported.registers) > 1 and not to:
        raise typer.BadParameter("several registers come of it: -o names the folder for them")
    output.note(*dispatch.findings(imported.findings, format).splitlines())
    beside = {}
    if account:
        beside[account] = dispatch.account(imported.how.account)
    if save_profile:
        beside[save_profile] = saved_profile.text(imported.how, document)
    refused = strict and imported.findings
    with errors.reported():
        files = imported.files(to) if to and not refused else {}
        _require_different([*files, *filter(None, (account, save_profile))])
        made = atomic_write.create(_bytes({**files, **beside}))
    if refused:
        found = count(len(imported.findings), "finding")
        output.note(f"ecefollow: {found}, and --strict: no register was written")
        raise typer.Exit(1)
    if to:
        output.show("".join(f"Made {escaped(path)}\n" for path in made))
    else:
        output.write(imported.texts[0])
    if format is FindingFormat.TEXT:
        output.note(*imported.tally())
        if to:
            output.note(f"Next: ecefollow check {escaped(to)}")


def _require_different(paths: Sequence[str]) -> None:
    """Refuse two outputs that would be one file."""
    files = [os.path.normcase(os.path.realpath(path)) for path in paths]
    if twice := [path for path, file in zip(paths, files, strict=True) if files.count(file) > 1]:
        raise RefusedError(f"{escaped(twice[0])} is named for two files; nothing was written")


def _evaluation(*, id: str | None, title: str | None, organization: str | None) -> Evaluation:
    """The evaluation with these values; those that are None are asked for, if somebody is there."""
    given = {"id": id, "title": title, "organization": organization}
    missing = [name for name, value in given.items() if not value]
    if missing and not output.can_ask():
        *most, last = (f"--{name}" for name in missing)
        options = f"{', '.join(most)} and {last}" if most else last
        raise typer.BadParameter(f"the evaluation needs {options} too")
    said = {name: value or _ask(name) for name, value in given.items()}
    return Evaluation(said["id"], said["title"], said["organization"])


def _ask(name: str) -> str:
    """The answer to a question, which is asked until there is one."""
    while True:
        answer = output.ask(f"{name.capitalize()} ({_HELP[name]}): ")
        if answer is None:
            output.note("", "ecefollow: there is no answer; nothing was written")
            raise typer.Exit(COULD_NOT_RUN)
        try:
            return str(parse_given(TEXT, answer.strip()))
        except InvalidValueError as error:
            output.note(f"{error}")


def _bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}
