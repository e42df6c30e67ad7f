"""A document for Word: paragraphs and tables in named styles, in a file of python-docx."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime, time
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Any, Final, assert_never
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.render.column_widths import column_widths, numeric, texts_of
from ecefollow.views import document as doc

# What a file of ours is known by, when another is to be written in its place: it stands at the
# beginning, and is not compressed.
MARK: Final = b"<Application>ecefollow</Application>"
_SHORT, _LONG, _MARGIN = 11906, 16838, 1134  # of A4, in twentieths of a point, as all lengths here
_LETTER: Final = 104  # wide, in a table
_GAP: Final = 2  # letters between columns
_LONGEST: Final = 255  # letters of a property
_RECORD: Final = "record"  # begins the names of bookmarks: Word allows no more than 40 letters
# What python-docx begins a document with, and this one has no use for.
_UNUSED: Final = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
_APPLICATION: Final = PackURI("/docProps/app.xml")
_PROPERTIES: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties">%b</Properties>'
)
_NAMESPACES: Final = nsdecls("w", "r")
_PAGE: Final = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_LEAST: Final = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/>{}</w:pPr></w:p>'
_TABLE: Final = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:type="auto" w:w="0"/>'
    '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" '
    'w:lastRow="0" w:noHBand="0" w:noVBand="1" w:val="04A0"/><w:tblCaption w:val="{}"/></w:tblPr>'
    "<w:tblGrid>{}</w:tblGrid>{}</w:tbl>"
)
_illegal: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: doc.WrittenDocument) -> bytes:
    """The bytes of the file, the same for the same document."""
    made: Any = docx.Document()
    _tidy(made)
    styles = (files("ecefollow.render") / "templates" / "document_styles.xml").read_bytes()
    made.styles.element[:] = parse_xml(styles)[:]
    told, day = made.core_properties, format_day(document.day)
    told.title = shortened(_legal(document.title), _LONGEST)
    told.author = shortened(_legal(document.organization), _LONGEST)
    told.comments, told.language = "", "en"
    told.created = told.modified = datetime.combine(document.day, time())
    title = document.title.removesuffix(f" as of {day}") + "\u200e"  # whatever its script is
    foot = f"{_text(f'{title} · {day} · page ')}{_PAGE.format('PAGE')}{_text(' of ')}"
    line = made.sections[0].footer.paragraphs[0]._p
    line.extend(_parsed(f"{foot}{_PAGE.format('NUMPAGES')}"))
    body, section = made.element.body, made.sections[0]._sectPr
    _lay_out(section, _SHORT, _LONG)
    writer = _Writer(made.part)
    if document.matrix:
        wide = deepcopy(section)
        _lay_out(wide, _LONG, _SHORT)
        first = [*_dense(document.front), *doc.in_a_row(document.matrix)]
        body[:0] = _parsed(writer.written(first, _LONG))
        end = _parsed(_LEAST.format(""))[0]
        end.pPr.append(wide)
        section.addprevious(end)
    blocks = (
        _dense(document.blocks)
        if document.matrix
        else doc.in_a_row([*document.front, *document.blocks])
    )
    end = _LEAST.format("")  # so that no table is the last, which Word does not open
    for each in _parsed(writer.written(blocks, _SHORT) + end):
        section.addprevious(each)
    return _packed(made)


class _Writer:
    """Writes blocks as XML, and remembers to what they lead."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._bookmarks: dict[str, str] = {}  # by their anchors
        self._links: dict[str, str] = {}  # the relationships, by their targets

    def written(self, blocks: Iterable[doc.FlatBlock], width: int) -> str:
        """The blocks, on pages of the width."""
        room = width - 2 * _MARGIN
        return "".join(part for block in blocks for part in self._block(block, room))

    def _block(self, block: doc.FlatBlock, room: int) -> Iterator[str]:
        match block:
            case doc.TextBlock():
                yield self._paragraph(block.kind, block.runs)
            case doc.HeadingBlock():  # the first is the title
                yield self._paragraph(f"Heading{block.level - 1}", block.whole, block.anchor)
            case doc.TableBlock():
                if block.is_titled:
                    yield self._paragraph("Caption", (doc.Run(block.caption),))
                # Without a paragraph below it, a table would grow into the next one.
                yield f"{self._table(block, room)}{_LEAST.format('')}"
            case doc.DeadlinesBlock():
                yield from self._block(block.table, room)
            case _:
                assert_never(block)

    def _table(self, block: doc.TableBlock, room: int) -> str:
        """A table, whose heads a page that it goes on to repeats."""
        texts = texts_of(block)
        kinds = ["Number" if is_numeric else "" for is_numeric in numeric(texts)]
        letters = column_widths(texts, room // _LETTER - _GAP * len(texts[0]))
        wanted = [_LETTER * (own + _GAP) for own in letters]
        widths = [own * min(room, sum(wanted)) // sum(wanted) for own in wanted]
        heads = [f"TableHead{kind}" for kind in kinds]
        styles = [f"Table{kind or 'Text'}" for kind in kinds]
        rows = [self._row(block.heads, widths, heads, [""] * len(widths), "<w:tblHeader/>")]
        for row, below in zip(block.rows, [*block.rows[1:], ()], strict=True):
            if len(row) == 1:
                span = f'<w:gridSpan w:val="{len(widths)}"/>'
                rows.append(self._row(row, [sum(widths)], ["TableSection"], [span]))
                continue
            goes_on = [len(below) > 1 and below[n] is None for n in range(len(row))]
            merged = [
                "<w:vMerge/>" if cell is None else '<w:vMerge w:val="restart"/>' if on else ""
                for cell, on in zip(row, goes_on, strict=True)
            ]
            rows.append(self._row(row, widths, styles, merged))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return _TABLE.format(_escaped(block.caption), grid, "".join(rows))

    def _row(
        self,
        cells: Sequence[doc.Cell],
        widths: Sequence[int],
        styles: Sequence[str],
        merged: Sequence[str],
        more: str = "",
    ) -> str:
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{merge}</w:tcPr>'
            f"{self._paragraph(style, doc.runs_of(cell))}</w:tc>"
            for cell, width, style, merge in zip(cells, widths, styles, merged, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{written}</w:tr>"

    def _paragraph(self, style: str, runs: Sequence[doc.Run], anchor: str = "") -> str:
        bidi = "<w:bidi/>" if _is_right_to_left(doc.text_of(runs)) else ""
        written = "".join(self._run(run) for run in runs if run.text)
        if anchor:
            name = self._bookmark(anchor)
            ident = f'w:id="{name.removeprefix(_RECORD)}"'
            written = f'<w:bookmarkStart {ident} w:name="{name}"/>{written}<w:bookmarkEnd {ident}/>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{written}</w:p>'

    def _run(self, run: doc.Run) -> str:
        link, is_remark = run.link, run.style == doc.REMARK
        style = run.style or ("Hyperlink" if link else "")
        form = f'<w:rStyle w:val="{style}"/>' if style else ""
        if is_right_to_left := _is_right_to_left(run.text):
            form += "<w:rtl/>"
        if run.language:
            form += (
                f'<w:lang w:{"bidi" if is_right_to_left else "val"}="{_escaped(run.language)}"/>'
            )
        written = _text(run.text, form, "<w:br/>" if is_remark else "")
        if not link:
            return written
        if link.startswith("#"):
            return f'<w:hyperlink w:anchor="{self._bookmark(link[1:])}">{written}</w:hyperlink>'
        if link not in self._links:
            target, kind = _legal(link), RELATIONSHIP_TYPE.HYPERLINK
            self._links[link] = ident = f"link{len(self._links) + 1}"
            self._part.rels.add_relationship(kind, target, ident, is_external=True)
        return f'<w:hyperlink r:id="{self._links[link]}">{written}</w:hyperlink>'

    def _bookmark(self, anchor: str) -> str:
        return self._bookmarks.setdefault(anchor, f"{_RECORD}{len(self._bookmarks) + 1}")


def _dense(blocks: Iterable[doc.Block]) -> Iterator[doc.FlatBlock]:
    """The blocks, facts one behind the other: on paper, a line for each would be pages of them."""
    for is_fact, some in groupby(doc.in_a_row(blocks), key=_is_fact):
        if is_fact:
            runs = [run for fact in some for run in (doc.Run(" · "), *fact.runs)]  # type: ignore[union-attr]
            yield doc.TextBlock(doc.Kind.FACT, tuple(runs[1:]))
        else:
            yield from some


def _is_fact(block: doc.Block) -> bool:
    return isinstance(block, doc.TextBlock) and block.kind is doc.Kind.FACT


def _tidy(made: Any) -> None:
    """Take out what python-docx's own template brings along, and say what wrote the file."""
    package = made.part.package
    for relations in (package.rels, made.part.rels):
        for ident, relation in list(relations.items()):
            if relation.reltype.endswith(_UNUSED):
                del relations[ident]
    kind, application = CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _PROPERTIES % MARK
    part = Part(_APPLICATION, kind, application, package)
    package.relate_to(part, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    (mode,) = made.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")  # of Word since 2013


def _lay_out(section: Any, width: int, height: int) -> None:
    """Make the pages of a section so wide and so high."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    size.set(qn("w:w"), f"{width}")
    size.set(qn("w:h"), f"{height}")
    size.set(qn("w:orient"), "landscape" if width > height else "portrait")
    for side in ("top", "right", "bottom", "left"):
        margins.set(qn(f"w:{side}"), f"{_MARGIN}")
    for side in ("header", "footer"):
        margins.set(qn(f"w:{side}"), f"{_MARGIN // 2}")


def _parsed(xml: str) -> list[Any]:
    return list(parse_xml(f"<w:body {_NAMESPACES}>{xml}</w:body>"))


def _text(text: str, form: str = "", before: str = "") -> str:
    form = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{form}{before}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'


def _escaped(text: str) -> str:
    return escape(_legal(text))


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in {"L", "R", "AL"}), "L") != "L"


def _legal(text: str) -> str:
    """The text without what XML cannot hold, such as half a letter in the name of a file."""
    return _illegal.sub("\ufffd", text)


def _packed(made: Any) -> bytes:
    """The bytes of the file: the mark at the beginning, and no time at which it was written."""
    saved, packed = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with ZipFile(saved) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        mark = _APPLICATION.membername
        for name in [mark, *(name for name in old.namelist() if name != mark)]:
            new.writestr(
                ZipInfo(name), old.read(name), ZIP_STORED if name == mark else ZIP_DEFLATED
            )
    return packed.getvalue()
