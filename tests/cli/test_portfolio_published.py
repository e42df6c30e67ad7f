"""What a portfolio publishes is the union of what each of its registers does."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import MakePortfolio
from portfolio_unions import Options, asked, owns
from portfolios import IDS, MOST, NAME, Portfolio, answer

DAY = ("--as-of", "2021-03-31")
FILTERS: list[Options] = [
    (),
    ("--state", "overdue", "--state", "scheduled"),
    ("--responsible", "PMU", "--responsible", "Harbour Master"),
    ("--search", NAME),  # nothing: no more than a part of ids that only the portfolio has
]


@cache
def published(command: str, path: str, *options: str) -> str:
    found = answer(command, "--register", path, *options)
    assert found.status == 0, found.err
    return found.out


@pytest.mark.slow
@pytest.mark.parametrize("filters", FILTERS[:-1])
def test_no_law_holds_because_nothing_is_found(
    made_portfolios: MakePortfolio, filters: Options
) -> None:
    whole = made_portfolios(MOST)
    path = str(whole.folder)
    report = published("report", path, *DAY, *filters)
    heads = headings(report, asked(whole, "show", IDS))
    assert heads
    assert entries(path, *filters)


# The database

Rows = dict[str, list[tuple[Any, ...]]]


def database(path: str, to: Path) -> Rows:
    """The rows of each table and view of an export."""
    published("export", path, *DAY, "-o", str(to), "--force")
    with closing(sqlite3.connect(to)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return {name: [*connection.execute(f"SELECT * FROM {name}")] for (name,) in [*names]}  # noqa: S608 - the names are those of the database


def test_the_tables_of_a_portfolio_have_the_rows_of_each_register_in_their_order(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    together = database(str(portfolio.folder), tmp_path / "all.sqlite")
    alone = [database(each.path, tmp_path / "one.sqlite") for each in portfolio.members]
    for name, rows in together.items():
        expected = [row for one in alone for row in one[name]]
        if name == "evaluations":  # the second column has their order
            expected = [(row[0], number, *row[2:]) for number, row in enumerate(expected, 1)]
        if name in {"overdue", "rates", "rated", "follow_up"}:  # views, in an order of their own
            assert Counter(rows) == Counter(expected)
        else:
            assert rows == expected


# The report


def headings(report: str, shown: Any) -> list[str]:
    """The headings of the recommendations and actions that `show` shows."""
    known = {row["id"] for row in (*shown["recommendations"], *shown["actions"])}
    found = re.findall(r"^#{3,} ((\S+) .*)$", report, re.MULTILINE)
    return [head for head, ident in found if ident.replace("\\", "") in known]


@pytest.mark.parametrize("filters", FILTERS)
def test_a_report_tells_of_every_record_that_the_reports_of_each_register_do(
    portfolio: Portfolio, filters: Options
) -> None:
    together = published("report", str(portfolio.folder), *DAY, *filters)
    expected = []
    for own in owns(portfolio.members, "show", IDS):
        alone = published("report", own.member.path, *DAY, *filters)
        expected += [f"{own.member.evaluation}:{head}" for head in headings(alone, own.answer)]
    found = headings(together, asked(portfolio, "show", IDS))
    assert found == expected


# The calendar

Entries = dict[str, dict[str, str]]


def entries(path: str, *options: str) -> Entries:
    """The properties of each entry, by its uid."""
    found = icalendar.Calendar.from_ical(published("calendar", path, *DAY, *options))
    return {
        str(event["UID"]): {
            name: value.to_ical().decode() if hasattr(value, "to_ical") else str(value)
            for name, value in event.property_items()
        }
        for event in found.walk("VEVENT")
    }


def in_portfolio(found: Entries, evaluation: str) -> Entries:
    """The entries of a register as a portfolio has them."""
    return {
        uid: entry
        | {
            "SUMMARY": f"{evaluation}:{entry['SUMMARY']}",
            "DESCRIPTION": f"\\nRecommendation {evaluation}:".join(
                entry["DESCRIPTION"].rsplit("\\nRecommendation ", 1)
            ),
        }
        for uid, entry in found.items()
    }


@pytest.mark.parametrize("filters", FILTERS)
def test_a_calendar_has_the_entries_of_each_register(
    portfolio: Portfolio, filters: Options
) -> None:
    expected: Entries = {}
    for each in portfolio.members:
        expected |= in_portfolio(entries(each.path, *filters), each.evaluation)
    together = entries(str(portfolio.folder), *filters)
    assert together == expected
    assert [*together] == [*expected]
