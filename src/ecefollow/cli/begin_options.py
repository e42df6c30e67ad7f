"""The options and arguments of the commands that begin."""

from datetime import date
from typing import Annotated, Any

import typer

from ecefollow.cli import option_values
from ecefollow.register.schema import TEXT
from ecefollow.render.formats import FindingFormat

# No `from __future__ import annotations`: Typer reads the signatures.


def _of_evaluation(name: str, help: str) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=option_values.recorded_value_reader(name, TEXT),
        metavar="TEXT",
        show_default=False,
        rich_help_panel="The evaluation",
    )
    return Annotated[str | None, option]


EvaluationId = _of_evaluation("id", "A short, unique name without spaces, such as harbour-2021.")
Title = _of_evaluation("title", "What was evaluated.")
Organization = _of_evaluation("organization", "The organization that responds.")
NewRegisterPath = Annotated[
    str, typer.Argument(metavar="[PATH]", help="The file to make.", show_default=True)
]
ForGithub = Annotated[
    bool, typer.Option("--github", help="Add a workflow that checks each pull request.")
]
ForPreCommit = Annotated[
    bool, typer.Option("--pre-commit", help="Add a hook that checks before each commit.")
]


def _of_matrix(*names: str, help: str, metavar: str, parser: Any = None) -> Any:
    return typer.Option(
        *names,
        help=help,
        metavar=metavar,
        parser=parser,
        show_default=False,
        rich_help_panel="How the table is read",
    )


Matrix = Annotated[str, typer.Argument(metavar="MATRIX", help="The table: .csv, .xlsx or .docx.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="The file to make. Default: standard output.",
        metavar="PATH",
        show_default=False,
    ),
]
TableDay = Annotated[
    date | None,
    _of_matrix(
        "--as-of",
        help="The date of the table: progress and comments that have no date of their own get it.",
        metavar="DATE",
        parser=option_values.read_day,
    ),
]
ColumnKeys = Annotated[
    list[str] | None,
    _of_matrix(
        "--column",
        help='What a column holds: "Heading=key", or "Heading=" to leave it out. Can be repeated.',
        metavar="HEADING=KEY",
    ),
]
Words = Annotated[
    list[str] | None,
    _of_matrix(
        "--word",
        help='What a word means: "Terminé=completed". Can be repeated.',
        metavar="WORD=MEANING",
    ),
]
DayFirst = Annotated[
    bool, _of_matrix("--day-first", help="Read 03/04/2018 as 3 April.", metavar="")
]
MonthFirst = Annotated[
    bool, _of_matrix("--month-first", help="Read 03/04/2018 as 4 March.", metavar="")
]
StrictImport = Annotated[
    bool,
    typer.Option("--strict", help="If there is any finding, write nothing and exit with 1."),
]
FindingFormatOption = Annotated[
    FindingFormat,
    typer.Option("--format", help="The findings, as text or json.", metavar="FORMAT"),
]
