"""What the commands share: load a register, write an answer, or say why there is none."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer

from ecefollow.analysis import ids, queries
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.words import count
from ecefollow.cli import output
from ecefollow.cli.options import Ids, Question
from ecefollow.reading import cache, register_file, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording.new_update import InvalidUpdateError
from ecefollow.register.model import Answer, Register
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, PageFormat, ProblemFormat
from ecefollow.views.context import Context
from ecefollow.views.listing import Listing

if TYPE_CHECKING:  # a listing does without it
    from ecefollow.views.page import Page

COULD_NOT_RUN: Final = 2
_NOTHING: Final[Mapping[str, Any]] = {}


class Answered(NamedTuple):
    """A register, how it stands on the day asked about, and what the answer says about itself."""

    register: Register
    answers: tuple[Answer, ...]
    context: Context


def today() -> date:
    """Today's date where the reader is; nothing else asks the clock."""
    return date.today()  # noqa: DTZ011 - a deadline is a day where the reader is


def ask(question: Question, filters: Filters, own_filter: Mapping[str, Any] = _NOTHING) -> Answered:
    """The register asked about, as it stands on the day; exit with 2 if it cannot be used.

    *own_filter* is what a command narrows its answer to besides the filters, to be shown with them.
    """
    path = question.register or sources.nearest_register()
    if question.rev is not None:
        path = own_register(path, hint="name it with --register")
    if not path:
        path = sources.installed_register()
        output.note(
            f"No data/recommendations.yaml here or above: reading the installed copy, {path}"
        )
    with errors_reported(), cache.used(wanted=not question.no_cache):
        register = _load(path, question.rev)
    day = question.as_of or today()
    answers = register.on(day)
    context = Context(
        day=day,
        register=path if question.rev is None else f"{question.rev}:{path}",
        states=queries.count_states(answers),
        filter={**filters.given, **own_filter},
        notes=tuple(ids.unknown_names(register, filters)),
    )
    return Answered(register, answers, context)


def require(
    rule: Callable[[Register, Sequence[str]], None], register: Register, wanted: Ids
) -> None:
    """Refuse the ids that one of the rules in `ids` refuses."""
    with errors_reported():
        rule(register, wanted or ())


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
    except register_file.InvalidRegisterError as error:
        output.note(_describe(error))
    except RefusedError as error:
        output.note(*error.problems, f"ecefollow: {error}")
    except sources.UnreadableError as error:
        output.note(f"ecefollow: {error}")
    else:
        return
    raise typer.Exit(COULD_NOT_RUN)


def own_register(register: str | None, *, hint: str) -> str:
    """The register that is named or the nearest one, never the installed copy."""
    path = register or sources.nearest_register()
    if not path:
        message = "no data/recommendations.yaml here or in a folder above"
        raise typer.BadParameter(f"{message}; {hint}")
    return path


def earlier(answered: Answered, since: date | None) -> tuple[Answer, ...]:
    """The answers of an earlier day, none without one; a later day is refused."""
    if since and since > answered.context.day:
        message = f"--since {since} is after the day asked about, {answered.context.day}"
        raise typer.BadParameter(message)
    return answered.register.on(since) if since else ()


def publish(published: dispatch.Published, path: str | None, *, register: str, force: bool) -> None:
    """Write a report or a calendar: to a file other than the register, or else to stdout."""
    if path is None:
        output.write(published.text)
        return
    # Late: few commands write to a file.
    from ecefollow.recording import atomic_write

    if os.path.realpath(path) == os.path.realpath(register):
        raise typer.BadParameter(f"--output {path} is the register itself")
    data = published.text.encode()
    with errors_reported():
        atomic_write.publish(path, data, mark=published.mark, force=force)
    output.note(f"Wrote {path}")


def print_listing(listing: Listing, format: Format | None) -> None:
    """Write a listing, with its context on stderr where the format has no place for it."""
    chosen = format or (Format.TABLE if output.at_terminal() else Format.PLAIN)
    look = output.look()._replace(colour=output.look().colour and format is not Format.PLAIN)
    output.write(dispatch.listing(listing, chosen, look))
    match chosen:
        case Format.TABLE:
            return
        case Format.JSON:
            output.note(*listing.notes)
        case _:
            output.note(*listing.context)


def print_page(page: "Page", format: PageFormat | None) -> None:
    """Write a page, which has its context in every format."""
    look = output.look()
    coloured = look.colour or output.at_terminal()
    chosen = format or (PageFormat.TABLE if coloured else PageFormat.PLAIN)
    output.write(dispatch.page(page, chosen, look))


def _load(path: str, revision: str | None) -> Register:
    if revision is None:
        return register_file.load_valid(path)
    # Late: few commands ask git.
    from ecefollow.history import revisions

    return revisions.load_at(path, revision)


def _describe(error: register_file.InvalidRegisterError) -> str:
    """Every error of the register, and that nothing is done until they are fixed."""
    lines = {error.path: error.lines}
    shown = dispatch.problems(error.errors, ProblemFormat.FULL, lines, colour=False)
    errors = count(len(error.errors), "error")
    rest = "fix them first" if len(error.errors) > 1 else "fix it first"
    return f"{shown}ecefollow: {error.path} has {errors}; {rest}"
