"""What a document says, sentence by sentence, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from ecefollow.documents.blocks import Block, Paragraph, Place, Table
from ecefollow.documents.sentences import ends_sentence, sentences

_year: Final = re.compile(r"[12][0-9]{3}\W*").fullmatch
_word: Final = re.compile(r"[^\W\d_]{2}").search
LINE_END: Final = "\u2028"  # where a line ends and no sentence does


def passages(blocks: Iterable[Block], front: Callable[[str], int]) -> Iterator[tuple[Place, str]]:
    """The sentences of the paragraphs and cells, in their order.

    One also begins with a line that has a label or a number in front, as *front* counts its
    characters, and below a label alone, which may take two lines. A merged cell stands in each of
    its rows. What belongs to a page, such as its number, is left out.
    """
    lines: list[Paragraph] = []
    is_label = False

    def goes_on(line: Paragraph, start: int) -> bool:
        if not (lines and line.goes_on):
            return False
        both = f"{lines[-1].text} {line.text}"
        if len(lines) == 1 and front(both) == len(both):
            return True
        if is_label or not start or _year(line.text[:start]):
            return not is_label
        # "by March / 12. The Unit will …" is no list.
        is_number = not _word(line.text[:start])
        return is_number and not (front(lines[0].text) or ends_sentence(lines[-1].text))

    for block in blocks:
        if isinstance(block, Table):
            yield from (*_of_lines(lines), *_of_cells(block))
            lines = []
        elif not block.is_of_page:
            start = front(block.text)
            if not goes_on(block, start):
                yield from _of_lines(lines)
                lines = []
            lines.append(block)
            is_label = start == len(block.text)
    yield from _of_lines(lines)


def _of_lines(lines: Sequence[Paragraph]) -> Iterator[tuple[Place, str]]:
    text = LINE_END.join(line.text for line in lines)
    starts = [*accumulate((len(line.text) + 1 for line in lines), initial=0)]
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at)
        yield Place(lines[bisect_right(starts, at) - 1].name), sentence
        at += len(sentence)


def _of_cells(table: Table) -> Iterator[tuple[Place, str]]:
    rows = [[*texts] for texts in table.rows]
    for (first, column), detail in table.details.items():
        for below in rows[first + 1 : first + detail.rows]:
            below.extend([""] * (column + 1 - len(below)))
            below[column] = rows[first][column]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            yield from ((table.place(row, column), each) for each in sentences(text))
