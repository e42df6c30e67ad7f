"""The part of a register that an answer is narrowed to."""

from datetime import date
from pathlib import Path

import pytest

from ecefollow.analysis.filters import Filters
from ecefollow.analysis.narrowing import narrow
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.vocabulary import State, Status

FILE = Path(__file__).parents[2] / "data" / "recommendations.yaml"
REGISTER = parse_anew(FILE.read_bytes(), FILE.name)
DAY = date(2018, 3, 31)


@pytest.mark.parametrize(
    ("ids", "filters", "actions"),
    [
        (["7"], Filters(), {"7.1", "7.2", "7.3"}),
        (["7", "3.1"], Filters(state=[State.OVERDUE]), {"3.1", "7.1"}),
        ([], Filters(responsible=["pmu"]), {"4.2"}),
        ([], Filters(status=[Status.REJECTED]), set()),
    ],
)
def test_the_part_has_the_actions_that_match_and_what_they_are_under(
    ids: list[str], filters: Filters, actions: set[str]
) -> None:
    part = narrow(REGISTER.on(DAY), ids, filters)
    assert part.actions == actions
    assert part.recommendations == {ident.partition(".")[0] for ident in actions}


def test_the_part_of_another_day_has_the_same_actions() -> None:
    part = narrow(REGISTER.on(DAY), [], Filters(state=[State.OVERDUE]))
    earlier = part.of(REGISTER.on(date(2018, 1, 1)))
    standings = [standing for answer in earlier for standing in answer.standings]
    assert [standing.action.id for standing in standings] == ["3.1", "5.1", "7.1"]
    assert {standing.state for standing in standings} == {State.SCHEDULED}
