"""A document as Markdown, for GitHub and for pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, assert_never
from urllib.parse import quote

from ecefollow.analysis.values_in_words import count
from ecefollow.render import page
from ecefollow.render.column_widths import column_widths, numeric, texts_of
from ecefollow.render.formats import Look
from ecefollow.render.markdown import escaped
from ecefollow.views import document as doc
from ecefollow.views.page import Page

# What a file of ours is known by, when another is to be written in its place.
MARK: Final = b"<!-- Made by ecefollow report -->"
_WIDTH: Final = 66  # of the picture, which is made of letters: a line on paper holds no more
_LINE: Final = 80  # letters across a table on paper
_GAP: Final = 3  # letters between columns
_BEFORE: Final = {
    doc.Kind.TITLE: "# ",
    doc.Kind.QUOTE: "> ",
    doc.Kind.FACT: "- ",
    doc.Kind.ITEM: "- ",
}
_LISTED: Final = {doc.Kind.FACT, doc.Kind.ITEM}
_CAPTION: Final = 3  # the level of the heading above a table
# What pandoc reads more than GitHub does: formulas, raised text, attributes.
_PANDOC: Final = re.compile(r"[$^{}]")
_TICKS: Final = re.compile("`+").findall
# What begins a list, a quotation, a rule or a term at the start of a line, and nowhere else.
_OPENS: Final = re.compile(r"(?P<mark>[-+=:%>#]|\d+(?=[.)])|\((?=\w+\)))")


def render(document: doc.WrittenDocument) -> str:
    """The document, in which nothing that the register says marks up."""
    parts = [MARK.decode()]
    above: doc.FlatBlock | None = None
    for block in doc.in_a_row([*document.front, *document.blocks]):
        parts += ["\n" if _is_same_list(above, block) else "\n\n", _written(block)]
        above = block
    return "".join([*parts, "\n"])


def text_at_start(text: str) -> str:
    """A text that stands as it is, at the start of a line too."""
    plain = _inline(text)
    if not (opening := _OPENS.match(plain)):
        return plain
    mark = opening["mark"]
    # A number is not escaped itself: what follows it is what makes a list.
    return f"{mark}\\{plain[len(mark) :]}" if mark.isdigit() else f"\\{plain}"


def _is_same_list(above: doc.FlatBlock | None, block: doc.FlatBlock) -> bool:
    return (
        isinstance(above, doc.TextBlock)
        and isinstance(block, doc.TextBlock)
        and above.kind in _LISTED
        and above.kind is block.kind
    )


def _written(block: doc.FlatBlock) -> str:
    match block:
        case doc.TextBlock(kind=doc.Kind.ORGANIZATION | doc.Kind.HISTORY):
            return f"**{_runs(block.runs)}**"
        case doc.TextBlock():
            return _BEFORE.get(block.kind, "") + _runs(block.runs)
        case doc.HeadingBlock():
            anchor = f'<a id="{block.anchor}"></a>\n\n' if block.anchor else ""
            return f"{anchor}{'#' * block.level} {_inner(block.whole)}"
        case doc.TableBlock():
            above = f"{'#' * _CAPTION} {_inline(block.caption)}\n\n" if block.is_titled else ""
            return above + _table(block)
        case doc.DeadlinesBlock():
            return "\n\n".join(_deadlines(block))
        case _:
            assert_never(block)


def _runs(runs: Sequence[doc.Run]) -> str:
    first, *others = runs
    if first.style == doc.STRONG or first.link:
        return _inner(runs)
    return text_at_start(first.text) + _inner(others)


def _inner(runs: Sequence[doc.Run]) -> str:
    """The runs, those that stand out together between two signs."""
    parts = groupby(runs, key=lambda run: run.style == doc.STRONG)
    written = ((is_strong, "".join(map(_run, some))) for is_strong, some in parts)
    return "".join(f"**{text}**" if is_strong else text for is_strong, text in written)


def _run(run: doc.Run) -> str:
    if run.link:
        target = quote(run.link, safe="/:?#@!$&'*+,;=%~")  # without brackets and blanks
        return f"[{_inline(run.text)}]({target})"
    return _inline(f", {run.text}" if run.style == doc.REMARK and run.text else run.text)


def _deadlines(block: doc.DeadlinesBlock) -> Iterator[str]:
    if block.axis.tracks:
        drawn = page.render(Page((block.axis,), {}), Look(_WIDTH, False, "utf-8"), colour=False)
        fence = f"{max(['``', *_TICKS(drawn)], key=len)}`"  # none that stands in a title ends it
        yield f"{fence}text\n{drawn.rstrip()}\n{fence}"
    if block.left_out:
        yield f"Left out: {count(block.left_out, 'more deadline')}."


def _table(table: doc.TableBlock) -> str:
    """A table; pandoc divides the page as the rules are long."""
    lines: list[Sequence[str]] = [list(map(escaped, table.heads))]
    above: Sequence[str] = lines[0]
    for row in table.rows:
        cells = [*row, *[()] * (len(table.heads) - len(row))]
        above = [
            old if new is None else _inner(doc.runs_of(new))
            for new, old in zip(cells, above, strict=True)
        ]
        lines.append(above)
    texts = texts_of(table)
    widths = column_widths(texts, _LINE - _GAP * len(table.heads))
    rules = [
        f"{'-' * (letters + _GAP - 1)}{':' if is_numeric else '-'}"
        for letters, is_numeric in zip(widths, numeric(texts), strict=True)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rules, *lines[1:]])


def _inline(text: str) -> str:
    """A text that stands as it is behind something else on a line."""
    return _PANDOC.sub(r"\\\g<0>", escaped(text))
