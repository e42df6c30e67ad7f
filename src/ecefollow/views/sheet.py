"""The sheet to fill in: what stands above the table, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ecefollow.analysis.filters import Item
from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, sent
from ecefollow.analysis.values_in_words import READING_MARK, part_of, words
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Evaluation, Register
from ecefollow.views import actions
from ecefollow.views.context import Context, filter_lines
from ecefollow.views.listing import MARK_MEANS, Column, Listing

_HOW: Final = (
    "Fill in the white cells of the actions that have news, and leave the others empty. Write new "
    "actions into the last rows. Save, and send the file back."
)


class Sheet(NamedTuple):
    """The rows and their columns, with what a reader of the sheet is told besides.

    `recommendations` are the ids that a new action may be under.
    """

    title: str
    about: tuple[str, ...]
    language: str
    listing: Listing
    recommendations: tuple[str, ...]


def sheet(
    rows: Sequence[Item], context: Context, register: Register, evaluations: Sequence[Evaluation]
) -> Sheet:
    """A sheet to fill in: what each action is and how it stands, and room for an update.

    The *register* has all that were asked as one, and *evaluations* are theirs.
    """
    columns = tuple(Column(key, head, itemgetter(key)) for key, head in HEADINGS.items())
    empty = dict.fromkeys(ASKED, "")
    cells = [sent(item) | empty for item in rows]
    listing = actions.actions(rows, context)._replace(rows=cells, fields=columns)
    shown = f"{part_of(len(rows), context.total, 'action')}, as of {format_day(context.day)}"
    others = {name: value for name, value in context.filter.items() if name != "responsible"}
    units = context.filter.get("responsible", ())
    contacts = _all(each.contact.removeprefix("mailto:") for each in evaluations if each.contact)
    addressed = [f"For {words(tuple(units))}"] if units else []
    addressed += [f"Send it back to {contacts}"] if contacts else []
    is_marked = any(row["due"].endswith(READING_MARK) for row in cells)
    about = (
        f"{_all(each.organization for each in evaluations)} · {shown}",
        *filter_lines(others),
        *([" · ".join(addressed)] if addressed else []),
        *([f"{MARK_MEANS}."] if is_marked else []),
        _HOW,
    )
    title = _all(each.title for each in evaluations)
    languages = {each.language for each in evaluations}
    language = languages.pop() if len(languages) == 1 else ""  # a workbook has one
    ids = tuple(each.id for each in register.recommendations)
    return Sheet(title, about, language, listing, ids)


def _all(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(map(words, texts)))
