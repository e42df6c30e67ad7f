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
from ecefollow.analysis.values_in_words import part_of, words
from ecefollow.history.told_then import ToldThen
from ecefollow.reading.messages import escaped
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, Evaluation
from ecefollow.register.portfolio import RegisterFile, split
from ecefollow.register.vocabulary import State
from ecefollow.views import report_portfolio, summary, summary_breakdown, timeline
from ecefollow.views.context import Context, Skipped, filter_lines, published_path
from ecefollow.views.page import Axis, Grid, Row
from ecefollow.views.report_overview import StateCount, headline, state_counts
from ecefollow.views.report_period import Period, period
from ecefollow.views.report_portfolio import ReportedPortfolio
from ecefollow.views.report_records import (
    Fact,
    Reference,
    ReportedAction,
    ReportedRecommendation,
    origin,
    recommendation,
    reported,
)

MOST_TRACKS: Final = 120  # in the picture: more are four pages and longer, and nobody reads them


class Timeline(NamedTuple):
    """The deadlines on a time axis, each track with its words; and how many are left out."""

    axis: Axis
    shown: tuple[ReportedAction, ...]
    left_out: int


class ActionsInState(NamedTuple):
    """The actions in one state, in the order in which they want attention."""

    state: State
    actions: tuple[ReportedAction, ...]


class Report(NamedTuple):
    """What a report says. One to somebody who is responsible, a letter, goes by state."""

    title: str
    organization: str
    responded: str
    origin: tuple[tuple[str, Reference], ...]
    register: Fact
    day: date
    addressees: tuple[str, ...]
    headline: tuple[str, ...]
    scope: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    portfolio: ReportedPortfolio | None  # of several registers
    states: tuple[StateCount, ...]
    overdue: tuple[ReportedAction, ...]
    rates: Grid
    figures: tuple[Grid, ...]
    responsible: Grid
    accountable: Grid
    is_shared: bool  # whether an action has several who are responsible, and counts for each
    timeline: Timeline
    period: Period | None
    recommendations: tuple[ReportedRecommendation, ...]
    by_state: tuple[ActionsInState, ...]
    languages: Mapping[str, str]  # of the texts, by their evaluations' ids; of a single one by ""

    def language(self, ident: str) -> str:
        """The language in which the register speaks of the record with the id."""
        return self.languages.get(split(ident)[0], "")

    @property
    def has_marks(self) -> bool:
        """Whether a deadline is marked, since it stands under one reading of the source only."""
        return any(action.is_marked for one in self.recommendations for action in one.actions)

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
    told: ToldThen | None = None,
    files: Sequence[RegisterFile] = (),
) -> Report:
    """The report as of the day asked about, narrowed to some ids and by the filters.

    With an earlier day, *since*, the answers of that day by what is known now, *before*, and what
    was *told* then, it tells of the period. Of a portfolio, it has a part for each of the *files*,
    whose paths are what it calls them.
    """
    part = narrowing.narrow(answers, ids, filters)
    is_narrowed = bool(ids or filters.given)
    now, then = part.of(answers), part.of(before)
    anchors = _anchors(now)
    items = queries.actions(now)
    by_id = {item.standing.action.id: reported(item, anchors) for item in items}
    late = queries.overdue(items, against=Against.PRESENT)
    days = [measure(now, day=context.day)]
    heads: tuple[str, ...] = ()
    if since:
        days = [measure(then, day=since), *days]
    if since and told and told.compared:
        answered = told.answers(since, is_portfolio=context.is_portfolio)
        days = [measure(part.of(answered) if is_narrowed else answered, day=since), *days]
        first = format_day(since)
        heads = (f"{first}, as told", f"{first}, as known now", format_day(context.day))
    figures = _sections(summary.figures(days, heads))
    recommendations = tuple(recommendation(answer, anchors, by_id) for answer in now)
    portfolio = None
    if context.is_portfolio:
        portfolio = report_portfolio.portfolio(
            files, now, recommendations, day=context.day, is_narrowed=is_narrowed
        )
    return Report(
        title=portfolio.title if portfolio else words(evaluation.title),
        organization=portfolio.organizations if portfolio else words(evaluation.organization),
        responded=evaluation.responded.shown if evaluation.responded else "",
        origin=tuple(origin(evaluation)),
        register=_register(context),
        day=context.day,
        addressees=tuple(words(name) for name in filters.responsible),
        headline=(*headline(days[-1]), *context.left_out),
        scope=_scope(context, ids, portfolio, len(items)) if ids or context.filter else (),
        skipped=tuple(
            register._replace(path=escaped(published_path(register.path)))
            for register in context.skipped
        ),
        portfolio=portfolio,
        states=state_counts(days),
        overdue=tuple(by_id[item.standing.action.id] for item in late),
        rates=next(grid for grid in figures if grid.rows[0].label == summary.RATES),
        figures=tuple(grid for grid in figures if grid.rows[0].label != summary.RATES),
        responsible=summary_breakdown.responsible(days[-2:]),
        accountable=summary_breakdown.accountable(days[-2:]),
        is_shared=sum(party.actions for party in days[-1].responsible) > days[-1].actions,
        timeline=_timeline(items, by_id, context.day),
        period=period(then, now, anchors, since=since, told=told, is_narrowed=is_narrowed)
        if since
        else None,
        recommendations=recommendations,
        by_state=_by_state(items, by_id) if filters.responsible else (),
        languages={file.register.evaluation.id: file.register.evaluation.language for file in files}
        if portfolio
        else {"": evaluation.language},
    )


def _anchors(answers: Sequence[Answer]) -> dict[str, str]:
    """The anchor of each record told of: "action-7.1"."""
    anchors = {}
    for answer in answers:
        anchors[answer.recommendation.id] = f"recommendation-{answer.recommendation.id}"
        for standing in answer.standings:
            anchors[standing.action.id] = f"action-{standing.action.id}"
    return anchors


def _register(context: Context) -> Fact:
    """The register by its path; of several the number, since each is named with its evaluation."""
    if len(context.registers) > 1:
        return Fact("Registers", f"{len(context.registers)}, named with the evaluations")
    return Fact("Register", published_path(context.register))


def _scope(
    context: Context, ids: Sequence[str], portfolio: ReportedPortfolio | None, shown: int
) -> tuple[str, ...]:
    """What a narrowed report is narrowed to, and how much of the register or registers that is."""
    some = part_of(shown, context.total, "action")
    whole = f", in {portfolio.shown}" if portfolio else " of the register"
    given = {**({"id": list(ids)} if ids else {}), **context.filter}
    return f"This report tells of {some}{whole}.", *filter_lines(given)


def _sections(figures: Grid) -> tuple[Grid, ...]:
    """The figures, a table for each section: its strong row is the first."""
    parts = groupby(figures.rows, key=lambda row: row == Row())
    return tuple(Grid(figures.heads, tuple(rows)) for is_space, rows in parts if not is_space)


def _timeline(items: Sequence[Item], by_id: Mapping[str, ReportedAction], day: date) -> Timeline:
    """The picture of the deadlines; of very many the open ones first, as many as can be seen."""
    dated = [item for item in items if item.standing.due]
    if len(dated) > MOST_TRACKS:
        wanted = [item for item in dated if not item.standing.state.is_closed] or dated
        axis = timeline.axis(wanted, day)
        axis = axis._replace(tracks=axis.tracks[:MOST_TRACKS])
    else:
        axis = timeline.axis(dated, day)
    shown = tuple(by_id[track.label] for track in axis.tracks)
    return Timeline(axis, shown, len(dated) - len(shown))


def _by_state(
    items: Sequence[Item], by_id: Mapping[str, ReportedAction]
) -> tuple[ActionsInState, ...]:
    """What is late first, the latest of it at the top; then each state, the soonest due first."""
    order = [*State]

    def urgency(item: Item) -> tuple[int, date]:
        standing = item.standing
        return order.index(standing.state), standing.due.last if standing.due else date.max

    return tuple(
        ActionsInState(state, tuple(by_id[item.standing.action.id] for item in group))
        for state, group in groupby(sorted(items, key=urgency), key=lambda i: i.standing.state)
    )
