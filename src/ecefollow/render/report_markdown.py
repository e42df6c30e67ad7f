"""A report as Markdown, for GitHub and for pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.render import page
from ecefollow.render.formats import Look
from ecefollow.render.markdown import escaped
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.page import Grid, Page
from ecefollow.views.report import Report, Timeline
from ecefollow.views.report_period import Period, RecordSince
from ecefollow.views.report_portfolio import ReportedEvaluation, ReportedPortfolio
from ecefollow.views.report_records import (
    NOBODY,
    Entry,
    Fact,
    Reference,
    ReportedAction,
    ReportedRecommendation,
    Shown,
)

# What a file of ours is known by, when another is to be written in its place.
MARK: Final = b"<!-- Made by ecefollow report -->"
_WIDTH: Final = 78  # of the picture, which is made of letters
_BRIEF: Final = 90  # letters of an action's text where its id would do
# What pandoc reads more than GitHub does: formulas, raised text, attributes.
_PANDOC: Final = re.compile(r"[$^{}]")
# What begins a list, a quotation, a rule or a term at the start of a line, and nowhere else.
_OPENS: Final = re.compile(r"(?P<mark>[-+=:%>#]|\d+(?=[.)])|\((?=\w+\)))")


def render(report: Report) -> str:
    """The report, in which nothing that the register says marks up."""
    return "\n\n".join([MARK.decode(), *_parts(report)]) + "\n"


def text_at_start(text: str) -> str:
    """A text that stands as it is, at the start of a line too."""
    plain = _inline(text)
    if not (opening := _OPENS.match(plain)):
        return plain
    mark = opening["mark"]
    # A number is not escaped itself: what follows it is what makes a list.
    return f"{mark}\\{plain[len(mark) :]}" if mark.isdigit() else f"\\{plain}"


def _parts(report: Report) -> Iterator[str]:
    yield from _masthead(report)
    yield from _overview(report)
    yield "## Deadlines"
    yield from _timeline(report.timeline)
    if report.has_marks:
        yield f"\\{MARK_MEANS}."
    if report.period:
        yield from _period(report.period)
    if report.is_letter:
        yield "## Actions"
        for group in report.by_state:
            yield f"### {group.state.words.capitalize()}"
            for action in group.actions:
                yield from _action("####", action, is_letter=True)
    yield "## Recommendations" if report.is_letter else "## Recommendations and actions"
    if report.portfolio:
        for evaluation in report.portfolio.evaluations:
            yield from _evaluation(evaluation, is_letter=report.is_letter)
    else:
        for recommendation in report.recommendations:
            yield from _recommendation("###", recommendation, is_letter=report.is_letter)
    yield from _figures(report)


def _masthead(report: Report) -> Iterator[str]:
    yield f"# {text_at_start(report.title)}"
    until = format_day(report.day)
    days = f"{format_day(report.period.since)} to {until}" if report.period else f"as of {until}"
    yield f"**{text_at_start(report.organization)}**"
    responses = "responses" if report.portfolio and report.portfolio.is_plural else "response"
    yield f"Progress report on the implementation of the management {responses}, {days}."
    if report.is_letter:
        yield f"To: {', '.join(map(text_at_start, report.addressees))}"
    yield _list([*_origin(report), _fact(report.register)])
    if report.scope:
        yield " ".join(text_at_start(line.removesuffix(".")) + "." for line in report.scope)
    if report.skipped:
        yield "**This report is not complete.** No figure counts what is left out:"
        yield _list(
            f"Left out: {_inline(register.path)}: {_inline(register.reason)}"
            for register in report.skipped
        )


def _origin(part: Report | ReportedEvaluation) -> Iterator[str]:
    if part.responded:
        yield f"Response of: {text_at_start(part.responded)}"
    for label, value in part.origin:
        yield f"{label}: {_link(value)}"


def _overview(report: Report) -> Iterator[str]:
    yield "## Overview"
    first, *others = report.headline
    yield " ".join([f"**{first}**", *others])
    counted = [count for count in report.states if count.number]
    yield _table(
        ["State", "Actions", "Meaning"],
        [
            [f"{count.sign} {count.state.words}", f"{count.number}", count.meaning]
            for count in counted
        ],
    )
    if report.portfolio and report.portfolio.by_attention:
        yield "### Evaluations, those that most want attention first"
        yield _evaluations(report.portfolio)
    if report.overdue:
        yield "### Overdue, the longest first"
        yield _table(
            ["Id", "Days overdue", "Due", "Responsible", "Action"], map(_late, report.overdue)
        )
    yield "### Rates"
    yield from _rates(report.rates)


def _late(action: ReportedAction) -> list[str]:
    names = ", ".join(action.responsible) or NOBODY
    return [action.id, f"{action.days_overdue}", action.due, names, action.text]


def _days(grid: Grid, report: Report) -> list[str]:
    return [head or format_day(report.day) for head in grid.heads[1:]]


def _rates(grid: Grid) -> Iterator[str]:
    heads = [head for head in grid.heads[1:] if head] or ["Share"]
    yield _table(
        ["Rate", *heads, "What it counts"],
        [[row.label, *row.cells, " ".join(row.remarks)] for row in grid.rows[1:]],
    )


def _timeline(timeline: Timeline) -> Iterator[str]:
    if not timeline.axis.tracks:
        yield "No action has a deadline."
        return
    drawn = page.render(Page((timeline.axis,), {}), Look(_WIDTH, False, "utf-8"), colour=False)
    yield f"```text\n{drawn.rstrip()}\n```"
    if timeline.left_out:
        yield f"{timeline.left_out} more actions with a deadline are left out."


def _period(period: Period) -> Iterator[str]:
    since, until = format_day(period.since), format_day(period.until)
    yield f"## {since} to {until}"
    yield "### Each action on both days"
    yield _table(
        ["Id", "Action", since, until],
        [
            [row.subject.text, shortened(row.text, _BRIEF), _shown(row.then), _shown(row.now)]
            for row in period.standings
        ],
    )
    yield from _record(period.record, since) if period.record else ()
    for group in period.happenings:
        yield f"### {group.head}: {len(group.rows)}"
        if group.rows:
            yield _list(
                f"{_link(row.subject)} {text_at_start(row.text)}"
                + (f": {text_at_start(row.reason)}" if row.reason else "")
                for row in group.rows
            )


def _record(record: RecordSince, since: str) -> Iterator[str]:
    yield f"### What was told about {since}"
    if record.reason:
        yield f"What was told then is not known: {text_at_start(record.reason)}."
    elif not record.answers:
        yield "Every answer about this day is the same now."
    else:
        yield _table(
            ["Id", "As told then", "As known now"],
            [[row.subject.text, row.told, row.known] for row in record.answers],
        )
    if record.recorded:
        yield "Recorded since about the time up to this day:"
        yield _list(
            f"{_link(row.subject)} {text_at_start(row.text)} ({_inline(row.reason)})"
            for row in record.recorded
        )


def _evaluations(portfolio: ReportedPortfolio) -> str:
    return _marked_table(
        ["Evaluation", "Organization", "Closed", "Overdue", "Implementation", "Next due"],
        [
            [
                _link(Reference(evaluation.title, f"#{evaluation.anchor}")),
                _inline(evaluation.organization),
                _inline(", ".join((evaluation.closed, *evaluation.confirmed))),
                _inline(f"{evaluation.overdue}"),
                _inline(evaluation.rate),
                _inline(evaluation.next_due),
            ]
            for evaluation in portfolio.by_attention
        ],
    )


def _evaluation(evaluation: ReportedEvaluation, *, is_letter: bool) -> Iterator[str]:
    yield _heading("###", evaluation.anchor, evaluation.title)
    yield f"**{text_at_start(evaluation.organization)}** · {' · '.join(evaluation.figures)}"
    yield _list([*_origin(evaluation), f"Register: {text_at_start(evaluation.register)}"])
    if not evaluation.recommendations:
        yield "There are no recommendations yet."
    for recommendation in evaluation.recommendations:
        yield from _recommendation("####", recommendation, is_letter=is_letter)


def _recommendation(
    level: str, recommendation: ReportedRecommendation, *, is_letter: bool
) -> Iterator[str]:
    yield _heading(level, recommendation.anchor, f"{recommendation.id} {recommendation.title}")
    added = f" · {recommendation.added}" if recommendation.added else ""
    tags = f" · {text_at_start(', '.join(recommendation.tags))}" if recommendation.tags else ""
    yield f"**{recommendation.status.capitalize()}** · {recommendation.closed}{added}{tags}"
    yield from (text_at_start(paragraph) for paragraph in recommendation.response)
    if recommendation.reservation:
        yield f"> **Reservation:** {text_at_start(' '.join(recommendation.reservation))}"
    if recommendation.notes:
        yield "Notes:"
        yield _list(map(text_at_start, recommendation.notes))
    if recommendation.history:
        yield _list(map(_entry, recommendation.history))
    if is_letter:
        links = (_link(Reference(one.id, f"#{one.anchor}")) for one in recommendation.actions)
        yield f"Actions: {', '.join(links)}"
    else:
        for action in recommendation.actions:
            yield from _action(f"{level}#", action, is_letter=False)


def _action(level: str, action: ReportedAction, *, is_letter: bool) -> Iterator[str]:
    yield _heading(level, action.anchor, f"{action.id} {_shown(action.shown)}")
    yield text_at_start(action.text)
    facts = [_fact(fact) for fact in action.facts]
    facts += [f"See: {', '.join(map(_link, action.see))}"] if action.see else []
    facts += [f"Under: {_link(action.recommendation)} ({action.status})"] if is_letter else []
    yield _list(facts)
    if action.history:
        yield _list(map(_entry, action.history))


def _figures(report: Report) -> Iterator[str]:
    yield "## Figures"
    for grid in report.figures:
        head = grid.rows[0]
        yield f"### {text_at_start(head.label)}"
        total = ["All", *head.cells]
        rows = [[row.label, *row.cells] for row in grid.rows[1:]]
        yield _table(["", *_days(grid, report)], [total, *rows])
    for parties in (report.responsible, report.accountable):
        if parties.rows:
            yield f"### By {parties.heads[0].lower()}"
            yield _table(
                [head for head in parties.heads if head],
                [
                    [row.label, row.cells[0], " ".join(row.cells[1:3]), " ".join(row.cells[3:5])]
                    for row in parties.rows
                ],
            )


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {text_at_start(', '.join(fact.names) + fact.quoted + fact.text)}"


def _entry(entry: Entry) -> str:
    day = f"{format_day(entry.day)}: " if entry.day else ""
    evidence = "".join(f"; evidence: {_link(document)}" for document in entry.evidence)
    return f"{day}{text_at_start(entry.text)}{evidence}"


def _shown(shown: Shown) -> str:
    return f"{shown.sign} {shown.words}"


def _heading(level: str, anchor: str, text: str) -> str:
    return f'<a id="{anchor}"></a>\n\n{level} {_inline(text)}'


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return _marked_table(heads, (list(map(_inline, row)) for row in rows))


def _marked_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already."""
    lines = [list(map(escaped, heads)), ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _link(reference: Reference) -> str:
    if not reference.target:
        return text_at_start(reference.text)
    target = quote(reference.target, safe="/:?#@!$&'*+,;=%~")  # without brackets and blanks
    return f"[{text_at_start(reference.text)}]({target})"


def _inline(text: str) -> str:
    """A text that stands as it is behind something else on a line."""
    return _PANDOC.sub(r"\\\g<0>", escaped(text))
