"""Several files at once: wherever the run stops, all have the recording in the end, or none."""

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ecefollow.cli import main, session
from ecefollow.recording import atomic_write, plan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX forks")

REGISTER = """\
evaluation:
  id: {}
  title: Title
  organization: Organization
recommendations:
  - id: "1"
    title: Title
    status: accepted
    actions:
      - id: "1.1"
        text: Do it
        responsible: [Unit]
        due: 2020-01-01
"""
NAMES = ("r/a.yaml", "r/b.yaml", "r/s/c.yaml")
STANDS = "An interrupted recording stands in r/a.yaml, r/b.yaml, r/s/c.yaml"
FINISHED = "Finished an interrupted recording in r/a.yaml, r/b.yaml, r/s/c.yaml\n"
HAND = b"# by hand\n"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    monkeypatch.setattr(session, "today", lambda: date(2021, 12, 31))
    begin()

    def run(*args: str) -> Ran:
        status = main.run(args)
        return Ran(status, *capfd.readouterr())

    return run


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
ANOTHER = ("record", "a:1.1", "--note", "Another", "--register", "r")


# What happens at a call of the system


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


def fail() -> None:
    raise OSError(errno.EIO, "Input/output error")


CALLS = [
    (os, "replace"),
    (os, "rename"),
    (os, "fsync"),
    (os, "unlink"),
    (os, "open"),
    (os, "chmod"),
]


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
        for owner, name in CALLS:
            setattr(owner, name, watched(getattr(owner, name)))
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
            assert at > 30, "it makes many calls"
            return
        yield at
    raise AssertionError("it never ends")


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("happen", [kill, interrupt, fail])
def test_whatever_happens_at_any_call_the_next_run_makes_it_all_or_none(
    run: Run, happen: Callable[[], None], *, after: bool
) -> None:
    met = set()
    for at in stops(happen, after=after):
        run("check", "--register", "r")
        before = recorded()
        read = run("overdue", "--register", "r")
        assert (STANDS in read.err) or all(before) or not any(before), at
        ran = run(*ANOTHER)
        assert ran.status == 0, (at, ran.err)
        assert recorded() in ([True] * 3, [False] * 3), at
        assert (recorded() == before) or FINISHED in ran.err, at
        assert not leftovers(), at
        met.add((tuple(before), all(recorded())))
    if happen is kill:
        assert len(met) == 5 or after


@pytest.mark.slow
@pytest.mark.parametrize("happen", [fail, interrupt])
def test_what_cannot_even_be_put_back_is_finished_by_the_next_run(
    run: Run, happen: Callable[[], None]
) -> None:
    for at in stops(happen, after=False, again=True):
        before = recorded()
        ran = run(*ANOTHER)
        assert ran.status == 0, (at, ran.err)
        assert recorded() in ([True] * 3, [False] * 3), at
        assert (recorded() == before) or FINISHED in ran.err, at
        assert not leftovers(), at


@pytest.mark.slow
@pytest.mark.parametrize("edited", NAMES)
def test_nothing_made_by_hand_after_a_crash_is_lost(run: Run, edited: str) -> None:
    refused = 0
    for at in stops(kill, after=False):
        before = recorded()
        path = Path(edited)
        by_hand = path.read_bytes() + HAND
        path.write_bytes(by_hand)
        ran = run(*ANOTHER)
        if ran.status:
            refused += 1
            assert f"{edited} has been changed since\n" in ran.err
            assert "then remove r/.a.yaml.ecefollow-plan" in ran.err
            assert path.read_bytes() == by_hand
            assert recorded() == before
            Path("r/.a.yaml.ecefollow-plan").unlink()
            assert run(*ANOTHER).status == 0, at
        assert HAND in path.read_bytes(), at
        assert recorded() == before, at
        assert not leftovers(), at
    assert refused


# A recording that a crash has left between the first file and the second


@cache
def between() -> int:
    """The call at which only the first file has been replaced."""
    return next(at for at in stops(kill, after=False) if recorded() == [True, False, False])


@pytest.fixture
def half(run: Run) -> Run:
    at = between()
    begin()
    stopped(at, kill, after=False)
    assert recorded() == [True, False, False]
    return run


@pytest.mark.parametrize(
    "command", ["overdue", "list", "evaluations", "summary", "check", "show a:1.1", "report"]
)
def test_every_command_that_reads_says_that_it_is_half_written(half: Run, command: str) -> None:
    ran = half(*command.split(), "--register", "r")
    assert ran.err.count(f"{STANDS}: the next record in all of them finishes it\n") == 1


def test_one_register_alone_says_it_too(half: Run) -> None:
    assert STANDS in half("overdue", "--register", "r/s/c.yaml").err
    Path("link.yaml").symlink_to("r/b.yaml")
    named = "r/a.yaml, link.yaml, r/s/c.yaml"
    assert named in half("overdue", "--register", "link.yaml").err


def test_a_link_among_several_says_it_too(half: Run) -> None:
    Path("d.yaml").write_text(REGISTER.format("d"), encoding="utf-8")
    Path("link.yaml").symlink_to("r/b.yaml")
    options = ("overdue", "--register", "d.yaml", "--register")
    assert "r/a.yaml, link.yaml, r/s/c.yaml" in half(*options, "link.yaml").err
    assert STANDS in half(*options, "r/s").err


def test_what_has_not_begun_or_is_done_is_not_said_to_stand_half(run: Run) -> None:
    for _ in stops(kill, after=False):
        if all(recorded()) or not Path("r/.a.yaml.ecefollow-plan").exists():
            assert "interrupted" not in run("overdue", "--register", "r").err


def test_a_dry_run_says_it_and_finishes_nothing(half: Run) -> None:
    assert STANDS in half(*ANOTHER, "--dry-run").err
    assert recorded() == [True, False, False]


def test_that_it_was_finished_is_said_before_an_error(half: Run) -> None:
    ran = half(*FROM_SHEET)
    assert ran.status == 2
    assert ran.err.startswith(FINISHED)
    assert "a:1.1 already has this update" in ran.err


def test_one_of_the_registers_alone_is_not_enough_to_finish_it(half: Run) -> None:
    ran = half("record", "1.1", "--note", "x", "--register", "r/s/c.yaml")
    assert ran.status == 2
    assert "r/s/c.yaml; name all of them with --register, and record finishes it" in ran.err
    assert recorded() == [True, False, False]


def test_a_register_beside_it_is_recorded_in_as_ever(half: Run) -> None:
    Path("r/d.yaml").write_text(REGISTER.format("d"), encoding="utf-8")
    assert half("record", "1.1", "--note", "x", "--register", "r/d.yaml").err == ""
    assert half(*ANOTHER).err == FINISHED


@pytest.mark.parametrize("do", [shutil.move, shutil.copytree])
def test_a_folder_that_was_moved_or_copied_is_finished_where_it_is(
    half: Run, do: Callable[[str, str], object]
) -> None:
    do("r", "elsewhere")
    before = recorded() if Path("r").exists() else None
    ran = half(*ANOTHER[:-1], "elsewhere")
    assert ran.err == FINISHED.replace(" r/", " elsewhere/")
    assert before is None or recorded() == before
    assert all(b"note: Sheet" in path.read_bytes() for path in Path("elsewhere").rglob("*.yaml"))


def test_a_register_that_is_gone_is_not_made_anew(half: Run) -> None:
    Path("r/b.yaml").rename("r/renamed.yaml")
    ran = half(*ANOTHER)
    assert ran.status == 2
    assert "r/b.yaml is gone\n" in ran.err
    assert not Path("r/b.yaml").exists()


def test_what_was_restored_by_hand_is_left_so(half: Run) -> None:
    Path("r/a.yaml").write_text(REGISTER.format("a"), encoding="utf-8")
    ran = half(*ANOTHER)
    assert ran.status == 0
    assert ran.err.startswith("Dropped an interrupted recording, of which nothing is in r/a.yaml,")
    assert recorded() == [False] * 3
    assert not leftovers()


def test_a_finishing_that_fails_names_the_file_and_the_plan(
    half: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", busy)
        ran = half(*ANOTHER)
    assert ran.status == 2
    assert "r/a.yaml has the recording\nr/b.yaml does not have the recording\n" in ran.err
    assert "cannot write r/b.yaml: Device or resource busy; a plan stands in r/.a.yaml." in ran.err
    assert half(*ANOTHER).err == FINISHED


def test_what_cannot_be_put_back_says_which_files_were_replaced(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def fails_after_the_first(self: Path, target: Path) -> Path:
        if target.name in {"a.yaml", "b.yaml"} and recorded()[0]:
            fail()
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails_after_the_first)
        ran = run(*FROM_SHEET)
    assert ran.status == 2
    assert ran.err == (
        "r/a.yaml has the recording\n"
        "r/b.yaml does not have the recording\n"
        "r/s/c.yaml does not have the recording\n"
        "ecefollow: cannot write r/b.yaml: Input/output error; a plan stands in "
        "r/.a.yaml.ecefollow-plan, and the next record finishes it\n"
    )
    assert run(*ANOTHER).err == FINISHED


def test_an_error_between_two_files_puts_back_the_first_and_names_the_second(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def fails_at_the_second(self: Path, target: Path) -> Path:
        if target.name == "b.yaml":
            fail()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_the_second)
    ran = run(*FROM_SHEET)
    reason = "Input/output error; nothing has changed"
    assert ran.err == f"ecefollow: cannot write r/b.yaml: {reason}\n"
    assert recorded() == [False] * 3
    assert not leftovers()


def test_an_edit_while_the_others_are_prepared_is_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = atomic_write.prepare

    def edited(path: str, *args: Any, **more: Any) -> Any:
        prepared = prepare(path, *args, **more)
        if path.endswith("c.yaml"):
            Path("r/a.yaml").write_bytes(Path("r/a.yaml").read_bytes() + HAND)
        return prepared

    monkeypatch.setattr(atomic_write, "prepare", edited)
    ran = run(*FROM_SHEET)
    reason = "it has been changed in the meantime; nothing has changed"
    assert ran.err == f"ecefollow: cannot write r/a.yaml: {reason}\n"
    assert recorded() == [False] * 3
    assert Path("r/a.yaml").read_bytes().endswith(HAND)
    assert not leftovers()


# A plan from elsewhere


def plant(content: object, place: str = "r/.a.yaml.ecefollow-plan") -> None:
    Path(place).write_text(json.dumps(content), encoding="utf-8")


DIGEST = "0" * 64
TEMPORARY = ".secret.abcdefgh.ecefollow-tmp"


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"files": []},
        {"files": [["a.yaml", ".a.yaml.abcdefgh.ecefollow-tmp", DIGEST, 1]]},
        {"files": [["a.yaml", "a.yaml", DIGEST, DIGEST]]},
        {"files": [["a\0.yaml", ".a\0.yaml.abcdefgh.ecefollow-tmp", DIGEST, DIGEST]]},
        {"files": [["a\ud800.yaml", ".a\ud800.yaml.abcdefgh.ecefollow-tmp", DIGEST, DIGEST]]},
        {"files": [["/a.yaml", ".a.yaml.abcdefgh.ecefollow-tmp", DIGEST, DIGEST]]},
        {"files": [["a.yaml", ".a.yaml./x.ecefollow-tmp", DIGEST, DIGEST]]},
        {"files": [["../secret", TEMPORARY, DIGEST, DIGEST]]},
        {"plan": 1},
        {"plan": "/etc/passwd"},
        {"plan": "a.yaml"},
        {"plan": ".a.yaml.ecefollow-plan"},
    ],
)
def test_what_is_no_plan_is_refused_in_one_line(run: Run, content: object) -> None:
    plant(content)
    ran = run(*ANOTHER)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "this is not a plan of ecefollow; remove it" in ran.err
    assert "this is not a plan of ecefollow; remove it\n" in run("overdue", "--register", "r").err


def test_a_plan_touches_nothing_but_what_was_asked(run: Run) -> None:
    Path("secret").write_text("mine", encoding="utf-8")
    Path(TEMPORARY).write_text("theirs", encoding="utf-8")
    mine, theirs = (plan.digest(each) for each in (b"mine", b"theirs"))
    a = ["a.yaml", ".a.yaml.abcdefgh.ecefollow-tmp", DIGEST, DIGEST]
    plant({"files": [a, ["../secret", TEMPORARY, mine, theirs]]})
    ran = run(*ANOTHER)
    assert ran.status == 2
    assert "stands in r/a.yaml, secret; name all of them" in ran.err
    assert Path("secret").read_text(encoding="utf-8") == "mine"
    assert Path(TEMPORARY).exists()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"plan": "\\u0000"}', "\udcff", "9" * 10_000, ""])
def test_no_text_breaks_the_reading_of_a_plan(run: Run, text: str) -> None:
    Path("r/.b.yaml.ecefollow-plan").write_bytes(text.encode(errors="surrogateescape"))
    ran = run(*ANOTHER)
    assert ran.err == (
        "ecefollow: r/.b.yaml.ecefollow-plan: this is not a plan of ecefollow; remove it\n"
    )


@pytest.mark.parametrize("leads", ["/dev/zero", "nowhere", "r/a.yaml"])
def test_a_plan_that_is_a_link_is_not_followed(run: Run, leads: str) -> None:
    Path("r/.b.yaml.ecefollow-plan").symlink_to(os.path.abspath(leads))  # noqa: PTH100
    for command in (ANOTHER, FROM_SHEET):
        assert "this is not a plan of ecefollow; remove it" in run(*command).err
    assert not Path("nowhere").exists()
    assert recorded() == [False] * 3


def test_a_plan_that_is_a_pipe_is_not_waited_for(run: Run) -> None:
    os.mkfifo("r/.b.yaml.ecefollow-plan")
    assert "this is not a plan of ecefollow; remove it" in run(*ANOTHER).err


def test_a_plan_that_is_endless_is_not_read(run: Run) -> None:
    with Path("r/.b.yaml.ecefollow-plan").open("wb") as file:
        file.truncate(2**40)
    assert "this is not a plan of ecefollow; remove it" in run(*ANOTHER).err
