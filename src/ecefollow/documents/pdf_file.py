"""The paragraphs and tables of a PDF; pdfplumber, the extra `pdf`, knows its letters and rules."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import quantiles
from typing import Any, Final

from ecefollow.documents import pages, pdf_layout, pdf_tables, sandbox
from ecefollow.documents.blocks import Block, Document, Finding, Paragraph, Place, Table
from ecefollow.documents.cells import TableError
from ecefollow.documents.pdf_layout import RuledTable, TextLine
from ecefollow.reading import extras

_LEAST: Final = "0.11.9"  # earlier ones run code that a PDF names
_MOST_PAGES: Final = 500
_MOST_CHARACTERS: Final = 2_000_000
_APART: Final = 1.2  # times the usual distance: what is farther below begins a paragraph
_USUAL: Final = 1.2  # heights of letters from a line to the next, where there is but one
_MARGIN: Final = 0.08  # of a page: below its text, where far from it there is but a foot
_FAR: Final = 3  # heights of letters between the text and a foot, at least
_SAME: Final = 2  # points by which the columns of a table differ from page to page, at most
_NO_TEXT: Final = "it is a picture without a text; have its text recognised (OCR)"
_runs_left: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]").search


def read(data: bytes) -> Document:
    """The blocks of the PDF in *data*; TableError if it is too large, damaged, or has no text."""
    extras.require("pdfplumber", _LEAST)
    return sandbox.run(_read, data)


def _read(data: bytes) -> Document:
    # Late: an extra, and slow to import.
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.pdf import PDF
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = PDF(io.BytesIO(data), unicode_norm="NFC", raise_unicode_errors=False)
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise TableError("the PDF has a password; save it without one") from None
        raise
    if len(pdf.pages) > _MOST_PAGES:
        raise TableError(f"the PDF has more than {_MOST_PAGES:,} pages")
    findings: list[Finding] = []
    layouts: list[list[TextLine]] = []
    ends: list[float] = []
    characters = 0
    for page in pdf.pages:
        characters += len(page.chars)
        if characters > _MOST_CHARACTERS:
            raise TableError(f"the PDF has more than {_MOST_CHARACTERS:,} characters")
        layouts.append(pdf_tables.lines(page))
        ends.append((1 - _MARGIN) * page.height)
        findings += _beside(page)
        page.close()
    if not any(layouts):
        raise TableError(f"the PDF has no text: {_NO_TEXT}")
    return Document(_TextReader(layouts, ends, findings).blocks, findings)


def _beside(page: Any) -> Iterator[Finding]:
    """What a page has that is no text of it."""
    # Late: it comes with the extra.
    from pdfminer.utils import decode_text

    place = Place(f"page {page.page_number}")
    if page.images and not page.chars:
        yield Finding(place, "", f"the page was not read: {_NO_TEXT}")
    for note in page.annots:
        value = note["data"].get("V")
        for text in (note["contents"], decode_text(value) if isinstance(value, bytes) else ""):
            if text:
                yield Finding(place, text, "this stands in a comment or a field; it was not read")
    texts = [char["text"] for char in page.chars]
    if lost := sum(text.startswith("(cid:") for text in texts):
        message = (
            f"{lost} letters of the page are known by their looks alone; have it recognised (OCR)"
        )
        yield Finding(place, "", message)
    if any(map(_runs_left, texts)):
        message = "what is written from right to left may stand here in another order"
        yield Finding(place, "", message)


class _TextReader:
    """Makes blocks of the lines of pages."""

    def __init__(
        self,
        layouts: Sequence[Sequence[TextLine]],
        ends: Sequence[float],
        findings: list[Finding],
    ) -> None:
        self.blocks: list[Block] = []
        self._findings = findings
        self._maker = pdf_tables.TableMaker([line for page in layouts for line in page])
        self._near = _APART * _usual_distance(layouts)
        self._last: Block | None = None  # of the text, up to the page before
        self._edges: Sequence[float] = ()  # of the columns of the last table
        bodies = pages.bodies([[line.content(far="  ").text for line in page] for page in layouts])
        for number, (page, body, end) in enumerate(zip(layouts, bodies, ends, strict=True), 1):
            self._place = f"page {number}"
            self._lines = self._tables = 0
            stop = max(body.start, _above_foot(page[: body.stop], end))
            self._add(page[: body.start], is_of_page=True)
            for run in pdf_layout.in_columns(page[body.start : stop]):
                self._add(run)
            self._add(page[stop:], is_of_page=True)
        findings += self._maker.findings()

    def _add(self, lines: Sequence[TextLine], *, is_of_page: bool = False) -> None:
        above: TextLine | None = None
        sides = (
            min((line.x0 for line in lines), default=0),
            max((line.x1 for line in lines), default=0),
        )
        for line in lines:
            if line.table:
                self._add_table(line.table)
            else:
                self._lines += 1
                name = f"{self._place}, line {self._lines}"
                words = line.content()
                paragraph = Paragraph(
                    name, words.text, words.detail, words.is_bold, is_of_page=is_of_page
                )
                self.blocks.append(paragraph)
                if not is_of_page:
                    paragraph.goes_on = self._goes_on(above, line, sides)
                    self._last = paragraph
            above = line

    def _goes_on(self, above: TextLine | None, line: TextLine, sides: tuple[float, float]) -> bool:
        """Whether a line goes on below the one above it, or above it on the page before."""
        if above:
            is_near = line.base - above.base <= self._near * line.height
            room, needed = sides[1] - above.x1, line.words[0].x1 - line.x0 + line.height
            is_open = pages.goes_on(above.text) and room < (sides[1] - sides[0]) / 2
            is_over = room > needed and not is_open and not line.text[:1].islower()
            is_like = above.content().is_bold == line.content().is_bold
            return is_near and not is_over and not above.table and is_like
        last = self._last
        return (
            isinstance(last, Paragraph)
            and last.is_heading == line.content().is_bold
            and pages.goes_on(last.text)
        )

    def _add_table(self, ruled: RuledTable) -> None:
        self._tables += 1
        name = f"{self._place}, table {self._tables}"
        last, is_like = self._last, self._edges and _are_same(self._edges, ruled.edges)
        self._edges = ruled.edges
        if isinstance(last, Table) and is_like and not last.name.startswith(f"{self._place},"):
            self._findings.extend(self._maker.extend(last, ruled, name))
        else:
            self._last = self._maker.table(ruled, name)
            self.blocks.append(self._last)


def _above_foot(lines: Sequence[TextLine], end: float) -> int:
    """How many lines stand above a foot: what is in the margin of the page, far below its text."""
    count = sum(line.base <= end for line in lines)
    above, foot = lines[max(count - 1, 0) : count], lines[count:]
    is_far = all(line.base + _FAR * foot[0].height < foot[0].base for line in above if foot)
    return count if above and is_far and not any(line.table for line in foot) else len(lines)


def _are_same(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether two tables have the same columns."""
    near = (abs(x - other) < _SAME for x, other in zip(edges, others, strict=False))
    return len(edges) == len(others) and all(near)


def _usual_distance(layouts: Sequence[Sequence[TextLine]]) -> float:
    """How far below each other lines of one text stand, in heights of letters."""
    distances = [
        (line.base - above.base) / line.height
        for page in layouts
        for above, line in pairwise(page)
        if not (above.table or line.table)
    ]
    return quantiles(distances, n=5)[0] if len(distances) > 1 else _USUAL
