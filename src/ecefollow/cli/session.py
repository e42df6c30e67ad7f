"""What the commands share: put a question to the register, write the answer, or say why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer

from ecefollow.analysis import queries
from ecefollow.analysis.queries import Filters
from ecefollow.cli import output
from ecefollow.cli.options import Ids, Question
from ecefollow.reading import register_file, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import new_update
from ecefollow.register.model import Answer, Register
from ecefollow.render import dispatch
from ecefollow.render.formats import CheckFormat, Format, PageFormat
from ecefollow.views import listings

if TYPE_CHECKING:  # each command imports its own page, and a listing none
    from ecefollow.views.page import Page

COULD_NOT_RUN: Final = 2
_BY_NOTHING: Final[Mapping[str, Any]] = {}


class Answered(NamedTuple):
    """A register, and how it stands on the day asked."""

    register: Register
    answers: tuple[Answer, ...]
    frame: listings.Frame


def today() -> date:
    """The day where the reader is: the one place that asks the clock."""
    return date.today()  # noqa: DTZ011 - a deadline is a day where the reader is


def ask(
    question: Question, filters: Filters, narrowed: Mapping[str, Any] = _BY_NOTHING
) -> Answered:
    """Read the register and put the question to it; refuse where it has an error.

    *narrowed* is what the command itself narrows its answer by, besides the filters.
    """
    path = question.register or sources.nearest_register()
    if question.rev is not None:
        path = own_register(path, instead="name it with --register")
    if not path:
        path = sources.installed_register()
        output.note(
            f"No data/recommendations.yaml here or above: reading the installed copy, {path}"
        )
    with refusing():
        register = register_file.whole(path, revision=question.rev)
    day = question.as_of or today()
    answers = register.on(day)
    frame = listings.Frame(
        day=day,
        register=path if question.rev is None else f"{question.rev}:{path}",
        states=queries.states(answers),
        filter={**filters.given, **narrowed},
        notes=tuple(queries.unborne(register, filters)),
    )
    return Answered(register, answers, frame)


def require(rule: Callable[[Register, Sequence[str]], None], register: Register, ids: Ids) -> None:
    """Refuse the ids that a rule of `queries` refuses."""
    with refusing():
        rule(register, ids or ())


@contextmanager
def refusing() -> Iterator[None]:
    """Say what keeps a command from doing what it is asked to, and have it exit with 2."""
    try:
        yield
    except new_update.EntryError as error:
        option = f"--{error.field}: " if error.field else ""
        raise typer.BadParameter(f"{option}{error}") from None
    except queries.IdError as error:
        raise typer.BadParameter(str(error)) from None
    except register_file.InvalidError as error:
        raise typer.Exit(say(_refusal(error))) from None
    except RefusedError as error:
        output.note(*error.problems)
        raise typer.Exit(say(f"ecefollow: {error}")) from None
    except sources.UnreadableError as error:
        raise typer.Exit(say(f"ecefollow: {error}")) from None


def own_register(register: str | None, *, instead: str) -> str:
    """The register that is named or lies nearest; never the installed copy, which is nobody's."""
    path = register or sources.nearest_register()
    if not path:
        message = "no data/recommendations.yaml here or in a folder above"
        raise typer.BadParameter(f"{message}; {instead}")
    return path


def show(listing: listings.Listing, format: Format | None) -> None:
    """Write a listing, and its context where the format itself has no place for it."""
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


def turn_to(page: "Page", format: PageFormat | None) -> None:
    """Write a page, which has its own context in every format."""
    look = output.look()
    coloured = look.colour or output.at_terminal()
    chosen = format or (PageFormat.TABLE if coloured else PageFormat.PLAIN)
    output.write(dispatch.page(page, chosen, look))


def say(message: str) -> int:
    """Say why nothing was answered or done; the exit status that goes with it."""
    output.note(message)
    return COULD_NOT_RUN


def _refusal(error: register_file.InvalidError) -> str:
    """Why nothing is answered or recorded: every error of the register, and their number."""
    shown = dispatch.problems(
        error.errors, CheckFormat.FULL, {error.path: error.lines}, colour=False
    )
    errors = listings.counted(len(error.errors), "error")
    until = "until that is mended, nothing is answered from it or recorded in it"
    return f"{shown}ecefollow: {error.path} has {errors}: {until}"
