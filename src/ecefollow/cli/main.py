"""Running the application: import the command that is called, run it, and report what fails."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final, cast

import typer

from ecefollow.cli import output
from ecefollow.cli.app import app
from ecefollow.cli.session import COULD_NOT_RUN
from ecefollow.reading.messages import did_you_mean, quoted

# The only usage error that Typer exports is a subclass of all that can occur.
_UsageError: Final = cast("type[Exception]", typer.BadParameter.__base__)
_PIPE_CLOSED: Final = 141  # the exit status that a shell reports for SIGPIPE
# The options that stand before a command, or without one.
_OWN_OPTIONS: Final = (
    "-h",
    "--help",
    "--version",
    "--install-completion",
    "--show-completion",
)
# The file that has each command, in the order of --help. A start imports only the one that is
# called: all of them would make it a tenth longer.
COMMAND_FILES: Final = {
    "begin": ("init", "import"),
    "look": ("list", "actions", "evaluations", "show"),
    "follow_up": ("overdue", "upcoming", "summary", "timeline", "record"),
    "review": ("check", "diff", "log"),
    "publish": ("report", "calendar", "export", "schema"),
}


def run(args: Sequence[str]) -> int:
    """Run the command that *args* name; its exit status."""
    output.prepare()
    if not sys.stdout:
        return _fail("ecefollow: cannot write the answer: stdout is closed")
    try:
        _import_commands(args)
        _check_command(args)
        with _only_called(args):
            status = app(list(args), standalone_mode=False)
        sys.stdout.flush()
    except _UsageError as error:
        return _report_usage(error)
    except (output.ReaderLeftError, BrokenPipeError):
        return _PIPE_CLOSED
    except SystemExit as leaving:  # Typer leaves so after a closed pipe (1), and after completion
        return _PIPE_CLOSED if leaving.code == 1 else int(leaving.code or 0)
    except OSError as error:
        return _fail(f"ecefollow: cannot write the answer: {error.strerror or error}")
    return int(status or 0)


def _import_commands(args: Sequence[str]) -> None:
    """Import the file of the command that is called, or all of them if none is."""
    called = "" if _is_completing() else next(iter(args), "")
    known = any(called in commands for commands in COMMAND_FILES.values())
    for name, commands in COMMAND_FILES.items():
        if called in commands or not known:
            import_module(f"ecefollow.cli.{name}")
    # Another program may have imported some of the files before.
    order = [name for commands in COMMAND_FILES.values() for name in commands]
    app.registered_commands.sort(key=lambda command: order.index(str(command.name)))


def _check_command(args: Sequence[str]) -> None:
    """Refuse an option before the command, and a command that does not exist."""
    if not args or _is_completing():
        return
    names = [str(command.name) for command in app.registered_commands]
    first, *others = args
    if first.startswith("-") and first.partition("=")[0] not in _OWN_OPTIONS:
        called = next((each for each in others if each in names), "COMMAND")
        rest = [each for each in args if each != called]
        raise typer.BadParameter(
            f"options stand after the command: ecefollow {' '.join([called, *rest])}"
        )
    if not first.startswith("-") and first not in names:
        hint = did_you_mean(first, names) or f"; the commands are {', '.join(names)}"
        raise typer.BadParameter(f"there is no command {quoted(first)}{hint}")


@contextmanager
def _only_called(args: Sequence[str]) -> Iterator[None]:
    """Leave only the command that is called in the application: Typer takes time to build each."""
    every = app.registered_commands
    called = [command for command in every if command.name in args[:1]]
    if called and not _is_completing():
        app.registered_commands = called
    try:
        yield
    finally:
        app.registered_commands = every


def _is_completing() -> bool:
    """Whether a shell runs the program to complete a command line."""
    return "_ECEFOLLOW_COMPLETE" in os.environ


def _report_usage(error: Any) -> int:
    """Say in one line what is wrong with the command line, and where the help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ecefollow"
    option = getattr(error, "param", None)
    own = isinstance(error, typer.BadParameter) and error.message
    message = own or error.format_message()
    name = option.opts[0] if option is not None and option.opts[0].startswith("-") else ""
    name = f"{name}: " if name and name not in message else ""
    if not message:  # no command at all: Typer has shown the help
        return COULD_NOT_RUN
    return _fail(f"{command}: {name}{message}", f"See {command} --help")


def _fail(*lines: str) -> int:
    output.note(*lines)
    return COULD_NOT_RUN
