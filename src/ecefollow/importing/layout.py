"""What each row of a table and each paragraph says, by key, whatever the form of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from ecefollow.documents.blocks import Block, Paragraph, Place, Table
from ecefollow.documents.sentences import ends_sentence
from ecefollow.importing import naming
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.columns import Head, HeadFinder, HeadingError, TableColumn
from ecefollow.importing.follow_up_text import FollowUp
from ecefollow.importing.labels import Label
from ecefollow.importing.rows import OF_RECOMMENDATIONS, DocumentRow, HowRead, Said
from ecefollow.importing.table_body import NO_COLUMN, TableBody, cleaned
from ecefollow.reading.quoting import quoted
from ecefollow.register.deadlines import format_day

_LABELS: Final = frozenset(("title", *OF_RECOMMENDATIONS))
# What a line below an action may say of it: "Deadline: 31 March 2025".
_OF_ACTIONS: Final = {
    **{key: key for key in OF_ACTIONS},
    "completion": "due",
    "outcome": "progress",
}
# What the paragraphs below a label may go on with.
_GOES_ON: Final = frozenset(("response", "reservation", "notes"))
_ANSWERS: Final = frozenset(("status", "response"))
_PAIR: Final = 2  # cells: a label, and what it stands for
_full_stop: Final = re.compile(r"(?<=[^\W_]{3})\.$")  # not that of "p.m."
_numbered_heading: Final = re.compile(r"([0-9]+)[a-z]?([.:])\s*[^\W\d_][^:.;\n]{1,40}:\s").match
_MOST_IN_HEADING: Final = 8  # words
_inside_sentence: Final = re.compile(r"[.!?;,]\s|[0-9]").search
_footnote: Final = re.compile(r"\[\^?\w{1,3}\]:?\s").match
_of_contents: Final = re.compile(
    r"(?:(?<!\.)\.{4,}+|(?<!\.)(?<!\.\s)(?:\.[^\S\n]){4,}+|(?<!…)…{2,}+|(?<!\s)[^\S\n\t]*+\t)"
    r"\s*+[0-9]{1,4}$"
).search


class Layout:
    """Reads the blocks of a document one after the other; what fits nowhere is a finding."""

    def __init__(self, how: HowRead, finder: HeadFinder) -> None:
        self._how = how
        self._as_of: date | None = None  # the day that the document gives for itself
        self._finder = finder
        self._group: Said | None = None  # the heading of a group speaks for the rows below it
        self._open = ""  # the key of a label, of which what follows may say more
        self._whose = ""  # the label of the response, if it is that of one of several
        self._title = Label("", "", "", "", "")  # the last one of a recommendation
        self._of_pages: set[str] = set()  # what their heads and feet say
        self._follow_up = FollowUp(how)
        self._is_below_title = False  # whether nothing but the title of one was read since
        self._counts = False  # whether a list that begins with 1 stands below that one
        self._is_answered = False  # whether the last recommendation of a label has its answer
        names = "|".join(map(re.escape, how.vocabulary.names("last_update")))
        self._as_of_in = re.compile(rf"\b(?:{names})\b[\s:]*(.*)", re.IGNORECASE | re.DOTALL).search

    def rows(self, blocks: Iterable[Block]) -> list[DocumentRow]:
        """Every row that says something, in order.

        HeadingError if columns cannot be told, or if a recommendation is missing in the prose.
        """
        rows: list[DocumentRow] = []
        between: list[Paragraph] = []
        for block in blocks:
            number = self._title.number
            if isinstance(block, Table):
                rows += self._of_table(block)
                self._title = self._title._replace(number="")  # it may have the next ones
            else:
                rows += self._of_text(block)
                if self._title.number != number:
                    naming.require_next(number, self._title.number, [*between, block])
                    between = []
                between.append(block)
        self._how.as_of = self._how.as_of or self._as_of
        return [*rows, *self._follow_up.begin()]

    def _of_text(self, block: Paragraph) -> Iterator[DocumentRow]:
        place = Place(block.name)
        if block.is_of_page:
            self._leave_of_page(Said(block.text, place))
            return
        said = cleaned(Said(block.text, place, "", block.detail), self._how)
        if not said:
            return
        self._require_one(said)
        if why := _beside(block.text):
            yield from self._no_record([said], why)
            return
        label = self._how.labels.heading(said.text)
        if label and (rows := self._of_label(said, label)) is not None:
            yield from rows
            return
        if self._is_other_heading(block):
            self._open, self._is_below_title = "", False
        self._counts |= bool(re.match(r"\(?1[.)]\s", said.text))
        is_no_record = self._how.vocabulary.is_no_record(said.text)
        if not is_no_record and self._open in {"", "title"} and self._answers(said):
            self._open, self._is_below_title = "response", False
            self._how.find(said, "this answers the recommendation: it was read as the response")
        if is_no_record or not self._open:
            yield from self._of_nothing(said, is_no_record=is_no_record)
        elif self._is_progress(said):
            yield DocumentRow(place, {"progress": said})
        elif self._open == "text":
            yield from self._follow_up.rows(said, said.text)
        else:
            yield self._more(said)

    def _of_nothing(self, said: Said, *, is_no_record: bool) -> Iterator[DocumentRow]:
        """The rows of a paragraph that no label speaks for; below a title it is a note."""
        if self._is_below_title and not is_no_record:
            self._how.find(said, "this stands between the title and the answer: it is a note here")
            yield DocumentRow(said.place, {"notes": said}, goes_on=True)
        else:
            why = "this is not read: neither a label nor a table says what it is"
            yield from self._no_record([said], why)

    def _require_one(self, said: Said) -> None:
        """Raise HeadingError for a paragraph that is about several recommendations."""
        if self._how.labels.begins_several(said.text):
            raise HeadingError(
                f"{said.place} has {quoted(said.text)}, which is about several recommendations; "
                "give each a heading and an answer of its own"
            )

    def _leave_of_page(self, said: Said) -> None:
        """Leave out the head, the foot or the number of a page, and say so once."""
        why = "this is the head, the foot or the number of a page"
        self._how.account.leave(said.place, why)
        alike = re.sub("[0-9]+", "1", said.text)
        if alike not in self._of_pages:
            self._of_pages.add(alike)
            self._how.find(said, f"{why}; it was left out wherever it stands")

    def _is_progress(self, said: Said) -> bool:
        """Whether a paragraph only says how far it is: "Recommendation implemented"."""
        vocabulary = self._how.vocabulary
        return vocabulary.is_progress(said.text) and not vocabulary.status(said.text).meaning

    def _is_other_heading(self, block: Paragraph) -> bool:
        """Whether a paragraph ends what stands above it: a heading that nobody knows."""
        if self._open == "title":
            return False
        number = _numbered_heading(block.text)
        if number and number[2] == ".":  # or it is an item of a list: "2. Training: …"
            is_next = _leading(self._title.number) + 1 == int(number[1])
            number = number if is_next and not self._counts else None
        is_in_style = block.is_heading and not ends_sentence(block.text.rstrip(" :"))
        is_in_words = self._how.labels.is_of_another(block.text) or self._is_title(block.text)
        is_answer = self._how.vocabulary.status(block.text).meaning
        return bool(number) or ((is_in_style or is_in_words) and not is_answer)

    def _is_title(self, text: str) -> bool:
        """Whether a text is a heading by its words: a few before a colon, and no lead-in."""
        is_short = text.endswith(":") and 1 < len(text.split()) <= _MOST_IN_HEADING
        is_heading = is_short and text[:1].isupper() and not _inside_sentence(text)
        return is_heading and not self._how.vocabulary.leads_in(text)

    def _answers(self, said: Said) -> bool:
        """Whether a paragraph below a title answers it, though no label says so."""
        if not self._title.key or self._is_answered:
            return False
        answer = self._how.vocabulary.status(self._without_number(said).text)
        return bool(answer.meaning or answer.is_qualified)

    def _without_number(self, said: Said) -> Said:
        """The text without the number of its paragraph: "3.1 The government agrees" below 3."""
        above = _leading(self._title.number)
        number = above and re.match(rf"{above}\.[0-9]+[.:)]?\s+", said.text)
        return said._replace(text=said.text[number.end() :]) if number else said

    def _of_label(self, said: Said, label: Label) -> Iterable[DocumentRow] | None:
        """The rows of a paragraph that says itself what it is, None if it does not."""
        self._is_below_title = label.key == "title" and bool(label.rest)
        if label.key == "text" and (label.rest or label.number):
            self._open = "text"
            if label.number:
                return [self._follow_up.item(said, said.text)]
            return self._follow_up.labelled(said, label.rest)
        if (key := _OF_ACTIONS.get(label.key)) and label.rest:
            text = said._replace(text=_full_stop.sub("", label.rest), heading=label.words)
            about = DocumentRow(said.place, {key: text})
            return self._follow_up.about(about) if self._open == "text" else [about]
        row = self._labelled([said], NO_COLUMN, Head({}, 0), label)
        if not row:
            return None
        self._open = "text" if label.key == "text" else self._open
        if label.key != "title":
            return [row]
        if self._how.vocabulary.status(label.rest).whole:
            # "Recommendation 2 – Accepted", and what is recommended stands below.
            self._how.find(said, "this answers the recommendation, whose text stands below")
            row.said |= {"title": said._replace(text=""), "status": row.said["title"]}
            self._open, self._is_below_title = "title", False
        self._title, self._counts = label, False
        return [*self._follow_up.begin(), row]

    def _of_table(self, table: Table) -> Iterator[DocumentRow]:
        self._is_below_title = False
        self._group = None if table.name.startswith("sheet ") else self._group
        body = TableBody(table, self._how)
        above: list[list[Said]] = []
        number = 0
        while number < len(table.rows):
            if head := self._finder.at(table, number):
                self._open = ""
                self._how.heads.append(head)
                body.begin(number, head)
                number += head.rows
                continue
            if cells := body.cells(number):
                was_answered = self._is_answered
                itself = self._alone(body, [said for _, said in cells], cells[0][0])
                if itself is not None:
                    if above and was_answered and any(map(_is_answer, itself)):
                        # What stands in the place of its recommendation could not be read.
                        yield DocumentRow(above[-1][0].place, is_lost=True)
                    yield from itself
                elif body.head.columns:
                    self._open = ""
                    row = body.row(number, cells)
                    if self._group and "title" in row.said:
                        row.said.setdefault("tags", self._group)
                    yield row
                else:
                    above.append([said for _, said in cells])
            number += 1
        why = "this stands above the headings" if body.head.columns else "no heading is known here"
        for said in above:
            yield from self._no_record(said, why)
        body.report()

    def _alone(
        self, body: TableBody, said: Sequence[Said], column: TableColumn
    ) -> list[DocumentRow] | None:
        """The rows of one that says itself what it is; None if its columns say so."""
        first = said[0]
        if row := self._labelled(said, column, body.head):
            return [row]
        if self._how.vocabulary.is_no_record(first.text):
            return [*self._no_record(said, "this row is no record")]
        if len(said) > 1:
            return None
        if self._open and (not column.key or first.detail.columns > 1):
            return [self._more(first)]
        if body.head.columns and body.stands_over(first):
            return [DocumentRow(first.place, {"title": first}, is_alone=True)]
        return None

    def _more(self, said: Said) -> DocumentRow:
        """A lone text that says more of the label above it."""
        if self._open == "response":
            said = self._without_number(said)._replace(heading=self._whose)
        return DocumentRow(said.place, {self._open: said}, goes_on=True)

    def _labelled(
        self, said: Sequence[Said], column: TableColumn, head: Head, label: Label | None = None
    ) -> DocumentRow | None:
        """A row that says what it is itself: "Management response: Agreed"."""
        first, value = said[0], said[-1]
        label = label or (self._how.labels.read(first.text) if len(said) <= _PAIR else None)
        if not label:
            return None
        if label.key == "text":
            self._open = ""
            if len(said) == 1 and not (label.rest or label.number):  # "Key actions:" is no action
                self._how.account.read(first.place, "heading")
                return DocumentRow(first.place, label=label)
        if label.key not in _LABELS:
            return None
        if len(said) > 1:
            is_in_columns = head.has("title") and label.number
            if label.rest or is_in_columns or self._how.vocabulary.key(value.text):
                return None
            self._how.account.read(first.place, "heading")
        elif column.key == label.key != "title":
            return None
        else:
            value = first._replace(text=label.rest)
        value = value._replace(heading=label.words)
        self._whose = "" if self._how.vocabulary.key(label.words) else label.words
        is_answer = label.key in _ANSWERS
        self._is_answered = is_answer or (self._is_answered and label.key != "title")
        row = DocumentRow(first.place, label=label)
        if label.key == "tags":
            self._group = value if value.text else None
            return row
        self._open = label.key if label.key in _GOES_ON or not value.text else ""
        if value.text or label.key == "title":
            row.said[label.key] = value
        else:
            self._how.account.read(first.place, "heading")
        return row

    def _no_record(self, said: Sequence[Said], why: str) -> Iterator[DocumentRow]:
        """Leave out a row or paragraph, which may give the document's day.

        It may also begin a recommendation that cannot be read: what follows is then of none.
        """
        texts = [cell.text for cell in said]
        day = self._find_day(said)
        if len(said) == 1 and self._how.labels.may_begin_recommendation(texts[0]):
            why = "this looks like a recommendation, and its number and text cannot be told apart"
            yield DocumentRow(said[0].place, is_lost=True)
        for cell in said:
            self._how.account.leave(cell.place, why)
        message = f"{why}; it was left out"
        if day:
            message = f"this was read as the day of the document, {format_day(day)}"
            if self._how.as_of:
                message = "this is the day of the document; --as-of goes before it"
        self._how.find(said[0], message, " | ".join(texts))

    def _find_day(self, said: Sequence[Said]) -> date | None:
        """Take the day that the document gives for itself: "Tracker as of 31 March 2025"."""
        for cell, following in zip(said, [*said[1:], None], strict=True):
            if self._as_of or not (match := self._as_of_in(cell.text)):
                continue
            told = following if following and not match[1] else cell
            self._as_of, _ = self._how.day(told._replace(text=match[1] or told.text))
            if self._as_of:
                self._how.account.read(told.place, "as_of")
                return self._as_of
        return None


def _beside(text: str) -> str:
    """What a paragraph is beside the text of the document, empty for one that is part of it."""
    if _of_contents(text):
        return "this is a line of a table of contents"
    return "this is a footnote" if _footnote(text) else ""


def _leading(number: str) -> int:
    """The number with which that of a recommendation begins: 2 of "2a", 0 without one."""
    match = re.match("[0-9]+", number)
    return int(match[0]) if match else 0


def _is_answer(row: DocumentRow) -> bool:
    return row.label is not None and row.label.key in _ANSWERS
