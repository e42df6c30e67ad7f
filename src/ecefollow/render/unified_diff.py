"""What a file's new bytes change in it, as a unified diff."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import PurePath

from ecefollow.reading.messages import escaped
from ecefollow.render.styles import sgr

_STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


def render(before: bytes, after: bytes, path: str, *, colour: bool) -> str:
    """The unified diff of the file at *path*; its lines end as the file's own do.

    Where the path leads down from the repository's top folder, git can apply it there.
    """
    name = escaped(PurePath(path).as_posix())
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(_drawn(lines, colour=colour))


def _lines(data: bytes) -> list[str]:
    """The lines as git sees them: only a line feed ends one."""
    *whole, last = data.decode().split("\n")
    lines = [f"{line}\n" for line in whole]
    return [*lines, f"{last}\n\\ No newline at end of file\n"] if last else lines


def _drawn(lines: Iterator[str], *, colour: bool) -> Iterator[str]:
    for line in lines:
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), None)
        yield f"{sgr(style, line.rstrip(chr(10)))}\n" if style and colour else line
