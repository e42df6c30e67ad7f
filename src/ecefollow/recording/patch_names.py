"""What a patch calls the files that it changes, so that `git apply` finds them."""

import os
from collections.abc import Sequence
from pathlib import Path, PurePath


def patch_names(paths: Sequence[str]) -> list[str]:
    """The paths as they are, or from the top of the repository if one leads out of this folder.

    Without a repository, they are those from the nearest folder that has this one and all files.
    """
    if not any(os.pardir in PurePath(path).parts for path in paths):
        return [*paths]
    files = [os.path.abspath(path) for path in paths]  # noqa: PTH100 - a link must stay one
    try:
        around = Path(os.path.commonpath([os.path.dirname(file) for file in files]))  # noqa: PTH120 - likewise
        tops = (each for each in (around, *around.parents) if (each / ".git").exists())
        top = next(tops, None) or os.path.commonpath([Path.cwd(), *files])
        return [os.path.relpath(file, top) for file in files]
    except ValueError:  # they are on several drives
        return [*paths]
