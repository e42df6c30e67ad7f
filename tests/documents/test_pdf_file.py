"""PDFs: their lines in the order in which people read them, and their ruled tables."""

import pytest
from pdf_files import HEIGHT, WIDTH, lines, pdf, rule, run_here, table, words

from ecefollow.documents import document_file, sandbox
from ecefollow.documents.blocks import Detail, Document, Paragraph, Place, Table
from ecefollow.documents.cells import TableError

pytest.importorskip("pdfplumber", reason="the extra pdf is not installed")
LEFT = [
    "We share what we know with all",
    "offices, at the town hall and on",
    "the page, as we have done",
]
RIGHT = [
    "staff once a year and the office",
    "reports what was done by whom",
    "and what is left for the next",
]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "run", run_here)


def read(*pages: str, more: dict[int, str] | None = None) -> Document:
    return document_file.read_data(pdf(*pages, more=more or {}))


def texts(*pages: str) -> list[str]:
    return [block.text for block in read(*pages).blocks if isinstance(block, Paragraph)]


def rows(*pages: str) -> list[list[str]]:
    (only,) = read(*pages).tables
    return only.rows


# Lines


def test_a_line_is_named_by_its_page_and_goes_on_where_nothing_parts_it() -> None:
    page = words(50, 40, "Response", font="F2") + lines(50, 60, ["One", "goes on.", "", "Two."])
    assert read(page).blocks == [
        Paragraph("page 1, line 1", "Response", is_heading=True),
        Paragraph("page 1, line 2", "One"),
        Paragraph("page 1, line 3", "goes on.", goes_on=True),
        Paragraph("page 1, line 4", "Two."),
    ]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    texts = [
        "Office: PMU",
        "We share what we know with all the staff",
        "and meet.",
        "We report it.",
    ]
    goes_on = [block.goes_on for block in read(lines(50, 60, texts)).blocks]  # type: ignore[union-attr]
    assert goes_on == [False, False, True, False]


def test_words_are_apart_where_they_stand_apart_whatever_order_the_file_has() -> None:
    page = words(130, 50, "last") + words(50, 50, "one two") + words(95, 50, "three")
    assert texts(page) == ["one two three last"]


def test_raised_digits_are_no_part_of_a_number() -> None:
    page = words(50, 50, "10") + words(62.5, 46, "3", size=7) + words(70, 50, "tons")
    assert texts(page) == ["10³ tons"]


def test_columns_are_read_one_after_the_other_between_what_goes_across() -> None:
    across = "This line goes across the page, above and below of what stands in two columns."
    columns = lines(50, 64, LEFT * 2) + lines(300, 68, RIGHT * 2)
    page = words(50, 40, across) + columns + words(50, 170, across)
    assert texts(page) == [across, *LEFT * 2, *RIGHT * 2, across]


def test_labels_and_their_values_are_no_columns() -> None:
    labels = ["Office", "Due", "Contact", "By"]
    values = ["the Programme Unit of the office", "2018", "the head of the unit", "mail"]
    page = lines(50, 50, labels) + lines(200, 50, values)
    assert texts(page) == [" ".join(pair) for pair in zip(labels, values, strict=True)]


def test_a_sentence_goes_on_over_heads_and_feet_of_pages() -> None:
    pages = [
        words(50, 30, "Response 2017") + lines(50, 60, body) + words(300, 800, f"Page {number}")
        for number, body in enumerate((["We share", "what we"], ["know.", "We meet."]), 1)
    ]
    found = [(each.text, each.goes_on, each.is_of_page) for each in read(*pages).blocks]  # type: ignore[union-attr]
    assert found == [
        ("Response 2017", False, True),
        ("We share", False, False),
        ("what we", True, False),
        ("Page 1", False, True),
        ("Response 2017", False, True),
        ("know.", True, False),
        ("We meet.", True, False),
        ("Page 2", False, True),
    ]


def test_a_number_set_apart_is_of_the_page_and_one_of_a_heading_is_not() -> None:
    pages = [
        words(50, 30, "Response") + words(500, 30, f"{number}") + lines(50, 60, [heading, body])
        for number, heading, body in (
            (1, "Recommendation 1", "Share."),
            (2, "Recommendation 2", "Meet."),
        )
    ]
    found = [(each.text, each.is_of_page) for each in read(*pages).blocks]  # type: ignore[union-attr]
    assert found == [
        ("Response 1", True),
        ("Recommendation 1", False),
        ("Share.", False),
        ("Response 2", True),
        ("Recommendation 2", False),
        ("Meet.", False),
    ]


@pytest.mark.parametrize(("y", "is_of_page"), [(700, False), (800, True)])
def test_what_stands_alone_in_the_margin_of_a_page_is_its_foot(y: float, is_of_page: bool) -> None:
    found = read(lines(50, 60, LEFT) + words(50, y, "Port Authority"))
    assert [block.is_of_page for block in found.blocks] == [False] * 3 + [is_of_page]  # type: ignore[union-attr]


# Tables

EDGES = (50, 150, 300, 400)
HEAD = ["Recommendation", "Action", "Due"]


def test_a_ruled_table_is_read_cell_by_cell_between_the_lines_around_it() -> None:
    cells = table(
        EDGES, (60, 80, 115), [HEAD, ["1. Share", "Meet all the staff of\nthe office", ""]]
    )
    found = read(words(50, 40, "Above") + cells + words(50, 140, "Below"))
    assert found.blocks == [
        Paragraph("page 1, line 1", "Above"),
        Table("page 1, table 1", [HEAD, ["1. Share", "Meet all the staff of the office", ""]]),
        Paragraph("page 1, line 2", "Below"),
    ]


def test_a_merged_cell_is_one() -> None:
    across = rule(50, 60, 400, 60) + rule(50, 60, 50, 120) + rule(400, 60, 400, 120)
    inner = rule(50, 80, 400, 80) + rule(150, 80, 150, 120) + rule(150, 100, 400, 100)
    page = across + inner + rule(300, 80, 300, 120) + rule(50, 120, 400, 120)
    page += words(60, 75, "Response to all of it") + words(60, 95, "1") + words(160, 115, "Meet")
    (found,) = read(page).tables
    assert found.rows == [["Response to all of it", "", ""], ["1", "", ""], ["", "Meet", ""]]
    assert found.details == {(0, 0): Detail(columns=3), (1, 0): Detail(rows=2)}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Meet all staff of the\noffice", "Meet all staff of the office"),
        ("Meet.\nReport.", "Meet.\nReport."),
        (
            "• Meet all the staff of\nthe office\n• Report to the office",
            "• Meet all the staff of the office\n• Report to the office",
        ),
        (
            "the whole cross-divi-\nsional office cooperates",
            "the whole cross-divisional office cooperates",
        ),
        ("Institutionalization-and\nreport", "Institutionalization-and report"),
    ],
)
def test_only_the_paragraphs_of_a_cell_are_lines(cell: str, text: str) -> None:
    page = table((50, 180, 300), (60, 80, 160), [["Action", "By"], [cell, "PMU"]])
    page += words(50, 200, "It is divisional.")
    assert rows(page)[1][0] == text


def test_a_hyphen_of_which_nothing_says_whether_it_is_real_is_told_of() -> None:
    page = table((50, 180, 300), (60, 100), [["the whole cross-\nsectoral office", "PMU"]])
    (finding,) = read(page).findings
    assert f"{finding}" == (
        "page 1, table 1, row 1, column A: 'cross-sectoral': "
        "the hyphen at the end of a line was kept"
    )


def narrow(*cells: str) -> Document:
    return read(table((50, 113, 300), (60, 110, 160), [[cell, "PMU"] for cell in cells]))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("All the \nRecomme\nndation", "All the Recommendation"),
        ("All the \nmeetings \nagain", "All the meetings again"),
    ],
)
def test_a_word_is_broken_where_the_blank_is_missing_that_ends_other_lines(
    cell: str, text: str
) -> None:
    found = narrow(cell)
    (made,) = found.tables
    assert made.rows[0][0] == text
    assert not found.findings


def test_what_nothing_says_is_one_word_is_two_and_told_of_once() -> None:
    found = narrow("Recomme\nndation", "Recomme\nndation")
    (made,) = found.tables
    assert [row[0] for row in made.rows] == ["Recomme ndation"] * 2
    (finding,) = found.findings
    assert f"{finding}" == (
        "page 1, table 1, row 1, column A: 'Recomme ndation': a cell has this in two lines, "
        "without a hyphen; it was read as two words in 2 cells"
    )


def test_a_frame_around_a_text_is_no_table() -> None:
    page = table((50, 300), (60, 80, 100), [["Share"], ["Meet"]])
    assert texts(page) == ["Share", "Meet"]


def test_a_table_goes_on_over_pages_without_its_head() -> None:
    first = table(EDGES, (60, 80, 115), [HEAD, ["1. Share", "Meet all the staff of", "2018"]])
    last = table(EDGES, (40, 60, 80, 100), [HEAD, ["", "the office", ""], ["2. Act", "Report", ""]])
    pages = [
        part + words(300, 800, f"Page {number}") for number, part in enumerate((first, last), 1)
    ]
    found = read(*pages)
    (made,) = found.tables
    assert made.name == "page 1, table 1"
    assert made.rows == [
        HEAD,
        ["1. Share", "Meet all the staff of the office", "2018"],
        ["2. Act", "Report", ""],
    ]
    assert [(f"{each.place}", each.message) for each in found.findings] == [
        ("page 2, table 1, row 1", "the head of the table comes again; it was left out"),
        ("page 2, table 1, row 2", "this was read as the end of the row above it"),
    ]


def test_a_word_is_broken_at_the_end_of_a_page_as_in_its_middle() -> None:
    head = ["Office", "By"]
    begun = table((50, 113, 300), (60, 80, 130), [head, ["All the \nRecomme", "cross-"]])
    rest = table((50, 113, 300), (60, 80, 130), [["ndation is", "sectoral work"], ["Meet", "all"]])
    found = rows(begun, rest)
    assert found == [head, ["All the Recommendation is", "cross-sectoral work"], ["Meet", "all"]]


@pytest.mark.parametrize(
    ("row", "goes_on"),
    [
        (["", "Office", ""], True),  # behind the blank that ends "staff of the "
        (["", "offices", ""], True),
        (["2. Act", "offices meet", "2019"], False),
        (["they know", "Office", "2019"], True),
    ],
)
def test_a_row_goes_on_over_a_page_if_its_beginning_is_none(row: list[str], goes_on: bool) -> None:
    above = ["1. Share all", "Meet the whole staff of the ", "2018"]
    pages = table(EDGES, (60, 80, 100), [HEAD, above]), table(EDGES, (60, 80), [row])
    assert len(rows(*pages)) == (2 if goes_on else 3)


@pytest.mark.parametrize("between", [words(50, 30, "Text"), ""], ids=["a text", "other columns"])
def test_another_table_is_another(between: str) -> None:
    edges = EDGES if between else (50, 250, 300, 400)
    pages = (table(EDGES, (60, 80, 100), [HEAD, ["1", "a", "b"]]), table(edges, (60, 80), [HEAD]))
    assert len(list(read(pages[0], between + pages[1]).tables)) == 2


# What letters do not say


def test_what_is_struck_out_is_no_text() -> None:
    page = words(50, 50, "by March") + rule(50, 46.5, 98, 46.5) + words(105, 50, "by June")
    page += words(50, 70, "underlined") + rule(50, 71.5, 110, 71.5)
    struck, underlined = read(page).blocks
    assert struck == Paragraph("page 1, line 1", "by June", Detail(struck="by March"))
    assert underlined == Paragraph("page 1, line 2", "underlined")


def test_what_is_struck_out_in_a_word_is_no_part_of_it() -> None:
    page = words(50, 50, "30 MayJune remodo") + rule(65.3, 46.5, 86.2, 46.5)
    page += rule(122.8, 46.5, 138, 46.5)
    (only,) = read(page).blocks
    assert only == Paragraph("page 1, line 1", "30 June redo", Detail(struck="May mo"))


def annotated(entries: str) -> Document:
    box = f"[45 {HEIGHT - 60} 120 {HEIGHT - 40}]"
    note = f"/Annots [<< /Type /Annot /Rect {box} {entries} >>]"
    return read(words(50, 50, "Minutes"), more={0: note})


def test_the_address_behind_words_is_kept() -> None:
    link = "/Subtype /Link /A << /S /URI /URI (https://example.org/m.pdf) >>"
    (only,) = annotated(link).blocks
    assert only == Paragraph("page 1, line 1", "Minutes", Detail(link="https://example.org/m.pdf"))


@pytest.mark.parametrize(
    "entries",
    ["/Subtype /Text /Contents (Done?)", "/Subtype /Widget /FT /Tx /T (status) /V (Done?)"],
)
def test_a_comment_or_a_field_is_told_of(entries: str) -> None:
    (finding,) = annotated(entries).findings
    assert finding.place == Place("page 1")
    assert finding.text == "Done?"
    assert finding.message == "this stands in a comment or a field; it was not read"


PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"


def test_a_page_that_is_a_picture_is_told_of() -> None:
    found = read(words(50, 50, "Share"), PICTURE)
    (finding,) = found.findings
    assert finding.place == Place("page 2")
    assert finding.message.startswith("the page was not read: it is a picture without a text; have")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf(PICTURE), "the PDF has no text: it is a picture without a text; have its text recogn"),
        (pdf(*["" for _ in range(501)]), "the PDF has more than 500 pages"),
        (
            pdf(
                "",
                trailer="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'00' * 32}> /U <{'11' * 32}> >>",
            ),
            "the PDF has a password; save it without one",
        ),
    ],
)
def test_what_is_not_read_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(TableError) as caught:
        document_file.read_data(data)
    assert f"{caught.value}".startswith(message)
