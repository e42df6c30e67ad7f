"""The change of a file as a unified diff."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import PurePath
from typing import Any

from ecefollow.reading.messages import escaped
from ecefollow.render.styles import sgr

_STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


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
    """The lines of the diff; difflib's own is slow over many lines that are the same."""
    for number, group in enumerate(_Matcher(old, new).get_grouped_opcodes()):
        if not number:
            yield from (f"--- {before}\n", f"+++ {after}\n")
        _, old_begin, _, new_begin, _ = group[0]
        _, _, old_end, _, new_end = group[-1]
        yield f"@@ -{_range(old_begin, old_end)} +{_range(new_begin, new_end)} @@\n"
        for tag, old_begin, old_end, new_begin, new_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[old_begin:old_end])
            else:
                yield from (f"-{line}" for line in old[old_begin:old_end])
                yield from (f"+{line}" for line in new[new_begin:new_end])


class _Matcher(SequenceMatcher[str]):
    """Compares only what stands between the first and the last line that differ."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.above = _alike(old, new)
        shorter = min(len(old), len(new))
        self.below = min(_alike(reversed(old), reversed(new)), shorter - self.above)
        self.ends = len(old), len(new)
        old_end, new_end = (end - self.below for end in self.ends)
        super().__init__(None, old[self.above : old_end], new[self.above : new_end])

    def get_opcodes(self) -> list[Any]:
        above = self.above
        old_end, new_end = self.ends
        codes: list[Any] = [("equal", 0, above, 0, above)] if above else []
        codes += [(tag, *(above + each for each in place)) for tag, *place in super().get_opcodes()]
        if self.below:
            codes.append(("equal", old_end - self.below, old_end, new_end - self.below, new_end))
        return codes


def _alike(old: Iterable[str], new: Iterable[str]) -> int:
    """How many lines are the same at the beginning of both."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _range(begin: int, end: int) -> str:
    """The lines of one side of a change as a diff has them, with the number of the first from 1."""
    if end == begin + 1:
        return f"{end}"
    return f"{begin + 1 if end > begin else begin},{end - begin}"


def _coloured(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), None)
        yield f"{sgr(style, line.rstrip(chr(10)))}\n" if style else line
