"""A document in Word: what other programs read in it, and how it is formatted."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from reports import REPORTS, word

from ecefollow.render import document_docx, report_html
from ecefollow.views.document import Kind, Run, TextBlock, WrittenDocument

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NAMES = pytest.mark.parametrize(  # that of twenty registers takes a second to write
    "name", [pytest.param(n, marks=pytest.mark.slow if n == "portfolio" else ()) for n in REPORTS]
)
# What a reader is not told in words: where a text leads, in which language and form it is.
SILENT = {
    "anchor",
    "target",
    "state",
    "languages",
    "by_state",
    "timeline",
    "facets",
    "verification",
    "attention",
    "kind",
}


@cache
def written(name: str) -> bytes:
    return word(REPORTS[name]())


def opened(name: str) -> WordDocument:
    return docx.Document(io.BytesIO(written(name)))


def xml(name: str, part: str = "word/document.xml") -> str:
    return ZipFile(io.BytesIO(written(name))).read(part).decode()


def said(text: str) -> str:
    return " ".join(text.split())


def in_word(name: str) -> str:
    paragraphs = opened(name).element.body.iter(qn("w:p"))
    return said(" ".join("".join(each.itertext()) for each in paragraphs))


def facts(told: Any) -> Iterator[str]:
    """Every text of a report, wherever it stands in it."""
    match told:
        case str():
            yield told
        case Run():
            yield told.text
        case tuple():
            names = getattr(told, "_fields", [""] * len(told))
            for name, value in zip(names, told, strict=True):
                if name not in SILENT:
                    yield from facts(value)


# What it says


@NAMES
def test_it_says_what_the_page_says(name: str) -> None:
    html = report_html.render(REPORTS[name]()).partition("<body>")[2]
    page = said(unescape(re.sub("<wbr>|<bdi[^>]*>|</bdi>|</?span[^>]*>", "", html)))
    text = in_word(name).casefold()
    told = {said(fact) for fact in facts(REPORTS[name]())}
    assert [fact for fact in told if fact in page and fact.casefold() not in text] == []


def test_it_begins_with_the_matrix_in_which_a_recommendation_stands_once() -> None:
    document = opened("unece")
    first = document.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == [
        *("Recommendation", "Answer", "Action", "Responsible", "Deadline", "State")
    ]
    assert len(first.rows) == 13
    merged = [row.cells[0]._tc for row in first.rows[5:7]]  # noqa: SLF001 - 4.1 and 4.2
    assert merged[0] is merged[1]
    assert [section.orientation for section in document.sections] == [
        *(WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    ]


@pytest.mark.slow
def test_of_several_registers_the_matrix_names_each_evaluation() -> None:
    names = [row.cells[0].text for row in opened("portfolio").tables[0].rows]
    assert len([name for name in names if name.startswith("Evaluation of ")]) == 20


def test_it_says_how_it_is_read_and_its_facts_stand_in_one_line() -> None:
    texts = [each.text for each in opened("unece").paragraphs]
    assert texts[texts.index("How to read this") + 1].startswith("A state is where an action")
    assert texts.index("How to read this") < texts.index("Recommendations and actions")
    (facts,) = [text for text in texts if "“by February 2018”" in text]
    assert facts.startswith("Responsible: ")
    assert " · Deadline: Feb 2018 · In the source: " in facts


def test_it_is_called_as_the_report_is() -> None:
    title, properties = "Cross-sectoral cooperation in UNECE", opened("unece").core_properties
    assert properties.title == f"{title}: progress report as of 31 Mar 2018"
    assert (properties.author, properties.language) == ("UNECE", "en")
    footer = opened("unece").sections[0].footer.paragraphs[0].text
    assert footer.startswith(f"{title}: progress report\u200e · 31 Mar 2018 · page ")


# How it is formatted


@NAMES
def test_it_has_styles_and_no_direct_formatting(name: str) -> None:
    styles = {each.style_id for each in opened(name).styles}
    body = opened(name).element.body
    parts = {"w:rPr": {"rStyle", "rtl", "lang"}, "w:pPr": {"pStyle", "bidi", "sectPr"}}
    for kind, allowed in parts.items():
        found = {each.tag.rpartition("}")[2] for one in body.iter(qn(kind)) for each in one}
        assert found <= allowed
    assert {one.get(qn("w:val")) for one in body.iter(qn("w:pStyle"), qn("w:rStyle"))} <= styles


@NAMES
def test_the_heads_of_a_table_are_repeated_and_it_is_named(name: str) -> None:
    for table in opened(name).tables:
        assert table._tbl.tr_lst[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None  # noqa: SLF001
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))  # noqa: SLF001


@NAMES
def test_inner_links_lead_somewhere_and_others_to_pages_and_mailboxes(name: str) -> None:
    text = xml(name)
    bookmarks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([a-z0-9]+)"', text)
    assert len(bookmarks) == len(set(bookmarks))
    assert set(re.findall(r'w:anchor="([^"]*)"', text)) <= set(bookmarks)
    outside = re.findall(r'Target="([^"]*)" TargetMode', xml(name, "word/_rels/document.xml.rels"))
    assert all(re.match("(?i)https?:|mailto:", target) for target in outside)


def test_a_text_has_its_own_direction() -> None:
    text = xml("hostile").replace(' xml:space="preserve"', "")
    assert "<w:rtl/></w:rPr><w:t>اللجنة</w:t>" in text
    assert '<w:pStyle w:val="TableText"/><w:bidi/></w:pPr>' in text  # by responsible
    assert '<w:pStyle w:val="Title"/><w:bidi/>' not in text


def test_what_xml_cannot_hold_is_replaced() -> None:
    runs = (Run("a\udcffb\x00c\ufffe"),)
    told = WrittenDocument("\x1b", "", date(2018, 3, 31), (TextBlock(Kind.NORMAL, runs),))
    opened = docx.Document(io.BytesIO(document_docx.render(told)))
    assert opened.paragraphs[0].text == "a\ufffdb\ufffdc\ufffd"


def test_the_same_report_is_the_same_file_and_known_by_its_beginning() -> None:
    assert word(REPORTS["period"]()) == written("period")
    assert document_docx.MARK in written("period")[:1024]


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@NAMES
def test_libreoffice_prints_it(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(written(name))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(file)], check=True, capture_output=True)
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
