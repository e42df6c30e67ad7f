"""The report on how the response to an evaluation is carried out, in no format yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from ecefollow.analysis import narrowing, queries
from ecefollow.analysis.filters import Filters, Item
from ecefollow.analysis.metrics import measure
from ecefollow.analysis.queries import Against
from ecefollow.analysis.words import count, part_of, words
from ecefollow.register.model import Answer, Evaluation
from ecefollow.register.vocabulary import State
from ecefollow.views import summary, timeline
from ecefollow.views.context import Context, filter_lines, published_path
from ecefollow.views.page import Axis, Grid, Row
from ecefollow.views.report_actions import (
    Entry,
    Reference,
    ReportedAction,
    entry,
    reference,
    reported,
)
from ecefollow.views.report_overview import StateCount, headline, state_counts
from ecefollow.views.report_period import Period, period

MOST_TRACKS: Final = 120  # in the picture: more are four pages and longer, and nobody reads them


class Timeline(NamedTuple):
    """The deadlines on a time axis, each track with its words; and how many are left out."""

    axis: Axis
    shown: tuple[ReportedAction, ...]
    left_out: int


class ReportedRecommendation(NamedTuple):
    """A recommendation as a report tells of it, with its actions."""

    id: str
    anchor: str
    title: str
    status: str
    closed: str
    response: tuple[str, ...]
    reservation: tuple[str, ...]
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    history: tuple[Entry, ...]
    actions: tuple[ReportedAction, ...]


class ActionsInState(NamedTuple):
    """The actions in one state, in the order in which they want attention."""

    state: State
    actions: tuple[ReportedAction, ...]


class Report(NamedTuple):
    """What a report says. One to somebody who is responsible, a letter, goes by state."""

    title: str
    organization: str
    source: Reference | None
    responded: str
    register: str
    day: date
    addressees: tuple[str, ...]
    headline: tuple[str, ...]
    scope: tuple[str, ...]
    states: tuple[StateCount, ...]
    overdue: tuple[ReportedAction, ...]
    rates: Grid
    figures: tuple[Grid, ...]
    responsible: Grid
    is_shared: bool  # whether an action has several who are responsible, and counts for each
    timeline: Timeline
    period: Period | None
    recommendations: tuple[ReportedRecommendation, ...]
    by_state: tuple[ActionsInState, ...]

    @property
    def is_letter(self) -> bool:
        """Whether it is addressed to those whose actions it tells of."""
        return bool(self.addressees)


def report(  # noqa: PLR0913 - each is part of the question
    evaluation: Evaluation,
    answers: Sequence[Answer],
    context: Context,
    *,
    ids: Sequence[str] = (),
    filters: Filters,
    since: date | None = None,
    before: Sequence[Answer] = (),
) -> Report:
    """The report as of the day asked about, narrowed to some ids and by the filters.

    With an earlier day, *since*, and the answers of that day, *before*, it tells of the period.
    """
    part = narrowing.narrow(answers, ids, filters)
    now, then = part.of(answers), part.of(before)
    anchors = _anchors(now)
    items = queries.actions(now)
    told = {item.standing.action.id: reported(item, anchors) for item in items}
    late = queries.overdue(items, against=Against.PRESENT)
    days = [measure(now, day=context.day)]
    days = [measure(then, day=since), *days] if since else days
    figures = _sections(summary.figures(days))
    return Report(
        title=words(evaluation.title),
        organization=words(evaluation.organization),
        source=reference(evaluation.source) if evaluation.source else None,
        responded=evaluation.responded.shown if evaluation.responded else "",
        register=published_path(context.register),
        day=context.day,
        addressees=tuple(words(name) for name in filters.responsible),
        headline=headline(days[-1]),
        scope=_scope(context, ids, shown=len(items)) if ids or context.filter else (),
        states=state_counts(days[-1]),
        overdue=tuple(told[item.standing.action.id] for item in late),
        rates=next(grid for grid in figures if grid.rows[0].label == summary.RATES),
        figures=tuple(grid for grid in figures if grid.rows[0].label != summary.RATES),
        responsible=summary.responsible(days),
        is_shared=sum(party.actions for party in days[-1].responsible) > days[-1].actions,
        timeline=_timeline(items, told, context.day),
        period=period(then, now, anchors, since=since) if since else None,
        recommendations=tuple(_recommendation(answer, anchors, told) for answer in now),
        by_state=_by_state(items, told) if filters.responsible else (),
    )


def _anchors(answers: Sequence[Answer]) -> dict[str, str]:
    """The anchor of each record told of: "action-7.1"."""
    found = {}
    for answer in answers:
        found[answer.recommendation.id] = f"recommendation-{answer.recommendation.id}"
        for standing in answer.standings:
            found[standing.action.id] = f"action-{standing.action.id}"
    return found


def _scope(context: Context, ids: Sequence[str], *, shown: int) -> tuple[str, ...]:
    """What a narrowed report is narrowed to, and how much of the register that is."""
    some = f"{part_of(shown, context.total, 'action')} of the register"
    given = {**({"id": list(ids)} if ids else {}), **context.filter}
    return f"This report tells of {some}.", *filter_lines(given)


def _sections(figures: Grid) -> tuple[Grid, ...]:
    """The figures, a table for each section: its strong row is the first."""
    parts = groupby(figures.rows, key=lambda row: row == Row())
    return tuple(Grid(figures.heads, tuple(rows)) for is_space, rows in parts if not is_space)


def _timeline(items: Sequence[Item], told: Mapping[str, ReportedAction], day: date) -> Timeline:
    """The picture of the deadlines; of very many the open ones first, as many as can be seen."""
    dated = [item for item in items if item.standing.due]
    if len(dated) > MOST_TRACKS:
        wanted = [item for item in dated if not item.standing.state.is_closed] or dated
        axis = timeline.axis(wanted, day)
        axis = axis._replace(tracks=axis.tracks[:MOST_TRACKS])
    else:
        axis = timeline.axis(dated, day)
    shown = tuple(told[track.label] for track in axis.tracks)
    return Timeline(axis, shown, len(dated) - len(shown))


def _recommendation(
    answer: Answer, anchors: Mapping[str, str], told: Mapping[str, ReportedAction]
) -> ReportedRecommendation:
    recommendation = answer.recommendation
    first = f"first answer: {recommendation.status.words}"
    updates = tuple(entry(recommendation, update) for update in answer.updates)
    return ReportedRecommendation(
        id=recommendation.id,
        anchor=anchors[recommendation.id],
        title=words(recommendation.title),
        status=answer.status.words,
        closed=f"{answer.closed} of {count(len(answer.standings), 'action')} closed",
        response=_paragraphs(recommendation.response),
        reservation=_paragraphs(recommendation.reservation),
        notes=tuple(words(note) for note in recommendation.notes),
        tags=tuple(words(tag) for tag in recommendation.tags),
        history=(Entry(None, first), *updates) if updates else (),
        actions=tuple(told[standing.action.id] for standing in answer.standings),
    )


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(words(line) for line in (text or "").splitlines() if line.strip())


def _by_state(
    items: Sequence[Item], told: Mapping[str, ReportedAction]
) -> tuple[ActionsInState, ...]:
    """What is late first, the latest of it at the top; then each state, the soonest due first."""
    order = [*State]

    def urgency(item: Item) -> tuple[int, date]:
        standing = item.standing
        return order.index(standing.state), standing.due.last if standing.due else date.max

    return tuple(
        ActionsInState(state, tuple(told[item.standing.action.id] for item in found))
        for state, found in groupby(sorted(items, key=urgency), key=lambda i: i.standing.state)
    )
