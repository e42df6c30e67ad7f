"""A report as a document: in Word it begins with the matrix that governing bodies read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.register.portfolio import split
from ecefollow.views.document import (
    LABEL,
    STRONG,
    Block,
    Cell,
    DeadlinesBlock,
    HeadingBlock,
    Kind,
    Run,
    TableBlock,
    TextBlock,
    TurnedBlocks,
    WrittenDocument,
)
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.page import Grid, Mark, Track
from ecefollow.views.report import Report, Timeline
from ecefollow.views.report_period import Happening, Period, RecordSince
from ecefollow.views.report_portfolio import ReportedEvaluation, ReportedPortfolio
from ecefollow.views.report_records import (
    NOBODY,
    OURS,
    Entry,
    Fact,
    Reference,
    ReportedAction,
    ReportedRecommendation,
    Shown,
)

_Rows: TypeAlias = list[Sequence[Cell]]
_NONE: Final = "–"  # in a cell without a value
_BRIEF: Final = 90  # letters of an action's text where its id would do
_MATRIX: Final = ("Recommendation", "Answer", "Action", "Responsible", "Deadline", "State")


def document(report: Report, *, has_matrix: bool) -> WrittenDocument:
    """Everything that the report says."""
    overview, first = heading(2, Run("Overview")), paragraph(Kind.HEADLINE, *_headline(report))
    blocks: list[Block] = [*_masthead(report), overview, first]
    if has_matrix:
        blocks = [TurnedBlocks((*_masthead(report), first, *_matrix(report))), overview]
    blocks += _overview(report)
    blocks += [heading(2, Run("Deadlines")), *_deadlines(report.timeline)]
    if report.has_marks:
        blocks.append(paragraph(Kind.REMARK, Run(f"{MARK_MEANS}.")))
    if report.period:
        blocks += _period(report, report.period)
    blocks += _records(report)
    blocks += _figures(report)
    title = f"{report.title}: progress report as of {format_day(report.day)}"
    return WrittenDocument(
        title, report.organization, report.day, tuple(blocks), language(report, "")
    )


def paragraph(kind: Kind, *runs: Run) -> TextBlock:
    """A paragraph of those of the runs that say something."""
    return TextBlock(kind, tuple(run for run in runs if run.text))


def heading(level: int, *runs: Run, anchor: str = "") -> HeadingBlock:
    """A heading of those of the runs that say something."""
    return HeadingBlock(level, tuple(run for run in runs if run.text), anchor)


def fact(told: Fact, language: str = "") -> TextBlock:
    """One thing known, behind its label."""
    names = people(told.names, language) if told.names else ()
    return labelled(told.label, *names, Run(told.quoted, "", language), Run(told.text))


def labelled(label: str, *runs: Run, kind: Kind = Kind.FACT) -> TextBlock:
    """Something behind its label."""
    return paragraph(kind, Run(f"{label}: ", LABEL), *runs)


def people(names: Sequence[str], language: str = "") -> Sequence[Run]:
    """The names, each in its own direction; or that there are none."""
    parts = [part for name in names for part in (Run(", "), Run(name, "", language))]
    return parts[1:] or [Run(NOBODY)]


def state(shown: Shown) -> Run:
    """A state in its colour, with its sign."""
    return Run(f"{shown.sign} {shown.words}", f"State-{shown.state}")


def link(reference: Reference) -> Run:
    """A text that leads where the reference does."""
    return Run(reference.text, "", "", reference.target)


def language(report: Report, ident: str) -> str:
    """The language of what the register says there, where it is not ours."""
    own = report.language(ident)
    return "" if own == OURS else own


def _masthead(report: Report) -> Iterator[Block]:
    own = language(report, "")
    yield paragraph(Kind.ORGANIZATION, Run(report.organization, "", own))
    yield paragraph(Kind.TITLE, Run(report.title, "", own))
    until = format_day(report.day)
    days = f"{format_day(report.period.since)} to {until}" if report.period else f"as of {until}"
    responses = "responses" if report.portfolio and report.portfolio.is_plural else "response"
    about = f"Progress report on the implementation of the management {responses}, {days}."
    yield paragraph(Kind.SUBTITLE, Run(about))
    yield from _origin(report)
    yield from map(fact, (report.register, *report.provenance))
    for line in report.scope:
        yield paragraph(Kind.NORMAL, Run(line.removesuffix(".") + "."))
    if report.skipped:
        incomplete = Run("This report is not complete.", STRONG)
        yield paragraph(Kind.NORMAL, incomplete, Run(" No figure counts what is left out:"))
        for register in report.skipped:
            yield paragraph(Kind.ITEM, Run(f"Left out: {register.path}: {register.reason}"))


def _headline(report: Report) -> Iterator[Run]:
    first, *others = report.headline
    yield Run(first, STRONG)
    yield Run("".join(f" {sentence}" for sentence in others))


def _origin(part: Report | ReportedEvaluation) -> Iterator[Block]:
    if part.responded:
        yield labelled("Response of", Run(part.responded))
    for label, value in part.origin:
        yield labelled(label, link(value))


def _matrix(report: Report) -> Iterator[Block]:
    yield heading(2, Run("Recommendations, answers and actions"))
    rows: _Rows = []
    if report.portfolio:
        for part in report.portfolio.evaluations:
            rows.append([(_evaluation(report, part),)])
            rows += [row for one in part.recommendations for row in _matrix_rows(report, one)]
    else:
        rows = [row for one in report.recommendations for row in _matrix_rows(report, one)]
    if rows:
        yield TableBlock("Recommendations, answers and actions", _MATRIX, rows, is_titled=False)
    else:
        yield paragraph(Kind.NORMAL, Run("No recommendation matches."))


def _matrix_rows(report: Report, one: ReportedRecommendation) -> Iterator[Sequence[Cell]]:
    """A row for each action; what is said of the recommendation goes on beside all of them."""
    own = language(report, one.id)
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
        yield [*first, text, names, due, (state(action.shown),)]
        first = [None, None]


def _overview(report: Report) -> Iterator[Block]:
    counted: _Rows = [
        [(state(Shown(c.state, c.sign, c.state.words)),), f"{c.number}", c.meaning]
        for c in report.states
    ]
    yield TableBlock("States", ["State", "Actions", "Meaning"], counted, is_titled=False)
    if report.portfolio and report.portfolio.by_attention:
        yield _evaluations(report, report.portfolio)
    if report.overdue:
        late: _Rows = [
            [
                (_to(action),),
                (Run(action.text, "", language(report, action.id)),),
                people(action.responsible, language(report, action.id)),
                action.due,
                f"{action.days_overdue}",
            ]
            for action in report.overdue
        ]
        heads = ["Id", "Action", "Responsible", "Due", "Days overdue"]
        yield TableBlock("Overdue, the longest first", heads, late)
    yield _grid(report, "Rates", report.rates)


def _evaluations(report: Report, portfolio: ReportedPortfolio) -> TableBlock:
    rows: _Rows = []
    for part in portfolio.by_attention:
        closed = ", ".join((part.closed, *part.confirmed))
        name = (_evaluation(report, part),)
        figures = closed, f"{part.overdue}", part.rate, part.silent, part.deadline
        rows.append([name, part.organization, *figures])
    heads = ("Evaluation", "Organization", "Closed", "Overdue", "Implemented")
    more = ("Silent for", "Earliest deadline")
    return TableBlock("Evaluations, those that most want attention first", heads + more, rows)


def _deadlines(timeline: Timeline) -> Iterator[Block]:
    tracks = [*timeline.shown.tracks, *timeline.rest.tracks]
    if not tracks:
        yield paragraph(Kind.NORMAL, Run("No action has a deadline."))
        return
    rows: _Rows = []
    for track in tracks:
        action = timeline.actions[track.label]
        days = {mark: format_day(day) for day, mark in track.marks}
        cells = days.get(Mark.ORIGINAL, _NONE), action.due, days.get(Mark.COMPLETED, _NONE)
        rows.append([(_to(action),), *cells, (state(action.shown),)])
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
    yield heading(2, Run(f"What changed from {since} to {until}"))
    for group in period.happenings:
        yield heading(3, Run(group.head))
        yield from _happenings(group.rows)
    rows = [
        [
            (link(row.subject),),
            (Run(row.text, "", language(report, row.subject.text)),),
            (state(row.then),),
            (state(row.now),),
        ]
        for row in period.standings
    ]
    yield TableBlock("Each action on both days", ["Id", "Action", since, until], rows)
    if period.record:
        yield from _record(period.record, since)


def _happenings(rows: Iterable[Happening], form: str = ": {}") -> Iterator[Block]:
    for row in rows:
        reason = form.format(row.reason) if row.reason else ""
        text = shortened(row.about.removesuffix("."), _BRIEF)
        about = "; ".join(filter(None, [text, *row.responsible]))
        what = Run(f" {row.text}{reason}{f' ({about})' if about else ''}")
        yield paragraph(Kind.ITEM, link(row.subject), what)


def _record(record: RecordSince, since: str) -> Iterator[Block]:
    yield heading(3, Run(f"What was told about {since}"))
    if record.reason:
        reason = f"What was told then is not known: {record.reason}."
        yield paragraph(Kind.NORMAL, Run(reason))
    elif not record.answers:
        yield paragraph(Kind.NORMAL, Run("Every answer about this day is the same now."))
    else:
        rows: _Rows = [
            [(link(answer.subject),), answer.told, answer.known] for answer in record.answers
        ]
        heads = ["Id", "As told then", "As known now"]
        yield TableBlock("Answers that are other ones now", heads, rows)
    if record.recorded:
        yield heading(4, Run("Recorded since about the time up to this day"))
        yield from _happenings(record.recorded, " ({})")


def _records(report: Report) -> Iterator[Block]:
    yield heading(2, Run("Recommendations and actions"))
    if not report.portfolio:
        for recommendation in report.recommendations:
            yield from _recommendation(report, recommendation, 3)
        return
    for part in report.portfolio.evaluations:
        own = language(report, part.within)
        yield heading(3, Run(part.title, "", own), anchor=part.anchor)
        figures = "".join(f" · {figure}" for figure in part.figures)
        yield paragraph(Kind.NORMAL, Run(part.organization, STRONG, own), Run(figures))
        yield from _origin(part)
        yield labelled("Register", Run(part.register))
        if not part.recommendations:
            yield paragraph(Kind.NORMAL, Run("There are no recommendations yet."))
        for recommendation in part.recommendations:
            yield from _recommendation(report, recommendation, 4)


def _recommendation(report: Report, one: ReportedRecommendation, level: int) -> Iterator[Block]:
    own = language(report, one.id)
    yield heading(level, Run(f"{one.id} "), Run(one.title, "", own), anchor=one.anchor)
    more = "".join(f" · {text}" for text in (one.closed, *filter(None, [one.added]), *one.tags))
    yield paragraph(Kind.NORMAL, Run(one.status.capitalize(), STRONG), Run(more))
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
    yield heading(level, Run(f"{action.id} "), state(action.shown), anchor=action.anchor)
    yield paragraph(Kind.NORMAL, Run(action.text, "", own))
    yield from (fact(told, own) for told in action.facts)
    if action.see:
        yield labelled(
            "See", *[run for other in action.see for run in (Run(", "), link(other))][1:]
        )
    yield from history(action.history, own)


def history(entries: Sequence[Entry], own: str) -> Iterator[Block]:
    """What was recorded, a line for each update."""
    if entries:
        yield paragraph(Kind.CAPTION, Run("History"))
    for entry in entries:
        day = f"{format_day(entry.day)}: " if entry.day else ""
        before, note, after = entry.text.partition(entry.note or "\n")
        evidence = [run for each in entry.evidence for run in (Run("; evidence: "), link(each))]
        yield paragraph(Kind.ITEM, Run(day + before), Run(note, "", own), Run(after), *evidence)


def _figures(report: Report) -> Iterator[Block]:
    yield heading(2, Run("Figures"))
    for grid in report.figures:
        yield _grid(report, _capitalized(grid.rows[0].label), grid)
    for parties in (report.responsible, report.accountable):
        if parties.rows:
            heads = [head for head in parties.heads if head]
            rows = [
                [row.label, row.cells[0], _both(row.cells[1:3]), _both(row.cells[3:5])]
                for row in parties.rows
            ]
            yield TableBlock(f"By {parties.heads[0].lower()}", heads, rows)


def _grid(report: Report, caption: str, grid: Grid) -> TableBlock:
    """Figures of one kind; beside rates, what each counts."""
    heads = [head or format_day(report.day) for head in grid.heads[1:]]
    total = [["All", *grid.rows[0].cells]] if grid.rows[0].cells else []
    rows = [*total, *([_capitalized(row.label), *row.cells] for row in grid.rows[1:])]
    definitions = [" ".join(row.remarks) for row in grid.rows[1:]]
    if any(definitions):
        heads.append("What it counts")
        rows = [[*row, text] for row, text in zip(rows, definitions, strict=True)]
    return TableBlock(caption, ["", *heads], rows)


def _both(cells: Sequence[str]) -> str:
    return " ".join(filter(None, cells))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _evaluation(report: Report, part: ReportedEvaluation) -> Run:
    return Run(part.title, "", language(report, part.within), f"#{part.anchor}")


def _to(action: ReportedAction) -> Run:
    return Run(action.id, "", "", f"#{action.anchor}")
