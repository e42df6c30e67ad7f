"""Several registers asked at once: which they are, what their ids are, how they are listed."""

import os
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from portfolios import FICTION, ROOT, answer

from ecefollow.analysis.queries import Sort

DAY = ("--as-of", "2021-12-31")
pytestmark = pytest.mark.usefixtures("registers")


def asked(*options: str) -> Any:
    return answer("overdue", *DAY, "--format", "json", *options).json


# Which registers


def test_json_names_the_registers_in_the_order_of_their_paths() -> None:
    found = asked()
    assert "register" not in found
    assert [each["path"] for each in found["registers"]] == [
        "registers/ports/harbour.yml",
        "registers/ports/lighthouse.yaml",
        "registers/unece.yaml",
    ]
    assert found["registers"][0] == {
        "path": "registers/ports/harbour.yml",
        "evaluation": "harbour",
        "title": "Evaluation of the harbour programme (fictional)",
        "organization": "Port Authority of Nowhere",
    }


def test_the_variable_names_several_as_a_path_does(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = os.pathsep.join(map(str, (registers / "unece.yaml", registers / "ports")))
    monkeypatch.setenv("ECEFOLLOW_REGISTER", both)
    assert len(asked()["registers"]) == 3


def test_a_register_at_home_is_nearer_than_a_folder() -> None:
    Path("data").mkdir()
    shutil.copy(FICTION, Path("data", "recommendations.yaml"))
    assert asked()["register"].endswith("recommendations.yaml")


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("command", ["overdue", "evaluations", "check", "overdue --rev HEAD"])
def test_a_register_that_is_named_twice_is_read_once(command: str) -> None:
    name, *options = command.split()
    named = ("--register", "registers", "--register", "registers/unece.yaml")
    assert answer(name, *options, *named) == answer(name, *options)


# Ids

OF_ONE = ("--register", "registers/unece.yaml")
each_command_with_ids = pytest.mark.parametrize("command", ["list", "show", "overdue", "report"])


@each_command_with_ids
@pytest.mark.parametrize("options", [(), OF_ONE])
def test_a_bare_id_is_enough_if_one_evaluation_has_it(
    command: str, options: tuple[str, ...]
) -> None:
    bare = answer(command, "7", *DAY, *options)
    assert bare.status == 0
    assert bare == answer(command, "cross-sectoral:7", *DAY, *options)


@each_command_with_ids
@pytest.mark.parametrize(
    ("ident", "options", "message"),
    [
        ("A", (), "several evaluations have 'A': write one of harbour:A, lighthouse:A\n"),
        ("harbor:A", (), "did you mean 'harbour:A'?"),
        (
            "harbour:7",
            OF_ONE,
            "'harbour:7' is of another evaluation; that of this register is 'cross-sectoral'",
        ),
    ],
)
def test_an_id_that_no_evaluation_has_alone_is_refused(
    command: str, ident: str, options: tuple[str, ...], message: str
) -> None:
    refused = answer(command, ident, *DAY, *options)
    assert (refused.status, refused.out) == (2, "")
    assert message in refused.err


def test_a_whole_id_gives_only_what_that_evaluation_has() -> None:
    found = answer("actions", "lighthouse:A", "--format", "json").json["actions"]
    assert [row["id"] for row in found] == ["lighthouse:A.1", "lighthouse:A.2"]


# Evaluations

PORTFOLIO = ROOT / "examples" / "portfolio" / "registers"
NEVER = 10_000  # days


def by_attention(row: dict[str, Any]) -> tuple[int, int, str]:
    return -row["overdue"], *by_silence(row), row["id"]


def by_silence(row: dict[str, Any]) -> tuple[int]:
    return (-NEVER if row["days_silent"] is None else -row["days_silent"],)


ORDERS: dict[Sort, Callable[[dict[str, Any]], Any]] = {
    Sort.ATTENTION: by_attention,
    Sort.ID: lambda row: row["id"],
    Sort.ORGANIZATION: lambda row: (row["organization"].casefold(), row["id"]),
    Sort.OVERDUE: lambda row: (-row["overdue"], row["id"]),
    Sort.NEXT_DUE: lambda row: row["next_due"] or "9999",
    Sort.RATE: lambda row: row["implemented"] / row["implementable"],
    Sort.SILENCE: by_silence,
}


@cache
def evaluations(*options: str) -> list[dict[str, Any]]:
    words = ("evaluations", *options, "--register", PORTFOLIO, "--as-of", "2023-06-30")
    found: list[dict[str, Any]] = answer(*words, "--format", "json").json["evaluations"]
    return found


def expected_order(sort: Sort) -> list[str]:
    """The ids in order; those that are equal stand in the order of their paths."""
    in_order = sorted(evaluations(), key=lambda row: str(row["path"]).split("/"))
    return [row["id"] for row in sorted(in_order, key=ORDERS[sort])]


@pytest.mark.parametrize("sort", Sort)
def test_evaluations_are_sorted(sort: Sort) -> None:
    assert [row["id"] for row in evaluations("--sort", sort)] == expected_order(sort)


def test_no_two_sorts_give_the_same_order() -> None:
    orders = {tuple(expected_order(sort)) for sort in Sort}
    assert len(orders) == len(Sort)


def test_an_evaluation_that_has_nothing_to_implement_comes_after_every_rate() -> None:
    text = FICTION.read_text(encoding="utf-8").partition("\nrecommendations:")[0]
    empty = text.replace("id: harbour", "id: a-beginning") + "\nrecommendations: []\n"
    Path("registers", "a.yaml").write_text(empty, encoding="utf-8")
    assert answer("evaluations", "--sort", "rate", *DAY).ids[-1] == "a-beginning"


def test_evaluations_count_what_a_filter_leaves() -> None:
    options = (*DAY, "--responsible", "Laboratory", "--format", "json")
    found = answer("evaluations", *options).json["evaluations"]
    assert [(row["id"], row["actions"]) for row in found] == [("harbour", 1), ("lighthouse", 1)]


# The summary


def test_a_summary_sets_an_earlier_day_beside_each_evaluation() -> None:
    words = ("summary", "--register", PORTFOLIO, "--as-of", "2023-12-31", "--since", "2023-06-30")
    lines = answer(*words).out.splitlines()
    (fees,) = [line.split() for line in lines if line.startswith("ports-fees ")]
    assert fees == ["ports-fees", "4", "1", "3", "was", "1", "25", "%"]


def test_an_organization_that_is_written_in_two_ways_has_one_row(registers: Path) -> None:
    path = registers / "ports" / "lighthouse.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Port Authority of", "PORT authority of"), encoding="utf-8")
    organizations = answer("summary", "--format", "json").json["organizations"]
    names = [each["organization"] for each in organizations]
    assert names == ["Port Authority of Nowhere", "UNECE"]


# The report


def test_a_report_has_a_part_for_each_evaluation_which_names_its_register() -> None:
    lines = answer("report", *DAY).out.splitlines()
    registers = asked()["registers"]
    titles = [each["title"] for each in registers]
    parts = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert [part for part in parts if part in titles] == titles
    assert [line for line in lines if line.startswith("- Register: ")] == [
        f"- Register: {each['path']}" for each in registers
    ]


@pytest.mark.parametrize("narrowed", [(), ("--responsible", "Harbour Master")])
def test_a_report_counts_for_an_evaluation_what_the_listing_of_evaluations_does(
    narrowed: tuple[str, ...],
) -> None:
    listed = answer("evaluations", *DAY, *narrowed, "--format", "json").json["evaluations"]
    report = answer("report", *DAY, *narrowed).out.splitlines()
    for each in listed:
        (row,) = (line for line in report if f"(#evaluation-{each['id']})" in line)
        assert f"| {each['closed']} of {each['actions']} | {each['overdue']} |" in row


@pytest.mark.usefixtures("committed")
def test_a_report_at_a_revision_names_its_commit() -> None:
    report = answer("report", *DAY, "--register", "registers", "--rev", "first").out
    assert re.search(r"^- Commit: [0-9a-f]{7} of ", report, re.MULTILINE)
    assert "- Register: registers/unece.yaml" in report
