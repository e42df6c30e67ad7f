"""Where the plan of a recording in several files stands; every command that reads looks there."""

import os
from collections.abc import Iterable
from typing import Final

_SUFFIX: Final = ".ecefollow-plan"


def beside(path: str) -> str:
    """Where the plan or the notice of a file stands: beside it, hidden."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}{_SUFFIX}")  # noqa: PTH118 - of a thousand files, each Path takes time


def stands_beside_any(paths: Iterable[str]) -> bool:
    """Whether one of the files has a plan or a notice beside it, or is a link and may have."""
    return any(os.path.lexists(beside(path)) or os.path.islink(path) for path in paths)  # noqa: PTH114 - likewise
