"""A change: one difference between two versions of a register, or between two days."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from ecefollow.reading.diagnostics import Code, Severity
from ecefollow.register.model import Answer, ChangedAnswer
from ecefollow.register.positions import Position
from ecefollow.register.standing import Standing, Update
from ecefollow.register.vocabulary import ShownWord

_LINE_BREAKS: Final = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


class ChangeKind(ShownWord):
    """What a change is, in the words of those who follow up."""

    ADDED = "added"
    REMOVED = "removed"
    STATUS = "status"
    DEADLINE_SET = "deadline-set"
    DEADLINE_MOVED = "deadline-moved"
    COMPLETED = "completed"
    NOT_APPLICABLE = "not-applicable"
    REOPENED = "reopened"
    PROGRESS = "progress"
    RESPONSIBLE = "responsible"
    OVERDUE = "overdue"
    UPDATE_ADDED = "update-added"
    REWORDED = "reworded"
    CHANGED = "changed"
    EVENT_CHANGED = "event-changed"
    ANSWER_CHANGED = "answer-changed"
    RESPONSIBLE_CHANGED = "responsible-changed"
    ORIGINAL_CHANGED = "original-changed"
    UPDATE_CHANGED = "update-changed"
    RESTATED = "restated"


# The changes that edit or remove what was recorded are called as the codes that tell how serious
# each is.
_CODES: Final = {kind: Code(kind) for kind in ChangeKind if kind in {*Code}}


class DayRange(NamedTuple):
    """The days from *first* to *last*, both included."""

    first: date
    last: date

    @property
    def since(self) -> date | None:
        """The first day; None if it was so from the beginning."""
        return None if self.first == date.min else self.first

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last - self.first).days + 1


class Change(NamedTuple):
    """One change of a recommendation or an action, and the note that explains it.

    `days` is by how many days a deadline was moved, a completion is late, or an action is overdue;
    None for the other kinds. `on` is the day that an update or an event says. `position` is where
    the change is in the later version, or what is nearest to it. `left` is how the record stands in
    the end, if updates of later days have the last word. `update` is the update that makes the
    change, and `history` the number of updates that something new came with; it `is_undated` if it
    does not say when it was added. What `is_of_evaluation` is of no recommendation, whatever that
    is called. `span` is of an answer that is restated: the days about which it was *before* and is
    *after* now, both as of the first of them.
    """

    id: str
    kind: ChangeKind
    field: str | None
    before: Any
    after: Any
    days: int | None = None
    note: str | None = None
    on: date | None = None
    position: Position | None = None
    left: Standing | Answer | None = None
    update: Update | ChangedAnswer | None = None
    history: int = 0
    is_undated: bool = False
    is_of_evaluation: bool = False
    span: DayRange | None = None

    @property
    def code(self) -> Code | None:
        """The code of the problem that the change is in a record, None if it is not one."""
        return next(iter(self.codes), None)

    @property
    def codes(self) -> list[Code]:
        """Every code that it has: something new may come with a history and without its day."""
        if self.kind in _CODES:
            return [_CODES[self.kind]]
        history = [Code.ADDED_WITH_HISTORY] if self.history else []
        return [*history, *([Code.UNDATED_ADDITION] if self.is_undated else ())]

    @property
    def takes_back(self) -> bool:
        """Whether it takes back what was recorded, which is an error."""
        return self.code is not None and self.code.severity is Severity.ERROR

    @property
    def alters(self) -> bool:
        """Whether it changes or removes what was recorded or answered, error or warning."""
        return self.kind in _CODES


def folded(value: Any) -> Any:
    """A value or a record with each text in NFC and on one line: what differs then is a change."""
    if type(value) is str:  # no word of a vocabulary is
        return normalize("NFC", _LINE_BREAKS.sub(" ", value).strip(" "))
    if type(value) is tuple:  # no deadline is
        return tuple(map(folded, value))
    if is_dataclass(value) and not isinstance(value, type):
        names = (each.name for each in fields(value) if each.compare)
        return replace(value, **{name: folded(getattr(value, name)) for name in names})
    return value
