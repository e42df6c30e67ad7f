"""A listing as a Markdown table, for an issue or a wiki."""

import re

from ecefollow.views import Listing, words

_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKS = re.compile(r"[\\`*_\[\]|~]")


def render(listing: Listing) -> str:
    """The listing's columns as a table of GitHub's Markdown; in its texts nothing marks up."""
    heads = [column.head for column in listing.columns]
    rows = ([_escaped(words(c.cell(row))) for c in listing.columns] for row in listing.rows)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(text: str) -> str:
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\g<0>", text)
