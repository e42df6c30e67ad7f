"""The command line's options: what each is called, how it is read, what completes it."""

import inspect
import os
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

import typer

from ecefollow.analysis.queries import Against, Filters
from ecefollow.cli import completion
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.recording.new_update import Entry
from ecefollow.register import deadlines
from ecefollow.register.schema import DEADLINE, PROGRESS, STATUS, TEXT, Scalar
from ecefollow.register.vocabulary import Progress, State, Status, match_word
from ecefollow.render.formats import CheckFormat, Format, PageFormat

# No `from __future__ import annotations` here or in cli.py: Typer reads the signatures, and turning
# text back into types costs 15 ms a start.


class Question(NamedTuple):
    """What every command asks: which register, on which day, and as git had it at which revision.

    None for the usual one, today, and as it lies there.
    """

    as_of: date | None = None
    register: str | None = None
    rev: str | None = None


_VOCABULARIES: Final[dict[str, type[StrEnum]]] = {
    "status": Status,
    "progress": Progress,
    "state": State,
}


def _offered(complete: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """What completes a value, while a shell asks; Typer takes its time to look at each."""
    return complete if "_ECEFOLLOW_COMPLETE" in os.environ else None


def _day(text: str) -> date:
    try:
        return deadlines.parse_asked_day(text)
    except ValueError as error:
        raise typer.BadParameter(f"{quoted(text)} {error}") from None


def _day_or_today(text: str) -> date | None:
    return None if text.strip().casefold() == "today" else _day(text)


def _day_or_that_word(text: str) -> date | str:
    """The day, or "today" itself where a day that is given is not the same as none."""
    return _day_or_today(text) or "today"


def _span(text: object) -> deadlines.Span:
    written = str(text)  # the default is a span already
    try:
        return deadlines.parse_span(written)
    except ValueError as error:
        raise typer.BadParameter(f"{quoted(written)} {error}") from None


def _revision(text: str) -> str:
    if not text or text.startswith("-"):
        raise typer.BadParameter(f"{quoted(text)} is no name of a revision")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("the text is empty; leave the option out to match all")
    return text


def _word(name: str) -> Callable[[str], StrEnum]:
    """A reader of the filter's words, which recognises those of the other filters."""
    vocabulary = _VOCABULARIES[name]

    def parse(text: str) -> StrEnum:
        if found := match_word(vocabulary, text):
            return found
        for other, words in _VOCABULARIES.items():
            if found := match_word(words, text):
                message = f"'{found}' is a {other}: use --{other} {found}"
                raise typer.BadParameter(message)
        *most, last = vocabulary
        hint = did_you_mean(text, vocabulary)
        raise typer.BadParameter(f"{quoted(text)} is not one of {', '.join(most)} or {last}{hint}")

    return parse


def _one_of(name: str, help: str) -> Any:
    return Annotated[
        list[str] | None,
        typer.Option(
            f"--{name}",
            help=help,
            parser=_word(name),
            metavar="WORD",
            autocompletion=_offered(completion.words_of(_VOCABULARIES[name])),
            rich_help_panel="Filters",
        ),
    ]


def _recorded(
    name: str, kind: Scalar, help: str, complete: Callable[..., Any] | None = None
) -> Any:
    """An option whose value is to stand in the file, and is refused if no file may hold it."""

    def parse(text: str) -> Any:
        for other in {"progress", "status"} - {name} if name in _VOCABULARIES else ():
            if found := match_word(_VOCABULARIES[other], text):
                raise typer.BadParameter(f"'{found}' is a {other}: use --{other} {found}")
        try:
            return parse_given(kind, text)
        except InvalidValueError as error:
            raise typer.BadParameter(f"{error}") from None

    return typer.Option(
        f"--{name}",
        help=help,
        parser=parse,
        metavar="WORD" if name in _VOCABULARIES else "DATE" if kind is DEADLINE else "TEXT",
        autocompletion=_offered(complete),
        show_default=False,
        rich_help_panel="What to record",
    )


def _one_day(name: str, help: str) -> Any:
    option = typer.Option(
        f"--{name}", help=help, parser=_day, metavar="DATE", rich_help_panel="Filters"
    )
    return Annotated[str | None, option]


def _text(name: str, help: str, complete: Callable[..., Any] | None = None) -> Any:
    option = typer.Option(
        f"--{name}",
        help=help,
        parser=_not_blank,
        autocompletion=_offered(complete),
        metavar="TEXT",
        rich_help_panel="Filters",
    )
    return Annotated[list[str] | None, option]


_OPTIONS: Final[dict[type, dict[str, Any]]] = {
    Entry: {
        "date": Annotated[
            list[str] | None,
            typer.Option(
                "--date",
                help="The day it happened; today unless given.",
                parser=_day_or_that_word,
                metavar="DATE",
                show_default=False,
                rich_help_panel="What to record",
            ),
        ],
        "progress": Annotated[
            list[str] | None,
            _recorded(
                "progress",
                PROGRESS,
                f"Where the action stands from then on: {', '.join(list(Progress)[1:])}.",
                completion.words_of(Progress),
            ),
        ],
        "status": Annotated[
            list[str] | None,
            _recorded(
                "status",
                STATUS,
                f"What management answers to the recommendation from then on: {', '.join(Status)}.",
                completion.words_of(Status),
            ),
        ],
        "due": Annotated[
            list[str] | None,
            _recorded(
                "due",
                DEADLINE,
                "The deadline it is moved to: 2018-06-30, 2018-06, 2018-Q2 or 2018; say why.",
            ),
        ],
        "note": Annotated[list[str] | None, _recorded("note", TEXT, "What happened, or why.")],
        "evidence": Annotated[
            list[str] | None,
            _recorded("evidence", TEXT, "What shows it: a link, a paper; give it again for more."),
        ],
        "by": Annotated[
            list[str] | None, _recorded("by", TEXT, "Who says so.", completion.responsible)
        ],
    },
    Filters: {
        "status": _one_of("status", "Management's answer: " + ", ".join(Status) + "."),
        "progress": _one_of("progress", "What the updates say: " + ", ".join(Progress) + "."),
        "state": _one_of("state", "Where the action stands: " + ", ".join(State) + "."),
        "responsible": _text(
            "responsible", "Who carries it out, the whole name.", completion.responsible
        ),
        "tag": _text("tag", "A tag, the whole of it.", completion.tags),
        "search": _text("search", "Any part of id, title or text."),
        "due_from": _one_day("due-from", "Due on this day or later."),
        "due_by": _one_day("due-by", "Due on this day or earlier."),
        "silent_since": _one_day("silent-since", "Without an update on this day or later."),
    },
    Question: {
        "as_of": Annotated[
            str | None,
            typer.Option(
                "--as-of",
                help='The day asked about: 2018-03-31, "31 March 2018" or, unless given, today.',
                parser=_day_or_today,
                metavar="DATE",
                show_default=False,
            ),
        ],
        "register": Annotated[
            str | None,
            typer.Option(
                "--register",
                help="The register to read; else the nearest data/recommendations.yaml.",
                envvar="ECEFOLLOW_REGISTER",
                metavar="PATH",
                show_default=False,
            ),
        ],
        "rev": Annotated[
            str | None,
            typer.Option(
                "--rev",
                help="As git had the register at this revision: what was known then.",
                parser=_revision,
                metavar="REV",
                show_default=False,
            ),
        ],
    },
}


def _ids(help: str, complete: Callable[..., Any]) -> Any:
    return Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...", help=help, autocompletion=_offered(complete), show_default=False
        ),
    ]


RecommendationIds = _ids("Recommendations; all unless given.", completion.recommendation_ids)
Ids = _ids("Actions, or recommendations for all of theirs; all unless given.", completion.ids)
SomeIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Recommendations or actions.",
        autocompletion=_offered(completion.ids),
        show_default=False,
    ),
]
OneId = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="The action or recommendation.",
        autocompletion=_offered(completion.ids),
        show_default=False,
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        help="An earlier day, to set its figures beside this day's and tell what changed.",
        parser=_day,
        metavar="DATE",
        show_default=False,
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="A sheet that was filled in, as CSV: every row of it is recorded, or none.",
        metavar="FILE",
        show_default=False,
    ),
]
Template = Annotated[
    bool,
    typer.Option(
        "--template", help="As CSV with empty columns for updates, which record --from takes back."
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change in the file, and leave it.")
]
RegisterPath = _OPTIONS[Question]["register"]


def _format(formats: type[StrEnum]) -> Any:
    *most, last = formats
    return Annotated[
        formats | None,
        typer.Option(
            "--format",
            help=f"{', '.join(most)} or {last}; table at a terminal and plain into a pipe, "
            "unless given.",
            metavar="FORMAT",
            show_default=False,
        ),
    ]


ListingFormat = _format(Format)
ShownFormat = _format(PageFormat)
ProblemFormat = Annotated[
    CheckFormat, typer.Option("--format", help="full, concise, json or github.", metavar="FORMAT")
]
CountedFrom = Annotated[
    Against,
    typer.Option(
        "--against",
        help="The deadline to count from: present or original, from which no move hides.",
        metavar="DEADLINE",
    ),
]
THIRTY_DAYS: Final = deadlines.Span(30, "d")
Within = Annotated[
    deadlines.Span,
    typer.Option(
        "--within",
        help="How far ahead to look, in days, weeks or calendar months: 30d, 4w, 2m.",
        parser=_span,
        metavar="SPAN",
        show_default=str(THIRTY_DAYS),
    ),
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when anything is listed.")]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Registers to check; unless given, the one that the other commands read.",
        show_default=False,
    ),
]
CommittedSince = Annotated[
    date | None,
    typer.Option(
        "--since",
        help="Only what was committed on this day or later.",
        parser=_day,
        metavar="DATE",
        show_default=False,
    ),
]
Rewritten = Annotated[
    bool, typer.Option("--rewritten", help="Only what takes back something that was recorded.")
]
FailOnRewriting = Annotated[
    bool,
    typer.Option("--exit-code", help="Exit with 1 when something recorded was taken back."),
]
AgainstBase = Annotated[
    str | None,
    typer.Option(
        "--base",
        help='The revision whose record must not be rewritten; "origin/main..." is where a branch '
        "left main.",
        parser=_revision,
        metavar="REV",
        show_default=False,
    ),
]
Base = Annotated[
    str | None,
    typer.Argument(
        metavar="[BASE]",
        help='The revision to compare with: HEAD unless given; "origin/main..." is where a '
        "branch left main.",
        show_default=False,
    ),
]
Head = Annotated[
    str | None,
    typer.Argument(
        metavar="[HEAD]",
        help="The revision that is compared; the file as it lies unless given.",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]


def _entry(**given: Any) -> Entry:
    """The entry of options that may each be given once, but for the evidence."""
    once = {name: values for name, values in given.items() if name != "evidence"}
    for name, values in once.items():
        if len(values) > 1:
            raise typer.BadParameter(f"--{name} is given {len(values)} times; an update has one")
    return Entry(**given | {name: values[0] for name, values in once.items()})


def grouped(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give *command* the options of each group that its signature asks for, made into the group.

    A command that takes `filters: Filters` gets --status and its like, and is called with them
    as one value; so they are written once for all commands.
    """
    own = inspect.signature(command).parameters.values()
    groups = {each.name: each.annotation for each in own if each.annotation in _OPTIONS}
    single = [each for each in own if each.name not in groups]
    spread = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for group in groups.values()
        for name, option in _OPTIONS[group].items()
    ]

    def called(**given: Any) -> Any:
        for name, group in groups.items():
            values = {option: given.pop(option) for option in _OPTIONS[group]}
            # A list becomes a tuple: what is asked or recorded is a value, not to be altered.
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if v}
            given[name] = _entry(**values) if group is Entry else group(**values)
        return command(**given)

    called.__doc__, called.__name__ = command.__doc__, command.__name__
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # what Typer reads
        sorted([*single, *spread], key=lambda parameter: parameter.kind)
    )
    return called
