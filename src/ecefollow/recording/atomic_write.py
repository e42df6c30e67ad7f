"""A file's new bytes in the place of the old ones: all of them, or none."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ecefollow.reading.diagnostics import RefusedError

_SUFFIX: Final = ".ecefollow-tmp"
_BEGINNING: Final = 1024  # bytes, in which the mark of a published file stands


@contextmanager
def lock(path: str) -> Iterator[None]:
    """Wait until nobody else writes in the folder of the file at *path*, and keep others waiting.

    What a killed process left beside the file is removed. Where the system has no such lock
    (Windows, some network file systems), `replace` still finds out that the file has changed.
    """
    target = Path(os.path.realpath(path))  # of links that lead to each other, `replace` will tell
    if sys.platform == "win32" or not target.parent.is_dir():
        yield
        return
    # Late: Windows has no such module.
    import fcntl

    handle = os.open(target.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems, such as NFS, lock no folder
            fcntl.flock(handle, fcntl.LOCK_EX)
            _remove_leftovers(target)
        yield
    finally:
        os.close(handle)


def replace(path: str, data: bytes, *, was: bytes) -> None:
    """Put *data* in the place of the file at *path*, whose bytes must still be *was*.

    Whatever interrupts it, the file is the whole old one or the whole new one. Its mode and group
    are kept, and a symbolic link stays a link. RefusedError, with nothing changed, if the file
    cannot be written or is no longer what it was. Hold the `lock` meanwhile.
    """
    target = Path(path).resolve()
    try:
        _require_replaceable(target, path)
        with _temporary(target) as new:
            new.write_bytes(data)
            _flush(new)
            shutil.copymode(target, new)
            _give_to_owner_of(target, new)
            if target.read_bytes() != was:
                raise _refused(path, "it has been changed in the meantime")
            new.replace(target)
    except OSError as error:
        raise _refused(path, error.strerror or f"{error}") from None
    with suppress(OSError):  # the file is written; not every system can flush a folder
        _flush(target.parent)


def publish(
    path: str, data: bytes, *, mark: bytes, unsaved: Sequence[str] = (), force: bool = False
) -> None:
    """Write a file that is made anew each time: where there is none, or over one with the *mark*.

    Whatever interrupts it, the file is the whole old one or the whole new one. RefusedError, with
    nothing changed, if another kind of file is there, unless *force*, or if it cannot be written;
    also if a file of the same name and one of the endings *unsaved* holds changes to it.
    """
    target = Path(os.path.realpath(path))
    try:
        for beside in (target.with_name(f"{target.name}{ending}") for ending in unsaved):
            if beside.exists() and beside.stat().st_size:
                reason = f"{beside.name} holds changes to it; close the program that has it open"
                raise _refused(path, reason)
        if target.exists():
            _require_replaceable(target, path)
            if not force and mark not in target.read_bytes()[:_BEGINNING]:
                raise _refused(path, "it is not a file of this kind; use --force to replace it")
        with _temporary(target) as new:
            new.write_bytes(data)
            _flush(new)
            if target.exists():
                shutil.copymode(target, new)
            else:
                new.chmod(_default_mode())
            new.replace(target)
    except OSError as error:
        raise _refused(path, error.strerror or f"{error}") from None


def _default_mode() -> int:
    """The mode of a new file here, which a temporary one does not have."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refused(path: str, reason: str) -> RefusedError:
    return RefusedError(f"cannot write {path}: {reason}; nothing has changed")


def _require_replaceable(target: Path, path: str) -> None:
    if not stat.S_ISREG(target.stat().st_mode):
        raise _refused(path, "it is not a regular file")
    if not os.access(target, os.W_OK):  # the new file would replace it all the same
        raise _refused(path, "it is read-only")


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """An empty file in the same folder, removed in the end unless it replaced the target."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
    finally:
        new.unlink(missing_ok=True)


def _remove_leftovers(target: Path) -> None:
    """Remove the temporary files of processes that were killed: whoever has the lock is alone."""
    for left in target.parent.iterdir():
        if left.name.startswith(f".{target.name}.") and left.name.endswith(_SUFFIX):
            left.unlink(missing_ok=True)


def _give_to_owner_of(target: Path, new: Path) -> None:
    """Give the new file the old one's group, and its owner if that is allowed."""
    if sys.platform != "win32":
        owner = target.stat()
        for user, group in ((-1, owner.st_gid), (owner.st_uid, -1)):
            with suppress(OSError):  # only root may give files away
                os.chown(new, user, group)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if sys.platform == "win32" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
