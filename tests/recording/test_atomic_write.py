"""The write: whatever happens, the file is the old one or the new one, whole."""

import errno
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import atomic_write, temporary_file
from ecefollow.recording.atomic_write import Replacement

OLD = b"old: [1]\n" * 1000
NEW = b"new: {2}\n" * 2000

posix = pytest.mark.skipif(sys.platform == "win32", reason="not so on Windows: modes, links, locks")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.yaml"
    path.write_bytes(OLD)
    return path


def write(path: str, data: bytes, *, was: bytes) -> None:
    with temporary_file.alone(path):
        atomic_write.replace_all([Replacement(path, data, was)])


def publish(file: Path, data: bytes = b"made: anew", **more: Any) -> None:
    atomic_write.publish(str(file), data, mark=b"made: ", **more)


def others(file: Path) -> list[str]:
    return [each.name for each in file.parent.iterdir() if each != file]


Save = Callable[[Path], object]
REPLACE: dict[str, Save] = {
    "replaced": lambda file: write(str(file), NEW, was=OLD),
    "published": lambda file: publish(file, NEW, force=True),
}
CREATE: dict[str, Save] = {"created": lambda file: atomic_write.create({str(file): NEW})}
replaces = pytest.mark.parametrize("save", REPLACE.values(), ids=REPLACE)


# Over a file that is there


@replaces
def test_the_new_bytes_take_the_place_of_the_old(file: Path, save: Save) -> None:
    save(file)
    assert file.read_bytes() == NEW
    assert not others(file)


@posix
@replaces
def test_the_mode_stays(file: Path, save: Save) -> None:
    file.chmod(0o640)
    save(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@posix
@replaces
def test_a_symbolic_link_stays_one_and_leads_to_the_new(file: Path, save: Save) -> None:
    link = file.parent / "folder" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../register.yaml")
    save(link)
    assert link.is_symlink()
    assert file.read_bytes() == NEW
    assert not others(link)


@posix
@replaces
def test_links_that_lead_to_each_other_are_refused_and_stay(tmp_path: Path, save: Save) -> None:
    loop = tmp_path / "page.html"
    loop.symlink_to("page.html")
    with pytest.raises(RefusedError, match=r"page\.html: .*; nothing has changed"):
        save(loop)
    assert loop.is_symlink()


@replaces
def test_what_is_not_a_regular_file_is_refused(tmp_path: Path, save: Save) -> None:
    with pytest.raises(RefusedError, match="not a regular file"):
        save(tmp_path)


@replaces
def test_a_read_only_file_is_refused(
    file: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to any
    with pytest.raises(RefusedError, match="read-only"):
        save(file)
    assert file.read_bytes() == OLD


@pytest.mark.parametrize(
    ("owner", "name"),
    [(os, "fsync"), (tempfile, "mkstemp"), (shutil, "copymode"), (Path, "replace")],
    ids=lambda value: value if isinstance(value, str) else "",
)
@replaces
def test_a_call_that_fails_leaves_the_old_file_and_nothing_else(
    file: Path, save: Save, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(RefusedError, match="No space left on device; nothing has changed"):
            save(file)
    assert file.read_bytes() == OLD
    assert not others(file)


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [(b"theirs\n", "it has been changed in the meantime"), (None, "there is no such")],
)
def test_a_file_that_was_changed_or_removed_meanwhile_is_left_as_it_is(
    file: Path, theirs: bytes | None, reason: str
) -> None:
    file.unlink()
    if theirs:
        file.write_bytes(theirs)
    with pytest.raises(RefusedError, match=f"{reason}.*; nothing has changed"):
        write(str(file), NEW, was=OLD)
    assert (file.read_bytes() if file.exists() else None) == theirs
    assert not others(file)


@pytest.mark.parametrize("name", ["flock", "chown", "listdir", "fsync"])
def test_what_a_file_system_cannot_do_is_no_reason_not_to_write(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fcntl = pytest.importorskip("fcntl", reason="only POSIX has these")
    owner = fcntl if name == "flock" else os
    real = getattr(owner, name)

    def unable(handle: Any, *args: Any) -> Any:
        # A folder is not flushed everywhere; a file must be.
        if name == "fsync" and not stat.S_ISDIR(os.fstat(handle).st_mode):
            return real(handle, *args)
        raise OSError(errno.ENOTSUP, "Not supported")

    monkeypatch.setattr(owner, name, unable)
    write(str(file), NEW, was=OLD)
    assert file.read_bytes() == NEW


def test_the_new_file_is_flushed_to_disk_before_it_takes_the_place_of_the_old(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    flush, rename = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        done.append(f"{kind} flushed")
        flush(handle)

    def renamed(new: Path, target: Path) -> Path:
        done.append("renamed")
        return rename(new, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    write(str(file), NEW, was=OLD)
    assert done[:2] == ["file flushed", "renamed"]
    assert done[2:] == ([] if sys.platform == "win32" else ["folder flushed"])


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give")
def test_owner_and_group_stay(file: Path) -> None:
    os.chown(file, 1000, 1234)
    write(str(file), NEW, was=OLD)
    assert (file.stat().st_uid, file.stat().st_gid) == (1000, 1234)


# What it interrupts may be the opening of a file, which then is closed without a word.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_at_any_step_leaves_the_old_file_or_the_new(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "win32":  # a process that is interrupted ends, and its locks with it
        monkeypatch.setattr("fcntl.flock", lambda *_: None)
    for step in range(1, 200):
        file.write_bytes(OLD)
        try:
            with interrupted(step):
                write(str(file), NEW, was=OLD)
        except KeyboardInterrupt:
            assert file.read_bytes() in {OLD, NEW}, step
        else:
            break
    assert step > 20
    assert file.read_bytes() == NEW


@contextmanager
def interrupted(step: int) -> Iterator[None]:
    """Press Ctrl-C at a step, a line of the modules."""
    steps = count(1)

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in {atomic_write.__file__, temporary_file.__file__}:
            return None
        if event == "line" and next(steps) == step:
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@posix
def test_of_many_at_once_none_overwrites_another(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def slowly(new: Path, target: Path) -> Path:
        time.sleep(0.01)  # so that there is time for others between a look at the file and this
        return rename(new, target)

    monkeypatch.setattr(Path, "replace", slowly)

    def add(line: bytes) -> None:
        for _ in range(100):
            was = file.read_bytes()
            with suppress(RefusedError):  # another was faster
                write(str(file), was + line, was=was)
                return

    lines = [f"{number}\n".encode() for number in range(8)]
    with ThreadPoolExecutor(len(lines)) as writers:
        list(writers.map(add, lines))
    assert sorted(file.read_bytes().removeprefix(OLD).splitlines(keepends=True)) == lines


@posix
@pytest.mark.parametrize("how", [*REPLACE, *CREATE])
def test_what_a_killed_process_left_is_removed_by_the_next_and_nothing_else_is(
    file: Path, how: str
) -> None:
    if how in CREATE:
        file.unlink()
    left = file.with_name(f".{file.name}.abcdefgh.ecefollow-tmp")
    kept = [".other.yaml.abcdefgh.ecefollow-tmp", f".{file.name}.swp", "notes.ecefollow-tmp"]
    others = [file.with_name(name) for name in kept]
    for each in (left, *others):
        each.write_text("half")
    (REPLACE | CREATE)[how](file)
    assert [each.exists() for each in (left, *others)] == [False, True, True, True]


# What is published


@pytest.mark.parametrize("there", [OLD, b" " * 2000 + b"made: "], ids=["other", "late-mark"])
def test_what_is_of_another_kind_is_replaced_only_by_force(file: Path, there: bytes) -> None:
    file.write_bytes(there)
    with pytest.raises(RefusedError, match="not a file of this kind"):
        publish(file)
    assert file.read_bytes() == there
    publish(file, force=True)
    publish(file, b"made: once more")
    assert file.read_bytes() == b"made: once more"


def test_what_a_program_has_not_saved_yet_is_not_laid_over_a_new_file(tmp_path: Path) -> None:
    file = tmp_path / "response.sqlite"
    unsaved = file.with_name("response.sqlite-wal")
    unsaved.touch()
    publish(file, unsaved=("-wal", "-journal"))
    unsaved.write_bytes(b"changes")
    with pytest.raises(RefusedError, match=r"response\.sqlite-wal holds changes to it; close the"):
        publish(file, b"made: once more", unsaved=("-wal", "-journal"), force=True)
    assert file.read_bytes() == b"made: anew"


# New files


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_new_files_are_made_with_the_folders_that_they_need(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "b" / "one.yaml", tmp_path / "other.yaml"
    made = atomic_write.create({str(one): b"1", str(other): b"2"})
    assert made == [str(one), str(other)]
    assert files_in(tmp_path) == {"a/b/one.yaml": b"1", "other.yaml": b"2"}


@pytest.mark.parametrize(
    "way",
    ["register.yaml", pytest.param("link", marks=posix), pytest.param("/dev/full", marks=posix)],
)
def test_no_new_file_is_made_where_anything_is_in_the_way(file: Path, way: str) -> None:
    if way == "link":
        file.with_name(way).symlink_to("nowhere.yaml")
    before = others(file)
    new = file.parent / "data" / "new.yaml"
    with pytest.raises(RefusedError, match=f"{way} is there already"):
        atomic_write.create({str(new): b"1", str(file.parent / way): b"2"})
    assert file.read_bytes() == OLD
    assert others(file) == before


def test_a_file_that_is_there_as_it_should_be_is_not_in_the_way(file: Path) -> None:
    new = file.parent / "new.yaml"
    assert atomic_write.create({str(file): OLD, str(new): b"1"}) == [str(new)]


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "data" / "first.yaml", tmp_path / "data" / "second.yaml"

    def link(source: Path, target: Path) -> None:
        if target == second:
            second.write_bytes(b"theirs")
            raise FileExistsError
        shutil.copy(source, target)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(RefusedError, match=r"second\.yaml is there already"):
        atomic_write.create({str(first): b"1", str(second): b"2"})
    assert files_in(tmp_path) == {"data/second.yaml": b"theirs"}


def test_new_files_are_made_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "not permitted", str(source), str(target))

    monkeypatch.setattr(os, "link", link)
    atomic_write.create({str(tmp_path / "new.yaml"): b"1"})
    assert files_in(tmp_path) == {"new.yaml": b"1"}


@posix
def test_a_new_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    usual, new = tmp_path / "usual", tmp_path / "new"
    usual.touch()
    atomic_write.create({str(new): b"1"})
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_where_a_folder_cannot_be_made_nothing_is(file: Path) -> None:
    with pytest.raises(RefusedError, match="cannot write"):
        atomic_write.create(
            {str(file.parent / "a" / "new"): b"1", str(file / "inside" / "new"): b"2"}
        )
    assert not others(file)
