"""Files of every kind, and hostile ones: a clear line, soon, and without much memory."""

import os
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office_files import ROWS, changed, document, package, parts_of, with_texts, workbook
from slow_cases import usually

from ecefollow.documents import document_file
from ecefollow.documents.blocks import Place
from ecefollow.documents.cells import TableError
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.sources import UnreadableError

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SECONDS = 2
_MEGABYTES = 200


def sheet(rows: str, more: str = "") -> dict[str, bytes]:
    body = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>"
    return {SHEET: body.encode()}


def refused(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        document_file.read_data(data)
    return str(caught.value)


# What a file is


@pytest.mark.parametrize("made", [workbook, document])
def test_what_a_file_is_its_content_says(made: Callable[[], bytes]) -> None:
    (table,) = document_file.read_data(made()).tables
    assert table.rows == ROWS


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NO_OFFICE = "this is neither .xlsx nor .docx; save it as one of them"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{\\rtf1 }", "this is a rich text file; save it as .docx"),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?><Workbook>",
            "this is XML; open it in a spreadsheet and save it",
        ),
        (b"From: <Saved by Blink>\r\n", "this is a web page with its pictures (.mhtml); save it"),
        (b"", "the file is empty"),
        (b"PK\x03\x04 nothing", "the file is damaged: File is not a zip file; open it, save it as"),
        (OLE, "this is a file of an old Office, or encrypted; save it as .xlsx or .docx, without"),
        (package({"xl/workbook.bin": b""}), NO_OFFICE),
        (package({"mimetype": b""}), NO_OFFICE),
        (package({}), NO_OFFICE),
    ],
)
def test_a_file_of_another_kind_is_told_how_to_be_saved(data: bytes, message: str) -> None:
    assert refused(data).startswith(message)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_what_is_only_called_so_is_no_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"response.{kind}"
    path.write_text("Recommendation,Action\nPlan,Train\n", encoding="utf-8")
    with pytest.raises(TableError, match=rf"this is called \.{kind}, but it is no {kind.upper()}"):
        document_file.read(str(path))


@pytest.mark.parametrize("made", [workbook, document])
def test_a_package_says_its_own_encoding(made: Callable[[], bytes]) -> None:
    (finding,) = document_file.read_data(made(), "cp1251").findings
    assert finding.message == "the encoding cp1251 was not needed: the file says its own"


@pytest.mark.parametrize(
    ("module", "package", "make"),
    [("openpyxl.reader.excel", "openpyxl", workbook), ("docx", "python-docx", document)],
)
def test_a_missing_extra_is_told_how_to_be_installed(
    module: str, package: str, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RefusedError, match=f"pip install {package}$"):
        document_file.read_data(data)


# Hostile files


def bomb() -> bytes:
    spaces = b"<x>" + b" " * 17_000_000 + b"</x>"
    return changed(workbook(), {SHEET: spaces}, zipfile.ZIP_DEFLATED)


def lying_bomb() -> bytes:
    """A bomb that says in its directory that it is small."""
    data = bytearray(bomb())
    for place in (data.index(SHEET.encode()) - 8, data.rindex(SHEET.encode()) - 22):
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet {MAIN}>&l11;</worksheet>'
    return changed(workbook(), {SHEET: text.encode()})


def in_page(html: str) -> bytes:
    return f"<html>{html}".encode()


def in_word(xml: str) -> bytes:
    return changed(document(), {"word/document.xml": xml.encode()})


def in_sheet(rows: str, more: str = "") -> bytes:
    return changed(workbook(), sheet(rows, more))


EXTERNAL = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{Path(__file__).as_uri()}">]><x>&e;</x>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>1</w:t></w:r></w:p>"
FAR_APART = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 20_000))
MERGED = '<mergeCell ref="A1:Z1048576"/>' * 26
FORM = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
TEXT = "<si><t>1</t></si>"
DOCTYPE = "it has a document type declaration, as no file of Office has"
ROWS_LIMIT, CELLS_LIMIT = "there are more than 20,000 rows", "there are more than 300,000 cells"
COLUMNS_LIMIT = "there is something beyond column IV, the last that is read"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (bomb, "its part 'xl/worksheets/sheet1.xml' has more than 16"),
    "lying bomb": (lying_bomb, "the file is damaged: "),
    "many parts": (
        lambda: changed(workbook(), {f"xl/media/{n}.png": b"" for n in range(5_001)}),
        "it has more than 5,000 parts",
    ),
    "entities": (entities, DOCTYPE),
    "external entity": (lambda: in_word(EXTERNAL), DOCTYPE),
    "other encoding": (
        lambda: in_word('<?xml version="1.0" encoding="IBM037"?><x/>'),
        "its part 'word/document.xml' is damaged",
    ),
    "many rows": (
        lambda: in_sheet("<row><c><v>1</v></c></row>" * 20_001),
        f"sheet Sheet: {ROWS_LIMIT}",
    ),
    "many columns": (
        lambda: in_sheet(f"<row>{'<c><v>1</v></c>' * 16_384}</row>"),
        f"sheet Sheet: {COLUMNS_LIMIT}",
    ),
    "far cell": (
        lambda: in_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        f"sheet Sheet: {COLUMNS_LIMIT}",
    ),
    "many styles": (
        lambda: package({"xl/styles.xml": f"<styleSheet>{FORM * 100_000}</styleSheet>".encode()}),
        "its part 'xl/styles.xml' has more than 4,000,000 bytes",
    ),
    "many texts": (
        lambda: changed(
            workbook(), {"xl/sharedStrings.xml": f"<sst {MAIN}>{TEXT * 300_001}</sst>".encode()}
        ),
        f"among the texts {CELLS_LIMIT}",
    ),
    "deep": (
        lambda: in_word("<w:document>" + "<w:sdt>" * 100_000),
        "its part 'word/document.xml' is damaged",
    ),
    "deep page": (lambda: in_page("<div>" * 100_000), "the elements of the page are nested too"),
    "many cells of a page": (
        lambda: in_page("<table><tr>" + "<td colspan=999>" * 9),
        f"table 1: {COLUMNS_LIMIT}",
    ),
    "many lines": (lambda: b"Recommendation,Action\n" + b"Share,Meet\n" * 20_001, ROWS_LIMIT),
    "many cells": (lambda: b"Recommendation,Action\n" + b"," * 16_384, COLUMNS_LIMIT),
    "many merged cells": (
        lambda: in_sheet(FAR_APART, f"<mergeCells>{MERGED}</mergeCells>"),
        f"sheet Sheet: {CELLS_LIMIT}",
    ),
    "many paragraphs": (
        lambda: in_word(f"<w:document {WORD}><w:body>{PARAGRAPH * 20_001}</w:body></w:document>"),
        f"among the paragraphs {ROWS_LIMIT}",
    ),
    "many rows of a page": (lambda: in_page("<table>" + "<tr>" * 20_001), f"table 1: {ROWS_LIMIT}"),
}


@pytest.mark.parametrize(("make", "reason"), usually(16, HOSTILE))
def test_a_hostile_file_is_refused_soon_in_one_line(make: Callable[[], bytes], reason: str) -> None:
    data = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    message = refused(data)
    assert time.process_time() - begun < _SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < _MEGABYTES
    assert message.startswith(reason)
    assert "\n" not in message


@pytest.mark.parametrize(
    "part", usually(3, ["<a x='", "<![CDATA[", "<script>", "<a ", "<!--", "</", "<td>"])
)
def test_a_page_of_broken_elements_is_read_soon(part: str) -> None:
    begun = time.process_time()
    document_file.read_data(in_page(part * 20_000))
    assert time.process_time() - begun < _SECONDS


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, 64 * 1024 * 1024 + 1)
    with pytest.raises(UnreadableError, match="it is larger than 64 MB"):
        document_file.read(str(path))


def test_macros_are_not_read_and_told_of() -> None:
    data = changed(workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    found = document_file.read_data(data).findings
    assert [each.message for each in found] == ["there are macros; they were not read"]


def test_a_formula_is_its_value_and_one_without_is_told_of() -> None:
    with_value = '<c r="A1"><f>1+1</f><v>2</v></c>'
    without = '<c r="B1"><f>HYPERLINK("http://example.org")</f></c>'
    data = in_sheet(f'<row r="1">{with_value}{without}</row>')
    found = document_file.read_data(data)
    (table,), (finding,) = found.tables, found.findings
    assert table.rows == [["2", ""]]
    assert finding.place == Place("sheet Sheet", 1, 1)
    assert finding.text == '=HYPERLINK("http://example.org")'
    assert finding.message.startswith("this formula has no value; open the workbook, save it")


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"\xff\xff",
        *sheet('<row r="x"/>').values(),
        *sheet('<row r="0"><c><v>1</v></c></row>').values(),
        *sheet('<row><c t="s"><v>9</v></c></row>').values(),
        *sheet('<row><c t="s"><v>-1</v></c></row>').values(),
        *sheet('<row><c s="99"><v>1</v></c></row>').values(),
        *sheet("<row><c><v>one</v></c></row>").values(),
        *sheet("", '<mergeCells><mergeCell ref="?"/></mergeCells>').values(),
    ],
)
def test_a_damaged_sheet_is_named(part: bytes) -> None:
    reason = refused(changed(workbook(), {SHEET: part}))
    assert reason.startswith("sheet Sheet: the sheet is damaged after row")


TEXTS = {"[Content_Types].xml": with_texts(workbook()), "xl/sharedStrings.xml": b"\xff"}


@pytest.mark.parametrize(
    ("made", "parts"),
    [
        (workbook, TEXTS),
        (workbook, {"xl/workbook.xml": b""}),
        (document, {"word/document.xml": b""}),
        (document, {"word/styles.xml": b""}),
        (document, {"[Content_Types].xml": b"<x/>"}),
    ],
)
def test_a_damaged_part_is_one_line(made: Callable[[], bytes], parts: dict[str, bytes]) -> None:
    reason = refused(changed(made(), parts))
    assert reason.startswith("the file is damaged: ")
    assert reason.isprintable()


def test_a_sheet_that_is_not_there_is_no_empty_one() -> None:
    others = {name: part for name, part in parts_of(workbook()).items() if name != SHEET}
    assert f"There is no item named '{SHEET}'" in refused(package(others))
