"""The commits that the name of a revision stands for; a name for two things is refused."""

from __future__ import annotations

import re
from typing import Final

from ecefollow.history import git
from ecefollow.history.git import Location
from ecefollow.reading.messages import quoted
from ecefollow.reading.sources import UnreadableError

_PLACES: Final = ("refs/tags", "refs/heads", "refs/remotes", "refs")
_name_of: Final = re.compile(r"(?:(?!@\{)[^~^:])*").match  # without ~2, ^, @{yesterday}, :path
_is_abbreviated_id: Final = re.compile(r"[0-9a-f]{4,64}").fullmatch


def resolve(location: Location, revision: str) -> str:
    """The id of the commit that *revision* names; UnreadableError if it names none or several."""
    if not revision or revision.startswith("-"):
        raise UnreadableError(location.path, f"{quoted(revision)} is not the name of a revision")
    if "..." in revision:
        bases = resolve_bases(location, revision)
        if len(bases) > 1:
            message = f"{quoted(revision)} stands for several commits: {', '.join(bases)}"
            raise UnreadableError(location.path, message)
        return bases[0]
    full = _unambiguous(location, revision)
    found = git.run(location, "rev-parse", "--verify", "--quiet", f"{full}^{{commit}}")
    if found.returncode:
        raise UnreadableError(location.path, _unknown(location, revision))
    return found.stdout.decode().strip()


def resolve_bases(location: Location, revision: str) -> list[str]:
    """The ids of the commits that a later version is compared with.

    "main..." is where what is checked out left main: all merge bases, if there are several.
    """
    ours, dots, theirs = revision.partition("...")
    if not dots:
        return [resolve(location, revision)]
    theirs = theirs or "HEAD"
    sides = resolve(location, ours), resolve(location, theirs)
    found = git.run(location, "merge-base", "--all", *sides)
    if found.returncode or not found.stdout:
        message = f"{quoted(ours)} and {quoted(theirs)} have no common commit"
        raise UnreadableError(location.path, message + _shallow_hint(location))
    return found.stdout.decode().split()


def _unambiguous(location: Location, revision: str) -> str:
    """The revision with the full name of its reference, if it begins with a reference."""
    found = _name_of(revision)
    name = found[0] if found else ""
    if name in {"", "@", "HEAD"} or name.startswith("refs/"):
        return revision
    patterns = [f"{place}/{name}" for place in _PLACES]
    said = git.answer(location, "for-each-ref", "--format=%(refname)", *patterns).decode()
    # A pattern matches what is below it too: refs/heads/main matches refs/heads/main/x.
    candidates = [ref for ref in said.split("\n") if ref in patterns]
    if _is_abbreviated_id(name):
        known = git.run(location, "rev-parse", "--verify", "--quiet", f"{name}^{{object}}")
        object_id = known.stdout.decode().strip()
        candidates += [object_id] if object_id.startswith(name) else []
    if len(candidates) > 1:
        message = f"{quoted(name)} is ambiguous: write {' or '.join(candidates)}"
        raise UnreadableError(location.path, message)
    return candidates[0] + revision[len(name) :] if candidates else revision


def _unknown(location: Location, revision: str) -> str:
    if revision in {"HEAD", "@"}:
        return "nothing has been committed yet"
    return f"git knows no revision {quoted(revision)}{_shallow_hint(location)}"


def _shallow_hint(location: Location) -> str:
    if git.is_shallow(location):
        return "; this clone is shallow: fetch its whole history with git fetch --unshallow"
    return ""
