"""The tables of a Word document, opened by python-docx, the extra `docx`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final
from zipfile import ZipFile

from ecefollow.documents.cells import TableError
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
    for block in _inside(body, "p", "tbl"):
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
    for row in _inside(element, "tr"):
        texts = [""] * _number(_child(row, "trPr", "gridBefore"), 0)
        for cell in _inside(row, "tc"):
            place = len(table.rows), len(texts)
            merge = _child(cell, "tcPr", "vMerge")  # it says "restart" where a merged cell begins
            if merge is not None and _value(merge) in {"", "continue"}:
                table.continued.add(place)
            span = _number(_child(cell, "tcPr", "gridSpan"), 1)
            texts += [_text(cell), *[""] * (span - 1)]
            require_size(0, len(texts), where=f"{name}: ")
        table.rows.append(texts)
        cells += len(texts)
        require_size(len(table.rows), 0, cells, where=f"{name}: ")
    return table


def _inside(parent: Any, *wanted: str) -> Iterator[Any]:
    """The nearest elements of these names, through content controls and tracked changes."""
    for child in parent:
        name = _name(child)
        if name in wanted:
            if _child(child, "trPr", "del") is None:
                yield child
        elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _inside(child, *wanted)


def _text(cell: Any) -> str:
    """The cell's paragraphs, a line each, those of a table in it too."""
    paragraphs = [_paragraph(element) for element in cell.iter() if _name(element) == "p"]
    return "\n".join(paragraphs).strip("\n")


def _paragraph(element: Any) -> str:
    text = "".join(_runs(element))
    return f"{_BULLET}{text}" if text.strip() and _is_item(element) else text


def _is_item(paragraph: Any) -> bool:
    """Whether Word puts a number or a bullet in front, which is no part of the text."""
    if _child(paragraph, "pPr", "numPr") is not None:
        number = _child(paragraph, "pPr", "numPr", "numId")
        return number is None or _value(number) != "0"
    style = _child(paragraph, "pPr", "pStyle")
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


def _number(element: Any, least: int) -> int:
    """A number of columns, which is the *least* where no element says it."""
    if element is None:
        return least
    value = _value(element)
    if not value.isdecimal():
        raise TableError(f"the document is damaged: {value!r} is no number of columns")
    return max(least, min(int(value), 1_000))


def _child(element: Any, *names: str) -> Any:
    """The element down that path, by its first children of these names; None if there is none."""
    for name in names:
        if element is not None:
            element = next((child for child in element if _name(child) == name), None)
    return element


def _value(element: Any) -> str:
    return next((text for key, text in element.items() if key.endswith("}val")), "")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has none


def _beside_the_text(archive: ZipFile, body: Any) -> Iterator[TableFinding]:
    names = [part.filename.casefold() for part in archive.infolist()]
    if any(name.endswith("/comments.xml") for name in names):
        yield TableFinding(CellPlace(), "", "there are comments in the margin; they were not read")
    elements = {_name(element) for element in body.iter()}
    if elements & {"ins", "del", "moveFrom", "moveTo"}:
        message = "there are tracked changes; the text was read as if they were all accepted"
        yield TableFinding(CellPlace(), "", message)
    if "footnoteReference" in elements or "endnoteReference" in elements:
        yield TableFinding(CellPlace(), "", "there are footnotes; they were not read")
