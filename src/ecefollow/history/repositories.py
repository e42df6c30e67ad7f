"""The repositories that the registers of an answer are in, each asked once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ecefollow.history import git, revision_names
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects, objects


class Repositories:
    """What git said of each repository, and a git for each to read objects with."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._settings: dict[Path, tuple[str, ...]] = {}
        self._objects: dict[Path, Objects] = {}
        self._commits: dict[tuple[Path, str], str] = {}
        self._bases: dict[tuple[Path, str], list[str]] = {}

    def locate(self, path: str) -> Location:
        """The repository that the file at *path* is in; errors are those of `git.locate`."""
        location = git.place(path)
        if location.top not in self._settings:
            self._settings[location.top] = git.admit(location).settings
        return location._replace(settings=self._settings[location.top])

    def objects(self, location: Location) -> Objects:
        """The objects of the repository."""
        known = self._objects.get(location.top)
        if not known or not known.is_usable:
            known = self._running.enter_context(objects(location))
            self._objects[location.top] = known
        return known

    def resolve(self, location: Location, revision: str) -> str:
        """The id of the commit that *revision* names; errors are those of `resolve`."""
        key = location.top, revision
        if key not in self._commits:
            self._commits[key] = revision_names.resolve(location, revision)
        return self._commits[key]

    def resolve_bases(self, location: Location, revision: str) -> list[str]:
        """The ids of the commits that a later version is compared with."""
        key = location.top, revision
        if key not in self._bases:
            self._bases[key] = revision_names.resolve_bases(location, revision)
        return self._bases[key]


@contextmanager
def repositories() -> Iterator[Repositories]:
    """Repositories to ask, until the block ends."""
    with ExitStack() as running:
        yield Repositories(running)
