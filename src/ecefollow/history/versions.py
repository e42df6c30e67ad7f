"""The versions of a register: what each commit of its history has in it."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from ecefollow.history.commits import Commit, commits
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects
from ecefollow.history.register_paths import copied_from, renamed_from
from ecefollow.history.repositories import Repositories
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register

_NO_FILE: Final = "no file: "  # before the words for what is there instead


class PathInCommit(NamedTuple):
    """A path in a commit, by the commit's id."""

    commit: str
    path: str


class Version(NamedTuple):
    """What a commit has at a path of the register.

    The register is None if there is none, or if it has an error; `problem` says which. `content` is
    the id of what is there, None for nothing. `before` are the places in the parents that it comes
    from, and what is there; `is_moved` says that it is gone because it is at another path now.
    """

    commit: Commit
    place: PathInCommit
    register: Register | None
    problem: str
    content: str | None
    before: dict[PathInCommit, str | None]
    is_moved: bool

    @property
    def is_removed(self) -> bool:
        """Whether there is no file: nothing, or a symbolic link, a submodule or a folder."""
        return self.content is None or self.content.startswith(_NO_FILE)


def read_versions(location: Location, asked: Repositories) -> list[Version]:
    """The versions of the register at HEAD and before, children before parents.

    A register that was renamed is followed. UnreadableError if no commit has it.
    """
    head = asked.resolve(location, "HEAD")
    reading = asked.objects(location)
    names = {location.name}
    while True:
        history = _History(location, reading, head, names)
        versions = history.versions() if history.commits else []
        if history.names == names:
            break
        names |= history.names  # a name from before may need more of the commits
    if not any(version.content for version in versions):
        raise UnreadableError(location.path, "git has no commit of it")
    return versions


class _History:
    """The commits of a register, and the paths that it has in each.

    It may have several: a copy that takes the place of a register has the history of both.
    """

    def __init__(self, location: Location, reading: Objects, head: str, names: set[str]) -> None:
        self.location = location
        self.reading = reading
        self.commits = commits(location, head, names)
        self.names = set(names)
        self._parsed: dict[str, tuple[Register | None, str]] = {}

    def versions(self) -> list[Version]:
        before = self._places()
        self.names |= {place.path for place in before}
        # What is new at one path of a commit was moved there from the other.
        moved = Counter(
            (place.commit, each)
            for place, found in before.items()
            for each in found
            if self._content(*place) and not self._content(each.commit, place.path)
        )
        by_id = {commit.id: commit for commit in self.commits}
        return [
            Version(
                by_id[place.commit],
                place,
                *self._parse(self._content(*place)),
                self._content(*place),
                {each: self._content(*each) for each in found},
                any(moved[place.commit, each] for each in found if self._content(*each)),
            )
            for place, found in before.items()
        ]

    def _places(self) -> dict[PathInCommit, list[PathInCommit]]:
        """The places of the register in each commit, and in its parents where it came from."""
        places: dict[str, dict[str, str | None]] = {}  # of a commit: paths, evaluations
        places[self.commits[0].id] = {self.location.name: None}
        found: dict[PathInCommit, list[PathInCommit]] = {}
        for number, commit in enumerate(self.commits):  # children before parents
            for path, later in places.get(commit.id, {}).items():
                evaluation = self._evaluation(commit.id, path) or later
                place = PathInCommit(commit.id, path)
                found[place] = []
                for parent in commit.parents:
                    older = self.commits[number + 1 :]
                    for each in self._paths_before(place, parent, evaluation, older):
                        places.setdefault(parent, {}).setdefault(each, evaluation)
                        found[place].append(PathInCommit(parent, each))
        return found

    def _paths_before(
        self, place: PathInCommit, parent: str, evaluation: str | None, older: list[Commit]
    ) -> list[str]:
        """The paths in a commit's parent that a register comes from; the same, if nothing else."""
        commit, path = place
        other = renamed_from(self.reading, commit, parent, path, evaluation)
        if self._evaluation(parent, path):
            # A second register of the evaluation that is gone with the commit had its own record.
            return [path, other] if other else [path]
        is_begun = self._content(commit, path) and not self._content(parent, path)
        if not other and is_begun:
            other = copied_from(self.reading, commit, parent, evaluation)
        if not other:
            return [path]
        # What was there may have been removed, and come back as a copy of another.
        was_there = any(self._evaluation(each.id, path) == evaluation for each in older)
        return [other, path] if was_there or self._content(parent, path) else [other]

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
