"""The commands that follow up: overdue, upcoming, summary, timeline, record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import typer

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.queries import Against
from ecefollow.cli import answer, errors, option_values, options, output, session
from ecefollow.cli.answer import Destination
from ecefollow.cli.app import command
from ecefollow.cli.document_options import DocumentOptions
from ecefollow.cli.registers import Question
from ecefollow.recording.new_update import NewUpdate
from ecefollow.render import dispatch
from ecefollow.views import actions

if TYPE_CHECKING:
    from datetime import date

    from ecefollow.recording.record import Recording

_STDIN: Final = "-"


@command("overdue", example="ecefollow overdue --as-of 2018-03-31")
def _overdue(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    against: options.CountedFrom = Against.PRESENT,
    to: Destination,
    exit_code: options.ExitCode = False,
) -> None:
    """List overdue actions, longest overdue first."""
    own = {"against": against} if against is Against.ORIGINAL else {}
    answered = session.ask(question, filters, ids, own_filter=own)
    rows = queries.overdue(answered.items, against=against)
    listing = actions.overdue(rows, answered.context, against=against)
    answer.write_listing(listing, to)
    raise answer.ended(answered.context, findings=exit_code and bool(rows))


@command("upcoming", example="ecefollow upcoming --within 2m")
def _upcoming(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    within: options.Within = options.THIRTY_DAYS,
    to: Destination,
    exit_code: options.ExitCode = False,
) -> None:
    """List open actions that fall due next, soonest first."""
    answered = session.ask(question, filters, ids, own_filter={"within": str(within)})
    day, items = answered.context.day, answered.items
    rows = queries.upcoming(items, on=day, within=within)
    events = queries.upcoming_events(items, on=day, within=within)
    listing = actions.upcoming(rows, events, answered.context, until=within.after(day))
    answer.write_listing(listing, to)
    raise answer.ended(answered.context, findings=exit_code and bool(rows))


@command("summary", example="ecefollow summary --since 2018-01-01")
def _summary(
    *,
    question: Question,
    since: options.Since = None,
    format: options.ShownFormat = None,
) -> None:
    """Show counts and rates: answers, states, lateness, silence, responsible units."""
    # Late: no other command counts so much.
    from ecefollow.views import summary

    answered = session.ask(question)
    before = session.earlier(answered, since)
    page = summary.page(answered.answers, answered.context, since=since, before=before)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)


@command("timeline", example="ecefollow timeline --as-of 2018-03-31")
def _timeline(*, question: Question, format: options.ShownFormat = None) -> None:
    """Show every deadline on a time axis."""
    # Late: no other command shows this page.
    from ecefollow.views import timeline

    answered = session.ask(question)
    page = timeline.page(answered.answers, answered.context)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)


@command(
    "record",
    example='ecefollow record 7.1 --progress completed --evidence "Note of 29 March"',
)
def _record(  # noqa: PLR0913 - each is an option
    id: options.OneId = None,
    *,
    update: NewUpdate,
    document: options.Returned = None,
    how: DocumentOptions,
    add: options.AddNew = False,
    account: options.AccountFile = None,
    dry_run: options.DryRun = False,
    register: options.RegisterPaths = None,
) -> None:
    """Add an update to the file, and change nothing else in it."""
    # Late: no other command writes.
    from ecefollow.recording import atomic_write, record

    paths = session.own_registers(register or ())
    today = session.today()
    if bool(id) == bool(document) or (document and not update._replace(date=None).is_empty):
        message = "name an ID and what to record, or else --from FILE, with no more than --date"
        raise typer.BadParameter(message)
    option_values.require_document(document or "")
    given = {"add": add, "account": account} | ({} if document else how._asdict())
    if document in {None, _STDIN} and any(given.values()):
        option = next(name for name, value in given.items() if value).removesuffix("s")
        message = f"--{option.replace('_', '-')} is for a document; name one with --from"
        raise typer.BadParameter(message)
    ident = id
    with errors.reported():
        if document == _STDIN:
            ident, update, document = _from_form(update, how, today=today)
        if account:
            atomic_write.require_free(account)
        taken = None
        if document:
            # Late: see `record.record`.
            from ecefollow.recording.returned_document import HowReturned

            taken = HowReturned(how.read(), adds_new=add)
        recordings, back = record.record(
            paths,
            ident,
            update,
            document=document,
            taken=taken,
            today=today,
            dry_run=dry_run,
        )
    _report(recordings, dry_run=dry_run)
    output.note(*(back.lines(rows=dry_run) if back else ()))
    output.note(*(line for each in recordings for line in each.warnings(today=today)))
    if account and back:
        with errors.reported():
            atomic_write.create({account: dispatch.account(back.account).encode()})
    output.note(*(["Nothing was recorded"] if dry_run else []))


def _from_form(
    given: NewUpdate, how: DocumentOptions, *, today: "date"
) -> tuple[str, NewUpdate, None]:
    """The id and the update in the form on stdin, dated as *given* unless it has its own day.

    With neither, it is so by the day of the document, as in a table.
    """
    # Late: few updates come from a form.
    from ecefollow.reading import sources
    from ecefollow.recording import form

    ident, update = form.read(sources.read_stdin(), "stdin", how.read(), today=today)
    if day := update.date or given.date:
        return ident, update._replace(date=day), None
    is_unknown = update.day_unknown or how.as_of is not None
    return ident, update._replace(date=how.as_of, day_unknown=is_unknown), None


def _report(recordings: Sequence["Recording"], *, dry_run: bool) -> None:
    """Show what would change, or what was recorded; that this cannot be said is not a failure."""
    if dry_run:
        # Late: see `_record`; and a recording that is written needs no patch.
        from ecefollow.recording.record import patch_names
        from ecefollow.render import unified_diff

        colour = output.look().colour
        names = patch_names([each.path for each in recordings])
        for each, name in zip(recordings, names, strict=True):
            output.write(unified_diff.render(each.before, each.edited.data, name, colour=colour))
        return
    try:
        output.show("".join(each.description() for each in recordings))
    except OSError as error:
        reason = error.strerror or error
        output.note(f"ecefollow: the update was recorded, but stdout cannot be written: {reason}")
