"""The options and arguments of the commands: their names, their help, and what reads them."""

import os
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Final

import typer

from ecefollow.analysis.queries import Against, Sort
from ecefollow.cli import completion, option_values
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import Code
from ecefollow.register import deadlines
from ecefollow.register.schema import TEXT
from ecefollow.render.formats import FindingFormat, Format, PageFormat, ProblemFormat, ReportFormat

# No `from __future__ import annotations` here or in the command files: Typer reads the signatures,
# and turning text back into types costs 15 ms at every start.

SEVERAL: Final = "Several registers"


def _completed_by(complete: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """What completes a value, given to Typer only while a shell asks: it takes time over each."""
    return complete if "_ECEFOLLOW_COMPLETE" in os.environ else None


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "DATE": option_values.read_day,
    "FILE": option_values.read_path,
    "PATH": option_values.read_path,
    "REV": option_values.read_revision,
    "SPAN": option_values.read_span,
}


def option(  # noqa: PLR0913 - each says something of its own about an option
    metavar: str,
    help: str,
    *names: str,
    type: Any = str | None,
    reader: Callable[[str], Any] | None = None,
    panel: str | None = None,
    complete: Callable[..., Any] | None = None,
) -> Any:
    """An option with a value, for the signature of a command; its metavar says what reads it.

    Typer names it after the parameter, unless it has other *names*.
    """
    declared = typer.Option(
        *names,
        help=help,
        parser=reader or _READERS.get(metavar),
        metavar=metavar,
        autocompletion=_completed_by(complete),
        show_default=False,  # the help says it
        rich_help_panel=panel,
    )
    return Annotated[type, declared]


def flag(name: str, help: str, *, panel: str | None = None) -> Any:
    """An option without a value, for the signature of a command."""
    return Annotated[bool, typer.Option(name, help=help, rich_help_panel=panel)]


def _output(metavar: str, help: str, type: Any = str | None) -> Any:
    return option(metavar, help, "--output", "-o", type=type)


def _choice(metavar: str, words: type[StrEnum], help: str) -> Any:
    reader = option_values.word_reader(words)
    return option(metavar, help, type=words | None, reader=reader)


def _format(formats: type[StrEnum], default: str) -> Any:
    *most, last = formats
    return _choice("FORMAT", formats, f"{', '.join(most)} or {last}. Default: {default}.")


def _argument(
    metavar: str,
    help: str,
    complete: Callable[..., Any] | None = None,
    *,
    type: Any = str | None,
) -> Any:
    completed = _completed_by(complete)
    declared = typer.Argument(
        metavar=metavar, help=help, autocompletion=completed, show_default=False
    )
    return Annotated[type, declared]


# What several commands have.

RegisterPaths = option(
    "PATH",
    "The register to read, or a folder of registers. Can be repeated. Default: what "
    "ECEFOLLOW_REGISTER names, or the nearest data/recommendations.yaml, or registers/.",
    type=list[str] | None,
)
SkipInvalid = flag(
    "--skip-invalid", "Leave registers with errors out, name them, and exit with 1.", panel=SEVERAL
)
_IDS: Final = "Actions, or recommendations for all of their actions. Default: all."
Ids = _argument("[ID]...", _IDS, completion.ids, type=list[str] | None)
_AT_TERMINAL: Final = "table at a terminal, plain into a pipe"
ListingFormat = _format(Format, _AT_TERMINAL)
ListingFile = _output(
    "FILE", "Make this file, in FORMAT or as its ending says: .xlsx (a workbook), .csv, .json, .md."
)
Bom = flag("--bom", "Write CSV that Excel opens as UTF-8: with a byte order mark.")
ShownFormat = _format(PageFormat, _AT_TERMINAL)
Since = option("DATE", "Compare with this earlier day: its figures, and what changed since.")
ExitCode = flag("--exit-code", "Exit with 1 if anything is listed.")
OutputFile = _output(
    "FILE", "Write to this file; only an earlier one of this command is replaced. Default: stdout."
)
Force = flag("--force", "Replace FILE, whatever is in it.")

# init, import


def _of_evaluation(help: str) -> Any:
    reader = option_values.recorded_value_reader(TEXT)
    return option("TEXT", help, reader=reader, panel="The evaluation")


EvaluationId = _of_evaluation("A short, unique name without spaces, such as harbour-2021.")
Title = _of_evaluation("What was evaluated.")
Organization = _of_evaluation("The organization that responds.")
NewRegisterPath = _argument("[PATH]", f"The file to make. Default: {sources.HOME}.", type=str)
ForGithub = flag(
    "--github",
    "Add workflows that check each change, remind, take updates from a form, and publish.",
)
ForPreCommit = flag("--pre-commit", "Add a hook that checks before each commit.")
Document = _argument(
    "DOCUMENT", "The management response: .docx, .pdf, .html, .txt, .md, .xlsx or .csv.", type=str
)
NewRegister = _output("PATH", "The file to make. Default: stdout.")
AccountFile = option("FILE", "Write where each cell and paragraph went, as CSV.", "--account")
_DOCUMENT: Final = "How the document is read"
_of_document: Final = partial(option, panel=_DOCUMENT)
_document_flag: Final = partial(flag, panel=_DOCUMENT)
SavedProfile = _of_document(
    "FILE", "Write what was recognised, as a profile; what was not, in comments.", "--save-profile"
)
SplitBy = _of_document(
    "HEADING", "Make a register for each value of this column; -o is then a folder.", "--split-by"
)
DOCUMENT: Final = {
    "profile": _of_document(
        "NAME|FILE", "The profile to read it by: one that comes with ecefollow, or a file."
    ),
    "as_of": _of_document(
        "DATE", "The day of the document: progress that has no day of its own was so by then."
    ),
    "columns": _of_document(
        "HEADING=KEY",
        'What a column holds: "Heading=key", or "Heading=left-out". Can be repeated.',
        "--column",
        type=list[str] | None,
    ),
    "words": _of_document(
        "WORD=MEANING",
        'What a word means: "Terminé=completed". Can be repeated.',
        "--word",
        type=list[str] | None,
    ),
    "day_first": _document_flag("--day-first", "Read 03/04/2018 as 3 April."),
    "month_first": _document_flag("--month-first", "Read 03/04/2018 as 4 March."),
    "sheet": _of_document("NAME", "The sheet of a workbook to read. Default: all."),
    "encoding": _of_document("NAME", "The encoding of a text file, such as windows-1252."),
}
StrictImport = flag("--strict", "If there is any finding, write nothing and exit with 1.")
FindingsAs = _choice(
    "FORMAT", FindingFormat, "How findings are listed: text or json. Default: text."
)

# list, actions, evaluations, show

RecommendationIds = _argument(
    "[ID]...",
    "Recommendations. Default: all.",
    completion.recommendation_ids,
    type=list[str] | None,
)
SomeIds = _argument("ID...", "Recommendations or actions.", completion.ids, type=list[str])
Template = flag("--template", "Write a sheet to fill in, which record --from takes back.")
SortBy = _choice("ORDER", Sort, f"What to sort by: {', '.join(Sort)}. Default: {Sort.ATTENTION}.")

# overdue, upcoming, record

CountedFrom = _choice(
    "DEADLINE",
    Against,
    "The deadline to count from: present, or original (the first one). Default: present.",
)
THIRTY_DAYS: Final = deadlines.Span(30, "d")
Within = option(
    "SPAN",
    "How far ahead to look, in days, weeks or calendar months: 30d, 4w, 2m. Default: 30d.",
)
OneId = _argument(
    "ID",
    "The action or recommendation: 7.1, or of several registers evaluation:7.1.",
    completion.ids,
)
Returned = option(
    "FILE",
    "Record what a document says, all of it or nothing: a sheet that was filled in, or a tracker. "
    "-: one update from stdin, as `key: value` lines, the body of an issue form, or YAML.",
    "--from",
)
AddNew = flag("--add", "With --from: add the actions that the register does not have.")
DryRun = flag("--dry-run", "Show what would change in the file, and leave it alone.")

# check, diff, log

Files = _argument(
    "[FILE]...",
    "Registers to check, or folders. Default: those that the other commands read.",
    type=list[str] | None,
)
AgainstBase = option(
    "REV",
    "Also report changes to what was recorded or answered at this git revision, or day; "
    '"origin/main..." is where a branch left main.',
)
SourceDocument = option(
    "[DOCUMENT]",
    "Also compare word for word with the document that was transcribed. Default: what the "
    "evaluation names as its source, beside the register.",
    "--source",
)
Strict = flag("--strict", "Exit with 1 on warnings too; with --base, on those that are new.")
Ignored = option(
    "CODE",
    "Leave out the warnings with this code, or not-transcribed. Can be repeated.",
    type=list[Code] | None,
    reader=option_values.read_ignored,
)
ProblemsAs = _format(ProblemFormat, "full")
Base = _argument(
    "[BASE]",
    'The revision, or the day, to compare with. Default: HEAD. "origin/main..." is where a '
    "branch left main.",
)
Head = _argument("[HEAD]", "The revision to compare. Default: the file on disk.")
AnswersAsOf = option(
    "DATE", "Show what was answered about this day, beside what is answered about it now."
)
CommittedSince = option("DATE", "Only what was committed on this day or later.")
Rewritten = flag("--rewritten", "Only changes to what was recorded or answered before.")
Verify = option(
    "REV",
    "Say whether what was recorded at this revision, and answered of the days until then, still "
    "stands in HEAD; exit with 1 if not.",
)
FailOnRewriting = flag(
    "--exit-code",
    "Exit with 1 if anything recorded was taken back; with --rewritten, if anything is listed.",
)

# report, calendar, export, schema

ReportAs = _format(ReportFormat, "as FILE is called, else markdown")
Letter = flag("--letter", "Write a letter to those whom --responsible names, about their actions.")
LetterWithin = option(
    "SPAN",
    "With --letter: write to each who has actions overdue or due within this time, such as 30d. "
    "FILE is then a new folder for the letters; their titles are printed.",
    type=Any,
)
ReplyBy = option("DATE", "With --letter: the day by which an answer is asked for.")
Closed = flag("--closed", "Include closed actions, on their deadline.")
Alarms = option(
    "SPAN",
    "Set a reminder this long before each deadline: 7d, 2w, 1m. Can be repeated.",
    type=list[str] | None,
)
ReportUrl = option(
    "URL",
    "Where the report is published: each entry links to its action there.",
    reader=option_values.read_address,
)
DatabaseFile = _output("FILE", "Write to this file. It replaces only an earlier export.", str)
OutputOf = option(
    "COMMAND", "Describe the JSON that this command prints instead, such as overdue.", "--output"
)
