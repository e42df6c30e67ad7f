"""Registers as git had them at a revision."""

from __future__ import annotations

from collections.abc import Sequence

from ecefollow.history.objects import Objects
from ecefollow.history.repositories import Repositories
from ecefollow.reading.sources import UnreadableError


def read_at(path: str, revision: str, asked: Repositories) -> bytes:
    """The bytes of the file at *path* as git had them at a revision; UnreadableError if it did not.

    The file on disk may have been removed since.
    """
    location = asked.locate(path)
    objects = asked.registers(location).objects
    entry = objects.at(asked.resolve(location, revision), location.name)
    if not entry:
        raise UnreadableError(path, f"there is no such file at {revision}")
    if not entry.is_file:
        raise UnreadableError(path, f"at {revision} it is {entry.words}")
    try:
        return objects.read(entry.id)
    except UnreadableError as error:
        raise UnreadableError(path, error.reason) from None


def register_paths_at(paths: Sequence[str], revision: str, asked: Repositories) -> list[str]:
    """The files that *paths* stood for at a revision: a folder for the registers below it."""
    return [file for path in paths for file in (paths_below(path, revision, asked) or [path])]


def paths_below(folder: str, revision: str, asked: Repositories) -> list[str]:
    """The registers below a folder at a revision, none if it was not a folder."""
    location = asked.locate(folder)
    commit = asked.resolve(location, revision)
    names = names_below(asked.registers(location).objects, commit, location.name)
    return [f"{folder.rstrip('/')}/{name}" for name in names]


def names_below(objects: Objects, commit: str, folder: str) -> list[str]:
    """The paths of the registers below a folder of a commit, from there."""
    names = filter(is_register_name, objects.below(commit, folder))
    return sorted(names, key=lambda name: name.split("/"))


def is_register_name(name: str) -> bool:
    """Whether a folder that has a file of this name, or path, has a register there."""
    parts = name.split("/")
    return name.endswith((".yaml", ".yml")) and not any(part.startswith(".") for part in parts)
