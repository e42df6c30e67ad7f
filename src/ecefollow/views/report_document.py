"""A report as a document: in Word it begins with the matrix that governing bodies read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Final, TypeAlias

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.register.portfolio import split
from ecefollow.views import report_tables as tables
from ecefollow.views.document import (
    STRONG,
    Block,
    Cell,
    DeadlinesBlock,
    Kind,
    Run,
    TableBlock,
    TextBlock,
    WrittenDocument,
    heading,
    joined,
    labelled,
    paragraph,
)
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.page import Mark, Track
from ecefollow.views.report import Report, Timeline
from ecefollow.views.report_period import Happening, Period
from ecefollow.views.report_records import (
    Entry,
    ReportedAction,
    ReportedRecommendation,
    fact,
    people,
    recorded,
)

_Rows: TypeAlias = list[Sequence[Cell]]
_NONE: Final = "–"  # in a cell without a value
_BRIEF: Final = 90  # letters of an action's text where its id would do
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
        blocks += _period(report, report.period)
    if has_actions:
        blocks += [heading(2, "How to read this"), *reading(report)]
    if report.recommendations or report.portfolio:
        blocks += _records(report)
    if has_actions:
        blocks += [heading(2, "Figures"), *tables.figures(report), *tables.parties(report)]
    title = f"{report.title}: progress report as of {format_day(report.day)}"
    return WrittenDocument(
        title,
        report.organization,
        report.day,
        front=(*_masthead(report), paragraph(Kind.HEADLINE, *_headline(report))),
        blocks=tuple(blocks),
        matrix=tuple(_matrix(report)),
    )


def reading(report: Report) -> Iterator[TextBlock]:
    """How the report is read."""
    response = "a" if report.portfolio and report.portfolio.is_plural else "the"
    yield paragraph(Kind.NORMAL, _STATES)
    yield paragraph(Kind.NORMAL, Run(_DEADLINES.format(response)))


def _masthead(report: Report) -> Iterator[Block]:
    own = report.language("")
    yield paragraph(Kind.ORGANIZATION, Run(report.organization, "", own))
    yield paragraph(Kind.TITLE, Run(report.title, "", own))
    until = format_day(report.day)
    days = f"{format_day(report.period.since)} to {until}" if report.period else f"as of {until}"
    responses = "responses" if report.portfolio and report.portfolio.is_plural else "response"
    about = f"Progress report on the implementation of the management {responses}, {days}."
    yield paragraph(Kind.SUBTITLE, about)
    yield from starmap(labelled, report.origin)
    yield from map(fact, (report.register, *report.provenance))
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
            rows.append([(tables.to(part)._replace(language=report.language(part.within)),)])
            rows += [row for one in part.recommendations for row in _matrix_rows(report, one)]
    else:
        rows = [row for one in report.recommendations for row in _matrix_rows(report, one)]
    if rows:
        yield TableBlock("Recommendations, answers and actions", _MATRIX, rows, is_titled=False)
    else:
        yield paragraph(Kind.NORMAL, "No recommendation matches.")


def _matrix_rows(report: Report, one: ReportedRecommendation) -> Iterator[Sequence[Cell]]:
    """A row for each action; what is said of the recommendation goes on beside all of them."""
    own = report.language(one.id)
    first: list[Cell] = [
        (Run(split(one.id)[1], "", "", f"#{one.anchor}"), Run(f" {one.title}", "", own)),
        one.status.capitalize(),
    ]
    if not one.actions:
        yield [*first, "No action", *[_NONE] * 3]
    for action in one.actions:
        number = Run(split(action.id)[1], "", "", f"#{action.anchor}")
        text = number, Run(f" {action.text}", "", own)
        due, names = action.due or _NONE, people(action.responsible, own)
        yield [*first, text, names, due, (action.shown.run,)]
        first = [None, None]


def _overview(report: Report) -> Iterator[Block]:
    yield tables.states(report)
    if report.portfolio and report.portfolio.by_attention:
        yield tables.evaluations(report, report.portfolio)
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
    grouped = timeline.shown._replace(tracks=tuple(_by_evaluation(timeline)))
    yield DeadlinesBlock(grouped, len(timeline.rest.tracks), table)


def _by_evaluation(timeline: Timeline) -> Iterator[Track]:
    """The tracks that are seen at once, with short ids below the titles of their evaluations."""
    above = ""
    for track in timeline.shown.tracks:
        evaluation, ident = split(track.label)
        title = timeline.titles.get(evaluation, "")
        yield track._replace(label=ident, above="" if title == above else title)
        above = title


def _period(report: Report, period: Period) -> Iterator[Block]:
    since, until = format_day(period.since), format_day(period.until)
    yield heading(2, f"What changed from {since} to {until}")
    for group in period.happenings:
        yield heading(3, group.head, anchor=group.anchor)
        yield from _happenings(group.rows)
    if period.changed:
        yield tables.both_days(report, period)
    yield from record(period)


def _happenings(rows: Iterable[Happening], form: str = ": {}") -> Iterator[Block]:
    for row in rows:
        reason = form.format(row.reason) if row.reason else ""
        text = shortened(row.about.removesuffix("."), _BRIEF)
        about = "; ".join(filter(None, [text, *row.responsible]))
        what = Run(f" {row.text}{reason}{f' ({about})' if about else ''}")
        yield paragraph(Kind.ITEM, row.subject, what)


def record(period: Period) -> Iterator[Block]:
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
        yield from _happenings(record.recorded, " ({})")


def _records(report: Report) -> Iterator[Block]:
    yield heading(2, "Recommendations and actions")
    if not report.portfolio:
        for recommendation in report.recommendations:
            yield from _recommendation(report, recommendation, 3)
        return
    for part in report.portfolio.evaluations:
        own = report.language(part.within)
        yield heading(3, Run(part.title, "", own), anchor=part.anchor)
        figures = "".join(f" · {figure}" for figure in part.figures)
        yield paragraph(Kind.NORMAL, Run(part.organization, STRONG, own), figures)
        yield from starmap(labelled, part.origin)
        yield labelled("Register", part.register)
        if not part.recommendations:
            yield paragraph(Kind.NORMAL, "There are no recommendations yet.")
        for recommendation in part.recommendations:
            yield from _recommendation(report, recommendation, 4)


def _recommendation(report: Report, one: ReportedRecommendation, level: int) -> Iterator[Block]:
    own = report.language(one.id)
    yield heading(level, f"{one.id} ", Run(one.title, "", own), anchor=one.anchor)
    more = "".join(f" · {text}" for text in (one.closed, *filter(None, [one.added]), *one.tags))
    yield paragraph(Kind.NORMAL, Run(one.status.capitalize(), STRONG), more)
    for text in one.response:
        yield paragraph(Kind.NORMAL, Run(text, "", own))
    if one.reservation:
        yield labelled("Reservation", Run(" ".join(one.reservation), "", own), kind=Kind.QUOTE)
    for note in one.notes:
        yield labelled("Note", Run(note, "", own))
    yield from history(one.history, own)
    for action in one.actions:
        yield from _action(action, own, level + 1)


def _action(action: ReportedAction, own: str, level: int) -> Iterator[Block]:
    yield heading(level, f"{action.id} ", action.shown.run, anchor=action.anchor)
    yield paragraph(Kind.NORMAL, Run(action.text, "", own))
    yield from (fact(told, own) for told in action.facts)
    if action.see:
        yield labelled("See", *joined(action.see))
    yield from history(action.history, own)


def history(entries: Sequence[Entry], own: str) -> Iterator[Block]:
    """What was recorded, a line for each update."""
    if entries:
        yield paragraph(Kind.HISTORY, "History")
    for entry in entries:
        evidence = [run for each in entry.evidence for run in (Run("; evidence: "), each)]
        yield paragraph(Kind.ITEM, *recorded(entry, own), *evidence)
