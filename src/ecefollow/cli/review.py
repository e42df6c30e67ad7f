"""The commands that review: check, diff, log."""

import os
from collections.abc import Sequence
from functools import partial

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis.words import count
from ecefollow.cli import option_values, options, output, session
from ecefollow.cli.app import app
from ecefollow.cli.option_groups import with_options
from ecefollow.reading import cache, register_file
from ecefollow.reading.diagnostics import Diagnostic, Severity, has_errors
from ecefollow.render import dispatch
from ecefollow.render.formats import PageFormat, ProblemFormat

_command = partial(app.command, rich_help_panel="Review")


@_command("check", epilog="Example: ecefollow check data/recommendations.yaml")
def _check(
    files: options.Files = None,
    *,
    register: options.RegisterPath = None,
    base: options.AgainstBase = None,
    strict: options.Strict = False,
    format: options.ProblemFormatOption = ProblemFormat.FULL,
) -> None:
    """Check registers: every problem, each at its line and column."""
    if files and register and register != os.environ.get("ECEFOLLOW_REGISTER"):
        raise typer.BadParameter("name what to check as FILE or with --register, not both")
    paths = files or [session.own_register(register, hint="name the FILE to check")]
    checked = [register_file.check_file(path, today=session.today()) for path in paths]
    notes = []
    if base:
        # Late: few checks compare.
        from ecefollow.history import revisions

        with session.errors_reported():
            compared = [revisions.check_against(each, base) for each in checked]
        checked, notes = [each for each, _ in compared], [note for _, note in compared if note]
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
    register: options.RegisterPath = None,
    format: options.ListingFormat = None,
    exit_code: options.ExitCode = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show what a change means: deadlines moved, actions closed, words changed."""
    # Late: few commands compare.
    from ecefollow.history import revisions
    from ecefollow.views import changes

    path = session.own_register(register, hint="name it with --register")
    with session.errors_reported(), cache.used(wanted=not no_cache):
        compared = revisions.compare_revisions(path, base, head)
    listing = changes.changes(compared.changes, base=compared.base, head=compared.head)
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
    register: options.RegisterPath = None,
    format: options.ListingFormat = None,
    exit_code: options.FailOnRewriting = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show who recorded what, when, and how long after it happened."""
    # Late: few commands ask git.
    from ecefollow.history import log
    from ecefollow.views.log import log as listing

    path = session.own_register(register, hint="name it with --register")
    if verify:
        if ids or since or rewritten:
            raise typer.BadParameter("--verify compares the whole register, without ID or filter")
        with cache.used(wanted=not no_cache):
            _verify(path, verify, option_values.page_format(format))
    with session.errors_reported(), cache.used(wanted=not no_cache):
        found = log.read(path)
        known_ids.require_among(found.ids, ids or ())
    lines = log.select(found, ids or (), since=since, rewritten=rewritten)
    given = {"id": ids, "since": since, "rewritten": rewritten}
    narrowed = {name: value for name, value in given.items() if value}
    shown = listing(lines, total=len(found.lines), register=path, filter=narrowed)
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
