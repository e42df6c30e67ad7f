"""The tables of a PDF whose cells have rules around them, and the texts of these cells."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from ecefollow.documents import pages, pdf_layout
from ecefollow.documents.blocks import PLAIN, Detail, Finding, Place, Table, require_size
from ecefollow.documents.broken_words import BrokenWords, Seam
from ecefollow.documents.pdf_layout import Marks, RuledCell, RuledTable, TextLine
from ecefollow.documents.sentences import Hyphens
from ecefollow.documents.text_runs import BULLETS

_BLANK: Final = 0.5  # of the height of letters: more than a blank has
_FAR: Final = 2  # heights of letters from one line to the next: more than lines of a text have
_NEAR: Final = 0.2  # points by which a room is measured too large or too small, at most
_CENTRED: Final = 2  # points by which a centred line may stand off the middle
_MOST_HEADS: Final = 3  # rows of a head that comes again
_CLOSING: Final = ".,;:!?)]»”’%"


def lines(page: Any) -> list[TextLine]:
    """The lines of a page and its tables, from the top; what stands side by side is one line."""
    chars, marks = page.chars, Marks.of(page)
    found = []
    for table in page.find_tables():
        if len({cell[0] for cell in table.cells}) > 1:  # a frame around a text is no table
            x0, top, x1, _ = table.bbox
            inside = [char for char in chars if _is_in(char, table.bbox)]
            chars = [char for char in chars if not _is_in(char, table.bbox)]
            found.append(TextLine([], x0, x1, top, 1, _ruled(table.cells, inside, marks)))
    return sorted([*found, *pdf_layout.lines(chars, marks)], key=lambda line: line.base)


class TableMaker:
    """Makes tables of the ruled ones in a document, whose lines tell which words there are."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        tables = [line.table for line in lines if line.table]
        cells = [cell for table in tables for cell in table.cells]
        margin = min((_margin(cell) for cell in cells if cell.lines), default=0)
        self._least = min((_least_room(cell, margin) for cell in cells), default=math.inf)
        seams: list[Seam] = []

        def collects(seam: Seam) -> bool:
            seams.append(seam)
            return seam.is_sure

        for cell in cells:
            self._paragraphs(cell, collects)
        texts = [line.text for line in (*lines, *chain.from_iterable(map(_inner, tables)))]
        self._hyphens = Hyphens(texts)
        self._broken = BrokenWords(texts, seams)
        self._doubtful: dict[tuple[str, str, bool], list[Place]] = {}
        self._hyphened: dict[str, Finding] = {}
        self._bottom: dict[int, RuledCell] = {}  # the last row of the last table, by column

    def findings(self) -> Iterator[Finding]:
        """The words of which nothing says surely whether they were broken, or have a hyphen."""
        yield from self._hyphened.values()
        for (head, tail, is_one), places in self._doubtful.items():
            number = "one word" if is_one else "two words"
            message = f"a cell has this in two lines, without a hyphen; it was read as {number}"
            more = f" in {len(places)} cells" if len(places) > 1 else ""
            yield Finding(places[0], f"{head} {tail}", f"{message}{more}")

    def table(self, ruled: RuledTable, name: str) -> Table:
        """The table with the texts of its cells, in which only paragraphs have lines."""
        rows = max(cell.row + cell.rows for cell in ruled.cells)
        columns = len(ruled.edges) - 1
        require_size(rows, columns, rows * columns, where=f"{name}: ")
        table = Table(name, [[""] * columns for _ in range(rows)])
        for cell in ruled.cells:
            self._fill(table, cell, table.place(cell.row, cell.column))
        self._bottom = {cell.column: cell for cell in ruled.cells if cell.row + cell.rows == rows}
        return table

    def extend(self, table: Table, ruled: RuledTable, name: str) -> Iterator[Finding]:
        """Add the rows of a table that goes on over a page's end; what is not added is told of."""
        above = self._bottom
        more = self.table(ruled, name)
        heads = 0
        while heads < min(_MOST_HEADS, len(table.rows), len(more.rows)) and (
            table.rows[heads] == more.rows[heads]
        ):
            yield Finding(
                more.place(heads), "", "the head of the table comes again; it was left out"
            )
            heads += 1
        if pairs := _rest(above, [cell for cell in ruled.cells if cell.row == heads]):
            yield Finding(more.place(heads), "", "this was read as the end of the row above it")
            for begun, cell in pairs:
                whole = begun._replace(
                    row=len(table.rows) - begun.rows, lines=[*begun.lines, *cell.lines]
                )
                self._fill(table, whole, more.place(heads, cell.column))
                above[cell.column] = whole
            heads += 1
            self._bottom = above if heads == len(more.rows) else self._bottom
        shift = len(table.rows) - heads
        table.rows += more.rows[heads:]
        table.details |= {
            (row + shift, column): detail
            for (row, column), detail in more.details.items()
            if row >= heads
        }
        cells = len(table.rows) * len(table.rows[0])
        require_size(len(table.rows), 0, cells, where=f"{table.name}: ")

    def _fill(self, table: Table, cell: RuledCell, place: Place) -> None:
        """Put the text of a cell into a table, and what the cell is besides."""

        def is_one(seam: Seam) -> bool:
            is_one, is_sure = self._broken.is_one(seam)
            if not is_sure:
                self._doubtful.setdefault((seam.head, seam.tail, is_one), []).append(place)
            return is_one

        paragraphs = self._paragraphs(cell, is_one)
        text = "\n".join(map(self._hyphens.joined, paragraphs))
        table.rows[cell.row][cell.column] = text
        for lines in paragraphs:
            for word, message in self._hyphens.doubts(lines, text):
                self._hyphened.setdefault(word, Finding(place, word, message))
        details = [line.content().detail for line in cell.lines]
        links = dict.fromkeys(each.link for each in details if each.link)
        struck = " ".join(each.struck for each in details if each.struck)
        detail = Detail(cell.rows, cell.columns, link="\n".join(links), struck=struck)
        if detail != PLAIN:
            table.details[cell.row, cell.column] = detail

    def _paragraphs(self, cell: RuledCell, is_one: Callable[[Seam], bool]) -> list[list[str]]:
        """The lines of each paragraph in a cell, whole words in them.

        They are read from the end: there a broken word shows whether it is one.
        """
        below: TextLine | None = None
        paragraphs: list[list[str]] = []
        for line in reversed([line for line in cell.lines if line.text]):
            if not below or _is_apart(cell, line, below):
                paragraphs.insert(0, [line.text])
                below = line
                continue
            seam = self._seam(cell, line, below, paragraphs[0][0])
            if seam and is_one(seam):
                paragraphs[0][0] = line.text + paragraphs[0][0]
            else:
                paragraphs[0].insert(0, line.text)
            below = line
        return paragraphs

    def _seam(self, cell: RuledCell, above: TextLine, line: TextLine, text: str) -> Seam | None:
        """What may be a broken word: a line's only one, behind which the next letter has no room.

        It is surely one if the blank that stands at the ends of other lines is missing.
        """
        room = _room(cell, above)
        if len(above.words) > 1 or above.words[-1].blank or room >= line.words[0].first:
            return None
        head, tail = above.text, text.split(maxsplit=1)[0]
        last, first = head[-1:], tail[0]
        is_like = first.islower() or first in _CLOSING or (first.isupper() and head.isupper())
        is_number = first.isdigit() and len(tail) < len(head) - 1
        if (last.isalpha() and is_like) or (last.isdigit() and is_number):
            return Seam(head, tail, room >= self._least * line.height)
        return None


def _rest(
    above: Mapping[int, RuledCell], row: Iterable[RuledCell]
) -> Sequence[tuple[RuledCell, RuledCell]]:
    """The cells of the row above, each with its rest, if this row has no beginning of its own."""
    pairs = [(above.get(cell.column), cell) for cell in row if cell.lines]
    begun = [(one, cell) for one, cell in pairs if one and one.lines]
    if len(begun) < len(pairs):
        return ()
    is_rest = [cell.lines[0].text[:1].islower() for _, cell in begun]
    if pairs and pairs[0][1].column > 0:
        goes_on = any(is_rest) or all(_goes_on(*pair) for pair in begun)
    else:
        goes_on = is_rest[:1] == [True] or 2 * sum(is_rest) > len(is_rest)
    return begun if goes_on else ()


def _goes_on(above: RuledCell, cell: RuledCell) -> bool:
    """Whether the text of a cell may go on from the page before, which ends in a full line."""
    last = above.lines[-1]
    return pages.goes_on(last.text) and not _is_apart(above, last, cell.lines[0])


def _inner(ruled: RuledTable) -> Iterator[TextLine]:
    """The lines of a table, without a word at its end that may go on on the next page."""
    rows = max(cell.row + cell.rows for cell in ruled.cells)
    for cell in ruled.cells:
        is_last = cell.row + cell.rows == rows and cell.lines and len(cell.lines[-1].words) == 1
        yield from cell.lines[:-1] if is_last else cell.lines


def _least_room(cell: RuledCell, margin: float) -> float:
    """In how much room at the end of a line, in heights, a blank is written: some hang over."""
    lines = [line for line in cell.lines[:-1] if line.words[-1].blank]
    hangs = any(line.x1 + line.words[-1].blank / 2 > cell.x1 - margin for line in lines)
    widths = [(line.words[-1].blank + _NEAR) / line.height for line in lines]
    return -math.inf if hangs else max(widths, default=math.inf)


def _is_apart(cell: RuledCell, above: TextLine, line: TextLine) -> bool:
    """Whether the line begins a paragraph: its first word had room in the line above."""
    if line.base - above.base > _FAR * line.height or line.text.startswith((*BULLETS,)):
        return True
    first = line.words[0]
    needed = first.x1 - first.x0 + _BLANK * line.height
    return _room(cell, above) > needed and not first.text[0].islower()


def _room(cell: RuledCell, line: TextLine) -> float:
    """How much more would have stood in a line of a cell, centred ones too."""
    margin = min(_margin(cell), line.height)
    left, right = line.x0 - cell.x0 - margin, cell.x1 - margin - line.x1
    return left + right if abs(left - right) < _CENTRED else right


def _margin(cell: RuledCell) -> float:
    return min(line.x0 for line in cell.lines) - cell.x0


def _ruled(
    cells: Sequence[tuple[float, float, float, float]], chars: Iterable[Any], marks: Marks
) -> RuledTable:
    edges = sorted({x for cell in cells for x in (cell[0], cell[2])})
    tops = sorted({y for cell in cells for y in (cell[1], cell[3])})
    inside: dict[tuple[int, int], list[Any]] = {}
    for char in chars:
        x, y = _middle(char)
        inside.setdefault((bisect_right(tops, y) - 1, bisect_right(edges, x) - 1), []).append(char)
    made = []
    for x0, top, x1, bottom in cells:
        rows = range(tops.index(top), tops.index(bottom))
        columns = range(edges.index(x0), edges.index(x1))
        own = [char for row in rows for column in columns for char in inside.get((row, column), ())]
        lines = pdf_layout.lines(own, marks)
        made.append(RuledCell(rows[0], columns[0], len(rows), len(columns), x0, x1, lines))
    return RuledTable(edges, made)


def _is_in(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = _middle(char)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _middle(char: dict[str, Any]) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
