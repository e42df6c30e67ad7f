"""A published table comes in from its PDF as from Word: the forms, printed by LibreOffice."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from forms import expectations
from test_forms import test_the_facts_of_a_form_come_in as assert_the_facts_come_in

from ecefollow.documents import document_file

docx = pytest.importorskip("docx", reason="the extra docx is not installed")
pytest.importorskip("pdfplumber", reason="the extra pdf is not installed")
OFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
HIDDEN: Final = "Hidden words"  # which are not printed


def _can_be_ruled(document: ZipFile) -> bool:
    """Whether there are tables, and a style that has rules."""
    has_tables = b"<w:tbl>" in document.read("word/document.xml")
    return has_tables and b'"Table Grid"' in document.read("word/styles.xml")


FORMS: Final = [
    pytest.param(document, expected, id=f"{document.name}-{number}")
    for document, number, expected in expectations()
    if document.suffix == ".docx" and _can_be_ruled(ZipFile(document))
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (libreoffice-writer)"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms with rules around their cells, on pages that lie on their side, as PDFs."""
    folder = tmp_path_factory.mktemp("printed")
    for document in {form.values[0] for form in FORMS}:
        assert isinstance(document, Path)
        made = docx.Document(str(document))
        for table in made.tables:
            table.style = made.styles["Table Grid"]
        section = made.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
        made.styles["Normal"].font.size = docx.shared.Pt(9)
        made.save(folder / document.name)
    print_all(folder)
    return folder


def print_all(folder: Path) -> None:
    """Print the Word documents in the folder as PDFs."""
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    words = [f"{OFFICE}", home, "--headless", "--convert-to", "pdf", "--outdir", f"{folder}"]
    subprocess.run([*words, *map(str, folder.glob("*.docx"))], check=True, capture_output=True)
    if not list(folder.glob("*.pdf")):
        pytest.skip("LibreOffice has no Writer (libreoffice-writer)")


@pytest.mark.parametrize(("document", "expected"), FORMS)
def test_a_ruled_table_comes_in_from_a_pdf_as_from_word(
    document: Path, expected: dict[str, Any], printed: Path, tmp_path: Path
) -> None:
    findings = [text for text in expected.get("findings", []) if text != HIDDEN]
    pdf = (printed / document.name).with_suffix(".pdf")
    assert_the_facts_come_in(pdf, {**expected, "findings": findings}, tmp_path)


def test_words_in_narrow_columns_are_those_of_word_or_a_finding_says_so(tmp_path: Path) -> None:
    texts = [
        "Hold comprehensive interdisciplinary consultations with representatives of stakeholders.",
        "Agreed: the institutionalization of cross-sectoral arrangements is for the governments.",
        "The Environmental Sustainability Directorate will coordinate all interdepartmental work",
        "Transportation Division",
    ]
    made = docx.Document()
    for size in (9, 10, 11, 12):
        made.add_heading(f"{size}")
        table = made.add_table(0, len(texts) + 1, made.styles["Table Grid"])
        for number in range(1, 5):
            for cell, text in zip(table.add_row().cells, [f"{number}", *texts], strict=True):
                cell.paragraphs[0].add_run(text).font.size = docx.shared.Pt(size)
    made.save(tmp_path / "narrow.docx")
    print_all(tmp_path)
    found = document_file.read(f"{tmp_path / 'narrow.pdf'}")
    told = {finding.text for finding in found.findings if " as two words" in finding.message}
    wholes = {halves: halves.replace(" ", "") for halves in told}
    broken = {halves: whole for halves, whole in wholes.items() if whole in " ".join(texts)}
    rows = [row for table in found.tables for row in table.rows]
    assert [row[0] for row in rows] == [*"1234"] * 4
    for row in rows:
        text = "\n".join(row[1:])
        for halves, whole in broken.items():
            text = text.replace(halves, whole)
        assert text == "\n".join(texts)
