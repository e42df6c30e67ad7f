"""The page of `summary`: the figures of a register, on one day or on two, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.changes_in_words import describe
from ecefollow.analysis.metrics import AGES, LeftOutReason, Metrics, Rate, measure
from ecefollow.analysis.period import changes_between
from ecefollow.analysis.values_in_words import words
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import State, Verification
from ecefollow.views import diff as change_listing
from ecefollow.views import listing
from ecefollow.views.context import Context
from ecefollow.views.json_values import json_value
from ecefollow.views.page import Grid, Line, Page, Row, below
from ecefollow.views.summary_breakdown import accountable, breakdowns, responsible

RATES: Final = "Rates"
# The figures that JSON has as they are, in its order.
FIGURES: Final = (
    *("rates", "ageing", "moved", "silence"),
    *("events_overdue", "verification", "responsible", "accountable"),
)
_INDENT: Final = 2
_RATES: Final = {
    "implementation": "implementation",
    "implementation_dated": "of dated actions",
    "on_time": "on time",
}
# The line of such a change begins with the name of the state, in its colour.
_STATES: Final = {
    ChangeKind.COMPLETED: State.COMPLETED,
    ChangeKind.NOT_APPLICABLE: State.NOT_APPLICABLE,
    ChangeKind.OVERDUE: State.OVERDUE,
}


def page(
    answers: Sequence[Answer],
    context: Context,
    *,
    since: date | None = None,
    before: Sequence[Answer] = (),
) -> Page:
    """The figures of a register on the day asked about.

    With *since*, an earlier day, and *before*, the answers of that day, the page also has the
    figures of that day and the changes since then.
    """
    now = measure(answers, day=context.day)
    then = measure(before, day=since) if since else None
    changes = changes_between(before, answers, since=since) if since else []
    parts = breakdowns(answers, context, day=context.day)
    earlier = breakdowns(before, context, day=since) if since else parts
    as_json = {
        **context.as_json,
        **_figures_as_json(now, *context.added_later),
        **{name: rows for part in parts for name, rows in part.as_json.items()},
        "since": _earlier_as_json(then, now, context) if then else None,
        "changes": [listing.as_json(change_listing.FIELDS, each) for each in changes]
        if then
        else None,
    }
    days = (then, now) if then else (now,)
    blocks = [
        *_metrics(days),
        *(block for part, past in zip(parts, earlier, strict=True) for block in part.parts(past)),
        *(_changes(then, changes) if then else ()),
        *below(*context.left_out),
    ]
    return Page(tuple(blocks), as_json)


def _metrics(days: Sequence[Metrics]) -> Iterator[Line | Grid]:
    """All figures, in one column for each day, the earlier first; the bars show the last day."""
    title = ", compared with ".join(format_day(metrics.day) for metrics in reversed(days))
    yield Line(f"Summary, as of {title}", strong=True)
    yield Line("")
    parts = sections(days)
    rows = [row for part in parts for row in (Row(), *part.rows)]
    yield Grid(parts[0].heads, tuple(rows[1:]))
    if days[-1].responsible:
        yield Line("")
        yield responsible(days)
        if days[-1].is_shared:
            yield Line("An action with several responsible units counts once for each.", aside=True)
    if days[-1].accountable:
        yield Line("")
        yield accountable(days)


def sections(days: Sequence[Metrics], heads: Sequence[str] = ()) -> list[Grid]:
    """Every figure except those of the responsible units, below a strong row in each section.

    The heads say what the columns are, if not just the days.
    """
    heads = heads or [format_day(metrics.day) for metrics in days]
    sections = (
        _recommendations(days),
        _actions(days),
        _rates(days, heads),
        _overdue(days),
        _open(days),
        _closed(days),
        _moves(days),
    )
    shown = ("", *(heads if len(days) > 1 else ("",)))
    return [Grid(shown, rows) for section in sections if (rows := tuple(section))]


def _recommendations(days: Sequence[Metrics]) -> Iterator[Row]:
    totals = [metrics.recommendations for metrics in days]
    yield from _by_word("Recommendations", totals, [metrics.statuses for metrics in days])


def _actions(days: Sequence[Metrics]) -> Iterator[Row]:
    totals = [metrics.actions for metrics in days]
    yield from _by_word("Actions", totals, [metrics.states for metrics in days])


def _by_word(
    label: str, totals: Sequence[int], counts: Sequence[Mapping[Any, int]]
) -> Iterator[Row]:
    """The totals, and below them each word that counts anything on one of the days."""
    yield _head(label, totals)
    for word in counts[-1]:
        numbers = [numbers[word] for numbers in counts]
        if any(numbers):
            state = word if isinstance(word, State) else None
            yield _row(word.words, numbers, of=totals[-1], state=state)


def _rates(days: Sequence[Metrics], heads: Sequence[str]) -> Iterator[Row]:
    yield _head(RATES)
    for name, label in _RATES.items():
        rates = [getattr(metrics.rates, name) for metrics in days]
        yield Row(
            label,
            tuple(map(_in_words, rates)),
            share=rates[-1].share,
            remarks=(" ".join(_remarks(days, heads, rates)),),
            indent=_INDENT,
        )


def _in_words(rate: Rate) -> str:
    return f"{rate.numerator:,} of {rate.denominator:,}  {rate.shown:>5}"


def _remarks(days: Sequence[Metrics], heads: Sequence[str], rates: Sequence[Rate]) -> Iterator[str]:
    """What a rate counts, what it leaves out, and how much of the claim somebody confirmed."""
    yield rates[-1].counts
    yield _on_each_day("Left out", heads, [_numbers(rate.left_out) or "none" for rate in rates])
    if any(metrics.is_verified for metrics in days) and any(rate.numerator for rate in rates):
        verified = [_numbers(rate.verification) or "none" for rate in rates]
        yield _on_each_day("Of the completed", heads, verified)


def _numbers(numbers: Mapping[LeftOutReason, int] | Mapping[Verification, int]) -> str:
    return ", ".join(f"{number:,} {word.words}" for word, number in numbers.items() if number)


def _on_each_day(label: str, heads: Sequence[str], texts: Sequence[str]) -> str:
    if len(set(texts)) == 1:
        return f"{label}: {texts[0]}."
    dated = (f"on {head}: {text}" for head, text in zip(heads, texts, strict=True))
    return f"{label} {'; '.join(dated)}."


def _overdue(days: Sequence[Metrics]) -> Iterator[Row]:
    late = [metrics.states[State.OVERDUE] for metrics in days]
    yield _head("Overdue", late)
    if any(late):
        for age, mark in AGES.items():
            numbers = [metrics.ageing[age] for metrics in days]
            yield _row(
                mark.words.removeprefix("overdue "), numbers, of=late[-1], state=State.OVERDUE
            )


def _open(days: Sequence[Metrics]) -> Iterator[Row]:
    numbers = [metrics.silence.open for metrics in days]
    yield _head("Open actions", numbers)
    if any(numbers):
        # These can never become overdue, so the number of overdue actions says nothing about them.
        without_deadline = [
            sum(number for state, number in metrics.states.items() if state.has_no_deadline)
            for metrics in days
        ]
        half_year = [metrics.silence.half_year for metrics in days]
        never = [metrics.silence.never for metrics in days]
        yield _row("without a deadline", without_deadline, of=numbers[-1])
        if any(waiting := [metrics.events_overdue for metrics in days]):
            yield _row("event expected earlier", waiting, of=numbers[-1])
        yield _row("no update for 6 months", half_year, of=numbers[-1])
        yield _row("no update ever", never, of=numbers[-1])


def _closed(days: Sequence[Metrics]) -> Iterator[Row]:
    """What somebody found of the closed actions, once anybody has looked at one."""
    if not any(metrics.is_verified for metrics in days):
        return
    closed = [metrics.closed for metrics in days]
    yield _head("Closed actions", closed)
    if any(closed):
        for word in Verification:
            numbers = [metrics.verification[word] for metrics in days]
            yield _row(word.words, numbers, of=closed[-1])


def _moves(days: Sequence[Metrics]) -> Iterator[Row]:
    numbers = [metrics.moved.actions for metrics in days]
    yield _head("Deadlines moved", numbers)
    if any(numbers):
        yield _row("moves", [metrics.moved.moves for metrics in days])
        net = [metrics.moved.days for metrics in days]
        if min(net) < 0 >= max(net):
            yield _row("net days earlier", [-number for number in net])
        else:
            yield _row("net days later", net)


def _head(label: str, numbers: Sequence[int] = ()) -> Row:
    return Row(label, tuple(map(words, numbers)), strong=True)


def _row(label: str, numbers: Sequence[int], *, of: int = 0, state: State | None = None) -> Row:
    share = numbers[-1] / of if of else None
    return Row(label, tuple(map(words, numbers)), share, state, indent=_INDENT)


def _changes(then: Metrics, changes: Sequence[Change]) -> Iterator[Line]:
    yield Line("")
    yield Line(f"Changed since {format_day(then.day)}", strong=True)
    if not changes:
        yield Line("nothing", indent=_INDENT)
    ids = max((len(change.id) for change in changes), default=0)
    last = None
    for change in changes:
        # One update may make two changes: show its note only once.
        source = change.id, change.note
        note = f": {words(change.note)}" if change.note and source != last else ""
        last = source
        state = _STATES.get(change.kind)
        yield Line(
            describe(change).removeprefix(state.words if state else "") + note,
            lead=change.id,
            lead_width=ids,
            indent=_INDENT,
            state=state,
        )


def _earlier_as_json(then: Metrics, now: Metrics, context: Context) -> dict[str, Any]:
    recommendations, actions = context.added_later
    recommendations += now.recommendations - then.recommendations  # those added in between
    actions += now.actions - then.actions
    return {"as_of": json_value(then.day), **_figures_as_json(then, recommendations, actions)}


def _figures_as_json(metrics: Metrics, later: int, actions_later: int) -> dict[str, Any]:
    return {
        "recommendations": {
            "total": metrics.recommendations,
            "status": json_value(metrics.statuses),
            "added_later": later,
        },
        "actions": {
            "total": metrics.actions,
            "states": json_value(metrics.states),
            "added_later": actions_later,
        },
        **{name: json_value(getattr(metrics, name)) for name in FIGURES},
    }
