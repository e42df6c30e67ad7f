"""Which column of a table holds what: the rows of headings, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.blocks import Block, Paragraph, Table
from ecefollow.documents.cells import column_letters
from ecefollow.importing import days, numbering
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile
from ecefollow.register.vocabulary import Progress, Status

# What a record is of: a row of headings has one of these, and another besides.
SUBJECTS: Final = frozenset(("title", "text"))
# What may stand in several columns, and is then joined.
_REPEATED: Final = frozenset(("note", "notes", "evidence", "tags", "response"))
_LONGEST: Final = 200  # of a heading, with what it says to those who fill in the table
_MOST_ROWS: Final = 3
_MOST_TOLD: Final = 8  # headings


class HeadingError(ValueError):
    """Headings by which the columns cannot be told: why, and what helps."""


class TableColumn(NamedTuple):
    """What a column holds: a key, empty if nobody knows; and the day for which it speaks if any."""

    key: str
    heading: str
    day: date | None = None


class Head(NamedTuple):
    """The columns below so many rows of headings, by their numbers from 0."""

    columns: dict[int, TableColumn]
    rows: int

    def has(self, *keys: str) -> bool:
        """Whether there is a column of one of these keys."""
        return any(column.key in keys for column in self.columns.values())


class HeadFinder:
    """Finds the rows of headings in tables."""

    def __init__(self, vocabulary: Vocabulary, own: Profile) -> None:
        self._vocabulary = vocabulary
        self._letters = {name.upper(): key for name, key in own.columns.items() if name.isalpha()}
        self._split_by = own.split_by
        self._begun: set[str] = set()  # the tables whose headings were met
        self._meanings: dict[str, str | None] = {}  # a table says the same again and again

    def at(self, table: Table, row: int) -> Head | None:
        """The head that begins in a row of the table, None if it is no row of headings.

        HeadingError if two columns hold the same, or one could hold two things.
        """
        texts = table.rows[row]
        lettered = self._lettered(table, texts)
        if not (lettered or any(self._meaning(text) for text in texts)):
            return None
        whole, rows = list(texts), 1
        while rows < _MOST_ROWS and self._goes_on(whole, table, row + rows):
            whole = self._joined(whole, table, row + rows - 1, table.rows[row + rows])
            rows += 1
        meant = lettered | {meaning for text in whole if (meaning := self._meaning(text))}
        if len(meant) < 2 or meant.isdisjoint(SUBJECTS):  # noqa: PLR2004 - a subject and another
            return None
        self._begun.add(table.name)
        return Head(self._columns(whole, table, row + rows), rows)

    def _lettered(self, table: Table, texts: Sequence[str]) -> set[str]:
        """The keys of the columns named by letter, in what may be the first row of headings."""
        if not self._letters or table.name in self._begun:
            return set()
        letters = {column_letters(n) for n, text in enumerate(texts) if text.strip()}
        return {self._letters[letter] for letter in letters & self._letters.keys()}

    def _meaning(self, text: str) -> str | None:
        if text not in self._meanings:
            known = bool(text.strip()) and len(text) <= _LONGEST
            self._meanings[text] = self._vocabulary.key(text) if known else None
        return self._meanings[text]

    def _goes_on(self, above: Sequence[str], table: Table, row: int) -> bool:
        """Whether a row has more headings, below those that stand over several columns.

        It leaves some of those above alone, as no row does that begins a record.
        """
        if row >= len(table.rows):
            return False
        below = {n: text for n, text in enumerate(table.rows[row]) if text.strip()}
        known = [n for n, text in below.items() if self._meaning(text)]
        if 2 * len(known) < len(below):
            return False
        parted = [n for n in below if self._is_over_several(above, table, row - 1, n)]
        is_left_alone = any(text.strip() and n not in below for n, text in enumerate(above))
        if not (known and parted and is_left_alone):
            return False
        return len(below) in {len(known), len(parted)}

    @staticmethod
    def _is_over_several(above: Sequence[str], table: Table, row: int, n: int) -> bool:
        """Whether the heading above a column is merged, or none of its own."""
        if n >= len(above) or not above[n].strip() or table.detail(row, n).columns > 1:
            return True
        return n + 1 < len(above) and not above[n + 1].strip()

    def _joined(
        self, above: Sequence[str], table: Table, row: int, below: Sequence[str]
    ) -> list[str]:
        """The headings of two rows: "Status" below "Tracking" is the tracking status."""
        texts = list(above)
        parent, parent_ends = "", 0
        for n, child in enumerate(below):
            if n < len(above) and above[n].strip():
                parent, parent_ends = above[n], n + max(table.detail(row, n).columns, 1)
            elif parent_ends <= n < len(above):
                parent_ends = n + 1  # a CSV file does not say over which columns a heading stands
            if not child.strip():
                continue
            both = f"{parent} {child}" if n < parent_ends else child
            texts += [""] * (n + 1 - len(texts))
            texts[n] = both if self._meaning(both) else child
        return texts

    def _columns(self, texts: Sequence[str], table: Table, below: int) -> dict[int, TableColumn]:
        columns: dict[int, TableColumn] = {}
        for n, text in enumerate(texts):
            heading = " ".join(text.split())
            key, day = self._letters.get(column_letters(n)), None
            if key is None and self._split_by and heading.casefold() == self._split_by.casefold():
                key = "evaluation"
            if key is None:
                key, day = self._key_and_day(text)
            if heading or key:
                columns[n] = TableColumn(key or "", heading, day)
        self._settle_title(columns, table, below)
        self._settle_numbers(columns)  # of the title, where "Rec" is one
        self._settle_outcome(columns, table, below)
        self._settle_completion(columns)
        self._require_distinct(columns)
        return columns

    def _key_and_day(self, text: str) -> tuple[str | None, date | None]:
        """The key of a heading, and the day in "Status as of 30 June 2024"."""
        if (key := self._meaning(text)) is not None or not any(map(str.isdigit, text)):
            return key, None
        words = text.split()
        for n in range(1, len(words)):
            day, _ = days.read_day(" ".join(words[n:]), None, None, self._vocabulary)
            if day:
                # "Status as of" is a heading of its own, for another thing.
                names = (" ".join(words[:end]) for end in range(1, n + 1))
                keys = (self._meaning(name) for name in names)
                return next((key for key in keys if key and key != "last_update"), None), day
        return None, None

    @staticmethod
    def _settle_numbers(columns: dict[int, TableColumn]) -> None:
        """Give each plain number to what stands next on its right."""
        for n, column in columns.items():
            if column.key == "number":
                right = (columns[m].key for m in sorted(columns) if m > n)
                beside = next((key for key in right if key in SUBJECTS), "text")
                key = "recommendation" if beside == "title" else "id"
                columns[n] = column._replace(key=key)

    @staticmethod
    def _settle_title(columns: dict[int, TableColumn], table: Table, below: int) -> None:
        """Tell from its texts whether a column "Rec" holds recommendations, not their numbers."""
        if any(column.key == "title" for column in columns.values()):
            return
        for n in [n for n, column in columns.items() if column.key == "recommendation"]:
            texts = {table.cell(row, n).strip() for row in range(below, len(table.rows))} - {""}
            longer = [text for text in texts if numbering.ident(text) not in text]
            if 2 * len(longer) > len(texts):
                columns[n] = columns[n]._replace(key="title")

    def _settle_outcome(self, columns: dict[int, TableColumn], table: Table, below: int) -> None:
        """Tell from its words whether a column "Status" holds the answer or the progress."""
        for n, column in columns.items():
            if column.key != "outcome":
                continue
            others = {c.key for m, c in columns.items() if m != n and c.day is None}
            cells = {table.cell(row, n) for row in range(below, len(table.rows))}
            words = self._vocabulary
            answers = sum(words.could_be(Status, cell, column.heading) for cell in cells)
            progress = sum(words.could_be(Progress, cell, column.heading) for cell in cells)
            key = "status" if answers > progress and not column.day else "progress"
            is_sure = progress > answers  # two of progress are refused, and named
            if key in others and not column.day and not is_sure:
                key = "status" if key == "progress" else "progress"
            columns[n] = column._replace(key=key)

    @staticmethod
    def _settle_completion(columns: dict[int, TableColumn]) -> None:
        """Tell whether a completion date is the deadline, or a day beside one."""
        has_deadline = any(column.key == "due" for column in columns.values())
        for n, column in columns.items():
            if column.key == "completion":
                columns[n] = column._replace(key="completed_on" if has_deadline else "due")

    @staticmethod
    def _require_distinct(columns: Mapping[int, TableColumn]) -> None:
        by_key: dict[tuple[str, date | None], list[int]] = {}
        for n, column in columns.items():
            if column.key not in {"", "left-out"}:
                by_key.setdefault((column.key, column.day), []).append(n)
        for (key, _), same in by_key.items():
            headings = {columns[n].heading for n in same}
            if len(same) > 1 and (key not in _REPEATED or len(headings) < len(same)):
                names = " and ".join(f"{column_letters(n)} “{columns[n].heading}”" for n in same)
                choices = " or ".join(f'--column "{column_letters(n)}=KEY"' for n in same)
                raise HeadingError(
                    f"the columns {names} both stand for {key}; say what each is with {choices}, "
                    "where KEY is another key, or left-out"
                )


def require_subject(blocks: Iterable[Block], seen: Sequence[Head]) -> None:
    """Raise HeadingError if no table has a column from which records can be made."""
    blocks = list(blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    if any(head.has("title") or (head.has("recommendation") and head.has("text")) for head in seen):
        return
    in_text = [b.text for b in blocks if isinstance(b, Paragraph) and b.is_heading]
    if not tables and in_text:
        raise HeadingError(
            f"no paragraph begins a recommendation ({_named(in_text[:_MOST_TOLD])}); "
            "put its word and number before each, “Recommendation 1: …”, or name the word with "
            "“recommendation” in a --profile"
        )
    missing = "no column for the recommendation"
    if not any(head.has("text") for head in seen):
        missing += " and none for the action"
    first = next((row for table in tables for row in table.rows if any(map(str.strip, row))), [])
    headings = [c.heading for head in seen for c in head.columns.values()] or first
    raise HeadingError(
        f"{missing} was found ({_named(headings)}); name them with "
        '--column "HEADING=title" and --column "HEADING=text", or in a --profile'
    )


def _named(headings: Iterable[str]) -> str:
    names = ", ".join(f"“{' '.join(text.split())[:40]}”" for text in headings if text.strip())
    return f"the headings are {names or 'none'}"
