"""The commands that publish: report, calendar, export, schema."""

from datetime import date
from pathlib import PurePath
from typing import Final, NoReturn

import typer

from ecefollow.analysis.filters import Filters
from ecefollow.cli import answer, errors, options, output, session
from ecefollow.cli.app import command
from ecefollow.cli.registers import Question
from ecefollow.reading.messages import quoted
from ecefollow.register.deadlines import format_day
from ecefollow.render import dispatch
from ecefollow.render.formats import CALENDAR_MARK, DATABASE_MARK, ReportFormat

_HTML: Final = (".html", ".htm")
_WORD: Final = ".docx"
_MARKDOWN: Final = (".md", ".markdown", ".txt", "")
# What a report links if it stands beside it.
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
    reply_by: options.ReplyBy = None,
    format: options.ReportAs = None,
    output_file: options.OutputFile = None,
    force: options.Force = False,
) -> None:
    """Write the progress report as an HTML page, a Word document or Markdown."""
    # Late: no other command tells so much.
    from ecefollow.history.commit_read import commit_read
    from ecefollow.views import report

    chosen = format or _format_of(output_file)
    if chosen is ReportFormat.DOCX and output_file in {None, "-"}:
        raise typer.BadParameter("a Word document cannot go to stdout; name a file with --output")
    if letter and not filters.responsible:
        raise typer.BadParameter("--letter: to whom? Name them with --responsible")
    if letter and since:
        raise typer.BadParameter("a letter tells of no period; leave --since or --letter out")
    if reply_by and not letter:
        raise typer.BadParameter("--reply-by is a date in a letter; add --letter")
    answered = session.ask(question, filters, ids)
    if letter:
        _publish_letter(answered, chosen, reply_by, output_file, force=force)
    then = None
    if since:
        # Late: few reports tell of a period.
        from ecefollow.history.told_then import told_then

        then = told_then(answered.files, since, question.rev)
    told = report.report(
        answered.register.evaluation,
        answered.answers,
        answered.context,
        ids=answered.ids,
        filters=filters,
        since=since,
        before=session.earlier(answered, since),
        told=then,
        files=answered.files,
        publication=report.Publication(
            made=session.today(),
            commit=commit_read([each.path for each in answered.files], question.rev),
            beside=_beside(output_file),
        ),
    )
    with errors.reported():
        published = dispatch.report(told, chosen)
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
    answer.publish(published, output_file, context=answered.context, force=force)
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
    answer.publish(published, output_file, context=answered.context, force=force)
    raise answer.ended(answered.context)


@command("schema", example="ecefollow schema > register.schema.json")
def _schema() -> None:
    """Write the JSON Schema of the file, for editors to complete and check with."""
    # Late: no other command needs it.
    from ecefollow.register import json_schema

    output.write(json_schema.text())


def _beside(path: str | None) -> dict[str, str]:
    """The calendar and the data in the folder that a report is written to, by their labels."""
    if path in (None, "-"):
        return {}
    # Late: few commands write to a file.
    from ecefollow.recording import atomic_write

    found = {
        label: atomic_write.published_beside(path, endings, mark=mark)
        for label, (endings, mark) in _BESIDE.items()
    }
    return {label: name for label, name in found.items() if name}


def _publish_letter(
    answered: session.Answered,
    format: ReportFormat,
    reply_by: date | None,
    path: str | None,
    *,
    force: bool,
) -> NoReturn:
    """Write the letter, and end."""
    # Late: few reports are letters.
    from ecefollow.views import letter

    if reply_by and reply_by < answered.context.day:
        day = format_day(answered.context.day)
        raise typer.BadParameter(f"--reply-by {reply_by} is before the day of the letter, {day}")
    if not answered.items:
        output.note(*answered.context.notes)
        names = " or ".join(map(quoted, answered.filters.responsible))
        raise typer.BadParameter(f"no action is for {names}, so there is no letter to write")
    told = letter.letter(
        answered.register.evaluation,
        answered.items,
        answered.context,
        filters=answered.filters,
        files=answered.files,
        reply_by=reply_by,
    )
    with errors.reported():
        published = dispatch.document(told, format)
    output.note(*answered.context.notes)
    answer.publish(published, path, context=answered.context, force=force)
    raise answer.ended(answered.context)


def _format_of(path: str | None) -> ReportFormat:
    """The format that a file's name asks for, Markdown without a file."""
    ending = PurePath(path or "").suffix.casefold()
    if ending in _HTML:
        return ReportFormat.HTML
    if ending == _WORD:
        return ReportFormat.DOCX
    if ending in _MARKDOWN:
        return ReportFormat.MARKDOWN
    raise typer.BadParameter(
        f"a report is written as .html, .docx or .md, not {quoted(ending)}; "
        "--format says which it is"
    )
