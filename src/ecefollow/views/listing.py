"""What a listing is made of: columns, rows, and what is said about them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ecefollow.register.vocabulary import State


class Column(NamedTuple):
    """One column: its name in JSON and CSV, its head in a table, and its value for a row."""

    name: str
    head: str
    cell: Callable[[Any], Any]
    parts: tuple[str, ...] = ()  # of a value that has several: columns of their own in CSV
    is_field: bool = True  # False for a wording that only readers are shown


class Listing(NamedTuple):
    """Rows of one kind: `fields` are all that is known of each, `columns` what is shown of it.

    `about` says for programs what was asked, `context` for readers; `notes` are for both.
    """

    name: str
    fields: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    about: dict[str, Any]
    context: tuple[str, ...]
    state: Callable[[Any], State | None]
    notes: tuple[str, ...] = ()
    heading: str = ""  # where the listing is a page of its own, as a comment is
    is_cut: bool = True  # whether a table may shorten its texts: `show` has the whole of them


def pick(columns: tuple[Column, ...], *wanted: str | Column) -> tuple[Column, ...]:
    """The columns named, and those given, in their order."""
    return tuple(find(columns, each) if isinstance(each, str) else each for each in wanted)


def find(columns: tuple[Column, ...], name: str) -> Column:
    """The column of that name."""
    return next(column for column in columns if column.name == name)
