"""The listing of `diff --as-of`: what was answered about a day, beside what is answered now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.analysis import queries
from ecefollow.analysis.values_in_words import count, words
from ecefollow.history.diff import Compared
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Register
from ecefollow.register.portfolio import with_qualified_ids
from ecefollow.register.standing import Event
from ecefollow.register.vocabulary import State
from ecefollow.views import actions, recommendations
from ecefollow.views.context import Skipped, skipped_lines
from ecefollow.views.diff import about
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Column, Listing, evaluation_column

_Answer = dict[str, Any]  # by the names of the fields


class TwoAnswers(NamedTuple):
    """What was answered about a recommendation or an action, and what is now; None for nothing.

    Of both there is only what differs.
    """

    id: str
    told: _Answer | None
    known: _Answer | None


FIELDS: Final = (
    Column("id", "Id", lambda row: row.id),
    Column("told", "Told", lambda row: row.told, dict[str, Any] | None),
    Column("known", "Known", lambda row: row.known, dict[str, Any] | None),
)
_HEADS: Final = {
    field.name: field.head.lower() for field in (*recommendations.FIELDS, *actions.FIELDS)
}


def told_and_known(compared: Compared, day: date, skipped: Sequence[Skipped] = ()) -> Listing:
    """The answers about *day* that differ; none if and only if the answers are equal in JSON."""
    rows = [*two_answers(compared, day)]
    total = f"{count(len(rows), 'answer')} about {format_day(day)} changed"
    evaluation = (evaluation_column(lambda row: row.id),) if compared.is_portfolio else ()
    return Listing(
        "answers",
        (*evaluation, *FIELDS),
        (
            *evaluation,
            FIELDS[0],
            Column("told", f"As told by {compared.base}", lambda row: in_words(row.told)),
            Column("known", f"As known by {compared.head}", lambda row: in_words(row.known)),
        ),
        rows,
        {**about(compared, skipped), "as_of": json_value(day)},
        (
            f"{total} from {compared.base} to {compared.head}",
            *compared.notes,
            *skipped_lines(skipped),
        ),
        state=lambda row: State.OVERDUE if row.told else None,
        heading=f"What is answered about {format_day(day)}",
        is_cut=False,
    )


def two_answers(compared: Compared, day: date) -> Iterator[TwoAnswers]:
    """Each answer about the day that differs, in the order of the file."""
    for difference in compared.differences:
        versions = (
            _answers(register, day, is_portfolio=compared.is_portfolio)
            for register in (difference.before, difference.after)
        )
        yield from _differing(*versions)


def in_words(answer: _Answer | None) -> str:
    """One of two answers, as far as it differs from the other: "state overdue; days overdue 31"."""
    if answer is None:
        return "not there"
    if "id" in answer:  # whole: there is nothing on the other side
        return words(answer.get("text") or answer["title"])
    said = [
        f"{_HEADS[name]} {_value(value)}"
        for name, value in answer.items()
        if value not in (None, (), "")
    ]
    return "; ".join(said) or "-"


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Event():
            parts = (value.event, value.expected and f"expected {value.expected.shown}")
            happened = value.happened and f"happened {format_day(value.happened)}"
            return ", ".join(words(part) for part in (*parts, happened) if part)
    return words(value)


def _answers(register: Register | None, day: date, *, is_portfolio: bool) -> dict[str, _Answer]:
    """Every answer about the day, by id and field."""
    if register and is_portfolio:
        register = Register(register.evaluation, tuple(with_qualified_ids(register)))
    on = register.on(day) if register else ()
    whole = [(answer.recommendation.id, recommendations.FIELDS, answer) for answer in on]
    parts = [(item.standing.action.id, actions.FIELDS, item) for item in queries.actions(on)]
    return {
        ident: {
            # Where it stands in the file is no answer.
            field.name: field.cell(row)
            for field in fields
            if field.name != "line"
        }
        for ident, fields, row in [*whole, *parts]
    }


def _differing(told: dict[str, _Answer], known: dict[str, _Answer]) -> Iterator[TwoAnswers]:
    for ident in told | known:
        was, now = told.get(ident), known.get(ident)
        if was is None or now is None:
            yield TwoAnswers(ident, was, now)
            continue
        names = [name for name in was if json_value(was[name]) != json_value(now[name])]
        if names:
            yield TwoAnswers(ident, _of(was, names), _of(now, names))


def _of(answer: _Answer, names: Iterable[str]) -> _Answer:
    return {name: answer[name] for name in names}
