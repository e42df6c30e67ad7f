"""The paragraphs and tables of a Word document, opened by python-docx, the extra `docx`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from zipfile import ZipFile

from ecefollow.documents import blocks
from ecefollow.documents.blocks import PLAIN, Document, Finding, Paragraph, Place, Table
from ecefollow.documents.text_runs import BULLET, Appearance, Words
from ecefollow.reading import extras

# python-docx finds the parts of the document; they are read from their elements, since it has no
# tracked changes, content controls, numbered lists, fields or notes.

_is_list: Final = re.compile(r"list (bullet|number)", re.IGNORECASE).match
_is_heading: Final = re.compile(r"heading [1-9]$|title$|subtitle$", re.IGNORECASE).match
_link: Final = re.compile(r'HYPERLINK\s+"([^"]+)"').findall
# What was deleted or moved away is no word of the source any more.
_NO_COLOUR: Final = frozenset(("", "auto", "FFFFFF"))
_NO_TEXT: Final = frozenset(("del", "moveFrom", "pPr", "rPr", "tblPr", "tcPr", "trPr", "Fallback"))
_CHARACTERS: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_BESIDE: Final = frozenset(("comments", "footnotes", "endnotes", "header", "footer"))
_Form = dict[str, bool]  # what a style or a run says of its words, by Word's names


def read(archive: ZipFile) -> Document:
    """The blocks of a document.

    TableError if a table is too large; a damaged document raises whatever python-docx does.
    """
    with extras.needed("python-docx"):
        # Late: an extra, and slow to import.
        import docx
    reader = _BlockReader(docx.Document(archive.fp))
    return Document(list(reader.blocks()), list(reader.findings()))


class _BlockReader:
    """Reads the blocks of a document, and then what else has a text."""

    def __init__(self, document: Any) -> None:
        self._part = document.part
        self._body = document.element.body
        self._styles = {style.styleId: style for style in document.styles.element.style_lst}
        self._hanging: dict[tuple[str, str], Place] = {}  # where a note or a comment hangs
        self._instructions = ""  # those of the fields in a paragraph

    def blocks(self) -> Iterator[blocks.Block]:
        """The paragraphs that have a text, and the tables."""
        tables = paragraphs = 0
        for element in _inside(self._body, "p", "tbl"):
            if _name(element) == "tbl":
                tables += 1
                yield self._table(element, f"table {tables}")
                continue
            name = f"paragraph {paragraphs + 1}"
            words = Words()
            is_heading = self._read(element, words, Place(name)) or words.is_bold
            if words.text or words.detail != PLAIN:
                paragraphs += 1
                blocks.require_size(paragraphs, where="among the paragraphs ")
                yield Paragraph(name, words.text, words.detail, is_heading=is_heading)

    def findings(self) -> Iterator[Finding]:
        """What stands beside the blocks, which must have been read."""
        if {"ins", "del", "moveFrom", "moveTo"} & set(map(_name, self._body.iter())):
            message = "there are tracked changes; the text was read as if they were all accepted"
            yield Finding(Place(), "", message)
        for relation in self._part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if kind in _BESIDE and not relation.is_external:
                yield from self._beside(kind, relation.target_part.blob)

    def _beside(self, kind: str, xml: bytes) -> Iterator[Finding]:
        from docx.oxml.parser import parse_xml

        root = parse_xml(xml)
        for note in [root] if kind in {"header", "footer"} else root:
            if text := self._lines(note, Place()).text:
                place = self._hanging.get((kind, _value(note, "id")), Place())
                yield Finding(place, text, f"this stands in the {kind}; it was not read")

    def _table(self, element: Any, name: str) -> Table:
        table = Table(name, [])
        cells = 0
        tall: dict[int, tuple[int, int]] = {}  # by column, where a cell begins that goes on below
        for number, row in enumerate(_inside(element, "tr")):
            above, tall = tall, {}
            texts = [""] * _columns(_child(row, "trPr", "gridBefore"), 0)
            table.rows.append(texts)
            for cell in _inside(row, "tc"):
                place = number, len(texts)
                words = self._lines(cell, table.place(*place))
                text, detail = words.text, words.detail
                span = _columns(_child(cell, "tcPr", "gridSpan"), 1)
                first, merge = place, _child(cell, "tcPr", "vMerge")
                if merge is not None:
                    goes_on = _value(merge) != "restart"
                    first = tall[place[1]] = above.get(place[1], place) if goes_on else place
                if first == place:
                    detail = detail._replace(columns=span)
                else:
                    rows = number - first[0] + 1
                    table.details[first] = table.detail(*first)._replace(rows=rows)
                    hidden = "\n".join(filter(None, (text, detail.hidden)))  # Word shows none of it
                    text, detail = "", detail._replace(hidden=hidden)
                if not text:
                    fill = _value(_child(cell, "tcPr", "shd"), "fill")
                    detail = detail._replace(fill=fill if fill not in _NO_COLOUR else "")
                if detail != PLAIN:
                    table.details[place] = detail
                texts += [text, *[""] * (span - 1)]
                cells += span
                blocks.require_size(number + 1, len(texts), cells, where=f"{name}: ")
        return table

    def _lines(self, parent: Any, place: Place) -> Words:
        """The words of the paragraphs in an element, those of tables in it too, a line each."""
        words = Words()
        for paragraph in _inside(parent, "p"):
            self._read(paragraph, words, place)
            words.end_line(even_if_empty=True)
        return words

    def _read(self, paragraph: Any, words: Words, place: Place) -> bool:
        """Add the words of a paragraph; whether its style is that of a heading."""
        names, form = self._style(_value(_child(paragraph, "pPr", "pStyle")))
        is_heading = any(map(_is_heading, names))
        numbered = _child(paragraph, "pPr", "numPr")
        is_list = numbered is not None or any(map(_is_list, names))
        if is_list and not is_heading and _value(_child(numbered, "numId")) != "0":
            words.bullet = BULLET
        self._instructions = ""
        self._add(paragraph, form, words, place)
        for address in _link(self._instructions):
            words.add_link(address)
        return is_heading

    def _add(self, parent: Any, form: _Form, words: Words, place: Place) -> None:
        for child in parent:
            name = _name(child)
            match name:
                case "t" | "tab" | "br" | "cr" | "noBreakHyphen":
                    is_struck = form.get("strike", False) or form.get("dstrike", False)
                    look = Appearance(
                        is_struck,
                        form.get("vanish", False),
                        form.get("b", False),
                        form.get("superscript", False),
                    )
                    words.add(_CHARACTERS.get(name, child.text or ""), look)
                case "instrText":
                    self._instructions += child.text or ""
                case "commentReference" | "footnoteReference" | "endnoteReference":
                    self._hanging[name.replace("Reference", "s"), _value(child, "id")] = place
                case "r":
                    style = self._style(_value(_child(child, "rPr", "rStyle")))[1]
                    self._add(child, form | style | _own_form(child), words, place)
                case "p":  # in a shape
                    words.end_line()
                    self._add(child, form, words, place)
                    words.end_line()
                case _ if name not in _NO_TEXT:
                    relation = self._part.rels.get(_value(child, "id"))
                    if name == "hyperlink" and relation and relation.is_external:
                        words.add_link(relation.target_ref)
                    self._instructions += _value(child, "instr")
                    self._add(child, form, words, place)

    def _style(self, ident: str) -> tuple[list[str], _Form]:
        """The names of a style and of those that it is based on, and how its words look."""
        chain: list[Any] = []
        while ident in self._styles and self._styles[ident] not in chain:
            chain.append(self._styles[ident])
            ident = _value(_child(chain[-1], "basedOn"))
        form: _Form = {}
        for style in reversed(chain):
            form |= _own_form(style)
        return [_value(_child(style, "name")) for style in chain], form


def _own_form(element: Any) -> _Form:
    """What a run or a style itself says of how its words look."""
    properties = _child(element, "rPr")
    says = () if properties is None else properties
    form = {_name(each): _value(each) not in {"0", "false", "off"} for each in says}
    if "vertAlign" in form:
        form["superscript"] = _value(_child(properties, "vertAlign")) == "superscript"
    return form


def _inside(parent: Any, *wanted: str) -> Iterator[Any]:
    """The nearest elements of these names, through whatever is around them."""
    for child in parent:
        name = _name(child)
        if name in _NO_TEXT or _child(child, "trPr", "del") is not None:
            continue
        if name in wanted:
            yield child
        else:
            yield from _inside(child, *wanted)


def _columns(element: Any, least: int) -> int:
    """A number of columns, which is the *least* where no element says it."""
    columns = max(int(_value(element) or least), least)
    blocks.require_size(0, columns)
    return columns


def _child(element: Any, *names: str) -> Any:
    """The element down that path, by its first children of these names; None if there is none."""
    for name in names:
        if element is not None:
            element = next((child for child in element if _name(child) == name), None)
    return element


def _value(element: Any, key: str = "val") -> str:
    """The value of an attribute of Word's own; empty where it or the element is not there."""
    items = () if element is None else element.items()
    return next((text for name, text in items if name.endswith(f"}}{key}")), "")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has none
