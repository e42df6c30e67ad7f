"""What git knows of a register: its bytes at a revision, and every commit that touched it."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.reading.messages import escaped
from ecefollow.reading.sources import UnreadableError

_OF_A_HOOK: Final = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))


class AbsentError(UnreadableError):
    """A file that a revision does not have, though git knows the revision."""


class Commit(NamedTuple):
    """One commit: its id, whole and short, and who made it on which day, by their own word.

    The day is None where no calendar has it.
    """

    id: str
    short: str
    author: str
    day: date | None
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

    Of a merge counts what it brought to the branch that it was made on. A renamed file is followed,
    a copied one is not: it begins with its copy. UnreadableError where git knows none.
    """
    folder, name = _place(path)
    top = _git(folder, path, "rev-parse", "--show-prefix").stdout.decode().rstrip("\n")
    file = f"{top}{name}"
    found: list[Commit] = []
    begin = "HEAD"
    while part := _touching(folder, path, begin, file):
        found += part
        last = part[-1]
        if not (before := _renamed_from(folder, path, last)):
            break
        begin, file = f"{last.id}^1", before
    if not found:
        raise UnreadableError(path, "git knows no commit of it")
    return found


def is_cut_short(path: str) -> bool:
    """Whether the repository is a shallow clone, which lacks what came before."""
    folder, _ = _place(path)
    said = _git(folder, path, "rev-parse", "--is-shallow-repository").stdout
    return said.strip() == b"true"


def _touching(folder: Path, path: str, begin: str, file: str) -> list[Commit]:
    """The commits from *begin* back that touched a file, by its path in the repository."""
    # Nothing that the reader's own settings say may alter what is read.
    plain = ("-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8")
    asked = ("--first-parent", "--no-patch", "--no-color", "--no-decorate")
    form = "--format=%H%x00%h%x00%an%x00%cs"
    where = (begin, "--", f":(top,literal){file}")
    said = _git(folder, path, *plain, "log", *asked, form, *where).stdout
    # Only a line feed parts them: an author's name may hold whatever else ends a line elsewhere.
    lines = said.decode(errors="replace").split("\n")
    return [_commit_of(line, file) for line in lines if line]


def _commit_of(line: str, file: str) -> Commit:
    ident, short, author, said = line.split("\0")
    try:
        day = date.fromisoformat(said)
    except ValueError:  # git takes years that no calendar has, and commits without a day
        day = None
    return Commit(ident, short, escaped(author), day, file)


def _renamed_from(folder: Path, path: str, commit: Commit) -> str | None:
    """The path that a commit moved the file from, None where it began there."""
    asked = ("diff-tree", "-r", "-z", "-M", "--no-relative", "--diff-filter=R", "--name-status")
    said = _git(folder, path, *asked, f"{commit.id}^1", commit.id).stdout
    fields = iter(said.decode(errors="replace").split("\0"))
    for status in fields:
        if status:
            before, after = next(fields), next(fields)
            if after == commit.path:
                return before
    return None


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
