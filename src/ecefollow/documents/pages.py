"""What belongs to the pages of a document and not to its text: their heads, feet and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ecefollow.documents.sentences import ends_sentence

_FARTHEST: Final = 4  # lines from the edge of a page
_FEWEST: Final = 2  # pages on which a line comes again
_number: Final = re.compile("[0-9]{1,6}")
# A page's number stands apart in a head: "Response | 3", "Page 3", but not "Recommendation 3".
_SIGN: Final = "[-–—|/•·()]"
_PAGE: Final = r"\b(?:pages?|pp?\.|p[áa]ginas?|p[áa]gs?\.|страница|стр\.)"
_begins_apart: Final = re.compile(rf"(?:^|(?<!\s)\s\s|{_SIGN}|{_PAGE})\s*$", re.IGNORECASE).search
_ends_apart: Final = re.compile(rf"\s*(?:$|\s\s|{_SIGN})").match
_has_page: Final = re.compile(_PAGE, re.IGNORECASE).search


def bodies(pages: Sequence[Sequence[str]]) -> list[range]:
    """Which lines of each page are of the text: those between its head and its foot.

    A head or foot comes again in the same place of other pages, as it is or with a number that
    counts on with the pages. Where something else than a line stands, such as a table, is "".
    What ends like a sentence or a label, or counts like one, is of the text: it is not sure.
    """
    heads = _edges(pages)
    feet = _edges([page[::-1] for page in pages], is_foot=True)
    return [
        range(head, max(head, len(page) - foot))
        for page, head, foot in zip(pages, heads, feet, strict=True)
    ]


def goes_on(above: str) -> bool:
    """Whether a text whose last line on a page is this goes on on the next page."""
    return bool(above) and not ends_sentence(above)


def _edges(pages: Sequence[Sequence[str]], *, is_foot: bool = False) -> list[int]:
    """How many lines of each page belong to its first edge."""
    shapes = [
        [
            {(place, shape) for shape in _shapes(line, number, is_foot=is_foot)}
            for place, line in enumerate(page[:_FARTHEST])
        ]
        for number, page in enumerate(pages)
    ]
    often = Counter(shape for page in shapes for line in page for shape in line)
    least = max(_FEWEST, len(pages) // 3)
    edges = []
    for number, (page, shapes_of_page) in enumerate(zip(pages, shapes, strict=True), 1):
        count = 0
        for line, shapes_of_line in zip(page, shapes_of_page, strict=False):
            is_number = is_foot and line.strip(" .-–—|[]()") == f"{number}"
            if not line or not (
                is_number or any(often[shape] >= least for shape in shapes_of_line)
            ):
                break
            count += 1
        edges.append(count)
    return edges


def _shapes(line: str, page: int, *, is_foot: bool) -> Iterator[str]:
    """The line, and for each number in it the line with how far that is from the page's."""
    if not ends_sentence(line):
        yield line
    for match in _number.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        if is_foot or _has_page(line) or (_begins_apart(before) and _ends_apart(after)):
            yield f"{before}\0{int(match[0]) - page}\0{after}"
