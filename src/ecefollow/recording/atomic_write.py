"""A file's new bytes in the place of the old ones, or a new file: all of it, or nothing."""

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped

_SUFFIX: Final = ".ecefollow-tmp"
_TEMPORARY: Final = re.compile(rf"\.(.+)\.\w+{re.escape(_SUFFIX)}", re.ASCII | re.DOTALL)
_BEGINNING: Final = 1024  # bytes, in which the mark of a published file stands


@contextmanager
def lock(*paths: str) -> Iterator[bool]:
    """Wait until nobody else writes in the folders of the files, and keep others waiting.

    It says whether that is sure. Where the system has no such lock (Windows, some network file
    systems), `replace` still finds out that a file has changed.
    """
    # Of links that lead to each other, `replace` will tell.
    folders = {Path(os.path.realpath(path)).parent for path in paths}
    with ExitStack() as locks:
        existing = sorted(folder for folder in folders if folder.is_dir())
        yield all([locks.enter_context(_locked(folder)) for folder in existing])  # noqa: C419 - each


def replace(path: str, data: bytes, *, was: bytes) -> None:
    """Put *data* in the place of the file at *path*, whose bytes must still be *was*.

    Whatever interrupts it, the file is the whole old one or the whole new one. Its mode and group
    are kept, and a symbolic link stays a link. RefusedError, with nothing changed, if the file
    cannot be written or is no longer what it was. Hold the `lock` meanwhile.
    """
    with ExitStack() as undo:
        new, target = prepare(path, data, was=was, undo=undo)
        try:
            new.replace(target)
        except OSError as error:
            raise refused(path, error.strerror or f"{error}") from None
    with suppress(OSError):  # the file is written; not every system can flush a folder
        flush(target.parent)


def prepare(path: str, data: bytes, *, was: bytes, undo: ExitStack) -> tuple[Path, Path]:
    """A temporary file with the new bytes beside the old one, which *undo* removes; the old one.

    RefusedError if the old one cannot be replaced, or is no longer what it was.
    """
    target = Path(path).resolve()
    try:
        _require_replaceable(target, path)
        new = _temporary(target, undo)
        fill(new, data, like=target)
        if target.read_bytes() != was:
            raise refused(path, "it has been changed in the meantime")
    except OSError as error:
        raise refused(path, error.strerror or f"{error}") from None
    return new, target


def fill(new: Path, data: bytes, *, like: Path) -> None:
    """Put the bytes on the disk, in a file with the mode and the group of another."""
    new.write_bytes(data)
    flush(new)
    shutil.copymode(like, new)
    _give_to_owner_of(like, new)


def put(path: Path, data: bytes, *, like: Path) -> None:
    """Make a file of the program's own beside another, whole or not at all.

    FileExistsError if there is anything at its path.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with ExitStack() as undo:
        new = _temporary(like, undo)
        fill(new, data, like=like)
        new.replace(path)  # of a link it would replace the link, not what that leads to


def publish(
    path: str, data: bytes, *, mark: bytes, unsaved: Sequence[str] = (), force: bool = False
) -> None:
    """Write a file that is made anew each time: where there is none, or over one with the *mark*.

    Whatever interrupts it, the file is the whole old one or the whole new one. RefusedError, with
    nothing changed, if another kind of file is there, unless *force*, or if it cannot be written;
    also if a file of the same name and one of the endings *unsaved* holds changes to it. What runs
    that were killed have left beside it is removed.
    """
    target = Path(os.path.realpath(path))
    try:
        with lock(path) as is_alone:
            if is_alone:
                remove_leftovers(path)
            _publish(target, data, path=path, mark=mark, unsaved=unsaved, force=force)
    except OSError as error:
        raise refused(path, error.strerror or f"{error}") from None


def _publish(  # noqa: PLR0913 - see `publish`
    target: Path, data: bytes, *, path: str, mark: bytes, unsaved: Sequence[str], force: bool
) -> None:
    for beside in (target.with_name(f"{target.name}{ending}") for ending in unsaved):
        if beside.exists() and beside.stat().st_size:
            reason = f"{beside.name} holds changes to it; close the program that has it open"
            raise refused(path, reason)
    if target.exists():
        _require_replaceable(target, path)
        if not force and mark not in target.read_bytes()[:_BEGINNING]:
            raise refused(path, "it is not a file of this kind; use --force to replace it")
    with ExitStack() as undo:
        new = _temporary(target, undo)
        new.write_bytes(data)
        flush(new)
        if target.exists():
            shutil.copymode(target, new)
        else:
            new.chmod(_default_mode())
        new.replace(target)


def create(files: Mapping[str, bytes]) -> list[str]:
    """Make every one of the *files*, by their paths, and the folders that they need; those made.

    A file that is there already with the same bytes is left alone. RefusedError, with nothing
    made, if one is there with other bytes or cannot be written.
    """
    new = {path: data for path, data in files.items() if not _is_there(Path(path), data)}
    with ExitStack() as undo:
        for path, data in new.items():
            try:
                _make_folders(Path(path).parent, undo)
                _create(Path(path), data)
            except FileExistsError:
                raise _in_the_way(path) from None
            except OSError as error:
                raise refused(path, error.strerror or f"{error}") from None
            undo.callback(Path(path).unlink, missing_ok=True)
        undo.pop_all()
    return list(new)


def require_free(path: str) -> None:
    """Raise RefusedError if there is anything at *path*."""
    if os.path.lexists(path):
        raise _in_the_way(path)


def _is_there(path: Path, data: bytes) -> bool:
    """Whether the file is there with these bytes; RefusedError if anything else is."""
    if not os.path.lexists(path):
        return False
    try:
        same = path.read_bytes() == data
    except OSError:
        same = False
    if not same:
        raise _in_the_way(f"{path}")
    return True


def _in_the_way(path: str) -> RefusedError:
    reason = "is there already, and is not overwritten; nothing was written"
    return RefusedError(f"{escaped(path)} {reason}")


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Make the folder and those above it, to be removed again if they are not needed."""
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir()
            undo.callback(_remove_folder, each)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there meanwhile
        folder.rmdir()


def _create(path: Path, data: bytes) -> None:
    """Make the file, whole; FileExistsError if it is there by now."""
    with ExitStack() as undo:
        new = _temporary(path, undo)
        new.write_bytes(data)
        if sys.platform != "win32":
            new.chmod(_default_mode())
        flush(new)
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no links: there the name is taken first
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
            new.replace(path)
    with suppress(OSError):  # the file is written; not every system can flush a folder
        flush(path.parent)


def _default_mode() -> int:
    """The mode of a new file here, which a temporary one does not have."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def refused(path: str, reason: str) -> RefusedError:
    """The error that says why a file was not written."""
    return RefusedError(f"cannot write {escaped(path)}: {reason}; nothing has changed")


def _require_replaceable(target: Path, path: str) -> None:
    if not stat.S_ISREG(target.stat().st_mode):
        raise refused(path, "it is not a regular file")
    if not os.access(target, os.W_OK):  # the new file would replace it all the same
        raise refused(path, "it is read-only")


def _temporary(target: Path, undo: ExitStack) -> Path:
    """An empty file in the same folder; *undo* removes it, unless it replaced the target."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent)
    undo.callback(remove, Path(name))
    os.close(handle)
    return Path(name)


def remove(path: Path) -> None:
    """Remove a file of the program's own, as far as possible: the next run removes it otherwise."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder; whether the system has one."""
    if sys.platform == "win32":
        yield False
        return
    # Late: Windows has no such module.
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # files can be made in some folders that cannot be read
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # some file systems, such as NFS, lock no folder
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def is_temporary(name: str, target: str) -> bool:
    """Whether a name is that of a temporary file beside the file called *target*."""
    found = _TEMPORARY.fullmatch(name)
    return found is not None and found[1] == target


def remove_leftovers(*paths: str) -> None:
    """Remove the temporary files beside the files of runs that were killed; hold their `lock`."""
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, name = os.path.split(os.path.realpath(path))
        names.setdefault(folder, set()).add(name)
    for folder, owners in names.items():
        with suppress(OSError):  # a folder that is gone or may not be listed keeps what it has
            for left in os.listdir(folder):  # noqa: PTH208 - of a thousand, each Path takes time
                if (found := _TEMPORARY.fullmatch(left)) and found[1] in owners:
                    remove(Path(folder, left))


def _give_to_owner_of(target: Path, new: Path) -> None:
    """Give the new file the old one's group, and its owner if that is allowed."""
    if sys.platform != "win32":
        owner = target.stat()
        for user, group in ((-1, owner.st_gid), (owner.st_uid, -1)):
            with suppress(OSError):  # only root may give files away
                os.chown(new, user, group)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if sys.platform == "win32" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
