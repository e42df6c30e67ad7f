"""The sheets of an Excel workbook; openpyxl, the extra `xlsx`, knows its parts and its styles."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any, Final
from zipfile import ZipFile

from ecefollow.documents.blocks import Document, Finding, Place, require_size
from ecefollow.documents.sheet_reader import SheetReader
from ecefollow.reading import extras

_TEXTS: Final = "xl/sharedstrings.xml"
# What Excel writes before a comment for programs that do not know the threaded ones.
_preface: Final = re.compile(r"\[Threaded comment\].*?\nComment:\s*", re.DOTALL)


def read(archive: ZipFile) -> Document:
    """The sheets of the workbook, one after the other.

    TableError if a sheet is damaged or too large; what else is damaged raises whatever openpyxl
    does.
    """
    with extras.needed("openpyxl"):
        # Late: an extra, and slow to import.
        from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what is not read here anyway: pictures, validations
        file: Any = archive.fp  # which is open
        reader: Any = ExcelReader(file, read_only=True, keep_links=False, rich_text=True)
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        for name in archive.namelist():
            if name.casefold() == _TEXTS:
                texts = archive.read(name).count(b"<si>")
                require_size(0, 0, texts, where="among the texts ")
        reader.read_strings()
        return _sheets(reader, archive)


def _sheets(reader: Any, archive: ZipFile) -> Document:
    from openpyxl.worksheet._reader import WorkSheetParser

    book = reader.wb
    parser: Any = WorkSheetParser(
        io.BytesIO(),
        dict(enumerate(reader.shared_strings)),  # in which none has a number below 0
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,  # noqa: SLF001 - as openpyxl hands them on
        timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - likewise
        rich_text=True,
    )
    document = Document([], [])
    for part, relation in reader.parser.find_sheets():
        if not relation.Type.endswith("/worksheet"):
            continue  # one of a chart, or of macros
        name = f"sheet {part.name}"
        related = _related(archive, relation.target)
        links = {each.id: each.target for each in related if each.Type.endswith("/hyperlink")}
        sheet = SheetReader(archive.open(relation.target), name, links, parser, book)
        if part.state == "visible":
            for each in related:
                if each.Type.endswith("/comments"):
                    _add_comments(sheet, archive.read(each.target))
            document.blocks.append(sheet.table)
            document.findings.extend(sheet.findings)
        elif sheet.table.rows:
            message = "the sheet is hidden, and was not read; show it to have it read"
            document.findings.append(Finding(Place(name), "", message))
    return document


def _related(archive: ZipFile, part: str) -> list[Any]:
    """The addresses and other parts that a part of the workbook refers to."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path

    path: str = get_rels_path(part)  # type: ignore[no-untyped-call]  # the stubs have no type
    return list(get_dependents(archive, path)) if path in archive.namelist() else []


def _add_comments(sheet: SheetReader, part: bytes) -> None:
    from openpyxl.comments.comment_sheet import CommentSheet
    from openpyxl.xml.functions import fromstring

    xml: Any = fromstring(part)
    comments: Any = CommentSheet.from_tree(xml)
    for reference, comment in comments.comments:
        sheet.add(reference, comment=_preface.sub("", comment.text.strip(), count=1))
