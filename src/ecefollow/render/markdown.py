"""A listing as a Markdown table, for an issue or a wiki."""

import re
import textwrap

from ecefollow.analysis.values_in_words import words
from ecefollow.views.listing import Listing

_LONG = 240  # characters: about three lines of a comment
_ENTITY = re.compile(r"&(?=#?\w+;)")
_REFERENCE = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_MARKS = re.compile(r"[\\`*_\[\]|~]")


def render(listing: Listing) -> str:
    """The columns of the listing as a table in GitHub's Markdown, with every text escaped.

    If the listing has a heading, the heading and the context come first, and long texts are folded.
    """
    heads = [column.head for column in listing.columns]
    fold = _folded if listing.heading else escaped
    rows = ([fold(words(c.cell(row))) for c in listing.columns] for row in listing.rows)
    lines = [heads, ["--:" if column.is_number else "---" for column in listing.columns], *rows]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    if not listing.heading:
        return table
    context = "".join(f"{escaped(line)}\n\n" for line in listing.context)
    return f"### {listing.heading}\n\n{context}{table if listing.rows else ''}"


def escaped(text: str) -> str:
    """*text* as part of a line of Markdown, with everything escaped that would mark it up."""
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    # In a comment, GitHub would notify @people and link #numbers, also where an entity stands for
    # the sign: it looks at what is rendered. A comment parts the sign from what follows.
    text = _REFERENCE.sub(r"\g<0><!-- -->", text)
    return _MARKS.sub(r"\\\g<0>", text)


def _folded(text: str) -> str:
    """The escaped text; a long one shows only its beginning until it is clicked."""
    if len(text) <= _LONG:
        return escaped(text)
    begin = textwrap.shorten(text, _LONG // 2, placeholder=" …")
    return f"<details><summary>{escaped(begin)}</summary>{escaped(text)}</details>"
