"""How wide the columns of a table on a page are: room for their words, and for texts the rest."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from ecefollow.views.document import TableBlock, text_of

_MOST_WORD: Final = 18  # letters of a word that is not broken
_MOST_TEXT: Final = 240  # letters of a text that ask for room: a longer one has its lines anyway
_is_number: Final = re.compile(
    r"-?|[\d.,]+( (?:of|was) [\d.,]+)?( *(?:[\d.]+ %|-))?|[\d.]+ %"
).fullmatch


def column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The letters in a line of each column, which are *room* together if the texts need as much."""
    columns = list(zip_longest(*rows, fillvalue=""))
    least = [min(max(map(_least, cells), default=1), _MOST_WORD) for cells in columns]
    whole = [min(max(map(len, cells), default=1), _MOST_TEXT) for cells in columns]
    left = room - sum(least)
    wanted = sum(whole) - sum(least)
    if wanted <= left:
        return [max(both) for both in zip(least, whole, strict=True)]
    share = max(left, 0) / wanted
    return [few + round((all_ - few) * share) for few, all_ in zip(least, whole, strict=True)]


def texts_of(table: TableBlock) -> list[Sequence[str]]:
    """The words of the rows, the heads first, without a row that is as wide as the table."""
    rows = (row for row in table.rows if len(row) > 1)
    return [table.heads, *(list(map(text_of, row)) for row in rows)]


def numeric(texts: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns but the first have nothing but numbers, which stand to the right."""
    columns = enumerate(zip(*texts, strict=True))
    return [number > 0 and is_numeric(cells) for number, (_, *cells) in columns]


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are numbers."""
    return any(cells) and all(map(_is_number, cells))


def _least(text: str) -> int:
    """The letters of a short text, or of the longest word of another."""
    return len(text) if len(text) <= _MOST_WORD else max(map(len, text.split()), default=1)
