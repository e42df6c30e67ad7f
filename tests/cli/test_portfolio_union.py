"""The answer of a portfolio is the union of the answers that each of its registers gives alone."""

from collections.abc import Callable

import pytest
from conftest import MakePortfolio
from portfolio_unions import JOINS, Options, asked, assert_union, owns
from portfolios import (
    FORMATS,
    IDS,
    MOST,
    NAME,
    WRITES,
    Member,
    Portfolio,
    answer,
    options_of,
)
from slow_cases import usually

from ecefollow.cli import app

COMMANDS = [name for names in app.COMMAND_FILES.values() for name in names]
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
OFTEN = FILTERS[2], FILTERS[5]  # these are asked with every command, the others with one
QUESTIONS: list[tuple[str, Options]] = [
    *(("actions", (*filters, *LATE)) for filters in FILTERS if filters not in OFTEN),
    *((command, (*filters, *DAYS.get(command, LATE))) for command in FILTERED for filters in OFTEN),
    ("list", EARLY),
    ("actions", EARLY),
    ("overdue", ("--against", "original", *EARLY)),
    ("upcoming", ("--as-of", "2018-12-15")),
    ("timeline", LATE),
    ("show", (IDS, *LATE)),
    ("summary", EARLY),
    ("summary", ("--since", "2019-01-31", *LATE)),
    ("check", ()),
    ("check", ("--strict",)),
]
PAST: list[tuple[str, Options]] = [
    ("diff", ("first",)),
    ("log", ("--verify", "first")),
    ("check", ("--base", "first")),
    ("diff", ("first", *LATE)),
    ("log", ()),
    ("list", ("--rev", "first", *LATE)),
]
LESS_OFTEN: list[tuple[str, Options]] = [
    ("diff", ()),
    ("diff", ("first", "HEAD")),
    ("diff", ("HEAD", "first")),
    ("log", ("--since", "2021-03-03")),
    ("log", ("--rewritten",)),
    ("summary", ("--rev", "first", *LATE)),
    ("show", (IDS, "--rev", "first")),
]


def test_every_command_that_has_json_is_held_to_the_union() -> None:
    assert sorted([*FORMATS, *WRITES, "schema"]) == sorted(COMMANDS)
    assert [name for name, formats in FORMATS.items() if "json" in formats] == [*JOINS]
    assert {command for command, _ in QUESTIONS + PAST} == {*JOINS}


@pytest.mark.parametrize(("command", "options"), QUESTIONS)
def test_the_answer_is_the_union(portfolio: Portfolio, command: str, options: Options) -> None:
    assert_union(portfolio, command, *options)


@pytest.mark.parametrize("command", FILTERED)
def test_a_search_finds_no_part_of_an_id_that_only_the_portfolio_has(
    portfolio: Portfolio, command: str
) -> None:
    assert_union(portfolio, command, "--search", NAME, *DAYS.get(command, LATE))


@pytest.mark.parametrize(
    ("size", "command", "options"),
    [
        *usually(3, [(3, *question) for question in PAST + LESS_OFTEN]),
        *((MOST, *question) for question in PAST),
    ],
)
def test_in_a_repository_the_answer_is_the_union(
    made_histories: MakePortfolio, size: int, command: str, options: Options
) -> None:
    assert_union(made_histories(size), command, *options)


# That something is found


@pytest.mark.slow
@pytest.mark.parametrize(("command", "options"), QUESTIONS)
def test_no_law_holds_because_nothing_is_found(
    made_portfolios: MakePortfolio, command: str, options: Options
) -> None:
    found = asked(made_portfolios(MOST), command, *options)
    rows = found if command == "check" else [*found.values()][-1 if command != "summary" else 2]
    assert rows


@pytest.mark.slow
@pytest.mark.parametrize(("command", "options"), PAST)
def test_in_a_repository_no_law_holds_because_nothing_is_found(
    made_histories: MakePortfolio, command: str, options: Options
) -> None:
    found = asked(made_histories(MOST), command, *options)
    rows = found if command == "check" else [*found.values()][-1]
    assert len(rows) >= MOST


@pytest.mark.slow
@pytest.mark.parametrize("filters", FILTERS[1:])
def test_every_filter_leaves_something_out(
    made_portfolios: MakePortfolio, filters: Options
) -> None:
    found = asked(made_portfolios(MOST), "actions", *filters, *LATE)
    assert 0 < found["shown"] < found["total"]


@pytest.mark.slow
def test_what_was_taken_back_is_found_in_some_of_the_registers(
    made_histories: MakePortfolio,
) -> None:
    found = asked(made_histories(MOST), "log", "--verify", "HEAD~1")
    assert len({each["holds"] for each in found["registers"]}) == 2


# Narrowed

Narrow = Callable[[Portfolio], tuple[list[Member], list[str]]]
NARROWED = [name for name in JOINS if "--evaluation" in options_of(name)]


def two_evaluations(portfolio: Portfolio) -> tuple[list[Member], list[str]]:
    chosen = [portfolio.members[0], portfolio.members[-1]]
    names = [each.evaluation.upper() for each in reversed(chosen)]
    return chosen, [word for name in names for word in ("--evaluation", name)]


def an_organization(portfolio: Portfolio) -> tuple[list[Member], list[str]]:
    name = portfolio.members[-1].organization
    chosen = [each for each in portfolio.members if each.organization == name]
    return chosen, ["--organization", name.lower()]


@pytest.mark.parametrize(
    ("command", "more"),
    [
        *((name, ()) for name in NARROWED),
        *(("diff", ("first", "HEAD")), ("diff", ("first", *LATE)), ("log", ("--verify", "first"))),
    ],
)
@pytest.mark.parametrize("narrow", [two_evaluations, an_organization])
@pytest.mark.parametrize("size", [3, MOST])
def test_the_answer_is_narrowed_to_the_union_of_what_is_chosen(
    made_histories: MakePortfolio, size: int, narrow: Narrow, command: str, more: Options
) -> None:
    whole = made_histories(size)
    chosen, options = narrow(whole)
    more += LATE if "--as-of" in options_of(command) and command != "diff" else ()
    more += (IDS,) if command == "show" else ()
    expected = JOINS[command](owns(chosen, command, *more))
    if "filter" in expected:
        expected["filter"] |= {options[0].strip("-"): options[1::2]}
    narrowed = whole._replace(members=tuple(chosen))
    assert asked(narrowed, command, *options, *more) == expected


@pytest.mark.parametrize(
    ("command", "option", "wanted", "nearest"),
    [
        *(
            (command, "--evaluation", "lantorn-00", "lantern-00")
            for command in ("list", "check", "diff", "log", "report")
        ),
        ("list", "--organization", "PMO", "PMU"),
        ("log", "--organization", "PMO", "PMU"),
    ],
)
def test_a_name_that_no_register_has_is_refused_with_the_nearest(
    made_histories: MakePortfolio, command: str, option: str, wanted: str, nearest: str
) -> None:
    refused = answer(command, option, wanted, "--register", made_histories(3).folder)
    assert (refused.status, refused.out) == (2, "")
    said = f"{option}: none of the registers has '{wanted}'; did you mean '{nearest}'?"
    assert said in refused.err


@pytest.mark.parametrize("command", ["list", "diff"])
def test_an_evaluation_that_is_not_of_the_organization_is_refused(
    made_histories: MakePortfolio, command: str
) -> None:
    options = ("--evaluation", "lantern-00", "--organization", "PMU")
    refused = answer(command, *options, "--register", made_histories(3).folder)
    assert (refused.status, refused.out) == (2, "")
    assert "it has none of the evaluations that --evaluation names" in refused.err
