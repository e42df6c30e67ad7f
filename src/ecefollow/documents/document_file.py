"""A file with tables, of whichever kind its content shows it to be."""

from __future__ import annotations

from typing import Final

from ecefollow.documents import csv_file, docx_file, office_package, xlsx_file
from ecefollow.documents.cells import TableError
from ecefollow.documents.table import CellPlace, TableFinding, Tables
from ecefollow.reading import sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped

_ZIP: Final = b"PK\x03\x04"
# What else may come, and how it is brought to one of the forms that are read.
_OTHERS: Final = {
    b"%PDF": "this is a PDF; open it in a word processor and save it as .docx",
    b"{\\rtf": "this is a rich text file; save it as .docx",
    b"PK\x05\x06": "this is an empty zip file",
    b"<!doctype html": "this is a web page; open it in a spreadsheet and save it as .xlsx",
    b"<html": "this is a web page; open it in a spreadsheet and save it as .xlsx",
    b"<?xml": "this is XML; open it in a spreadsheet and save it as .xlsx",
}


def read(path: str) -> Tables:
    """The tables of the file at *path*: CSV, .xlsx or .docx, whatever its name.

    UnreadableError if it cannot be read, TableError if it has no table that can, RefusedError if
    it needs an extra that is not installed.
    """
    return read_data(sources.read(path, most=sources.LARGEST_TABLE))


def read_data(data: bytes) -> Tables:
    """The tables in *data*."""
    office_package.refuse_ole(data)
    if data.startswith(_ZIP):
        return _read_package(data)
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, message in _OTHERS.items():
        if start.startswith(sign.lower()):
            raise TableError(message)
    return csv_file.read(data)


def _read_package(data: bytes) -> Tables:
    archive = office_package.open_package(data)
    names = archive.namelist()
    if any(name.startswith("xl/") for name in names):
        kind, reader = "workbook", xlsx_file.read
    elif any(name.startswith("word/") for name in names):
        kind, reader = "document", docx_file.read
    elif "mimetype" in names:
        raise TableError("this is an OpenDocument file; save it as .xlsx or .docx")
    else:
        raise TableError("this is a zip file, but neither .xlsx nor .docx")
    try:
        tables, findings = reader(data, archive)
    except (TableError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001 - what a library raises for a damaged file is open
        reason = escaped(f"{error}") or type(error).__name__
        raise TableError(f"the {kind} cannot be read: {reason}") from None
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        message = f"the {kind} has macros; they were not read"
        findings = [TableFinding(CellPlace(), "", message), *findings]
    return Tables(tables, findings)
