"""The files that paths stand for: a file for itself, a folder for the registers below it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from ecefollow.reading.file_kinds import is_other_yaml
from ecefollow.reading.quoting import escaped
from ecefollow.reading.sources import UnreadableError

_ENDINGS = (".yaml", ".yml")
_LOOKED_AT = 64 * 1024  # bytes; what is longer is read as a register
_MOST_NAMED = 3


class EmptyFolderError(UnreadableError):
    """A folder that has no register."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, "there is no register (.yaml or .yml) in this folder")


class FoundFiles(NamedTuple):
    """The files that paths stand for, and what is below the folders that cannot be read.

    The *others* are YAML files in them that are no registers.
    """

    paths: list[str]
    failures: list[UnreadableError]
    others: list[str]

    @property
    def notes(self) -> list[str]:
        """The line that names the others, if there are any."""
        named, more = self.others[:_MOST_NAMED], len(self.others) - _MOST_NAMED
        names = ", ".join(map(escaped, named)) + (f" and {more} more" if more > 0 else "")
        wanted = "a register has an evaluation and recommendations"
        return [f"Left out: {names}; {wanted}"] if named else []


def find(paths: Sequence[str]) -> FoundFiles:
    """The registers at *paths* and below those that are folders, each once, by its first name."""
    files = FoundFiles([], [], [])
    for path in paths:
        found = _in_folder(path) if is_folder(path) else FoundFiles([path], [], [])
        files.paths.extend(found.paths)
        files.failures.extend(found.failures)
        files.others.extend(found.others)
    if len(paths) == 1:  # no name of a file below a folder leads to another file
        return files
    return files._replace(paths=unseen(files.paths, set()))


def unseen(paths: Iterable[str], seen: set[str]) -> list[str]:
    """Those of *paths* that lead to no file which was *seen*; now these files were seen too."""
    new = []
    for path in paths:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            new.append(path)
    return new


def _in_folder(folder: str) -> FoundFiles:
    """What is below a folder, hidden files and folders aside, in the order of the paths.

    Symbolic links are not followed: what they lead to is below the folder itself, or not part of
    it. One that leads nowhere may have been a register, and is not passed over in silence.
    """
    files = FoundFiles([], [], [])
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.name.endswith(_ENDINGS):
                        _add(files, entry)
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
            files.failures.append(UnreadableError(error.filename, reason))
    for paths in (files.paths, files.others):
        paths.sort(key=_order)
    files.failures.sort(key=lambda error: _order(error.path))
    if not (files.paths or files.failures):
        files.failures.append(EmptyFolderError(folder))
    return files


def _order(path: str) -> list[str]:
    return path.split(os.sep)  # noqa: PTH206 - a Path takes longer to make than the file to find


def _add(files: FoundFiles, entry: os.DirEntry[str]) -> None:
    """Add what has the name of a register, unless it is a link that leads somewhere."""
    if entry.is_symlink():
        try:
            entry.stat()
        except OSError as error:
            reason = f"it is a link that leads to no file: {error.strerror}"
            files.failures.append(UnreadableError(entry.path, reason))
    elif entry.is_file():
        (files.others if _is_other(entry.path) else files.paths).append(entry.path)
    else:  # a pipe, at which reading would wait for ever
        files.failures.append(UnreadableError(entry.path, "it is not a regular file"))


def _is_other(path: str) -> bool:
    with suppress(OSError), open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path takes time
        data = file.read(_LOOKED_AT)
        return len(data) < _LOOKED_AT and is_other_yaml(data)
    return False  # what cannot be read is told when it is


def is_folder(path: str) -> bool:
    """Whether there is a folder at *path*."""
    return os.path.isdir(path)  # noqa: PTH112 - a Path refuses odd names before it looks
