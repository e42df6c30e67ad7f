"""The change of a file as a unified diff."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import PurePath
from typing import Any, Final

from ecefollow.reading.quoting import escaped
from ecefollow.render.styles import sgr

_CONTEXT: Final = 3  # lines around a change
_MANY: Final = 2_000  # lines
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

    difflib is slow over many lines: it gets none that it would not show, and need not look for what
    is the same where lines were only added.
    """
    above = max(_alike(old, new) - _CONTEXT, 0)
    rest, others = old[above:], new[above:]
    below = max(_alike(reversed(rest), reversed(others)) - _CONTEXT, 0)
    rest, others = rest[: len(rest) - below], others[: len(others) - below]
    matcher: Any = SequenceMatcher(None, rest, others)
    if len(rest) > _MANY:
        matcher.opcodes = _additions(rest, others)  # None: difflib looks itself
    if rest != others:
        yield from (f"--- {before}\n", f"+++ {after}\n")
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{_range(above + i1, above + i2)} +{_range(above + j1, above + j2)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in rest[i1:i2])
            else:
                yield from (f"-{line}" for line in rest[i1:i2])
                yield from (f"+{line}" for line in others[j1:j2])


def _additions(old: Sequence[str], new: Sequence[str]) -> list[tuple[Any, ...]] | None:
    """What was added between the old lines, as difflib says it; None if one of them is gone."""
    codes: list[tuple[Any, ...]] = []
    i = j = 0
    while j < len(new):
        begin, tag = (i, j), "insert"
        if i < len(old) and old[i] == new[j]:
            tag = "equal"
            while i < len(old) and j < len(new) and old[i] == new[j]:
                i, j = i + 1, j + 1
        else:
            while j < len(new) and not (i < len(old) and old[i] == new[j]):
                j += 1
        codes.append((tag, begin[0], i, begin[1], j))
    return codes if i == len(old) else None


def _range(start: int, stop: int) -> str:
    """Lines as the head of a hunk has them."""
    length = stop - start
    return f"{start + 1}" if length == 1 else f"{start + bool(length)},{length}"


def _alike(old: Iterable[str], new: Iterable[str]) -> int:
    """How many lines are the same at the beginning of both."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _coloured(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), None)
        yield f"{sgr(style, line.rstrip(chr(10)))}\n" if style else line
