"""The registers of a commit, and of the disk: what is at a path, and where an evaluation is."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects, TreeEntry, id_of
from ecefollow.reading import loader
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.file_kinds import is_other_yaml
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid, read_before
from ecefollow.register.model import Register

_YAML: Final = (".yaml", ".yml", ".json")
_CUTTING_SHORT: Final = frozenset(
    (Code.YAML_SYNTAX, Code.YAML_FEATURE, Code.TOO_DEEP, Code.CONFLICT_MARKER, Code.NOT_UTF8)
)
# The paths of the registers of each evaluation; under None, of those that do not tell theirs.
Evaluations = dict[str | None, list[str]]


class Version(NamedTuple):
    """What a commit has at a path: a register, or else an error or something that is no file.

    The evaluation is None if it cannot be read.
    """

    name: str
    entry: TreeEntry
    evaluation: str | None
    register: Register | None
    error: Diagnostic | None = None

    @property
    def problem(self) -> str:
        """Why there is no register, to be said of the path."""
        if self.error:
            return f"has an error: {self.error.message} (line {self.error.line})"
        return f"is {self.entry.words}"


class Identity(NamedTuple):
    """Which evaluation a file is the register of; None if that cannot be read.

    What cannot be read to its end `may_be_any` file: only its name tells that it is a register.
    """

    evaluation: str | None
    may_be_any: bool = False


class Registers:
    """The registers in the commits of a repository."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self._identities: dict[str, Identity | None] = {}  # by the id of the content
        # Of one commit, the next, and another parent; more would take memory for every version.
        self.version = lru_cache(maxsize=3)(self._read_version)

    def in_commit(self, commit: str) -> CommitSnapshot:
        """The registers of a commit."""
        return CommitSnapshot(self, commit)

    def identify(self, name: str, entry: TreeEntry, data: bytes | None = None) -> Identity | None:
        """Which evaluation a file is the register of, None if it is no register."""
        if entry.is_file and entry.id not in self._identities:
            data = self.objects.read(entry.id) if data is None else data
            self._identities[entry.id] = _identify(data)
        identity = self._identities.get(entry.id)
        return None if identity and identity.may_be_any and not _is_yaml(name) else identity

    def is_of(self, name: str, entry: TreeEntry, evaluations: Iterable[str]) -> bool:
        """Whether a file is the register of one of the *evaluations*."""
        if entry.is_file and entry.id not in self._identities:
            data = self.objects.read(entry.id)
            if not any(evaluation.encode() in data for evaluation in evaluations) and (
                b"\\" not in data  # which can write any letter
            ):
                return False
        identity = self.identify(name, entry)
        return identity is not None and identity.evaluation in {*evaluations}

    def index(self, files: Iterable[tuple[str, TreeEntry, bytes | None]]) -> Evaluations:
        """The registers among some files, which have their bytes unless git has them."""
        evaluations: Evaluations = {}
        for name, entry, data in files:
            if identity := self.identify(name, entry, data):
                evaluations.setdefault(identity.evaluation, []).append(name)
        return evaluations

    def _read_version(self, name: str, entry: TreeEntry) -> Version:
        if not entry.is_file:
            return Version(name, entry, None, None)
        data = self.objects.read(entry.id)
        try:
            register = parse_valid(data, name)
        except InvalidRegisterError as error:
            identity = self.identify(name, entry, data)
            return Version(name, entry, identity and identity.evaluation, None, error.errors[0])
        self._identities[entry.id] = Identity(register.evaluation.id)
        return Version(name, entry, register.evaluation.id, register)


class CommitSnapshot:
    """The registers of a commit."""

    def __init__(self, registers: Registers, commit: str) -> None:
        self.registers = registers
        self.commit = commit

    def entry(self, name: str) -> TreeEntry | None:
        """What is at a path."""
        return self.registers.objects.at(self.commit, name)

    def at(self, name: str) -> Version | None:
        """The register at a path, or what is there instead; None for nothing."""
        entry = self.entry(name)
        return self.registers.version(name, entry) if entry else None

    def may_have(self, name: str) -> bool:
        """Whether there is a file at a path that is no YAML of another kind."""
        entry = self.entry(name)
        read = self.registers.objects.read
        return entry is not None and entry.is_file and not is_other_yaml(read(entry.id))

    def names_below(self, folder: str) -> list[str]:
        """The paths of the registers below a folder, from there."""
        names = filter(is_register_name, self.registers.objects.below(self.commit, folder))
        return sorted(names, key=lambda name: name.split("/"))

    @cached_property
    def evaluations(self) -> Evaluations:
        """Where the evaluations are, whatever the files are called."""
        files = self.registers.objects.changed(None, self.commit)
        return self.registers.index((name, entry, None) for name, _, entry in files if entry)


class DiskSnapshot:
    """The registers on the disk, as far as the next commit could have them."""

    def __init__(self, location: Location, registers: Registers, *, like: str) -> None:
        self._location = location
        self._registers = registers
        self._like = like  # an id of the repository

    def has_file(self, name: str) -> bool:
        """Whether there is a file at a path, behind no link."""
        file = self._location.top / name
        return file.is_file() and file.resolve() == self._location.top.resolve() / name

    def may_have(self, name: str) -> bool:
        """Whether there is a file at a path that is no YAML of another kind."""
        data = b""
        with suppress(OSError):  # what cannot be read may be a register
            data = Path(self._location.top, name).read_bytes()
        return self.has_file(name) and not is_other_yaml(data)

    @cached_property
    def evaluations(self) -> Evaluations:
        """Where the evaluations are, whatever the files are called."""
        options = ("-z", "--cached", "--others", "--exclude-standard")
        names = git.answer(self._location, "ls-files", *options)
        files = []
        for name in names.decode(errors="surrogateescape").split("\0")[:-1]:
            if self.has_file(name):
                with suppress(OSError):  # what cannot be read is not there
                    data = Path(self._location.top, name).read_bytes()
                    files.append((name, TreeEntry("100644", id_of(data, like=self._like)), data))
        return self._registers.index(files)


Snapshot = CommitSnapshot | DiskSnapshot


def is_register_name(name: str) -> bool:
    """Whether a folder that has a file of this name, or path, has a register there."""
    parts = name.split("/")
    return name.endswith((".yaml", ".yml")) and not any(part.startswith(".") for part in parts)


def _identify(data: bytes) -> Identity | None:
    # A backslash can write any letter of a key.
    if b"\\" not in data and not (b"evaluation" in data and b"recommendations" in data):
        return None
    if kept := read_before(data):
        return Identity(kept.evaluation.id)
    register, problems = loader.read(data, "")
    if register.recommendations or register.evaluation:
        return Identity(register.evaluation.id if register.evaluation else None)
    is_cut_short = any(problem.code in _CUTTING_SHORT for problem in problems)
    return Identity(None, may_be_any=True) if is_cut_short else None


def _is_yaml(name: str) -> bool:
    return name.lower().endswith(_YAML)
