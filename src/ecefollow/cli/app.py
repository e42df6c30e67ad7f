"""The command line: parse, call, write, exit."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from ecefollow import __version__
from ecefollow.analysis import queries
from ecefollow.analysis.queries import Against, Filters
from ecefollow.cli import output, session
from ecefollow.cli.options import (
    THIRTY_DAYS,
    AgainstBase,
    Base,
    CommittedSince,
    CountedFrom,
    DryRun,
    ExitCode,
    FailOnRewriting,
    Files,
    Head,
    Ids,
    ListingFormat,
    OneId,
    ProblemFormat,
    Question,
    RecommendationIds,
    RegisterPath,
    Rewritten,
    Sheet,
    ShownFormat,
    Since,
    SomeIds,
    Strict,
    Template,
    Within,
    grouped,
)
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import Diagnostic, Severity, has_errors
from ecefollow.recording import new_update
from ecefollow.recording.new_update import Entry
from ecefollow.render import dispatch
from ecefollow.render.formats import CheckFormat, Format
from ecefollow.views import listings

if TYPE_CHECKING:  # each command imports its own page, and a listing none
    from ecefollow.recording.record import Recording

app: Final = typer.Typer(
    name="ecefollow",
    help="Follow up on a management response: what is there, and what is overdue as of any day.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Of its usage errors Typer shows only this one by name; their base is what all have in common.
_UsageError: Final = cast("type[Exception]", typer.BadParameter.__base__)
_PIPE_CLOSED: Final = 141  # what a shell reports of a program that SIGPIPE ended


def main(args: Sequence[str]) -> int:
    """Run the command that *args* name; its exit status."""
    output.prepare()
    if not sys.stdout:
        return session.say("ecefollow: the answer cannot be written: stdout is closed")
    try:
        with _only(args):
            status = app(list(args), standalone_mode=False)
        sys.stdout.flush()
    except _UsageError as error:
        return _usage_error(error)
    except (output.ReaderLeftError, BrokenPipeError):
        return _PIPE_CLOSED
    except SystemExit as leaving:  # Typer's own way out: of a closed pipe with 1, or of completion
        return _PIPE_CLOSED if leaving.code == 1 else int(leaving.code or 0)
    except OSError as error:
        return session.say(f"ecefollow: the answer cannot be written: {error.strerror or error}")
    return int(status or 0)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.write(f"ecefollow {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


@app.command("list", rich_help_panel="Look", epilog="Example: ecefollow list --status partial")
@grouped
def _list(
    ids: RecommendationIds = None,
    *,
    filters: Filters,
    question: Question,
    format: ListingFormat = None,
) -> None:
    """List recommendations: answer, actions closed, next deadline."""
    answered = session.ask(question, filters)
    session.require(queries.require_recommendations, answered.register, ids)
    rows = [
        answer
        for answer in answered.answers
        if (not ids or answer.recommendation.id in ids) and filters.take_answer(answer)
    ]
    session.show(listings.recommendations(rows, answered.answers, answered.frame), format)


@app.command(
    "actions", rich_help_panel="Look", epilog="Example: ecefollow actions 7 --state overdue"
)
@grouped
def _actions(
    ids: Ids = None,
    *,
    filters: Filters,
    question: Question,
    format: ListingFormat = None,
    template: Template = False,
) -> None:
    """List actions: state, deadline, who is responsible."""
    if template and format not in {None, Format.CSV}:
        raise typer.BadParameter(f"--template writes csv, not {format}")
    answered = session.ask(question, filters)
    session.require(queries.require_known, answered.register, ids)
    rows = [item for item in queries.items(answered.answers, ids or ()) if filters.take(item)]
    listing = listings.actions(rows, answered.frame)
    if template:
        session.show(listings.to_fill_in(listing), Format.CSV)
    else:
        session.show(listing, format)


@app.command("show", rich_help_panel="Look", epilog="Example: ecefollow show 7.1")
@grouped
def _show_page(ids: SomeIds, *, question: Question, format: ShownFormat = None) -> None:
    """Show recommendations or actions whole, with their history."""
    # Late: no other command shows this page.
    from ecefollow.views import show

    answered = session.ask(question, Filters())
    session.require(queries.require_known, answered.register, ids)
    session.turn_to(show.page(answered.answers, ids, answered.frame), format)


@app.command(
    "overdue", rich_help_panel="Follow up", epilog="Example: ecefollow overdue --as-of 2018-03-31"
)
@grouped
def _overdue(
    *,
    filters: Filters,
    question: Question,
    against: CountedFrom = Against.PRESENT,
    format: ListingFormat = None,
    exit_code: ExitCode = False,
) -> None:
    """List overdue actions, longest overdue first."""
    counted_from = {"against": against} if against is Against.ORIGINAL else {}
    answered = session.ask(question, filters, counted_from)
    items = filter(filters.take, queries.items(answered.answers))
    rows = queries.overdue(items, against=against)
    session.show(listings.overdue(rows, answered.frame, against=against), format)
    raise typer.Exit(int(exit_code and bool(rows)))


@app.command(
    "upcoming", rich_help_panel="Follow up", epilog="Example: ecefollow upcoming --within 2m"
)
@grouped
def _upcoming(
    *,
    filters: Filters,
    question: Question,
    within: Within = THIRTY_DAYS,
    format: ListingFormat = None,
    exit_code: ExitCode = False,
) -> None:
    """List open actions that fall due next, soonest first."""
    answered = session.ask(question, filters, {"within": str(within)})
    items = filter(filters.take, queries.items(answered.answers))
    rows = queries.upcoming(items, on=answered.frame.day, within=within)
    until = within.after(answered.frame.day)
    session.show(listings.upcoming(rows, answered.frame, until=until), format)
    raise typer.Exit(int(exit_code and bool(rows)))


@app.command(
    "summary", rich_help_panel="Follow up", epilog="Example: ecefollow summary --since 2018-01-01"
)
@grouped
def _summary(*, question: Question, since: Since = None, format: ShownFormat = None) -> None:
    """Sum up: counts, rates, how late, how silent, who is responsible."""
    # Late: no other command counts so much.
    from ecefollow.analysis.metrics import figures
    from ecefollow.analysis.period import between
    from ecefollow.views import summary

    answered = session.ask(question, Filters())
    now = figures(answered.answers, day=answered.frame.day)
    if not since:
        session.turn_to(summary.page(now, answered.frame), format)
        return
    if since > now.day:
        raise typer.BadParameter(f"--since {since} is after the day asked about, {now.day}")
    before = answered.register.on(since)
    changes = between(before, answered.answers)
    then = figures(before, day=since)
    session.turn_to(summary.page(now, answered.frame, then=then, changes=changes), format)


@app.command(
    "timeline", rich_help_panel="Follow up", epilog="Example: ecefollow timeline --as-of 2018-03-31"
)
@grouped
def _timeline(*, question: Question, format: ShownFormat = None) -> None:
    """Show every deadline on a time axis, with the day asked as a line."""
    # Late: no other command shows this page.
    from ecefollow.views import timeline

    answered = session.ask(question, Filters())
    session.turn_to(timeline.page(answered.answers, answered.frame), format)


@app.command(
    "record",
    rich_help_panel="Follow up",
    epilog='Example: ecefollow record 7.1 --progress completed --evidence "Note of 29 March"',
)
@grouped
def _record(
    id: OneId = None,
    *,
    entry: Entry,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    register: RegisterPath = None,
) -> None:
    """Add an update, touching no other byte of the file."""
    # Late: no other command writes.
    from ecefollow.recording import record

    path = session.own_register(register, instead="name it with --register")
    today = session.today()
    with session.refusing():
        if id and not sheet:
            made = record.of_one(path, id, entry, today=today)
        elif sheet and not id and entry._replace(date=None).is_empty:
            made = record.of_sheet(path, sheet, on=new_update.day_of(entry, today=today))
        else:
            message = (
                "name an ID and what to record, or --from a sheet, with which only --date goes"
            )
            raise typer.BadParameter(message)
    if dry_run:
        _show_diff(made)
    else:
        _save(made)
    output.note(*made.doubts(today=today), *(["Nothing was written"] if dry_run else []))


@app.command(
    "diff",
    rich_help_panel="Review",
    epilog="Example: ecefollow diff origin/main... --format markdown",
)
def _diff(
    base: Base = None,
    head: Head = None,
    *,
    register: RegisterPath = None,
    format: ListingFormat = None,
    exit_code: ExitCode = False,
) -> None:
    """Tell what a change means: deadlines moved, actions closed, words altered."""
    # Late: few commands compare.
    from ecefollow.analysis import changes, wording

    path = session.own_register(register, instead="name it with --register")
    with session.refusing():
        if base and not head:  # of "main...branch" the branch is what is compared
            head = base.partition("...")[2] or None
        before = register_file.base(path, revision=base or "HEAD")
        after = register_file.whole(path, revision=head)
    found = changes.between(before, after)
    session.show(wording.listing(found, base=base or "HEAD", head=head or path), format)
    raise typer.Exit(int(exit_code and bool(found)))


@app.command(
    "schema", rich_help_panel="Publish", epilog="Example: ecefollow schema > register.schema.json"
)
def _schema() -> None:
    """Write the JSON Schema of the file, by which editors complete and mark."""
    # Late: no other command needs it.
    from ecefollow.register import json_schema

    output.write(json_schema.text())


@app.command(
    "check", rich_help_panel="Review", epilog="Example: ecefollow check data/recommendations.yaml"
)
def _check(
    files: Files = None,
    *,
    register: RegisterPath = None,
    base: AgainstBase = None,
    strict: Strict = False,
    format: ProblemFormat = CheckFormat.FULL,
) -> None:
    """Check registers: every problem, each at its line and column."""
    if files and register and register != os.environ.get("ECEFOLLOW_REGISTER"):
        raise typer.BadParameter("name what to check as FILE or with --register, not both")
    paths = files or [session.own_register(register, instead="name the FILE to check")]
    today = session.today()
    with session.refusing():
        read = {path: register_file.examine(path, today=today, since=base) for path in paths}
    problems = [problem for examined in read.values() for problem in examined.problems]
    lines = {path: examined.lines for path, examined in read.items()}
    output.write(dispatch.problems(problems, format, lines, colour=output.look().colour))
    notes = [examined.note for examined in read.values() if examined.note]
    output.note(*notes, _tally(problems, len(read)))
    raise typer.Exit(int(has_errors(problems) or (strict and bool(problems))))


@app.command(
    "log", rich_help_panel="Review", epilog="Example: ecefollow log 7.1 --since 2018-01-01"
)
def _log(  # noqa: PLR0913 - each is an option
    ids: Ids = None,
    *,
    since: CommittedSince = None,
    rewritten: Rewritten = False,
    register: RegisterPath = None,
    format: ListingFormat = None,
    exit_code: FailOnRewriting = False,
) -> None:
    """Tell who recorded what, when, and how long after it happened."""
    # Late: few commands ask git.
    from ecefollow.analysis import wording
    from ecefollow.history import log

    path = session.own_register(register, instead="name it with --register")
    with session.refusing():
        past = log.of(path)
        queries.require_among(past.ids, ids or ())
    entries = log.select(past, ids or (), since=since, rewritten=rewritten)
    given = {"id": ids, "since": since, "rewritten": rewritten}
    narrowed = {name: value for name, value in given.items() if value}
    total = len(past.entries)
    session.show(wording.log(entries, total=total, register=path, filter=narrowed), format)
    raise typer.Exit(int(exit_code and any(entry.rewrites for entry in entries)))


def _show_diff(recording: "Recording") -> None:
    before, after = recording.before, recording.edited.data
    colour = output.look().colour
    output.write(dispatch.diff(before, after, recording.path, colour=colour))


def _save(recording: "Recording") -> None:
    """Write the file and say so; once it is written, that it cannot be said is no failure."""
    with session.refusing():
        recording.save()
    try:
        output.write(recording.told())
    except OSError as error:
        output.note(f"ecefollow: recorded, but it cannot be told: {error.strerror or error}")


def _tally(problems: Sequence[Diagnostic], files: int) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = f"{listings.counted(errors, 'error')} and {listings.counted(warnings, 'warning')}"
    return f"{counts} in {listings.counted(files, 'file')}"


def _usage_error(error: Any) -> int:
    """Say in one line what was wrong with the command line, and where help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ecefollow"
    option = getattr(error, "param", None)
    name = f"{option.opts[0]}: " if option is not None and option.opts[0].startswith("-") else ""
    own = isinstance(error, typer.BadParameter) and error.message
    message = own or error.format_message()
    if not message:  # no command at all: the help, which Typer has shown
        return session.COULD_NOT_RUN
    output.note(f"{command}: {name}{message}", f"See {command} --help")
    return session.COULD_NOT_RUN


@contextmanager
def _only(args: Sequence[str]) -> Iterator[None]:
    """Leave out every command but the one that is called: each takes a while to build."""
    every = app.registered_commands
    called = [command for command in every if command.name in args[:1]]
    if called and "_ECEFOLLOW_COMPLETE" not in os.environ:
        app.registered_commands = called
    try:
        yield
    finally:
        app.registered_commands = every
