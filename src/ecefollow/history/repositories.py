"""The repositories that the registers of an answer are in, each asked once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from ecefollow.history import commits, git, revision_names
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects
from ecefollow.history.snapshots import Registers
from ecefollow.reading.file_kinds import is_other_yaml
from ecefollow.reading.folders import FoundFiles, unseen
from ecefollow.reading.quoting import quoted
from ecefollow.reading.sources import UnreadableError


class Repositories:
    """What git said of each repository, and a git for each to read objects with."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._settings: dict[Path, tuple[str, ...]] = {}
        self._registers: dict[Path, Registers] = {}
        self._commits: dict[tuple[Path, str], list[str]] = {}
        self._days: dict[str, date] = {}
        self._ancestors: dict[tuple[Path, str, str], bool | None] = {}

    def locate(self, path: str) -> Location:
        """The repository that the file at *path* is in; errors are those of `git.place`."""
        location = git.place(path)
        if location.top not in self._settings:
            self._settings[location.top] = git.trusted_settings(location)
        return location._replace(settings=self._settings[location.top])

    def registers(self, location: Location) -> Registers:
        """The registers in the commits of the repository."""
        if location.top not in self._registers:
            self._registers[location.top] = Registers(Objects(location, self._running))
        return self._registers[location.top]

    def resolve(self, location: Location, revision: str) -> str:
        """The id of the commit that *revision* names; UnreadableError for none or several."""
        found = self.resolve_bases(location, revision)
        if len(found) > 1:
            message = f"{quoted(revision)} stands for several commits: {', '.join(found)}"
            raise UnreadableError(location.path, message)
        return found[0]

    def resolve_bases(self, location: Location, revision: str) -> list[str]:
        """The ids of the commits that a later version is compared with."""
        key = location.top, revision
        if key not in self._commits:
            self._commits[key] = revision_names.resolve(location, revision)
        return self._commits[key]

    def has_moved_on(self, location: Location, revision: str) -> bool:
        """Whether "main..." leaves out commits that main has by now."""
        tip, dots, _ = revision.partition("...")
        if not dots:
            return False
        return self.resolve_bases(location, tip) != self.resolve_bases(location, revision)

    def day(self, location: Location, commit: str) -> date:
        """The day of a commit, up to which the registers in it were answered from."""
        if commit not in self._days:
            self._days[commit] = commits.day_of(location, commit)
        return self._days[commit]

    def is_ancestor(self, location: Location, commit: str, head: str) -> bool | None:
        """Whether *head* comes after the commit; None if the clone is shallow and cannot tell."""
        key = location.top, commit, head
        if key not in self._ancestors:
            done = git.run(location, "merge-base", "--is-ancestor", commit, head)
            is_open = done.returncode and git.is_shallow(location)
            self._ancestors[key] = None if is_open else not done.returncode
        return self._ancestors[key]

    def read(self, path: str, revision: str) -> bytes:
        """The bytes of the file at *path* at a revision; UnreadableError if it was not there.

        The file on disk may have been removed since.
        """
        location = self.locate(path)
        objects = self.registers(location).objects
        entry = objects.at(self.resolve(location, revision), location.name)
        if not entry:
            raise UnreadableError(path, f"there is no such file at {revision}")
        if not entry.is_file:
            raise UnreadableError(path, f"at {revision} it is {entry.words}")
        try:
            return objects.read(entry.id)
        except UnreadableError as error:
            raise UnreadableError(path, error.reason) from None

    def find(self, paths: Sequence[str], revision: str) -> FoundFiles:
        """The files that *paths* stood for at a revision: a folder for the registers below it."""
        found = FoundFiles([], [], [])
        for path in paths:
            below = self.paths_below(path, revision)
            for file in below:
                is_other = is_other_yaml(self.read(file, revision))
                (found.others if is_other else found.paths).append(file)
            found.paths.extend([] if below else [path])
        return found._replace(paths=unseen(found.paths, set()))

    def paths_below(self, folder: str, revision: str) -> list[str]:
        """The registers below a folder at a revision, none if it was not a folder."""
        location = self.locate(folder)
        commit = self.registers(location).in_commit(self.resolve(location, revision))
        return [f"{folder.rstrip('/')}/{name}" for name in commit.names_below(location.name)]


@contextmanager
def repositories() -> Iterator[Repositories]:
    """Repositories to ask, until the block ends."""
    with ExitStack() as running:
        yield Repositories(running)
