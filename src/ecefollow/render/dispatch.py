"""Choose the module that renders a listing, a page or a list of problems in a format."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.render.formats import (
    FindingFormat,
    Format,
    Look,
    PageFormat,
    ProblemFormat,
    ReportFormat,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecefollow.documents.blocks import Finding
    from ecefollow.importing.account import Account
    from ecefollow.reading.diagnostics import Diagnostic
    from ecefollow.views.calendar import Calendar
    from ecefollow.views.document import WrittenDocument
    from ecefollow.views.export import Tables
    from ecefollow.views.listing import Listing
    from ecefollow.views.page import Page
    from ecefollow.views.report import Report
    from ecefollow.views.sheet import Sheet

# Rich takes half a millisecond for a row; with more rows than this, the delay is noticeable.
_MAX_TABLE_ROWS = 200
_IN_A_FILE: Final = Look(width=100, colour=False, encoding="utf-8")
_ENDINGS: Final = {
    "csv": Format.CSV,
    "json": Format.JSON,
    "md": Format.MARKDOWN,
    "txt": Format.PLAIN,
}

# Each format is imported where it is chosen: Rich, json and csv would slow down all the others.


class Published(NamedTuple):
    """The bytes of a file that is published, and the mark by which one of its kind is known.

    Beside one that another program has open, files with the endings *unsaved* hold its changes.
    """

    data: bytes
    mark: bytes
    unsaved: tuple[str, ...] = ()


def listing(listing: Listing, format: Format, look: Look) -> str:
    """The listing in the given format; only a table has the context below it."""
    match format:
        case Format.TABLE if len(listing.rows) <= _MAX_TABLE_ROWS:
            from ecefollow.render import table

            return table.render(listing, look)
        case Format.TABLE | Format.PLAIN:
            from ecefollow.render import plain

            if format is Format.PLAIN:
                return plain.render(listing, colour=look.colour)
            context = "".join(f"{line}\n" for line in listing.below)
            return f"{plain.render(listing, colour=look.colour, room=look.width)}\n{context}"
        case Format.JSON:
            from ecefollow.render import json

            return json.render(listing.as_json, look)
        case Format.CSV:
            from ecefollow.render import csv

            return csv.render(listing)
        case Format.MARKDOWN:
            from ecefollow.render import markdown

            return markdown.render(listing)
        case _:
            assert_never(format)


def page(page: Page, format: PageFormat, look: Look) -> str:
    """The page in the given format."""
    match format:
        case PageFormat.TABLE | PageFormat.PLAIN:
            from ecefollow.render.page import render

            return render(page, look, colour=format is PageFormat.TABLE and look.colour)
        case PageFormat.JSON:
            from ecefollow.render import json

            return json.render(page.as_json, look)
        case _:
            assert_never(format)


def report(report: Report, format: ReportFormat) -> Published:
    """The report in one format; RefusedError if that needs an extra that is not installed."""
    if format is not ReportFormat.HTML:
        from ecefollow.views import report_document

        return document(report_document.document(report), format)
    from ecefollow.reading import extras

    with extras.needed("Jinja2"):
        from ecefollow.render import document_html, report_html

    return Published(_bytes(report_html.render(report)), document_html.MARK)


def document(document: WrittenDocument, format: ReportFormat) -> Published:
    """A letter or a report that is written down, in one format; RefusedError as `report`."""
    match format:
        case ReportFormat.HTML:
            from ecefollow.render import document_html

            return Published(_bytes(document_html.render(document)), document_html.MARK)
        case ReportFormat.DOCX:
            from ecefollow.reading import extras

            with extras.needed("python-docx"):
                from ecefollow.render import document_docx

            return Published(document_docx.render(document), document_docx.MARK)
        case ReportFormat.MARKDOWN:
            from ecefollow.render import document_markdown

            return Published(_bytes(document_markdown.render(document)), document_markdown.MARK)
        case _:
            assert_never(format)


def calendar(calendar: Calendar) -> Published:
    """The calendar as a file; RefusedError if what that needs is not installed."""
    from ecefollow.reading import extras

    with extras.needed("icalendar"):
        from ecefollow.render import calendar as icalendar

    return Published(_bytes(icalendar.render(calendar)), icalendar.MARK)


def database(tables: Tables) -> Published:
    """The tables as a database; RefusedError if this Python cannot make one."""
    try:
        from ecefollow.render import sqlite
    except ModuleNotFoundError as error:
        if "sqlite3" not in (error.name or ""):
            raise
        raise RefusedError("this needs SQLite, which this Python was built without") from None
    return Published(sqlite.render(tables), sqlite.MARK, sqlite.UNSAVED)


def evaluations_in(file: Path) -> set[str]:
    """The ids of the evaluations that a calendar or a database of ours is about."""
    if file.suffix == ".ics":
        text = file.read_bytes().replace(b"\r\n ", b"").decode(errors="replace")
        return {*re.findall(r"(?m)^UID:.*@(.+)\.ecefollow\r?$", text)}
    with suppress(ModuleNotFoundError):  # a Python that was built without SQLite
        from ecefollow.render import sqlite

        return sqlite.evaluations(file)
    return set()


def problems(
    diagnostics: Sequence[Diagnostic],
    format: ProblemFormat,
    lines: Mapping[str, Sequence[str]],
    *,
    colour: bool,
    room: int = sys.maxsize,
) -> str:
    """The problems in the given format; *lines* has the lines of each file, by path."""
    # Late, like the others: most runs have no problem to show.
    from ecefollow.render.problems import render

    return render(diagnostics, format, lines, colour=colour, room=room)


def findings(findings: Sequence[Finding], format: FindingFormat) -> str:
    """What was found in a document, in the given format."""
    from ecefollow.render.problems import render_findings

    return render_findings(findings, format)


def account(account: Account) -> str:
    """Where everything in a document went, as CSV."""
    from ecefollow.render import csv

    return csv.render_account(account)


def sheet(sheet: Sheet) -> bytes:
    """A sheet to fill in, as a workbook; RefusedError if the extra is not installed."""
    from ecefollow.render.sheet import render

    return render(sheet)


def listing_file(rows: Listing, path: str, format: Format | None) -> bytes:
    """The file of a listing, in the format or else as its name says.

    RefusedError if a workbook needs an extra that is not installed, or if nothing says the format.
    """
    if is_workbook(path):
        from ecefollow.render import xlsx

        return xlsx.render(rows)
    chosen = format or _ENDINGS.get(path.rpartition(".")[2].casefold())
    if not chosen:
        endings = ", ".join(f".{ending}" for ending in ("xlsx", *_ENDINGS))
        raise RefusedError(f"{path}: which format? A name may end in {endings}, or give --format")
    return _bytes(listing(rows, chosen, _IN_A_FILE))


def is_workbook(path: str) -> bool:
    """Whether a file of this name is to be a workbook."""
    return path.casefold().endswith(".xlsx")


def _bytes(text: str) -> bytes:
    return text.encode(errors="backslashreplace")  # the name of a file may be any bytes
