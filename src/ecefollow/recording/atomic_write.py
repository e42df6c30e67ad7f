"""Files saved whole or not at all: registers replaced together, files made anew, and new ones."""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.quoting import escaped
from ecefollow.recording.temporary_file import alone, temporary

# What Windows takes for a device, whatever the ending, or for the name without its end.
_device: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*[. ]").fullmatch
_BEGINNING: Final = 1024  # bytes, in which the mark of a published file stands


class Replacement(NamedTuple):
    """The bytes that a file is to have, and those that it still has."""

    path: str
    data: bytes
    was: bytes


class _Prepared(NamedTuple):
    """A replacement, the file that a path leads to, and the temporary one that takes its place."""

    file: Replacement
    target: Path
    new: Path


def replace_all(files: Sequence[Replacement]) -> None:
    """Replace each file: all of them, or none. Hold the lock of all meanwhile: `alone`.

    All are prepared and checked before the first is replaced, and if anything then goes wrong, an
    interrupt too, those that were replaced get their old bytes back. A run that is killed leaves
    each file whole, the old one or the new one. Modes and groups are kept, and a symbolic link
    stays one. RefusedError if a file cannot be written or is no longer what it was.
    """
    with ExitStack() as undo:
        prepared = [_prepare(file, undo) for file in files]
        for path, _, was in files:
            with _refusing(path):
                if Path(path).read_bytes() != was:
                    raise _refused(path, "it has been changed in the meantime")
        _carry_out(prepared)
    for folder in {step.target.parent for step in prepared}:
        _flush(folder)


def publish(
    path: str, data: bytes, *, mark: bytes, unsaved: Sequence[str] = (), force: bool = False
) -> None:
    """Write a file that is made anew each time: where there is none, or over one with the *mark*.

    RefusedError, with nothing changed, if another kind of file is there, unless *force*, or if it
    cannot be written; also if a file of the same name and one of the endings *unsaved* holds
    changes to it.
    """
    with alone(path), _refusing(path), ExitStack() as undo:
        target = _target(path)
        for ending in unsaved:
            beside = target.with_name(f"{target.name}{ending}")
            if beside.exists() and beside.stat().st_size:
                reason = f"{beside.name} holds changes to it; close the program that has it open"
                raise _refused(path, reason)
        if target.exists():
            _require_replaceable(target, path)
            if not force and not _has_mark(target, mark):
                raise _refused(path, "it is not a file of this kind; use --force to replace it")
        temporary(target, data, undo).replace(target)


def published_beside(
    path: str, endings: Sequence[str], *, mark: bytes, fits: Callable[[Path], bool]
) -> str | None:
    """The name of a file in the same folder that has one of the endings and the mark, and *fits*.

    Of several, the one that is called like the file at *path*; else none.
    """
    try:
        folder = sorted(Path(path).resolve().parent.iterdir())
        found = (file for file in folder if file.suffix in endings and file.is_file())
        marked = [file for file in found if _has_mark(file, mark) and fits(file)]
    except OSError:  # a folder that lets nobody look is no reason not to write there
        return None
    own = [file for file in marked if file.stem == Path(path).stem]
    named = own or marked
    return named[0].name if own or len(named) == 1 else None


def create(files: Mapping[str, bytes]) -> list[str]:
    """Make every one of the *files*, by their paths, and the folders that they need; those made.

    A file that is there already with the same bytes is left alone. RefusedError, with nothing
    made, if one is there with other bytes or cannot be written.
    """
    for path in files:
        _require_name(path)
    with alone(*files), ExitStack() as undo:
        new = {path: data for path, data in files.items() if not _is_there(path, data)}
        for path, data in new.items():
            try:
                _make_folders(Path(path).parent, undo)
                _create(Path(path), data, undo)
            except FileExistsError:
                raise _in_the_way(path) from None
            except OSError as error:
                raise _refused(path, _reason(error)) from None
        undo.pop_all()
    return [*new]


def require_free(path: str) -> None:
    """Raise RefusedError if there is anything at *path*, or there cannot be on every system."""
    _require_name(path)
    if os.path.lexists(path):
        raise _in_the_way(path)


def _require_name(path: str) -> None:
    if _device(Path(path).name):
        reason = "cannot be the name of a file on Windows; choose another"
        raise RefusedError(f"{escaped(path)} {reason}")


def _prepare(file: Replacement, undo: ExitStack) -> _Prepared:
    with _refusing(file.path):
        target = _target(file.path)
        _require_replaceable(target, file.path)
        return _Prepared(file, target, temporary(target, file.data, undo))


def _carry_out(prepared: Sequence[_Prepared]) -> None:
    """Put each new file in the place of the old one, or else each old one back."""
    path = ""
    try:
        for file, target, new in prepared:
            path = file.path
            new.replace(target)
    except BaseException as error:
        reason = _reason(error) if isinstance(error, OSError) else "interrupted"
        if stuck := [step.file.path for step in prepared if not _is_put_back(step)]:
            names = escaped(", ".join(stuck))
            raise RefusedError(
                f"cannot write {escaped(path)}: {reason}; {names} cannot be put back and has its "
                "updates; to record the rest, run the same command again"
            ) from None
        if isinstance(error, OSError):
            raise _refused(path, reason) from None
        raise


def _is_put_back(prepared: _Prepared) -> bool:
    """Whether the file is what it was; if it has been replaced, try to make it so."""
    file, _, new = prepared
    if os.path.lexists(new):
        return True
    try:
        replace_all([Replacement(file.path, data=file.was, was=file.data)])
    except BaseException:  # noqa: BLE001 - a second interrupt too: the others are still to come
        return False
    return True


def _is_there(path: str, data: bytes) -> bool:
    """Whether the file is there with these bytes; RefusedError if anything else is."""
    if not os.path.lexists(path):
        return False
    with suppress(OSError):
        there = Path(path)
        # Nothing is read that may never end, such as a device.
        if there.is_file() and there.stat().st_size == len(data) and there.read_bytes() == data:
            return True
    raise _in_the_way(path)


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Make the folder and those above it, to be removed again if they are not needed."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir()
        undo.callback(_remove_folder, missing)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there meanwhile
        folder.rmdir()


def _create(path: Path, data: bytes, undo: ExitStack) -> None:
    """Make the file, which *undo* removes; FileExistsError if it is there by now."""
    with ExitStack() as done:
        new = temporary(path, data, done)
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no links: there the name is taken first
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
            undo.callback(path.unlink, missing_ok=True)
            new.replace(path)
        else:
            undo.callback(path.unlink, missing_ok=True)
    _flush(path.parent)


def _target(path: str) -> Path:
    """What a path leads to; OSError if it is links that lead to each other."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _require_replaceable(target: Path, path: str) -> None:
    if not stat.S_ISREG(target.stat().st_mode):
        raise _refused(path, "it is not a regular file")
    if not os.access(target, os.W_OK):  # the new file would replace it all the same
        raise _refused(path, "it is read-only")


def _has_mark(target: Path, mark: bytes) -> bool:
    with target.open("rb") as file:
        return mark in file.read(_BEGINNING)


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    """Turn what the system refuses into a RefusedError."""
    try:
        yield
    except OSError as error:
        raise _refused(path, _reason(error)) from None


def _reason(error: OSError) -> str:
    is_missing = isinstance(error, FileNotFoundError)
    reason = "there is no such file or folder" if is_missing else error.strerror or f"{error}"
    is_open = isinstance(error, PermissionError) and sys.platform == "win32"
    return f"{reason}; close the program that has it open" if is_open else reason


def _refused(path: str, reason: str) -> RefusedError:
    return RefusedError(f"cannot write {escaped(path)}: {reason}; nothing has changed")


def _in_the_way(path: str) -> RefusedError:
    reason = "is there already, and is not overwritten; nothing was written"
    return RefusedError(f"{escaped(path)} {reason}")


def _flush(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
