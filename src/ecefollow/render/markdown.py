"""A listing as a Markdown table, for an issue or a wiki."""

import re
import textwrap

from ecefollow.analysis.words import words
from ecefollow.views.listing import Listing

_LONG = 240  # characters; about three lines of a comment
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SENDS = re.compile(r"@\w|#\d").search
_MARKS = re.compile(r"[\\`*_\[\]|~]")


def render(listing: Listing) -> str:
    """The listing's columns as a table of GitHub's Markdown; in its texts nothing marks up.

    Under a heading of its own it has its context above, and long texts are folded.
    """
    heads = [column.head for column in listing.columns]
    fold = _folded if listing.heading else escaped
    rows = ([fold(words(c.cell(row))) for c in listing.columns] for row in listing.rows)
    lines = [heads, ["---"] * len(heads), *rows]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    if not listing.heading:
        return table
    context = "".join(f"{escaped(line)}\n\n" for line in listing.context)
    return f"### {listing.heading}\n\n{context}{table if listing.rows else ''}"


def escaped(text: str) -> str:
    """*text* as a part of a line of Markdown in which nothing marks up."""
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    # In a comment GitHub would send for @people, and link #numbers.
    text = text.replace("#", "&#35;").replace("@", "&#64;") if _SENDS(text) else text
    return _MARKS.sub(r"\\\g<0>", text)


def _folded(text: str) -> str:
    """The text, behind its beginning where it is long: a click shows the whole."""
    if len(text) <= _LONG:
        return escaped(text)
    begin = textwrap.shorten(text, _LONG // 2, placeholder=" …")
    return f"<details><summary>{escaped(begin)}</summary>{escaped(text)}</details>"
