"""A document as one page, in the style of a report, that loads and runs nothing; its parts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Any, Final, assert_never

from ecefollow.render.column_widths import numeric, texts_of
from ecefollow.views import document as doc

# What a page of ours is known by, when another is to be written in its place.
MARK: Final = b'<meta name="generator" content="ecefollow">'
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
    style = template("report.css")
    return _PAGE.format(
        mark=MARK.decode(),
        policy=f"default-src 'none'; {allowed('style', style)}",
        title=escape(document.title),
        style=style,
        body=blocks([*document.front, *document.blocks]),
    )


def template(name: str) -> str:
    """What stands in a file of the templates."""
    return (files("ecefollow.render") / "templates" / name).read_text("utf-8")


def allowed(kind: str, text: str) -> str:
    """The part of a policy by which a browser takes this text for a style or a script of a page."""
    return f"{kind}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def blocks(blocks: Iterable[doc.Block]) -> str:
    """The blocks as parts of a page, facts and items that follow each other as lists."""
    return "\n".join(part for kind, some in groupby(blocks, _kind) for part in _alike(kind, some))


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


def element(name: str, words: Iterable[doc.Run], attributes: str = "") -> str:
    """An element with the words, in the direction of the first; a single run gives its language."""
    first, *others = [run for run in words if run.text] or [doc.Run("")]
    lang = "" if others else _lang(first)
    first = first if others else first._replace(language="")
    # What <bdi> sets apart decides no direction.
    text = _run(first, "span") + runs(others)
    return f'<{name}{attributes} dir="auto"{lang}>{text}</{name}>'


def _kind(block: doc.Block) -> doc.Kind | None:
    return block.kind if isinstance(block, doc.TextBlock) else None


def _alike(kind: doc.Kind | None, blocks: Iterable[Any]) -> Iterator[str]:
    """What blocks of one kind are on a page."""
    match kind:
        case doc.Kind.FACT:
            yield f"<dl>{''.join(_fact(*block.runs) for block in blocks)}</dl>"
        case doc.Kind.ITEM:
            yield f'<ul class="items">{"".join(_item(*block.runs) for block in blocks)}</ul>'
        case _:
            yield from map(_block, blocks)


def _fact(label: doc.Run, *told: doc.Run) -> str:
    return f"<div><dt>{_lead(label)}</dt>{element('dd', told)}</div>"


def _item(first: doc.Run, *others: doc.Run) -> str:
    if not others:
        return element("li", [first])
    return f'<li><span class="lead">{_lead(first)}</span> {element("span", others)}</li>'


def _lead(run: doc.Run) -> str:
    """What stands in a column of its own, and needs no colon."""
    return runs([run._replace(text=run.text.removesuffix(": "), style="")])


def _block(block: doc.Block) -> str:
    match block:
        case doc.TextBlock():
            return _text(block)
        case doc.HeadingBlock():
            return _heading(block)
        case doc.TableBlock():
            return table(block)
        case doc.DeadlinesBlock():
            return table(block.table)
        case doc.PartBlock():
            return _part(block)
        case _:
            assert_never(block)


def _text(block: doc.TextBlock) -> str:
    name, attributes = _ELEMENTS.get(block.kind, "p"), f' class="{block.kind.value.lower()}"'
    first, *others = block.runs
    if first.style == doc.LABEL and others:  # which is no part of the text, nor of its direction
        return f"<{name}{attributes}>{runs([first])}{element('span', others)}</{name}>"
    return element(name, block.runs, attributes)


def _heading(block: doc.HeadingBlock, kind: str = "") -> str:
    """A heading, behind a number that leads to it; *kind* is what it is the heading of."""
    anchor, number = escape(block.anchor), _breakable(escape(block.number))
    if number:
        unseen = f'<span class="unseen">{kind.capitalize()} </span>' if kind else ""
        number = f'<a class="number" href="#{anchor}">{unseen}{number}</a> '
    ident = f' id="{anchor}{"-title" if kind else ""}"' if anchor else ""
    return f"<h{block.level}{ident}>{number}{element('span', block.runs)}</h{block.level}>"


def _part(part: doc.PartBlock) -> str:
    anchor, heading = escape(part.heading.anchor), _heading(part.heading, part.kind)
    places = part.places.items()
    attributes = "".join(f' data-{name}="{" ".join(map(str, own))}"' for name, own in places if own)
    about = f'class="{part.kind}" id="{anchor}" aria-labelledby="{anchor}-title"{attributes}'
    match part.kind:
        case doc.PartKind.ACTION:
            return f"<article {about}>{heading}\n{blocks(part.blocks)}</article>"
        case doc.PartKind.RECOMMENDATION:
            return f"<section {about} data-group>{heading}\n{blocks(part.blocks)}</section>"
        case doc.PartKind.EVALUATION:
            first, *others = part.blocks
            seen = f"<summary>{heading}\n{_block(first)}</summary>\n{blocks(others)}"
            return f"<details {about} data-group{' open' if part.is_open else ''}>{seen}</details>"
        case _:
            assert_never(part.kind)


def _breakable(ident: str) -> str:
    """An id that may go on in another line behind that of its evaluation."""
    return ident.replace(":", ":<wbr>")


def _lang(run: doc.Run) -> str:
    return f' lang="{escape(run.language)}"' if run.language else ""


def _run(run: doc.Run, name: str = "bdi") -> str:
    lang, text = _lang(run), escape(run.text)
    if lang or (name == "bdi" and not text.isascii()):
        text = f"<{name}{lang}>{text}</{name}>"
    if run.is_filtered:  # the script makes a link of it; without a script there is no filter
        text = f'<span data-filter="{escape((run.target or "")[1:])}">{text}</span>'
    elif run.target:
        text = _breakable(text) if run.target.startswith("#") and not lang else text
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
