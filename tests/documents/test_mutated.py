"""Files that were changed at random: they are read, or it is told why not, and soon."""

import random
import resource
import zlib
from collections.abc import Callable, Iterator

import pytest
from office_files import changed, docx, openpyxl, parts_of, saved
from pdf_files import lines, pdf, run_here, seconds, table, words

from ecefollow.documents import document_file, sandbox
from ecefollow.documents.blocks import Document
from ecefollow.documents.cells import TableError
from ecefollow.reading.diagnostics import RefusedError

_SECONDS = 5
_MEGABYTES = 500
_WORDS = b'0 -1 9999999999 A1:XFD1048576 s inlineStr hidden \xff < > & " \0 restart'.split()
_PAGE = (
    b"<html><meta charset=utf-8><h1>R 1</h1><p>Agree<table><tr><th colspan=2>Action<th>Due"
    b"<tr><td rowspan=2>A<td><s>B</s> C<td hidden>D<tr><td><a href=x>E</a></table><ul><li>F</ul>"
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["a", 1, True], ["b", 2.5, "=1+1"], ["c", "d", "e"]):
        book.active.append(row)
    book.active.merge_cells("A1:B2")
    book.active["C3"].hyperlink = "https://example.org"
    book.active["A3"].comment = openpyxl.comments.Comment("why?", "A reader")
    book.active.row_dimensions[2].hidden = True
    return saved(book)


def word_document() -> bytes:
    made = docx.Document()
    made.add_heading("R 1")
    made.add_paragraph("Agree", "List Bullet").add_run("!").font.strike = True
    made.sections[0].header.paragraphs[0].text = "Draft"
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "a"
    return saved(made)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces changed, doubled, left out, or a word put in."""
    for _ in range(chance.randint(1, 4)):
        begin = chance.randrange(len(data) or 1)
        end = begin + chance.choice((0, 1, 1, 5, 30, 200))
        piece = data[begin:end]
        new = chance.choice((b"", piece * 2, chance.choice(_WORDS), piece[::-1]))
        data = data[:begin] + new + data[end:]
    return data


def answer(data: bytes) -> str:
    """What is told of a file; empty if it was read."""
    try:
        assert isinstance(document_file.read_data(data), Document)
    except (TableError, RefusedError) as error:
        return f"{error}"
    return ""


def pdf_document() -> bytes:
    pytest.importorskip("pdfplumber", reason="the extra pdf is not installed")
    cells = table((50, 103, 300), (60, 95, 130), [["Recomme\nndation", "Action"], ["1", "Meet"]])
    pages = [lines(50, 30, ["R 1", "Agree"]) + cells + words(50, 800, f"{n}") for n in (1, 2)]
    note = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Why?) >>]"
    return pdf(*pages, more={0: note})


KINDS: dict[str, Callable[[], bytes]] = {
    "page": lambda: _PAGE,
    "workbook": workbook,
    "document": word_document,
    "pdf": pdf_document,
}


def altered(kind: str, times: int) -> Iterator[bytes]:
    """So many files of the kind that were changed, or a part inside of them was."""
    chance = random.Random(zlib.crc32(kind.encode()))  # noqa: S311 - the same files each time
    data = KINDS[kind]()
    parts = parts_of(data) if data.startswith(b"PK") else {}
    for _ in range(times):
        name = chance.choice([*sorted(parts), ""])
        yield changed(data, {name: mutated(parts[name], chance)}) if name else mutated(data, chance)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_changed_at_random_is_read_or_told_why_not(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "run", run_here)
    for data in altered(kind, 25):
        assert "\n" not in answer(data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_no_long_time_and_little_memory(kind: str) -> None:
    for data in altered(kind, 500):
        begun = seconds()
        assert "\n" not in answer(data)
        assert seconds() - begun < _SECONDS
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Until a child begins its program, it counts as much as the one that made it.
    assert of_children <= max(_MEGABYTES * 1024, own)
