"""The commands that review: check, diff, log."""

from collections.abc import Sequence
from functools import partial

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis.words import count
from ecefollow.cli import option_values, options, output, registers, session
from ecefollow.cli.app import app
from ecefollow.cli.option_groups import with_options
from ecefollow.reading import cache, portfolio
from ecefollow.reading.diagnostics import Diagnostic, Severity, has_errors
from ecefollow.render import dispatch
from ecefollow.render.formats import PageFormat, ProblemFormat

_command = partial(app.command, rich_help_panel="Review")


@_command("check", epilog="Example: ecefollow check data/recommendations.yaml")
def _check(
    files: options.Files = None,
    *,
    register: options.RegisterPaths = None,
    base: options.AgainstBase = None,
    strict: options.Strict = False,
    format: options.ProblemFormatOption = ProblemFormat.FULL,
) -> None:
    """Check registers: every problem, each at its line and column."""
    if files and register:
        raise typer.BadParameter("name what to check as FILE or with --register, not both")
    paths = registers.own_paths(files or register or (), hint="name the FILE to check")
    checked = portfolio.check_all(paths, today=session.today(), together=not files)
    notes: list[str] = []
    if base:
        # Late: few checks compare.
        from ecefollow.history import revisions

        with session.errors_reported():
            checked, notes = revisions.check_all_against(checked, base)
    problems = [problem for each in checked for problem in each.problems]
    lines = {each.path: each.lines for each in checked}
    output.write(dispatch.problems(problems, format, lines, colour=output.look().colour))
    output.note(*notes, _tally(problems, len(checked)))
    raise typer.Exit(int(has_errors(problems) or (strict and bool(problems))))


@_command("diff", epilog="Example: ecefollow diff origin/main... --format markdown")
@with_options
def _diff(  # noqa: PLR0913 - each is an option
    base: options.Base = None,
    head: options.Head = None,
    *,
    register: options.RegisterPaths = None,
    format: options.ListingFormat = None,
    exit_code: options.ExitCode = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show what a change means: deadlines moved, actions closed, words changed."""
    # Late: few commands compare.
    from ecefollow.history import revisions
    from ecefollow.views import changes

    paths = session.own_registers(register or (), hint="name it with --register")
    with session.errors_reported(), cache.used(wanted=not no_cache):
        compared = revisions.compare_all(paths, base, head)
    listing = changes.changes(compared)
    session.print_listing(listing, format)
    raise typer.Exit(int(exit_code and bool(compared.changes)))


@_command("log", epilog="Example: ecefollow log 7.1 --since 2018-01-01")
@with_options
def _log(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    since: options.CommittedSince = None,
    rewritten: options.Rewritten = False,
    verify: options.Verify = None,
    register: options.RegisterPaths = None,
    format: options.ListingFormat = None,
    exit_code: options.FailOnRewriting = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show who recorded what, when, and how long after it happened."""
    # Late: few commands ask git.
    from ecefollow.history import log
    from ecefollow.views.log import log as listing

    if verify:
        if ids or since or rewritten:
            raise typer.BadParameter("--verify compares the whole register, without ID or filter")
        path = session.own_register(register or (), hint="name one with --register")
        with cache.used(wanted=not no_cache):
            _verify(path, verify, option_values.page_format(format))
    paths = session.own_registers(register or (), hint="name it with --register")
    with session.errors_reported(), cache.used(wanted=not no_cache):
        found = log.read_all(paths)
        asked = known_ids.require_among(found.ids, ids or ())
    lines = log.select(found, asked, since=since, rewritten=rewritten)
    given = {"id": ids, "since": since, "rewritten": rewritten}
    narrowed = {name: value for name, value in given.items() if value}
    shown = listing(lines, total=len(found.lines), registers=paths, filter=narrowed)
    session.print_listing(shown, format)
    raise typer.Exit(int(exit_code and any(line.rewrites for line in lines)))


def _verify(path: str, revision: str, format: PageFormat | None) -> None:
    # Late: no other command does this.
    from ecefollow.history.verification import verify
    from ecefollow.views import verification

    with session.errors_reported():
        found = verify(path, revision)
    page = verification.page(found, register=path, revision=revision)
    session.print_page(page, format)
    raise typer.Exit(int(not found.holds))


def _tally(problems: Sequence[Diagnostic], files: int) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = f"{count(errors, 'error')} and {count(warnings, 'warning')}"
    return f"{counts} in {count(files, 'file')}"
