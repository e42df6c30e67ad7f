"""What a report says of a period: what changed in it, and what is in another state since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.changes_in_words import describe, describe_with_note
from ecefollow.analysis.period import changes_between, standings_between
from ecefollow.analysis.values_in_words import count, shortened, words
from ecefollow.history.log_line import LogLine
from ecefollow.history.told_then import ToldThen
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import Progress
from ecefollow.views.document import ASIDE, Cell, Kind, Run, TextBlock, joined, paragraph
from ecefollow.views.report_records import (
    ReportedAction,
    ReportedRecommendation,
    link,
    shown,
)
from ecefollow.views.told_and_known import in_words, two_answers

# The kinds of changes that have a heading of their own: what it speaks of, and what happened to
# one, and to several.
_HEADS: Final[Mapping[ChangeKind | None, tuple[str, str, str]]] = {
    ChangeKind.REOPENED: ("action", "was reopened", "were reopened"),
    ChangeKind.OVERDUE: ("action", "became overdue", "became overdue"),
    ChangeKind.COMPLETED: ("action", "was completed", "were completed"),
    ChangeKind.DEADLINE_MOVED: ("action", "had its deadline moved", "had their deadlines moved"),
    None: ("other change", "was made", "were made"),
}
_SILENT: Final = ("open action", "had no update in the period", "had no update in the period")
_BRIEF: Final = 90  # letters of an action's text where its id would do

Anchors: TypeAlias = Mapping[str, str]
Record: TypeAlias = ReportedAction | ReportedRecommendation
Records: TypeAlias = Mapping[str, Record]


class Happenings(NamedTuple):
    """What happened in a period, of one kind, which the heading says; there may be nothing."""

    head: str
    rows: tuple[TextBlock, ...]
    kind: ChangeKind | None = None
    is_change: bool = True

    @property
    def anchor(self) -> str:
        """Where it begins in the report."""
        return f"period-{self.kind or ('other' if self.is_change else 'silent')}"


class RecordSince(NamedTuple):
    """Which answers about the first day are other ones now, and what was recorded about it since.

    Of each answer there is what it is about, as a link, and how it was told then and is known now.
    Where it is not known what was told, the reason says why.
    """

    answers: tuple[Sequence[Cell], ...]
    recorded: tuple[TextBlock, ...]
    reason: str


class Period(NamedTuple):
    """A period: its days, what is in another state, what happened, what was reopened.

    Of what is in another state there is the action, and its state on the first and the last day.
    """

    since: date
    until: date
    changed: tuple[Sequence[Cell], ...]
    happenings: tuple[Happenings, ...]
    reopened: tuple[str, ...]
    record: RecordSince | None


def period(  # noqa: PLR0913 - each is told by itself
    before: Sequence[Answer],
    answers: Sequence[Answer],
    records: Records,
    anchors: Anchors,
    *,
    since: date,
    told: ToldThen | None,
    is_narrowed: bool,
) -> Period:
    """What a report says of the days from *since*, those of *before*, to those of *answers*.

    The *records* are what it says of each recommendation and action, by their ids.
    """
    changes = changes_between(before, answers, since=since)
    silent = tuple(_happening(records[ident], text) for ident, text in _silent(answers, since))
    return Period(
        since=since,
        until=answers[0].day if answers else since,
        changed=tuple(
            (
                (link(ident, anchors), Run(" "), records[ident].text),
                (shown(earlier).run,),
                (shown(later).run,),
            )
            for earlier, later in standings_between(before, answers)
            if earlier.state is not later.state
            for ident in [later.action.id]
        ),
        happenings=(
            *_by_kind(changes, records),
            *(
                [Happenings(_head(len(silent), *_SILENT), silent, is_change=False)]
                if silent
                else []
            ),
        ),
        reopened=tuple(
            change.id
            for change in changes
            if change.kind is ChangeKind.REOPENED and change.before is Progress.COMPLETED
        ),
        record=_record(told, anchors, since=since, is_narrowed=is_narrowed) if told else None,
    )


def _record(then: ToldThen, anchors: Anchors, *, since: date, is_narrowed: bool) -> RecordSince:
    """What a report says of what was told about the day *since*.

    That is also of what is gone since then, unless the report is narrowed to a part.
    """
    found = two_answers(then.compared, since) if then.compared else ()
    return RecordSince(
        answers=tuple(
            ((link(row.id, anchors),), in_words(row.told), in_words(row.known))
            for row in found
            if row.id in anchors or not is_narrowed
        ),
        recorded=tuple(
            _recorded(line.change, line, anchors)
            for line in then.lines
            if line.change and (line.change.id in anchors or not is_narrowed)
        ),
        reason=then.reason,
    )


def _recorded(change: Change, line: LogLine, anchors: Anchors) -> TextBlock:
    lag = f", {count(line.lag, 'day')} later" if line.lag and line.lag > 0 else ""
    day = f" on {format_day(line.commit.day)}" if line.commit.day else ""
    who = f"recorded by {line.commit.author}{day}{lag}"
    text = f" {describe_with_note(change)} ({who})"
    return paragraph(Kind.ITEM, link(change.id, anchors), text)


def _by_kind(changes: Sequence[Change], records: Records) -> Iterator[Happenings]:
    by_kind: dict[ChangeKind | None, list[Change]] = {kind: [] for kind in _HEADS}
    for change in changes:
        by_kind[change.kind if change.kind in by_kind else None].append(change)
    for kind, of_kind in by_kind.items():
        # A deadline that was moved twice is one action's.
        number = len({change.id for change in of_kind}) if kind else len(of_kind)
        if number or kind is not ChangeKind.REOPENED:  # which is rare
            rows = (_change(change, records[change.id]) for change in of_kind)
            yield Happenings(_head(number, *_HEADS[kind]), tuple(rows), kind)


def _change(change: Change, record: Record) -> TextBlock:
    reason = []
    if change.note:
        reason = [Run(": "), Run(words(change.note), "", record.text.language)]
    elif change.kind is ChangeKind.DEADLINE_MOVED:
        reason = [Run(": no reason is recorded")]
    return _happening(record, describe(change), *reason)


def _happening(record: Record, text: str, *reason: Run) -> TextBlock:
    """What happened to a record, beside its own text and who carries it out on the last day."""
    own = record.text
    names = record.responsible if isinstance(record, ReportedAction) else ()
    about = [shortened(own.text.removesuffix("."), _BRIEF), *names]
    told = joined([Run(each, ASIDE, own.language) for each in about], "; ", ASIDE)
    subject = Run(record.id, target=f"#{record.anchor}")
    return paragraph(
        Kind.ITEM, subject, f" {text}", *reason, Run(" (", ASIDE), *told, Run(")", ASIDE)
    )


def _head(number: int, noun: str, one: str, many: str) -> str:
    """What happened to how many: "No action was completed", "2 deadlines were moved"."""
    return f"{count(number, noun) if number else f'No {noun}'} {one if number < 2 else many}"  # noqa: PLR2004 - none is like one


def _silent(answers: Sequence[Answer], since: date) -> Iterator[tuple[str, str]]:
    for standing in (standing for answer in answers for standing in answer.standings):
        last = standing.last_update
        if not standing.state.is_closed and (not last or last <= since):
            yield (
                standing.action.id,
                f"last update {format_day(last)}" if last else "no update ever",
            )
