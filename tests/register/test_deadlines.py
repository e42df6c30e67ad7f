"""The forms of a day and a deadline: what is read, what is refused, what is shown."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecefollow.register.deadlines import (
    MONTHS,
    parse_day,
    parse_deadline,
    parse_span,
)

READERS = parse_day, parse_deadline


@given(st.dates())
@example(date.min)
@example(date.max)
@example(date(2020, 2, 1))
def test_a_day_is_its_own_last_and_a_period_ends_with_its_last_month(value: date) -> None:
    year, month = f"{value.year:04}", value.month
    quarter, half = (month + 2) // 3, (month + 5) // 6
    assert parse_day(f"{value}") == value
    assert parse_deadline(f"{value}") == (f"{value}", value)
    for written, end in {
        f"{year}-{month:02}": month,
        f"{year}-Q{quarter}": 3 * quarter,
        f"{year}-H{half}": 6 * half,
        year: 12,
    }.items():
        last = date(value.year, end, monthrange(value.year, end)[1])
        assert parse_deadline(written) == (written, last)


@pytest.mark.parametrize(
    ("written", "reader"),
    [
        ("2018-02-28", "28 Feb 2018"),
        ("2018-03-01", "1 Mar 2018"),
        ("2018-Q1", "Q1 2018"),
        ("2018-H1", "H1 2018"),
        ("2018", "2018"),
        *((f"2018-{month:02}", f"{name} 2018") for month, name in enumerate(MONTHS, 1)),
    ],
)
def test_a_deadline_is_shown_in_the_precision_it_was_given(written: str, reader: str) -> None:
    assert parse_deadline(written).shown == reader


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2018-02-30", "Feb 2018 has 28 days"),
        ("2020-02-30", "Feb 2020 has 29 days"),
        ("2018-04-31", "Apr 2018 has 30 days"),
        ("2018-13-01", "months go from 01 to 12"),
        ("2018-00-01", "months go from 01 to 12"),
        ("2018-01-00", "days begin at 01"),
        ("0000-01-01", "there is no year 0"),
        ("0000", "there is no year 0"),
        ("0000-Q1", "there is no year 0"),
        ("0000-01", "there is no year 0"),
        ("2018-00", "months go from 01 to 12"),
        ("2018-13", "months go from 01 to 12"),
    ],
)
def test_what_is_outside_the_calendar_is_refused_and_says_why(text: str, why: str) -> None:
    for read in READERS if len(text) == len("2018-01-00") else (parse_deadline,):
        with pytest.raises(ValueError, match=f"^is not in the calendar: {why}$"):
            read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2018-W13-6", "2018-090", "20180331", "2018-3-31", "18-03-31"),
        *("2018-03-31T00:00", "2018-03-31Z", "+2018-03-31", "-2018-03-31", "2018 03 31"),
        *("31-03-2018", "٢٠١٨-٠٣-٣١", "\uff12\uff10\uff11\uff18-03-31"),
        *("2018-Q5", "2018-q1", "2018-H3", "Q1 2018", "31 March 2018"),
        *(" 2018-03-31", "2018-03-31 ", "2018-03-31\n", "2018\n"),  # nothing stands around it
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    for read in READERS:
        with pytest.raises(ValueError, match=r"^is not a day"):
            read(text)


@pytest.mark.parametrize("text", ["2018-02", "2018-Q1", "2018"])
def test_a_period_is_no_day_in_a_file(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day such as 2018-03-31"):
        parse_day(text)


# Spans


@pytest.mark.parametrize(("text", "span"), [("30d", (30, "d")), (" 4 W ", (4, "w"))])
def test_a_span_is_a_number_of_days_weeks_or_months(text: str, span: tuple[int, str]) -> None:
    assert parse_span(text) == span
    assert f"{parse_span(text)}" == text.replace(" ", "").lower()


@pytest.mark.parametrize("text", ["", "30", "d", "1y", "-3d", "1.5m", "30dd", "²d", "1234567890d"])
def test_an_invalid_span_is_refused_with_the_form_to_use(text: str) -> None:
    with pytest.raises(ValueError, match="such as 30d, 4w or 2m"):
        parse_span(text)


@pytest.mark.parametrize(
    ("begin", "text", "end"),
    [
        ("2018-01-31", "0d", "2018-01-31"),
        ("2018-01-31", "30d", "2018-03-02"),
        ("2018-01-31", "1w", "2018-02-07"),
        ("2018-01-31", "1m", "2018-02-28"),  # a calendar month has no fixed number of days
        ("2020-01-31", "1m", "2020-02-29"),
        ("2018-03-31", "12m", "2019-03-31"),
        ("2018-03-31", "365d", "2019-03-31"),
        ("2018-03-31", "999999999m", "9999-12-31"),
        ("2018-03-31", "999999999d", "9999-12-31"),
        ("9999-12-31", "1d", "9999-12-31"),
    ],
)
def test_a_span_after_a_day_goes_by_the_calendar(begin: str, text: str, end: str) -> None:
    assert parse_span(text).after(parse_day(begin)) == parse_day(end)


def test_a_span_before_a_day_does_too() -> None:
    assert parse_span("6m").before(parse_day("2018-08-31")) == parse_day("2018-02-28")
    assert parse_span("6m").before(date(1, 3, 1)) == date.min
