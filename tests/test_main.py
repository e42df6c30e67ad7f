"""How the program starts."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from portfolios import SHIPPED, answer
from repositories import Git
from slow_cases import usually

from ecefollow.cli import session

MODULES = ("yaml", "typer", "rich", "dateutil", "typing", "json", "gettext", "datetime", "shutil")


@pytest.mark.parametrize("safe_path", usually(1, ["", "1"]))
def test_nothing_in_the_current_folder_is_imported(tmp_path: Path, safe_path: str) -> None:
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text("open('PWNED', 'w')", encoding="utf-8")
    args = ["list", "--register", str(SHIPPED), "--as-of", "31 March 2018", "--format", "table"]
    ran = subprocess.run(
        [sys.executable, "-m", "ecefollow", *args],
        cwd=tmp_path,
        env=os.environ | {"PYTHONSAFEPATH": safe_path},
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "PWNED").exists()
    assert (ran.returncode, ran.stderr) == (0, b"")


def raising(error: BaseException) -> Any:
    """What raises an error in the place of an answer."""
    return patch.object(session, "ask", side_effect=error)


def test_a_mistake_in_the_program_is_no_finding_and_says_what_its_report_needs() -> None:
    with raising(ZeroDivisionError("by nought")):
        status, out, err = answer("overdue")
    assert (status, out) == (2, "")
    *_, error, versions, last = err.splitlines()
    assert err.startswith("Traceback (most recent call last):\n")
    assert error == "ZeroDivisionError: by nought"
    assert re.fullmatch(
        r"ecefollow \S+, Python \S+, typer \S+, rich \S+, pyyaml \S+, python-dateutil \S+, \S+",
        versions,
    )
    # While the owner is not settled, the address is left out.
    assert re.fullmatch(
        "ecefollow: this is a mistake in ecefollow; please report it(: https://[^_]*/issues)?", last
    )


def test_too_little_memory_is_one_line() -> None:
    with raising(MemoryError()):
        assert answer("overdue") == (2, "", "ecefollow: there is not enough memory\n")


INTERRUPTED = """
import sys
from ecefollow.cli import follow_up, session
from ecefollow.__main__ import main

def interrupted(*args, **named):
    raise KeyboardInterrupt

session.ask = interrupted
sys.argv = ["ecefollow", "overdue"]
main()
"""


def test_an_interruption_leaves_no_traceback() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_an_interruption_during_the_imports_leaves_none_either(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    code = "import sys; sys.path[0] = sys.argv[1]; from ecefollow.__main__ import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
def test_a_limit_on_the_size_of_files_is_one_line(tmp_path: Path) -> None:
    command = f'ulimit -f 0; "{sys.executable}" -m ecefollow list --register "{SHIPPED}" > answer'
    ran = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr == "ecefollow: cannot write the answer: File too large\n"


@pytest.mark.slow
def test_who_wants_to_know_is_told_which_files_are_read_and_which_git_calls_made(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SHIPPED, "register.yaml")
    git.commit()
    debug = os.environ | {"ECEFOLLOW_DEBUG": "1"}
    args = [sys.executable, "-m", "ecefollow", "diff", "--register", "register.yaml"]
    told, untold = (
        subprocess.run(args, env=env, capture_output=True, text=True, check=True)
        for env in (debug, None)
    )
    lines = told.stderr.splitlines()
    assert any(re.fullmatch(r" +\d+\.\d ms  read register\.yaml", line) for line in lines)
    assert any(re.fullmatch(r" +\d+\.\d ms  git rev-parse --git-dir", line) for line in lines)
    assert [line for line in lines if " ms  " not in line] == untold.stderr.splitlines()
    assert told.stdout == untold.stdout
