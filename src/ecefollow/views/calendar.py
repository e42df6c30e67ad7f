"""The deadlines as entries of a calendar, in no format yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import quote

from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import awaited
from ecefollow.analysis.values_in_words import shortened, verdict, words
from ecefollow.register.deadlines import Span, format_day
from ecefollow.register.model import Evaluation
from ecefollow.register.portfolio import RegisterFile, by_prefix, split
from ecefollow.register.vocabulary import State
from ecefollow.views.document import text_of
from ecefollow.views.report_records import facts, responsible, shown

_LONGEST: Final = 60  # letters of a text beside others in a month
_TITLE: Final = 40  # and of the evaluation's title behind it


class CalendarEntry(NamedTuple):
    """A deadline on its last day, or the day by which an event is expected, which is tentative."""

    uid: str
    day: date
    summary: str
    description: str
    responsible: tuple[str, ...]
    state: State
    revisions: int = 0  # how often it was moved
    alarms: tuple[int, ...] = ()  # so many days before
    url: str = ""
    is_tentative: bool = False


class Calendar(NamedTuple):
    """The deadlines of an evaluation, as of a day."""

    title: str
    day: date
    entries: tuple[CalendarEntry, ...]


def calendar(  # noqa: PLR0913 - each is part of the question
    evaluation: Evaluation,
    items: Sequence[Item],
    *,
    day: date,
    files: Sequence[RegisterFile] = (),
    closed: bool = False,
    alarms: Sequence[Span] = (),
    url: str = "",
) -> Calendar:
    """An entry for each open action that has a deadline, and for the *closed* ones if wanted.

    An event that an action waits for has one too, if it is expected some day. The alarms go off so
    long before a deadline, if that is still ahead. The *url* is where the report is published; of
    several evaluations, the *files* have the titles.
    """
    evaluations = by_prefix(evaluation, files)
    return Calendar(
        title=f"{words(evaluation.organization)}: {words(evaluation.title)}",
        day=day,
        entries=tuple(
            entry._replace(
                summary=f"{entry.summary} ({shortened(words(evaluations[inside].title), _TITLE)})",
                url=f"{url}#action-{quote(item.standing.action.id, safe=':')}" if url else "",
            )
            for item in items
            if closed or not item.standing.state.is_closed
            for inside in [split(item.standing.action.id)[0]]
            for entry in _entries(inside or evaluation.id, item, alarms)
        ),
    )


def _entries(evaluation: str, item: Item, alarms: Sequence[Span]) -> Iterator[CalendarEntry]:
    standing = item.standing
    state, ident = standing.state, standing.action.id
    uid = f"{split(ident)[1]}{{}}@{evaluation}.ecefollow"  # the same in a portfolio and alone
    sign = f"{shown(standing).sign} " if state.is_closed else ""
    if due := standing.due:
        text = shortened(words(standing.action.text), _LONGEST)
        alarm_days = [span.before(due.last) for span in alarms if not state.is_closed]
        yield CalendarEntry(
            uid=uid.format(""),
            day=due.last,
            summary=f"{sign}{ident} {state.words}{verdict(standing)}: {text}",
            description="\n".join(_description(item)),
            responsible=responsible(standing),
            state=state,
            revisions=len(standing.moves),
            alarms=tuple((due.last - alarm).days for alarm in alarm_days if alarm >= standing.day),
        )
    if (event := awaited(standing)) and event.expected:
        yield CalendarEntry(
            uid=uid.format("-expected"),
            day=event.expected.last,
            summary=f"{ident} expected: {shortened(words(event.event), _LONGEST)}",
            description="\n".join(_description(item)),
            responsible=responsible(standing),
            state=state,
            is_tentative=True,
        )


def _description(item: Item) -> Iterator[str]:
    standing, recommendation = item.standing, item.answer.recommendation
    yield words(standing.action.text)
    yield from (text_of(fact.runs) for fact in facts(standing))
    yield f"State: {shown(standing).words}, as of {format_day(standing.day)}"
    yield f"Recommendation {recommendation.id}: {words(recommendation.title)}"
