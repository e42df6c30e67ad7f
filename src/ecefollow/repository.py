"""What git knows of a register: its bytes at a revision, and every commit that touched it."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.sources import UnreadableError

_OF_A_HOOK: Final = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))


class AbsentError(UnreadableError):
    """A file that a revision does not have, though git knows the revision."""


class Commit(NamedTuple):
    """One commit: its id, whole and short, and who made it on which day, by their own word."""

    id: str
    short: str
    author: str
    day: date
    path: str  # of the file in it


def read_at(path: str, revision: str) -> bytes:
    """The bytes at *path* as git had them at a revision; AbsentError where it had none.

    The path is that of the file in its repository, wherever one stands; it may be gone since.
    """
    folder, name = _place(path)
    commit = _commit(folder, path, revision)
    found = _git(folder, path, "cat-file", "blob", f"{commit}:./{name}")
    if found.returncode:
        raise AbsentError(path, f"there is no such file at {revision}")
    return found.stdout


def commits(path: str) -> list[Commit]:
    """The commits that touched the file at *path*, newest first.

    Of a merge counts what it brought to the branch that it was made on, and a file that was renamed
    is followed. UnreadableError where git knows none.
    """
    folder, name = _place(path)
    asked = ("--first-parent", "--diff-merges=first-parent", "--follow", "--name-only")
    form = "--format=%x00%H%x1f%h%x1f%an%x1f%cs"
    found = _git(folder, path, "-c", "core.quotePath=false", "log", *asked, form, "--", name)
    # Of a file's name git quotes what would break the line; no register is called so.
    said = found.stdout.decode(errors="replace").split("\0")[1:]
    if found.returncode or not said:
        raise UnreadableError(path, "git knows no commit of it")
    return [_commit_of(each) for each in said]


def contents(path: str, commits: Sequence[Commit]) -> Iterator[bytes | None]:
    """The bytes of the file in each of the commits, None where it was taken away."""
    folder, _ = _place(path)
    asked = "".join(f"{commit.id}:{commit.path}\n" for commit in commits).encode()
    answers = io.BytesIO(_git(folder, path, "cat-file", "--batch", input=asked).stdout)
    for _ in commits:
        head = answers.readline().split()
        if head[-1] == b"missing":
            yield None
        else:
            yield answers.read(int(head[-1]))
            answers.readline()


def _commit_of(said: str) -> Commit:
    head, _, paths = said.partition("\n")
    ident, short, author, day = head.split("\x1f")
    return Commit(ident, short, author, date.fromisoformat(day), paths.strip("\n"))


def _place(path: str) -> tuple[Path, str]:
    """The innermost folder on the way to *path* that is there, and the way on from it."""
    file = Path(path).resolve()  # of a link git knows only where it leads
    folder = next(each for each in file.parents if each.is_dir())
    return folder, file.relative_to(folder).as_posix()


def _commit(folder: Path, path: str, revision: str) -> str:
    """The commit that a revision names; "main..." is where what is checked out left main."""
    ours, dots, theirs = revision.partition("...")
    if not ours or any(each.startswith("-") for each in (ours, theirs)):
        raise UnreadableError(path, f"{revision!r} is no name of a revision")
    if dots:
        found = _git(folder, path, "merge-base", ours, theirs or "HEAD")
        missing = f"git knows no commit from which both sides of {revision!r} come"
    else:
        found = _git(folder, path, "rev-parse", "--verify", "--quiet", f"{ours}^{{commit}}")
        missing = f"git knows no revision {revision!r} there"
    if found.returncode:
        raise UnreadableError(path, missing)
    return found.stdout.decode().strip()


def _git(
    folder: Path, path: str, *args: str, input: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What git says in a folder; UnreadableError where there is no git, or no repository."""
    # In a hook these name the repository that is committed to, which may be another.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, the revision looked at
            ["git", "-C", str(folder), *args],  # noqa: S607 - found as the user's shell finds it
            input=input,
            capture_output=True,
            check=False,
            env=environment | {"LC_ALL": "C"},
        )
    except OSError:
        raise UnreadableError(path, "git is not there to ask for a revision") from None
    said = done.stderr.decode(errors="replace").partition("\n")[0].removeprefix("fatal: ")
    if "not a git repository" in said:
        raise UnreadableError(path, "no git repository holds it")
    if "dubious ownership" in said:
        raise UnreadableError(path, f"git refuses to read the repository: {said}")
    return done
