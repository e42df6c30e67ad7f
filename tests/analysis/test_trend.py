"""The trend: what was overdue and completed at each month's end, as known now."""

import random
from datetime import date

import pytest
from dated_actions import action, completed, register
from random_registers import as_yaml, interesting_days, random_register

from ecefollow.analysis.queries import count_states
from ecefollow.analysis.trend import trend
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.vocabulary import State


def test_it_has_the_ends_of_two_years_and_the_day_itself() -> None:
    day = date(2021, 2, 10)
    late = register(action(completed("2021-02-01"), due="2018-06"))
    tallies = trend(late.on(day), day)
    assert len(tallies) == 25
    assert [str(tally.day) for tally in tallies[-2:]] == ["2021-01-31", "2021-02-10"]
    assert [tally[1:] for tally in tallies[-2:]] == [(1, 0), (0, 1)]


def test_it_begins_with_the_last_day_on_which_there_was_nothing_to_tell() -> None:
    day = date(2021, 4, 30)
    tallies = trend(register(action(due="2021-02")).on(day), day)
    assert [(str(tally.day), tally.overdue) for tally in tallies] == [
        ("2021-02-28", 0),
        ("2021-03-31", 1),
        ("2021-04-30", 1),
    ]


@pytest.mark.parametrize("day", [date.min, date(2021, 1, 1), date.max])
def test_without_anything_to_tell_there_is_none(day: date) -> None:
    assert trend(register(action()).on(day), day) == []


@pytest.mark.parametrize(
    "seed", [*range(25), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(25, 500))]
)
def test_it_is_what_every_day_answers_by_itself(seed: int) -> None:
    told = random_register(random.Random(seed))  # noqa: S311 - the same in every run
    read = parse_anew(as_yaml(told).encode(), "register.yaml")
    for day in interesting_days(told)[-3:]:
        for tally in trend(read.on(day), day):
            states = count_states(read.on(tally.day))
            assert (tally.overdue, tally.completed) == (
                states[State.OVERDUE],
                states[State.COMPLETED],
            )
