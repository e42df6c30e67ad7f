"""The objects that git keeps: what a commit has at a path, and the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import new as hash_of
from typing import IO, Final, NamedTuple

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.reading.sources import UnreadableError

_FOLDER: Final = "40000"
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_OWN_WORDS: Final = {_LINK: "a symbolic link", _SUBMODULE: "a submodule", _FOLDER: "a folder"}


class TreeEntry(NamedTuple):
    """What a commit has at a path: a file, a folder, a symbolic link or a submodule."""

    mode: str
    id: str

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return self.mode not in _OWN_WORDS

    @property
    def words(self) -> str:
        """What it is, if it is not a file."""
        return _OWN_WORDS.get(self.mode, "a file")


class Objects:
    """The objects of a repository, read one after the other by one git."""

    def __init__(self, location: Location, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._location = location
        self._questions = questions
        self._answers = answers
        self._folders: dict[str, dict[str, TreeEntry]] = {}
        self._id_size = 20  # bytes; a repository may use SHA-256
        self.is_usable = True  # git ends at an object that is damaged

    def at(self, commit: str, path: str) -> TreeEntry | None:
        """What the commit has at *path*, None for nothing.

        If a symbolic link or a submodule is on the way, it is that; below a file there is nothing.
        """
        folder = f"{commit}^{{tree}}"
        *above, last = path.split("/")
        for name in above:
            entry = self._folder(folder).get(name)
            if not entry or entry.mode != _FOLDER:
                return None if entry and entry.is_file else entry
            folder = entry.id
        return self._folder(folder).get(last)

    def files(self, commit: str) -> Iterator[tuple[str, TreeEntry]]:
        """Every path of a commit that is not a folder, and what is there."""
        return self._below(f"{commit}^{{tree}}", "")

    def files_without(self, commit: str, other: str) -> Iterator[tuple[str, TreeEntry]]:
        """The files of a commit at whose paths another has none."""
        return self._below_without(f"{commit}^{{tree}}", f"{other}^{{tree}}", "")

    def read(self, name: str) -> bytes:
        """The bytes of the object; UnreadableError if it is missing or damaged."""
        try:
            self._questions.write(f"{name}\n".encode())
            self._questions.flush()
            head = self._answers.readline().split()
            if len(head) == 3:  # noqa: PLR2004 - the id, the type and the size
                self._id_size = len(head[0]) // 2
                data = self._answers.read(int(head[2]))
                if _is_genuine(data, *head):
                    self._answers.readline()
                    return data
        except OSError:  # git ended at the object
            pass
        self.is_usable = False
        reason = f"git cannot read the object {name[:12]}: it is missing or damaged"
        raise UnreadableError(self._location.path, reason)

    def _below(self, folder: str, begin: str) -> Iterator[tuple[str, TreeEntry]]:
        for name, entry in self._folder(folder).items():
            if entry.mode == _FOLDER:
                yield from self._below(entry.id, f"{begin}{name}/")
            else:
                yield f"{begin}{name}", entry

    def _below_without(
        self, folder: str, other: str | None, begin: str
    ) -> Iterator[tuple[str, TreeEntry]]:
        others = self._folder(other) if other else {}
        for name, entry in self._folder(folder).items():
            there = others.get(name)
            if entry == there:
                continue
            if entry.mode == _FOLDER:
                inner = there.id if there and there.mode == _FOLDER else None
                yield from self._below_without(entry.id, inner, f"{begin}{name}/")
            elif entry.is_file and not (there and there.is_file):
                yield f"{begin}{name}", entry

    def _folder(self, tree: str) -> dict[str, TreeEntry]:
        """The entries of a folder, by name; most are the same from one commit to the next."""
        if tree not in self._folders:
            self._folders[tree] = dict(_entries(self.read(tree), self._id_size))
        return self._folders[tree]


def _is_genuine(data: bytes, ident: bytes, kind: bytes, size: bytes) -> bool:
    """Whether the bytes are those that the id stands for; git itself compares only with fsck."""
    name = "sha1" if len(ident) == 40 else "sha256"  # noqa: PLR2004 - digits
    found = hash_of(name, b"%b %b\0" % (kind, size), usedforsecurity=False)
    found.update(data)
    return found.hexdigest().encode() == ident


def _entries(data: bytes, id_size: int) -> Iterator[tuple[str, TreeEntry]]:
    """The entries of a tree object: a mode, a blank, a name, a zero byte and an id, each."""
    at = 0
    while at < len(data):
        blank = data.index(b" ", at)
        zero = data.index(b"\0", blank)
        end = zero + 1 + id_size
        name = data[blank + 1 : zero].decode(errors="surrogateescape")
        yield name, TreeEntry(data[at:blank].decode(), data[zero + 1 : end].hex())
        at = end


@contextmanager
def objects(location: Location) -> Iterator[Objects]:
    """A git to read objects with, which ends with the block."""
    with git.running(location, "cat-file", "--batch") as process:
        if process.stdin and process.stdout:
            yield Objects(location, process.stdin, process.stdout)
