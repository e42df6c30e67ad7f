"""Listings: rows, their columns, and the context of the answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ecefollow.analysis.values_in_words import READING_MARK, confirmed_in_words
from ecefollow.register.deadlines import Deadline
from ecefollow.register.portfolio import split
from ecefollow.register.vocabulary import State, Verification
from ecefollow.views.json_values import json_value

MARK_MEANS: Final = f"{READING_MARK} This day stands under one reading of the source"
_MOST_IDS: Final = 8


class Column(NamedTuple):
    """One column: its name in JSON and CSV, its heading in a table, and its value in a row."""

    name: str
    head: str
    cell: Callable[[Any], Any]
    type: Any = str  # of what it says, also if that is a text for a reader
    parts: tuple[str, ...] = ()  # the keys of a mapping, each of which is a column in CSV
    is_field: bool = True  # False for a text that JSON and CSV do not have

    @property
    def is_number(self) -> bool:
        """Whether a reader compares its values as numbers, which then stand to the right."""
        return self.type in (int, int | None)


class Listing(NamedTuple):
    """Rows of one kind: JSON and CSV have all `fields`, the other formats the `columns`.

    `about` has the context of the answer for JSON, and `context` the same as lines for a reader.
    `notes` are shown with every format.
    """

    name: str
    fields: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    about: dict[str, Any]
    context: tuple[str, ...]
    state: Callable[[Any], State | None]
    notes: tuple[str, ...] = ()
    heading: str = ""  # for a listing that is posted by itself, as a comment
    footnotes: tuple[
        str, ...
    ] = ()  # what a mark in the columns means, which the fields do not have
    is_cut: bool = True  # whether a table may shorten long texts, which `show` prints in full

    @property
    def as_json(self) -> dict[str, Any]:
        """The context of the answer, and every field of every row."""
        return self.about | {self.name: [as_json(self.fields, row) for row in self.rows]}

    @property
    def below(self) -> tuple[str, ...]:
        """The lines below the columns: what their marks mean, and the context."""
        return (*self.footnotes, *self.context)


def as_json(fields: Iterable[Column], row: object, *, is_portfolio: bool = False) -> dict[str, Any]:
    """Every field of a row, for JSON; in a portfolio, first the evaluation that it belongs to."""
    values = {field.name: json_value(field.cell(row)) for field in fields}
    return {"evaluation": split(values["id"])[0], **values} if is_portfolio else values


def written(value: object) -> str | None:
    """A deadline as the file has it; None for anything else."""
    return value.written if isinstance(value, Deadline) else None


def footnotes(ids: Sequence[str]) -> tuple[str, ...]:
    """The line that says what the mark means, if the deadlines of some actions have it."""
    if not ids:
        return ()
    shown = " ".join([*ids[:_MOST_IDS], *(["…"] if len(ids) > _MOST_IDS else [])])
    return (f"{MARK_MEANS}; see `ecefollow show {shown}`.",)


def claim_fields(claims: Callable[[Any], Mapping[Verification, int]]) -> Iterator[Column]:
    """How many of a row's claims are confirmed, disputed and unverified, a field for each."""

    def field(word: Verification) -> Column:
        return Column(word.value, word.words.capitalize(), lambda row: claims(row)[word], int)

    return map(field, Verification)


def confirmed_column(claims: Callable[[Any], Mapping[Verification, int]]) -> Column:
    """How many of a row's claims somebody confirmed or disputed, for a reader."""
    return Column(
        "confirmed", "Confirmed", lambda row: confirmed_in_words(claims(row)), int, is_field=False
    )


def evaluation_column(ident: Callable[[Any], str]) -> Column:
    """The first column of a portfolio: the evaluation that a row's id belongs to."""
    return Column("evaluation", "Evaluation", lambda row: split(ident(row))[0])


def pick(columns: tuple[Column, ...], *names: str | Column) -> tuple[Column, ...]:
    """The columns with these names, in this order; a Column among the names stays as it is."""
    return tuple(find(columns, name) if isinstance(name, str) else name for name in names)


def find(columns: tuple[Column, ...], name: str) -> Column:
    """The column with this name."""
    return next(column for column in columns if column.name == name)
