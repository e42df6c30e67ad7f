"""Where a register's bytes come from: a path, the folders above, the installed package."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

HOME: Final = "data/recommendations.yaml"
_HOME: Final = Path(HOME)
_FOLDER: Final = "registers"


class UnreadableError(OSError):
    """A file that cannot be read: its path, and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def read(path: str) -> bytes:
    """The bytes of the file at *path*; UnreadableError if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - of a thousand files, each Path takes time
            return file.read()
    except FileNotFoundError:
        raise UnreadableError(path, "there is no such file") from None
    except (OSError, ValueError) as error:
        if os.path.isdir(path):  # noqa: PTH112 - a Path refuses odd names before it looks
            raise UnreadableError(path, "this is a folder, not a file") from None
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(path, f"it cannot be read: {reason}") from None


def nearest_register(start: Path | None = None) -> str | None:
    """The path of the nearest data/recommendations.yaml in *start* or above; None if none is."""
    with suppress(OSError):  # a folder that is gone or may not be searched has none
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / _HOME).is_file():
                return os.path.relpath(folder / _HOME, here)
    return None


def nearest_folder(start: Path | None = None) -> str | None:
    """The path of the nearest folder registers/ in *start* or above; None if none is."""
    with suppress(OSError):  # likewise
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / _FOLDER).is_dir():
                return os.path.relpath(folder / _FOLDER, here)
    return None


def installed_register() -> str:
    """The path of the register that is installed with the package."""
    package = Path(__file__).parents[1]
    # An editable install has no copy in the package: there it is the project's own file.
    copies = (package / _HOME, package.parent.parent / _HOME)
    return str(next((copy for copy in copies if copy.is_file()), copies[0]))


def is_installed(path: str) -> bool:
    """Whether *path* leads into the installed package, where nothing should be written."""
    return Path(path).resolve().is_relative_to(Path(__file__).resolve().parents[1])
