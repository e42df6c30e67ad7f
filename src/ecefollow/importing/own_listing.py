"""What `actions --format csv` wrote, as the actions that it lists.

The listing says how each action stands on its day, and not by which updates it came there: those
that are made say the same of that day. It has no titles of recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ecefollow.documents.cells import unguarded
from ecefollow.documents.table import Table, TableFinding
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Action, Event, Recommendation, Update
from ecefollow.register.schema import ACTION, DAY, DEADLINE, FLAG, STATUS, TEXT, Scalar
from ecefollow.register.vocabulary import Progress, Status, Verification

_KINDS: Final[dict[str, Scalar]] = {
    **{key.name: key.kind for key in ACTION.keys if isinstance(key.kind, Scalar)},
    **dict.fromkeys(("id", "recommendation", "title", "after.event"), TEXT),
    **dict.fromkeys(("original_due", "completed_on", "last_update", "after.happened"), DAY),
    "status": STATUS,
    "due_written": DEADLINE,
    "after.expected": DEADLINE,
    "ongoing": FLAG,
    "discretionary": FLAG,
}
_NEEDED: Final = frozenset(
    (
        *("id", "recommendation", "status", "text", "responsible", "due_written", "original_due"),
        *("progress", "completed_on", "last_update"),
    )
)
# They follow from the others, or from the file that the listing was made of.
_WORKED_OUT: Final = frozenset(
    (
        *("due", "revisions", "slippage_days", "days_overdue", "days_late", "state"),
        "line",
    )
)
_LISTS: Final = frozenset(("responsible", "original_responsible", "see"))
_PROGRESS: Final = {word.value: word for word in Progress}
_items: Final = re.compile(r"((?:[^\\;]|\\.|;(?! ))*)(?:; |$)", re.DOTALL).finditer


def is_own(table: Table) -> bool:
    """Whether the table's first row has the names of the listing's fields."""
    return bool(table.rows) and set(table.rows[0]) >= _NEEDED


def recommendations(table: Table) -> tuple[tuple[Recommendation, ...], list[TableFinding]]:
    """The recommendations with the actions that the rows list, and what could not be read."""
    reader = _ListingReader(table)
    actions_by_id: dict[str, list[Action]] = {}
    answers: dict[str, Status] = {}
    titles: dict[str, str] = {}
    for row in range(1, len(table.rows)):
        if not any(table.rows[row]):
            continue
        values = reader.values(row)
        ident = values.get("recommendation", "")
        actions_by_id.setdefault(ident, []).append(reader.action(values))
        answers.setdefault(ident, values.get("status", Status.NOT_STATED))
        titles.setdefault(ident, values.get("title", f"Recommendation {ident}"))
    if "title" not in table.rows[0]:
        message = "the listing has no titles; each is “Recommendation” and its id"
        reader.findings.insert(0, TableFinding(table.place(0), "", message))
    made = (
        Recommendation(ident, titles[ident], answers[ident], actions=tuple(actions))
        for ident, actions in actions_by_id.items()
    )
    return tuple(made), reader.findings


class _ListingReader:
    """The rows of a listing, and what cannot be read in them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.heads = table.rows[0]
        self.findings: list[TableFinding] = []

    def values(self, row: int) -> dict[str, Any]:
        """What a row says, by the name of the field; without what is empty or cannot be read."""
        values: dict[str, Any] = {}
        for column, cell in enumerate(self.table.rows[row]):
            name = self.heads[column] if column < len(self.heads) else ""
            if not cell or name in _WORKED_OUT:
                continue
            try:
                values[name] = self._value(name, unguarded(cell))
            except (InvalidValueError, LookupError) as error:
                why = "this fits no key" if isinstance(error, LookupError) else f"{error}"
                place = self.table.place(row, column)
                self.findings.append(TableFinding(place, cell, f"{why}; it was left out", name))
        return values

    def _value(self, name: str, text: str) -> Any:
        if name == "verification":
            if text == Verification.UNVERIFIED:
                return None
            message = f"the listing does not say by whom it was {text}"
            raise InvalidValueError(Code.MISSING_KEY, message)
        if name in _LISTS:
            return tuple(_split(text))
        if name == "progress":
            return _PROGRESS[text]
        kind = _KINDS[name]
        return parse_given(kind, text)

    def action(self, values: dict[str, Any]) -> Action:
        """The action of a row."""
        event = values.get("after.event")
        due, moved = _deadlines(values)
        responsible = values.get("responsible", ())
        original = values.get("original_responsible", ())
        if "original_responsible" not in self.heads:
            original = responsible
        handed_over = None if responsible == original else responsible
        return Action(
            values.get("id", ""),
            values.get("text", ""),
            original,
            accountable=values.get("accountable"),
            added=values.get("added"),
            due=due,
            due_text=values.get("due_text"),
            reading=values.get("reading"),
            after=Event(
                event,
                expected=values.get("after.expected"),
                happened=values.get("after.happened"),
            )
            if event
            else None,
            ongoing=values.get("ongoing", False),
            discretionary=values.get("discretionary", False),
            see=values.get("see", ()),
            updates=tuple(_updates(values, moved, handed_over)),
        )


def _split(text: str) -> Iterator[str]:
    """The items of a list; a semicolon of their own stands behind a backslash."""
    for match in _items(text):
        if item := re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL):
            yield item


def _deadlines(values: dict[str, Any]) -> tuple[Deadline | None, Deadline | None]:
    """The action's own deadline, and the one that an update moved it to if one did."""
    due: Deadline | None = values.get("due_written")
    original: date | None = values.get("original_due")
    if not (due and original) or due.last == original:
        return due, None
    return Deadline(original.isoformat(), original), due


def _updates(
    values: dict[str, Any], moved: Deadline | None, handed_over: tuple[str, ...] | None
) -> Iterator[Update]:
    """The fewest updates by which the action stands as the row says."""
    progress: Progress = values.get("progress", Progress.NOT_REPORTED)
    last: date | None = values.get("last_update")
    done: date | None = values.get("completed_on")
    reported = None if progress is Progress.NOT_REPORTED else progress
    if done and last and done < last:
        yield Update(done, reported)
        reported = None
    if day := last or done:
        # The listing may give no day of a completion, and never that of another closing: the last
        # update may have said something else.
        unknown = reported is not None and reported.is_closed and not done
        yield Update(day, reported, moved, responsible=handed_over, day_unknown=unknown)
