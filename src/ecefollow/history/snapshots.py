"""The registers of a commit, and of the disk: what is at a path, and where an evaluation is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.history.objects import Objects, PathChange, TreeEntry, id_of
from ecefollow.reading import loader
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register

_YAML: Final = (".yaml", ".yml", ".json")
_CUTTING_SHORT: Final = frozenset(
    (Code.YAML_SYNTAX, Code.YAML_FEATURE, Code.TOO_DEEP, Code.CONFLICT_MARKER, Code.NOT_UTF8)
)


class Identity(NamedTuple):
    """Which evaluation a file is the register of; None if that cannot be read."""

    evaluation: str | None


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
        """Why there is no register, behind the path of it."""
        if self.error:
            return f"has an error: {self.error.message} (line {self.error.line})"
        return f"is {self.entry.words}"


class Registers:
    """The registers in the commits of a repository."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self._identities: dict[tuple[str, bool], Identity | None] = {}
        # From one commit to the next, and to the one after it, most of it is the same.
        self.version = lru_cache(maxsize=4)(self._read_version)

    def in_commit(self, commit: str) -> CommitSnapshot:
        """The registers of a commit."""
        return CommitSnapshot(self, commit)

    def identify(self, name: str, data: bytes, content: str) -> Identity | None:
        """Which evaluation a file is the register of, None if it is no register.

        What cannot be read to its end may be a register if its name is that of one. *content* is
        the id of the bytes.
        """
        is_yaml = name.lower().endswith(_YAML)
        key = content, is_yaml
        if key not in self._identities:
            self._identities[key] = _identify(data, is_yaml=is_yaml)
        return self._identities[key]

    def identity_of(self, name: str, entry: TreeEntry) -> Identity | None:
        """The same of what a commit has at a path."""
        return self.identify(name, self.objects.read(entry.id), entry.id) if entry.is_file else None

    def is_of(self, name: str, entry: TreeEntry, evaluation: str) -> bool:
        """Whether what a commit has at a path is the register of the *evaluation*."""
        if not entry.is_file:
            return False
        data = self.objects.read(entry.id)
        return _may_name(data, evaluation) and (
            self.identify(name, data, entry.id) == Identity(evaluation)
        )

    def _read_version(self, name: str, entry: TreeEntry) -> Version:
        if not entry.is_file:
            return Version(name, entry, None, None)
        data = self.objects.read(entry.id)
        try:
            register = parse_valid(data, name)
        except InvalidRegisterError as error:
            identity = self.identify(name, data, entry.id)
            evaluation = identity.evaluation if identity else None
            return Version(name, entry, evaluation, None, error.errors[0])
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

    def is_register(self, version: Version) -> bool:
        """Whether what is at a path is a register, even one that cannot be read."""
        return bool(version.register or self.registers.identity_of(version.name, version.entry))

    def of(self, evaluation: str) -> Iterator[Version]:
        """The registers of an evaluation, wherever they are."""
        for name, entry in self.files():
            if self.registers.is_of(name, entry, evaluation):
                yield self.registers.version(name, entry)

    def files(self) -> Iterator[tuple[str, TreeEntry]]:
        """Every file, with its path."""
        for name, _, entry in self.registers.objects.changed(None, self.commit):
            if entry:
                yield name, entry

    def has_file(self, name: str) -> bool:
        """Whether there is a file at a path."""
        entry = self.entry(name)
        return entry is not None and entry.is_file

    def has(self, evaluation: str) -> bool:
        """Whether any file is the register of the evaluation."""
        return any(True for _ in self.of(evaluation))

    def differences(self, base: CommitSnapshot) -> Iterator[PathChange]:
        """The paths at which the *base* has something else, or one of the two nothing."""
        return self.registers.objects.changed(base.commit, self.commit)


class DiskSnapshot:
    """The registers on the disk, where git would find them: no link is followed, nothing ignored."""

    def __init__(self, location: Location, registers: Registers) -> None:
        self._location = location
        self._registers = registers

    def has_file(self, name: str) -> bool:
        """Whether there is a file at a path, behind no link."""
        file = self._location.top / name
        return file.is_file() and file.resolve() == self._location.top.resolve() / name

    def has(self, evaluation: str) -> bool:
        """Whether any file is the register of the evaluation."""
        return any(self._is_of(name, evaluation) for name in self._names)

    def differences(self, base: CommitSnapshot) -> Iterator[PathChange]:
        """The paths of the *base* at which there is something else now, or nothing."""
        for name, entry in base.files():
            data = self._read(name)
            if data is None:
                yield PathChange(name, entry, None)
            elif (content := id_of(data, like=entry.id)) != entry.id:
                yield PathChange(name, entry, entry._replace(id=content))

    @cached_property
    def _names(self) -> list[str]:
        """The files that the next commit could have."""
        options = ("-z", "--cached", "--others", "--exclude-standard")
        names = git.answer(self._location, "ls-files", *options)
        return names.decode(errors="surrogateescape").split("\0")[:-1]

    def _is_of(self, name: str, evaluation: str) -> bool:
        data = self._read(name)
        if data is None or not _may_name(data, evaluation):
            return False
        return _identify(data, is_yaml=True) == Identity(evaluation)

    def _read(self, name: str) -> bytes | None:
        """The bytes of a file, None if there is none that can be read."""
        try:
            return Path(self._location.top, name).read_bytes() if self.has_file(name) else None
        except OSError:
            return None


Snapshot = CommitSnapshot | DiskSnapshot


def _identify(data: bytes, *, is_yaml: bool) -> Identity | None:
    if not _may_have(data, b"evaluation") or not _may_have(data, b"recommendations"):
        return None
    register, problems = loader.load(data, "")
    if register.recommendations or register.evaluation:
        # Either may be None in a register with errors.
        return Identity(register.evaluation.id if register.evaluation else None)
    is_cut_short = any(problem.code in _CUTTING_SHORT for problem in problems)
    return Identity(None) if is_yaml and is_cut_short else None


def _may_name(data: bytes, evaluation: str) -> bool:
    """Whether a register with these bytes can be that of the evaluation."""
    return _may_have(data, evaluation.encode())


def _may_have(data: bytes, word: bytes) -> bool:
    """Whether a word can be in a YAML text; a backslash can write any letter of it."""
    return word in data or b"\\" in data
