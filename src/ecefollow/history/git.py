"""Asking git about the repository that a register is in, so that nothing in it runs.

A repository is data from elsewhere. Its settings, hooks and filters, and those of the reader, could
run programs or change what git says; none of them is used.
"""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from ecefollow.reading.quoting import quoted
from ecefollow.reading.sources import UnreadableError
from ecefollow.reading.tracing import timed

_ENVIRONMENT: Final = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the line above
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "0",
    "LC_ALL": "C",
}
_SETTINGS: Final = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "core.abbrev=auto",
    "core.commitGraph=false",  # a damaged or forged one would change who is whose parent
    "core.quotePath=false",
    "diff.external=",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.mailmap=false",
    "log.showSignature=false",
)
_UNSAFE_OWNER: Final = "dubious ownership"
_CHANGING: Final = ("working-tree-encoding", "filter", "ident")
_UNCHANGED: Final = frozenset(("unspecified", "unset"))
# What of the caller's git settings says whom the reader trusts.
_READERS_OWN: Final = frozenset(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"))


class Location(NamedTuple):
    """A register's file and its repository: the top folder, and the file's path from there."""

    path: str  # as the reader calls it
    top: Path
    name: str
    settings: tuple[str, ...] = ()  # whom the reader trusts, if git asks that


class NotComparedError(UnreadableError):
    """A register that cannot be compared with an earlier one, though it may not be new: why."""


def place(path: str) -> Location:
    """The repository that the file at *path* is in; the file itself may have been removed.

    UnreadableError if there is none, NotComparedError if a symbolic link is on the way: of a file
    behind a link git knows only where the link leads.
    """
    file = Path(os.path.abspath(path))  # noqa: PTH100 - a link must stay one
    top = file if (file / ".git").exists() else _around(file)
    if not top:
        raise UnreadableError(path, "it is not in a git repository")
    name = file.relative_to(top)
    # A link to the top of a repository is in a repository itself, unless it is the reader's own.
    is_linked = top.is_symlink() and _around(top)
    # As it was named: what ".." behind a link leads to is not what it looks like.
    if is_linked or Path(os.path.realpath(path)) != Path(os.path.realpath(top)) / name:
        raise NotComparedError(path, "a symbolic link leads to it; name the file itself")
    return Location(path, top, name.as_posix())


def trusted_settings(location: Location) -> tuple[str, ...]:
    """The settings that git needs to trust the repository; UnreadableError if it cannot read it."""
    done = run(location, "rev-parse", "--git-dir")
    if done.returncode and _UNSAFE_OWNER in done.stderr.decode(errors="replace"):
        # Whom to trust is the reader's to say, in settings that are otherwise not used.
        location = location._replace(settings=_trusted_folders(location))
        done = run(location, "rev-parse", "--git-dir")
    if done.returncode:
        reason = f"git cannot read its repository: {first_error(done)}"
        raise UnreadableError(location.path, reason)
    return location.settings


def require_own_repository(location: Location) -> None:
    """NotComparedError for a repository inside another one, unless the reader is in the inner one.

    A pull request can turn a folder into a submodule, whose history is then somebody else's.
    """
    top = Path(os.path.realpath(location.top))
    around = _around(top)
    if around and not Path.cwd().is_relative_to(top):
        inner = quoted(str(top.relative_to(around)))
        raise NotComparedError(location.path, f"{inner} is a repository of its own")


def run(
    location: Location, *args: str, input: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What git answers; UnreadableError if it is not installed."""
    with _installed(location), timed(f"git {' '.join(args)}"):
        return subprocess.run(  # noqa: S603 - the arguments are ours, a revision is checked
            _command(location, args),
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            check=False,
            env=_environment(location),
        )


def answer(location: Location, *args: str, input: bytes | None = None) -> bytes:
    """What git writes; UnreadableError with git's own words if it fails."""
    done = run(location, *args, input=input)
    if done.returncode:
        raise UnreadableError(location.path, f"git failed: {first_error(done)}")
    return done.stdout


def first_error(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git said went wrong."""
    line = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    return line.removeprefix("fatal: ").removeprefix("error: ") or f"exit status {done.returncode}"


@contextmanager
def running(location: Location, *args: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The questions to a git and its answers, one after the other, until the block ends."""
    with _installed(location):
        process = subprocess.Popen(  # noqa: S603 - likewise
            _command(location, args),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(location),
        )
    with process, timed(f"git {' '.join(args)}"):
        if process.stdin and process.stdout:
            yield process.stdin, process.stdout


def attributes(location: Location, names: Sequence[str]) -> dict[str, str]:
    """The attribute by which git changes a file on its way to the disk, of each that has one.

    What is on the disk is then not what is committed.
    """
    question = "".join(f"{name}\0" for name in names).encode(errors="surrogateescape")
    output = answer(location, "check-attr", "-z", "--stdin", *_CHANGING, input=question)
    words = output.decode(errors="surrogateescape").split("\0")
    triples = zip(*[iter(words)] * 3, strict=False)
    return {name: attribute for name, attribute, value in triples if value not in _UNCHANGED}


def hidden(location: Location) -> set[str]:
    """The files of which git is told not to see whether they differ on the disk."""
    output = answer(location, "ls-files", "-z", "-v").decode(errors="surrogateescape")
    # "S" is skip-worktree, a small letter assume-unchanged.
    return {entry[2:] for entry in output.split("\0") if entry[:1] == "S" or entry[:1].islower()}


def is_empty(location: Location) -> bool:
    """Whether nothing at all has been committed yet, on any branch."""
    return not answer(location, "rev-list", "--all", "--max-count=1")


def merged_in(location: Location) -> list[str]:
    """The other parents of the merge that is in progress; none without one."""
    path = answer(location, "rev-parse", "--git-path", "MERGE_HEAD").decode().strip()
    try:
        return (location.top / path).read_text(encoding="ascii").split()
    except OSError:
        return []


def is_shallow(location: Location) -> bool:
    """Whether the clone is shallow, and so lacks the earlier history."""
    return answer(location, "rev-parse", "--is-shallow-repository").strip() == b"true"


@contextmanager
def _installed(location: Location) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        own = getattr(error, "strerror", None) or error
        reason = "install it first, from https://git-scm.com" if is_missing else own
        raise UnreadableError(location.path, f"git cannot be run: {reason}") from None


def _command(location: Location, args: Sequence[str]) -> list[str]:
    settings = (*_SETTINGS, *location.settings)
    options = [option for setting in settings for option in ("-c", setting)]
    return [_program(), "--no-pager", *options, "-C", str(location.top), *args]


def _program() -> str:
    """The path of git; by its name alone, Windows would run one of the current folder first."""
    name = "git.exe" if os.name == "nt" else "git"
    paths = (Path(folder, name) for folder in os.get_exec_path())
    for path in paths:
        if path.is_absolute() and path.is_file() and os.access(path, os.X_OK):
            return str(path)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def _around(file: Path) -> Path | None:
    """The top folder of the repository that a file is in."""
    return next((folder for folder in file.parents if (folder / ".git").exists()), None)


def _environment(location: Location) -> dict[str, Any]:
    # In a hook, git's own variables name the repository that is committed to, which may be another.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    # Where a repository is damaged, git would go on to one around it.
    ceiling = os.path.dirname(os.path.realpath(location.top))  # noqa: PTH120 - of what it leads to
    return own | _ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": ceiling}


def _trusted_folders(location: Location) -> tuple[str, ...]:
    """The reader's own `safe.directory` settings, as settings for one call."""
    kept = {
        name: own
        for name, own in os.environ.items()
        if not name.startswith("GIT_") or name in _READERS_OWN
    }
    folders: list[str] = []
    for scope in ("--system", "--global"):  # and never those of the repository itself
        with _installed(location):
            done = subprocess.run(  # noqa: S603 - the arguments are ours
                [_program(), "config", scope, "--null", "--get-all", "safe.directory"],
                capture_output=True,
                check=False,
                env=kept,
            )
        folders += done.stdout.decode(errors="replace").split("\0")[:-1]
    # An empty one takes back those before it; behind the last there is nothing.
    return tuple(f"safe.directory={folder}" for folder in folders)
