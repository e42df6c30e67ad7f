"""Files of Excel and Word, and what is inside of them, to be changed."""

import io
import zipfile
from functools import cache
from typing import Any

import pytest

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
docx = pytest.importorskip("docx", reason="the extra docx is not installed")

ROWS = [["Recommendation", "Action"], ["Share", "Meet"]]


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    return saved(book)


@cache
def document() -> bytes:
    made = docx.Document()
    table = made.add_table(0, 2)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(made)


def saved(book: Any) -> bytes:
    """The bytes of a workbook or a document."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


@cache
def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """The package with these parts, in the place of others of their names."""
    return package(parts_of(data) | parts, method)


def with_texts(book: bytes) -> bytes:
    """The list of a workbook's parts, with one for the texts that its cells share."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % kind
    return parts_of(book)["[Content_Types].xml"].replace(b"</Types>", part)
