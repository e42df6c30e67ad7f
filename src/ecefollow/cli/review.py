"""The commands that review: check, diff, log."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis.values_in_words import count
from ecefollow.cli import answer, errors, option_values, options, output, registers, session
from ecefollow.cli.answer import Destination
from ecefollow.cli.app import command
from ecefollow.cli.registers import Selection
from ecefollow.reading import portfolio
from ecefollow.reading.diagnostics import Diagnostic, Severity, has_errors
from ecefollow.render import dispatch
from ecefollow.render.formats import PageFormat, ProblemFormat
from ecefollow.views.context import AskedRegister


@command("check", example="ecefollow check data/recommendations.yaml")
def _check(  # noqa: PLR0913 - each is an option
    files: options.Files = None,
    *,
    selection: Selection,
    base: options.AgainstBase = None,
    source: options.SourceDocument = None,
    ignore: options.Ignored = None,
    strict: options.Strict = False,
    format: options.ProblemsAs = ProblemFormat.FULL,
) -> None:
    """Check registers: every problem, each at its line and column."""
    if files and selection.register:
        raise typer.BadParameter("name what to check as FILE or with --register, not both")
    named = registers.own_paths(files or selection.register, hint="name the FILE to check")
    checked, notes = portfolio.check_all(named, today=session.today(), together=not files)
    older = 0
    with errors.reported():
        if base:
            # Late: few checks compare.
            from ecefollow.history import base_check

            checked, older, compared = base_check.check_all_against(
                checked, named, base, today=session.today()
            )
            notes += compared
        checked = registers.checked_of(checked, selection)
        if source is not None:
            option_values.require_source(source, len(checked))
            # Late: likewise.
            from ecefollow.importing import source_check

            checked, unread = source_check.check_all(checked, source)
            notes += unread
    found = (problem for each in checked for problem in each.problems)
    problems = [problem for problem in found if problem.code not in (ignore or ())]
    lines = {each.path: each.lines for each in checked}
    is_data = format in {ProblemFormat.JSON, ProblemFormat.GITHUB}
    write = output.write if is_data else output.show
    look = output.look()
    room = look.width if output.at_terminal() else sys.maxsize
    write(dispatch.problems(problems, format, lines, colour=look.colour, room=room))
    output.note(*notes, _tally(problems, len(checked), older=older))
    raise typer.Exit(int(has_errors(problems) or (strict and bool(problems))))


@command("diff", example="ecefollow diff origin/main... --format markdown")
def _diff(  # noqa: PLR0913 - each is an option
    base: options.Base = None,
    head: options.Head = None,
    *,
    selection: Selection,
    as_of: options.AnswersAsOf = None,
    skip_invalid: options.SkipInvalid = False,
    to: Destination,
    exit_code: options.ExitCode = False,
) -> None:
    """Show what a change means: deadlines moved, actions closed, words changed."""
    # Late: few commands compare.
    from ecefollow.history import diff
    from ecefollow.views import diff as diff_listing
    from ecefollow.views import told_and_known

    named = registers.own_paths(selection.register)
    # What "main...branch" compares is the branch.
    later = head or (base or "").partition("...")[2] or None
    with errors.reported():
        found = registers.find(named, later)
        loaded = registers.load(found.paths, later)
        failures = [*registers.unless_empty(found.failures), *loaded.failures]
        errors.require_all(failures, loaded.files, skip_invalid=skip_invalid)
        compared = diff.compare_all(loaded.files, named, base or "HEAD", later)
        differences = registers.narrowed(
            compared.differences, selection, lambda each: each.file.register.evaluation
        )
        compared = compared._replace(differences=differences)
    skipped = errors.skipped(failures)
    if as_of:
        listing = told_and_known.told_and_known(compared, as_of, skipped)
    else:
        listing = diff_listing.changes(compared, skipped)
    answer.write_listing(listing, to)
    raise typer.Exit(int((exit_code and bool(listing.rows)) or bool(skipped)))


@command("log", example="ecefollow log 7.1 --since 2018-01-01")
def _log(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    selection: Selection,
    skip_invalid: options.SkipInvalid = False,
    since: options.CommittedSince = None,
    rewritten: options.Rewritten = False,
    verify: options.Verify = None,
    to: Destination,
    exit_code: options.FailOnRewriting = False,
) -> None:
    """Show who recorded what, when, and how long after it happened."""
    # Late: few commands ask git.
    from ecefollow.history import log
    from ecefollow.history.log_line import select
    from ecefollow.views.log import log as listing

    named = registers.own_paths(selection.register)
    with errors.reported():
        if verify:
            if ids or since or rewritten or skip_invalid or to.path:
                message = "--verify compares whole registers and writes a page to stdout, "
                message += "without ID, filter, --skip-invalid or --output"
                raise typer.BadParameter(message)
            _verify(named, verify, selection, option_values.page_format(to.format))
        here = registers.find(named, None)
        logs, without = log.read_all(here.paths, named)
        unread = registers.unless_empty(here.failures) if logs else here.failures
        failures = [*unread, *without]
        errors.require_all(failures, logs, skip_invalid=skip_invalid)
        narrowed = registers.narrowed(logs, selection, lambda each: each.evaluation)
        found = log.as_one(narrowed, is_portfolio=len(logs) > 1)
        asked = known_ids.require_among(found.ids, ids or ())
    lines = select(found.lines, asked, since=since, rewritten=rewritten)
    given = {**selection.filter, "id": ids, "since": since, "rewritten": rewritten}
    skipped = errors.skipped(failures)
    shown = listing(
        lines,
        total=len(found.lines),
        registers=[AskedRegister.of(each.file) for each in narrowed],
        is_portfolio=len(logs) > 1,
        is_shallow=found.is_shallow,
        filter={name: value for name, value in given.items() if value},
        skipped=skipped,
    )
    answer.write_listing(shown, to)
    is_found = rewritten or any(line.takes_back for line in lines)
    raise typer.Exit(int((exit_code and bool(lines) and is_found) or bool(skipped)))


def _verify(
    named: Sequence[str], revision: str, selection: Selection, format: PageFormat | None
) -> NoReturn:
    # Late: no other command does this.
    from ecefollow.history.verification import verify_all
    from ecefollow.views import verification

    found = verify_all(named, revision)
    asked = registers.narrowed(found, selection, lambda each: each.recorded.evaluation)
    page = verification.page(asked, revision=revision, is_portfolio=len(found) > 1)
    answer.write_page(page, format)
    raise typer.Exit(int(not all(each.holds for each in asked)))


def _tally(problems: Sequence[Diagnostic], files: int, *, older: int) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = f"{count(errors, 'error')} and {count(warnings, 'warning')}"
    before = f"; {count(older, 'older warning')} not shown" if older else ""
    return f"{counts} in {count(files, 'file')}{before}"
