"""What is found where several registers are: pipes, empty folders, a file that is named twice."""

import json
import os
import sys
from pathlib import Path

import pytest
from portfolios import answer

DAY = ("--as-of", "2021-12-31")
pytestmark = pytest.mark.usefixtures("registers")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("command", ["overdue", "diff", "record harbour:1.1 --note So"])
def test_what_is_no_file_stops_a_command_in_one_line(registers: Path, command: str) -> None:
    os.mkfifo(registers / "pipe.yaml")
    found = answer(*command.split(), "--register", "registers")
    assert found == (2, "", "ecefollow: registers/pipe.yaml: it is not a regular file\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_a_problem_for_check(registers: Path) -> None:
    os.mkfifo(registers / "pipe.yaml")
    found = answer("check", "registers", "--format", "concise")
    assert found.status == 1
    assert "registers/pipe.yaml:1:1: error: it is not a regular file [not-found]" in found.out


def test_an_empty_folder_is_skipped_as_a_missing_file_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    asked = ("--register", "empty", "--register", "registers", "--register", "gone.yaml")
    found = answer("overdue", *DAY, "--skip-invalid", "--format", "json", *asked)
    assert found.status == 1
    assert json.loads(found.out)["skipped"] == [
        {"path": "empty", "reason": "there is no .yaml or .yml file in this folder"},
        {"path": "gone.yaml", "reason": "there is no such file"},
    ]


@pytest.mark.parametrize("command", ["overdue", "evaluations", "check"])
@pytest.mark.parametrize("again", ["registers/unece.yaml", "registers/ports/../ports"])
def test_a_register_that_is_named_twice_is_read_once(command: str, again: str) -> None:
    day = () if command == "check" else DAY
    asked = ("--register", "registers", "--register", again)
    assert answer(command, *day, *asked) == answer(command, *day)


@pytest.mark.usefixtures("committed")
def test_a_register_that_is_named_twice_is_read_once_at_a_revision() -> None:
    asked = ("--register", "registers", "--register", "registers/unece.yaml", "--rev", "HEAD")
    assert answer("overdue", *DAY, *asked) == answer("overdue", *DAY, "--rev", "HEAD")
