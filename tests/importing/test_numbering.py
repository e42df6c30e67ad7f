"""Which numbers in front of texts and in cells are a record's own."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing.numbering import Ids, ident, parted


def labels(texts: list[str], ids: list[str] | None = None) -> list[str]:
    return [part.label for part in parted(texts, ids or [""] * len(texts))]


@pytest.mark.parametrize(
    ("texts", "numbers", "rests"),
    [
        (["1. A", "2. B", "3. C"], ["1", "2", "3"], ["A", "B", "C"]),
        (["12.9 A", "12.10 B"], ["12.9", "12.10"], ["A", "B"]),
        (["1.1 A", "1.2 B", "2.1 C"], ["1.1", "1.2", "2.1"], ["A", "B", "C"]),
        (["1 - A", "2 – B"], ["1", "2"], ["A", "B"]),
        (["1. develop", "2. train"], ["1", "2"], ["develop", "train"]),
        (["i) A", "ii) B", "iii) C"], ["i", "ii", "iii"], ["A", "B", "C"]),
        (["I. A", "II. B"], ["I", "II"], ["A", "B"]),
        (["1) A", "2) B", "1) C"], ["1", "2", "1"], ["A", "B", "C"]),
        (["1. A", "1. A", "2. B"], ["1", "1", "2"], ["A", "A", "B"]),
        (["1. A", "", "2. B"], ["1", "", "2"], ["A", "", "B"]),
        (["1. A"], ["1"], ["A"]),
    ],
)
def test_numbers_that_count_on_are_taken_off(
    texts: list[str], numbers: list[str], rests: list[str]
) -> None:
    assert parted(texts, [""] * len(texts)) == [
        (*pair, "") for pair in zip(numbers, rests, strict=True)
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["1.5 million to be raised"],
        ["1.5 million to be raised", "1.6 million to be raised"],
        ["0.7 Per cent", "0.8 Per cent"],
        ["12. session of the Board"],
        ["- item"],
        ["100,000 trees", "200,000 trees"],
        ["1. A", "Plan", "3. C"],
        ["7. A", "5. B"],
        ["U.S. support", "V.S. support"],
        ["b) A", "c) B"],
        ["1.", "2."],
    ],
)
def test_what_does_not_count_on_stays(texts: list[str]) -> None:
    assert parted(texts, [""] * len(texts)) == [("", text, "") for text in texts]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1. A", "4. B"], ["1", "4"]),
        (["1. A", "1. B"], ["1", "1"]),
        (["1.1 Draft"], ["1.1"]),
        (["1. A", "Plan", "2. B"], ["1", "", "2"]),
    ],
)
def test_what_hardly_counts_on_is_taken_off_with_a_doubt(
    texts: list[str], numbers: list[str]
) -> None:
    parts = parted(texts, [""] * len(texts))
    assert [part.label for part in parts] == numbers
    assert [bool(part.doubt) for part in parts] == [bool(number) for number in numbers]


@pytest.mark.parametrize(
    ("texts", "ids", "numbers"),
    [
        (["3. A"], ["3"], ["3"]),
        (["3.1 A"], ["3.1"], ["3.1"]),
        (["IA-24-01: A", "B"], ["IA-24-01", "IA-24-02"], ["IA-24-01", ""]),
        (["3 A", "7 B"], ["3", "7"], ["3", "7"]),
        (["1. A", "2. B"], ["3.1", "3.2"], ["1", "2"]),
        # One alone may be a number of something else, and so may one that goes on in lower case.
        (["3 A", "B"], ["3", "4"], ["", ""]),
        (["A Person", "Plan"], ["A", "B"], ["", ""]),
        (["5 workshops", "6 courses"], ["5", "6"], ["", ""]),
        # And one that contradicts the number beside it.
        (["4. A", "9. B"], ["1", "2"], ["", ""]),
        (["1.5 million", "0.7 per cent", "12. session", "- item"], [*"1234"], ["", "", "", ""]),
        (["10. A", "1.5 Million"], ["1", "1"], ["", ""]),
    ],
)
def test_the_number_of_the_row_itself_is_taken_off(
    texts: list[str], ids: list[str], numbers: list[str]
) -> None:
    assert labels(texts, ids) == numbers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1", "1"),
        ("Recommandation n° 3", "3"),
        ("Recomendación n.º 3", "3"),
        ("Key action 1.1", "1.1"),
        ("Follow-up action 1.1", "1.1"),
        ("Rec. 3", "3"),
        ("Recommendation A", "A"),
        ("Recommendation IV", "IV"),
        ("R1", "R1"),
        ("1 (a)", "1-a"),
        ("HR 1", "HR-1"),
        ("Annual report", "Annual-report"),
        ("–", ""),
    ],
)
def test_the_id_in_a_number_cell(text: str, name: str) -> None:
    assert ident(text) == name


def test_a_counted_id_is_none_that_is_used_or_comes_later() -> None:
    assert Ids(used={"1"}, given={"2"}).counted() == "3"
    assert Ids(used={"3.1"}, given={"3.3"}).counted("3.", start=2) == "3.2"


TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["", "1. ", "2. ", "3) ", "(2) ", "1.1 ", "1.2 ", "a) ", "ii. ", "7 - "])
        | st.integers(0, 130).map("{}. ".format),
        st.sampled_from(["Plan it", "plan", "5 trees", "million", "Session", "é", "1. Do"]),
        st.sampled_from(["", "", "1", "2", "R1", "1.1"]),
    ),
    max_size=6,
)


@given(TEXTS)
def test_no_word_is_lost_and_none_is_added(rows: list[tuple[str, str, str]]) -> None:
    texts = [number + text for number, text, _ in rows]
    for text, part in zip(texts, parted(texts, [row[2] for row in rows]), strict=True):
        joined = f"{part.label} {part.text}"
        assert re.findall(r"[\w.]*\w", joined) == re.findall(r"[\w.]*\w", text)
        assert part.text
        assert part.label or part.text == text


@given(st.integers(1, 120), st.lists(st.from_regex(r"\w[^\n]*", fullmatch=True), min_size=2))
def test_a_list_of_titles_is_parted_whatever_they_say(first: int, titles: list[str]) -> None:
    numbers = [str(first + n) for n in range(len(titles))]
    texts = [f"{number}. {title}" for number, title in zip(numbers, titles, strict=True)]
    assert parted(texts, [""] * len(texts)) == [
        (number, title, "") for number, title in zip(numbers, titles, strict=True)
    ]


@given(st.text())
def test_an_id_is_one_however_its_letters_are_composed(text: str) -> None:
    name = ident(text)
    assert re.fullmatch(r"[A-Za-z0-9._-]*", name)
    assert name == ident(unicodedata.normalize("NFD", text))
    assert name == ident(unicodedata.normalize("NFC", text))
    assert ident(name) == name
