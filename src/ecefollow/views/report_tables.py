"""The tables of a report, each the same on its page, in Word and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ecefollow.analysis.attention import Attention
from ecefollow.analysis.metrics import AGES
from ecefollow.analysis.values_in_words import words
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State, Status, Verification
from ecefollow.views.document import REMARK, STRONG, Cell, Run, TableBlock, filtered
from ecefollow.views.page import Grid, Row
from ecefollow.views.report import Report
from ecefollow.views.report_period import Period, RecordSince
from ecefollow.views.report_portfolio import ReportedEvaluation, ReportedPortfolio
from ecefollow.views.report_records import SIGNS, ReportedAction, Shown, people

_ALL: Final = "All"
_FEW: Final = 3  # columns, which have room side by side on a phone
# What the filter shows of a row of the figures, by the heads of its table and its own.
_ASKED: Final[Mapping[tuple[str, str], Mapping[str, str | Sequence[str]]]] = {
    **{("Recommendations", each.words): {"status": each} for each in Status},
    **{("Actions", each.words): {"state": each} for each in State},
    **{("Closed actions", each.words): {"verification": each} for each in Verification},
    **{("Overdue", a.words.removeprefix("overdue ")): {"attention": a} for a in AGES.values()},
    **{("Open actions", each.words): {"attention": each} for each in Attention},
    ("Overdue", _ALL): {"state": State.OVERDUE},
    ("Open actions", _ALL): {"state": [each for each in State if not each.is_closed]},
    ("Open actions", "without a deadline"): {
        "state": [each for each in State if each.has_no_deadline]
    },
    ("Closed actions", _ALL): {"state": [each for each in State if each.is_closed]},
    ("Deadlines moved", _ALL): {"attention": Attention.DEADLINE_MOVED},
}


def states(report: Report) -> TableBlock:
    """How many actions are in which state, and what it means."""
    rows: list[Sequence[Cell]] = [
        [
            (Shown(each.state, each.sign, each.state.words).run,),
            (filtered(words(each.number), state=each.state),),
            each.meaning,
        ]
        for each in report.states
    ]
    heads = ("State", "Actions", "Meaning")
    return TableBlock("States", heads, rows, is_titled=False, name="meanings")


def evaluations(portfolio: ReportedPortfolio) -> TableBlock:
    """Each of several evaluations, and how it stands."""
    caption = "Evaluations, those that most want attention first"
    heads = ("Evaluation", "Closed", "Overdue", "Implemented", "Silent", "Earliest deadline")
    rows = [_evaluation(part) for part in portfolio.by_attention]
    return TableBlock(caption, heads, rows, name="evaluations cards")


def overdue(report: Report) -> TableBlock:
    """What is overdue, and since when."""
    rows: list[Sequence[Cell]] = []
    for action in report.overdue:
        days = Run(words(action.days_overdue), f"State-{State.OVERDUE}")
        names = people(action.responsible, action.text.language)
        rows.append([(to(action),), (action.text,), names, action.due, (days,)])
    heads = ("Id", "Action", "Responsible", "Due", "Days overdue")
    return TableBlock("Overdue, the longest first", heads, rows, name="late cards")


def rates(report: Report) -> TableBlock:
    """The rates, and what each counts."""
    return _grid(report, report.rates, "meant cards")


def figures(report: Report) -> Iterator[TableBlock]:
    """The other figures, a table for each kind."""
    for grid in report.figures:
        yield _grid(report, grid, "figures cards" if len(grid.heads) > _FEW else "figures")


def parties(report: Report) -> Iterator[TableBlock]:
    """The actions by who is responsible for them, and by who is accountable."""
    for grid in (report.responsible, report.accountable):
        if grid.rows:
            heads = [head for head in grid.heads if head]
            rows = [_party(grid.heads[0].lower(), row) for row in grid.rows]
            yield TableBlock(f"By {grid.heads[0].lower()}", heads, rows, name="parties cards")


def both_days(period: Period) -> TableBlock:
    """What is in another state on the last day of a period than on its first."""
    heads = ("Action", format_day(period.since), format_day(period.until))
    return TableBlock("Actions in another state", heads, period.changed, name="side")


def told(record: RecordSince) -> TableBlock:
    """The answers about the first day of a period that are other ones now."""
    heads = ("Id", "As told then", "As known now")
    return TableBlock("Answers that are other ones now", heads, record.answers, name="side told")


def to(part: ReportedAction | ReportedEvaluation) -> Run:
    """What an action or an evaluation is called, as a link to its part of the report."""
    text = Run(part.id) if isinstance(part, ReportedAction) else part.title
    return text._replace(target=f"#{part.anchor}")


def _evaluation(part: ReportedEvaluation) -> Sequence[Cell]:
    closed = filtered(part.closed, state=[s for s in State if s.is_closed], evaluation=part.id)
    late = filtered(words(part.overdue), state=State.OVERDUE, evaluation=part.id)
    return (
        (to(part), part.organization._replace(style=REMARK)),
        (closed, *(Run(text, REMARK) for text in part.confirmed)),
        (late._replace(style=f"State-{State.OVERDUE}" if part.overdue else ""),),
        part.rate,
        part.silent,
        part.deadline,
    )


def _party(role: str, row: Row) -> Sequence[Cell]:
    actions, completed, once_completed, late, once_late = row.cells
    own = {role: row.label}
    return (
        (filtered(row.label, **own),),
        (filtered(actions, **own),),
        (filtered(completed, **own, state=State.COMPLETED), Run(once_completed, REMARK)),
        (filtered(late, **own, state=State.OVERDUE), Run(once_late, REMARK)),
    )


def _grid(report: Report, grid: Grid, name: str) -> TableBlock:
    """Figures of one kind; beside rates, what each counts."""
    head, *others = grid.rows
    heads = ["", *(each or format_day(report.day) for each in grid.heads[1:])]
    rows = [[(Run(_ALL, STRONG),), *_counts(head.label, _ALL, head)]] if head.cells else []
    for row in others:
        label = Run(row.label[:1].upper() + row.label[1:])
        if row.state and row.state.words == row.label:
            label = Shown(row.state, SIGNS[row.state], row.label).run
        rows.append([(label,), *_counts(head.label, row.label, row)])
    if any(row.remarks for row in others):
        heads.append("What it counts")
        for cells, row in zip(rows, others, strict=True):
            cells.append(" ".join(row.remarks))
    caption = head.label[:1].upper() + head.label[1:]
    return TableBlock(caption, heads, rows, name=name)


def _counts(head: str, label: str, row: Row) -> Iterator[Cell]:
    """The numbers of a row; that of the day of the report leads to what it counts."""
    *earlier, last = row.cells
    yield from earlier
    asked = _ASKED.get((head, label))
    yield (filtered(last, **asked) if asked else Run(last),)
