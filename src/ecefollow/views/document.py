"""What a document is: headings, paragraphs and tables, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote, urlencode

from ecefollow.analysis.values_in_words import words
from ecefollow.views.page import Axis

STRONG = "Strong"
LABEL = "Label"  # "Deadline: "
ASIDE = "Aside"  # behind the rest of a line
REMARK = "Remark"  # below the rest of a cell
_is_mailbox: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+").fullmatch
# What else a link may start, a reader would not expect: a program, a file, a picture of data.
_is_link: Final = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE).fullmatch


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
    FACT = "Facts"  # one of several, each on a line of its own behind its label
    ITEM = "ListBullet"  # likewise; where there is more than one run, the first stands apart
    QUOTE = "Quote"
    REMARK = "Remark"


class TextBlock(NamedTuple):
    """Words that stand together."""

    kind: Kind
    runs: tuple[Run, ...]


class HeadingBlock(NamedTuple):
    """What stands above a part, behind its number; an inner link with the anchor leads to it."""

    level: int
    runs: tuple[Run, ...]
    anchor: str = ""
    number: str = ""

    @property
    def whole(self) -> tuple[Run, ...]:
        """The heading with its number."""
        return _runs((f"{self.number} " if self.number else "", *self.runs))


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


class PartKind(StrEnum):
    """What a part is about."""

    EVALUATION = "evaluation"
    RECOMMENDATION = "recommendation"
    ACTION = "action"


class PartBlock(NamedTuple):
    """A heading with what stands below it.

    On the page of a report, the filter knows it by its `places` among the choices of each facet.
    """

    kind: PartKind
    heading: HeadingBlock
    blocks: tuple[Block, ...]
    places: Mapping[str, Sequence[int]] = MappingProxyType({})
    is_open: bool = True  # on a page, from the beginning


FlatBlock: TypeAlias = TextBlock | HeadingBlock | TableBlock | DeadlinesBlock
Block: TypeAlias = FlatBlock | PartBlock


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


def labelled(label: str, *parts: Run | str) -> TextBlock:
    """A fact behind its label."""
    return paragraph(Kind.FACT, Run(f"{label}: ", LABEL), *parts)


def heading(level: int, *parts: Run | str, anchor: str = "", number: str = "") -> HeadingBlock:
    """A heading of those of the parts that say something."""
    return HeadingBlock(level, _runs(parts), anchor, number)


def in_a_row(blocks: Iterable[Block]) -> Iterator[FlatBlock]:
    """The blocks, each part as its heading and what stands below it."""
    for block in blocks:
        if isinstance(block, PartBlock):
            yield block.heading
            yield from in_a_row(block.blocks)
        else:
            yield block


def reference(text: str) -> Run:
    """The text, as a link if it is the address of a page or a mailbox."""
    line = words(text)
    return Run(line, target=line if _is_link(line) else None)


def contact(text: str) -> Run:
    """Whom a reader asks, as a link to their mailbox or page if the text is its address."""
    own = reference(text)
    mail = f"mailto:{own.text}" if _is_mailbox(own.text) else own.target
    return Run(own.text.removeprefix("mailto:"), target=mail)


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


def joined(runs: Iterable[Run], between: str = ", ", style: str = "") -> list[Run]:
    """The runs one behind the other, with something between them."""
    return [part for run in runs for part in (Run(between, style), run)][1:]


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
