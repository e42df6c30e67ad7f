"""The commits that the name of a revision stands for; a name for two things is refused."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import Final

from ecefollow.history import commits, git
from ecefollow.history.git import Location
from ecefollow.reading.quoting import quoted
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.date_parser import read_day
from ecefollow.register.deadlines import format_day

_PLACES: Final = ("refs/tags", "refs/heads", "refs/remotes", "refs")
_name_of: Final = re.compile(r"(?:(?!@\{)[^~^:])*").match  # without ~2, ^, @{yesterday}, :path
_is_id: Final = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}").fullmatch
# An id cut short, alone or behind what `git describe` puts before it: v1.0-3-g1f2ba49.
_abbreviated: Final = re.compile(r"(?:.*-g)?([0-9a-fA-F]{4,63})").fullmatch


def resolve(location: Location, revision: str) -> list[str]:
    """The ids of the commits that *revision* stands for; UnreadableError if there is none.

    "main..." is where what is checked out left main: all merge bases, if there are several.
    """
    ours, dots, theirs = revision.partition("...")
    if not dots:
        return [_commit(location, revision)]
    theirs = theirs or "HEAD"
    if git.is_shallow(location):  # it may lack one of several merge bases
        message = f"{quoted(revision)} needs the whole history"
        raise UnreadableError(location.path, message + _shallow_hint(location))
    sides = _commit(location, ours), _commit(location, theirs)
    done = git.run(location, "merge-base", "--all", *sides)
    if done.returncode or not done.stdout:
        message = f"{quoted(ours)} and {quoted(theirs)} have no common commit"
        raise UnreadableError(location.path, message)
    return done.stdout.decode().split()


def _commit(location: Location, revision: str) -> str:
    """The id of the commit that *revision* names."""
    if not revision or revision.startswith("-"):
        raise UnreadableError(location.path, f"{quoted(revision)} is not the name of a revision")
    if day := _day(revision):
        return _last_until(location, day, revision)
    full = _unambiguous(location, revision)
    done = git.run(location, "rev-parse", "--verify", "--quiet", f"{full}^{{commit}}")
    if done.returncode:
        raise UnreadableError(location.path, _unknown(location, revision))
    return done.stdout.decode().strip()


def _day(revision: str) -> date | None:
    """The day that the revision is, as `--as-of` takes it; None if it is no day."""
    try:
        return read_day(revision) if revision[:1].isdigit() or " " in revision else None
    except ValueError:
        return None


def _last_until(location: Location, day: date, revision: str) -> str:
    """The last commit of the day or before it, in HEAD's first-parent line."""
    if names := _references(location, revision):
        message = f"{quoted(revision)} is a day, and a name: write {' or '.join(names)}"
        raise UnreadableError(location.path, f"{message}, or the id of a commit")
    head = _commit(location, "HEAD")
    line = commits.history(location, head).line
    for commit in line:
        if commit.told_until <= day:
            return commit.id
        if commit.day and commit.day <= day:
            message = "a commit before one of that day says that it is later; name a commit"
            raise UnreadableError(location.path, f"{quoted(revision)} can mean several: {message}")
    begins = f"there was no commit by {quoted(revision)}; the first is of "
    hint = _shallow_hint(location)
    raise UnreadableError(location.path, begins + format_day(line[-1].told_until) + hint)


def _unambiguous(location: Location, revision: str) -> str:
    """The revision with the full name of its reference, if it begins with a reference."""
    found = _name_of(revision)
    name = found[0] if found else ""
    # A whole id is that of the object, whatever else has this name.
    if name in {"", "@", "HEAD"} or _is_id(name):
        return revision
    candidates = _references(location, name) + _commits(location, name)
    if len(candidates) > 1:
        message = f"{quoted(name)} is ambiguous: write {' or '.join(candidates)}"
        raise UnreadableError(location.path, message)
    if name.startswith("refs/") and not candidates:  # git would look for refs/tags/refs/ and so on
        raise UnreadableError(location.path, _unknown(location, revision))
    rest = revision[len(name) :]
    # Of @{upstream} git understands only the short name, which it takes for a branch's.
    is_whole = candidates and not rest.lower().startswith(("@{u", "@{p"))
    return candidates[0] + rest if is_whole else revision


def _references(location: Location, name: str) -> list[str]:
    """The full names of the references that the name could stand for."""
    patterns = [name]
    if not name.startswith("refs/"):
        patterns = [f"{place}/{name}" for place in _PLACES] + [f"refs/remotes/{name}/HEAD"]
    said = git.answer(location, "for-each-ref", "--format=%(refname)", *patterns).decode()
    # A pattern matches what is below it too: refs/heads/main matches refs/heads/main/x.
    return [ref for ref in said.split("\n") if ref in patterns]


def _commits(location: Location, name: str) -> list[str]:
    """The ids of the commits that the name abbreviates."""
    cut = _abbreviated(name)
    if not cut:
        return []
    ids = git.answer(location, "rev-parse", f"--disambiguate={cut[1].lower()}")
    said = git.answer(location, "cat-file", "--batch-check", input=ids).decode()
    kinds = [line.split(" ") for line in said.split("\n")]
    return [ident for ident, kind, *_ in (each for each in kinds if each[1:]) if kind == "commit"]


def _unknown(location: Location, revision: str) -> str:
    if revision in {"HEAD", "@"}:
        return "nothing has been committed yet"
    is_path = os.path.exists(revision)  # noqa: PTH110 - it may be no path at all
    hint = "; name files with --register" if is_path else _shallow_hint(location)
    return f"git knows no revision {quoted(revision)}{hint}"


def _shallow_hint(location: Location) -> str:
    if git.is_shallow(location):
        return "; this clone is shallow: fetch its whole history with git fetch --unshallow"
    return ""
