"""What a listing shows: the fields of each kind of row, and the columns that a command picks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ecefollow.analysis.queries import Against, Item
from ecefollow.reading.messages import escaped
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Answer, ChangedAnswer, Event, Standing, Update
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.vocabulary import State


class Column(NamedTuple):
    """One column: its name in JSON and CSV, its head in a table, and its value for a row."""

    name: str
    head: str
    cell: Callable[[Any], Any]
    parts: tuple[str, ...] = ()  # of a value that has several: columns of their own in CSV
    is_field: bool = True  # False for a wording that only readers are shown


class Frame(NamedTuple):
    """What every answer says of itself: the day, the register and its size, the filter."""

    day: date
    register: str
    states: dict[State, int]
    filter: dict[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """The beginning of every answer in JSON."""
        return {"format": 1, "as_of": data(self.day), "register": self.register}

    @property
    def total(self) -> int:
        """How many actions the whole register has."""
        return sum(self.states.values())


class Listing(NamedTuple):
    """Rows of one kind: `fields` are all that is known of each, `columns` what is shown of it.

    `about` says for programs what was asked, `context` for readers; `notes` are for both.
    """

    name: str
    fields: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    about: dict[str, Any]
    context: tuple[str, ...]
    state: Callable[[Any], State | None]
    notes: tuple[str, ...] = ()
    heading: str = ""  # where the listing is a page of its own, as a comment is
    is_cut: bool = True  # whether a table may shorten its texts: `show` has the whole of them


def words(value: object) -> str:
    """A cell for a reader, on one line: "28 Feb 2018", "partially accepted", "-" for nothing."""
    match value:
        case None | () | "":
            return "-"
        case Deadline():
            return value.shown
        case date():
            return format_day(value)
        case StrEnum():
            return str(getattr(value, "words", value))
        case tuple():
            return ", ".join(words(each) for each in value)
        case str():
            return " ".join(value.split())
        case _:
            return str(value)


def data(value: object) -> Any:
    """A cell for a program: ISO days, the file's own words, lists and mappings."""
    match value:
        case Deadline():
            return value.last.isoformat()
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Event():
            return {"event": value.event, "happened": data(value.happened)}
        case Update() | ChangedAnswer():
            return data(stated(value))
        case tuple() | list():
            return [data(each) for each in value]
        case dict():
            return {str(key): data(each) for key, each in value.items()}
        case _:
            return value


_ACTION: Final = (
    Column("id", "Id", lambda i: i.standing.action.id),
    Column("recommendation", "Recommendation", lambda i: i.answer.recommendation.id),
    Column("status", "Status", lambda i: i.answer.status),
    Column("text", "Action", lambda i: i.standing.action.text),
    Column("responsible", "Responsible", lambda i: i.standing.action.responsible),
    Column("accountable", "Accountable", lambda i: i.standing.action.accountable),
    Column("due", "Due", lambda i: i.standing.due),
    Column("due_written", "Due, as written", lambda i: i.standing.due and i.standing.due.written),
    Column("due_text", "Due, in the source", lambda i: i.standing.action.due_text),
    Column("reading", "Reading", lambda i: i.standing.action.reading),
    Column("original_due", "Originally due", lambda i: i.standing.original_due),
    Column("revisions", "Revisions", lambda i: len(i.standing.moves)),
    Column("slippage_days", "Slippage", lambda i: i.standing.slippage_days),
    Column("days_overdue", "Days overdue", lambda i: i.standing.days_overdue),
    Column("days_late", "Days late", lambda i: i.standing.days_late),
    Column("progress", "Progress", lambda i: i.standing.progress),
    Column("completed_on", "Completed", lambda i: i.standing.completed_on),
    Column("last_update", "Last update", lambda i: i.standing.last_update),
    Column("state", "State", lambda i: i.standing.state),
    Column("after", "After", lambda i: i.standing.action.after, parts=("event", "happened")),
    Column("ongoing", "Ongoing", lambda i: i.standing.action.ongoing),
    Column("discretionary", "Discretionary", lambda i: i.standing.action.discretionary),
    Column("see", "See", lambda i: i.standing.action.see),
    Column("line", "Line", lambda i: i.standing.action.at.line_number),
)
_PAST_ORIGINAL: Final = Column(
    "days_overdue", "Days overdue", lambda i: i.standing.days_past_original
)
_DAYS_LEFT: Final = Column("days_left", "Days left", lambda i: i.standing.days_left)
_RECOMMENDATION: Final = (
    Column("id", "Id", lambda a: a.recommendation.id),
    Column("title", "Recommendation", lambda a: a.recommendation.title),
    Column("status", "Status", lambda a: a.status),
    Column("response", "Response", lambda a: a.recommendation.response),
    Column("reservation", "Reservation", lambda a: a.recommendation.reservation),
    Column("notes", "Notes", lambda a: a.recommendation.notes),
    Column("tags", "Tags", lambda a: a.recommendation.tags),
    Column("actions", "Actions", lambda a: len(a.standings)),
    Column("closed", "Closed", lambda a: a.closed),
    Column("next_due", "Next due", lambda a: a.next_due),
    Column("line", "Line", lambda a: a.recommendation.at.line_number),
)
_CLOSED_OF_ALL: Final = Column(
    "closed", "Closed", lambda a: f"{a.closed} of {len(a.standings)}", is_field=False
)
_NEXT_DUE: Final = Column(
    "next_due", "Next due", lambda a: next_due_in_words(a.next_due, a.day), is_field=False
)
_STATE_AND_DAYS: Final = Column(
    "state", "State", lambda i: state_in_words(i.standing), is_field=False
)


def stated(update: Update | ChangedAnswer) -> dict[str, Any]:
    """What an update says, by key, without what it leaves out."""
    named = ((name, getattr(update, name)) for name in update.__slots__ if name != "at")
    return {name: value for name, value in named if value}


def state_in_words(standing: Standing) -> str:
    """The state for a reader, with the days where it is late: "overdue 31 d"."""
    days = standing.days_overdue
    return f"{standing.state.words} {days} d" if days else standing.state.words


def next_due_in_words(due: Deadline | None, day: date) -> str:
    """The deadline for a reader, with a sign where it has passed: not everyone sees colours."""
    return f"{due.shown} !" if due and due.last < day else words(due)


def lateness(days: int) -> str:
    """How late something was done, for a reader: "6 days late", "1 day early"."""
    if not days:
        return "on the day it was due"
    return f"{counted(abs(days), 'day')} {'late' if days > 0 else 'early'}"


def moved(days: int) -> str:
    """How far a deadline was moved, for a reader: "92 days later", "1 day earlier"."""
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def record(row: Answer | Item) -> dict[str, Any]:
    """All that is known of a recommendation or an action, for a program."""
    fields = _RECOMMENDATION if isinstance(row, Answer) else _ACTION
    return {field.name: data(field.cell(row)) for field in fields}


def recommendations(rows: Sequence[Answer], answers: Sequence[Answer], frame: Frame) -> Listing:
    """Recommendations, a row each."""
    closed = sum(answer.closed for answer in answers)
    some = _of(len(rows), len(answers), "recommendation")
    done = f"{closed} of {counted(frame.total, 'action')} closed"
    return Listing(
        "recommendations",
        _RECOMMENDATION,
        _pick(_RECOMMENDATION, "id", "status", _CLOSED_OF_ALL, _NEXT_DUE, "title"),
        rows,
        _about(frame, total=len(answers), shown=len(rows)),
        _context(
            frame,
            f"{some}, as of {format_day(frame.day)} · {done}",
            f"{frame.states[State.OVERDUE]} overdue (!) · {_timeless(frame)}",
        ),
        state=_worst,
        notes=frame.notes,
    )


def actions(rows: Sequence[Item], frame: Frame) -> Listing:
    """Actions, a row each."""
    columns = _pick(_ACTION, "id", _STATE_AND_DAYS, "due", "responsible", "progress", "text")
    counts = ", ".join(f"{n} {state.words}" for state, n in frame.states.items() if n)
    whole = "The whole register: " if len(rows) != frame.total else ""
    some = _of(len(rows), frame.total, "action")
    said = [f"{some}, as of {format_day(frame.day)}", *([f"{whole}{counts}"] if counts else [])]
    return _actions(columns, rows, frame, *said)


def to_fill_in(listing: Listing) -> Listing:
    """The listing with an empty field more for each part of an update."""
    empty = (Column(name, name, lambda _: None) for name in UPDATE_COLUMNS)
    return listing._replace(fields=(*listing.fields, *empty))


def overdue(rows: Sequence[Item], frame: Frame, *, against: Against) -> Listing:
    """Overdue actions, with the days since the deadline they are measured against."""
    if against is Against.ORIGINAL:
        late = "past the original deadline"
        due, days = "original_due", _PAST_ORIGINAL
    else:
        late = "overdue"
        due, days = "due", _named(_ACTION, "days_overdue")
    columns = _pick(_ACTION, "id", days, due, "responsible", "progress", "text")
    some = f"{len(rows)} of {counted(frame.total, 'action')} {late}"
    said = f"{some} as of {format_day(frame.day)} · {_timeless(frame)}"
    return _actions(columns, rows, frame, said)


def upcoming(rows: Sequence[Item], frame: Frame, *, until: date) -> Listing:
    """What falls due until a day, with the days left."""
    columns = _pick(_ACTION, "id", _DAYS_LEFT, "due", "responsible", "progress", "text")
    some = f"{len(rows)} of {counted(frame.total, 'action')} due by {format_day(until)}"
    late = frame.states[State.OVERDUE]
    said = f"{some}, as of {format_day(frame.day)} · {late} overdue · {_timeless(frame)}"
    return _actions(columns, rows, frame, said)


def _actions(
    columns: tuple[Column, ...], rows: Sequence[Item], frame: Frame, *said: str
) -> Listing:
    # A column that stands in for a field of the same name, as lateness does, stands in everywhere;
    # one that the command alone has, as the days left, is a field more.
    shown_as = {column.name: column for column in columns if column.is_field}
    return Listing(
        "actions",
        tuple(({field.name: field for field in _ACTION} | shown_as).values()),
        columns,
        rows,
        _about(frame, total=frame.total, shown=len(rows)),
        _context(frame, *said),
        state=lambda item: item.standing.state,
        notes=frame.notes,
    )


def _about(frame: Frame, *, total: int, shown: int) -> dict[str, Any]:
    return {
        **frame.record,
        "total": total,
        "states": data(frame.states),
        "shown": shown,
        "filter": data(frame.filter),
    }


def _context(frame: Frame, *said: str) -> tuple[str, ...]:
    return (*said, *filtered(frame.filter), *(f"Note: {note}" for note in frame.notes))


def filtered(filter: dict[str, Any]) -> list[str]:
    """The line that says what an answer is narrowed to, none where it is to nothing."""
    given = [f"{name.replace('_', '-')} {_either(value)}" for name, value in filter.items()]
    return [f"Filter: {'; '.join(given)}"] if given else []


def _timeless(frame: Frame) -> str:
    """How many actions no day can make overdue, which every count of the overdue leaves out."""
    count = sum(n for state, n in frame.states.items() if state.has_no_deadline)
    return f"{count} {'has' if count == 1 else 'have'} no deadline to miss"


def _worst(answer: Answer) -> State | None:
    """The state that colours a recommendation's row: the one that most wants attention."""
    found = {standing.state for standing in answer.standings}
    return next((state for state in State if state in found), None)


def _either(value: object) -> str:
    if value is True:  # that a filter is on is said by its name
        return "only"
    each = value if isinstance(value, list | tuple) else [value]
    return " or ".join(escaped(words(one)) for one in each)


def _of(some: int, total: int, noun: str) -> str:
    return counted(total, noun) if some == total else f"{some} of {counted(total, noun)}"


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 action", "3 actions"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _pick(columns: tuple[Column, ...], *wanted: str | Column) -> tuple[Column, ...]:
    return tuple(_named(columns, w) if isinstance(w, str) else w for w in wanted)


def _named(columns: tuple[Column, ...], name: str) -> Column:
    return next(column for column in columns if column.name == name)
