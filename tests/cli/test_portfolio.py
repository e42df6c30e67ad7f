"""Several registers asked at once: which they are, what their ids are, how they are listed."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from portfolios import (
    FICTION,
    ROOT,
    Answer,
    answer,
)

from ecefollow.analysis.evaluations import Sort

DAY = ("--as-of", "2021-12-31")
pytestmark = pytest.mark.usefixtures("registers")


def rows(found: Answer, name: str) -> list[dict[str, Any]]:
    assert found.status == 0, found.err
    listed: list[dict[str, Any]] = json.loads(found.out)[name]
    return listed


def asked(*options: str) -> Any:
    return json.loads(answer("overdue", *DAY, "--format", "json", *options).out)


# Which registers


def test_json_names_the_registers_in_the_order_of_their_paths() -> None:
    assert [each["path"] for each in asked()["registers"]] == [
        "registers/ports/harbour.yml",
        "registers/ports/lighthouse.yaml",
        "registers/unece.yaml",
    ]


def test_json_says_of_each_register_what_it_is() -> None:
    assert asked()["registers"][0] == {
        "path": "registers/ports/harbour.yml",
        "evaluation": "harbour",
        "title": "Evaluation of the harbour programme (fictional)",
        "organization": "Port Authority of Nowhere",
    }


def test_json_of_several_registers_names_no_single_one() -> None:
    assert "register" not in asked()


def test_a_hidden_file_is_no_register(registers: Path) -> None:
    before = asked()
    shutil.copy(FICTION, registers / ".hidden.yaml")
    assert asked() == before


def test_nothing_in_a_hidden_folder_is_a_register(registers: Path) -> None:
    before = asked()
    (registers / ".git").mkdir()
    shutil.copy(FICTION, registers / ".git" / "config.yaml")
    assert asked() == before


@pytest.mark.parametrize(
    ("name", "target"),
    [("a.yaml", FICTION), ("b.yaml", Path("registers", "unece.yaml")), ("c", Path("registers"))],
)
def test_a_link_is_not_followed(registers: Path, name: str, target: Path) -> None:
    before = asked()
    (registers / name).symlink_to(target.absolute())
    assert asked() == before


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


def test_a_folder_without_a_register_is_told() -> None:
    Path("empty").mkdir()
    refused = answer("overdue", "--register", "empty")
    assert refused == (2, "", "ecefollow: empty: there is no .yaml or .yml file in this folder\n")


# Ids

TAKE_IDS = ("list", "actions", "show", "overdue", "upcoming", "report", "calendar")


@pytest.mark.parametrize("command", TAKE_IDS)
def test_a_bare_id_is_enough_if_one_evaluation_has_it(command: str) -> None:
    bare = answer(command, "7", *DAY)
    assert bare.status == 0
    assert bare == answer(command, "cross-sectoral:7", *DAY)


@pytest.mark.parametrize("command", TAKE_IDS)
def test_a_bare_id_that_several_evaluations_have_is_refused_with_all_of_its_whole_ids(
    command: str,
) -> None:
    refused = answer(command, "A", *DAY)
    assert (refused.status, refused.out) == (2, "")
    assert "several evaluations have 'A': write one of harbour:A, lighthouse:A\n" in refused.err


@pytest.mark.parametrize("command", TAKE_IDS)
def test_a_mistyped_evaluation_before_an_id_is_recognised(command: str) -> None:
    refused = answer(command, "harbor:A", *DAY)
    assert (refused.status, refused.out) == (2, "")
    assert "did you mean 'harbour:A'?" in refused.err


def test_a_whole_id_gives_only_what_that_evaluation_has() -> None:
    found = rows(answer("actions", "lighthouse:A", "--format", "json"), "actions")
    assert [row["id"] for row in found] == ["lighthouse:A.1", "lighthouse:A.2"]


OF_ONE = ("--register", "registers/unece.yaml")


@pytest.mark.parametrize("command", TAKE_IDS)
def test_one_register_takes_the_ids_of_the_portfolio_too(command: str) -> None:
    bare = answer(command, "7", *OF_ONE, *DAY)
    assert bare.status == 0
    assert answer(command, "cross-sectoral:7", *OF_ONE, *DAY) == bare


@pytest.mark.parametrize("command", TAKE_IDS)
def test_one_register_refuses_the_id_of_another_evaluation(command: str) -> None:
    refused = answer(command, "harbour:7", *OF_ONE, *DAY)
    message = "'harbour:7' is of another evaluation; that of this register is 'cross-sectoral'"
    assert (refused.status, refused.out) == (2, "")
    assert message in refused.err


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


def evaluations(*options: str) -> list[dict[str, Any]]:
    words = ("evaluations", *options, "--register", str(PORTFOLIO), "--as-of", "2023-06-30")
    return rows(answer(*words, "--format", "json"), "evaluations")


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
    found = rows(answer("evaluations", "--sort", "rate", *DAY, "--format", "json"), "evaluations")
    assert found[-1]["id"] == "a-beginning"


def test_evaluations_count_what_a_filter_leaves() -> None:
    options = (*DAY, "--responsible", "Laboratory", "--format", "json")
    found = rows(answer("evaluations", *options), "evaluations")
    assert [(row["id"], row["actions"]) for row in found] == [("harbour", 1), ("lighthouse", 1)]


# The report


def test_a_report_has_a_part_for_each_evaluation() -> None:
    lines = answer("report", *DAY).out.splitlines()
    titles = [each["title"] for each in asked()["registers"]]
    parts = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert [part for part in parts if part in titles] == titles


def test_each_part_of_a_report_names_its_register() -> None:
    lines = answer("report", *DAY).out.splitlines()
    assert [line for line in lines if line.startswith("- Register: ")] == [
        "- Register: registers/ports/harbour.yml",
        "- Register: registers/ports/lighthouse.yaml",
        "- Register: registers/unece.yaml",
    ]


@pytest.mark.parametrize("narrowed", [(), ("--responsible", "Harbour Master")])
def test_a_report_counts_for_an_evaluation_what_the_listing_of_evaluations_does(
    narrowed: tuple[str, ...],
) -> None:
    listed = answer("evaluations", *DAY, *narrowed, "--format", "json")
    report = answer("report", *DAY, *narrowed).out.splitlines()
    for each in rows(listed, "evaluations"):
        (row,) = (line for line in report if f"(#evaluation-{each['id']})" in line)
        assert f"| {each['closed']} of {each['actions']} | {each['overdue']} |" in row


@pytest.mark.usefixtures("committed")
def test_a_report_at_a_revision_names_it_with_each_register() -> None:
    report = answer("report", *DAY, "--register", "registers", "--rev", "first").out
    assert "- Register: first:registers/unece.yaml" in report
