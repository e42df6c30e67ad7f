"""The answer of a portfolio is the union of the answers that each of its registers gives alone."""

from collections.abc import Iterator

import pytest
from conftest import MakePortfolio
from portfolio_unions import JOINS, Options, asked, assert_union
from portfolios import IDS, MOST, NAME, SIZES, Portfolio, answer, options_of

from ecefollow.cli import app

COMMANDS = [name for names in app.COMMAND_FILES.values() for name in names]
IN_GIT = ("diff", "log")  # asked in test_portfolio_union_in_git.py
WITHOUT_JSON = {
    "init": "begins a register",
    "import": "makes a register of a table",
    "record": "writes to one register: see test_portfolio_laws.py",
    "report": "gives a page: see test_portfolio_published.py",
    "calendar": "gives an .ics file: see test_portfolio_published.py",
    "export": "gives a database: see test_portfolio_published.py",
    "schema": "asks no register",
}
EARLY, LATE = ("--as-of", "2019-06-30"), ("--as-of", "2021-12-31")
# Of the registers, most fall silent in 2020.
DAYS = {"upcoming": ("--within", "36m", *EARLY)}
FILTERED = [name for name in JOINS if "--status" in options_of(name)]
FILTERS: list[Options] = [
    (),
    ("--status", "accepted", "--status", "pending"),
    ("--state", "overdue", "--state", "scheduled", "--state", "completed"),
    ("--responsible", "pmu", "--responsible", "Harbour Master", "--responsible", "Director"),
    ("--tag", "knowledge-management", "--tag", "safety"),
    ("--search", "review", "--search", "quays"),  # a text
    ("--search", ".1"),  # an id
    ("--due-by", "2021-06-30"),
    ("--due-from", "2019-03-01"),
    ("--silent-since", "2021-03-01"),
]
OF_FIFTY = FILTERS[2], FILTERS[5]  # these are asked with every command, the others with one
OTHERS: list[tuple[str, Options]] = [
    ("overdue", ("--against", "original", *EARLY)),
    ("upcoming", ("--as-of", "2018-12-15")),
    ("timeline", LATE),
    ("show", (IDS, *LATE)),
    ("summary", EARLY),
    ("summary", ("--since", "2019-01-31", *LATE)),
    ("check", ()),
    ("check", ("--strict",)),
]


def questions() -> Iterator[tuple[int, str, Options]]:
    """Every question, with the size of the portfolio that it is asked of; of fifty fewer."""
    for size in SIZES:
        for command in FILTERED:
            for filters in OF_FIFTY if size == MOST and command != "actions" else FILTERS:
                yield size, command, (*filters, *DAYS.get(command, LATE))
            if size != MOST:
                yield size, command, EARLY
        yield from ((size, *question) for question in OTHERS)


def test_every_command_is_held_to_the_union_or_says_why_not() -> None:
    assert sorted([*JOINS, *WITHOUT_JSON]) == sorted(COMMANDS)


# The --format of import is that of the table.
@pytest.mark.parametrize("command", sorted({*WITHOUT_JSON} - {"import"}))
def test_what_is_not_held_to_the_union_has_no_json(command: str) -> None:
    refused = answer(command, "--format", "json")
    assert refused.status == 2
    assert "--format" in refused.err


def test_every_command_is_asked() -> None:
    assert sorted({command for _, command, _ in questions()} | {*IN_GIT}) == sorted(JOINS)


@pytest.mark.parametrize(
    ("portfolio", "command", "options"), [*questions()], indirect=["portfolio"]
)
def test_the_answer_is_the_union(portfolio: Portfolio, command: str, options: Options) -> None:
    assert_union(portfolio, command, *options)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "options"), [(name, options) for size, name, options in questions() if size == MOST]
)
def test_no_law_holds_because_nothing_is_found(
    made_portfolios: MakePortfolio, command: str, options: Options
) -> None:
    found = asked(made_portfolios(MOST), command, *options)
    rows = found if command == "check" else [*found.values()][-1 if command != "summary" else 2]
    assert rows


@pytest.mark.slow
@pytest.mark.parametrize("filters", FILTERS[1:])
def test_every_filter_leaves_something_out(
    made_portfolios: MakePortfolio, filters: Options
) -> None:
    found = asked(made_portfolios(MOST), "actions", *filters, *LATE)
    assert 0 < found["shown"] < found["total"]


@pytest.mark.parametrize("command", FILTERED)
def test_a_search_finds_no_part_of_an_id_that_only_the_portfolio_has(
    portfolio: Portfolio, command: str
) -> None:
    assert_union(portfolio, command, "--search", NAME, *DAYS.get(command, LATE))
