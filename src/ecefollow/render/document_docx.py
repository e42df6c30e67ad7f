"""A document for Word, written by python-docx: paragraphs and tables in named styles."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, Final, NamedTuple, assert_never
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Length, Mm, Pt, RGBColor, Twips

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.render.column_widths import column_widths, is_numeric
from ecefollow.views.document import (
    Block,
    Cell,
    DeadlinesBlock,
    HeadingBlock,
    Run,
    TableBlock,
    TextBlock,
    TurnedBlocks,
    WrittenDocument,
    runs_of,
    text_of,
)

# What a file of ours is known by, when another is to be written in its place: it stands at the
# beginning, and is not compressed.
MARK: Final = b"<Application>ecefollow</Application>"
_SHORT, _LONG, _MARGIN = Mm(210), Mm(297), Mm(20)  # of A4
_LETTER: Final = Twips(104)  # wide, in a table
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
_TABLE, _LEAST = "Report Table", "After Table"
_BLACK, _GREY, _RULE, _FAINT = "1D1D21", "57575F", "8C8B85", "D8D6CF"
_TO_THE_RIGHT: Final = ("alignment", WD_ALIGN_PARAGRAPH.RIGHT)
_TABLE_STYLE: Final = f"""<w:style {nsdecls("w")}>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{_RULE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_FAINT}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
<w:bottom w:w="20" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_BLACK}"/></w:tcBorders>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""
_illegal: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Style(NamedTuple):
    """How a style looks, if not as its base: in points, and lines as a multiple."""

    size: float | None = None
    colour: str = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None
    is_bold: bool | None = None
    is_kept: bool | None = None  # with what stands below
    base: str = "Normal"
    border: tuple[str, int] | None = None  # its side, and how many eighths of a point
    more: tuple[str, Any] | None = None  # what python-docx calls it, and what it is


_PARAGRAPHS: Final = {
    "Normal": _Style(10, _BLACK, 0, 6, 1.1, base=""),
    "Organization": _Style(9, after=3, is_bold=True, border=("top", 24)),
    "Title": _Style(22, "", 0, 4, 1, is_bold=True, is_kept=True),
    "Subtitle": _Style(12, _GREY),
    "Facts": _Style(9, after=1),
    "Headline": _Style(12.5, "", 8, 8),
    "Heading 1": _Style(16, "", 18, 6, 1, is_bold=True, is_kept=True, border=("top", 8)),
    "Heading 2": _Style(13, "", 15, 4, 1, is_bold=True, is_kept=True),
    "Heading 3": _Style(11.5, "", 12, 3, 1, is_bold=True, is_kept=True),
    "Heading 4": _Style(10.5, "", 10, 2, 1, is_bold=True, is_kept=True),
    "Caption": _Style(10.5, "", 10, 3, is_bold=True, is_kept=True),
    "Table Text": _Style(9, "", 1.5, 1.5, 1),
    "Table Number": _Style(base="Table Text", more=_TO_THE_RIGHT),
    "Table Head": _Style(8, _GREY, base="Table Text", is_kept=True),
    "Table Head Number": _Style(base="Table Head", more=_TO_THE_RIGHT),
    "Table Section": _Style(10, "", 8, 2, is_bold=True, is_kept=True, base="Table Text"),
    _LEAST: _Style(4, after=0, line=1),
    "List Bullet": _Style(after=1.5),
    "Quote": _Style(border=("left", 18), more=("left_indent", Pt(8.5))),
    "Remark": _Style(9, _GREY, after=4),
    "Footer": _Style(8, _GREY, after=0, more=("alignment", WD_ALIGN_PARAGRAPH.CENTER)),
}
_COLOURS: Final = {
    "Strong": _BLACK,
    "Label": _GREY,
    "Hyperlink": "134F8C",
    "State-overdue": "B0201A",
    "State-scheduled": "8A5200",
    "State-ongoing": "00636E",
    "State-awaiting-event": "7A3A99",
    "State-undated": "3B57A6",
    "State-completed": "1B6A38",
    "State-not-applicable": "5B5F66",
    "State-unknown": _GREY,
}


def render(document: WrittenDocument) -> bytes:
    """The bytes of the file, the same for the same document."""
    made: Any = docx.Document()
    _tidy(made)
    _add_styles(made.styles)
    told, day = made.core_properties, format_day(document.day)
    told.title = shortened(_legal(document.title), _LONGEST)
    told.author = shortened(_legal(document.organization), _LONGEST)
    told.comments, told.language = "", "en"
    told.created = told.modified = datetime.combine(document.day, time())
    section = made.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    for side in ("top", "right", "bottom", "left"):
        setattr(section, f"{side}_margin", _MARGIN)
    section.header_distance = section.footer_distance = _MARGIN // 2
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{_legal(document.title).removesuffix(f' as of {day}')} · {day} · page ")
    _wrap(foot.add_run("1"), _element("w:fldSimple", instr=" PAGE "))
    foot.add_run(" of ")
    _wrap(foot.add_run("1"), _element("w:fldSimple", instr=" NUMPAGES "))
    _Body(made).add(document.blocks)
    return _packed(made)


class _Body:
    """The body in the making: what is added stands below what was added before."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._bookmarks: dict[str, str] = {}  # by their anchors
        self._links: dict[str, str] = {}  # the relationships, by their targets
        self._begin_section(made.sections[0])

    def add(self, blocks: Iterable[Block]) -> None:
        """Add the blocks, on pages like the last one."""
        for block in blocks:
            match block:
                case TextBlock():
                    self._fill(self._end.insert_paragraph_before(), block.kind, block.runs)
                case HeadingBlock():
                    style = f"Heading{block.level - 1}"  # the first is the title
                    self._fill(self._end.insert_paragraph_before(), style, block.runs, block.anchor)
                case TableBlock():
                    self._add_table(block)
                case DeadlinesBlock():
                    self._add_table(block.table)
                case TurnedBlocks():
                    _turn(self._section, WD_ORIENT.LANDSCAPE)
                    self.add(block.blocks)
                    self._begin_section(self._made.add_section())
                    _turn(self._section, WD_ORIENT.PORTRAIT)
                case _:
                    assert_never(block)

    def _begin_section(self, section: Any) -> None:
        self._section = section
        for paragraph in self._made.paragraphs[-1:]:  # that ends the one above
            paragraph.style = _LEAST
        # All is inserted before this one: to add at the end, python-docx looks for it each time.
        self._end = self._made.add_paragraph(style=_LEAST)

    def _add_table(self, block: TableBlock) -> None:
        """Add a table, whose heads a page that it goes on to repeats."""
        if block.is_titled:
            self._fill(self._end.insert_paragraph_before(), "Caption", (Run(block.caption),))
        texts = [block.heads, *(list(map(text_of, row)) for row in block.rows if len(row) > 1)]
        kinds = ["Number" if is_numeric(cells[1:]) else "" for cells in zip(*texts, strict=True)]
        page = self._section
        widths = _widths(texts, page.page_width - page.left_margin - page.right_margin)
        table = self._made.add_table(len(block.rows) + 1, len(widths), _TABLE)
        self._end._p.addprevious(table._tbl)
        table.autofit = False
        table._tblPr.append(_element("w:tblCaption", val=_legal(block.caption)))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        heads, *rows = table.rows
        self._fill_row(heads, block.heads, widths, [f"TableHead{kind}" for kind in kinds])
        heads._tr.trPr.append(_element("w:tblHeader"))
        styles = [f"Table{kind or 'Text'}" for kind in kinds]
        above: Sequence[Any] = ()
        for row, content in zip(rows, block.rows, strict=True):
            filled = self._fill_row(row, content, widths, styles)
            for cell, upper, says in zip(filled, above, content, strict=False):
                if says is None:
                    upper._tc.vMerge = upper._tc.vMerge or "restart"
                    cell._tc.vMerge = "continue"
            above = filled
        # Without a paragraph below it, a table would grow into the next one.
        self._end.insert_paragraph_before(style=_LEAST)

    def _fill_row(
        self, row: Any, content: Sequence[Cell], widths: Sequence[Length], styles: Sequence[str]
    ) -> Sequence[Any]:
        """The cells of a row, with what they say; a single one becomes as wide as the table."""
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        cells: Sequence[Any] = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        if len(content) < len(cells):
            cells, styles = [cells[0].merge(cells[-1])], ["TableSection"]
        for cell, says, style in zip(cells, content, styles, strict=True):
            self._fill(cell.paragraphs[0], style, runs_of(says))
        return cells

    def _fill(self, paragraph: Any, style: str, runs: Sequence[Run], anchor: str = "") -> None:
        paragraph._p.style = style  # by its id: the names are looked up each time
        if _is_right_to_left(text_of(runs)):
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
        if anchor:
            name = self._bookmark(anchor)
            ident = name.removeprefix(_RECORD)
            paragraph._p.append(_element("w:bookmarkStart", id=ident, name=name))
        for run in runs:
            self._add_run(paragraph, run)
        if anchor:
            paragraph._p.append(_element("w:bookmarkEnd", id=ident))

    def _add_run(self, paragraph: Any, run: Run) -> None:
        style = run.style or ("Hyperlink" if run.target else "")
        made = paragraph.add_run(_legal(run.text))
        if style:
            made._r.style = style
        is_right_to_left = _is_right_to_left(run.text)
        if is_right_to_left:
            made.font.rtl = True
        if run.language:
            language = {"bidi" if is_right_to_left else "val": run.language}
            made._r.get_or_add_rPr().append(_element("w:lang", **language))
        if not run.target:
            return
        if run.target.startswith("#"):
            _wrap(made, _element("w:hyperlink", anchor=self._bookmark(run.target[1:])))
        else:
            if run.target not in self._links:
                target, kind = _legal(run.target), RELATIONSHIP_TYPE.HYPERLINK
                self._links[run.target] = self._made.part.relate_to(target, kind, is_external=True)
            _wrap(made, OxmlElement("w:hyperlink", {qn("r:id"): self._links[run.target]}))

    def _bookmark(self, anchor: str) -> str:
        return self._bookmarks.setdefault(anchor, f"{_RECORD}{len(self._bookmarks) + 1}")


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
    for style in made.styles:
        if style != made.styles.default(style.type) and style.name != "List Bullet":
            style.delete()


def _add_styles(styles: Any) -> None:
    """Add the styles, or say how one that is there looks."""
    for name, look in _PARAGRAPHS.items():
        kind: Any = WD_STYLE_TYPE.PARAGRAPH
        style = styles[name] if name in styles else styles.add_style(name, kind, builtin=True)
        style.base_style = styles[look.base] if look.base else None
        style.quick_style = True
        _set_font(style.font, look)
        form = style.paragraph_format
        form.space_before = None if look.before is None else Pt(look.before)
        form.space_after = None if look.after is None else Pt(look.after)
        form.line_spacing = look.line
        form.keep_with_next = form.keep_together = look.is_kept
        if look.more:
            setattr(form, *look.more)
        if look.border:
            side, size = look.border
            border = _element("w:pBdr")
            line = {"val": "single", "sz": str(size), "space": "8", "color": _BLACK}
            border.append(_element(f"w:{side}", **line))
            style.element.pPr.insert_element_before(border, "w:spacing", "w:ind")
        if name.startswith("Heading "):
            style.element.pPr.append(_element("w:outlineLvl", val=f"{int(name[-1]) - 1}"))
    for name, colour in _COLOURS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True)
        _set_font(style.font, _Style(None, colour, is_bold=name.startswith("St") or None))
    styles["Hyperlink"].font.underline = True
    styles["Organization"].font.all_caps = True
    normal = styles["Normal"].element.rPr
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        normal.get_or_add_rFonts().set(qn(f"w:{kind}"), "Arial")
    normal.append(_element("w:lang", val="en-GB"))
    styles.add_style(_TABLE, WD_STYLE_TYPE.TABLE).element.extend(parse_xml(_TABLE_STYLE))


def _set_font(font: Any, look: _Style) -> None:
    font.bold = font.cs_bold = look.is_bold
    if look.colour:
        font.color.rgb = RGBColor.from_string(look.colour)
    if look.size:
        font.size = Pt(look.size)
        # The same of a script that is read from right to left.
        font.element.rPr.sz.addnext(_element("w:szCs", val=str(round(2 * look.size))))


def _widths(texts: Sequence[Sequence[str]], room: int) -> list[Length]:
    """How wide the columns are, together at most as wide as the room."""
    letters = column_widths(texts, room // _LETTER - _GAP * len(texts[0]))
    wanted = [_LETTER * (own + _GAP) for own in letters]
    return [Length(own * min(room, sum(wanted)) // sum(wanted)) for own in wanted]


def _turn(section: Any, orientation: WD_ORIENT) -> None:
    is_wide = orientation is WD_ORIENT.LANDSCAPE
    section.orientation = orientation
    section.page_width, section.page_height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)


def _wrap(run: Any, element: Any) -> None:
    """Put the run into the element, which takes its place."""
    run._r.addprevious(element)
    element.append(run._r)


def _element(tag: str, **attributes: str) -> Any:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})


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
