"""A file's new bytes in the place of its old ones: whole, or not at all."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ecefollow.reading.diagnostics import RefusedError


def replace(path: str, data: bytes, *, was: bytes) -> None:
    """Put *data* in the place of the file at *path*, whose bytes must still be *was*.

    Whatever stops it, the file is the old one or the new one, whole. Its mode and its group stay,
    and so does a symbolic link. RefusedError, with nothing changed, where it cannot be written or
    is no longer what it was.
    """
    target = Path(path).resolve()  # a link is to stay one
    try:
        _require_replaceable(target, path)
        with _alone(target.parent), _beside(target) as new:
            new.write_bytes(data)
            _flush(new)
            shutil.copymode(target, new)
            _give_to_owner_of(target, new)
            if target.read_bytes() != was:
                raise _refused(path, "somebody else has changed it meanwhile")
            new.replace(target)
    except OSError as error:
        raise _refused(path, error.strerror or f"{error}") from None
    with suppress(OSError):  # it is written; not every system lets a folder be flushed
        _flush(target.parent)


def _refused(path: str, reason: str) -> RefusedError:
    return RefusedError(f"{path}: not written: {reason}; nothing has changed")


def _require_replaceable(target: Path, path: str) -> None:
    if not stat.S_ISREG(target.stat().st_mode):
        raise _refused(path, "it is no ordinary file")
    if not os.access(target, os.W_OK):  # else the new file would take the place of a protected one
        raise _refused(path, "it is read-only")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone in the end unless it took the target's place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other do the same in the folder between the comparison and the replacement."""
    if sys.platform == "win32":  # no such lock, and only a moment to be unlucky in
        yield
        return
    # Late: Windows has no such module.
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems, such as NFS, lock no folder
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _give_to_owner_of(target: Path, new: Path) -> None:
    """Give the new file to the old one's group, and to its owner where that is allowed."""
    if sys.platform != "win32":
        owner = target.stat()
        for user, group in ((-1, owner.st_gid), (owner.st_uid, -1)):
            with suppress(OSError):  # only root may give to anybody
                os.chown(new, user, group)


def _flush(path: Path) -> None:
    """Have a file, or a folder's names, on the disk itself before going on."""
    if sys.platform == "win32" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
