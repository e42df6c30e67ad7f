"""Dates as people write them: every usual form is read where it can mean one thing."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.register.date_parser import (
    AmbiguousDateError,
    DateOrder,
    hint,
    parse_date,
    read_day,
    read_deadline,
)
from ecefollow.register.deadlines import format_day, parse_deadline

FORMS = {
    "2018-03-31": [
        *("2018-03-31", "2018/03/31", "2018.3.31", "2018-3-31"),
        *("2018-03-31 00:00:00", "2018-03-31T00:00"),
        *("31 March 2018", "31 march 2018", "31 MAR 2018", "31 Mar. 2018", "31st March 2018"),
        *("31 March, 2018", "31   March 2018", "31st of March 2018", "31\nMarch 2018"),
        *("March 31, 2018", "March 31 2018", "Mar. 31st, 2018", "31-Mar-2018", "31-Mar-18"),
        *("31 March of 2018", "31 of March of 2018", "Saturday, 31 March 2018"),
        "Saturday the 31st of March 2018",
        *("31/03/2018", "31.3.2018", "31-03-2018", "03/31/2018"),
    ],
    "2018-03-03": ["03/03/2018"],
    "1066-10-14": ["14 October 1066", "14/10/1066"],
    "2018-03": [
        *("2018-03", "2018/03", "03/2018", "3/2018", "03.2018", "Mar-18", "Mar'18"),
        *("March 2018", "Mar. 2018", "march, 2018", "2018 March", "March of 2018"),
    ],
    "2018-09": ["Sept 2018", "September 2018", "Sep-18"],
    "2018-Q1": [
        *("Q1 2018", "Q1/2018", "2018 Q1", "2018-Q1", "2018-q1", "1st quarter 2018"),
        *("first quarter of 2018", "Quarter 1 2018", "1 quarter 2018", "I quarter of 2018"),
        *("Quarter I 2018", "1Q18", "1Q 2018", "2018 1Q", "Q1 18", "Q1'18", "Q1-18"),
    ],
    "2018-H1": [
        *("H1 2018", "2018-h1", "H1/2018", "first half of 2018", "1st half 2018"),
        *("first semester 2018", "first half-year of 2018", "1 half year 2018"),
    ],
    "2018-H2": ["2018 H2", "2nd half of 2018", "second half of 2018", "last half of 2018"],
    "2018-Q4": ["4th Quarter 2018", "last quarter of 2018"],
    "2018": ["2018", "the year 2018", "2018 year"],
}
PART = "^is only part of a date; write a whole day"
IN_WORDS = re.compile("[A-Za-z]").search
# dateutil takes each of them for a part of a date or a time.
NAMES = ["March", "Sept", "mon", "hour", "am", "Z", "UTC", "and", "th", "Mars"]
PAIRS = [(text, written) for written, texts in FORMS.items() for text in texts]
NO_DATES = [
    *("", "soon", "tomorrow", "31 March", "20180331", "2018-W13-6", "2018-090", "2018 03 31"),
    *("2018-03-31Z", "+2018-03-31", "-2018-03-31", "2018-Q5", "43190", "2018-2019"),
    *("31 March 18", "31 March 0018", "31 March 0000", "03/04/0000", "03/04.2018"),
    *("Q118", "Q12018", "5Q18", "11 quarter 2018", "third half 2018", "v quarter 2018", "1Qs 2018"),
    *("31 March 2018 10:00", "31 Mars 2018", "12 Mon 2018", "Monday 12 2018", "10 hour 2018"),
    *("٢٠١٨-٠٣-٣١", "\uff12\uff10\uff11\uff18-03-31", "٣١ March 2018"),
]
AMBIGUOUS = ["03/04/2018", "3.4.2018", "03-04-2018"]


def test_a_date_that_can_mean_one_thing_is_read() -> None:
    assert [(text, parse_date(text)) for text, _ in PAIRS] == [
        (text, parse_deadline(written)) for text, written in PAIRS
    ]


def test_what_is_no_date_is_none() -> None:
    assert [text for text in NO_DATES if parse_date(text) is not None] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31 Feb 2018", "Feb 2018 has 28 days"),
        ("30/02/2018", "Feb 2018 has 28 days"),
        ("13/13/2018", "months go from 01 to 12"),
        ("0/5/2018", "days begin at 01"),
        ("13/2018", "months go from 01 to 12"),
        ("00/2018", "months go from 01 to 12"),
    ],
)
def test_a_date_outside_the_calendar_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^is not in the calendar: {why}$"):
        parse_date(text)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_date_that_can_mean_two_days_names_both(text: str) -> None:
    with pytest.raises(AmbiguousDateError) as ambiguous:
        parse_date(text)
    assert ambiguous.value.days == (date(2018, 4, 3), date(2018, 3, 4))


@pytest.mark.parametrize("text", ["31/12/18", "03/04/18", "18-03-31"])
def test_of_a_short_year_any_number_may_be_it(text: str) -> None:
    with pytest.raises(AmbiguousDateError) as ambiguous:
        parse_date(text)
    assert not ambiguous.value.days


@pytest.mark.parametrize(
    ("text", "order", "written"),
    [
        ("03/04/2018", DateOrder.DAY_FIRST, "2018-04-03"),
        ("03/04/2018", DateOrder.MONTH_FIRST, "2018-03-04"),
        ("31/12/18", DateOrder.DAY_FIRST, "2018-12-31"),
        ("12/31/2018", DateOrder.DAY_FIRST, "2018-12-31"),
        ("31/12/2018", DateOrder.MONTH_FIRST, "2018-12-31"),
    ],
)
def test_the_order_tells_where_both_numbers_can_be_the_day(
    text: str, order: DateOrder, written: str
) -> None:
    assert parse_date(text, order) == parse_deadline(written)


def test_a_date_may_be_typed_in_words_and_a_day_only_whole() -> None:
    for text, written in filter(lambda pair: IN_WORDS(pair[0]), PAIRS):
        deadline = parse_deadline(written)
        assert read_deadline(text) == deadline
        if len(written) == len("2018-03-31"):
            assert read_day(text) == deadline.last
        else:
            with pytest.raises(ValueError, match=PART):
                read_day(text)


@pytest.mark.parametrize("text", ["2018-03", "2018-3", "2018-Q1", "2018-H1", "2018", "31 March"])
def test_half_a_date_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=PART):
        read_day(text)


@pytest.mark.parametrize("text", ["31/03/2018", "31.3.2018", "2018/03/31", "2018-3-31"])
def test_a_day_in_numbers_is_typed_as_in_a_file(text: str) -> None:
    for read in (read_day, read_deadline):
        with pytest.raises(ValueError, match=r"^is not a day"):
            read(text)


def test_blanks_around_a_date_do_not_count() -> None:
    assert read_day(" 2018-03-31 ") == read_day("\t31 March 2018\n") == date(2018, 3, 31)
    assert read_deadline(" June 2018 ") == parse_deadline("2018-06")


def test_what_is_refused_continues_a_sentence() -> None:
    for text in (*NO_DATES, *AMBIGUOUS, "31 Feb 2018", "2018-02-30"):
        for read in (read_day, read_deadline):
            with pytest.raises(ValueError, match=r"^is "):
                read(text)


def test_a_hint_names_the_day_to_write() -> None:
    hints = {
        "31 March 2018": "; did you mean 2018-03-31?",
        "31/03/2018": "; did you mean 2018-03-31?",
        "04/04/2018": "; did you mean 2018-04-04?",
        **dict.fromkeys(AMBIGUOUS, "; write 2018-04-03 or 2018-03-04"),
        **dict.fromkeys(("2018-13-40", "2018/02/30", "03/04/18", "June 2018", *NO_DATES), ""),
    }
    assert {text: hint(text) for text in hints} == hints


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_back_in_every_spelling(day: date) -> None:
    assert read_day(format_day(day)) == day
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y"):
        assert read_day(day.strftime(form)) == day
    assert parse_date(day.strftime("%Y/%m/%d")) == (day.isoformat(), day)
    assert parse_date(day.strftime("%d/%m/%Y"), DateOrder.DAY_FIRST) == (day.isoformat(), day)


@given(st.text() | st.text(st.sampled_from("0123456789/-. QMarchendofby,")))
def test_reading_refuses_or_answers_but_never_fails(text: str) -> None:
    hint(text)
    for read in (read_day, read_deadline):
        with suppress(ValueError):
            read(text)


@given(st.integers(0, 99), st.sampled_from(NAMES), st.integers(0, 9999))
def test_a_date_with_a_name_keeps_its_day_and_year_or_is_none(
    number: int, name: str, year: int
) -> None:
    with suppress(ValueError):
        day = read_day(f"{number} {name} {year:04}")
        assert (day.day, day.year) == (number, year)
