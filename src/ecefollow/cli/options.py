"""The options and arguments of the commands: their names, their help, and what reads them."""

import os
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from ecefollow.analysis.evaluations import Sort
from ecefollow.analysis.queries import Against
from ecefollow.cli import completion, option_values
from ecefollow.register import deadlines
from ecefollow.render.formats import Format, PageFormat, ProblemFormat, ReportFormat

# No `from __future__ import annotations` here or in the command files: Typer reads the signatures,
# and turning text back into types costs 15 ms at every start.


def completed_by(complete: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """What completes a value, given to Typer only while a shell asks: it takes time over each."""
    return complete if "_ECEFOLLOW_COMPLETE" in os.environ else None


RegisterPaths = Annotated[
    list[str] | None,
    typer.Option(
        "--register",
        help="The register to read, or a folder of registers. Can be repeated. Default: what "
        "ECEFOLLOW_REGISTER names, or the nearest data/recommendations.yaml, or registers/.",
        metavar="PATH",
        show_default=False,
    ),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Parse the register, even if it was read before.")
]
SkipInvalid = Annotated[
    bool,
    typer.Option(
        "--skip-invalid",
        help="Leave registers with errors out, name them, and exit with 1.",
    ),
]


def _ids(help: str, complete: Callable[..., Any]) -> Any:
    return Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help=help,
            autocompletion=completed_by(complete),
            show_default=False,
        ),
    ]


RecommendationIds = _ids("Recommendations. Default: all.", completion.recommendation_ids)
Ids = _ids("Actions, or recommendations for all of their actions. Default: all.", completion.ids)
SomeIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Recommendations or actions.",
        autocompletion=completed_by(completion.ids),
        show_default=False,
    ),
]
OneId = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="The action or recommendation: 7.1, or of several registers evaluation:7.1.",
        autocompletion=completed_by(completion.ids),
        show_default=False,
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        help="Compare with this earlier day: its figures, and what changed since.",
        parser=option_values.read_day,
        metavar="DATE",
        show_default=False,
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="Record every row of a sheet that was filled in (.csv, .xlsx), or none.",
        metavar="FILE",
        show_default=False,
    ),
]
Template = Annotated[
    bool,
    typer.Option(
        "--template",
        help="Write a sheet to fill in, which record --from takes back.",
    ),
]
SheetFile = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="With --template: the file to make; a workbook if it ends in .xlsx.",
        metavar="PATH",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change in the file, and leave it alone.")
]


def _format(formats: type[StrEnum]) -> Any:
    *most, last = formats
    return Annotated[
        formats | None,
        typer.Option(
            "--format",
            help=f"{', '.join(most)} or {last}. Default: table at a terminal, plain into a pipe.",
            metavar="FORMAT",
            show_default=False,
        ),
    ]


ListingFormat = _format(Format)
ShownFormat = _format(PageFormat)
ProblemFormatOption = Annotated[
    ProblemFormat, typer.Option("--format", help="full, concise, json or github.", metavar="FORMAT")
]
CountedFrom = Annotated[
    Against,
    typer.Option(
        "--against",
        help="The deadline to count from: present, or original, which ignores every move.",
        metavar="DEADLINE",
    ),
]
THIRTY_DAYS: Final = deadlines.Span(30, "d")
Within = Annotated[
    deadlines.Span,
    typer.Option(
        "--within",
        help="How far ahead to look, in days, weeks or calendar months: 30d, 4w, 2m.",
        parser=option_values.read_span,
        metavar="SPAN",
        show_default=str(THIRTY_DAYS),
    ),
]
SortBy = Annotated[
    Sort,
    typer.Option("--sort", help=f"What to sort by: {', '.join(Sort)}.", metavar="ORDER"),
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything is listed.")]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Registers to check, or folders. Default: those that the other commands read.",
        show_default=False,
    ),
]
CommittedSince = Annotated[
    date | None,
    typer.Option(
        "--since",
        help="Only what was committed on this day or later.",
        parser=option_values.read_day,
        metavar="DATE",
        show_default=False,
    ),
]
Rewritten = Annotated[
    bool, typer.Option("--rewritten", help="Only changes to what was recorded before.")
]
Verify = Annotated[
    str | None,
    typer.Option(
        "--verify",
        help="Say whether everything recorded at this revision still stands in HEAD; "
        "exit with 1 if not.",
        parser=option_values.read_revision,
        metavar="REV",
        show_default=False,
    ),
]
FailOnRewriting = Annotated[
    bool,
    typer.Option("--exit-code", help="Exit with 1 if anything that was recorded was taken back."),
]
AgainstBase = Annotated[
    str | None,
    typer.Option(
        "--base",
        help="Also report changes to what was recorded at this git revision; "
        '"origin/main..." is where a branch left main.',
        parser=option_values.read_revision,
        metavar="REV",
        show_default=False,
    ),
]
Base = Annotated[
    str | None,
    typer.Argument(
        metavar="[BASE]",
        help="The revision to compare with. Default: HEAD. "
        '"origin/main..." is where a branch left main.',
        show_default=False,
    ),
]
Head = Annotated[
    str | None,
    typer.Argument(
        metavar="[HEAD]",
        help="The revision to compare. Default: the file on disk.",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]
ReportFormatOption = Annotated[
    ReportFormat | None,
    typer.Option(
        "--format",
        help="html or markdown. Default: html if FILE ends so, else markdown.",
        metavar="FORMAT",
        show_default=False,
    ),
]
OutputFile = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="Write to this file. It replaces only what this command wrote. Default: stdout.",
        metavar="FILE",
        show_default=False,
    ),
]
DatabaseFile = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        help="Write to this file. It replaces only an earlier export.",
        metavar="FILE",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE, whatever is in it.")]
Closed = Annotated[
    bool, typer.Option("--closed", help="Include closed actions, on their deadline.")
]
Alarms = Annotated[
    list[deadlines.Span] | None,
    typer.Option(
        "--alarm",
        help="Set a reminder this long before each deadline: 7d, 2w, 1m. Can be repeated.",
        parser=option_values.read_span,
        metavar="SPAN",
        show_default=False,
    ),
]
