"""The positions of the values of a record in its file."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final, NamedTuple, Protocol


class Position(Protocol):
    """A position in a file; line and column count from 0."""

    @property
    def line(self) -> int:
        """The line, counted from 0."""

    @property
    def column(self) -> int:
        """The column in characters, counted from 0."""


class LineColumn(NamedTuple):
    """A position that is nothing else."""

    line: int = 0
    column: int = 0


_START: Final = LineColumn()


class Positions(Mapping[str, Position]):
    """The positions of a record's values, by key.

    `first` is the position of its first key, or of the record itself if it has no keys. `unread`
    has the keys whose values could not be read, even if the key itself is misspelled.
    """

    __slots__ = ("by_key", "first", "unread")

    def __init__(self, first: Position = _START) -> None:
        self.first = first
        self.by_key: dict[str, Position] = {}
        self.unread: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Position:
        return self.by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self.by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_key)

    def __len__(self) -> int:
        return len(self.by_key)

    def has(self, key: str) -> bool:
        """Whether the file has the key, even if it is misspelled or its value could not be read."""
        return key in self.by_key or key in self.unread

    @property
    def line_number(self) -> int:
        """The first line of the record, counted from 1."""
        return self.first.line + 1


def positions_field() -> Positions:
    """The field of a record for its positions, which make no record another."""
    return field(default_factory=Positions, compare=False, repr=False, kw_only=True)
