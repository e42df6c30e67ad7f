"""The versions of a register: what each commit of its history has in it."""

from __future__ import annotations

from typing import NamedTuple

from ecefollow.history.commits import Commit, commits
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects, objects
from ecefollow.history.register_paths import earlier_path
from ecefollow.history.revision_names import resolve
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register


class Version(NamedTuple):
    """What a commit has at the register's path.

    The register is None if there is none, or if it has an error; `problem` says which. `content` is
    the id of what is there, None for nothing, and `before` are those of the parents.
    """

    commit: Commit
    register: Register | None
    problem: str
    content: str | None
    before: tuple[str | None, ...]


def read_versions(location: Location) -> list[Version]:
    """The versions of the register at HEAD and before, children before parents.

    A register that was renamed is followed. UnreadableError if no commit has it.
    """
    head = resolve(location, "HEAD")
    names = {location.name}
    with objects(location) as reading:
        while True:
            history = _History(location, reading, head, names)
            versions = history.versions()
            if history.names == names:
                break
            names |= history.names  # a name from before may need more of the commits
    if not any(version.content for version in versions):
        raise UnreadableError(location.path, "git has no commit of it")
    return versions


class _History:
    """The commits of a register, and the path that it has in each."""

    def __init__(self, location: Location, reading: Objects, head: str, names: set[str]) -> None:
        self.location = location
        self.reading = reading
        self.commits = commits(location, head, names)
        self.names = set(names)
        self._parsed: dict[str, tuple[Register | None, str]] = {}

    def versions(self) -> list[Version]:
        paths = self._paths()
        contents = {each.id: self._content(each.id, paths[each.id]) for each in self.commits}
        return [
            Version(
                each,
                *self._parse(contents[each.id]),
                contents[each.id],
                tuple(contents.get(parent) for parent in each.parents),
            )
            for each in self.commits
        ]

    def _paths(self) -> dict[str, str]:
        """The path of the register in each commit, by the commit's id."""
        paths: dict[str, str] = {}
        for commit in self.commits:  # children before parents
            path = paths.setdefault(commit.id, self.location.name)
            for parent in commit.parents:
                if parent not in paths:
                    register, _ = self._parse(self._content(commit.id, path))
                    paths[parent] = earlier_path(self.reading, commit.id, parent, path, register)
        self.names |= set(paths.values())
        return paths

    def _content(self, commit: str, path: str) -> str | None:
        entry = self.reading.at(commit, path)
        if not entry:
            return None
        return entry.id if entry.is_file else entry.words

    def _parse(self, content: str | None) -> tuple[Register | None, str]:
        """The register with that content, or why there is none; each content is read once."""
        if content is None:
            return None, "the file was removed"
        if content not in self._parsed:
            self._parsed[content] = self._parse_new(content)
        return self._parsed[content]

    def _parse_new(self, content: str) -> tuple[Register | None, str]:
        if content.startswith("a "):  # not a file: the words for what it is
            return None, f"the register became {content}"
        try:
            return parse_valid(self.reading.read(content), self.location.path), ""
        except InvalidRegisterError as error:
            return None, f"cannot be read: {error.errors[0].message}"
