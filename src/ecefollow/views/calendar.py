"""The deadlines as entries of a calendar, in no format yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import awaited, has_one_reading
from ecefollow.analysis.values_in_words import expected_in_words, shortened, words
from ecefollow.register.deadlines import Deadline, Span, format_day
from ecefollow.register.model import Evaluation
from ecefollow.register.portfolio import split
from ecefollow.register.vocabulary import State
from ecefollow.views.report_records import NOBODY, responsible, shown

_LONGEST: Final = 80  # letters of a text beside others in a month


class CalendarEntry(NamedTuple):
    """A deadline, on its last day: what identifies it, what it says, how often it was moved."""

    uid: str
    day: date
    summary: str
    description: str
    responsible: tuple[str, ...]
    state: State
    revisions: int
    alarms: tuple[int, ...]  # so many days before


class Calendar(NamedTuple):
    """The deadlines of an evaluation, as of a day."""

    title: str
    day: date
    entries: tuple[CalendarEntry, ...]


def calendar(
    evaluation: Evaluation,
    items: Sequence[Item],
    *,
    day: date,
    closed: bool = False,
    alarms: Sequence[Span] = (),
) -> Calendar:
    """An entry for each open action that has a deadline, and for the *closed* ones if wanted.

    The alarms go off so long before a deadline; a closed action has none.
    """
    dated = ((item, item.standing.due) for item in items if item.standing.due)
    return Calendar(
        title=f"{words(evaluation.organization)}: {words(evaluation.title)}",
        day=day,
        entries=tuple(
            _entry(evaluation, item, due, alarms)
            for item, due in dated
            if closed or not item.standing.state.is_closed
        ),
    )


def _entry(
    evaluation: Evaluation, item: Item, due: Deadline, alarms: Sequence[Span]
) -> CalendarEntry:
    standing = item.standing
    action = standing.action
    is_open = not standing.state.is_closed
    return CalendarEntry(
        uid=_uid(evaluation, action.id),
        day=due.last,
        summary=f"{action.id} {shortened(words(action.text), _LONGEST)}",
        description="\n".join(_description(item, due)),
        responsible=responsible(standing),
        state=standing.state,
        revisions=len(standing.moves),
        alarms=tuple((due.last - span.before(due.last)).days for span in alarms if is_open),
    )


def _uid(evaluation: Evaluation, ident: str) -> str:
    """What identifies an action's entry, the same in a portfolio and alone."""
    inside, own = split(ident)
    return f"{own}@{inside or evaluation.id}.ecefollow"


def _description(item: Item, due: Deadline) -> Iterator[str]:
    standing = item.standing
    action, recommendation = standing.action, item.answer.recommendation
    yield words(action.text)
    yield f"Responsible: {', '.join(responsible(standing)) or NOBODY}"
    if action.accountable:
        yield f"Accountable: {words(action.accountable)}"
    yield f"Deadline: {due.shown}"
    if action.due_text:
        yield f"In the source: “{words(action.due_text)}”"
    if has_one_reading(action, due):
        yield f"Reading: {words(action.reading)}"
    if standing.moves and standing.original_due:
        yield f"First deadline: {standing.original_due.shown}"
    if (event := awaited(standing)) and event.expected:
        yield f"Waits for: {words(event.event)}{expected_in_words(event, standing.day)}"
    yield f"State: {shown(standing).words}, as of {format_day(standing.day)}"
    yield f"Recommendation {recommendation.id}: {words(recommendation.title)}"
