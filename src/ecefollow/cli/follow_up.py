"""The commands that follow up: overdue, upcoming, summary, timeline, record."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.queries import Against
from ecefollow.cli import answer, errors, options, output, session
from ecefollow.cli.app import command
from ecefollow.cli.question import Question
from ecefollow.recording.new_update import NewUpdate
from ecefollow.render import dispatch
from ecefollow.views import actions

if TYPE_CHECKING:
    from ecefollow.recording.record import Recording

_command = partial(command, panel="Follow up")


@_command("overdue", example="ecefollow overdue --as-of 2018-03-31")
def _overdue(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    against: options.CountedFrom = Against.PRESENT,
    format: options.ListingFormat = None,
    exit_code: options.ExitCode = False,
) -> None:
    """List overdue actions, longest overdue first."""
    own = {"against": against} if against is Against.ORIGINAL else {}
    answered = session.ask(question, filters, own)
    answered, asked = session.require(known_ids.require_known, answered, ids)
    items = queries.actions(answered.answers, asked, filters)
    rows = queries.overdue(items, against=against)
    listing = actions.overdue(rows, answered.context, against=against)
    answer.write_listing(listing, format)
    raise answer.ended(answered.context, findings=exit_code and bool(rows))


@_command("upcoming", example="ecefollow upcoming --within 2m")
def _upcoming(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    within: options.Within = options.THIRTY_DAYS,
    format: options.ListingFormat = None,
    exit_code: options.ExitCode = False,
) -> None:
    """List open actions that fall due next, soonest first."""
    answered = session.ask(question, filters, {"within": str(within)})
    answered, asked = session.require(known_ids.require_known, answered, ids)
    items = queries.actions(answered.answers, asked, filters)
    rows = queries.upcoming(items, on=answered.context.day, within=within)
    events = queries.upcoming_events(items, on=answered.context.day, within=within)
    until = within.after(answered.context.day)
    listing = actions.upcoming(rows, events, answered.context, until=until)
    answer.write_listing(listing, format)
    raise answer.ended(answered.context, findings=exit_code and bool(rows))


@_command("summary", example="ecefollow summary --since 2018-01-01")
def _summary(
    *,
    question: Question,
    since: options.Since = None,
    format: options.ShownFormat = None,
) -> None:
    """Show counts and rates: answers, states, lateness, silence, responsible units."""
    # Late: no other command counts so much.
    from ecefollow.views import summary

    answered = session.ask(question, Filters())
    before = session.earlier(answered, since)
    page = summary.page(answered.answers, answered.context, since=since, before=before)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)


@_command("timeline", example="ecefollow timeline --as-of 2018-03-31")
def _timeline(*, question: Question, format: options.ShownFormat = None) -> None:
    """Show every deadline on a time axis."""
    # Late: no other command shows this page.
    from ecefollow.views import timeline

    answered = session.ask(question, Filters())
    page = timeline.page(answered.answers, answered.context)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)


@_command(
    "record",
    example='ecefollow record 7.1 --progress completed --evidence "Note of 29 March"',
)
def _record(
    id: options.OneId = None,
    *,
    update: NewUpdate,
    sheet: options.Sheet = None,
    dry_run: options.DryRun = False,
    register: options.RegisterPaths = None,
) -> None:
    """Add an update to the file, and change nothing else in it."""
    # Late: no other command writes.
    from ecefollow.recording import record

    paths = session.own_registers(register or (), hint="name it with --register")
    today = session.today()
    if bool(id) == bool(sheet) or (sheet and not update._replace(date=None).is_empty):
        message = "name an ID and what to record, or a sheet with --from and at most --date"
        raise typer.BadParameter(message)
    with errors.reported():
        do = record.prepare if dry_run else record.record
        recordings, already = do(paths, id, update, sheet=sheet, today=today)
    _report(recordings, dry_run=dry_run)
    warnings = [line for each in recordings for line in each.warnings(today=today)]
    output.note(*already, *warnings, *(["Nothing was written"] if dry_run else []))


def _report(recordings: Sequence["Recording"], *, dry_run: bool) -> None:
    """Show what would change, or what was recorded; that this cannot be said is not a failure."""
    if dry_run:
        # Late: a recording that is written needs no name for a patch.
        from ecefollow.recording.patch_names import patch_names

        colour = output.look().colour
        names = patch_names([each.path for each in recordings])
        for each, name in zip(recordings, names, strict=True):
            output.write(dispatch.diff(each.before, each.edited.data, name, colour=colour))
        return
    try:
        output.show("".join(each.description() for each in recordings))
    except OSError as error:
        reason = error.strerror or error
        output.note(f"ecefollow: the update was recorded, but stdout cannot be written: {reason}")
