"""What officers on Windows meet: tried on every system that can, and by CI on Windows itself."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from portfolios import FICTION, answer
from slow_cases import usually

from ecefollow.cli import output
from ecefollow.recording.temporary_file import alone

on_windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows does this")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A copy of the fiction."""
    path = tmp_path / "register.yaml"
    path.write_bytes(FICTION.read_bytes())
    return path


def started(*args: object, **environment: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own, with its output redirected."""
    command = [sys.executable, "-m", "ecefollow", *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, env=os.environ | environment)


def test_of_several_who_record_at_once_each_is_recorded(register: Path) -> None:
    update = ("record", "A.2", "--register", register, "--note")
    runs = [started(*update, f"Note {number}") for number in range(2)]
    for run in runs:
        run.communicate()
    text = register.read_text(encoding="utf-8")
    assert all(f"note: Note {number}\n" in text for number in range(2))


def test_the_lock_of_windows_is_held_while_a_file_is_written(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    locks = SimpleNamespace(LK_LOCK=1, locking=lambda *_: held.append("locked"))
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    monkeypatch.setattr(sys, "platform", "win32")
    with alone(str(register)):
        assert held == ["locked"]


@on_windows
def test_a_register_that_another_program_has_open_is_left_as_it_was(register: Path) -> None:
    before = register.read_bytes()
    with register.open("rb"):
        ran = answer("record", "A.2", "--note", "x", "--register", register)
    assert (ran.status, register.read_bytes()) == (2, before)
    assert "close the program that has it open; nothing has changed" in ran.err


@pytest.mark.parametrize("name", ["con.yaml", "NUL", "Lpt1.x.yaml", "register.yaml.", "a.yaml "])
def test_no_file_is_made_whose_name_windows_does_not_have(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    ran = answer("init", path, "--id", "e", "--title", "E", "--organization", "O")
    assert (ran.status, [*tmp_path.iterdir()]) == (2, [])
    assert "cannot be the name of a file on Windows; choose another" in ran.err


@on_windows
def test_registers_have_drive_letters_and_backslashes(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = register.with_name("other.yaml")
    other.write_text(register.read_text(encoding="utf-8").replace("id: ", "id: x", 1), "utf-8")
    monkeypatch.setenv("ECEFOLLOW_REGISTER", f"{register};{other}")
    named = [each["path"] for each in answer("list", "--format", "json").json["registers"]]
    assert named == [str(register), str(other)]
    assert answer("show", "A", "--register", register).out.splitlines()[2] == f"{register}:12"


def test_output_that_is_redirected_is_utf_8_with_the_same_line_ends() -> None:
    out, _ = started("show", "B.1", "--register", FICTION).communicate()
    assert b"\r" not in out
    assert "“before the end of March”\n" in out.decode()


@pytest.mark.parametrize("encoding", usually(1, ["cp437", "cp1252", "ascii"]))
def test_an_old_console_shows_a_page_in_the_signs_that_it_has(encoding: str) -> None:
    run = started("timeline", "--register", FICTION, PYTHONIOENCODING=encoding)
    out, _ = run.communicate()
    text = out.decode("utf-8" if sys.platform == "win32" else encoding)
    assert (run.returncode, "?" in text) == (0, False)


def test_a_console_that_knows_no_colours_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    kernel: Any = SimpleNamespace(
        GetStdHandle=lambda _: 7,
        GetConsoleMode=lambda *_: 1,
        SetConsoleMode=lambda _, mode: modes.append(mode),
    )
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert not output.look().colour
    assert modes == [4]


def test_a_path_of_more_than_260_letters_is_read(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*(letter * 80 for letter in "abcd"))
    try:
        folder.mkdir(parents=True)
        (folder / "register.yaml").write_bytes(FICTION.read_bytes())
    except OSError:
        pytest.skip("this Windows is set to have no such paths")
    assert answer("list", "--register", folder).ids == ["A", "B", "C"]
