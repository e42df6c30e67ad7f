"""The plan of a recording in several files: which bytes are to take the place of which.

It stands in a hidden file beside the first of the files, and a notice beside each of the others
leads to it. A repository is data from elsewhere, and could have such a file: reading one opens
nothing but regular files, and what it says is checked by whoever acts on it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import atomic_write
from ecefollow.recording.plan_file import beside

_LARGEST: Final = 2**22  # bytes, which is ten thousand files
_PIECE: Final = 2**20  # bytes that are read at a time
_DIGEST: Final = 64  # characters
_MOST_NAMED: Final = 20
_ABOUT: Final = "ecefollow was interrupted while it recorded; `ecefollow record` finishes it"
# A link is not followed, and a pipe is not waited for.
_ONLY_READ: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


class Found(Enum):
    """What a file holds that a plan is about."""

    OLD = "does not have the recording"
    NEW = "has the recording"
    OTHER = "has been changed since"
    UNREADABLE = "is not a file that can be read"
    GONE = "is gone"


class Step(NamedTuple):
    """A file to be replaced, the new file beside it, and the digests of the old and new bytes."""

    name: str  # what the reader calls the target
    target: Path
    new: Path
    old_digest: str
    new_digest: str

    def found(self) -> Found:
        """What the target holds now."""
        match digest_of(self.target):
            case self.new_digest:
                return Found.NEW
            case self.old_digest:
                return Found.OLD
            case "":
                return Found.UNREADABLE if os.path.lexists(self.target) else Found.GONE
            case _:
                return Found.OTHER

    @property
    def is_ready(self) -> bool:
        """Whether the new file is there, complete."""
        return digest_of(self.new) == self.new_digest


class Plan(NamedTuple):
    """Files to be replaced together, and the file that says so."""

    steps: Sequence[Step]

    @property
    def path(self) -> Path:
        """The file that holds the plan."""
        return Path(beside(str(self.steps[0].target)))

    @property
    def name(self) -> str:
        """What the reader calls that file."""
        return beside(self.steps[0].name)

    def names(self) -> str:
        """What the reader calls the files, as many as one can take in."""
        names = [step.name for step in self.steps]
        more = len(names) - _MOST_NAMED
        listed = ", ".join(names[:_MOST_NAMED])
        return f"{listed} and {more} more" if more > 0 else listed

    def flush_folders(self) -> None:
        """Wait until the names in the folders of the files are on the disk."""
        for folder in sorted({step.target.parent for step in self.steps}):
            with suppress(OSError):  # not every system can flush a folder
                atomic_write.flush(folder)


def announce(plan: Plan, step: Step) -> None:
    """Write the notice beside a file, whole or not at all, or the plan beside the first.

    Write the plan last: without it, the notices mean nothing, and with it, they are all there.
    """
    own = Path(beside(str(step.target)))
    if own != plan.path:
        leads = _relative(plan.path, own.parent)
        atomic_write.put(own, _encoded({"plan": leads}), like=step.target)
        return
    plan.flush_folders()
    files = [
        [_relative(each.target, own.parent), each.new.name, each.old_digest, each.new_digest]
        for each in plan.steps
    ]
    data = _encoded({"files": files})
    if len(data) > _LARGEST:
        raise RefusedError(f"{len(files)} files are too many to be recorded in together")
    atomic_write.put(own, data, like=step.target)
    plan.flush_folders()


def withdraw(plan: Plan) -> None:
    """Remove the plan, and then the notices, and the new files that were not needed."""
    plan.path.unlink(missing_ok=True)
    plan.flush_folders()
    for step in plan.steps:
        atomic_write.remove(Path(beside(str(step.target))))
        atomic_write.remove(step.new)


def remove_stray(target: str) -> None:
    """Remove a notice beside the file that leads to no plan."""
    atomic_write.remove(Path(beside(target)))


def all_beside(names: Mapping[str, str]) -> Iterator[tuple[str, Plan | None]]:
    """The targets that have a plan or a notice beside them, each with the plan that it leads to.

    *names* are the targets, and what the reader calls them. None for a notice that leads nowhere,
    since the run ended before it began to replace files, or after it was done. RefusedError for
    anything else than a plan.
    """
    known: dict[str, tuple[Plan | None, set[str]]] = {}
    for target, name in names.items():
        if os.path.lexists(own := beside(target)):
            content = _read(own, beside(name))
            leads = _joined(own, content["plan"]) if "plan" in content else own
            if leads not in known:
                plan = _parsed(leads, names)
                known[leads] = plan, {str(step.target) for step in plan.steps} if plan else set()
            plan, targets = known[leads]
            yield target, plan if target in targets else None


def digest(data: bytes) -> str:
    """The digest by which a plan knows the bytes of a file."""
    return sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a regular file's bytes; empty for anything else, or if it cannot be read."""
    try:
        handle = os.open(path, _ONLY_READ)
    except OSError:
        return ""
    found = sha256()
    with suppress(OSError), os.fdopen(handle, "rb") as file:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            while piece := file.read(_PIECE):
                found.update(piece)
            return found.hexdigest()
    return ""


def _encoded(content: dict[str, Any]) -> bytes:
    # Late: only several files need it, here and below.
    import json

    return f"{json.dumps({'about': _ABOUT, **content})}\n".encode()


def _read(path: str, name: str) -> dict[str, Any]:
    """What a file holds that should be a plan or a notice; FileNotFoundError if there is none."""
    import json

    try:
        handle = os.open(path, _ONLY_READ)
        with os.fdopen(handle, "rb") as file:
            is_regular = stat.S_ISREG(os.fstat(handle).st_mode)
            data = file.read(_LARGEST + 1) if is_regular else b""
        content = json.loads(data) if len(data) <= _LARGEST else None
        if isinstance(content, dict) and _is_valid(content):
            return content
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except PermissionError as error:
        raise RefusedError(f"{name} cannot be read: {error.strerror}") from None
    except (OSError, ValueError, RecursionError):
        pass
    raise RefusedError(f"{name}: this is not a plan of ecefollow; remove it")


def _is_valid(content: dict[str, Any]) -> bool:
    """Whether the content is that of a notice or a plan, with nothing odd in the names."""
    leads, files = content.get("plan"), content.get("files")
    if files is None:
        return _is_relative(leads)
    return isinstance(files, list) and bool(files) and all(map(_is_step, files))


def _is_step(entry: object) -> bool:
    match entry:
        case [str(target), str(new), str(old_digest), str(new_digest)]:
            is_beside = atomic_write.is_temporary(new, os.path.basename(target))  # noqa: PTH119 - nothing but its last part
            digests = {len(old_digest), len(new_digest)}
            # The name of the new file has no folder, since no name of a file has a separator.
            return _is_relative(target) and is_beside and digests == {_DIGEST}
        case _:
            return False


def _is_relative(name: object) -> bool:
    if not isinstance(name, str) or "\0" in name or Path(name).anchor:
        return False
    with suppress(UnicodeError):  # half of a character, which no file system has
        os.fsencode(name)
        return True
    return False


def _parsed(path: str, names: Mapping[str, str]) -> Plan | None:
    """The plan in the file; None if there is none."""
    called = {beside(target): beside(name) for target, name in names.items()}
    name = called.get(path) or _called(path)
    try:
        files = _read(path, name).get("files")
    except FileNotFoundError:
        return None
    steps = list(_steps(path, files or (), names))
    if not steps or str(Plan(steps).path) != path:
        raise RefusedError(f"{name}: this is not a plan of ecefollow; remove it")
    return Plan(steps)


def _steps(path: str, files: Iterable[Sequence[str]], names: Mapping[str, str]) -> Iterator[Step]:
    for relative, new, old_digest, new_digest in files:
        target = _joined(path, relative)
        name = names.get(target) or _called(target)
        yield Step(name, Path(target), Path(target).with_name(new), old_digest, new_digest)


def _joined(path: str, relative: str) -> str:
    """What a name leads to that is relative to the folder of a file."""
    return os.path.normpath(os.path.join(os.path.dirname(path), relative))  # noqa: PTH118, PTH120 - Path keeps ".."


def _relative(path: Path, folder: Path) -> str:
    """The path from a folder, so that all of them can be moved; ValueError on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        reason = f"it is not on the drive of {folder}; record in one drive at a time"
        raise atomic_write.refused(str(path), reason) from None


def _called(path: str) -> str:
    """The path from here, for a reader."""
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):  # on another drive; or this folder is gone
        return path
