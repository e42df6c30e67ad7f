"""The meaning of a day, held against an oracle that was written from the design alone."""

import random
from datetime import date
from typing import Any

import day_oracle as oracle
import pytest
from random_registers import as_yaml, interesting_days, random_register

from ecefollow.analysis import queries
from ecefollow.analysis.queries import Against
from ecefollow.reading.register_file import parse_valid
from ecefollow.register.model import Register
from ecefollow.views import actions, recommendations
from ecefollow.views.context import Context


def of_the_oracle(data: dict[str, Any], day: date) -> dict[str, Any]:
    return {
        "actions": oracle.actions(data, day),
        "recommendations": oracle.recommendations(data, day),
        "present": oracle.overdue(data, day, against="present"),
        "original": oracle.overdue(data, day, against="original"),
    }


def of_the_tool(register: Register, day: date, wanted: dict[str, Any]) -> dict[str, Any]:
    """The same, of the fields that the oracle knows."""
    answers = register.on(day)
    context = Context(day, "register.yaml", {}, {})
    items = queries.actions(answers)
    present = queries.overdue(items, against=Against.PRESENT)
    original = queries.overdue(items, against=Against.ORIGINAL)
    return {
        "actions": alike([actions.as_json(item, context) for item in items], wanted["actions"]),
        "recommendations": alike(
            [recommendations.as_json(answer, context) for answer in answers],
            wanted["recommendations"],
        ),
        "present": [(i.standing.action.id, i.standing.days_overdue) for i in present],
        "original": [(i.standing.action.id, i.standing.days_past_original) for i in original],
    }


def alike(records: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = wanted[0].keys() if wanted else ()
    return [{name: record[name] for name in known} for record in records]


def assert_no_difference(seed: int) -> None:
    data = random_register(random.Random(seed))  # noqa: S311 - nothing secret
    text = as_yaml(data)
    register = parse_valid(text.encode(), "register.yaml")
    for day in interesting_days(data):
        wanted = of_the_oracle(data, day)
        assert of_the_tool(register, day, wanted) == wanted, f"register {seed} on {day}:\n{text}"


# In portions, for the processors to share.
@pytest.mark.parametrize("begin", range(0, 250, 50))
def test_the_tool_answers_as_the_oracle_does(begin: int) -> None:
    for seed in range(begin, begin + 50):
        assert_no_difference(seed)


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(250, 1250, 100))
def test_the_tool_answers_as_the_oracle_does_about_a_thousand_more(begin: int) -> None:
    for seed in range(begin, begin + 100):
        assert_no_difference(seed)
