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


@pytest.fixture
def recorded(committed: Git) -> None:
    """A second commit, with a note in one of the registers."""
    answer("record", "lighthouse:A.1", "--note", "x")
    committed("commit", "--quiet", "--all", "--message", "More")


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
