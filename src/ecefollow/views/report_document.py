"""A report as a document: in Word it begins with the matrix that governing bodies read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from ecefollow.register.deadlines import format_day
from ecefollow.register.portfolio import split
from ecefollow.views import report_tables as tables
from ecefollow.views.document import (
    STRONG,
    Block,
    Cell,
    DeadlinesBlock,
    Kind,
    PartBlock,
    PartKind,
    Run,
    TableBlock,
    TextBlock,
    WrittenDocument,
    heading,
    paragraph,
)
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.page import Mark
from ecefollow.views.report import Report, Timeline
from ecefollow.views.report_period import Period
from ecefollow.views.report_portfolio import ReportedEvaluation
from ecefollow.views.report_records import ReportedAction, ReportedRecommendation, people

_Rows: TypeAlias = list[Sequence[Cell]]
_NOTHING: Final = "There are no recommendations yet."
_NONE: Final = "–"  # in a cell without a value
_STATES: Final = (
    "A state is where an action stands on the day of the report. It is worked out from the "
    "deadline and from what was reported up to that day."
)
_DEADLINES: Final = (
    "A deadline that names a month, a quarter or a year is missed when its last day has passed; "
    "the report shows it as it was written. “In the source” gives the words of {} management "
    "response, and “Reading” how unclear ones were read. Titles, responses, reservations and "
    "actions are the source’s own words."
)
Places: TypeAlias = Mapping[str, Mapping[str, Sequence[int]]]  # by the ids of the records
_MATRIX: Final = ("Recommendation", "Answer", "Action", "Responsible", "Deadline", "State")


def document(report: Report) -> WrittenDocument:
    """Everything that the report says."""
    blocks: list[Block] = []
    if has_actions := any(each.number for each in report.states):
        blocks += [heading(2, "Overview"), *_overview(report)]
        blocks += [heading(2, "Deadlines"), *_deadlines(report.timeline)]
    if report.has_marks:
        blocks.append(paragraph(Kind.REMARK, f"{MARK_MEANS}."))
    if report.period:
        blocks += [heading(2, changed(report.period)), *period(report.period)]
    if has_actions:
        blocks += [heading(2, "How to read this"), *reading(report)]
    if report.recommendations or report.portfolio:
        blocks += [heading(2, "Recommendations and actions"), *records(report)]
    if has_actions:
        blocks += [heading(2, "Figures"), *tables.figures(report), *tables.parties(report)]
    return WrittenDocument(
        title(report),
        report.organization.text,
        report.day,
        front=(*masthead(report), paragraph(Kind.HEADLINE, *_headline(report))),
        blocks=tuple(blocks),
        matrix=tuple(_matrix(report)),
    )


def title(report: Report) -> str:
    """What the document is called."""
    return f"{report.title.text}: progress report as of {format_day(report.day)}"


def changed(period: Period) -> str:
    """The heading of what happened in a period."""
    return f"What changed from {format_day(period.since)} to {format_day(period.until)}"


def reading(report: Report) -> Iterator[TextBlock]:
    """How the report is read."""
    yield paragraph(Kind.NORMAL, _STATES)
    yield paragraph(Kind.NORMAL, _DEADLINES.format("a" if report.is_plural else "the"))


def masthead(report: Report) -> Iterator[TextBlock]:
    """What the report is, what it is made of, and what is left out."""
    yield paragraph(Kind.ORGANIZATION, report.organization)
    yield paragraph(Kind.TITLE, report.title)
    until = format_day(report.day)
    days = f"{format_day(report.period.since)} to {until}" if report.period else f"as of {until}"
    responses = "responses" if report.is_plural else "response"
    about = f"Progress report on the implementation of the management {responses}, {days}."
    yield paragraph(Kind.SUBTITLE, about)
    yield from report.about
    for line in report.scope:
        yield paragraph(Kind.NORMAL, Run(line.removesuffix(".") + "."))
    if report.skipped:
        incomplete = Run("This report is not complete.", STRONG)
        yield paragraph(Kind.NORMAL, incomplete, " No figure counts what is left out:")
        for register in report.skipped:
            yield paragraph(Kind.ITEM, f"Left out: {register.path}: {register.reason}")


def _headline(report: Report) -> Iterator[Run]:
    first, *others = report.headline
    yield from (run._replace(style=STRONG) for run in first)
    for sentence in others:
        yield from (Run(" "), *sentence)


def _matrix(report: Report) -> Iterator[Block]:
    yield heading(2, "Recommendations, answers and actions")
    rows: _Rows = []
    if report.portfolio:
        for part in report.portfolio.evaluations:
            rows.append([(tables.to(part),)])
            rows += [row for one in part.recommendations for row in _matrix_rows(one)]
    else:
        rows = [row for one in report.recommendations for row in _matrix_rows(one)]
    if rows:
        yield TableBlock("Recommendations, answers and actions", _MATRIX, rows, is_titled=False)
    else:
        yield paragraph(Kind.NORMAL, "No recommendation matches.")


def _matrix_rows(one: ReportedRecommendation) -> Iterator[Sequence[Cell]]:
    """A row for each action; what is said of the recommendation goes on beside all of them."""
    first: list[Cell] = [_numbered(one), one.status.words.capitalize()]
    if not one.actions:
        yield [*first, "No action", *[_NONE] * 3]
    for action in one.actions:
        names = people(action.responsible, action.text.language)
        yield [*first, _numbered(action), names, action.due or _NONE, (action.shown.run,)]
        first = [None, None]


def _numbered(record: ReportedRecommendation | ReportedAction) -> Sequence[Run]:
    """The text of a record behind its id within its evaluation, which leads to its part."""
    return Run(split(record.id)[1], target=f"#{record.anchor}"), Run(" "), record.text


def _overview(report: Report) -> Iterator[Block]:
    yield tables.states(report)
    if report.portfolio and report.portfolio.by_attention:
        yield tables.evaluations(report.portfolio)
    if report.overdue:
        yield tables.overdue(report)
    yield tables.rates(report)


def _deadlines(timeline: Timeline) -> Iterator[Block]:
    tracks = [*timeline.shown.tracks, *timeline.rest.tracks]
    if not tracks:
        yield paragraph(Kind.NORMAL, "No action has a deadline.")
        return
    rows: _Rows = []
    for track in tracks:
        action = timeline.actions[track.label]
        days = {mark: format_day(day) for day, mark in track.marks}
        cells = action.first_due or _NONE, action.due, days.get(Mark.COMPLETED, _NONE)
        rows.append([(tables.to(action),), *cells, (action.shown.run,)])
    heads = ["Action", "First deadline, if moved", "Deadline", "Completed", "State"]
    table = TableBlock("Deadlines", heads, rows, is_titled=False)
    # Below the titles of the evaluations, short ids are enough.
    shown = tuple(each._replace(label=split(each.label)[1]) for each in timeline.shown.tracks)
    yield DeadlinesBlock(timeline.shown._replace(tracks=shown), len(timeline.rest.tracks), table)


def period(period: Period) -> Iterator[Block]:
    """What happened in a period, below its heading."""
    for group in period.happenings:
        yield heading(3, group.head, anchor=group.anchor)
        yield from group.rows
    if period.changed:
        yield tables.both_days(period)
    yield from _record(period)


def _record(period: Period) -> Iterator[Block]:
    """What was told about the first day of a period, where the register is in git."""
    record, since = period.record, format_day(period.since)
    if not record:
        return
    yield heading(3, f"What was told about {since}", anchor="told")
    if record.reason:
        reason = f"What was told then is not known: {record.reason}."
        yield paragraph(Kind.NORMAL, reason)
    elif not record.answers:
        yield paragraph(Kind.NORMAL, "Every answer about this day is the same now.")
    else:
        yield tables.told(record)
    if record.recorded:
        yield heading(4, "Recorded since about the time up to this day")
        yield from record.recorded


def records(report: Report) -> Iterator[Block]:
    """The recommendations and their actions, of several evaluations in the part of each."""
    places = report.facets.places
    if report.portfolio:
        for part in report.portfolio.evaluations:
            yield _evaluation(part, places, is_open=not report.is_plural)
    else:
        yield from (_recommendation(one, 3, places) for one in report.recommendations)
    if not (report.recommendations or (report.portfolio and report.portfolio.evaluations)):
        nothing = "No recommendation matches." if report.scope else _NOTHING
        yield paragraph(Kind.NORMAL, nothing)


def _evaluation(part: ReportedEvaluation, places: Places, *, is_open: bool) -> PartBlock:
    figures = "".join(f" · {figure}" for figure in part.figures)
    own: list[Block] = [_recommendation(one, 4, places) for one in part.recommendations]
    nothing = paragraph(Kind.NORMAL, _NOTHING)
    return PartBlock(
        PartKind.EVALUATION,
        heading(3, part.title, anchor=part.anchor),
        (
            paragraph(Kind.NORMAL, part.organization._replace(style=STRONG), figures),
            *part.origin,
            *(own or [nothing]),
        ),
        is_open=is_open,
    )


def _recommendation(one: ReportedRecommendation, level: int, places: Places) -> PartBlock:
    return PartBlock(
        PartKind.RECOMMENDATION,
        heading(level, one.text, anchor=one.anchor, number=one.id),
        (*one.blocks, *(_action(action, level + 1, places) for action in one.actions)),
        places.get(one.id, {}),
    )


def _action(action: ReportedAction, level: int, places: Places) -> PartBlock:
    return PartBlock(
        PartKind.ACTION,
        heading(level, action.shown.run, anchor=action.anchor, number=action.id),
        (paragraph(Kind.NORMAL, action.text), *action.facts, *action.history),
        places[action.id],
    )
