"""The commands that publish: report, calendar, export, schema."""

from functools import partial
from pathlib import PurePath
from typing import Final

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis import queries
from ecefollow.analysis.filters import NO_FILTERS, Filters
from ecefollow.cli import answer, errors, options, output, session
from ecefollow.cli.app import command
from ecefollow.cli.question import Question
from ecefollow.reading.messages import quoted
from ecefollow.render import dispatch
from ecefollow.render.formats import ReportFormat

_HTML: Final = (".html", ".htm")
_MARKDOWN: Final = (".md", ".markdown", ".txt", "")
_command = partial(command, panel="Publish")


@_command("report", example="ecefollow report --since 2018-01-01 -o report.html")
def _report(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    since: options.Since = None,
    format: options.ReportAs = None,
    output_file: options.OutputFile = None,
    force: options.Force = False,
) -> None:
    """Write the progress report as an HTML page or Markdown, for all or for one unit."""
    # Late: no other command tells so much.
    from ecefollow.views import report

    chosen = format or _format_of(output_file)
    answered = session.ask(question, filters)
    answered, asked = session.require(known_ids.require_known, answered, ids)
    then = None
    if since:
        # Late: few reports tell of a period.
        from ecefollow.history.told_then import told_then

        then = told_then(answered.files, since, question.rev)
    told = report.report(
        answered.register.evaluation,
        answered.answers,
        answered.context,
        ids=asked,
        filters=filters,
        since=since,
        before=session.earlier(answered, since),
        told=then,
        files=session.named_files(answered.files, question),
    )
    with errors.reported():
        published = dispatch.report(told, chosen)
    output.note(*answered.context.notes)
    answer.publish(published, output_file, context=answered.context, force=force)
    raise answer.ended(answered.context)


@_command("calendar", example="ecefollow calendar --alarm 7d -o deadlines.ics")
def _calendar(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    alarm: options.Alarms = None,
    closed: options.Closed = False,
    output_file: options.OutputFile = None,
    force: options.Force = False,
) -> None:
    """Write the open deadlines as a calendar (.ics)."""
    # Late: no other command needs it.
    from ecefollow.views import calendar

    answered = session.ask(question, filters)
    answered, asked = session.require(known_ids.require_known, answered, ids)
    items = queries.actions(answered.answers, asked, filters)
    told = calendar.calendar(
        answered.register.evaluation,
        items,
        day=answered.context.day,
        closed=closed or filters.ask_for_closed,
        alarms=alarm or (),
    )
    with errors.reported():
        published = dispatch.calendar(told)
    output.note(*answered.context.notes)
    answer.publish(published, output_file, context=answered.context, force=force)
    raise answer.ended(answered.context)


@_command("export", example="ecefollow export --as-of 2018-03-31 -o response.sqlite")
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

    answered = session.ask(question, NO_FILTERS)
    registers = session.named_files(answered.files, question)
    with errors.reported():
        findings = [
            finding for each in answered.files for finding in session.warnings(question, each.path)
        ]
        made = dispatch.database(export.export(registers, findings, day=answered.context.day))
    answer.save(
        output_file,
        made.data,
        mark=made.mark,
        context=answered.context,
        unsaved=made.unsaved,
        force=force,
    )
    raise answer.ended(answered.context)


@_command("schema", example="ecefollow schema > register.schema.json")
def _schema() -> None:
    """Write the JSON Schema of the file, for editors to complete and check with."""
    # Late: no other command needs it.
    from ecefollow.register import json_schema

    output.write(json_schema.text())


def _format_of(path: str | None) -> ReportFormat:
    """The format that a file's name asks for, Markdown without a file."""
    ending = PurePath(path or "").suffix.casefold()
    if ending in _HTML:
        return ReportFormat.HTML
    if ending in _MARKDOWN:
        return ReportFormat.MARKDOWN
    raise typer.BadParameter(
        f"a report is written as .html or .md, not {quoted(ending)}; --format says which it is"
    )
