"""Registers that cannot be used beside others that can: refused, or skipped and named."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from portfolios import EVERY_FORMAT, FICTION, IN_GIT, answer, options_of
from repositories import Git

from ecefollow.render.formats import ReportFormat

pytestmark = pytest.mark.usefixtures("registers")


@pytest.fixture
def invalid(registers: Path) -> Path:
    """A register beside the others that has an error."""
    path = registers / "bad.yaml"
    path.write_text("[", encoding="utf-8")
    return path


@pytest.mark.usefixtures("invalid")
def test_every_error_of_every_register_refuses_the_whole_answer(registers: Path) -> None:
    broken = registers / "ports" / "harbour.yml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("status: pending", "status: pendign"), encoding="utf-8")
    refused = answer("overdue")
    assert (refused.status, refused.out) == (2, "")
    assert "registers/ports/harbour.yml:43:13: error: status: 'pendign'" in refused.err
    assert "registers/bad.yaml:1:2: error: " in refused.err


SKIP = [
    (command, each)
    for command, each in EVERY_FORMAT
    if "--skip-invalid" in options_of(command)
    and each != ReportFormat.DOCX  # which goes to a file alone
    and (command not in {"list", "actions", "evaluations", "upcoming"} or each == "json")
]
WORDS = {"show": ("harbour:A",), "export": ("-o", "all.sqlite", "--force")}


@pytest.mark.usefixtures("invalid")
@pytest.mark.parametrize(("command", "format"), SKIP)
def test_what_is_skipped_is_named_in_every_format(
    registers: Path, command: str, format: str
) -> None:
    if command in IN_GIT:
        git = Git(registers.parent)
        git("add", "registers/ports", "registers/unece.yaml")
        git("commit", "--quiet", "--message", "All but what is invalid")
    words = [*WORDS.get(command, ()), *(("--format", format) if format else ())]
    found = answer(command, *words, "--skip-invalid")
    assert found.status == 1
    reason = "git has no commit of it" if command == "log" else "1 error"
    if format == "json":
        assert found.json["skipped"] == [{"path": "registers/bad.yaml", "reason": reason}]
    else:
        assert f"Skipped: registers/bad.yaml: {reason}\n" in found.out + found.err


@pytest.mark.parametrize(
    "command", [name for name, each in SKIP if each == "json" and name not in IN_GIT]
)
def test_the_others_answer_as_if_what_is_skipped_were_not_there(
    invalid: Path, command: str
) -> None:
    words = (command, *WORDS.get(command, ()), "--format", "json")
    found = answer(*words, "--skip-invalid").json
    invalid.unlink()
    without = answer(*words).json
    assert without["registers"]
    assert found == without | {"skipped": found["skipped"]}


def test_an_empty_folder_is_skipped_as_a_missing_file_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    nothing = "there is no register (.yaml or .yml) in this folder"
    assert answer("overdue", "--register", "empty") == (2, "", f"ecefollow: empty: {nothing}\n")
    asked = ("--register", "empty", "--register", "registers", "--register", "gone.yaml")
    found = answer("overdue", "--skip-invalid", "--format", "json", *asked)
    assert found.status == 1
    assert found.json["skipped"] == [
        {"path": "empty", "reason": nothing},
        {"path": "gone.yaml", "reason": "there is no such file"},
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_stops_a_command_and_is_a_problem_for_check(registers: Path) -> None:
    os.mkfifo(registers / "pipe.yaml")
    for command in ("overdue", "diff", "record harbour:1.1 --note So"):
        found = answer(*command.split(), "--register", "registers")
        assert found == (2, "", "ecefollow: registers/pipe.yaml: it is not a regular file\n")
    found = answer("check", "registers", "--format", "concise")
    assert found.status == 1
    assert "registers/pipe.yaml:1:1: error: it is not a regular file [not-found]" in found.out


TWICE = "id: 'harbour' is already the id of the evaluation in registers/again.yaml"


def test_two_registers_of_one_evaluation_are_refused_and_found_by_check(registers: Path) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    refused = answer("overdue")
    assert (refused.status, refused.out) == (2, "")
    assert TWICE in refused.err
    found = answer("check", "--format", "concise")
    assert found.status == 1
    assert f"registers/ports/harbour.yml:6:7: error: {TWICE} [duplicate-id]" in found.out
