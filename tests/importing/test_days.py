"""Deadlines as tables have them: read where they can mean one thing, else left as words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing.days import NO_DEADLINE, ONGOING, read_day, read_due
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.deadlines import parse_deadline

READ = {
    "2018-03-31": [
        *("by 31 March 2018", "no later than 31 Mar. 2018", "Friday, 31 March 2018"),
        "31 MARCH 2018.",
    ],
    "2018-03": [
        *("end of March 2018", "by end March 2018", "by the end of March 2018", "end-March 2018"),
    ],
    "2018-Q1": ["Q1 2018", "end of Q1 2018"],
    "2018": ["end of 2018", "by the end of 2018", "end 2018", "by end of year 2018"],
}
CHOSEN = {"2018-02": ["by February 2018", "until Feb 2018"], "2018": ["by 2018"]}
UNREAD = {
    "the day or the month may be first; --day-first or --month-first says which": [
        *("03/04/2018", "3.4.2018", "03-04-2018"),
    ],
    "any number may be the year; --day-first or --month-first says which": ["31/12/18"],
    "there is more than one date here": [
        *("Q1 and Q3 2018", "2018-2019", "June 2018 / June 2019", "2018/2019"),
        "01/02/2018 - 03/04/2018",
    ],
    "this is not read as a deadline": [
        *("mid-2018", "soon", "early 2018", "31 March", "2018 (extended)", "Completed"),
        *("before March 2018", "within six months", "43190", "Ongoing, yearly"),
    ],
    "this date is not in the calendar: Jun 2018 has 30 days": ["31/06/2018", "31 June 2018"],
    "this date is not in the calendar: months go from 01 to 12": ["2018-13", "13/2018", "0/2018"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, meant) for meant, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "written"), pairs(READ))
def test_a_date_that_can_mean_one_thing_is_read(text: str, written: str) -> None:
    assert read_due(text, None, None) == (parse_deadline(written), False, "", "")


@pytest.mark.parametrize(("text", "written"), pairs(CHOSEN))
def test_by_a_month_or_a_year_is_a_choice_that_is_told(text: str, written: str) -> None:
    found = read_due(text, None, None)
    assert found.due == parse_deadline(written)
    assert found.choice.startswith("this was read as by the end of ")


@pytest.mark.parametrize(("text", "why"), pairs(UNREAD))
def test_nothing_is_guessed(text: str, why: str) -> None:
    found = read_due(text, None, None)
    assert (found.due, found.ongoing, found.problem) == (None, False, why)


@pytest.mark.parametrize("text", [*ONGOING, "ONGOING", "Ongoing."])
def test_a_continuing_duty_is_no_deadline(text: str) -> None:
    assert read_due(text, None, None) == (None, True, "", "")


@pytest.mark.parametrize("text", [*NO_DEADLINE, "TBD", "N/A", "-", "–", " "])
def test_words_for_no_deadline_are_no_problem(text: str) -> None:
    assert read_due(text, None, None) == (None, False, "", "")


@pytest.mark.parametrize(
    ("order", "written"),
    [(DateOrder.DAY_FIRST, "2018-04-03"), (DateOrder.MONTH_FIRST, "2018-03-04")],
)
def test_an_option_says_which_number_is_the_day(order: DateOrder, written: str) -> None:
    assert read_due("03/04/2018", None, order).due == parse_deadline(written)


def test_a_date_of_the_spreadsheet_is_that_day_whatever_it_looks_like() -> None:
    assert read_due("03/04/18", date(2018, 4, 3), None).due == parse_deadline("2018-04-03")


def test_a_number_that_was_shown_as_a_date_is_none() -> None:
    assert "hardly what was meant" in read_due("1905-07-10", date(1905, 7, 10), None).problem


def test_an_update_needs_a_whole_day() -> None:
    assert read_day("5 March 2018", None, None) == (date(2018, 3, 5), "")
    assert read_day("March 2018", None, None)[1].startswith("this is only part of a date")
    assert read_day("lately", None, None)[1] == "this is not read as a deadline"


@given(st.text() | st.text(st.sampled_from("0123456789/-. QMarchendofby,")))
def test_whatever_stands_there_it_is_read_or_left(text: str) -> None:
    found = read_due(text, None, None)
    assert not (found.due and (found.ongoing or found.problem))
