"""The objects that git keeps: what a commit has at a path, and the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache
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


class PathChange(NamedTuple):
    """A path at which two commits differ, and what each has there; None for nothing."""

    path: str
    before: TreeEntry | None
    after: TreeEntry | None


class Objects:
    """The objects of a repository, read one after the other by one git."""

    def __init__(self, location: Location, running: ExitStack) -> None:
        self._location = location
        self._running = running  # ends the git
        self._git: tuple[IO[bytes], IO[bytes]] | None = None
        self._id_size = 20  # bytes; a repository may use SHA-256
        # Most folders are the same from one commit to the next.
        self._folder = lru_cache(maxsize=128)(self._read_folder)

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

    def below(self, commit: str, folder: str) -> Iterator[str]:
        """The path of every file below a folder of a commit, from there; "." is its top."""
        entry = None if folder == "." else self.at(commit, folder)
        if folder == "." or (entry and entry.mode == _FOLDER):
            tree = entry.id if entry else f"{commit}^{{tree}}"
            for path, _, file in self._changed(None, tree, ""):
                if file and file.is_file:
                    yield path

    def changed(self, base: str | None, head: str) -> Iterator[PathChange]:
        """The paths at which two commits differ, folders aside; without a base, every path."""
        return self._changed(base and f"{base}^{{tree}}", f"{head}^{{tree}}", "")

    def read(self, name: str) -> bytes:
        """The bytes of the object; UnreadableError if it is missing or damaged."""
        try:
            questions, answers = self._git = self._git or self._start()
            questions.write(f"{name}\n".encode())
            questions.flush()
            head = answers.readline().split()
            if len(head) == 3:  # noqa: PLR2004 - the id, the type and the size
                self._id_size = len(head[0]) // 2
                data = answers.read(int(head[2]))
                if id_of(data, kind=head[1].decode(), like=head[0].decode()) == head[0].decode():
                    answers.readline()
                    return data
        except OSError:  # git ends at an object that is damaged
            pass
        self._git = None
        raise UnreadableError(
            self._location.path,
            f"git cannot read the object {name[:12]}: it is missing or damaged",
        )

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        git_process = git.running(self._location, "cat-file", "--batch")
        return self._running.enter_context(git_process)

    def _changed(self, base: str | None, head: str | None, begin: str) -> Iterator[PathChange]:
        before = self._folder(base) if base else {}
        after = self._folder(head) if head else {}
        for name in before | after:
            was, now = before.get(name), after.get(name)
            if was == now:
                continue
            was_folder, is_folder = (
                entry.id if entry and entry.mode == _FOLDER else None for entry in (was, now)
            )
            if was_folder or is_folder:
                yield from self._changed(was_folder, is_folder, f"{begin}{name}/")
            was, now = None if was_folder else was, None if is_folder else now
            if was or now:
                yield PathChange(f"{begin}{name}", was, now)

    def _read_folder(self, tree: str) -> dict[str, TreeEntry]:
        """The entries of a folder, by name; UnreadableError if two of them have the same name."""
        entries = [*_entries(self.read(tree), self._id_size)]
        by_name = dict(entries)
        if len(by_name) < len(entries):  # git and others would each see another of them
            reason = "a folder in its commit has one name twice"
            raise UnreadableError(self._location.path, reason)
        return by_name


def id_of(data: bytes, *, kind: str = "blob", like: str) -> str:
    """The id that an object of these bytes has, by the hash that the id *like* was made with.

    Git itself compares the two only in `git fsck`.
    """
    name = "sha1" if len(like) == 40 else "sha256"  # noqa: PLR2004 - digits
    digest = hash_of(name, f"{kind} {len(data)}\0".encode(), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _entries(data: bytes, id_size: int) -> Iterator[tuple[str, TreeEntry]]:
    """The entries of a tree object: a mode, a blank, a name, a zero byte and an id, each."""
    at = 0
    while at < len(data):
        blank = data.index(b" ", at)
        zero = data.index(b"\0", blank)
        end = zero + 1 + id_size
        name = data[blank + 1 : zero].decode(errors="surrogateescape")
        yield name, TreeEntry(data[at:blank].decode().lstrip("0"), data[zero + 1 : end].hex())
        at = end
