"""The repositories that the registers of an answer are in, each asked once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ecefollow.history import git, revision_names
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects
from ecefollow.history.snapshots import Registers


class Repositories:
    """What git said of each repository, and a git for each to read objects with."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._settings: dict[Path, tuple[str, ...]] = {}
        self._registers: dict[Path, Registers] = {}
        self._commits: dict[tuple[Path, str], str] = {}
        self._bases: dict[tuple[Path, str], list[str]] = {}

    def locate(self, path: str) -> Location:
        """The repository that the file at *path* is in; errors are those of `git.locate`."""
        location = git.place(path)
        if location.top not in self._settings:
            self._settings[location.top] = git.admit(location).settings
        return location._replace(settings=self._settings[location.top])

    def registers(self, location: Location) -> Registers:
        """The registers in the commits of the repository."""
        if location.top not in self._registers:
            self._registers[location.top] = Registers(Objects(location, self._running))
        return self._registers[location.top]

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
