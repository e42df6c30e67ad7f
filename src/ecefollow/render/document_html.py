"""A document as one page, in the style of a report, that loads and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final, assert_never

from ecefollow.views.document import (
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
)

# What a page of ours is known by, when another is to be written in its place.
MARK: Final = b'<meta name="generator" content="ecefollow">'
_SHEETS: Final = ("report.css", "letter.css")
_ELEMENTS: Final = {Kind.TITLE: "h1", Kind.QUOTE: "blockquote"}
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{mark}
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="letter">
<main>
{body}
</main>
</body>
</html>
"""


def render(document: WrittenDocument) -> str:
    """The document, in which nothing that the register says is markup."""
    folder = files("ecefollow.render") / "templates"
    style = "".join((folder / sheet).read_text("utf-8") for sheet in _SHEETS)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _PAGE.format(
        mark=MARK.decode(),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'",
        title=escape(document.title),
        style=style,
        body="\n".join(_blocks(document.blocks)),
    )


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case TextBlock():
                element = _ELEMENTS.get(block.kind, "p")
                name = block.kind.value.lower()
                yield f'<{element} class="{name}" dir="auto">{_runs(block.runs)}</{element}>'
            case HeadingBlock():
                anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
                yield f"<h{block.level}{anchor}>{_runs(block.runs)}</h{block.level}>"
            case TableBlock():
                yield from _table(block)
            case DeadlinesBlock():
                yield from _table(block.table)
            case TurnedBlocks():
                yield from _blocks(block.blocks)
            case _:
                assert_never(block)


def _table(table: TableBlock) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    yield f"<table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(f'<td>{_runs(runs_of(cell))}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    """A run in its element: a link, or a text in its language and direction."""
    text = escape(run.text)
    if run.target:
        return f'<a href="{escape(run.target)}">{text}</a>'
    lang = f' lang="{escape(run.language)}"' if run.language else ""
    kind = run.style.lower().replace("state-", "state ")
    if kind == "strong":
        return f"<strong{lang}>{text}</strong>"
    if kind or lang:
        return f'<span class="{kind}"{lang}>{text}</span>' if kind else f"<bdi{lang}>{text}</bdi>"
    return text
