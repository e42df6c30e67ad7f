"""A document as one page, in the style of a report, that loads and runs nothing; its parts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final, assert_never

from ecefollow.render.column_widths import numeric, texts_of
from ecefollow.views import document as doc

# What a page of ours is known by, when another is to be written in its place.
MARK: Final = b'<meta name="generator" content="ecefollow">'
_SHEETS: Final = ("report.css", "letter.css")
_ELEMENTS: Final = {doc.Kind.TITLE: "h1", doc.Kind.QUOTE: "blockquote"}
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


def render(document: doc.WrittenDocument) -> str:
    """The document, in which nothing that the register says is markup."""
    folder = files("ecefollow.render") / "templates"
    style = "".join((folder / sheet).read_text("utf-8") for sheet in _SHEETS)
    return _PAGE.format(
        mark=MARK.decode(),
        policy=f"default-src 'none'; {allowed('style', style)}",
        title=escape(document.title),
        style=style,
        body=blocks([*document.front, *document.blocks]),
    )


def allowed(kind: str, text: str) -> str:
    """The part of a policy by which a browser takes this text for a style or a script of a page."""
    return f"{kind}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def blocks(blocks: Iterable[doc.Block]) -> str:
    """The blocks as parts of a page."""
    return "\n".join(_blocks(blocks))


def table(table: doc.TableBlock) -> str:
    """A table, whose cells on a narrow page may be told apart by the heads that they name."""
    name = f' class="{table.name}"' if table.name else ""
    unseen = "" if table.is_titled else ' class="unseen"'
    kinds = [' class="number"' if each else "" for each in numeric(texts_of(table))]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(head)}</th>' if head else "<td></td>"
        for head, kind in zip(table.heads, kinds, strict=True)
    )
    told = [
        f' data-head="{escape(head)}"{kind}' for head, kind in zip(table.heads, kinds, strict=True)
    ]
    parts = [f"<table{name}><caption{unseen}>{escape(table.caption)}</caption>"]
    parts.append(f"<thead><tr>{heads}</tr></thead><tbody>")
    for first, *others in table.rows:
        cells = zip(told[1:], others, strict=True)
        parts.append(f'<tr><th scope="row">{runs(doc.runs_of(first))}</th>')
        parts += [f"<td{head}>{runs(doc.runs_of(cell))}</td>" for head, cell in cells]
        parts.append("</tr>")
    return "".join([*parts, "</tbody></table>"])


def runs(runs: Iterable[doc.Run]) -> str:
    """The words, each run in its element: a link, or a text in its language and direction."""
    return "".join(_run(run) for run in runs if run.text)


def _blocks(blocks: Iterable[doc.Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case doc.TextBlock():
                element = _ELEMENTS.get(block.kind, "p")
                name = block.kind.value.lower()
                yield f'<{element} class="{name}" dir="auto">{runs(block.runs)}</{element}>'
            case doc.HeadingBlock():
                anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
                yield f"<h{block.level}{anchor}>{runs(block.runs)}</h{block.level}>"
            case doc.TableBlock():
                yield table(block)
            case doc.DeadlinesBlock():
                yield table(block.table)
            case _:
                assert_never(block)


def _run(run: doc.Run) -> str:
    lang = f' lang="{escape(run.language)}"' if run.language else ""
    text = escape(run.text)
    if lang or not text.isascii():
        text = f"<bdi{lang}>{text}</bdi>"
    if run.is_filtered:  # the script makes a link of it; without a script there is no filter
        text = f'<span data-filter="{escape((run.target or "")[1:])}">{text}</span>'
    elif run.target:
        text = text if lang else text.replace(":", ":<wbr>")  # behind an id's evaluation
        text = f'<a href="{escape(run.target)}">{text}</a>'
    match run.style.partition("-"):
        case "", _, _:
            return text
        case "Strong", _, _:
            return f"<strong>{text}</strong>"
        case "State", _, state:
            sign, blank, words = run.text.partition(" ")
            if blank:
                sign = f'<span class="sign" aria-hidden="true">{escape(sign)}</span>'
                text = f"{sign} {escape(words)}"
            return f'<span class="state {state}">{text}</span>'
        case kind, _, _:
            return f'<span class="{kind.lower()}">{text}</span>'
