"""What stops a command: it is reported, and the command ends."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer

from ecefollow.analysis import ids
from ecefollow.analysis.values_in_words import count
from ecefollow.cli import output
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.portfolio import Failure
from ecefollow.reading.quoting import escaped
from ecefollow.reading.register_file import InvalidRegisterError
from ecefollow.recording.new_update import InvalidUpdateError
from ecefollow.render import dispatch
from ecefollow.render.formats import ProblemFormat
from ecefollow.views.context import Skipped

COULD_NOT_RUN: Final = 2


@contextmanager
def reported() -> Iterator[None]:
    """Report what stops a command, and exit with 2."""
    try:
        yield
    except InvalidUpdateError as error:
        option = f"--{error.field.replace('_', '-')}: " if error.field else ""
        raise typer.BadParameter(f"{option}{error}") from None
    except ids.IdError as error:
        raise typer.BadParameter(str(error)) from None
    except (InvalidRegisterError, sources.UnreadableError) as error:
        output.note(_describe(error))
    except RefusedError as error:
        output.note(*error.problems, f"ecefollow: {error}")
    else:
        return
    raise typer.Exit(COULD_NOT_RUN)


def require_all(
    failures: Sequence[Failure], found: Sequence[object], *, skip_invalid: bool
) -> None:
    """Report why registers cannot be used, and exit with 2, unless the others may do without."""
    if failures and not (skip_invalid and found):
        output.note(*map(_describe, failures))
        raise typer.Exit(COULD_NOT_RUN)


def skipped(failures: Sequence[Failure]) -> tuple[Skipped, ...]:
    """The registers that an answer leaves out, and why."""
    return tuple(Skipped(each.path, _reason(each)) for each in failures)


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
