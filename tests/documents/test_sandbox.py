"""A reader in a process of its own: its answer, its error, or that it takes too much."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from slow_cases import usually

from ecefollow.documents import sandbox
from ecefollow.documents.cells import TableError
from ecefollow.reading.diagnostics import RefusedError

TOO_MUCH = "the file takes too long, or too much memory, to read; open it, print it to a new file"


def double(data: bytes) -> bytes:
    return data * 2


def refuse(data: bytes) -> None:
    raise RefusedError(data.decode())


def fail(data: bytes) -> None:
    raise ValueError(KeyError(f"{data!r}\nand more"))


def run_for_ever(_: bytes) -> None:
    while True:
        pass


def fill_the_memory(data: bytes) -> None:
    try:
        data * 10**9
    except MemoryError as error:
        raise ValueError(error) from None


def stop(_: bytes) -> None:
    os._exit(0)


def print_much(data: bytes) -> bytes:
    print("a library prints")  # noqa: T201 - as libraries do
    os.write(1, data)
    return data


class Command:
    """What runs a command when it is unpickled."""

    def __init__(self, data: bytes) -> None:
        self.path = data.decode()

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (self.path, 0o700)


def test_its_answer_comes_back() -> None:
    assert sandbox.run(double, b"two") == b"twotwo"


def test_its_own_error_comes_back() -> None:
    with pytest.raises(RefusedError, match="this needs more"):
        sandbox.run(refuse, b"this needs more")


def test_another_error_says_that_the_file_is_damaged_in_one_line() -> None:
    with pytest.raises(TableError) as caught:
        sandbox.run(fail, b"\x1b")
    message = f"{caught.value}"
    assert message.startswith("the file is damaged: ")
    assert message.endswith("; open it, print it to a new file and try again")
    assert message.isprintable()


@pytest.mark.slow
def test_what_it_prints_is_no_part_of_its_answer() -> None:
    assert sandbox.run(print_much, b"two") == b"two"


def test_an_answer_runs_no_code(tmp_path: Path) -> None:
    with pytest.raises(TableError):
        sandbox.run(Command, bytes(tmp_path / "made"))
    assert not (tmp_path / "made").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the shell has no such limits")
@pytest.mark.parametrize("limit", ["-t 3", "-v 450000"])
def test_a_lower_limit_of_the_system_holds(limit: str) -> None:
    here = Path(__file__)
    code = f"""
import sys; sys.path[:1] = {[str(here.parent), str(here.parents[1])]!r}
import {here.stem} as t; assert t.sandbox.run(t.double, b"2") == b"22"
"""
    command = f"ulimit {limit}; {shlex.join([sys.executable, '-c', code])}"
    subprocess.run(["sh", "-c", command], check=True)  # noqa: S607


@pytest.mark.parametrize("program", ["no-such-program", sys.executable])
def test_a_process_that_does_not_start_is_told(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(sandbox, "_MAIN", "raise SystemExit(1)")
    with pytest.raises(TableError, match="no process could be started to read the file"):
        sandbox.run(double, b"2")


@pytest.mark.parametrize("read", usually(2, [stop, fill_the_memory, run_for_ever]))
def test_what_takes_too_much_is_stopped(
    read: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 1)
    with pytest.raises(TableError, match=TOO_MUCH):
        sandbox.run(read, b".")
