"""The commands that review: check, diff, log."""

from collections.abc import Sequence
from functools import partial
from typing import NoReturn

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis.values_in_words import count
from ecefollow.cli import option_values, options, output, registers, session
from ecefollow.cli.app import app
from ecefollow.cli.option_groups import with_options
from ecefollow.cli.question import Selection
from ecefollow.reading import cache, portfolio
from ecefollow.reading.diagnostics import Diagnostic, Severity, has_errors
from ecefollow.render import dispatch
from ecefollow.render.formats import PageFormat, ProblemFormat
from ecefollow.views.context import AskedRegister

_command = partial(app.command, rich_help_panel="Review")


@_command("check", epilog="Example: ecefollow check data/recommendations.yaml")
@with_options
def _check(
    files: options.Files = None,
    *,
    selection: Selection,
    base: options.AgainstBase = None,
    strict: options.Strict = False,
    format: options.ProblemFormatOption = ProblemFormat.FULL,
) -> None:
    """Check registers: every problem, each at its line and column."""
    if files and selection.register:
        raise typer.BadParameter("name what to check as FILE or with --register, not both")
    named = registers.own_paths(files or selection.register, hint="name the FILE to check")
    checked = portfolio.check_all(named, today=session.today(), together=not files)
    notes: list[str] = []
    with session.errors_reported():
        if base:
            # Late: few checks compare.
            from ecefollow.history import base_check

            checked, notes = base_check.check_all_against(checked, named, base)
        checked = registers.checked_of(checked, selection)
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
    selection: Selection,
    skip_invalid: options.SkipInvalid = False,
    format: options.ListingFormat = None,
    exit_code: options.ExitCode = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show what a change means: deadlines moved, actions closed, words changed."""
    # Late: few commands compare.
    from ecefollow.history import diff
    from ecefollow.views import changes

    named = registers.own_paths(selection.register, hint="name it with --register")
    later = diff.later_revision(base, head)
    with session.errors_reported(), cache.used(wanted=not no_cache):
        found = registers.find(named, later)
        loaded = registers.load(found.paths, later)
        failures = [*registers.unless_empty(found.failures), *loaded.failures]
        session.require_all(failures, loaded.files, skip_invalid=skip_invalid)
        compared = diff.compare_all(loaded.files, named, base or "HEAD", later)
        compared = compared.of(registers.selector(compared.evaluations, selection))
    skipped = session.skipped(failures)
    session.print_listing(changes.changes(compared, skipped), format)
    raise typer.Exit(int((exit_code and bool(compared.changes)) or bool(skipped)))


@_command("log", epilog="Example: ecefollow log 7.1 --since 2018-01-01")
@with_options
def _log(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    selection: Selection,
    skip_invalid: options.SkipInvalid = False,
    since: options.CommittedSince = None,
    rewritten: options.Rewritten = False,
    verify: options.Verify = None,
    format: options.ListingFormat = None,
    exit_code: options.FailOnRewriting = False,
    no_cache: options.NoCache = False,
) -> None:
    """Show who recorded what, when, and how long after it happened."""
    # Late: few commands ask git.
    from ecefollow.history import log, portfolio_log
    from ecefollow.views.log import log as listing

    named = registers.own_paths(selection.register, hint="name it with --register")
    with session.errors_reported(), cache.used(wanted=not no_cache):
        if verify:
            if ids or since or rewritten or skip_invalid:
                message = "--verify compares whole registers, without ID, filter or --skip-invalid"
                raise typer.BadParameter(message)
            _verify(named, verify, selection, option_values.page_format(format))
        here = registers.find(named, None)
        logs, without = portfolio_log.read_all(here.paths, named)
        failures = [*registers.unless_empty(here.failures), *without]
        session.require_all(failures, logs, skip_invalid=skip_invalid)
        is_asked = registers.selector([each.evaluation for each in logs], selection)
        narrowed = [each for each in logs if is_asked(each.evaluation)]
        found = portfolio_log.as_one(narrowed, is_portfolio=len(logs) > 1)
        asked = known_ids.require_among(found.ids, ids or ())
    lines = log.select(found, asked, since=since, rewritten=rewritten)
    given = {**selection.filter, "id": ids, "since": since, "rewritten": rewritten}
    skipped = session.skipped(failures)
    shown = listing(
        lines,
        total=len(found.lines),
        registers=[AskedRegister.of(each.file) for each in narrowed],
        is_portfolio=len(logs) > 1,
        filter={name: value for name, value in given.items() if value},
        skipped=skipped,
    )
    session.print_listing(shown, format)
    rewrites = exit_code and any(line.rewrites for line in lines)
    raise typer.Exit(int(rewrites or bool(skipped)))


def _verify(
    named: Sequence[str], revision: str, selection: Selection, format: PageFormat | None
) -> NoReturn:
    # Late: no other command does this.
    from ecefollow.history.verification import verify_all
    from ecefollow.views import verification

    found = verify_all(named, revision)
    is_asked = registers.selector([each.recorded.evaluation for each in found], selection)
    asked = [each for each in found if is_asked(each.recorded.evaluation)]
    page = verification.page(asked, revision=revision, is_portfolio=len(found) > 1)
    session.print_page(page, format)
    raise typer.Exit(int(not all(each.holds for each in asked)))


def _tally(problems: Sequence[Diagnostic], files: int) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = f"{count(errors, 'error')} and {count(warnings, 'warning')}"
    return f"{counts} in {count(files, 'file')}"
