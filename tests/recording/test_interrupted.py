"""A recording in several files that is stopped: nothing is lost, and running it again ends it."""

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from portfolios import answer

from ecefollow.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX forks")

REGISTER = """\
evaluation: {{id: {}, title: Title, organization: Organization}}
recommendations:
  - id: "1"
    title: Title
    status: accepted
    actions:
      - {{id: "1.1", text: Do it, responsible: [Unit], due: 2020-01-01}}
"""
NAMES = ("r/a.yaml", "r/b.yaml", "r/s/c.yaml")
HAND = b"# by hand\n"


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    begin()


def begin() -> None:
    """Three registers here, and a sheet with an update for each."""
    shutil.rmtree("r", ignore_errors=True)
    Path("r/s").mkdir(parents=True)
    for name in NAMES:
        Path(name).write_text(REGISTER.format(Path(name).stem), encoding="utf-8")
    rows = [f"{Path(name).stem}:1.1,Do it,2021-01-01,Sheet" for name in NAMES]
    sheet = "\n".join(["id,text,update_date,update_note", *rows])
    Path("sheet.csv").write_text(sheet, encoding="utf-8")


def recorded() -> list[bool]:
    """Which of the files have the update of the sheet."""
    return [b"note: Sheet" in Path(name).read_bytes() for name in NAMES]


def leftovers() -> list[str]:
    return [path.name for path in Path().rglob("*ecefollow*")]


FROM_SHEET = ("record", "--from", "sheet.csv", "--register", "r")


# What happens at a call of the system


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


def fail() -> None:
    raise OSError(errno.EIO, "Input/output error")


CALLS = ("replace", "rename", "fsync", "unlink", "open", "chmod")  # of the module os


def stopped(at: int, happen: Callable[[], None], *, after: bool, again: bool = False) -> int:
    """Record the sheet in a child to which something happens at a call; its status.

    *after* the call was made, or else instead of it; *again* at each call that follows too. 0 for
    a child that ended before.
    """
    if child := os.fork():
        status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status)
    made = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal made
            if any("__pycache__" in str(arg) for arg in args):
                return real(*args, **more)
            made += 1
            happens = made == at or (again and made > at)
            if happens and not after:
                happen()
            done = real(*args, **more)
            if happens:
                happen()
            return done

        return call

    try:
        for name in CALLS:
            setattr(os, name, watched(getattr(os, name)))
        status = main.run(FROM_SHEET)
    except BaseException:  # noqa: BLE001 - as the interpreter would
        status = 130
    # What is left must be said: the status alone tells the parent whether the child got through.
    os._exit(status if made < at or status else 77)


def stops(happen: Callable[[], None], *, after: bool, again: bool = False) -> Iterator[int]:
    """Each call at which a recording can be stopped, when it has been."""
    for at in range(1, 500):
        begin()
        status = stopped(at, happen, after=after, again=again)
        if not status:
            assert at > 20, "it makes many calls"
            return
        yield at
    raise AssertionError("it never ends")


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("happen", [interrupt, fail])
def test_whatever_goes_wrong_at_any_call_all_files_are_recorded_in_or_none(
    happen: Callable[[], None], *, after: bool
) -> None:
    for at in stops(happen, after=after):
        assert recorded() in ([True] * 3, [False] * 3), at
        assert answer(*FROM_SHEET).status == 0, at
        assert recorded() == [True] * 3, at
        assert not leftovers(), at


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_killed_at_any_call_is_finished_by_running_it_again_and_no_edit_by_hand_is_lost(
    *, after: bool
) -> None:
    states = set()
    for at in stops(kill, after=after):
        assert answer("check", "--register", "r").status == 0, "each file is whole"
        states.add(tuple(before := recorded()))
        for name in NAMES:
            Path(name).write_bytes(Path(name).read_bytes() + HAND)
        again = answer(*FROM_SHEET)
        assert again.status == 0, (at, again.err)
        assert again.err.count("already has this update") == sum(before), at
        assert recorded() == [True] * 3, at
        assert all(HAND in Path(name).read_bytes() for name in NAMES), at
        assert not leftovers(), at
    assert len(states) == 4


@pytest.mark.slow
@pytest.mark.parametrize("happen", [interrupt, fail])
def test_what_cannot_even_be_put_back_is_finished_by_running_it_again(
    happen: Callable[[], None],
) -> None:
    for at in stops(happen, after=False, again=True):
        assert answer(*FROM_SHEET).status == 0, at
        assert recorded() == [True] * 3, at
        assert not leftovers(), at


def test_an_error_between_two_files_puts_back_the_first_and_names_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "replace", failing_at("b.yaml"))
    ran = answer(*FROM_SHEET)
    reason = "Input/output error; nothing has changed"
    assert (ran.status, ran.err) == (2, f"ecefollow: cannot write r/b.yaml: {reason}\n")
    assert recorded() == [False] * 3
    assert not leftovers()


def test_what_cannot_be_put_back_is_named_and_recorded_by_running_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing_at("b.yaml", "a.yaml", after=True))
        ran = answer(*FROM_SHEET)
    assert ran.status == 2
    assert ran.err == (
        "ecefollow: cannot write r/b.yaml: Input/output error; r/a.yaml cannot be put back and has "
        "its updates; to record the rest, run the same command again\n"
    )
    assert answer(*FROM_SHEET).status == 0
    assert recorded() == [True] * 3


def failing_at(*names: str, after: bool = False) -> Callable[[Path, Path], Path]:
    """Path.replace, which fails at files of these names, or *after* the first is replaced."""
    replace = Path.replace

    def replace_or_fail(new: Path, target: Path) -> Path:
        if target.name in names and (recorded()[0] or not after):
            fail()
        return replace(new, target)

    return replace_or_fail


def test_an_edit_while_the_others_are_prepared_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def edited(handle: int) -> None:
        fsync(handle)
        Path("r/a.yaml").write_bytes(REGISTER.format("a").encode() + HAND)

    monkeypatch.setattr(os, "fsync", edited)
    ran = answer(*FROM_SHEET)
    reason = "it has been changed in the meantime; nothing has changed"
    assert ran.err == f"ecefollow: cannot write r/a.yaml: {reason}\n"
    assert recorded() == [False] * 3
    assert Path("r/a.yaml").read_bytes().endswith(HAND)
    assert not leftovers()
