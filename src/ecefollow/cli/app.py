"""The application that the commands are added to, and its own options."""

from typing import Annotated, Final

import typer

from ecefollow import __version__
from ecefollow.cli import output

app: Final = typer.Typer(
    name="ecefollow",
    help="Follow up on a management response: what is there, and what is overdue as of any day.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.write(f"ecefollow {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass
