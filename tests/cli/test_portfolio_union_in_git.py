"""What a portfolio answers from git is the union of what each of its registers answers."""

import pytest
from conftest import MakePortfolio
from portfolio_unions import JOINS, Options, asked, assert_union, owns
from portfolios import IDS, MOST, SIZES, answer

LATE = ("--as-of", "2021-12-31")
OF_FIFTY: list[tuple[str, Options]] = [
    ("diff", ("first",)),
    ("log", ()),
    ("log", ("--verify", "first")),
    ("check", ("--base", "first")),
    ("list", ("--rev", "first", *LATE)),
]
QUESTIONS: list[tuple[str, Options]] = [
    *OF_FIFTY,
    ("diff", ()),
    ("diff", ("first", "HEAD")),
    ("diff", ("HEAD", "first")),
    ("log", ("--since", "2021-03-03")),
    ("log", ("--rewritten",)),
    ("summary", ("--rev", "first", *LATE)),
    ("show", (IDS, "--rev", "first")),
]


@pytest.mark.parametrize(
    ("size", "command", "options"),
    [(size, *question) for size in SIZES for question in (OF_FIFTY if size == MOST else QUESTIONS)],
)
def test_in_a_repository_the_answer_is_the_union(
    made_histories: MakePortfolio, size: int, command: str, options: Options
) -> None:
    assert_union(made_histories(size), command, *options)


@pytest.mark.parametrize(
    ("command", "options"), [question for question in QUESTIONS if question[0] in {"diff", "log"}]
)
def test_evaluations_narrow_it_to_the_union_of_theirs(
    made_histories: MakePortfolio, command: str, options: Options
) -> None:
    whole = made_histories(3)
    chosen = whole.members[::2]
    named = [word for each in chosen for word in ("--evaluation", each.evaluation)]
    expected = JOINS[command](owns(chosen, command, *options))
    if "filter" in expected:
        expected["filter"] |= {"evaluation": [*named[1::2]]}
    assert asked(whole, command, *options, *named) == expected


@pytest.mark.parametrize("command", ["diff", "log"])
def test_an_evaluation_that_none_has_is_refused_with_the_nearest(
    made_histories: MakePortfolio, command: str
) -> None:
    register = ("--register", str(made_histories(3).folder))
    refused = answer(command, "--evaluation", "lantorn-00", *register)
    assert (refused.status, refused.out) == (2, "")
    assert "--evaluation: none of the registers has 'lantorn-00'; did you mean" in refused.err


@pytest.mark.parametrize("command", ["diff", "log"])
def test_an_evaluation_that_is_not_of_the_organization_is_refused(
    made_histories: MakePortfolio, command: str
) -> None:
    whole = made_histories(3)
    first, *others = whole.members
    (other, *_) = [each for each in others if each.organization != first.organization]
    options = ("--evaluation", first.evaluation, "--organization", other.organization)
    refused = answer(command, *options, "--register", str(whole.folder))
    assert (refused.status, refused.out) == (2, "")


@pytest.mark.slow
@pytest.mark.parametrize(("command", "options"), OF_FIFTY)
def test_no_law_holds_because_nothing_is_found(
    made_histories: MakePortfolio, command: str, options: Options
) -> None:
    found = asked(made_histories(MOST), command, *options)
    rows = found if command == "check" else [*found.values()][-1]
    assert len(rows) >= MOST


@pytest.mark.slow
def test_what_was_taken_back_is_found_in_some_of_the_registers(
    made_histories: MakePortfolio,
) -> None:
    found = asked(made_histories(MOST), "log", "--verify", "HEAD~1")
    assert len({each["holds"] for each in found["registers"]}) == 2
