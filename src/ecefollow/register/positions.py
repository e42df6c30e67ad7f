"""Where the values of a record stand in its file."""

from typing import Final, NamedTuple, Protocol


class Position(Protocol):
    """A place in a file; line and column count from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class _Start(NamedTuple):
    line: int = 0
    column: int = 0


_START: Final = _Start()


class Positions(dict[str, Position]):
    """Where a record's values stand, by key; `first` is its first key, or else the record itself.

    `unread` names the keys that the file has, or means to have, but whose values could not be read.
    """

    __slots__ = ("first", "unread")

    def __init__(self, first: Position = _START) -> None:
        super().__init__()
        self.first = first
        self.unread: frozenset[str] = frozenset()

    def has(self, key: str) -> bool:
        """Whether the file has the key, or means to, even if its value could not be read."""
        return key in self or key in self.unread

    @property
    def line_number(self) -> int:
        """The line on which the record begins, counted from 1."""
        return self.first.line + 1
