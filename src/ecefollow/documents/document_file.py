"""A file with paragraphs and tables, of whichever kind its content shows it to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from zipfile import ZipFile

from ecefollow.documents import csv_file, docx_file, html_file, office_package, xlsx_file
from ecefollow.documents.blocks import Document, Finding, Place
from ecefollow.documents.cells import TableError
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_is_workbook: Final = re.compile(r"xl/workbook\d*\.xml").fullmatch
_is_document: Final = re.compile(r"word/document\d*\.xml").fullmatch
_START: Final = 4096  # bytes that show what a file is
# What else may come, and how it is brought to one of the forms that are read.
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "this is a file of an old Office, or encrypted; "
        "save it as .xlsx or .docx, without a password"
    ),
    b"%pdf": "this is a PDF; open it in a word processor and save it as .docx",
    b"{\\rtf": "this is a rich text file; save it as .docx",
    b"<?xml": "this is XML; open it in a spreadsheet and save it as .xlsx",
}


def read(path: str, encoding: str | None = None) -> Document:
    """The blocks of the file at *path*: CSV, a web page, .xlsx or .docx, whatever its name.

    UnreadableError if it cannot be read, TableError if it has nothing that can, RefusedError if
    it needs an extra that is not installed. *encoding* is that of a text, if it is known.
    """
    return read_data(sources.read(path, most=sources.LARGEST_TABLE), encoding)


def read_data(data: bytes, encoding: str | None = None) -> Document:
    """The blocks in *data*."""
    if data.startswith(_ZIP):
        document = _read_package(data)
        if encoding is not None:
            message = f"the encoding {encoding} was not needed: the file says its own"
            document.findings.append(Finding(Place(), "", message))
        return document
    start = data[:_START]
    if html_file.is_page(start):
        return html_file.read(data, encoding)
    for sign, message in _OTHERS.items():
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(sign):
            raise TableError(message)
    return csv_file.read(data, encoding)


def _read_package(data: bytes) -> Document:
    try:
        archive = office_package.open_package(data)
        names = [name.casefold() for name in archive.namelist()]
        document = _reader(names)(data, archive)
    except (TableError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001 - what a library raises for a damaged file is open
        reason = escaped(f"{error}".partition("\n")[0] or type(error).__name__)
        advice = "open it, save it as .xlsx or .docx and try again"
        raise TableError(f"the file is damaged: {reason}; {advice}") from None
    if any(name.endswith("vbaproject.bin") for name in names):
        document.findings.insert(0, Finding(Place(), "", "there are macros; they were not read"))
    return document


def _reader(names: list[str]) -> Callable[[bytes, ZipFile], Document]:
    """What reads the package that has parts of these names."""
    if any(map(_is_workbook, names)):
        return xlsx_file.read
    if any(map(_is_document, names)):
        return docx_file.read
    raise TableError("this is neither .xlsx nor .docx; save it as one of them")
