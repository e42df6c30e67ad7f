"""CSV in the forms in which spreadsheets save it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.documents import csv_file
from ecefollow.documents.cells import TableError

ROWS = [["Recommendation", "Action"], ["Partagé, “vite”; –", "Réunir\n2 fois"], ["", "x"]]
CELLS = st.text(st.sampled_from("aé,;\t\n\"'= 1"), max_size=5)


def saved(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_and_encoding_of_a_spreadsheet_is_read(delimiter: str, encoding: str) -> None:
    tables, findings = csv_file.read(saved(ROWS, delimiter).encode(encoding))
    assert tables[0].rows == ROWS
    assert findings == []


def test_windows_1252_is_read_and_told_of() -> None:
    tables, findings = csv_file.read(saved(ROWS, ";").encode("cp1252"))
    assert tables[0].rows == ROWS
    assert [(each.place.row, each.message) for each in findings] == [
        (2, "the file is not UTF-8; it was read as Windows-1252, as spreadsheets save it")
    ]


def test_a_line_may_say_which_character_separates() -> None:
    assert csv_file.read(b"sep=|\r\na|b;c\r\n").tables[0].rows == [["a", "b;c"]]


def test_commas_in_texts_are_not_taken_for_separators() -> None:
    rows = [["Title, long"], ["a, b, c", "d"], ["a, b", "c"], ["a", "b, c, d, e"]]
    assert csv_file.read(saved(rows, ";").encode()).tables[0].rows == rows


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
def test_what_was_saved_is_read(rows: list[list[str]], delimiter: str) -> None:
    head = ["Recommendation", "Action", "Lead"]
    text = saved([head, *rows], delimiter)
    assert csv_file.read(text.encode()).tables[0].rows == [head, *rows]


@given(st.binary())
def test_whatever_the_bytes_it_is_a_table_or_told_why(data: bytes) -> None:
    try:
        csv_file.read(data)
    except TableError:
        return
