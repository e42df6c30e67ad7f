"""Registers of every form that a file may hold, for the laws of what is written and read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, Final

from hypothesis import strategies as st

from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register, Unit
from ecefollow.register.names import fold
from ecefollow.register.schema import (
    ACTION,
    DAY,
    DEADLINE,
    EVALUATION,
    FLAG,
    LANGUAGE,
    MENTION,
    RECOMMENDATION,
    TEXT,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
)
from ecefollow.register.standing import Action, Update

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
            *(f"{day}", f"{day:%Y-%m}", f"{day.year}"),
            *(f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-H{(day.month + 5) // 6}"),
        ]
    )
).map(parse_deadline)
ID_PARTS: Final = st.sampled_from(["1", "2", "7", "10", "a", "B", "-", "_x", "0"])

_SCALARS: Final[dict[Scalar, st.SearchStrategy[Any]]] = {
    TEXT: TEXTS,
    DAY: DAYS,
    DEADLINE: DEADLINES,
    FLAG: st.booleans(),
    MENTION: st.sampled_from(["@unece/pmu", "@a-b.c_d", "@a/b/c"]),
    LANGUAGE: st.sampled_from(["en", "fr", "zh-Hant", "ru", "de-CH-1996"]),
}


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Any register without an error."""
    recommendations = [
        draw(_recommendation(ident)) for ident in draw(st.lists(ID_PARTS, max_size=2, unique=True))
    ]
    known = [each.id for each in recommendations]
    known += [action.id for each in recommendations for action in each.actions]
    evaluation: Evaluation = draw(_values(EVALUATION, {}))
    return Register(
        replace(evaluation, units=tuple(_of_one_each(evaluation.units))),
        tuple(_with_references(draw, each, known) for each in recommendations),
    )


def _of_one_each(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, each name with the first that has it."""
    taken: dict[str, int] = {}
    for number, unit in enumerate(units):
        if taken.setdefault(fold(unit.name), number) == number:
            also = (name for name in unit.also if taken.setdefault(fold(name), number) == number)
            yield replace(unit, also=tuple(also))


@st.composite
def _recommendation(draw: st.DrawFn, ident: str) -> Recommendation:
    ends = draw(st.lists(ID_PARTS, max_size=2, unique=True))
    actions = tuple(draw(_action(f"{ident}.{end}")) for end in ends)
    made: Recommendation = draw(_values(RECOMMENDATION, {"id": ident, "actions": actions}))
    history: list[Update | ChangedAnswer] = [
        *made.updates,
        *(update for action in actions for update in action.updates),
    ]
    return replace(made, added=_before(made.added, history))


@st.composite
def _action(draw: st.DrawFn, ident: str) -> Action:
    made: Action = draw(_values(ACTION, {"id": ident, "see": ()}))
    dues = [made.due, *(update.due for update in made.updates)]
    made = replace(made, ongoing=made.ongoing and not any(dues))
    made = replace(made, updates=_verified_when_closed(made, draw(TEXTS)))
    return replace(made, added=_before(made.added, made.updates))


def _verified_when_closed(made: Action, name: str) -> tuple[Update, ...]:
    """Its updates: only what is closed then is verified, and by somebody."""
    updates: list[Update] = []
    for update in sorted(made.updates, key=attrgetter("date")):
        closed = replace(made, updates=(*updates, update)).on(update.date).progress.is_closed
        checked = update.verified if closed else None
        updates.append(replace(update, verified=checked, by=update.by or (checked and name)))
    order = {update.date: place for place, update in enumerate(made.updates)}
    return tuple(sorted(updates, key=lambda update: order[update.date]))


def _before(added: date | None, updates: Sequence[Update | ChangedAnswer]) -> date | None:
    """The day on which something was added, no later than the first line of its history."""
    return added and min([added, *(update.date for update in updates)])


def _with_references(draw: st.DrawFn, made: Recommendation, known: list[str]) -> Recommendation:
    seen = st.lists(st.sampled_from(known), max_size=2).map(tuple)
    return replace(made, actions=tuple(replace(each, see=draw(seen)) for each in made.actions))


def _values(record: Record, given: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The record with every key of the schema, but for those that are given."""
    return _others(record, frozenset(given)).map(lambda drawn: record.model(**given, **drawn))


@cache  # each that is made anew is looked through anew, which takes longer than to draw from it
def _others(record: Record, given: frozenset[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {key.name: _field(key) for key in record.keys if key.name not in given}
    )


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
