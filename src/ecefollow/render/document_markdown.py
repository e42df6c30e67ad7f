"""A document as Markdown, for GitHub and for pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never
from urllib.parse import quote

from ecefollow.analysis.values_in_words import count
from ecefollow.render import page
from ecefollow.render.column_widths import column_widths, is_numeric
from ecefollow.render.formats import Look
from ecefollow.render.markdown import escaped
from ecefollow.views.document import (
    STRONG,
    Block,
    DeadlinesBlock,
    HeadingBlock,
    Kind,
    Run,
    TableBlock,
    TextBlock,
    TurnedBlocks,
    WrittenDocument,
    runs_of,
    text_of,
)
from ecefollow.views.page import Page

# What a file of ours is known by, when another is to be written in its place.
MARK: Final = b"<!-- Made by ecefollow report -->"
_WIDTH: Final = 66  # of the picture, which is made of letters: a line on paper holds no more
_LINE: Final = 80  # letters across a table on paper
_GAP: Final = 3  # letters between columns
_BEFORE: Final = {Kind.TITLE: "# ", Kind.QUOTE: "> ", Kind.FACT: "- ", Kind.ITEM: "- "}
_LISTED: Final = {Kind.FACT, Kind.ITEM}
_CAPTION: Final = 3  # the level of the heading above a table
# What pandoc reads more than GitHub does: formulas, raised text, attributes.
_PANDOC: Final = re.compile(r"[$^{}]")
_TICKS: Final = re.compile("`+").findall
# What begins a list, a quotation, a rule or a term at the start of a line, and nowhere else.
_OPENS: Final = re.compile(r"(?P<mark>[-+=:%>#]|\d+(?=[.)])|\((?=\w+\)))")


def render(document: WrittenDocument) -> str:
    """The document, in which nothing that the register says marks up."""
    parts = [MARK.decode()]
    above: Block | None = None
    for block in _flat(document.blocks):
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


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, TurnedBlocks):
            yield from _flat(block.blocks)
        else:
            yield block


def _is_same_list(above: Block | None, block: Block) -> bool:
    return (
        isinstance(above, TextBlock)
        and isinstance(block, TextBlock)
        and above.kind in _LISTED
        and above.kind is block.kind
    )


def _written(block: Block) -> str:
    match block:
        case TextBlock(kind=Kind.ORGANIZATION | Kind.CAPTION):
            return f"**{_runs(block.runs)}**"
        case TextBlock():
            return _BEFORE.get(block.kind, "") + _runs(block.runs)
        case HeadingBlock():
            anchor = f'<a id="{block.anchor}"></a>\n\n' if block.anchor else ""
            return f"{anchor}{'#' * block.level} {_inner(block.runs)}"
        case TableBlock():
            above = f"{'#' * _CAPTION} {_inline(block.caption)}\n\n" if block.is_titled else ""
            return above + _table(block)
        case DeadlinesBlock():
            return "\n\n".join(_deadlines(block))
        case TurnedBlocks():
            return "\n\n".join(map(_written, block.blocks))
        case _:
            assert_never(block)


def _runs(runs: Sequence[Run]) -> str:
    first, *others = runs
    is_plain = first.style != STRONG and not first.target
    return (text_at_start(first.text) if is_plain else _run(first)) + _inner(others)


def _inner(runs: Sequence[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.target:
        target = quote(run.target, safe="/:?#@!$&'*+,;=%~")  # without brackets and blanks
        return f"[{_inline(run.text)}]({target})"
    text = _inline(run.text)
    return f"**{text}**" if run.style == STRONG else text


def _deadlines(block: DeadlinesBlock) -> Iterator[str]:
    if block.axis.tracks:
        drawn = page.render(Page((block.axis,), {}), Look(_WIDTH, False, "utf-8"), colour=False)
        fence = f"{max(['``', *_TICKS(drawn)], key=len)}`"  # none that stands in a title ends it
        yield f"{fence}text\n{drawn.rstrip()}\n{fence}"
    if block.left_out:
        yield f"Left out: {count(block.left_out, 'more deadline')}."


def _table(table: TableBlock) -> str:
    """A table; pandoc divides the page as the rules are long."""
    lines: list[Sequence[str]] = [list(map(escaped, table.heads))]
    above: Sequence[str] = lines[0]
    for row in table.rows:
        cells = [*row, *[()] * (len(table.heads) - len(row))]
        above = [
            old if new is None else _inner(runs_of(new))
            for new, old in zip(cells, above, strict=True)
        ]
        lines.append(above)
    texts = [table.heads, *(list(map(text_of, row)) for row in table.rows if len(row) > 1)]
    widths = column_widths(texts, _LINE - _GAP * len(table.heads))
    rules = [
        f"{'-' * (letters + _GAP - 1)}{':' if is_numeric(cells) else '-'}"
        for letters, _, *cells in zip(widths, *texts, strict=True)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rules, *lines[1:]])


def _inline(text: str) -> str:
    """A text that stands as it is behind something else on a line."""
    return _PANDOC.sub(r"\\\g<0>", escaped(text))
