"""The versions of a register: what each commit of its history has in it."""

from __future__ import annotations

from typing import Final, NamedTuple

from ecefollow.history.commits import Commit, commits
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects, objects
from ecefollow.history.register_paths import copied_from, renamed_from
from ecefollow.history.revision_names import resolve
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register

_NO_FILE: Final = "no file: "  # before the words for what is there instead


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

    @property
    def is_removed(self) -> bool:
        """Whether there is no file: nothing, or a symbolic link, a submodule or a folder."""
        return self.content is None or self.content.startswith(_NO_FILE)


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
        evaluations: dict[str, str | None] = {}  # of each commit, or else of one after it
        for number, commit in enumerate(self.commits):  # children before parents
            path = paths.setdefault(commit.id, self.location.name)
            evaluation = self._evaluation(commit.id, path) or evaluations.get(commit.id)
            for parent in commit.parents:
                if parent not in paths:
                    older = self.commits[number + 1 :]
                    paths[parent] = self._path_before(commit.id, parent, path, evaluation, older)
                    evaluations[parent] = evaluation
        self.names |= set(paths.values())
        return paths

    def _path_before(
        self, commit: str, parent: str, path: str, evaluation: str | None, older: list[Commit]
    ) -> str:
        """The path of the register in a commit's parent; the same, if nothing says otherwise."""
        if self._parse(self._content(parent, path))[0]:
            return path
        renamed = renamed_from(self.reading, commit, parent, path, evaluation)
        is_begun_here = self._content(commit, path) and not self._content(parent, path)
        if renamed or not is_begun_here:
            return renamed or path
        # What was removed and came back is no copy of another.
        if any(self._evaluation(each.id, path) == evaluation for each in older):
            return path
        return copied_from(self.reading, commit, parent, evaluation) or path

    def _evaluation(self, commit: str, path: str) -> str | None:
        register, _ = self._parse(self._content(commit, path))
        return register.evaluation.id if register else None

    def _content(self, commit: str, path: str) -> str | None:
        entry = self.reading.at(commit, path)
        if not entry:
            return None
        return entry.id if entry.is_file else f"{_NO_FILE}{entry.words}"

    def _parse(self, content: str | None) -> tuple[Register | None, str]:
        """The register with that content, or why there is none; each content is read once."""
        if content is None:
            return None, "the file was removed"
        if content not in self._parsed:
            self._parsed[content] = self._parse_new(content)
        return self._parsed[content]

    def _parse_new(self, content: str) -> tuple[Register | None, str]:
        if content.startswith(_NO_FILE):
            return None, f"the register became {content.removeprefix(_NO_FILE)}"
        try:
            return parse_valid(self.reading.read(content), self.location.path), ""
        except InvalidRegisterError as error:
            return None, f"cannot be read: {error.errors[0].message}"
