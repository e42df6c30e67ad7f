"""The meaning of a day, held against an oracle that was written from the design alone."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import day_oracle as oracle
import pytest
from portfolios import answer
from random_registers import Data, as_yaml, interesting_days, random_register

SPANS = ["1d", "7d", "4w", "1m", "6m"]


def of_the_oracle(register: Data, day: date, span: str) -> Data:
    actions_added = oracle.actions_added_later(register, day)
    added = oracle.recommendations_added_later(register, day)
    return {
        "states": oracle.states(register, day),
        "actions": oracle.actions(register, day),
        "recommendations": oracle.recommendations(register, day),
        "overdue": oracle.overdue(register, day),
        "past the original": oracle.overdue_against_original(register, day),
        "upcoming": oracle.upcoming(register, day, span),
        "upcoming events": oracle.upcoming_events(register, day, span),
        "on time": oracle.on_time(register, day),
        "verified": oracle.verified_completions(register, day),
        "responsible": oracle.by_responsible(register, day),
        "added later": [actions_added, actions_added, added],
        "events overdue": oracle.events_overdue(register, day),
    }


def of_the_tool(path: Path, day: date, span: str, wanted: Data) -> Data:
    """The same, of the fields that the oracle knows."""

    def in_json(*command: str) -> Any:
        where = ("--register", str(path), "--as-of", day.isoformat(), "--format", "json")
        return json.loads(answer(*command, *where).out)

    def rows(listing: Data, days: str) -> list[tuple[str, int]]:
        return [(action["id"], action[days]) for action in listing["actions"]]

    actions, recommendations, summary = in_json("actions"), in_json("list"), in_json("summary")
    overdue, original = in_json("overdue"), in_json("overdue", "--against", "original")
    upcoming = in_json("upcoming", "--within", span)
    on_time = summary["rates"]["on_time"]
    late = on_time["denominator"] - on_time["numerator"]
    return {
        "states": actions["states"],
        "actions": alike(actions["actions"], wanted["actions"]),
        "recommendations": alike(recommendations["recommendations"], wanted["recommendations"]),
        "overdue": rows(overdue, "days_overdue"),
        "past the original": rows(original, "days_overdue"),
        "upcoming": rows(upcoming, "days_left"),
        "upcoming events": [event["id"] for event in upcoming["events"]],
        "on time": {"on-time": on_time["numerator"], "late": late, **on_time["left_out"]},
        "verified": summary["rates"]["implementation"]["verification"],
        "responsible": {
            row["name"]: (row["actions"], row["completed"], row["overdue"])
            for row in summary["responsible"]
        },
        "added later": [each["added_later"] for each in (overdue, upcoming, recommendations)],
        "events overdue": overdue["events_overdue"],
    }


def alike(records: list[Data], wanted: list[Data]) -> list[Data]:
    names = wanted[0].keys() if wanted else ()
    return [{name: record[name] for name in names} for record in records]


def assert_no_difference(seed: int, path: Path, *, most_days: int) -> None:
    """Ask about a register on so many days on which an answer may change."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    register = random_register(rng)
    text = as_yaml(register)
    path.write_text(text, encoding="utf-8")
    days = interesting_days(register)
    for day in rng.sample(days, min(len(days), most_days)):
        span = rng.choice(SPANS)
        wanted = of_the_oracle(register, day, span)
        assert of_the_tool(path, day, span, wanted) == wanted, (
            f"register {seed} on {day}, within {span}:\n{text}"
        )


def test_the_tool_answers_as_the_oracle_does(tmp_path: Path) -> None:
    for seed in range(12):
        assert_no_difference(seed, tmp_path / "register.yaml", most_days=2)


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(0, 1000, 100))
def test_the_tool_answers_as_the_oracle_does_about_a_thousand(begin: int, tmp_path: Path) -> None:
    for seed in range(begin, begin + 100):
        assert_no_difference(seed, tmp_path / "register.yaml", most_days=5)
