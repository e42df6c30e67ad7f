"""The meaning of a day, held against an oracle that was written from the design alone."""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import day_oracle as oracle
import pytest
from portfolios import answer
from random_registers import Data, as_yaml, interesting_days, random_register

SPANS = ["1d", "7d", "4w", "1m", "6m"]
MOST_DAYS = 5  # of a register: every question is a run of the program


def of_the_oracle(register: Data, day: date, span: str) -> Data:
    return {
        "states": oracle.states(register, day),
        "actions": oracle.actions(register, day),
        "recommendations": oracle.recommendations(register, day),
        "overdue": oracle.overdue(register, day),
        "past the original": oracle.overdue_against_original(register, day),
        "upcoming": oracle.upcoming(register, day, span),
        "on time": oracle.on_time(register, day),
        "responsible": oracle.by_responsible(register, day),
    }


def of_the_tool(path: Path, day: date, span: str, wanted: Data) -> Data:
    """The same, of the fields that the oracle knows."""

    def rows(days: str, *command: str) -> list[tuple[str, int]]:
        listing = in_json(path, day, *command)
        return [(action["id"], action[days]) for action in listing["actions"]]

    actions = in_json(path, day, "actions")
    recommendations = in_json(path, day, "list")["recommendations"]
    summary = in_json(path, day, "summary")
    on_time = summary["rates"]["on_time"]
    late = on_time["denominator"] - on_time["numerator"]
    return {
        "states": actions["states"],
        "actions": alike(actions["actions"], wanted["actions"]),
        "recommendations": alike(recommendations, wanted["recommendations"]),
        "overdue": rows("days_overdue", "overdue"),
        "past the original": rows("days_overdue", "overdue", "--against", "original"),
        "upcoming": rows("days_left", "upcoming", "--within", span),
        "on time": {"on-time": on_time["numerator"], "late": late, **on_time["left_out"]},
        "responsible": {
            row["name"]: (row["actions"], row["completed"], row["overdue"])
            for row in summary["responsible"]
        },
    }


def in_json(path: Path, day: date, *command: str) -> Any:
    where = ("--register", str(path), "--as-of", day.isoformat(), "--format", "json")
    return json.loads(answer(*command, *where).out)


def alike(records: list[Data], wanted: list[Data]) -> list[Data]:
    names = wanted[0].keys() if wanted else ()
    return [{name: record[name] for name in names} for record in records]


def assert_no_difference(seed: int, path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    register = random_register(rng)
    text = as_yaml(register)
    path.write_text(text, encoding="utf-8")
    days = interesting_days(register)
    for day in rng.sample(days, min(len(days), MOST_DAYS)):
        span = rng.choice(SPANS)
        wanted = of_the_oracle(register, day, span)
        assert of_the_tool(path, day, span, wanted) == wanted, (
            f"register {seed} on {day}, within {span}:\n{text}"
        )


# In portions, for the processors to share.
@pytest.mark.parametrize("begin", range(0, 24, 6))
def test_the_tool_answers_as_the_oracle_does(begin: int, tmp_path: Path) -> None:
    for seed in range(begin, begin + 6):
        assert_no_difference(seed, tmp_path / "register.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(24, 1024, 100))
def test_the_tool_answers_as_the_oracle_does_about_a_thousand_more(
    begin: int, tmp_path: Path
) -> None:
    for seed in range(begin, begin + 100):
        assert_no_difference(seed, tmp_path / "register.yaml")


def test_the_tool_counts_what_an_answer_leaves_out_as_the_oracle_does(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    for seed, register, day in registers_on_days(path):
        overdue = in_json(path, day, "overdue")
        upcoming = in_json(path, day, "upcoming", "--within", "4w")
        assert (
            overdue["added_later"],
            upcoming["added_later"],
            in_json(path, day, "list")["added_later"],
            overdue["events_overdue"],
            [event["id"] for event in upcoming["events"]],
        ) == (
            oracle.actions_added_later(register, day),
            oracle.actions_added_later(register, day),
            oracle.recommendations_added_later(register, day),
            oracle.events_overdue(register, day),
            oracle.upcoming_events(register, day, "4w"),
        ), f"register {seed} on {day}"


def test_the_tool_counts_what_was_verified_as_the_oracle_does(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    for seed, register, day in registers_on_days(path):
        rates = in_json(path, day, "summary")["rates"]
        verified = oracle.verified_completions(register, day)
        assert rates["implementation"]["verification"] == verified, f"register {seed} on {day}"


def registers_on_days(path: Path) -> Iterator[tuple[int, Data, date]]:
    """Random registers, each written to *path*, with some days on which an answer may change."""
    for seed in range(24):
        rng = random.Random(seed)  # noqa: S311 - nothing secret
        register = random_register(rng)
        path.write_text(as_yaml(register), encoding="utf-8")
        days = interesting_days(register)
        for day in rng.sample(days, min(4, len(days))):
            yield seed, register, day
