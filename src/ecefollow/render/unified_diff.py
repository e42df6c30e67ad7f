"""The change of a file as a unified diff."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from ecefollow.reading.messages import escaped
from ecefollow.render.styles import sgr

_CONTEXT: Final = 3  # lines around a change
_STYLES: Final = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


def render(before: bytes, after: bytes, path: str, *, colour: bool) -> str:
    """The unified diff of the file at *path*, with the line ends of the file.

    `git apply` accepts it if the path is relative to the top folder of the repository.
    """
    name = escaped(PurePath(path).as_posix())
    lines = _diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(_coloured(lines) if colour else lines)


def _lines(data: bytes) -> list[str]:
    """The lines as git splits them: only a line feed ends a line."""
    *complete, last = data.decode().split("\n")
    lines = [f"{line}\n" for line in complete]
    return [*lines, f"{last}\n\\ No newline at end of file\n"] if last else lines


def _diff(old: Sequence[str], new: Sequence[str], before: str, after: str) -> Iterator[str]:
    """The lines of the diff.

    difflib is slow over many lines that are the same: it gets none that it would not show.
    """
    above = max(_alike(old, new) - _CONTEXT, 0)
    rest, others = old[above:], new[above:]
    below = max(_alike(reversed(rest), reversed(others)) - _CONTEXT, 0)
    rest, others = rest[: len(rest) - below], others[: len(others) - below]
    for line in unified_diff(rest, others, before, after, n=_CONTEXT):
        if line.startswith("@@"):
            yield re.sub(r"(?<=[-+])\d+", lambda begin: f"{int(begin[0]) + above}", line)
        else:
            yield line


def _alike(old: Iterable[str], new: Iterable[str]) -> int:
    """How many lines are the same at the beginning of both."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _coloured(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), None)
        yield f"{sgr(style, line.rstrip(chr(10)))}\n" if style else line
