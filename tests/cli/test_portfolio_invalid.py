"""Registers that cannot be used beside others that can: refused, or skipped and named."""

import json
import shutil
from pathlib import Path

import pytest
from portfolios import (
    EVERY_FORMAT,
    FICTION,
    IN_GIT,
    answer,
    options_of,
)

from ecefollow.render.formats import ReportFormat

DAY = ("--as-of", "2021-12-31")
pytestmark = pytest.mark.usefixtures("registers")


@pytest.fixture
def invalid(registers: Path) -> Path:
    """A register beside the others that has an error."""
    path = registers / "bad.yaml"
    path.write_text("[", encoding="utf-8")
    return path


def test_one_register_with_an_error_refuses_the_whole_answer(invalid: Path) -> None:
    refused = answer("overdue")
    assert (refused.status, refused.out) == (2, "")
    assert f"ecefollow: registers/{invalid.name} has" in refused.err


@pytest.mark.usefixtures("invalid")
def test_every_error_of_every_register_is_named(registers: Path) -> None:
    broken = registers / "ports" / "harbour.yml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("status: pending", "status: pendign"), encoding="utf-8")
    errors = answer("overdue").err
    assert "registers/ports/harbour.yml:43:13: error: status: 'pendign'" in errors
    assert "registers/bad.yaml:1:2: error: " in errors


SKIP = [
    (command, each)
    for command, each in EVERY_FORMAT
    if "--skip-invalid" in options_of(command) and command not in IN_GIT
]
WORDS = {"show": ("harbour:A",), "export": ("-o", "all.sqlite", "--force")}


@pytest.mark.usefixtures("invalid")
@pytest.mark.parametrize(("command", "format"), SKIP)
def test_what_is_skipped_is_named_in_every_format(command: str, format: str) -> None:
    words = ("--format", format) if format else ()
    found = answer(command, *WORDS.get(command, ()), *DAY, *words, "--skip-invalid")
    assert found.status == 1
    if format == "json":
        skipped = [{"path": "registers/bad.yaml", "reason": "1 error"}]
        assert json.loads(found.out)["skipped"] == skipped
    else:
        assert "Skipped: registers/bad.yaml: 1 error\n" in found.out + found.err


@pytest.mark.parametrize(("command", "format"), [each for each in SKIP if each[1] == "json"])
def test_the_others_answer_as_if_what_is_skipped_were_not_there(
    invalid: Path, command: str, format: str
) -> None:
    words = (command, *WORDS.get(command, ()), *DAY, "--format", format)
    found = answer(*words, "--skip-invalid")
    invalid.unlink()
    without = json.loads(answer(*words).out)
    assert without["registers"]
    assert json.loads(found.out) == without | {"skipped": json.loads(found.out)["skipped"]}


@pytest.mark.usefixtures("invalid")
@pytest.mark.parametrize("format", ReportFormat)
def test_a_report_names_what_is_skipped_in_the_page(format: str) -> None:
    page = answer("report", *DAY, "--skip-invalid", "--format", format).out
    page = page.replace("<bdi>", "").replace("</bdi>", "")
    assert "Left out: registers/bad.yaml: 1 error" in page


@pytest.mark.usefixtures("invalid")
@pytest.mark.parametrize(
    ("command", "name"),
    [("report", "page.md"), ("calendar", "deadlines.ics"), ("export", "all.sqlite")],
)
def test_what_a_file_leaves_out_is_named_beside_it(command: str, name: str) -> None:
    ran = answer(command, *DAY, "--skip-invalid", "-o", name)
    assert ran == (1, "", f"Wrote {name}\nSkipped: registers/bad.yaml: 1 error\n")
    assert Path(name).exists()


@pytest.mark.usefixtures("invalid")
@pytest.mark.parametrize(("command", "begins"), [("calendar", "BEGIN:VCALENDAR"), ("report", "<!")])
def test_what_stdout_leaves_out_is_named_on_stderr(command: str, begins: str) -> None:
    ran = answer(command, *DAY, "--skip-invalid")
    assert (ran.status, ran.err) == (1, "Skipped: registers/bad.yaml: 1 error\n")
    assert ran.out.startswith(begins)


TWICE = "id: 'harbour' is already the id of the evaluation in registers/again.yaml"


def test_two_registers_of_one_evaluation_are_refused(registers: Path) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    refused = answer("overdue")
    assert (refused.status, refused.out) == (2, "")
    assert TWICE in refused.err


def test_two_registers_of_one_evaluation_are_found_by_check(registers: Path) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    found = answer("check", "--format", "concise")
    assert found.status == 1
    assert f"registers/ports/harbour.yml:6:7: error: {TWICE} [duplicate-id]" in found.out
