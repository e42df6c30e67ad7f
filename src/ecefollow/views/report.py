"""The report on how the response to an evaluation is carried out, in no format yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import quote

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters, Item
from ecefollow.analysis.metrics import measure
from ecefollow.analysis.queries import Against
from ecefollow.analysis.trend import Tally, trend
from ecefollow.analysis.values_in_words import part_of, words
from ecefollow.history.commit_read import CommitRead
from ecefollow.history.told_then import ToldThen
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, Evaluation
from ecefollow.register.portfolio import RegisterFile, by_prefix, split
from ecefollow.views import report_portfolio, summary, summary_breakdown, timeline
from ecefollow.views.context import Context, Skipped, filter_lines, published_path
from ecefollow.views.document import Run, TextBlock, joined, labelled
from ecefollow.views.page import Axis, Grid, Row
from ecefollow.views.report_facets import Facets, facets
from ecefollow.views.report_overview import Sentence, StateCount, headline, state_counts
from ecefollow.views.report_period import Period, Records, period
from ecefollow.views.report_portfolio import ReportedPortfolio, origin
from ecefollow.views.report_records import (
    ReportedAction,
    ReportedRecommendation,
    language_of,
    recommendation,
    reported,
)

TREND: Final = "At each month’s end, as known now"
MOST_TRACKS: Final = 40  # seen at once: of more deadlines only those that want attention
_AHEAD: Final = timedelta(days=90)


class Timeline(NamedTuple):
    """The deadlines on a time axis, first those that are seen at once; the actions by their ids.

    Of several registers, those of each are a group below its evaluation's title.
    """

    shown: Axis
    rest: Axis
    actions: Mapping[str, ReportedAction]


class Publication(NamedTuple):
    """When a report is made, from which commit, and what is published beside it, by label."""

    made: date | None = None
    commit: CommitRead | None = None
    beside: Mapping[str, str] = MappingProxyType({})


_UNPUBLISHED: Final = Publication()


class Report(NamedTuple):
    """What a report says."""

    title: Run
    organization: Run
    register: str
    about: tuple[TextBlock, ...]  # where it comes from, and what is published beside it
    day: date
    headline: tuple[Sentence, ...]
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
    trend: tuple[Tally, ...]
    timeline: Timeline
    facets: Facets
    period: Period | None
    recommendations: tuple[ReportedRecommendation, ...]

    @property
    def is_plural(self) -> bool:
        """Whether there are several registers, though the report may be narrowed to one."""
        return self.portfolio is not None and self.portfolio.is_plural

    @property
    def has_marks(self) -> bool:
        """Whether a deadline is marked, since it stands under one reading of the source only."""
        return any(action.is_marked for one in self.recommendations for action in one.actions)


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
    publication: Publication = _UNPUBLISHED,
) -> Report:
    """The report as of the day asked about, narrowed to some ids and by the filters.

    With an earlier day, *since*, the answers of that day by what is known now, *before*, and what
    was *told* then, it tells of the period. Of a portfolio, it has a part for each of the *files*,
    whose paths are what it calls them.
    """
    part = queries.narrow(answers, ids, filters)
    is_narrowed = bool(ids or filters.given)
    now, then = part.of(answers), part.of(before)
    anchors = _anchors(now)
    items = queries.actions(now)
    languages = {key: language_of(each) for key, each in by_prefix(evaluation, files).items()}
    by_id = {
        ident: reported(item, anchors, languages[split(ident)[0]])
        for item in items
        for ident in [item.standing.action.id]
    }
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
    tallies = trend(now, context.day)
    figures = (*summary.sections(days, heads), *_trend(tallies))
    parties = {
        "responsible": summary_breakdown.responsible(days[-2:]),
        "accountable": summary_breakdown.accountable(days[-2:]),
    }
    states = state_counts(days)
    recommendations = tuple(
        recommendation(answer, anchors, by_id, languages[split(answer.recommendation.id)[0]])
        for answer in now
    )
    told_of = None
    if since:
        records: Records = {**by_id, **{each.id: each for each in recommendations}}
        told_of = period(
            then, now, records, anchors, since=since, told=told, is_narrowed=is_narrowed
        )
    own = partial(Run, language=languages[""])
    register = published_path(files[0].path if files else context.register)
    portfolio = None
    if context.is_portfolio:
        portfolio = report_portfolio.portfolio(
            files, now, recommendations, day=context.day, is_narrowed=is_narrowed
        )
    return Report(
        title=portfolio.title if portfolio else own(words(evaluation.title)),
        organization=portfolio.organizations if portfolio else own(words(evaluation.organization)),
        register=register,
        about=(*origin(evaluation), *_provenance(register, context, now, publication)),
        day=context.day,
        headline=(
            *headline(now, days[-1], told_of, anchors, is_narrowed=is_narrowed),
            *([Run(line)] for line in context.left_out),
        ),
        scope=_scope(context, ids, portfolio, len(items)) if ids or context.filter else (),
        skipped=tuple(each._replace(path=published_path(each.path)) for each in context.skipped),
        portfolio=portfolio,
        states=states,
        overdue=tuple(by_id[item.standing.action.id] for item in late),
        rates=next(grid for grid in figures if grid.rows[0].label == summary.RATES),
        figures=tuple(grid for grid in figures if grid.rows[0].label != summary.RATES),
        **parties,
        is_shared=days[-1].is_shared,
        trend=tuple(tallies),
        timeline=_timeline(items, by_id, portfolio, context.day),
        facets=facets(
            recommendations,
            portfolio.evaluations if portfolio and portfolio.is_plural else (),
            states,
            parties,
        ),
        period=told_of,
        recommendations=recommendations,
    )


def _anchors(answers: Sequence[Answer]) -> dict[str, str]:
    """The anchor of each record told of: "action-7.1"."""
    anchors = {}
    for answer in answers:
        anchors[answer.recommendation.id] = f"recommendation-{answer.recommendation.id}"
        for standing in answer.standings:
            anchors[standing.action.id] = f"action-{standing.action.id}"
    return anchors


def _provenance(
    register: str, context: Context, answers: Sequence[Answer], publication: Publication
) -> Iterator[TextBlock]:
    """What a citation needs besides the day: the register, the commit, when it was made."""
    if len(context.registers) > 1:
        yield labelled("Registers", f"{len(context.registers)}, named with the evaluations")
    else:
        yield labelled("Register", register)
    if publication.commit:
        yield labelled("Commit", publication.commit.words)
    if answers:
        last = queries.last_update(answers)
        yield labelled("Last update", format_day(last) if last else "none yet")
    if publication.made:
        yield labelled("Made", format_day(publication.made))
    if publication.beside:
        beside = publication.beside.items()
        links = (Run(label.lower(), target=quote(name)) for label, name in beside)
        yield labelled("Published beside it", *joined(links))


def _trend(tallies: Sequence[Tally]) -> Iterator[Grid]:
    """The numbers of the trend, the newest first; none where there is none."""
    if tallies:
        rows = (
            Row(format_day(t.day), (words(t.overdue), words(t.completed))) for t in tallies[::-1]
        )
        yield Grid(("", "Overdue", "Completed"), (Row(TREND, strong=True), *rows))


def _scope(
    context: Context, ids: Sequence[str], portfolio: ReportedPortfolio | None, shown: int
) -> tuple[str, ...]:
    """What a narrowed report is narrowed to, and how much of the register or registers that is."""
    some = part_of(shown, context.total, "action")
    whole = f", in {portfolio.shown}" if portfolio else " of the register"
    given = {**({"id": list(ids)} if ids else {}), **context.filter}
    return f"This report tells of {some}{whole}.", *filter_lines(given)


def _timeline(
    items: Sequence[Item],
    by_id: Mapping[str, ReportedAction],
    portfolio: ReportedPortfolio | None,
    day: date,
) -> Timeline:
    """The picture of the deadlines; of many, those that have passed or soon will are seen first."""
    dated = [item for item in items if item.standing.due]
    wanted = _most_urgent(dated) if len(dated) > MOST_TRACKS else dated
    ids = {item.standing.action.id for item in wanted}
    titles = {each.id: each.title.text for each in portfolio.evaluations} if portfolio else {}
    order = {ident: number for number, ident in enumerate(titles)}
    tracks = [
        track._replace(above=titles.get(split(track.label)[0], ""))
        for track in sorted(
            timeline.axis(dated, day).tracks,
            key=lambda track: order.get(split(track.label)[0], 0),
        )
    ]
    shown, rest = (
        Axis(day, tuple(track for track in tracks if (track.label in ids) is seen))
        for seen in (True, False)
    )
    return Timeline(shown, rest, by_id)


def _last_day(item: Item) -> date:
    return item.standing.due.last if item.standing.due else date.max


def _most_urgent(dated: Sequence[Item]) -> list[Item]:
    """Open actions whose deadline has passed, or will within some time: at least half of each."""
    open_ones = [item for item in dated if not item.standing.state.is_closed]
    urgent = sorted(open_ones, key=_last_day)
    late = [item for item in urgent if _last_day(item) < item.standing.day]
    soon = [item for item in urgent[len(late) :] if _last_day(item) - item.standing.day <= _AHEAD]
    ahead = soon[: max(MOST_TRACKS - len(late), MOST_TRACKS // 2)]
    return [*late[: MOST_TRACKS - len(ahead)], *ahead]
