"""The lines of a page of a PDF, which has but letters in their places, as people read them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final, NamedTuple

from ecefollow.documents.text_runs import Appearance, Words

_is_bold: Final = re.compile("bold|black|heavy|demi", re.IGNORECASE).search
_BULLETS: Final = str.maketrans("\uf0b7\uf0a7", "••")  # as fonts of symbols have them
# Of the height of letters: how far apart words are, columns, and what is set apart; how large
# raised ones are.
_BLANK: Final = 0.15
_GUTTER: Final = 0.8
_FAR: Final = 2
_RAISED: Final = 0.85
_STRIKE: Final = (0.5, 0.12)  # how far above the foot of letters a rule strikes them out
_FEWEST: Final = 4  # lines of a column of text
_FULL: Final = 0.7  # of its width that most of its lines take
_NARROWEST: Final = 0.2  # of the width of all columns


class Marks(NamedTuple):
    """What a page has besides words: rules that lie flat, addresses, how wide blanks are where."""

    rules: Sequence[tuple[float, float, float]]
    links: Sequence[Mapping[str, Any]]
    blanks: Mapping[tuple[float, float], float]

    @classmethod
    def of(cls, page: Any) -> Marks:
        """Those of a page."""
        flat = [edge for edge in page.edges if edge["orientation"] == "h"]
        return cls(
            sorted((edge["top"], edge["x0"], edge["x1"]) for edge in flat),
            page.hyperlinks,
            {
                (char["x1"], char["bottom"]): following["x1"] - following["x0"]
                for char, following in pairwise(page.chars)
                if following["text"].isspace() and char["bottom"] == following["bottom"]
            },
        )

    def strike(self, char: dict[str, Any]) -> bool:
        """Whether a rule goes through a letter, above the foot of its line."""
        base, height = _base(char), char["bottom"] - char["top"]
        low, high = (bisect_left(self.rules, (base - part * height,)) for part in _STRIKE)
        middle = (char["x0"] + char["x1"]) / 2
        return any(x0 <= middle <= x1 for _, x0, x1 in self.rules[low:high])

    def link(self, x0: float, x1: float, top: float, bottom: float) -> str:
        """The address behind letters in this place."""
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for link in self.links:
            if link["x0"] <= x <= link["x1"] and link["top"] <= y <= link["bottom"]:
                return f"{link['uri']}"
        return ""


class Word(NamedTuple):
    """Letters beside each other, measured from the left and the top of the page."""

    text: str
    x0: float
    x1: float
    base: float  # the line on which letters stand; some go below
    height: float
    first: float  # how wide its first letter is
    is_bold: bool
    is_struck: bool
    blank: float  # how wide the one behind it is
    link: str


class TextLine(NamedTuple):
    """Words beside each other, from the left; or a table, in the place of its first line."""

    words: Sequence[Word]
    x0: float
    x1: float
    base: float
    height: float
    table: RuledTable | None = None

    @property
    def text(self) -> str:
        """Its words that are not struck out."""
        return self.content().text

    def content(self, *, far: str = " ") -> Words:
        """Its words, with blanks where they are apart, *far* ones where that is much."""
        content, end, blanks = Words(), self.x0, ["", ""]
        for word in self.words:
            distance, height = word.x0 - end, min(word.height, self.height)
            if distance > _BLANK * height:
                blanks = [far if distance > _FAR * height else blank or " " for blank in blanks]
            is_above = self.base - word.base > (1 - _RAISED) * self.height > 0
            is_raised = is_above and word.height < _RAISED * self.height
            look = Appearance(struck=word.is_struck, bold=word.is_bold, raised=is_raised)
            content.add(blanks[word.is_struck] + word.text, look)
            content.add_link(word.link)
            blanks[word.is_struck] = ""
            end = word.x1
        return content


class RuledCell(NamedTuple):
    """A cell of a table: its place, how many rows and columns it takes, its sides, its lines."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    x1: float
    lines: Sequence[TextLine]


class RuledTable(NamedTuple):
    """A table whose cells have rules around them, and the edges of its columns."""

    edges: Sequence[float]
    cells: Sequence[RuledCell]


def lines(chars: list[dict[str, Any]], marks: Marks) -> list[TextLine]:
    """The lines that letters of a page make: words beside each other, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(_words(chars, marks), key=lambda word: (word.base, word.x0)):
        row = rows[-1] if rows else []
        overlaps = row and row[-1].base > word.base - word.height / 2
        if overlaps and not any(each.x0 < word.x1 - 1 and each.x1 > word.x0 + 1 for each in row):
            row.append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word.x0)) for row in rows]


def in_columns(lines: Sequence[TextLine]) -> Iterator[Sequence[TextLine]]:
    """The lines in runs to be read one after the other: above columns, each column, below them."""
    widest = max(_gutters(lines), default=None, key=lambda gutter: gutter[1] - gutter[0])
    if not widest:
        yield lines
        return
    begin, end, x = widest
    yield lines[:begin]
    for column in _sides(lines[begin:end], x):
        yield from in_columns(column)
    yield from in_columns(lines[end:])


def _words(chars: list[dict[str, Any]], marks: Marks) -> Iterator[Word]:
    # Late: an extra, and slow to import.
    from pdfplumber.utils.text import extract_words

    for char in chars:
        char["is_struck"] = marks.strike(char)
    attributes = ["fontname", "size", "is_struck"]
    for word in extract_words(
        chars, return_chars=True, x_tolerance_ratio=_BLANK, extra_attrs=attributes
    ):
        top, bottom = word["top"], word["bottom"]
        x0, x1, first = word["x0"], word["x1"], word["chars"][0]
        yield Word(
            word["text"].translate(_BULLETS),
            x0,
            x1,
            _base(first),
            bottom - top,
            first["x1"] - first["x0"],
            bool(_is_bold(word["fontname"])),
            word["is_struck"],
            marks.blanks.get((x1, bottom), 0),
            marks.link(x0, x1, top, bottom),
        )


def _base(char: dict[str, Any]) -> float:
    """The line on which a letter stands; some go below."""
    bottom: float = char["bottom"]
    below: float = char["matrix"][5] - char["y0"]
    return bottom - below if 0 < below < bottom - char["top"] else bottom


def _line(words: Sequence[Word]) -> TextLine:
    return TextLine(
        words,
        min(word.x0 for word in words),
        max(word.x1 for word in words),
        median(word.base for word in words),
        median(word.height for word in words),
    )


def _gutters(lines: Sequence[TextLine]) -> Iterator[tuple[int, int, float]]:
    """Where lines are columns of text: the first, the one after the last, and what parts them."""
    for x in {round(x0) - 1 for line in lines for x0 in _starts(line)}:
        begin = 0
        for number, line in enumerate([*lines, None]):
            if line and not _crosses(line, x):
                continue
            if _are_columns(_sides(lines[begin:number], x)):
                yield begin, number, x
            begin = number + 1


def _starts(line: TextLine) -> Iterator[float]:
    """Where words begin that have nothing near them on the left."""
    yield line.x0
    for word, following in pairwise(line.words):
        if following.x0 - word.x1 > _GUTTER * line.height:
            yield following.x0


def _crosses(line: TextLine, x: float) -> bool:
    """Whether something reaches into what would be the gutter left of *x*."""
    begin = x - _GUTTER * line.height
    spans = [(word.x0, word.x1) for word in line.words] or [(line.x0, line.x1)]
    return any(x0 < x and x1 > begin for x0, x1 in spans)


def _sides(lines: Sequence[TextLine], x: float) -> tuple[list[TextLine], list[TextLine]]:
    """What stands left of *x*, and what right of it."""
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in lines:
        if not line.words:
            (left if line.x0 < x else right).append(line)
        if before := [word for word in line.words if word.x0 < x]:
            left.append(_line(before))
        if after := line.words[len(before) :]:
            right.append(_line(after))
    return left, right


def _are_columns(columns: Sequence[Sequence[TextLine]]) -> bool:
    """Whether these are columns of text, rather than of labels, numbers or bullets."""
    if min(map(len, columns)) < _FEWEST:
        return False
    widths = [max(line.x1 for line in each) - min(line.x0 for line in each) for each in columns]
    return min(widths) >= _NARROWEST * sum(widths) and all(
        median(line.x1 - line.x0 for line in each) >= _FULL * width
        for each, width in zip(columns, widths, strict=True)
    )
