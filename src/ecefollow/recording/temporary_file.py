"""New bytes in a hidden file beside the one that they are for; what dead runs left is removed."""

import os
import re
import shutil
import sys
import tempfile
from binascii import crc32
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".ecefollow-tmp"
_target_of: Final = re.compile(rf"\.(.+)\.\w+{re.escape(_SUFFIX)}", re.ASCII | re.DOTALL).fullmatch


@contextmanager
def alone(*paths: str) -> Iterator[None]:
    """Wait until nobody else writes in the folders of the files, and keep others waiting.

    So what is beside the files is left of runs that were killed, and is removed. Where the system
    has no such lock (some network file systems), that may be the file of a run which is not done
    yet; it then says that it cannot write, and has changed nothing.
    """
    targets = {os.path.realpath(path) for path in paths}
    folders = {os.path.dirname(target) for target in targets}  # noqa: PTH120 - of a thousand, each Path takes time
    with ExitStack() as locks:
        for folder in sorted(folders):
            locks.enter_context(_locked(folder))
        for folder in folders:
            _remove_leftovers(folder, targets)
        yield


def temporary(target: Path, data: bytes, undo: ExitStack) -> Path:
    """A file beside the target with these bytes, on the disk; *undo* removes it.

    It has the mode, the group and, if that is allowed, the owner of the target; if there is no
    target, the mode of any new file.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent)
    new = Path(name)
    undo.callback(_remove, new)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
    if target.exists():
        shutil.copymode(target, new)
        _give_to_owner_of(target, new)
    else:
        new.chmod(_default_mode())
    return new


def _remove(path: Path) -> None:
    """Remove a temporary file, if it is still there; if that fails, a later run removes it."""
    with suppress(OSError):
        path.unlink()


def _default_mode() -> int:
    """The mode of a new file here, which a temporary one does not have."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _give_to_owner_of(target: Path, new: Path) -> None:
    if sys.platform != "win32":
        owner = target.stat()
        for user, group in ((-1, owner.st_gid), (owner.st_uid, -1)):
            with suppress(OSError):  # only root may give files away
                os.chown(new, user, group)


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Hold the lock of a folder, if the system has one."""
    with ExitStack() as held:
        # There may be no folder yet, or it may not be read; some, as on NFS, cannot be locked.
        with suppress(OSError):
            handle = _lockable(folder)
            held.callback(os.close, handle)  # which unlocks it
            # Late: each system has one of these modules.
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # tries for ten seconds
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _lockable(folder: str) -> int:
    """A handle of the folder; on Windows, which opens none, of a file that stands for it."""
    if sys.platform != "win32":
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    name = f"ecefollow-{crc32(os.path.normcase(folder).encode()):08x}.lock"
    return os.open(Path(tempfile.gettempdir(), name), os.O_RDWR | os.O_CREAT)


def _remove_leftovers(folder: str, targets: set[str]) -> None:
    with suppress(OSError):  # a folder that is not there or may not be listed keeps what it has
        for name in os.listdir(folder):  # noqa: PTH208 - likewise
            target = _target_of(name)
            if target and os.path.join(folder, target[1]) in targets:  # noqa: PTH118 - likewise
                _remove(Path(folder, name))
