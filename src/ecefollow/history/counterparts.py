"""Which earlier version each register of a portfolio has in a commit, by its evaluation's id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ecefollow.history.base import is_still_there, read_base, require_new
from ecefollow.history.git import Location, NotComparedError
from ecefollow.history.objects import Objects
from ecefollow.history.register_paths import evaluation_in, registers
from ecefollow.history.repositories import Repositories
from ecefollow.history.revisions import paths_below, read_at
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register


class Later(NamedTuple):
    """The later version of a portfolio: at a revision, or on disk for None.

    The *registers* are those without an error, by path; *evaluations* are the ids of all, likewise.
    Below the *folders* the registers that are gone are looked for; nothing is below a file.
    """

    registers: Mapping[str, Register]
    evaluations: Mapping[str, str]
    folders: Sequence[str]
    revision: str | None = None

    def has_file(self, path: str, asked: Repositories) -> bool:
        """Whether there is still a file at the path, behind no link."""
        location = asked.locate(path)
        if self.revision is None:
            return is_still_there(location.top, location.name)
        commit = asked.resolve(location, self.revision)
        entry = asked.objects(location).at(commit, location.name)
        return entry is not None and entry.is_file


class Earlier(NamedTuple):
    """A register of the earlier commit: its evaluation's id and itself, None if it has an error."""

    path: str
    evaluation: str | None
    register: Register | None


class Counterparts(NamedTuple):
    """The earlier versions of each later register, by its path, and the earlier ones that are gone.

    None stands for a register that is new, an error for one that cannot be compared. There are
    several versions if several registers were of the evaluation.
    """

    earlier: dict[str, list[Register | NotComparedError | None]]
    gone: list[Earlier]


def counterparts(later: Later, revision: str, asked: Repositories) -> list[Counterparts]:
    """The versions at a revision: of each commit that it stands for, in each repository.

    What stands at the same path is an earlier version only if it is of the same evaluation, or if
    no other register is and its own evaluation is found nowhere: then its id was changed.
    """
    locations = {path: asked.locate(path) for path in (*later.evaluations, *later.folders)}
    found = []
    for top in {location.top: None for location in locations.values()}:
        own = {path: each for path, each in locations.items() if each.top == top}
        part = later._replace(
            registers={path: each for path, each in later.registers.items() if path in own},
            evaluations={path: each for path, each in later.evaluations.items() if path in own},
            folders=[folder for folder in later.folders if folder in own],
        )
        for commit in asked.resolve_bases(next(iter(own.values())), revision):
            matching = _Matching(part, commit, asked, called=revision)
            found.append(matching.match())
    return found


class _Matching:
    """The matching of two versions, step by step."""

    def __init__(self, later: Later, commit: str, asked: Repositories, *, called: str) -> None:
        self.later = later
        self.commit = commit
        self.asked = asked
        self.called = called
        self.earlier: dict[str, list[Register | NotComparedError | None]] = {}
        self.unmatched: list[Earlier] = []
        self._there: list[tuple[str, str | None]] | None = None

    def match(self) -> Counterparts:
        """The earlier version of each register: by path, then by evaluation, then elsewhere."""
        waiting = self._match_by_path()
        self.unmatched += self._without_file()
        waiting = [path for path in waiting if not self._claim(path, self._is_same_evaluation)]
        waiting = [path for path in waiting if not self._claim(path, self._is_renamed)]
        evaluations = {*self.later.evaluations.values()}
        told = evaluations | {each.evaluation for each in self.unmatched if each.evaluation}
        for path in waiting:
            self.earlier[path] = self._elsewhere(path, told)
        # Of two registers of one evaluation, what is gone with one must be in the other.
        for path in self.later.registers:
            self._claim(path, self._is_same_evaluation)
        gone = [each for each in self.unmatched if each.evaluation not in evaluations]
        return Counterparts(self.earlier, gone)

    def _match_by_path(self) -> list[str]:
        """Match what is at the same path and of the same evaluation; the paths of the others."""
        waiting = []
        for path, register in self.later.registers.items():
            found = self._at(path)
            if isinstance(found, Register) and found.evaluation.id != register.evaluation.id:
                self.unmatched.append(Earlier(path, found.evaluation.id, found))
                waiting.append(path)
            elif found is None:
                waiting.append(path)
            else:
                self.earlier[path] = [found]
        return waiting

    def _at(self, path: str) -> Register | NotComparedError | None:
        """What the commit has at the same path, None for nothing."""
        location, objects = self._located(path)
        try:
            entry = objects.at(self.commit, location.name)
            return read_base(location, objects, entry, called=self.called) if entry else None
        except UnreadableError as error:
            return NotComparedError(path, error.reason)

    def _without_file(self) -> Iterator[Earlier]:
        """The registers that the commit has below the folders where there is no file any more."""
        below = (each for folder in self.later.folders for each in self._below(folder))
        for path in {self.asked.locate(path).name: path for path in below}.values():
            if path in self.later.registers or self.later.has_file(path, self.asked):
                continue
            data = read_at(path, self.commit, self.asked)
            if found := evaluation_in(path, data):
                yield Earlier(path, found.id, _valid(data, path))

    def _below(self, folder: str) -> list[str]:
        return paths_below(folder, self.commit, self.asked)

    def _claim(self, path: str, fits: Callable[[str, Earlier], bool]) -> bool:
        """Match a later register with those of the others that fit; whether there is one."""
        fitting = [each for each in self.unmatched if fits(path, each)]
        for each in fitting:
            self.unmatched.remove(each)
            reason = f"at {self.called} {each.path} has an error"
            base = each.register or NotComparedError(path, reason)
            self.earlier.setdefault(path, []).append(base)
        return bool(fitting)

    def _is_same_evaluation(self, path: str, each: Earlier) -> bool:
        return each.evaluation == self.later.registers[path].evaluation.id

    def _is_renamed(self, path: str, each: Earlier) -> bool:
        return each.path == path and each.evaluation not in self.later.evaluations.values()

    def _elsewhere(
        self, path: str, told: Collection[str]
    ) -> list[Register | NotComparedError | None]:
        """What the commit has of the evaluation outside of the folders; None for a new one."""
        evaluation = self.later.registers[path].evaluation.id
        location, objects = self._located(path)
        if self._there is None:
            self._there = [*registers(objects, self.commit)]
        try:
            names = [name for name, known in self._there if known == evaluation]
            entries = [entry for name in names if (entry := objects.at(self.commit, name))]
            if entries:
                return [read_base(location, objects, e, called=self.called) for e in entries]
            require_new(
                *(location, objects, self.commit, self._there),
                called=self.called,
                evaluation=evaluation,
                told=told,
            )
        except UnreadableError as error:
            return [NotComparedError(path, error.reason)]
        return [None]

    def _located(self, path: str) -> tuple[Location, Objects]:
        location = self.asked.locate(path)
        return location, self.asked.objects(location)


def _valid(data: bytes, path: str) -> Register | None:
    try:
        return parse_valid(data, path)
    except InvalidRegisterError:
        return None
