"""The paragraphs of a document as its reader sees them: lines joined, headings told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any, Final

from ecefollow.documents.blocks import PLAIN, Block, Detail, Paragraph, Place, Table
from ecefollow.documents.sentences import Hyphens, ends_sentence, sentences
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.columns import HeadingError
from ecefollow.importing.labels import Label
from ecefollow.importing.rows import HowRead, Said
from ecefollow.importing.splitting import is_bare_mark, item_of
from ecefollow.reading.quoting import quoted

_goes_on: Final = re.compile(r"[-\u2010\xad]$").search
_numbered: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+[.:)]?\s+[^\Wa-z_]").match
_of_page: Final = re.compile(r"[-–—\s]*[0-9]{1,3}[-–—\s]*").fullmatch
_FEWEST_BROKEN: Final = 0.2  # of the paragraphs of a document
_FULL_LINE: Final = 0.7  # of the longest one
_SPLITS: Final = frozenset(
    ("title", "response", "text", "responsible", "accountable", "due", "completion")
)


def paragraphs(blocks: Sequence[Block], how: HowRead) -> Iterator[Block]:
    """The blocks, each paragraph whole: its lines joined, and what is a heading apart.

    A word at a line's end of which nothing says whether its hyphen is real is a finding.
    """
    blocks = list(_with_numbers(with_lines([*_with_boxes(blocks)])))
    texts = [block for block in blocks if isinstance(block, Paragraph) and not block.is_of_page]
    hyphens = Hyphens(line for block in texts for line in block.text.split("\n"))
    width = max((len(block.text) for block in texts if block.goes_on), default=0)
    lines: list[Paragraph] = []
    later: list[Block] = []  # the heads and feet of pages, between the lines of a paragraph
    for block in blocks:
        if isinstance(block, Paragraph) and block.is_of_page:
            later.append(block)
            continue
        if not (isinstance(block, Paragraph) and lines and _continues(lines, block, how)):
            is_full = bool(lines) and len(lines[-1].text) > _FULL_LINE * width
            if is_full and isinstance(block, Paragraph):
                _require_heading(lines, block, how)
            yield from _whole(lines, hyphens, how)
            yield from later
            lines, later = [], []
        if isinstance(block, Paragraph):
            lines.append(block)
        else:
            yield block
    yield from (*_whole(lines, hyphens, how), *later)


def _with_boxes(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, of which a table of one cell is a frame around its paragraphs."""
    for block in blocks:
        match block:
            case Table(name=name, rows=[[text]]) if name.startswith("table "):
                for n, line in enumerate(text.split("\n"), 1):
                    detail = block.detail(0, 0) if n == 1 else PLAIN
                    yield Paragraph(f"{name}, line {n}", line, detail)
            case _:
                yield block


def _with_numbers(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, of which a number alone is one of a page unless a sentence goes on over it."""
    above = ""
    is_below_number = False
    for block, following in zip_longest(blocks, blocks[1:]):
        if not isinstance(block, Paragraph) or block.is_of_page:
            yield block
            continue
        goes_on = block.goes_on and not is_below_number
        may_go_on = isinstance(following, Paragraph) and following.text[:1].islower()
        is_apart = bool(ends_sentence(above)) or not (goes_on or may_go_on or _goes_on(above))
        is_below_number = bool(_of_page(block.text)) and is_apart and not may_go_on
        above = above if is_below_number else block.text
        yield replace(block, goes_on=goes_on, is_of_page=is_below_number)


def with_lines(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, of which each paragraph goes on with the full line above it, if all are lines.

    That is how a text comes from a PDF by hand: many of its paragraphs end within a sentence.
    """
    pairs = [
        (one, two)
        for one, two in pairwise(blocks)
        if isinstance(one, Paragraph) and isinstance(two, Paragraph)
    ]
    broken = [not ends_sentence(one.text) and two.text[:1].islower() for one, two in pairs]
    if sum(broken) < _FEWEST_BROKEN * len(blocks) or any(two.goes_on for _, two in pairs):
        return blocks
    width = max((len(one.text) for one, _ in pairs), default=0)
    below = {two.name for one, two in pairs if len(one.text) > _FULL_LINE * width}
    return [
        replace(block, goes_on=True)
        if isinstance(block, Paragraph) and block.name in below
        else block
        for block in blocks
    ]


def _continues(lines: Sequence[Paragraph], line: Paragraph, how: HowRead) -> bool:
    """Whether a line, or what seems to be a paragraph, goes on with the sentence above it."""
    above = lines[-1].text
    is_ended = bool(ends_sentence(above))
    is_below = line.goes_on or (not is_ended and (line.text[:1].islower() or bool(_goes_on(above))))
    if not is_below or line.is_heading != lines[-1].is_heading:
        return False
    if item_of(line.text) and (is_ended or not line.goes_on or item_of(lines[0].text)):
        return False
    if is_ended and is_bare_mark(line.text):
        return False
    first = how.labels.heading(lines[0].text)
    is_first = len(lines) == 1
    # A heading ends with its line, and "Deadline: May 2025" where another sentence begins.
    is_of_line = first and first.key in OF_ACTIONS and not line.text[:1].islower()
    if is_first and first and (not first.rest or is_of_line):
        return False
    if _numbered(line.text) or (is_ended and how.vocabulary.is_progress(line.text)):
        return False
    if not (label := how.labels.heading(line.text)):
        return True
    if label.key == "title" and label.number and not (label.rest or line.text.endswith(".")):
        return False
    whole = how.labels.heading(f"{above} {line.text}") if is_first else None
    if whole and not whole.rest:
        return True  # "Follow-up actions and / responsibilities:"
    is_below_title = first is not None and first.key == "title" and label.key == "response"
    return not (is_ended or is_below_title or _has_colon(label, line.text))


def _require_heading(lines: Sequence[Paragraph], line: Paragraph, how: HowRead) -> None:
    """Raise HeadingError for what may be a heading, and may as well go on with a full line."""
    label = how.labels.heading(line.text) if line.goes_on and not line.is_heading else None
    first = how.labels.heading(lines[0].text)
    if not (label and label.key == "title" and label.rest) or ends_sentence(lines[-1].text):
        return
    if not (first and first.key == "title"):
        raise HeadingError(
            f"{line.name} has {quoted(line.text)} below a line that no full stop ends; put a blank "
            "line above it if it is a heading, else join the two lines"
        )


def _has_colon(label: Label, text: str) -> bool:
    """Whether a label is one wherever it stands."""
    return ":" in text[: len(text) - len(label.rest)] and not label.rest[:1].islower()


def _whole(lines: Sequence[Paragraph], hyphens: Hyphens, how: HowRead) -> Iterator[Paragraph]:
    """The paragraph that the lines make; several, where a heading stands in the middle."""
    if not lines:
        return
    first = lines[0]
    broken = [line for paragraph in lines for line in paragraph.text.split("\n")]
    if len(lines) > 1:
        text = hyphens.joined(broken)
        for word, message in hyphens.doubts(broken, text):
            how.find(Said(word, Place(first.name)), message)
    else:
        text = "\n".join(hyphens.joined([line]) for line in broken)
    paragraph = replace(first, text=text, detail=_details(lines), goes_on=False)
    parts = list(_apart(text, how)) if ":" in text else [text]
    for number, part in enumerate(parts, 1):
        name = first.name if number == 1 else f"{first.name}, part {number}"
        yield replace(
            paragraph, name=name, text=part, detail=paragraph.detail if number == 1 else PLAIN
        )


def _apart(text: str, how: HowRead) -> Iterator[str]:
    """The text, from each sentence on that begins with a heading."""
    begin = 0
    at = 0
    for number, sentence in enumerate(sentences(text)):
        at = text.index(sentence, at)
        label = how.labels.read(sentence) if number else None
        if label and label.key in _SPLITS and _has_colon(label, sentence):
            yield text[begin:at].strip()
            begin = at
        at += len(sentence)
    yield text[begin:].strip()


def _details(lines: Sequence[Paragraph]) -> Detail:
    """What the lines of a paragraph are besides their text."""
    every: dict[str, Any] = {
        name: "\n".join(filter(None, (getattr(line.detail, name) for line in lines)))
        for name in ("link", "struck", "hidden", "comment")
    }
    return Detail(**every)
