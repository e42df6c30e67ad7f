"""The cells of a Word document, whatever Word has put around their text."""

import re

from office_files import changed, document, parts_of

from ecefollow.documents import document_file
from ecefollow.documents.table import Tables

BODY = re.compile("(?<=<w:body>).*(?=</w:body>)", re.DOTALL)


def read(body: str) -> Tables:
    """The tables of a document with this body."""
    name = "word/document.xml"
    text = BODY.sub(lambda _: body, parts_of(document())[name].decode())
    return document_file.read_data(changed(document(), {name: text.encode()}))


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*paragraphs: str, properties: str = "") -> str:
    texts = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{texts}</w:tc>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def only(body: str) -> list[list[str]]:
    (found,) = read(body).tables
    return found.rows


def test_paragraphs_and_breaks_are_lines() -> None:
    inner = f"{run('One')}<w:r><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"
    assert only(table(cell(inner, run("four")))) == [["One\ntwo three\nfour"]]


def test_links_and_content_controls_are_text() -> None:
    link = f"<w:hyperlink>{run('here')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{run(' and there')}</w:sdtContent></w:sdt>"
    assert only(table(cell(link + control))) == [["here and there"]]


def test_cells_and_rows_in_content_controls_are_found() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{cell(run('b'))}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{cell(run('a'))}{wrapped}</w:tr>"
    body = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert only(body) == [["a", "b"]]


def test_tracked_changes_are_read_as_accepted_and_told_of() -> None:
    inner = (
        f"<w:ins>{run('will ')}</w:ins><w:del><w:r><w:delText>may</w:delText></w:r></w:del>"
        f"{run('meet')}"
    )
    tables, findings = read(table(cell(inner)))
    assert tables[0].rows == [["will meet"]]
    assert [each.message for each in findings] == [
        "there are tracked changes; the text was read as if they were all accepted"
    ]


def test_merged_cells_are_known() -> None:
    span = '<w:gridSpan w:val="2"/>'
    begin, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    (found,) = read(
        table(
            cell(run("wide"), properties=span) + cell(run("c")),
            cell(run("tall"), properties=begin) + cell(run("b")) + cell(run("c")),
            cell("", properties=goes_on) + cell(run("b")) + cell(run("c")),
        )
    ).tables
    assert found.rows == [["wide", "", "c"], ["tall", "b", "c"], ["", "b", "c"]]
    assert found.continued == {(2, 0)}


def test_columns_left_out_at_the_beginning_are_empty() -> None:
    row = f'<w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell(run("c"))}'
    assert only(table(row)) == [["", "", "c"]]


def test_items_of_a_list_have_a_bullet() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styled = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'
    assert only(table(cell(numbered + run("a"), styled + run("b"), run("c")))) == [["• a\n• b\nc"]]


def test_a_table_in_a_cell_is_part_of_its_text() -> None:
    assert only(table(cell(run("a")).replace("</w:tc>", f"{table(cell(run('b')))}</w:tc>"))) == [
        ["a\nb"]
    ]


def test_paragraphs_between_the_tables_are_kept_in_their_places() -> None:
    body = f"<w:p>{run('Before')}</w:p>{table(cell(run('a')))}<w:p/><w:p>{run('After')}</w:p>"
    assert [(each.name, each.rows) for each in read(body).tables] == [
        ("text before table 1", [["Before"]]),
        ("table 1", [["a"]]),
        ("text after the last table", [["After"]]),
    ]
