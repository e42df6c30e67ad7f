"""The positions of the values of a record in its file."""

from typing import Final, NamedTuple, Protocol


class Position(Protocol):
    """A place in a file; line and column count from 0."""

    @property
    def line(self) -> int:
        """The line, counted from 0."""

    @property
    def column(self) -> int:
        """The column in characters, counted from 0."""


class _Start(NamedTuple):
    line: int = 0
    column: int = 0


_START: Final = _Start()


class Positions(dict[str, Position]):
    """The positions of a record's values, by key.

    `first` is the position of its first key, or of the record itself if it has no keys. `unread`
    has the keys whose values could not be read, even if the key itself is misspelled.
    """

    __slots__ = ("first", "unread")

    def __init__(self, first: Position = _START) -> None:
        super().__init__()
        self.first = first
        self.unread: frozenset[str] = frozenset()

    def has(self, key: str) -> bool:
        """Whether the file has the key, even if it is misspelled or its value could not be read."""
        return key in self or key in self.unread

    @property
    def line_number(self) -> int:
        """The first line of the record, counted from 1."""
        return self.first.line + 1
