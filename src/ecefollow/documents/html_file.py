"""The paragraphs and tables of a web page. Nothing that it names is fetched, nor does it run."""

from __future__ import annotations

import re
from collections.abc import Container
from html.parser import HTMLParser
from typing import Final, NamedTuple

from ecefollow.documents import text_encoding
from ecefollow.documents.blocks import PLAIN, Block, Document, Paragraph, Table, require_size
from ecefollow.documents.cells import TableError
from ecefollow.documents.text_runs import BULLET, Appearance, Words

_MOST: Final = 5_000_000  # characters; more than any page of words
_DEEPEST: Final = 250  # elements inside each other
_charset: Final = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE).search
# What browsers, too, read as what it is rather than says.
_USUAL: Final = re.compile(r"utf-?(8|16)|iso-8859-1$|latin-?1$|us-ascii$", re.IGNORECASE).match
_is_page: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    r"<(!doctype html|html|head|body|meta|title|style|table|div|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
).match
# The parser takes minutes for a few thousand tags that do not end, and stops at odd declarations.
_comment: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>", re.DOTALL)
_no_tag: Final = re.compile(r"""<(?!/?[a-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""", re.IGNORECASE)
_looks_struck: Final = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE).search
_looks_hidden: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE).search
_leads_elsewhere: Final = re.compile(r"(?!#|javascript:).", re.IGNORECASE).match
_is_in_line: Final = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|s"
    r"|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|o:p"
).fullmatch
_is_void: Final = re.compile(
    r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
).fullmatch
_OF_PAGE: Final = frozenset(("footer", "nav"))
_SKIPPED: Final = frozenset(("script", "style", "template", "title"))
_STRUCK: Final = frozenset(("del", "s", "strike"))
_BOLD: Final = frozenset(("b", "strong", *(f"h{level}" for level in range(1, 7))))
_CELLS: Final = frozenset(("td", "th"))
# What begins ends those of its like that were left open.
_ENDS: Final = {"p": {"p"}, "li": {"li"}, "td": _CELLS, "th": _CELLS, "tr": {"tr"}}
_AROUND: Final = frozenset(("table", "ul", "ol"))  # but none outside of these


def is_page(start: bytes) -> bool:
    """Whether a file that begins like this is a web page."""
    codec = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    return bool(_is_page(start.removeprefix(b"\xef\xbb\xbf").decode(codec, "ignore")))


def read(data: bytes, encoding: str | None = None) -> Document:
    """The blocks of a web page; TableError if it is too large, or in another encoding."""
    declared = _charset(data[:2048])
    if declared and encoding is None and not _USUAL(declared[1].decode()):
        encoding = declared[1].decode()
    text, findings = text_encoding.decoded(data, encoding)
    if len(text) > _MOST:
        raise TableError(f"the page has more than {_MOST:,} characters")
    tree = _Tree()
    tree.feed(_no_tag.sub("&lt;", _comment.sub("", text)))
    tree.close()
    reader = _PageReader()
    reader.read(tree.open[0], Appearance())
    reader.end_block()
    return Document(reader.blocks, findings)


class _Element(NamedTuple):
    tag: str
    attributes: dict[str, str | None]
    inside: list[_Element | str]

    def value(self, name: str) -> str:
        """The value of an attribute, empty if there is none."""
        return (self.attributes.get(name) or "").strip()

    def span(self, name: str) -> int:
        """Over how many rows or columns a cell reaches."""
        number = self.value(name)
        return max(int(number[:6]), 1) if number.isdecimal() else 1

    def look(self, around: Appearance) -> Appearance:
        """How the words in it look."""
        style = self.value("style")
        return Appearance(
            struck=around.struck or self.tag in _STRUCK or bool(_looks_struck(style)),
            hidden=around.hidden or "hidden" in self.attributes or bool(_looks_hidden(style)),
            bold=around.bold or self.tag in _BOLD,
            raised=around.raised or self.tag == "sup",
        )


class _Tree(HTMLParser):
    """Puts the elements inside each other, in whatever order they begin and end."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [_Element("", {}, [])]  # from the outermost

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end(_ENDS.get(tag, ()))
        element = _Element(tag, dict(attrs), [])
        self.open[-1].inside.append(element)
        if not _is_void(tag):
            self.open.append(element)
        if len(self.open) > _DEEPEST:
            raise TableError("the elements of the page are nested too deeply")

    def handle_endtag(self, tag: str) -> None:
        self._end({tag})

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def _end(self, tags: Container[str]) -> None:
        """End the innermost element of these, and all in it, if it is of this table or list."""
        for place in range(len(self.open) - 1, 0, -1):
            tag = self.open[place].tag
            if tag in tags:
                del self.open[place:]
            if tag in tags or tag in _AROUND:
                return


class _PageReader:
    """Makes blocks of the elements; what is in a cell, tables too, is lines of it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words = Words()
        self._after_blank = True
        self._table: Table | None = None
        self._is_in_cell = False
        self._free: dict[int, int] = {}  # by column, the first row that no cell above reaches
        self._tables = self._paragraphs = self._cells = 0

    def read(self, parent: _Element, look: Appearance) -> None:
        """Add what is in an element whose words look like that."""
        for child in parent.inside:
            if isinstance(child, str):
                self._add(re.sub(r"[ \t\r\n\f]+", " ", child), look)
            elif child.tag not in _SKIPPED:
                is_block = not _is_in_line(child.tag)
                if is_block:
                    self.end_block()
                begin = len(self.blocks)
                self._read_element(child, child.look(look))
                if is_block:
                    self.end_block()
                if child.tag in _OF_PAGE:
                    for block in self.blocks[begin:]:
                        if isinstance(block, Paragraph):
                            block.is_of_page = True

    def end_block(self) -> None:
        """End a line of a cell, or else the paragraph."""
        self._after_blank = True
        bullet = self._words.bullet  # whose words are in a block inside of the item
        if self._is_in_cell:
            self._words.end_line()
            self._words.bullet = bullet
            return
        words, self._words = self._words, Words(bullet)
        if words.text or words.detail.struck or words.detail.hidden:
            self._paragraphs += 1
            require_size(self._paragraphs, where="among the paragraphs ")
            name = f"paragraph {self._paragraphs}"
            self.blocks.append(Paragraph(name, words.text, words.detail, words.is_bold))

    def _read_element(self, element: _Element, look: Appearance) -> None:
        table = None if self._is_in_cell else self._table
        match element.tag:
            case "table" if not self._table:
                self._read_table(element, look)
            case "td" | "th" if table:
                self._read_cell(table, element, look)
            case "br":
                self._add("\n", look)
            case tag:
                if tag == "tr" and table:
                    table.rows.append([])
                    require_size(len(table.rows), where=f"{table.name}: ")
                elif tag == "li":
                    self._words.bullet = BULLET
                elif tag == "a" and _leads_elsewhere(element.value("href")):
                    self._words.add_link(element.value("href"))
                self.read(element, look)
                if tag == "li":
                    self._words.bullet = ""

    def _read_table(self, element: _Element, look: Appearance) -> None:
        self._tables += 1
        self._cells, self._free = 0, {}
        self._table = table = Table(f"table {self._tables}", [])
        self.read(element, look)
        self.end_block()
        inside = {
            (row, column): detail._replace(rows=min(detail.rows, len(table.rows) - row))
            for (row, column), detail in table.details.items()
        }
        table.details = {place: detail for place, detail in inside.items() if detail != PLAIN}
        self.blocks.append(table)
        self._table = None

    def _read_cell(self, table: Table, cell: _Element, look: Appearance) -> None:
        table.rows = table.rows or [[]]
        row, column = len(table.rows) - 1, 0
        while self._free.get(column, 0) > row:
            column += 1
        rows, columns = cell.span("rowspan"), cell.span("colspan")
        self._cells += columns
        require_size(0, column + columns, self._cells, where=f"{table.name}: ")
        self._free |= dict.fromkeys(range(column, column + columns), row + rows)
        self._is_in_cell = True
        self.read(cell, look)
        self._is_in_cell = False
        texts = table.rows[row]
        texts += [""] * (column - len(texts)) + [self._words.text]
        table.details[row, column] = self._words.detail._replace(rows=rows, columns=columns)
        self._words = Words()

    def _add(self, text: str, look: Appearance) -> None:
        text = text.lstrip(" ") if self._after_blank else text
        if text:
            self._words.add(text, look)
            self._after_blank = text[-1] in " \n"
