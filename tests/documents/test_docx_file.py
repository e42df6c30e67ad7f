"""The paragraphs and cells of a Word document, whatever Word has put around their text."""

import re

import pytest
from office_files import changed, document, docx, parts_of, saved

from ecefollow.documents import document_file
from ecefollow.documents.blocks import Detail, Document, Paragraph, Place, Table

MAIN = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
BODY = re.compile("(?<=<w:body>).*(?=</w:body>)", re.DOTALL)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def read(body: str, **others: str) -> Document:
    """The blocks of a document with this body, and with parts of these kinds (rId of the kind)."""
    parts = parts_of(document())
    text = BODY.sub(lambda _: body, parts[MAIN].decode())
    relations, types = "", ""
    new = {}
    for kind, inner in others.items():
        new[f"word/{kind}.xml"] = f"<w:{kind} {WORD}>{inner}</w:{kind}>".encode()
        relations += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        types += f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE.format(kind)}"/>'
    relations += (
        f'<Relationship Id="web" Type="{OFFICE}/hyperlink" Target="https://example.org/a"'
        ' TargetMode="External"/></Relationships>'
    )
    new[MAIN] = text.encode()
    new[RELS] = parts[RELS].replace(b"</Relationships>", relations.encode())
    types += "</Types>"
    new["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
    return document_file.read_data(changed(document(), new))


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, paragraphs))}</w:tc>"


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    form = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


def styled(style: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'


def only(body: str) -> Table:
    (found,) = read(body).tables
    return found


def rows(body: str) -> list[list[str]]:
    return only(body).rows


def paragraphs(found: Document) -> list[Paragraph]:
    return [block for block in found.blocks if isinstance(block, Paragraph)]


# The text of a cell


def test_paragraphs_and_breaks_are_lines() -> None:
    inner = f"{run('One')}<w:r><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"
    assert rows(table(cell(inner, "", run("four")))) == [["One\ntwo three\n\nfour"]]


def test_links_and_content_controls_are_text_and_cells_and_rows() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    text = f"<w:hyperlink>{run('here')}</w:hyperlink>{control(run(' and there'))}"
    row = f"<w:tr>{cell(text)}{control(cell(run('b')))}</w:tr>"
    assert rows(f"<w:tbl>{control(row)}</w:tbl>") == [["here and there", "b"]]


def test_tracked_changes_are_read_as_accepted_and_told_of() -> None:
    inner = (
        f"<w:ins>{run('will ')}</w:ins><w:del><w:r><w:delText>may</w:delText></w:r></w:del>"
        f"{run('meet')}"
    )
    found = read(table(cell(inner)))
    assert next(found.tables).rows == [["will meet"]]
    assert [finding.message for finding in found.findings] == [
        "there are tracked changes; the text was read as if they were all accepted"
    ]


def test_items_of_a_list_have_a_bullet() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    item = styled("ListBullet")
    texts = (numbered + run("a"), item + run("b"), item + run("x", STRUCK) + run("c"), run("d"))
    assert rows(table(cell(*texts))) == [["• a\n• b\n• c\nd"]]


def test_a_table_in_a_cell_is_part_of_its_text() -> None:
    outer = cell(run("a")).replace("</w:tc>", f"{table(cell(run('b')))}</w:tc>")
    assert rows(table(outer)) == [["a\nb"]]


def test_the_words_of_a_shape_are_read_once() -> None:
    shape = f"<w:txbxContent>{paragraph(run('b'))}</w:txbxContent>"
    both = f"<w:Choice>{shape}</w:Choice><w:Fallback>{shape}</w:Fallback>"
    inner = f"<w:r><w:AlternateContent>{both}</w:AlternateContent></w:r>{run('a')}"
    assert rows(table(cell(inner))) == [["b\na"]]
    assert [each.text for each in paragraphs(read(paragraph(inner)))] == ["b\na"]


# What is struck out, hidden, or behind the words

STRUCK, HIDDEN = "<w:strike/>", "<w:vanish/>"


@pytest.mark.parametrize(
    ("properties", "detail"),
    [
        (STRUCK, Detail(struck="old")),
        ('<w:dstrike w:val="true"/>', Detail(struck="old")),
        (HIDDEN, Detail(hidden="old")),
        (STRUCK + HIDDEN, Detail(hidden="old")),
        ('<w:rStyle w:val="Struck"/>', Detail(struck="old")),
    ],
)
def test_what_is_not_meant_to_be_read_is_no_text(properties: str, detail: Detail) -> None:
    made = docx.Document()
    made.styles.add_style("Struck", docx.enum.style.WD_STYLE_TYPE.CHARACTER).font.strike = True
    part = BODY.sub(lambda _: paragraph(run("old", properties) + run(" new")), xml_of(made))
    (block,) = document_file.read_data(changed(saved(made), {MAIN: part.encode()})).blocks
    assert block == Paragraph("paragraph 1", "new", detail)


def xml_of(made: docx.document.Document) -> str:
    return parts_of(saved(made))[MAIN].decode()


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_what_a_run_takes_back_is_text(value: str) -> None:
    assert rows(table(cell(run("a", f'<w:strike w:val="{value}"/>')))) == [["a"]]


def test_a_line_that_is_struck_out_leaves_no_blank_one() -> None:
    found = only(table(cell(run("a"), run("b", STRUCK), run("c"))))
    assert (found.rows, found.details) == ([["a\nc"]], {(0, 0): Detail(struck="b")})


def test_a_raised_digit_is_no_other_number() -> None:
    raised = run("3", '<w:vertAlign w:val="superscript"/>')
    assert rows(table(cell(run("10") + raised))) == [["10³"]]


INSTRUCTION = ['HYPERLINK "https://exam', 'ple.org/a"']
IN_A_FIELD = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in INSTRUCTION)
SIMPLE = f"""<w:fldSimple w:instr='{"".join(INSTRUCTION)}'/>"""


@pytest.mark.parametrize("link", ['<w:hyperlink r:id="web"/>', IN_A_FIELD, SIMPLE])
def test_the_address_behind_the_words_is_known(link: str) -> None:
    found = only(table(cell(link + run("Report"))))
    assert found.rows == [["Report"]]
    assert found.details == {(0, 0): Detail(link="https://example.org/a")}


# Merged cells

BEGIN, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_say_how_far_they_reach() -> None:
    wide = cell(run("wide"), properties='<w:gridSpan w:val="2"/>')
    begin, goes_on = cell(run("tall"), properties=BEGIN), cell("", properties=GOES_ON)
    b, c = cell(run("b")), cell(run("c"))
    late = f'<w:trPr><w:gridBefore w:val="2"/></w:trPr>{c}'
    found = only(
        table(wide + c, begin + b + c, *[goes_on + b + c] * 2, begin + b + c, b, goes_on, late)
    )
    tall, below = ["tall", "b", "c"], ["", "b", "c"]
    assert found.rows == [["wide", "", "c"], tall, below, below, tall, ["b"], [""], ["", "", "c"]]
    assert found.details == {(0, 0): Detail(columns=2), (1, 0): Detail(rows=3)}


def test_what_a_merged_cell_covers_is_hidden() -> None:
    found = only(table(cell(run("a"), properties=BEGIN), cell(run("b"), properties=GOES_ON)))
    assert found.rows == [["a"], [""]]
    assert found.details == {(0, 0): Detail(rows=2), (1, 0): Detail(hidden="b")}


# Outside of the tables


def test_paragraphs_and_tables_are_in_their_order() -> None:
    body = f"{paragraph(run('Before'))}{table(cell(run('a')))}<w:p/>{paragraph(run('After'))}"
    assert [(block.name, getattr(block, "text", "")) for block in read(body).blocks] == [
        ("paragraph 1", "Before"),
        ("table 1", ""),
        ("paragraph 2", "After"),
    ]


@pytest.mark.parametrize(
    ("inner", "is_heading"),
    [
        (styled("Heading1") + run("a"), True),
        (styled("Title") + run("a"), True),
        (styled("Normal") + run("a"), False),
        (run("a", "<w:b/>") + run(" ") + run("b", '<w:b w:val="1"/>'), True),
        (run("a", "<w:b/>") + run("b"), False),
        (run("a", '<w:b w:val="0"/>'), False),
    ],
)
def test_a_heading_is_one_by_its_style_or_all_in_bold(inner: str, *, is_heading: bool) -> None:
    (found,) = paragraphs(read(paragraph(inner)))
    assert found.is_heading == is_heading


# Beside the text


def test_a_comment_or_a_footnote_is_told_with_its_place() -> None:
    def hangs(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    comment = f'<w:comment w:id="7">{paragraph(run("Really?"))}{paragraph(run("Yes."))}</w:comment>'
    note = f'<w:footnote w:id="-1" w:type="separator"/><w:footnote w:id="2">{paragraph(run("n"))}'
    cells = table(cell(run("a")) + cell(run("b") + hangs("comment", 7)))
    body = cells + paragraph(run("c") + hangs("footnote", 2))
    found = read(body, comments=comment, footnotes=f"{note}</w:footnote>").findings
    assert [(each.place, each.text, each.message) for each in found] == [
        (Place("table 1", 1, 1), "Really?\nYes.", "this stands in the comments; it was not read"),
        (Place("paragraph 1"), "n", "this stands in the footnotes; it was not read"),
    ]


def test_what_stands_above_and_below_the_pages_is_told() -> None:
    made = docx.Document()
    made.add_paragraph("a")
    made.sections[0].header.paragraphs[0].text = "Draft"
    made.sections[0].footer.paragraphs[0].text = "As of 30 June 2024"
    assert sorted(finding.text for finding in document_file.read_data(saved(made)).findings) == [
        "As of 30 June 2024",
        "Draft",
    ]
