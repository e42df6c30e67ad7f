"""The commands that publish: report, calendar, export, schema."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Final

import typer

from ecefollow.analysis.filters import Filters
from ecefollow.cli import answer, errors, options, output, session
from ecefollow.cli.app import command
from ecefollow.cli.registers import Question
from ecefollow.reading.quoting import quoted
from ecefollow.register.portfolio import RegisterFile
from ecefollow.render import dispatch
from ecefollow.render.formats import CALENDAR_MARK, DATABASE_MARK, REPORT_ENDINGS, ReportFormat

# What a report links if it stands beside it: the endings of its name, the usual one first.
_BESIDE: Final = {
    "Calendar": ((".ics",), CALENDAR_MARK),
    "Data": ((".sqlite", ".sqlite3", ".db"), DATABASE_MARK),
}


@command("report", example="ecefollow report --since 2018-01-01 -o report.html")
def _report(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    since: options.Since = None,
    letter: options.Letter = False,
    within: options.LetterWithin = None,
    reply_by: options.ReplyBy = None,
    format: options.ReportAs = None,
    output_file: options.OutputFile = None,
    force: options.Force = False,
) -> None:
    """Write the progress report as an HTML page, a Word document or Markdown."""
    chosen = format or _format_of(None if within else output_file)
    is_file = PurePath(output_file or "").suffix.casefold() in [*filter(None, REPORT_ENDINGS)]
    if within and (output_file in {None, "-"} or is_file or force):
        raise typer.BadParameter("--within gives several letters; name a new folder with --output")
    if chosen is ReportFormat.DOCX and output_file in {None, "-"}:
        raise typer.BadParameter("a Word document cannot go to stdout; name a file with --output")
    if letter and not (filters.responsible or within):
        message = "--letter: to whom? Name them with --responsible, or write to each: --within 30d"
        raise typer.BadParameter(message)
    if letter and since:
        raise typer.BadParameter("a letter tells of no period; leave --since or --letter out")
    if not letter and (within or reply_by):
        option = "within" if within else "reply-by"
        raise typer.BadParameter(f"--{option} is for letters; add --letter")
    answered = session.ask(question, filters, ids)
    if letter:
        # Late: few reports are letters.
        from ecefollow.cli import letters
    if within and output_file:
        letters.write_each(answered, chosen, within, reply_by, output_file)
        raise answer.ended(answered.context)
    if letter:
        published = letters.one(answered, chosen, reply_by)
    else:
        published = _progress_report(answered, chosen, question.rev, since, output_file)
    output.note(*answered.context.notes)
    answer.publish(published, output_file, context=answered.context, force=force)
    raise answer.ended(answered.context)


@command("calendar", example="ecefollow calendar --alarm 7d -o deadlines.ics")
def _calendar(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    alarm: options.Alarms = None,
    closed: options.Closed = False,
    url: options.ReportUrl = None,
    output_file: options.OutputFile = None,
    force: options.Force = False,
) -> None:
    """Write the open deadlines as a calendar (.ics)."""
    # Late: no other command needs it.
    from ecefollow.views import calendar

    answered = session.ask(question, filters, ids)
    told = calendar.calendar(
        answered.register.evaluation,
        answered.items,
        day=answered.context.day,
        files=answered.files,
        closed=closed or filters.ask_for_closed,
        alarms=alarm or (),
        url=url or "",
    )
    with errors.reported():
        published = dispatch.calendar(told)
    output.note(*answered.context.notes)
    answer.publish(
        published,
        output_file,
        context=answered.context,
        force=force,
        endings=_BESIDE["Calendar"][0],
    )
    raise answer.ended(answered.context)


@command("export", example="ecefollow export --as-of 2018-03-31 -o response.sqlite")
def _export(
    *,
    question: Question,
    output_file: options.DatabaseFile,
    force: options.Force = False,
) -> None:
    """Write everything as a SQLite database, to be queried."""
    if output_file == "-":
        raise typer.BadParameter("--output -: a database cannot go to stdout; name a file")
    # Late: no other command needs it.
    from ecefollow.views import export

    answered = session.ask(question)
    with errors.reported():
        findings = [
            finding for each in answered.files for finding in session.warnings(question, each.path)
        ]
        tables = export.export(answered.named, findings, day=answered.context.day)
        published = dispatch.database(tables)
    answer.publish(
        published, output_file, context=answered.context, force=force, endings=_BESIDE["Data"][0]
    )
    raise answer.ended(answered.context)


@command("schema", example="ecefollow schema > register.schema.json")
def _schema(output_of: options.OutputOf = None) -> None:
    """Write the JSON Schema of the file, for editors to complete and check with."""
    # Late: no other command needs either.
    from ecefollow.register import json_schema
    from ecefollow.render import output_schema

    with errors.reported():
        made = output_schema.schema(output_of) if output_of else json_schema.schema()
    output.write(json_schema.text(made))


def _beside(path: str | None, files: Sequence[RegisterFile]) -> dict[str, str]:
    """The calendar and the data in the folder that a report on the registers is written to."""
    if path in (None, "-"):
        return {}
    # Late: few commands write to a file.
    from ecefollow.recording import atomic_write

    evaluations = {each.register.evaluation.id for each in files}

    def is_about_these(file: Path) -> bool:
        return not evaluations.isdisjoint(dispatch.evaluations_in(file))

    found = {
        label: atomic_write.published_beside(path, endings, mark=mark, fits=is_about_these)
        for label, (endings, mark) in _BESIDE.items()
    }
    return {label: name for label, name in found.items() if name}


def _progress_report(
    answered: session.Answered,
    format: ReportFormat,
    revision: str | None,
    since: date | None,
    path: str | None,
) -> dispatch.Published:
    # Late: no other command tells so much, and few reports tell of a period.
    from ecefollow.history.commit_read import commit_read
    from ecefollow.history.told_then import told_then
    from ecefollow.views import report

    told = report.report(
        answered.register.evaluation,
        answered.answers,
        answered.context,
        ids=answered.ids,
        filters=answered.filters,
        since=since,
        before=session.earlier(answered, since),
        told=told_then(answered.files, since, revision) if since else None,
        files=answered.files,
        publication=report.Publication(
            made=session.today(),
            commit=commit_read([each.path for each in answered.files], revision),
            beside=_beside(path, answered.files),
        ),
    )
    with errors.reported():
        return dispatch.report(told, format)


def _format_of(path: str | None) -> ReportFormat:
    """The format that a file's name asks for, Markdown without a file."""
    ending = PurePath(path or "").suffix.casefold()
    if ending in REPORT_ENDINGS:
        return REPORT_ENDINGS[ending]
    raise typer.BadParameter(
        f"a report is written as .html, .docx or .md, not {quoted(ending)}; "
        "--format says which it is"
    )
