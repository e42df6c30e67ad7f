"""The lines of a text."""

from __future__ import annotations

import re
from typing import Final

from ecefollow.documents import pages, text_encoding
from ecefollow.documents.blocks import Block, Document, Paragraph, require_size

_heading: Final = re.compile(r"#{1,6}\s+(.*\S)").match
_bold: Final = re.compile(r"\*\*(?=\S)(?:(.+?)(?<=\S)\*\*|.+)").sub  # or up to the end, once
_slanted: Final = re.compile(r"(?<![\w*_])([*_])(?=\w)([^*_]+)(?<=[\w.!?…])\1(?![\w*_])").sub


def read(data: bytes, encoding: str | None = None) -> Document:
    """The lines of *data* that are not blank; TableError if it cannot be decoded."""
    text, findings = text_encoding.decoded(data, encoding)
    every = [[line.strip() for line in page.splitlines()] for page in text.split("\f")]
    bodies = pages.bodies([list(filter(None, page)) for page in every])
    blocks: list[Block] = []
    number = 0
    last = ""
    for page, body in zip(every, bodies, strict=True):
        count = 0
        for above, line in zip(["", *page], page, strict=False):
            number += 1
            if not line:
                continue
            text, is_heading = _without_markdown(line)
            is_of_page = count not in body
            paragraph = Paragraph(
                f"line {number}", text, is_heading=is_heading, is_of_page=is_of_page
            )
            if not is_of_page:
                paragraph.goes_on = bool(above) if count > body.start else pages.goes_on(last)
                last = line
            count += 1
            blocks.append(paragraph)
            require_size(len(blocks))
    return Document(blocks, findings)


def _without_markdown(line: str) -> tuple[str, bool]:
    """The line without the marks of a heading and of bold words, and whether it is a heading."""
    text = _bold(lambda match: match[1] or match[0], line)
    is_bold = line == f"**{text}**"
    text = _slanted(r"\2", text)
    heading = _heading(text)
    text = heading[1] if heading else text
    return text, bool(heading) or is_bold
