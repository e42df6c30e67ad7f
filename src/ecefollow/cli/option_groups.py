"""Options that belong together are declared once, and reach a command as one value."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

import typer

from ecefollow.analysis.filters import Filters
from ecefollow.cli import completion, option_values, options
from ecefollow.cli.answer import Destination
from ecefollow.cli.document_options import DocumentOptions
from ecefollow.cli.registers import Question, Selection
from ecefollow.reading.quoting import escaped
from ecefollow.recording.new_update import LISTS, NewUpdate
from ecefollow.register.schema import DAY, DEADLINE, PROGRESS, STATUS, TEXT, VERIFIED, Scalar
from ecefollow.register.vocabulary import Progress, State, Status, Verification
from ecefollow.render import dispatch
from ecefollow.render.formats import Format

# No `from __future__ import annotations`: see options.py.


class Group(NamedTuple):
    """Options that reach a command as one value, which *make* builds of those that were given."""

    make: Callable[..., Any]
    options: dict[str, Any]


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give *command* the options of each group that its signature asks for.

    A command with a parameter `filters: Filters` gets --status, --progress and the other filters,
    and is called with all of them as one Filters.
    """
    own = inspect.signature(command).parameters.values()
    groups = {each.name: each.annotation for each in own if each.annotation in GROUPS}
    single = [each for each in own if each.name not in groups]
    spread = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for group in groups.values()
        for name, option in GROUPS[group].options.items()
    ]

    def called(**given: Any) -> Any:
        for name, group in groups.items():
            values = {option: given.pop(option) for option in GROUPS[group].options}
            # A list becomes a tuple: what is asked or recorded must not change on the way.
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if v}
            given[name] = GROUPS[group].make(**values)
        return command(**given)

    called.__doc__, called.__name__ = command.__doc__, command.__name__
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # Typer reads this
        sorted([*single, *spread], key=lambda parameter: parameter.kind)
    )
    return called


_filter: Final = partial(options.option, type=list[str] | None, panel="Filters")
_text_filter: Final = partial(_filter, "TEXT", reader=option_values.read_text)
_day_filter: Final = partial(_filter, "DATE", type=str | None)


def _word_filter(words: type[StrEnum], help: str) -> Any:
    reader, complete = option_values.word_reader(words), completion.words_of(words)
    return _filter("WORD", f"{help}: {', '.join(words)}.", reader=reader, complete=complete)


def _recorded(kind: Scalar, help: str, complete: Callable[..., Any] | None = None) -> Any:
    return options.option(
        "WORD" if kind.words else "DATE" if kind in {DAY, DEADLINE} else "TEXT",
        help,
        type=list[str] | None,
        reader=option_values.recorded_value_reader(kind),
        panel="What to record",
        complete=complete or (completion.words_of(kind.words) if kind.words else None),
    )


def _new_update(**given: Any) -> NewUpdate:
    """The update that the options describe; each may be given once, except those that are lists."""
    day_unknown = given.pop("day_unknown", False)
    for name, values in given.items():
        if name not in LISTS and len(values) > 1:
            message = f"--{name} is given {len(values)} times; an update has one"
            raise typer.BadParameter(message)
    values = {k: v if k in LISTS else v[0] for k, v in given.items()}
    return NewUpdate(day_unknown=day_unknown, **values)


def _filters(**given: Any) -> Filters:
    """The filters that the options describe; a span of no day at all is refused."""
    filters = Filters(**given)
    if filters.due_from and filters.due_by and filters.due_from > filters.due_by:
        days = f"--due-from {filters.due_from} is after --due-by {filters.due_by}"
        raise typer.BadParameter(f"{days}; no day is in both")
    return filters


def _destination(
    format: Format | None = None, output: str | None = None, bom: bool = False
) -> Destination:
    """Where a listing goes; what contradicts itself is refused."""
    if output and dispatch.is_workbook(output) and (format or bom):
        given = f"--format {format}" if format else "--bom"
        raise typer.BadParameter(f"--output {escaped(output)} is a workbook: leave out {given}")
    if bom and format not in {None, Format.CSV}:
        raise typer.BadParameter(f"--bom is for csv, not {format}")
    return Destination(Format.CSV if bom else format, None if output == "-" else output, bom)


_SELECTION: Final = {
    "register": options.RegisterPaths,
    "evaluation": _text_filter(
        "Only the evaluation with this id. Can be repeated.", panel=options.SEVERAL
    ),
    "organization": _text_filter(
        "Only the evaluations of this organization: the whole name. Can be repeated.",
        panel=options.SEVERAL,
    ),
}
_RECORDED: Final = {
    "date": _recorded(DAY, "The day it happened. Default: today."),
    "progress": _recorded(
        PROGRESS, f"The action's progress from that day on: {', '.join(PROGRESS.words)}."
    ),
    "status": _recorded(
        STATUS, f"The answer to the recommendation from that day on: {', '.join(STATUS.words)}."
    ),
    "due": _recorded(
        DEADLINE,
        "The new deadline: 2018-06-30, 2018-06, 2018-Q2, 2018-H1 or 2018. Say why with --note.",
    ),
    "responsible": _recorded(
        TEXT, "Who carries it out from that day on. Can be repeated.", completion.responsible
    ),
    "note": _recorded(TEXT, "What happened, or why."),
    "evidence": _recorded(TEXT, "A link or document that proves it. Can be repeated."),
    "by": _recorded(TEXT, "Who reports it, or who verified it.", completion.responsible),
    "happened": _recorded(DAY, "The day of the event that the action was waiting for."),
    "day_unknown": options.flag(
        "--day-unknown", "It was so by that day; since when is not known.", panel="What to record"
    ),
    "verified": _recorded(
        VERIFIED,
        "What somebody else found of the claim that it is closed: "
        f"{' or '.join(VERIFIED.words)}. Say who with --by.",
    ),
}
_FILTERS: Final = {
    "status": _word_filter(Status, "The answer"),
    "progress": _word_filter(Progress, "The progress reported"),
    "state": _word_filter(State, "Where the action stands on the day"),
    "responsible": _text_filter(
        "Who carries it out: the whole name.", complete=completion.responsible
    ),
    "accountable": _text_filter("Who sees to it: the whole name.", complete=completion.accountable),
    "verification": _word_filter(Verification, "What others found of a closed action"),
    "tag": _text_filter("A whole tag.", complete=completion.tags),
    "search": _text_filter("Any part of an id, title or text."),
    "due_from": _day_filter("Due on this day or later."),
    "due_by": _day_filter("Due on this day or earlier."),
    "silent_since": _day_filter("No update on this day or later."),
}
_QUESTION: Final = {
    "as_of": options.option(
        "DATE", 'The day asked about: 2018-03-31 or "31 March 2018". Default: today.'
    ),
    "rev": options.option(
        "REV", "Read the register from this git revision, or day, to see what was known then."
    ),
    **_SELECTION,
    "skip_invalid": options.SkipInvalid,
}
_DESTINATION: Final = {
    "format": options.ListingFormat,
    "output": options.ListingFile,
    "bom": options.Bom,
}
GROUPS: Final[dict[type, Group]] = {
    Destination: Group(_destination, _DESTINATION),
    NewUpdate: Group(_new_update, _RECORDED),
    Filters: Group(_filters, _FILTERS),
    Question: Group(Question, _QUESTION),
    Selection: Group(Selection, _SELECTION),
    DocumentOptions: Group(DocumentOptions, options.DOCUMENT),
}
