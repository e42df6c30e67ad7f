"""A file's new bytes in the place of its old ones: whole, or not at all."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ecefollow.diagnostics import RefusedError


def replace(path: str, data: bytes, *, was: bytes) -> None:
    """Put *data* in the place of the file at *path*, whose bytes must still be *was*.

    Whatever stops it, the file is the old one or the new one, whole. Its mode stays, and so does a
    symbolic link. RefusedError where it cannot be written, or is no longer what it was.
    """
    target = Path(path).resolve()  # a link is to stay one
    try:
        _require_replaceable(target)
        with _alone(target), _beside(target) as new:
            new.write_bytes(data)
            _flush(new)
            shutil.copymode(target, new)
            _give_to_owner_of(target, new)
            _require_unchanged(target, was)
            new.replace(target)
        _flush(target.parent)
    except OSError as error:
        reason = error.strerror or error
        raise RefusedError(f"{path}: not written: {reason}; nothing has changed") from None


def _require_replaceable(target: Path) -> None:
    if not stat.S_ISREG(target.stat().st_mode):
        raise OSError(None, "it is no ordinary file")
    if not os.access(target, os.W_OK):  # else the new file would take the place of a protected one
        raise OSError(None, "it is read-only")


def _require_unchanged(target: Path, was: bytes) -> None:
    if target.read_bytes() != was:
        raise OSError(None, "somebody else has changed it meanwhile")


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
def _alone(target: Path) -> Iterator[None]:
    """Let no other do the same between the comparison and the replacement."""
    if sys.platform == "win32":  # no such lock, and only a moment to be unlucky in
        yield
        return
    # Late: Windows has no such module.
    import fcntl

    with target.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _give_to_owner_of(target: Path, new: Path) -> None:
    if sys.platform != "win32":
        owner = target.stat()
        with suppress(PermissionError):  # only root may give files away
            os.chown(new, owner.st_uid, owner.st_gid)


def _flush(path: Path) -> None:
    """Have a file, or a folder's names, on the disk itself before going on."""
    if sys.platform == "win32" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
