"""CSV in the forms in which spreadsheets save it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.documents import csv_file
from ecefollow.documents.blocks import Document
from ecefollow.documents.cells import TableError

ROWS = [["Recommendation", "Action"], ["Partagé, “vite”; –", "Réunir\n2 fois"], ["", "x"]]
CELLS = st.text(st.sampled_from("aé,;\t\n\"'= 1"), max_size=5)


def saved(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def rows(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return table.rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_and_encoding_of_a_spreadsheet_is_read(delimiter: str, encoding: str) -> None:
    document = csv_file.read(saved(ROWS, delimiter).encode(encoding))
    assert rows(document) == ROWS
    assert document.findings == []


@pytest.mark.parametrize("encoding", ["cp1251", "mac-roman", "shift_jis", "utf-16", "windows-1252"])
def test_an_encoding_that_is_given_is_taken(encoding: str) -> None:
    text = "Recommendation,Action\r\nDo it,OK\r\n"
    document = csv_file.read(text.encode(encoding), encoding)
    assert rows(document) == [["Recommendation", "Action"], ["Do it", "OK"]]
    assert document.findings == []


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("windows-125l", "'windows-125l' is no encoding of a text"),
        ("zip", "'zip' is no encoding of a text"),
        ("a\0b", r"'a.x00b' is no encoding of a text"),
        ("ascii", "line 2: this is not ascii"),
        ("utf-16", "this is not utf-16"),
    ],
)
def test_an_encoding_that_it_is_not_in_is_told(encoding: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        csv_file.read("a,b\né,dd".encode(), encoding)


def test_marks_at_the_start_are_no_part_of_the_first_heading() -> None:
    assert rows(csv_file.read(b"\xef\xbb\xbf" * 2 + b"a,b\n1,2")) == [["a", "b"], ["1", "2"]]


def test_windows_1252_is_read_and_told_of() -> None:
    document = csv_file.read(saved(ROWS, ";").encode("cp1252"))
    findings = document.findings
    assert rows(document) == ROWS
    assert [(each.place.row, each.message) for each in findings] == [
        (2, "the file is not UTF-8; it was read as Windows-1252, as spreadsheets save it")
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Рекомендация,Статус\n", "cp1251"),
        ("Działania,współpraca\n", "cp1250"),
        ("a,b\n“Réunir”,équipe\n", "mac-roman"),
        ("Réunir,équipe\n", "cp850"),
    ],
)
def test_a_poor_guess_is_told_with_the_word_that_shows_it(text: str, encoding: str) -> None:
    (finding,) = csv_file.read(text.encode(encoding)).findings
    assert finding.text
    assert "--encoding" in finding.message


@pytest.mark.parametrize(
    "text", ["créée à Åbo,“Straße” n°5 – 3 m²,CŒUR", "L’ÉLÈVE,½ 10€,naïve…", "Mañana ¿qué?,ação,Öl"]
)
def test_words_of_the_west_are_no_poor_guess(text: str) -> None:
    (finding,) = csv_file.read(text.encode("cp1252")).findings
    assert "as spreadsheets save it" in finding.message


@pytest.mark.parametrize("line", ["sep=|\r\n", '"sep=|"\r\n', "\ufeffSEP=|\n"])
def test_a_line_may_say_which_character_separates(line: str) -> None:
    assert rows(csv_file.read(f"{line}a|b;c\r\n".encode())) == [["a", "b;c"]]


def test_commas_in_texts_are_not_taken_for_separators() -> None:
    table = [["Title, long"], ["a, b, c", "d"], ["a, b", "c"], ["a", "b, c, d, e"]]
    assert rows(csv_file.read(saved(table, ";").encode())) == table


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "the file is empty"),
        (b'a,b\n"c', "line 2: unexpected end of data"),
        (b"\xef\xbb\xbfa,b\nc,\xe9", "line 2: this is not UTF-8"),
        (b"a,b\nc,\x81", "line 2: this is neither UTF-8 nor UTF-16 nor Windows-1252"),
        (b"a,b\n" + b"x" * 1_100_000, "line 2: field larger than field limit"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(TableError, match=message):
        csv_file.read(data)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1), st.sampled_from(",;\t"))
def test_what_was_saved_is_read(below: list[list[str]], delimiter: str) -> None:
    head = ["Recommendation", "Action", "Lead"]
    text = saved([head, *below], delimiter)
    assert rows(csv_file.read(text.encode())) == [head, *below]


@given(st.binary())
def test_whatever_the_bytes_it_is_a_table_or_told_why(data: bytes) -> None:
    try:
        csv_file.read(data)
    except TableError:
        return


@pytest.mark.parametrize(
    "text",
    [
        "The office accepts it and says in its next report how far it came and what is left to do",
        "1: We agree.\nAs of: 2025\n1.2 We will.\nWe will, we hope.",
        "Office, PMU\nShare, and meet.\n\fOffice, PMU\nAct, at once.",
        "Title\n\nWe agree with\nit, and\nact\n\nAt once\n\nAnd so on",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    with pytest.raises(csv_file.RunningTextError):
        csv_file.read(text.encode())


def test_a_column_of_its_own_is_a_table() -> None:
    assert csv_file.read(b"Recommendation\nMeet\nPublish\n").blocks
