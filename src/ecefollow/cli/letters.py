"""The letters of `report --letter`: one to those who are named, or one to each."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

import typer

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Item
from ecefollow.cli import errors, output, session
from ecefollow.reading.quoting import quoted
from ecefollow.recording import atomic_write
from ecefollow.register.deadlines import Span, format_day
from ecefollow.render import dispatch
from ecefollow.render.formats import REPORT_ENDINGS, ReportFormat
from ecefollow.views import letter
from ecefollow.views.context import skipped_lines


def one(
    answered: session.Answered, format: ReportFormat, reply_by: date | None
) -> dispatch.Published:
    """The letter to those whom the filters name."""
    if not answered.items:
        output.note(*answered.context.notes)
        names = " or ".join(map(quoted, answered.filters.responsible))
        raise typer.BadParameter(f"no action is for {names}, so there is no letter to write")
    published = _letter(answered, format, answered.items, reply_by=reply_by)
    _note_missing_contacts(answered, answered.items)
    return published


def write_each(
    answered: session.Answered,
    format: ReportFormat,
    within: Span,
    reply_by: date | None,
    folder: str,
) -> None:
    """Write a letter to each, and print the file, the title and the mentions of each."""
    day, files = answered.context.day, answered.files
    items = queries.overdue(answered.items, against=queries.Against.PRESENT)
    items += queries.upcoming(answered.items, on=day, within=within)
    ending = next(each for each, known in REPORT_ENDINGS.items() if known is format)
    made, lines = {}, []
    for to in letter.addressees(items, answered.filters.responsible, files):
        narrowed = answered._replace(filters=answered.filters._replace(responsible=(to.name,)))
        path = str(PurePath(folder, to.file + ending))
        written = _letter(narrowed, format, to.items, until=within.after(day), reply_by=reply_by)
        made[path] = written.data
        lines.append(f"{path}\t{to.title}\t{to.mentions}\n")
    with errors.reported():
        atomic_write.require_free(folder)  # no letter of another day is among them
        atomic_write.create(made)
    output.show("".join(lines))
    if nobody := [item.standing.action.id for item in items if not item.standing.responsible]:
        output.note(f"In no letter, since nobody is responsible: {', '.join(nobody)}")
    if items:
        _note_missing_contacts(answered, items)
    else:
        output.note(f"No action is overdue or due by {format_day(within.after(day))}")
    context = answered.context
    output.note(*context.notes, *context.left_out, *skipped_lines(context.skipped))


def _note_missing_contacts(answered: session.Answered, items: Sequence[Item]) -> None:
    about = letter.about(answered.register.evaluation, items, answered.files)
    if without := [each.id for each in about if not each.contact]:
        ids = ", ".join(without)
        output.note(f"Nobody to reply to is named: `contact` is missing in the evaluation ({ids})")


def _letter(
    answered: session.Answered,
    format: ReportFormat,
    items: Sequence[Item],
    *,
    until: date | None = None,
    reply_by: date | None,
) -> dispatch.Published:
    if reply_by and reply_by < answered.context.day:
        day = answered.context.day
        raise typer.BadParameter(f"--reply-by {reply_by} is before the day of the letter, {day}")
    told = letter.letter(
        answered.register.evaluation,
        items,
        answered.context,
        filters=answered.filters,
        files=answered.files,
        until=until,
        reply_by=reply_by,
    )
    with errors.reported():
        return dispatch.document(told, format)
