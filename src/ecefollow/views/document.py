"""What a document is: headings, paragraphs and tables, whatever its format."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, urlencode

from ecefollow.views.page import Axis

STRONG = "Strong"
LABEL = "Label"  # "Deadline: "
REMARK = "Remark"  # below the rest of a cell


class Run(NamedTuple):
    """Words in one style and language, which may lead somewhere: out, or to an anchor.

    On the page of a report they may also lead to its filter.
    """

    text: str
    style: str = ""
    language: str = ""
    target: str | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether they lead to a filter, as in "#state=overdue": no anchor has an "="."""
        return self.target is not None and self.target.startswith("#") and "=" in self.target

    @property
    def link(self) -> str | None:
        """Where they lead in a document that has no filter."""
        return None if self.is_filtered else self.target


class Kind(StrEnum):
    """What a paragraph is."""

    TITLE = "Title"
    ORGANIZATION = "Organization"
    SUBTITLE = "Subtitle"
    HEADLINE = "Headline"
    NORMAL = "Normal"
    HISTORY = "History"
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
    name: str = ""  # what the styles of a page know it by


class DeadlinesBlock(NamedTuple):
    """A time axis, and the same as a table where nothing can be drawn; how many are left out."""

    axis: Axis
    left_out: int
    table: TableBlock


Block: TypeAlias = TextBlock | HeadingBlock | TableBlock | DeadlinesBlock


class WrittenDocument(NamedTuple):
    """The blocks of a document, and what it is called; an `organization` speaks in it of a day.

    Where there are pages, the `matrix` stands behind the `front` on such as are wider than high.
    """

    title: str
    organization: str
    day: date
    front: tuple[Block, ...]
    blocks: tuple[Block, ...] = ()
    matrix: tuple[Block, ...] = ()


def paragraph(kind: Kind, *parts: Run | str) -> TextBlock:
    """A paragraph of those of the parts that say something."""
    return TextBlock(kind, _runs(parts))


def labelled(label: str, *parts: Run | str, kind: Kind = Kind.FACT) -> TextBlock:
    """Something behind its label."""
    return paragraph(kind, Run(f"{label}: ", LABEL), *parts)


def heading(level: int, *parts: Run | str, anchor: str = "") -> HeadingBlock:
    """A heading of those of the parts that say something."""
    return HeadingBlock(level, _runs(parts), anchor)


def filtered(text: str, **asked: str | Sequence[str]) -> Run:
    """A number or a name, which on the page of a report leads to what it counts, if anything."""
    return Run(text, target=None if text == "0" else _filter(asked))


def counted(text: str, **asked: str | Sequence[str]) -> list[Run]:
    """A text, whose number leads to what it counts."""
    return leading(text, _filter(asked))


def leading(text: str, target: str) -> list[Run]:
    """A text, whose number leads somewhere, if it has one."""
    number = re.search(r"\d[\d,]*", text)
    if not number:
        return [Run(text)]
    before, after = text[: number.start()], text[number.end() :]
    return [Run(before), Run(number[0], target=target), Run(after)]


def joined(runs: Iterable[Run], between: str = ", ") -> list[Run]:
    """The runs one behind the other, with something between them."""
    return [part for run in runs for part in (Run(between), run)][1:]


def runs_of(cell: Cell) -> Sequence[Run]:
    """What a cell says."""
    return (Run(cell),) if isinstance(cell, str) else cell or ()


def text_of(cell: Cell) -> str:
    """The words alone, without remarks."""
    return "".join(run.text for run in runs_of(cell) if run.style != REMARK)


def _runs(parts: Sequence[Run | str]) -> tuple[Run, ...]:
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return tuple(run for run in runs if run.text)


def _filter(asked: Mapping[str, str | Sequence[str]]) -> str:
    return f"#{urlencode(asked, doseq=True, quote_via=quote)}"
