"""The options and arguments of the commands: their names, their help, and what reads them."""

import os
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

import typer

from ecefollow.analysis.evaluations import Sort
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.queries import Against
from ecefollow.cli import completion, option_values
from ecefollow.recording.new_update import LISTS, NewUpdate
from ecefollow.register import deadlines
from ecefollow.register.schema import DEADLINE, PROGRESS, STATUS, TEXT, Scalar
from ecefollow.register.vocabulary import Progress, State, Status
from ecefollow.render.formats import Format, PageFormat, ProblemFormat, ReportFormat

# No `from __future__ import annotations` here or in the command files: Typer reads the signatures,
# and turning text back into types costs 15 ms at every start.


class Question(NamedTuple):
    """What every answer depends on: the registers, the day, and the revision of the files.

    Nothing given means the usual registers, today, and the files on disk. With `no_cache` they are
    parsed anew.
    """

    as_of: date | None = None
    register: tuple[str, ...] = ()
    rev: str | None = None
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    skip_invalid: bool = False
    no_cache: bool = False

    @property
    def selection(self) -> "Selection":
        """The registers that are asked."""
        return Selection(self.register, self.evaluation, self.organization)


class Selection(NamedTuple):
    """The registers that a command takes; nothing given means the usual ones, and all of them."""

    register: tuple[str, ...] = ()
    evaluation: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()

    @property
    def filter(self) -> dict[str, Any]:
        """The evaluations and organizations that the answer is narrowed to, by option."""
        given = {"evaluation": self.evaluation, "organization": self.organization}
        return {name: value for name, value in given.items() if value}


class Group(NamedTuple):
    """Options that reach a command as one value, which *make* builds of those that were given."""

    make: Callable[..., Any]
    options: dict[str, Any]


def _completed_by(complete: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """What completes a value, given to Typer only while a shell asks: it takes time over each."""
    return complete if "_ECEFOLLOW_COMPLETE" in os.environ else None


def _word_filter(name: str, help: str) -> Any:
    return Annotated[
        list[str] | None,
        typer.Option(
            f"--{name}",
            help=help,
            parser=option_values.word_reader(name),
            metavar="WORD",
            autocompletion=_completed_by(completion.words_of(option_values.VOCABULARIES[name])),
            rich_help_panel="Filters",
        ),
    ]


def _text_filter(name: str, help: str, complete: Callable[..., Any] | None = None) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=option_values.read_text,
        autocompletion=_completed_by(complete),
        metavar="TEXT",
        rich_help_panel="Filters",
    )
    return Annotated[list[str] | None, option]


def _day_filter(name: str, help: str) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=option_values.read_day,
        metavar="DATE",
        rich_help_panel="Filters",
    )
    return Annotated[str | None, option]


def _text_option(name: str, help: str) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=option_values.read_text,
        metavar="TEXT",
        show_default=False,
    )
    return Annotated[list[str] | None, option]


def _recorded(
    name: str, kind: Scalar, help: str, complete: Callable[..., Any] | None = None
) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=option_values.recorded_value_reader(name, kind),
        metavar="WORD" if kind.words else "DATE" if kind is DEADLINE else "TEXT",
        autocompletion=_completed_by(complete),
        show_default=False,
        rich_help_panel="What to record",
    )
    return Annotated[list[str] | None, option]


def _new_update(**given: Any) -> NewUpdate:
    """The update that the options describe; each may be given once, except those that are lists."""
    for name, values in given.items():
        if name not in LISTS and len(values) > 1:
            message = f"--{name} is given {len(values)} times; an update has one"
            raise typer.BadParameter(message)
    return NewUpdate(**{k: v if k in LISTS else v[0] for k, v in given.items()})


def _words(vocabulary: type[StrEnum]) -> str:
    return ", ".join(vocabulary)


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
_SELECTION: Final = {
    "register": RegisterPaths,
    "evaluation": _text_option(
        "evaluation", "Of several registers: only the evaluation with this id. Can be repeated."
    ),
    "organization": _text_option(
        "organization",
        "Only the evaluations of this organization: the whole name. Can be repeated.",
    ),
}
GROUPS: Final[dict[type, Group]] = {
    NewUpdate: Group(
        _new_update,
        {
            "date": Annotated[
                list[str] | None,
                typer.Option(
                    "--date",
                    help="The day it happened. Default: today.",
                    parser=option_values.read_update_day,
                    metavar="DATE",
                    show_default=False,
                    rich_help_panel="What to record",
                ),
            ],
            "progress": _recorded(
                "progress",
                PROGRESS,
                f"The action's progress from that day on: {', '.join(PROGRESS.words)}.",
                completion.words_of(Progress),
            ),
            "status": _recorded(
                "status",
                STATUS,
                f"The answer to the recommendation from that day on: {_words(Status)}.",
                completion.words_of(Status),
            ),
            "due": _recorded(
                "due",
                DEADLINE,
                "The new deadline: 2018-06-30, 2018-06, 2018-Q2 or 2018. Say why with --note.",
            ),
            "responsible": _recorded(
                "responsible",
                TEXT,
                "Who carries it out from that day on. Can be repeated.",
                completion.responsible,
            ),
            "note": _recorded("note", TEXT, "What happened, or why."),
            "evidence": _recorded(
                "evidence", TEXT, "A link or document that proves it. Can be repeated."
            ),
            "by": _recorded("by", TEXT, "Who reports it.", completion.responsible),
            "happened": Annotated[
                list[str] | None,
                typer.Option(
                    "--happened",
                    help="The day of the event that the action was waiting for.",
                    parser=option_values.read_day,
                    metavar="DATE",
                    show_default=False,
                    rich_help_panel="What to record",
                ),
            ],
        },
    ),
    Filters: Group(
        Filters,
        {
            "status": _word_filter("status", f"The answer: {_words(Status)}."),
            "progress": _word_filter("progress", f"The progress reported: {_words(Progress)}."),
            "state": _word_filter("state", f"Where the action stands on the day: {_words(State)}."),
            "responsible": _text_filter(
                "responsible", "Who carries it out: the whole name.", completion.responsible
            ),
            "tag": _text_filter("tag", "A whole tag.", completion.tags),
            "search": _text_filter("search", "Any part of an id, title or text."),
            "due_from": _day_filter("due-from", "Due on this day or later."),
            "due_by": _day_filter("due-by", "Due on this day or earlier."),
            "silent_since": _day_filter("silent-since", "No update on this day or later."),
        },
    ),
    Question: Group(
        Question,
        {
            "as_of": Annotated[
                str | None,
                typer.Option(
                    "--as-of",
                    help='The day asked about: 2018-03-31 or "31 March 2018". Default: today.',
                    parser=option_values.read_day_or_today,
                    metavar="DATE",
                    show_default=False,
                ),
            ],
            "register": RegisterPaths,
            "rev": Annotated[
                str | None,
                typer.Option(
                    "--rev",
                    help="Read the register from this git revision, to see what was known then.",
                    parser=option_values.read_revision,
                    metavar="REV",
                    show_default=False,
                ),
            ],
            "evaluation": _SELECTION["evaluation"],
            "organization": _SELECTION["organization"],
            "skip_invalid": SkipInvalid,
            "no_cache": NoCache,
        },
    ),
    Selection: Group(Selection, _SELECTION),
}


def _ids(help: str, complete: Callable[..., Any]) -> Any:
    return Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help=help,
            autocompletion=_completed_by(complete),
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
        autocompletion=_completed_by(completion.ids),
        show_default=False,
    ),
]
OneId = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="The action or recommendation.",
        autocompletion=_completed_by(completion.ids),
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
        help="Registers to check. Default: the one that the other commands read.",
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
