"""The change of a file as a unified diff."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import PurePath

from ecefollow.reading.messages import escaped
from ecefollow.render.styles import sgr

_STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


def render(before: bytes, after: bytes, path: str, *, colour: bool) -> str:
    """The unified diff of the file at *path*, with the line ends of the file.

    `git apply` accepts it if the path is relative to the top folder of the repository.
    """
    name = escaped(PurePath(path).as_posix())
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(_coloured(lines) if colour else lines)


def _lines(data: bytes) -> list[str]:
    """The lines as git splits them: only a line feed ends a line."""
    *complete, last = data.decode().split("\n")
    lines = [f"{line}\n" for line in complete]
    return [*lines, f"{last}\n\\ No newline at end of file\n"] if last else lines


def _coloured(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), None)
        yield f"{sgr(style, line.rstrip(chr(10)))}\n" if style else line
