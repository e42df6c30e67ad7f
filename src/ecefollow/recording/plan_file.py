"""Where the plan of a recording in several files stands; every command that reads looks there."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Final

_SUFFIX: Final = ".ecefollow-plan"


def beside(path: str) -> str:
    """Where the plan or the notice of a file stands: beside it, hidden."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}{_SUFFIX}")  # noqa: PTH118 - of a thousand files, each Path takes time


def may_stand(paths: Collection[str]) -> bool:
    """Whether there may be a plan for one of the files, which only looking closer can tell.

    One of the files may be a link, and the plan where it leads.
    """
    if len(paths) == 1:
        (path,) = paths
        return os.path.lexists(beside(path)) or os.path.islink(path)  # noqa: PTH114 - it is a string
    asked = {*paths}
    return any(
        entry.name.endswith(_SUFFIX)
        or (entry.is_symlink() and os.path.join(folder, entry.name) in asked)  # noqa: PTH118 - likewise
        for folder, entry in _entries({os.path.dirname(path) for path in paths})  # noqa: PTH120 - likewise
    )


def _entries(folders: Collection[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """What is in the folders: to list one takes less time than to ask for a thousand files."""
    for folder in folders:
        with suppress(OSError), os.scandir(folder or os.curdir) as entries:
            for entry in entries:
                yield folder, entry
