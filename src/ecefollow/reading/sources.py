"""Where a register's bytes come from: a path, the folders above, the installed package."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Final

from ecefollow.reading.quoting import nearest, quoted
from ecefollow.reading.tracing import timed

HOME: Final = "data/recommendations.yaml"
LARGEST: Final = 256 * 1024 * 1024  # bytes of a file; 10,000 actions are 8 MB
LARGEST_TABLE: Final = 64 * 1024 * 1024  # bytes: as rows of texts, they are several times as many
LARGEST_FORM: Final = 1024 * 1024  # bytes of one update that somebody typed
_PART: Final = 64 * 1024  # bytes of what does not say how many it has
_FOLDER: Final = "registers"


class UnreadableError(OSError):
    """A file that cannot be read: its path, and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def read(path: str, *, most: int = LARGEST) -> bytes:
    """The bytes of the file at *path*; of a pipe, all that comes through it.

    UnreadableError if it cannot be read or has more than *most* bytes, as a device has that never
    ends.
    """
    try:
        # Neither a Path nor a buffer: for a thousand files, either takes time.
        with timed(f"read {path}"), open(path, "rb", buffering=0) as file:  # noqa: PTH123 - see above
            size = os.fstat(file.fileno()).st_size  # of a pipe or a device it says nothing
            data = b"" if size > most else b"".join(_parts(file, size, most))
    except FileNotFoundError:
        if os.path.islink(path):  # noqa: PTH114 - a Path refuses odd names before it looks
            raise UnreadableError(path, "it is a link that leads to no file") from None
        raise UnreadableError(path, f"there is no such file{_hint(path)}") from None
    except (OSError, ValueError) as error:
        if os.path.isdir(path):  # noqa: PTH112 - a Path refuses odd names before it looks
            raise UnreadableError(path, "this is a folder, not a file") from None
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(path, f"it cannot be read: {reason}") from None
    if max(size, len(data)) > most:
        raise UnreadableError(path, f"it is larger than {most // 1024**2} MB")
    return data


def read_stdin(*, most: int = LARGEST_FORM) -> bytes:
    """All that comes through stdin; UnreadableError if that is more than *most* bytes."""
    data = sys.stdin.buffer.read(most + 1) if sys.stdin else b""
    if len(data) > most:
        raise UnreadableError("stdin", f"it is larger than {most // 1024**2} MB")
    return data


def nearest_register() -> str | None:
    """The path of data/recommendations.yaml, or else of a folder registers/, here or above."""
    with suppress(OSError):  # a folder that is gone or may not be searched has none
        here = Path.cwd()
        for name, is_there in ((HOME, Path.is_file), (_FOLDER, Path.is_dir)):
            for folder in (here, *here.parents):
                if is_there(folder / name):
                    return os.path.relpath(folder / name, here)
    return None


def installed_register() -> str:
    """The path of the register that is installed with the package."""
    package = Path(__file__).parents[1]
    # An editable install has no copy in the package: there it is the project's own file.
    copies = (package / HOME, package.parent.parent / HOME)
    return str(next((copy for copy in copies if copy.is_file()), copies[0]))


def is_installed(path: str) -> bool:
    """Whether *path* leads into the installed package, where nothing should be written."""
    return Path(path).resolve().is_relative_to(Path(__file__).resolve().parents[1])


def _hint(path: str) -> str:
    """The end of a message about a file that is not there: what may have been meant."""
    if "://" in path:
        return "; this is an address: save what is there, and name the file"
    folder, name = os.path.split(path)
    with suppress(OSError):
        if near := nearest(name, os.listdir(folder or ".")):  # noqa: PTH208 - a text is enough
            return f"; did you mean {quoted(near)}?"
    return ""


def _parts(file: FileIO, size: int, most: int) -> Iterator[bytes]:
    """The bytes of a file of about that size, until it ends or has more than may be read."""
    left = most + 1
    while left and (part := file.read(min(max(size + 1, _PART), left))):
        left -= len(part)
        yield part
