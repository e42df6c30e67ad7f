"""The cells of one row that are about an action, and what is found while they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ecefollow.importing import splitting
from ecefollow.importing.days import DueCell
from ecefollow.importing.drafts import ActionDraft
from ecefollow.importing.rows import HowRead, Said

_remedy: Final = re.compile(r"; (?:--|if it is)").split  # no part of a reading


@dataclass(slots=True)
class ActionCells:
    """What a row says of an action, by key; `columns` are the keys of those in its table."""

    how: HowRead
    draft: ActionDraft
    said: Mapping[str, Said]
    columns: frozenset[str] = frozenset()

    def has_column(self, key: str) -> bool:
        """Whether there is a column of that key, with or without a text in this row."""
        return key in self.said or key in self.columns

    def text(self, key: str) -> str | None:
        """The text of a cell, None if there is none."""
        return self.said[key].text if key in self.said else None

    def due(self, key: str) -> DueCell:
        """What a cell says of a deadline."""
        return self.how.due(self.said[key]) if key in self.said else DueCell()

    def day(self, key: str) -> date | None:
        """The whole day in a cell."""
        if not (said := self.said.get(key)):
            return None
        day, message = self.how.day(said)
        if message:
            self.choose(key, message if day else f"no day was read: {message}")
        return day

    def names(self, key: str) -> list[str]:
        """The names in a cell; a sign that may part two of them is a finding."""
        if not (said := self.said.get(key)):
            return []
        parted_by = self.how.names_parted_by
        if " / " in said.text and "/" not in parted_by:
            message = 'this was read as one name; "names-parted-by: [/]" in a profile parts it'
            self.how.find(said, message)
        names = splitting.names(said.text, parted_by)
        return [name for name in names if self._is_name(said, name)]

    def _is_name(self, said: Said, name: str) -> bool:
        """Whether it may name somebody, as "TBD" and a ditto mark do not."""
        if self.how.vocabulary.is_nothing(name):
            return False
        is_name = any(map(str.isalnum, name)) and not self.how.vocabulary.deadline_word(name)
        if not is_name:
            self.how.find(said, "this names nobody; it was left out", name)
        return is_name

    def read(self, key: str, to: str = "") -> None:
        """Note in the account that a cell was read."""
        self.how.read(self.said[key], f"{self.draft.id}.{to or key}")

    def choose(self, key: str, message: str, text: str | None = None) -> None:
        """Report how a cell was read or why not, and put it into the register as well."""
        said = self.said[key]
        self.how.find(said, message, text)
        self.draft.add_reading(f"{self.cell(key, text)}: {_remedy(message)[0]}.")

    def leave_out(self, key: str, why: str) -> None:
        """Report that a cell was left out."""
        self.choose(key, f"this was left out: {why}")

    def cell(self, key: str, text: str | None = None) -> str:
        """A cell as a reading names it: its heading, and its words on one line."""
        said = self.said[key]
        return f"{said.heading or key} “{' '.join((text or said.text).split())}”"
