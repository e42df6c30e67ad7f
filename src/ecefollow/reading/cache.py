"""Registers that were read before, kept in the user's cache folder so as not to parse them again.

What was read together is a file, which begins with the very bytes that it was read from: nothing is
ever out of date, and none of them need be hashed. Whatever goes wrong with the cache, the registers
are parsed as if they had never been read.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from ecefollow import __version__
from ecefollow.register.model import Register
from ecefollow.register.schema import REGISTER

# To be raised when the flat form changes, or the rules of what is a valid register.
_FORMAT: Final = 8
_MOST: Final = 256 * 1024 * 1024  # bytes in the folder; some 20,000 registers of ten actions
# What is kept is two to three times as large as the files, and less than four times even if they
# have the shortest keys and values that there are.
_AT_LEAST: Final = 64 * 1024  # bytes that are read for any files
_GROWTH: Final = 5
_KEPT: Final = _MOST * 3 // 4  # when the oldest are removed
_PRUNED_EVERY: Final = 8 * 1024 * 1024  # bytes that are written, on average
_SUFFIX: Final = ".register"
_SUM: Final = 4  # bytes of a CRC-32, which tells what a disk has damaged


class Kept(NamedTuple):
    """What the cache keeps of some files, which may be nothing yet."""

    path: Path
    begin: bytes  # by what they were read, and their bytes
    files: int
    most: int  # bytes; more than the files can need is neither read nor written

    def read(self) -> list[Register | None] | None:
        """The register in each file, None for one with an error; None if they are not there."""
        # Late: where the cache is off, nothing needs it.
        from ecefollow.reading import flat_form

        # MemoryError: the numbers in a file that somebody made may be any.
        with suppress(OSError, ValueError, MemoryError):
            status = self.path.lstat()
            is_own = stat.S_ISREG(status.st_mode) and _belongs_to_user(status)
            if not is_own or status.st_size > self.most or not _is_private(self.path.parent):
                return None
            data = self.path.read_bytes()
            content = memoryview(data)[_SUM + len(self.begin) :]
            if data.startswith(self.begin, _SUM) and data.startswith(_sum(content)):
                which = content[: self.files]
                registers = flat_form.load(content[self.files :])
                if len(registers) == sum(which) and {*which} <= {0, 1}:
                    with suppress(OSError):  # it may be read-only
                        os.utime(self.path)  # what was used last is removed last
                    following = iter(registers)
                    return [next(following) if is_valid else None for is_valid in which]
        return None

    def write(self, registers: Sequence[Register | None]) -> None:
        """Put the register of each file there, None for one with an error."""
        # Late: see `read`.
        from ecefollow.reading import flat_form

        with suppress(OSError):  # a full disk, a read-only home
            valid = [register for register in registers if register]
            content = bytes(map(bool, registers)) + flat_form.dump(valid)
            folder = self.path.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if len(self.begin) + len(content) > self.most or not _is_private(folder):
                return
            new = folder / f"{self.path.stem}.{os.getpid()}{_SUFFIX}"
            try:
                with new.open("xb") as file:
                    file.write(_sum(content) + self.begin + content)
                new.replace(self.path)
            except OSError:
                new.unlink(missing_ok=True)
                raise
            # Sums are even: this is true once in so many bytes.
            if crc32(self.begin) * _PRUNED_EVERY < len(self.begin) + len(content) << 32:
                _prune(folder)


def kept_for(files: Sequence[bytes]) -> Kept | None:
    """What the cache keeps of the bytes of *files*; None if it is switched off.

    A thousand small registers kept together are read in a third of the time of each by itself.

    However small a register is, asking pays: without PyYAML, which takes a tenth of a run to
    import, `list` of a dozen actions is faster too.
    """
    if os.environ.get("ECEFOLLOW_CACHE") == "0":
        return None
    folder = _folder()
    if not folder:
        return None
    begin = b"".join([_made_by(), b"%a" % [*map(len, files)], *files])
    most = min(_AT_LEAST + _GROWTH * len(begin), _MOST)
    return Kept(folder / f"{crc32(begin):08x}{_SUFFIX}", begin, len(files), most)


def _folder() -> Path | None:
    """The folder of this program in the user's cache folder; None for a user without a home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ecefollow"
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return local / "ecefollow" / "Cache"
    # The specification of XDG: a path that is not absolute is ignored.
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (given if given.is_absolute() else home / ".cache") / "ecefollow"


def _is_private(folder: Path) -> bool:
    """Whether nobody but the user can put a file there; another could decide the answers."""
    if any((parent / ".git").exists() for parent in folder.parents):  # whoever commits there can
        return False
    if sys.platform == "win32":  # it is in the user's profile
        return True
    status = folder.stat()
    owned = _belongs_to_user(status) and _belongs_to_user(folder.lstat())  # it may be a link
    return owned and not status.st_mode & 0o022


def _belongs_to_user(status: os.stat_result) -> bool:
    return sys.platform == "win32" or status.st_uid == os.geteuid()


@cache
def _made_by() -> bytes:
    """What decides how the same bytes are kept: the program, the schema, the machine."""
    keys = [
        (record.name, key.name, key.required, key.kind.wants)
        for record in REGISTER.records()
        for key in record.keys
    ]
    return f"{_FORMAT} {__version__} {sys.byteorder} {crc32(f'{keys}'.encode())}".encode()


def _sum(content: bytes | memoryview) -> bytes:
    return crc32(content).to_bytes(_SUM)


def _prune(folder: Path) -> None:
    """Remove the files that were used least recently, if all of them are too large."""
    with os.scandir(folder) as entries:
        files = sorted(
            (entry.stat(follow_symlinks=False).st_mtime, entry.stat().st_size, entry.path)
            for entry in entries
            if entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False)
        )
    size = sum(size for _, size, _ in files)
    if size <= _MOST:
        return
    for _, freed, path in files:
        with suppress(FileNotFoundError):  # another process removes them too
            Path(path).unlink()
        size -= freed
        if size <= _KEPT:
            return
