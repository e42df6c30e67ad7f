"""The tables of a Word document, opened by python-docx, the extra `docx`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final
from zipfile import ZipFile

from ecefollow.documents.spreadsheet import TableError
from ecefollow.documents.table import CellPlace, Table, TableFinding, Tables, require_size
from ecefollow.reading import extras

# python-docx finds the document in its package; the cells are read from its elements, since it has
# no tracked changes, content controls or numbered lists.

_BULLET: Final = "• "
_is_list_style: Final = re.compile(r"list(bullet|number)", re.IGNORECASE).match
# What was deleted or moved away is no word of the source any more.
_GONE: Final = frozenset(("del", "moveFrom"))
_NOT_TEXT: Final = frozenset(("pPr", "rPr", "tblPr", "tcPr", "trPr", "instrText", "Fallback"))
_CHARACTERS: Final = {
    "tab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "ptab": " ",
}


def read(data: bytes, archive: ZipFile) -> Tables:
    """The tables of a document, and the paragraphs between them as tables of one column.

    TableError if a table is too large; a damaged document raises whatever python-docx does.
    """
    with extras.needed("python-docx"):
        # Late: an extra, and slow to import.
        from docx import Document
    body = Document(io.BytesIO(data)).element.body
    return Tables(list(_tables(body)), list(_beside_the_text(archive, body)))


def _tables(body: Any) -> Iterator[Table]:
    number = 0
    between: list[str] = []
    for block in _blocks(body):
        if _name(block) == "p":
            if text := _paragraph(block).strip():
                between.append(text)
                require_size(len(between), where="text between the tables: ")
            continue
        number += 1
        if between:
            yield Table(f"text before table {number}", [[text] for text in between])
            between = []
        yield _table(block, f"table {number}")
    if between:
        yield Table("text after the last table", [[text] for text in between])


def _table(element: Any, name: str) -> Table:
    table = Table(name, [])
    cells = 0
    for row in _rows(element):
        texts = [""] * _before(row)
        for cell in _cells(row):
            place = len(table.rows), len(texts)
            if _merge(cell) == "continue":
                table.continued.add(place)
            texts += [_text(cell), *[""] * (_span(cell) - 1)]
            require_size(0, len(texts), where=f"{name}: ")
        table.rows.append(texts)
        cells += len(texts)
        require_size(len(table.rows), 0, cells, where=f"{name}: ")
    return table


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, whatever wraps them."""
    yield from _inside(parent, "p", "tbl")


def _rows(table: Any) -> Iterator[Any]:
    yield from _inside(table, "tr")


def _cells(row: Any) -> Iterator[Any]:
    yield from _inside(row, "tc")


def _inside(parent: Any, *wanted: str) -> Iterator[Any]:
    """The nearest elements of these names, through content controls and tracked changes."""
    for child in parent:
        name = _name(child)
        if name in wanted:
            if not _is_deleted_row(child):
                yield child
        elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _inside(child, *wanted)


def _is_deleted_row(element: Any) -> bool:
    properties = _child(element, "trPr")
    return properties is not None and _child(properties, "del") is not None


def _text(cell: Any) -> str:
    """The cell's paragraphs, a line each, those of a table in it too."""
    paragraphs = [_paragraph(element) for element in cell.iter() if _name(element) == "p"]
    return "\n".join(paragraphs).strip("\n")


def _paragraph(element: Any) -> str:
    text = "".join(_runs(element))
    return f"{_BULLET}{text}" if text.strip() and _is_item(element) else text


def _is_item(paragraph: Any) -> bool:
    """Whether Word puts a number or a bullet in front, which is no part of the text."""
    properties = _child(paragraph, "pPr")
    if properties is None:
        return False
    numbering = _child(properties, "numPr")
    if numbering is not None:
        number = _child(numbering, "numId")
        return number is None or _value(number) != "0"
    style = _child(properties, "pStyle")
    return style is not None and bool(_is_list_style(_value(style)))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _GONE and name not in _NOT_TEXT and name != "p":
            yield from _runs(child)


def _before(row: Any) -> int:
    """How many columns the row leaves out at its beginning."""
    properties = _child(row, "trPr")
    skipped = None if properties is None else _child(properties, "gridBefore")
    return 0 if skipped is None else _number(skipped)


def _span(cell: Any) -> int:
    properties = _child(cell, "tcPr")
    span = None if properties is None else _child(properties, "gridSpan")
    return 1 if span is None else max(_number(span), 1)


def _merge(cell: Any) -> str:
    """Whether the cell begins ("restart") or goes on with ("continue") one merged downwards."""
    properties = _child(cell, "tcPr")
    merge = None if properties is None else _child(properties, "vMerge")
    return "" if merge is None else _value(merge) or "continue"


def _number(element: Any) -> int:
    value = _value(element)
    if not value.isdecimal():
        raise TableError(f"the document is damaged: {value!r} is no number of columns")
    return min(int(value), 1_000)


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _name(child) == name), None)


def _value(element: Any) -> str:
    return next((text for key, text in element.items() if key.endswith("}val")), "")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has none


def _beside_the_text(archive: ZipFile, body: Any) -> Iterator[TableFinding]:
    names = [part.filename.casefold() for part in archive.infolist()]
    if any(name.endswith("vbaproject.bin") for name in names):
        yield TableFinding(CellPlace(), "", "the document has macros; they were not read")
    if any(name.endswith("/comments.xml") for name in names):
        yield TableFinding(CellPlace(), "", "there are comments in the margin; they were not read")
    elements = {_name(element) for element in body.iter()}
    if elements & {"ins", "del", "moveFrom", "moveTo"}:
        message = "there are tracked changes; the text was read as if they were all accepted"
        yield TableFinding(CellPlace(), "", message)
    if "footnoteReference" in elements or "endnoteReference" in elements:
        yield TableFinding(CellPlace(), "", "there are footnotes; they were not read")
