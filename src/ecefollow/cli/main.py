"""Running the application: its exit status, and a report of what fails."""

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer

from ecefollow import __version__
from ecefollow.cli import output, usage
from ecefollow.cli.app import app
from ecefollow.cli.errors import COULD_NOT_RUN
from ecefollow.reading import tracing

_LIBRARIES: Final = ("typer", "rich", "pyyaml", "python-dateutil")
_PIPE_CLOSED: Final = 141  # the exit status that a shell reports for SIGPIPE


def run(args: Sequence[str]) -> int:
    """Run the command that *args* name; its exit status."""
    if os.environ.get("ECEFOLLOW_DEBUG", "0") not in {"", "0"}:
        tracing.tell = output.note
    try:
        output.prepare()
        status = app(list(args), standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _report_usage(error)
    except (output.ReaderLeftError, BrokenPipeError):
        return _PIPE_CLOSED
    except SystemExit as leaving:  # Typer leaves so after a closed pipe (1), and after completion
        return _PIPE_CLOSED if leaving.code == 1 else int(leaving.code or 0)
    except OSError as error:
        return _fail(f"ecefollow: cannot write the answer: {error.strerror or error}")
    except MemoryError:
        return _fail("ecefollow: there is not enough memory")
    except Exception as error:  # noqa: BLE001 - whatever is left is a mistake of ours
        return _report_mistake(error)
    return int(status or 0)


def _report_usage(error: Any) -> int:
    """Say in one line what is wrong with the command line, and where the help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ecefollow"
    message = usage.message(error)
    if not message:  # no command at all: Typer has shown the help
        return COULD_NOT_RUN
    return _fail(f"{command}: {message}", f"See {command} --help")


def _report_mistake(error: Exception) -> int:
    """Say all that is needed to mend the program: the traceback, the versions, where to report."""
    # Late: nobody should ever need it.
    import platform
    import traceback

    versions = [f"ecefollow {__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {_version(name)}" for name in _LIBRARIES]
    return _fail(
        *"".join(traceback.format_exception(error)).splitlines(),
        f"{', '.join(versions)}, {platform.platform()}",
        f"ecefollow: this is a mistake in ecefollow; please report it{_where()}",
    )


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "of unknown version"


def _where() -> str:
    """The address that the project's metadata give for it; empty if there is none."""
    from importlib import metadata

    try:
        urls = metadata.metadata("ecefollow").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    addresses = dict(url.split(", ", 1) for url in urls)
    address = addresses.get("Issues") or addresses.get("Repository")
    # No account can have a "_" in its name: this is the placeholder, and nothing is there.
    return f": {address}" if address and "_" not in address else ""


def _fail(*lines: str) -> int:
    output.note(*lines)
    return COULD_NOT_RUN
