"""Several registers in git: at a revision, gone, moved, compared and logged."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Git
from portfolios import EVERY_FORMAT, FICTION, IN_GIT, Answer, answer

pytestmark = pytest.mark.usefixtures("committed")
SKIP = [each for each in EVERY_FORMAT if each[0] in IN_GIT]


def rows(found: Answer, name: str) -> list[dict[str, Any]]:
    assert found.status == 0, found.err
    listed: list[dict[str, Any]] = json.loads(found.out)[name]
    return listed


def test_a_revision_has_the_registers_that_a_folder_had_then(registers: Path) -> None:
    shutil.rmtree(registers / "ports")
    shutil.copy(FICTION, registers / "new.yaml")
    words = ("evaluations", "--register", "registers", "--rev", "first", "--format", "json")
    found = rows(answer(*words), "evaluations")
    assert sorted(row["id"] for row in found) == ["cross-sectoral", "harbour", "lighthouse"]


def test_a_register_that_is_gone_is_found_by_check(registers: Path) -> None:
    (registers / "ports" / "lighthouse.yaml").unlink()
    found = answer("check", "--base", "HEAD", "--format", "concise")
    assert found.status == 1
    message = "registers/ports/lighthouse.yaml:1:1: error: this register of HEAD is gone [removed]"
    assert [line for line in found.out.splitlines() if ": error: " in line] == [message]


def test_a_register_that_moved_is_still_compared(registers: Path) -> None:
    moved = (registers / "ports" / "harbour.yml").rename(registers / "moved.yaml")
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("due: 2021-05-31", "due: 2021-12-31"), encoding="utf-8")
    found = answer("check", "--base", "HEAD", "--format", "concise")
    assert found.status == 1
    (error,) = [line for line in found.out.splitlines() if ": error: " in line]
    assert error.startswith("registers/moved.yaml:63:14: error: ")
    assert "original due changed from 31 May 2021 to 31 Dec 2021" in error


def test_a_diff_tells_of_each_register_with_the_ids_of_the_portfolio() -> None:
    answer("record", "lighthouse:A.1", "--note", "x")
    answer("record", "7.1", "--note", "y")
    found = rows(answer("diff", "--format", "json"), "changes")
    assert [(row["evaluation"], row["id"]) for row in found] == [
        ("lighthouse", "lighthouse:A.1"),
        ("cross-sectoral", "cross-sectoral:7.1"),
    ]


@pytest.fixture
def recorded(committed: Git) -> None:
    """A second commit, with a note in one of the registers."""
    answer("record", "lighthouse:A.1", "--note", "x")
    committed("commit", "--quiet", "--all", "--message", "More")


@pytest.mark.usefixtures("recorded")
def test_a_log_tells_of_every_register() -> None:
    found = rows(answer("log", "--format", "json"), "log")
    assert sorted((row["evaluation"], row["id"] or "") for row in found) == [
        ("cross-sectoral", ""),
        ("harbour", ""),
        ("lighthouse", ""),
        ("lighthouse", "lighthouse:A.1"),
    ]


@pytest.mark.usefixtures("recorded")
def test_a_log_of_an_id_has_its_changes_and_the_beginning_of_its_register() -> None:
    found = rows(answer("log", "lighthouse:A.1", "--format", "json"), "log")
    assert [row["id"] for row in found] == ["lighthouse:A.1", None]


@pytest.mark.parametrize(("command", "format"), SKIP)
def test_what_is_skipped_is_named_in_every_format(
    registers: Path, command: str, format: str
) -> None:
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    found = answer(command, "--skip-invalid", "--format", format)
    assert found.status == 1
    if format == "json":
        assert [each["path"] for each in json.loads(found.out)["skipped"]] == ["registers/bad.yaml"]
    else:
        assert "Skipped: registers/bad.yaml: " in found.out + found.err
