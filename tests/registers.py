"""Registers of every form that a file may hold, for the laws of what is written and read."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Action, Recommendation, Register, Update
from ecefollow.register.schema import (
    ACTION,
    DAY,
    DEADLINE,
    EVALUATION,
    FLAG,
    LANGUAGE,
    RECOMMENDATION,
    TEXT,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
)
from ecefollow.register.vocabulary import Progress

_LONG: Final = "the vision: #5 - EXCOM, “nexus” 7.1 [x] "
TEXTS: Final = (
    st.text(st.sampled_from(" \n\tabé:#-'\"|>[]{},&*!%@`?\\=<~;0“協😀\xa0"), min_size=1, max_size=8)
    | st.sampled_from(["yes", "no", "null", "~", "1.10", "2018-03-31", "<<<<<<< a", "x\n======="])
    | st.integers(0, 40).map(lambda cut: f"{_LONG * 5}end"[cut:])
).filter(str.strip)
DAYS: Final = st.dates(date(2015, 1, 1), date(2022, 12, 31))
DEADLINES: Final = DAYS.flatmap(
    lambda day: st.sampled_from(
        [
            *(f"{day}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}"),
            *(f"{day.year}-H{(day.month + 5) // 6}", f"{day.year}"),
        ]
    )
).map(parse_deadline)
ID_PARTS: Final = st.sampled_from(["1", "2", "7", "10", "a", "B", "-", "_x", "0"])

_SCALARS: Final[dict[Scalar, st.SearchStrategy[Any]]] = {
    TEXT: TEXTS,
    DAY: DAYS,
    DEADLINE: DEADLINES,
    FLAG: st.booleans(),
    LANGUAGE: st.sampled_from(["en", "fr", "zh-Hant"]),
}


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Any register without an error."""
    recommendations = [
        draw(_recommendation(ident)) for ident in draw(st.lists(ID_PARTS, max_size=2, unique=True))
    ]
    known = [each.id for each in recommendations]
    known += [action.id for each in recommendations for action in each.actions]
    return Register(
        draw(_values(EVALUATION, {})),
        tuple(_with_references(draw, each, known) for each in recommendations),
    )


@st.composite
def _recommendation(draw: st.DrawFn, ident: str) -> Recommendation:
    ends = draw(st.lists(ID_PARTS, max_size=2, unique=True))
    actions = tuple(draw(_action(f"{ident}.{end}")) for end in ends)
    made: Recommendation = draw(_values(RECOMMENDATION, {"id": ident, "actions": actions}))
    return replace(made, added=_in_time(made))


@st.composite
def _action(draw: st.DrawFn, ident: str) -> Action:
    made: Action = draw(_values(ACTION, {"id": ident, "see": ()}))
    dues = [made.due, *(update.due for update in made.updates)]
    made = replace(made, updates=tuple(map(_by_somebody, made.updates)))
    made = replace(made, added=_in_time(made))
    return replace(made, ongoing=False) if any(dues) else made


def _by_somebody(update: Update) -> Update:
    """The update; one that verifies says who did, of an action that it closes."""
    if not update.verified:
        return update
    return replace(update, progress=Progress.COMPLETED, by=update.by or "Audit")


def _in_time(made: Action | Recommendation) -> date | None:
    """The day it was added, no later than that of its first update or one of its actions'."""
    days = [update.date for update in made.updates]
    actions = made.actions if isinstance(made, Recommendation) else ()
    days += [update.date for action in actions for update in action.updates]
    return min([made.added, *days]) if made.added else None


def _with_references(draw: st.DrawFn, made: Recommendation, known: list[str]) -> Recommendation:
    seen = st.lists(st.sampled_from(known), max_size=2).map(tuple)
    return replace(made, actions=tuple(replace(each, see=draw(seen)) for each in made.actions))


def _values(record: Record, given: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The record with every key of the schema, but for those that are given."""
    fields = {key.name: _field(key) for key in record.keys if key.name not in given}
    return st.fixed_dictionaries(fields).map(lambda drawn: record.model(**given, **drawn))


def _field(key: Key) -> st.SearchStrategy[Any]:
    match key.kind:
        case Many(of=of):
            return st.lists(_value(of), max_size=2).map(tuple)
        case Scalar() if key.kind in {FLAG, LANGUAGE} or key.required:
            return _value(key.kind)
        case _:
            return st.none() | _value(key.kind)


def _value(kind: Kind) -> st.SearchStrategy[Any]:
    match kind:
        case Record():
            return _values(kind, {})
        case Scalar(words=words) if words:
            return st.sampled_from(words)
        case Scalar():
            return _SCALARS[kind]
        case _:  # a list in a list: there is none
            raise AssertionError(kind)
