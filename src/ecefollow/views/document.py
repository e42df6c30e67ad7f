"""What a document is: headings, paragraphs and tables, whatever its format."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from ecefollow.views.page import Axis


class Run(NamedTuple):
    """Words in one style and language, which may lead somewhere: out, or to an anchor."""

    text: str
    style: str = ""
    language: str = ""
    target: str | None = None


STRONG = "Strong"
LABEL = "Label"  # "Deadline: "


class Kind(StrEnum):
    """What a paragraph is."""

    TITLE = "Title"
    ORGANIZATION = "Organization"
    SUBTITLE = "Subtitle"
    HEADLINE = "Headline"
    NORMAL = "Normal"
    CAPTION = "Caption"
    FACT = "Facts"  # one of several, each on a line of its own
    ITEM = "ListBullet"
    QUOTE = "Quote"
    REMARK = "Remark"


class TextBlock(NamedTuple):
    """Words that stand together."""

    kind: Kind
    runs: tuple[Run, ...]


class HeadingBlock(NamedTuple):
    """What stands above a part; an inner link with the anchor leads to it."""

    level: int
    runs: tuple[Run, ...]
    anchor: str = ""


Cell: TypeAlias = str | Sequence[Run] | None  # None: the cell above goes on


class TableBlock(NamedTuple):
    """Rows below heads; a row of a single cell is as wide as the table."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_titled: bool = True  # whether the caption is shown


class DeadlinesBlock(NamedTuple):
    """A time axis, and the same as a table where nothing can be drawn; how many are left out."""

    axis: Axis
    left_out: int
    table: TableBlock


class TurnedBlocks(NamedTuple):
    """Blocks on pages that are wider than high."""

    blocks: tuple["Block", ...]


Block: TypeAlias = TextBlock | HeadingBlock | TableBlock | DeadlinesBlock | TurnedBlocks


class WrittenDocument(NamedTuple):
    """The blocks of a document, and what it is called; an `organization` speaks in it of a day."""

    title: str
    organization: str
    day: date
    blocks: tuple[Block, ...]
    language: str = ""


def runs_of(cell: Cell) -> Sequence[Run]:
    """What a cell says."""
    return (Run(cell),) if isinstance(cell, str) else cell or ()


def text_of(cell: Cell) -> str:
    """The words alone."""
    return "".join(run.text for run in runs_of(cell))
