"""A portfolio narrowed to some evaluations gives the union of the answers of these."""

from collections.abc import Sequence
from typing import Any

import pytest
from conftest import MakePortfolio
from portfolio_unions import JOINS, Options, asked, owns
from portfolios import IDS, NAME, Member, Portfolio, answer, options_of

from ecefollow.cli import app

LATE = ("--as-of", "2021-12-31")
COMMANDS = [
    name
    for names in app.COMMAND_FILES.values()
    for name in names
    if "--evaluation" in options_of(name)
]
# What git answers is asked in test_portfolio_union_in_git.py.
NARROWED = [name for name in JOINS if name in COMMANDS and name not in {"diff", "log"}]


def narrowed(
    portfolio: Portfolio, members: Sequence[Member], command: str, *options: str
) -> tuple[Any, Any]:
    """What the portfolio answers with these options, and the union of the answers of these."""
    rest: Options = LATE if "--as-of" in options_of(command) else ()
    rest += (IDS,) if command == "show" else ()
    expected = JOINS[command](owns(members, command, *rest))
    if "filter" in expected:
        expected["filter"] |= {options[0].strip("-"): [*options[1::2]]}
    return asked(portfolio._replace(members=tuple(members)), command, *options, *rest), expected


@pytest.mark.parametrize("command", NARROWED)
def test_evaluations_narrow_the_answer_to_the_union_of_theirs(
    portfolio: Portfolio, command: str
) -> None:
    chosen = portfolio.members[:: len(portfolio.members) - 1]
    names = [each.evaluation.upper() for each in reversed(chosen)]
    options = [word for name in names for word in ("--evaluation", name)]
    together, expected = narrowed(portfolio, chosen, command, *options)
    assert together == expected


@pytest.mark.parametrize("command", NARROWED)
def test_one_evaluation_of_several_still_has_the_ids_of_the_portfolio(
    portfolio: Portfolio, command: str
) -> None:
    chosen = portfolio.members[-1:]
    together, expected = narrowed(portfolio, chosen, command, "--evaluation", chosen[0].evaluation)
    assert together == expected


@pytest.mark.parametrize("command", NARROWED)
def test_an_organization_narrows_the_answer_to_the_union_of_its_evaluations(
    portfolio: Portfolio, command: str
) -> None:
    name = portfolio.members[-1].organization
    chosen = [each for each in portfolio.members if each.organization == name]
    together, expected = narrowed(portfolio, chosen, command, "--organization", name.lower())
    assert together == expected


WORDS: dict[str, Options] = {"show": ("x",), "export": ("-o", "no.sqlite")}


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"diff", "log"}))
@pytest.mark.parametrize(
    ("option", "wanted", "nearest"),
    [
        ("--evaluation", f"{NAME}-harbor", f"{NAME}-harbour"),
        ("--organization", "UNECA", "UNECE"),
    ],
)
def test_a_name_that_no_register_has_is_refused_with_the_nearest(
    made_portfolios: MakePortfolio, command: str, option: str, wanted: str, nearest: str
) -> None:
    register = ("--register", str(made_portfolios(2).folder))
    refused = answer(command, *WORDS.get(command, ()), option, wanted, *register)
    assert (refused.status, refused.out) == (2, "")
    assert f"{option}: none of the registers has '{wanted}'" in refused.err
    assert f"did you mean '{nearest}'?" in refused.err


@pytest.mark.parametrize("command", NARROWED)
def test_an_evaluation_that_is_not_of_the_organization_is_refused(
    made_portfolios: MakePortfolio, command: str
) -> None:
    options = ("--evaluation", f"{NAME}-harbour", "--organization", "UNECE")
    register = ("--register", str(made_portfolios(2).folder))
    refused = answer(command, *WORDS.get(command, ()), *options, *register)
    assert (refused.status, refused.out) == (2, "")
    assert "it has none of the evaluations that --evaluation names" in refused.err
