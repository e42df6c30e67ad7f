"""The paragraphs and tables of a web page, as browsers show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.documents import document_file
from ecefollow.documents.blocks import Detail, Document, Paragraph, Table


def read(html: str) -> Document:
    return document_file.read_data(f"<html>{html}".encode())


def only(html: str) -> Table:
    (table,) = read(html).tables
    return table


def texts(html: str) -> list[str]:
    return [block.text for block in read(html).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\ufeff\n<HTML>", "<body>", "<!-- saved -->\n<p>", "<h1>"]
)
def test_a_page_is_one_by_how_it_begins(start: str) -> None:
    (block,) = document_file.read_data(f"{start}A, b".encode()).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "A, b"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One\n  <b>two</b>&amp;three<br>four</p>five", ["One two&three\nfour", "five"]),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["• a", "• b", "• c"]),
        ("<ol><li> <p>a</p><p>b</p><li><p></p></ol><p>c", ["• a", "b", "c"]),
        ("<p>a<p>b<div>c<div>d</div>e</div>", ["a", "b", "c", "d", "e"]),
        ("<head><title>x</title><style>p{}</style><script>'<p>y'</script></head><p>a", ["a"]),
        ("<template><p>x<br></template>a<!-- b --><![if IE]>c<![endif]>", ["ac"]),
        ("1 < 2 and a<b", ["1 < 2 and a<b"]),
    ],
)
def test_paragraphs_are_what_is_shown(html: str, lines: list[str]) -> None:
    assert texts(html) == lines


def test_headings_are_known() -> None:
    blocks = read("<h2>Recommendation 1</h2><p>Text<p><b>All</b> <strong>bold</strong>").blocks
    assert [isinstance(block, Paragraph) and block.is_heading for block in blocks] == [
        *(True, False, True)
    ]


def test_tables_and_paragraphs_are_in_their_order() -> None:
    blocks = read("a<table><caption>b</caption><tr><td>c</table>d<table><tr><td>e</table>").blocks
    names = ["paragraph 1", "paragraph 2", "table 1", "paragraph 3", "table 2"]
    assert [block.name for block in blocks] == names


@pytest.mark.parametrize(
    "html",
    [
        "<tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr>",
        "<thead><tr><th>a<th>b<tbody><tr><td>c<td>d",
        "<tr><td><p>a</p><td><b>b<tr><td>c</b></div></td><td>d",
    ],
)
def test_cells_are_found_whether_they_are_ended_or_not(html: str) -> None:
    assert only(f"<table>{html}</table>").rows == [["a", "b"], ["c", "d"]]


def test_merged_cells_say_how_far_they_reach() -> None:
    html = "<tr><td colspan=2>a<td rowspan=2>b<tr><td rowspan=99>c<td>d<tr><td>e<td>f<tr><td>g"
    table = only(f"<table>{html}</table>")
    assert table.rows == [["a", "", "b"], ["c", "d"], ["", "e", "f"], ["", "g"]]
    assert table.details == {
        (0, 0): Detail(columns=2),
        (0, 2): Detail(rows=2),
        (1, 0): Detail(rows=3),
    }


def test_what_is_in_a_cell_is_lines_of_it() -> None:
    inner = "<table><tr><td>c<td>d</table>"
    table = only(f"<table><tr><td><p>a</p><ul><li>b</ul>{inner}e<td>f</table>")
    assert table.rows == [["a\n• b\nc\nd\ne", "f"]]


@pytest.mark.parametrize(
    ("html", "detail"),
    [
        ("<del>old </del>", Detail(struck="old")),
        ("<s><b>old </b></s>", Detail(struck="old")),
        ("<span style='text-decoration: line-through'>old</span>", Detail(struck="old")),
        ("<span hidden>old</span>", Detail(hidden="old")),
        ("<i style='display:none'>old</i>", Detail(hidden="old")),
        ("<a href=' https://example.org/a '></a>", Detail(link="https://example.org/a")),
        ("<a href='#top'></a><a href='javascript:x()'></a>", Detail()),
    ],
)
def test_what_words_are_besides_is_known(html: str, detail: Detail) -> None:
    assert read(f"<p>{html}new").blocks == [Paragraph("paragraph 1", "new", detail)]
    assert only(f"<table><tr><td>{html}new</table>").detail(0, 0) == detail


def test_a_raised_digit_is_no_other_number() -> None:
    assert only("<table><tr><td>10<sup>3</sup></table>").rows == [["10³"]]


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset='windows-1251'>", "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
    ],
)
def test_a_page_says_how_its_letters_are_encoded(meta: str, encoding: str) -> None:
    document = document_file.read_data(f"<html>{meta}<p>Принято".encode(encoding))
    assert document.blocks == [Paragraph("paragraph 1", "Принято")]
    assert document.findings == []


def test_the_encoding_that_is_given_is_taken() -> None:
    page = "<html><meta charset=koi8-r><p>Принято".encode("cp1251")
    assert document_file.read_data(page, "cp1251").blocks == [Paragraph("paragraph 1", "Принято")]


PARTS = [
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<td rowspan=3>"),
    *("<p>", "</p>", "<li>", "<ul>", "</ul>", "<s>", "</s>", "<b>", "<br>", "<div>", "</div>"),
    *("<td hidden>", "<", "a", "b"),
]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_word_that_is_shown_is_lost(parts: list[str]) -> None:
    document = read(f"{''.join(parts)}<p>end")
    words = ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            words += block.text + block.detail.struck + block.detail.hidden
        else:
            words += "".join(text for row in block.rows for text in row)
            words += "".join(each.struck + each.hidden for each in block.details.values())
    assert words.count("a") == parts.count("a")
    assert "end" in words


def test_the_foot_of_a_page_and_what_leads_through_it_are_no_text() -> None:
    blocks = read(
        "<nav><a>Home</a></nav><p>A</p><footer><div>2020</div><p>Us</p></footer><p>B"
    ).blocks
    told = [(b.text, b.is_of_page) for b in blocks if isinstance(b, Paragraph)]
    assert told == [("Home", True), ("A", False), ("2020", True), ("Us", True), ("B", False)]
