"""What the commands share: ask the registers, write the answer, or say why there is none."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer

from ecefollow.analysis import ids, queries
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.values_in_words import count
from ecefollow.cli import output, registers
from ecefollow.cli.question import Question
from ecefollow.reading import cache, folders, register_file, sources
from ecefollow.reading.diagnostics import Diagnostic, RefusedError, Severity
from ecefollow.reading.messages import escaped
from ecefollow.reading.portfolio import Failure
from ecefollow.reading.register_file import InvalidRegisterError
from ecefollow.recording.new_update import InvalidUpdateError
from ecefollow.register.model import Answer, Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, PageFormat, ProblemFormat
from ecefollow.views.context import AskedRegister, Context, Skipped, skipped_lines
from ecefollow.views.listing import Listing

if TYPE_CHECKING:  # a listing does without it
    from ecefollow.views.page import Page

FINDINGS: Final = 1
COULD_NOT_RUN: Final = 2
_NOTHING: Final[Mapping[str, Any]] = {}


class Answered(NamedTuple):
    """The registers asked, as one; how they stand on the day; what the answer says about itself."""

    files: list[RegisterFile]
    register: Register
    answers: tuple[Answer, ...]
    context: Context


def today() -> date:
    """Today's date where the reader is; nothing else asks the clock."""
    return date.today()  # noqa: DTZ011 - a deadline is a day where the reader is


def ask(question: Question, filters: Filters, own_filter: Mapping[str, Any] = _NOTHING) -> Answered:
    """The registers asked, as they stand on the day; exit with 2 if one of them cannot be used.

    *own_filter* is what a command narrows its answer to besides the filters, to be shown with them.
    """
    with errors_reported(), cache.used(wanted=not question.no_cache):
        found = registers.asked(question)
        loaded = registers.load(found.paths, question.rev)
        failures = [*found.failures, *loaded.failures]
        require_all(failures, loaded.files, skip_invalid=question.skip_invalid)
        files = registers.narrowed(loaded.files, question.selection)
    asked = (*found.paths, *(each.path for each in found.failures))
    is_portfolio = len(asked) > 1
    register = as_one(files, is_portfolio=is_portfolio)
    day = question.as_of or today()
    answers = register.on(day)
    named = named_files(files, question)
    context = Context(
        day=day,
        register=", ".join(each.path for each in named),
        states=queries.count_states(answers),
        filter={**question.selection.filter, **filters.given, **own_filter},
        notes=(*_emptiness(register), *ids.unknown_names(register, filters)),
        registers=tuple(map(AskedRegister.of, named)) if is_portfolio else (),
        skipped=skipped(failures),
        paths=asked,
    )
    return Answered(files, register, answers, context)


def _emptiness(register: Register) -> Iterator[str]:
    """That there is nothing to answer from, which no figure should pass for good news."""
    if not register.recommendations:
        yield "there are no recommendations yet"
    elif not any(each.actions for each in register.recommendations):
        yield "there are no actions yet"


def called(path: str, question: Question) -> str:
    """What a register is called in an answer: its path, behind the revision if there is one."""
    return path if question.rev is None else f"{question.rev}:{path}"


def named_files(files: Sequence[RegisterFile], question: Question) -> list[RegisterFile]:
    """The registers that were asked, each under what it is called in an answer."""
    return [RegisterFile(called(path, question), register) for path, register in files]


def require(
    rule: Callable[[Register, Sequence[str]], Sequence[str]],
    register: Register,
    wanted: Sequence[str] | None,
) -> Sequence[str]:
    """The ids that are asked for, whole; those that one of the rules in `ids` refuses are not."""
    with errors_reported():
        try:
            return rule(register, wanted or ())
        except ids.IdError:
            named = next((each for each in wanted or () if Path(each).exists()), None)
            if named is None:
                raise
            message = f"{escaped(named)} is a file or a folder, not an id: use --register"
            raise typer.BadParameter(f"{message} {escaped(named)}") from None


class SeveralFailedError(Exception):
    """The registers that cannot be used, and why each cannot."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__()
        self.failures = failures


@contextmanager
def errors_reported() -> Iterator[None]:
    """Report what stops a command, and exit with 2."""
    try:
        yield
    except InvalidUpdateError as error:
        option = f"--{error.field}: " if error.field else ""
        raise typer.BadParameter(f"{option}{error}") from None
    except ids.IdError as error:
        raise typer.BadParameter(str(error)) from None
    except SeveralFailedError as error:
        output.note(*map(_describe, error.failures))
    except (InvalidRegisterError, sources.UnreadableError) as error:
        output.note(_describe(error))
    except RefusedError as error:
        output.note(*error.problems, f"ecefollow: {error}")
    else:
        return
    raise typer.Exit(COULD_NOT_RUN)


def own_registers(register: Sequence[str], *, hint: str) -> list[str]:
    """The registers that are named or the nearest ones, never the installed copy."""
    with errors_reported():
        found = folders.find(registers.own_paths(register, hint=hint))
        require_all(found.failures, found.paths, skip_invalid=False)
    return found.paths


def earlier(answered: Answered, since: date | None) -> tuple[Answer, ...]:
    """The answers of an earlier day, none without one; a later day is refused."""
    if since and since > answered.context.day:
        message = f"--since {since} is after the day asked about, {answered.context.day}"
        raise typer.BadParameter(message)
    return answered.register.on(since) if since else ()


def publish(
    published: dispatch.Published, path: str | None, *, context: Context, force: bool
) -> None:
    """Write a report or a calendar: to a file other than a register, or else to stdout ("-").

    If registers were skipped, name them on stderr, and end the command here with status 1.
    """
    if path in {None, "-"}:
        output.write(published.text)
        _name_skipped(context)
    else:
        data = published.text.encode(errors="backslashreplace")  # a name of a file may be any bytes
        save(path, data, mark=published.mark, context=context, force=force)


def print_listing(listing: Listing, format: Format | None, context: Context | None = None) -> None:
    """Write a listing, with its context on stderr where the format has no place for it.

    With a *context* that says that registers were skipped, the command ends here with status 1.
    """
    chosen = format or (Format.TABLE if output.at_terminal() else Format.PLAIN)
    look = output.look()._replace(colour=output.look().colour and format is not Format.PLAIN)
    output.write(dispatch.listing(listing, chosen, look))
    match chosen:
        case Format.TABLE:
            pass
        case Format.JSON:
            output.note(*listing.notes)
        case _:
            output.note(*listing.context)
    _leave_if_partial(context)


def save_sheet(listing: Listing, path: str, context: Context) -> None:
    """Make a file of a sheet to fill in: a workbook if it is called so, else CSV."""
    # Late: few sheets are asked for.
    from ecefollow.recording import atomic_write

    with errors_reported():
        atomic_write.create({path: dispatch.sheet(listing, path)})
    output.write(f"Made {path}\n")
    output.note(*listing.context)
    _leave_if_partial(context)


def print_page(page: "Page", format: PageFormat | None, context: Context | None = None) -> None:
    """Write a page, which has its context in every format.

    With a *context* that says that registers were skipped, the command ends here with status 1.
    """
    look = output.look()
    coloured = look.colour or output.at_terminal()
    chosen = format or (PageFormat.TABLE if coloured else PageFormat.PLAIN)
    output.write(dispatch.page(page, chosen, look))
    if context:
        output.note(*context.notes)
        _name_skipped(context)


def _name_skipped(context: Context) -> None:
    """Say on stderr what an answer leaves out; if that is anything, exit with 1."""
    output.note(*skipped_lines(context.skipped))
    _leave_if_partial(context)


def _leave_if_partial(context: Context | None) -> None:
    if context and context.skipped:
        raise typer.Exit(FINDINGS)


def save(  # noqa: PLR0913 - each says what may be replaced, or by what
    path: str,
    data: bytes,
    *,
    mark: bytes,
    context: Context,
    unsaved: Sequence[str] = (),
    force: bool,
) -> None:
    """Write a file other than one of the registers, and say so; the rest is as for `publish`."""
    # Late: few commands write to a file.
    from ecefollow.recording import atomic_write

    if os.path.realpath(path) in map(os.path.realpath, context.paths):
        raise typer.BadParameter(f"--output {path} is the register itself")
    with errors_reported():
        atomic_write.publish(path, data, mark=mark, unsaved=unsaved, force=force)
    output.note(f"Wrote {escaped(path)}")
    _name_skipped(context)


def require_all(
    failures: Sequence[Failure], found: Sequence[object], *, skip_invalid: bool
) -> None:
    """SeveralFailedError if a register cannot be used, or none can where others may be skipped."""
    if failures and not (skip_invalid and found):
        raise SeveralFailedError(failures)


def skipped(failures: Sequence[Failure]) -> tuple[Skipped, ...]:
    """The registers that an answer leaves out, and why."""
    return tuple(Skipped(each.path, _reason(each)) for each in failures)


def warnings(question: Question, path: str) -> list[Diagnostic]:
    """What `check` warns of today in a register that was asked."""
    if question.rev is None:
        data = sources.read(path)
    else:
        # Late: few commands ask git.
        from ecefollow.history import revisions
        from ecefollow.history.repositories import repositories

        with repositories() as asked:
            data = revisions.read_at(path, question.rev, asked)
    found = register_file.check(data, called(path, question), today=today()).problems
    # An error can only have been made since the register was loaded.
    return [problem for problem in found if problem.severity is Severity.WARNING]


def _reason(failure: Failure) -> str:
    """Why a register is left out, in a few words."""
    if isinstance(failure, InvalidRegisterError):
        return count(len(failure.errors), "error")
    return failure.reason


def _describe(failure: Failure) -> str:
    """Why a register cannot be used: every error of it, or why it cannot be read."""
    if not isinstance(failure, InvalidRegisterError):
        return f"ecefollow: {escaped(failure.path)}: {failure.reason}"
    lines = {failure.path: failure.lines}
    shown = dispatch.problems(failure.errors, ProblemFormat.FULL, lines, colour=False)
    errors = count(len(failure.errors), "error")
    rest = "fix them first" if len(failure.errors) > 1 else "fix it first"
    return f"{shown}ecefollow: {escaped(failure.path)} has {errors}; {rest}"
