"""The rows of a document, and how they were read: by which profiles, words and headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ecefollow.documents.blocks import Block, Document, Paragraph
from ecefollow.documents.cells import TableError
from ecefollow.importing import recognition, running_text
from ecefollow.importing.account import Account
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.columns import HeadFinder, require_subject
from ecefollow.importing.layout import Layout
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import DocumentRow, HowRead
from ecefollow.reading.quoting import did_you_mean, quoted


class DocumentRows(NamedTuple):
    """What was read of a document, before anything is made of it."""

    blocks: list[Block]
    rows: list[DocumentRow]
    how: HowRead


def read(document: Document, own: Profile, *, is_tracker: bool = False) -> DocumentRows:
    """The rows of the document, as the profile *own* says.

    Those of a tracker need no more than the text of an action, which the register has.
    TableError if there is no such sheet, or no text, HeadingError if the columns cannot be told.
    """
    blocks = chosen(document.blocks, own.sheet)
    if not any(isinstance(b, Paragraph) or any(map(any, b.rows)) for b in blocks):
        raise TableError("there is no text in it")
    how = HowRead.by(recognition.profiles_for(blocks, own))
    blocks = list(running_text.paragraphs(blocks, how))
    how.account = Account(blocks)
    rows = Layout(how, HeadFinder(how.vocabulary, own)).rows(blocks)
    labels = {row.label.key for row in rows if row.label}
    is_enough = labels or any(head.has("text") for head in how.heads)
    if not (is_enough if is_tracker else "title" in labels):
        require_subject(blocks, how.heads)
    how.actions = _where_actions_are(how, rows)
    return DocumentRows(blocks, rows, how)


def _where_actions_are(how: HowRead, rows: Sequence[DocumentRow]) -> str | None:
    """What a profile says of where actions are; where only the headings tell, that is a finding."""
    own, *others = (profile.actions for profile in how.profiles)
    keys = {key for row in rows for key in row.said}
    keys |= {column.key for head in how.heads for column in head.columns.values()}
    if own or "text" in keys:
        return own
    if said := next(filter(None, others), None):
        return said
    if keys.isdisjoint(OF_ACTIONS):
        return None
    message = (
        "nothing says what the actions are: each recommendation was read as its own action; "
        "“actions: from-recommendations” in a profile says so"
    )
    how.note(message)
    return "from-recommendations"


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
