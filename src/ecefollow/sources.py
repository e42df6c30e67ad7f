"""Where a register's bytes come from: a path, a revision in git, the installed package."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # importing it takes a while
    import subprocess

_HOME: Final = Path("data", "recommendations.yaml")
_OF_A_HOOK: Final = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))


class UnreadableError(OSError):
    """A register that cannot be read: the place, and in words why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def read(path: str) -> bytes:
    """The bytes at *path*; UnreadableError where there are none to be had."""
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableError(path, "there is no such file") from None
    except (OSError, ValueError) as error:
        if os.path.isdir(path):  # noqa: PTH112 - a Path refuses odd names before it looks
            raise UnreadableError(path, "this is a folder, not a file") from None
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(path, f"it cannot be read: {reason}") from None


def read_at(path: str, revision: str) -> bytes:
    """The bytes at *path* as git had them at a revision; UnreadableError where it had none.

    The path is that of the file in its repository, wherever one stands; it may be gone since.
    """
    folder, name = _place_in_repository(path)
    commit = _commit(folder, path, revision)
    found = _git(folder, path, "cat-file", "blob", f"{commit}:./{name}")
    if found.returncode:
        raise UnreadableError(path, f"there is no such file at {revision}")
    return found.stdout


def _place_in_repository(path: str) -> tuple[Path, str]:
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


def _git(folder: Path, path: str, *args: str) -> subprocess.CompletedProcess[bytes]:
    """What git says in a folder; UnreadableError where there is no git, or no repository."""
    # Late: few commands ask git.
    import subprocess

    # In a hook these name the repository that is committed to, which may be another.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, the revision looked at
            ["git", "-C", str(folder), *args],  # noqa: S607 - found as the user's shell finds it
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


def nearest_register(start: Path | None = None) -> str | None:
    """The path of the nearest data/recommendations.yaml, upward from *start* or from here."""
    with suppress(OSError):  # a folder that is gone, or that may not be searched, has none
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / _HOME).is_file():
                return os.path.relpath(folder / _HOME, here)
    return None


def installed_register() -> str:
    """The path of the register that came with the package."""
    package = Path(__file__).parent
    # An editable install has no copy inside the package: there it is the project's own file.
    copies = (package / _HOME, package.parent.parent / _HOME)
    return str(next((copy for copy in copies if copy.is_file()), copies[0]))


def is_installed(path: str) -> bool:
    """Whether *path* leads into the installed package, which is nobody's to write to."""
    return Path(path).resolve().is_relative_to(Path(__file__).resolve().parent)
