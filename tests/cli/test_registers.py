"""Which register is asked, and that none with an error is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from portfolios import FICTION, ROOT, answer
from typer.testing import CliRunner

from ecefollow.cli.app import app


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """The path of a register with an error."""
    path = tmp_path / "broken.yaml"
    text = FICTION.read_text(encoding="utf-8")
    path.write_text(text.replace("status: pending", "status: pendign"), encoding="utf-8")
    return str(path)


def test_the_register_is_found_from_a_folder_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests" / "data")
    record = answer("list", "--format", "json").json
    assert record["register"] == os.path.join("..", "..", "data", "recommendations.yaml")  # noqa: PTH118 - text


def test_the_environment_names_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECEFOLLOW_REGISTER", str(FICTION))
    assert answer("list").ids == ["A", "B", "C"]


def test_without_a_register_the_installed_copy_answers_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = answer("list", "--status", "partial")
    assert ran.ids == ["2", "5", "7"]
    assert "reading the installed copy of UNECE's response" in ran.err
    assert "--register FILE" in ran.err


@pytest.mark.parametrize("command", ["check", "record A.1 --note x", "diff"])
def test_some_commands_never_fall_back_to_the_installed_copy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = answer(*command.split())
    assert (ran.status, ran.out) == (2, "")
    assert "no data/recommendations.yaml here or in a folder above" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be taken away")
def test_a_folder_that_is_gone_has_no_register(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'cd "{gone}" && rmdir "{gone}" && "{sys.executable}" -m ecefollow list'
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert ran.returncode == 0
    assert b"reading the installed copy of UNECE" in ran.stderr


def test_a_file_given_as_an_id_names_the_option() -> None:
    ran = answer("list", FICTION)
    assert ran.status == 2
    assert "is a file or a folder, not an id: use --register" in ran.err


@pytest.mark.parametrize("command", ["list", "actions", "overdue", "show A"])
def test_no_row_comes_from_a_register_with_an_error(broken: str, command: str) -> None:
    ran = answer(*command.split(), "--register", broken)
    assert (ran.status, ran.out) == (2, "")
    assert f"{broken}:43:13: error: status: 'pendign' is not one of" in ran.err
    assert "has 1 error; fix it first" in ran.err


def test_the_application_refuses_by_itself_when_it_is_run_by_another_program(broken: str) -> None:
    ran = CliRunner().invoke(app, ["list", "--register", broken])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "has 1 error; fix it first" in ran.stderr
