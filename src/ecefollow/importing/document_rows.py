"""The rows of a document, and by what they were read: the profiles, the words, the headings."""

from __future__ import annotations

from typing import NamedTuple

from ecefollow.documents.blocks import Block, Document, Paragraph, Table
from ecefollow.documents.cells import TableError
from ecefollow.importing import recognition, running_text
from ecefollow.importing.account import Account
from ecefollow.importing.columns import Head, HeadFinder
from ecefollow.importing.layout import Layout
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import DocumentRow, HowRead
from ecefollow.reading.quoting import did_you_mean, quoted


class DocumentRows(NamedTuple):
    """What was read of a document, before anything is made of it."""

    blocks: list[Block]
    rows: list[DocumentRow]
    heads: list[Head]
    how: HowRead
    profiles: list[Profile]

    @property
    def tables(self) -> list[Table]:
        """Its tables, in their order."""
        return [block for block in self.blocks if isinstance(block, Table)]


def read(document: Document, own: Profile) -> DocumentRows:
    """The rows of the document, as the profile *own* says.

    TableError if there is no such sheet, or no text, HeadingError if the columns cannot be told.
    """
    blocks = chosen(document.blocks, own.sheet)
    if not any(isinstance(b, Paragraph) or any(map(any, b.rows)) for b in blocks):
        raise TableError("there is no text in it")
    profiles = recognition.profiles_for(blocks, own)
    how = HowRead.by(profiles)
    blocks = list(running_text.paragraphs(blocks, how))
    how.account = Account(blocks)
    layout = Layout(how, HeadFinder(how.vocabulary, own.columns, own.split_by))
    rows = layout.rows(blocks)
    how.as_of = how.as_of or layout.as_of
    return DocumentRows(blocks, rows, layout.heads, how, profiles)


def chosen(blocks: list[Block], sheet: str | None) -> list[Block]:
    """The blocks to read: those of one sheet, if one is named."""
    if sheet is None:
        return blocks
    names = [b.name.removeprefix("sheet ") for b in blocks if b.name.startswith("sheet ")]
    if sheet not in names:
        hint = (
            did_you_mean(sheet, names) or f"; there are {', '.join(map(quoted, names)) or 'none'}"
        )
        raise TableError(f"there is no sheet {quoted(sheet)}{hint}")
    return [block for block in blocks if block.name == f"sheet {sheet}"]
