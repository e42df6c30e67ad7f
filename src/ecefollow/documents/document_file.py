"""A file with paragraphs and tables, of whichever kind its content shows it to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from ecefollow.documents import csv_file, html_file, text_file
from ecefollow.documents.blocks import Document, Finding, Place
from ecefollow.documents.cells import TableError, damaged
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import RefusedError

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_is_workbook: Final = re.compile(r"xl/workbook\d*\.xml").fullmatch
_is_document: Final = re.compile(r"word/document\d*\.xml").fullmatch
_START: Final = 4096  # bytes that show what a file is
_NO_TEXT: Final = frozenset((".docx", ".pdf", ".xlsx"))  # and what looks like it is damaged
# What else may come, and how it is brought to one of the forms that are read.
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "this is a file of an old Office, or encrypted; "
        "save it as .xlsx or .docx, without a password"
    ),
    b"{\\rtf": "this is a rich text file; save it as .docx",
    **dict.fromkeys(
        (b"from: <saved by", b"mime-version:"),
        "this is a web page with its pictures (.mhtml); save it as HTML alone",
    ),
    b"<?xml": "this is XML; open it in a spreadsheet and save it as .xlsx",
}


def read(path: str, encoding: str | None = None) -> Document:
    """The blocks of the file at *path*: CSV, text, web page, .xlsx, .docx or PDF, by its content.

    UnreadableError if it cannot be read, TableError if it has nothing that can, RefusedError if
    it needs an extra that is not installed. *encoding* is that of a text, if it is known.
    """
    return read_data(sources.read(path, most=sources.LARGEST_TABLE), encoding, path)


def read_data(data: bytes, encoding: str | None = None, path: str = "") -> Document:
    """The blocks in *data*, which a file at *path* has."""
    if data.startswith(_ZIP):
        document = _read_package(data)
        if encoding is not None:
            message = f"the encoding {encoding} was not needed: the file says its own"
            document.findings.append(Finding(Place(), "", message))
        return document
    start = data[:_START]
    if b"%PDF-" in start[:1024]:  # readers take it so far in (PDF Reference 1.7, H.3)
        # Late: what reads one kind of file is not needed for another.
        from ecefollow.documents import pdf_file

        return pdf_file.read(data)
    if html_file.is_page(start):
        return html_file.read(data, encoding)
    for sign, message in _OTHERS.items():
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(sign):
            raise TableError(message)
    ending = Path(path).suffix.casefold()
    if ending in _NO_TEXT:
        kind = ending.removeprefix(".").upper()
        raise TableError(f"this is called {ending}, but it is no {kind} file, or a damaged one")
    try:
        return csv_file.read(data, encoding)
    except csv_file.RunningTextError:
        return text_file.read(data, encoding)


def _read_package(data: bytes) -> Document:
    # Late: likewise.
    from ecefollow.documents import office_package

    try:
        archive = office_package.open_package(data)
        names = [name.casefold() for name in archive.namelist()]
        document = _reader(names)(archive)
    except (TableError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001 - what a library raises for a damaged file is open
        raise damaged(error, "open it, save it as .xlsx or .docx and try again") from None
    if any(name.endswith("vbaproject.bin") for name in names):
        document.findings.insert(0, Finding(Place(), "", "there are macros; they were not read"))
    return document


def _reader(names: list[str]) -> Callable[[ZipFile], Document]:
    """What reads the package that has parts of these names."""
    # Late: likewise.
    if any(map(_is_workbook, names)):
        from ecefollow.documents import xlsx_file

        return xlsx_file.read
    if any(map(_is_document, names)):
        from ecefollow.documents import docx_file

        return docx_file.read
    raise TableError("this is neither .xlsx nor .docx; save it as one of them")
