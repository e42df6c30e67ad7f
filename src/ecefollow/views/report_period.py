"""What a report says of a period: what changed in it, and what is in another state since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.changes_in_words import describe, describe_with_note
from ecefollow.analysis.period import changes_between, standings_between
from ecefollow.analysis.values_in_words import count, words
from ecefollow.history.log_line import LogLine
from ecefollow.history.told_then import ToldThen
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import Progress
from ecefollow.views.document import Run
from ecefollow.views.report_records import Shown, link, responsible, shown
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
_Tell: TypeAlias = Callable[..., "Happening"]
_SILENT: Final = ("open action", "had no update in the period", "had no update in the period")


class SideBySide(NamedTuple):
    """An action as it stood on the first and on the last day of a period."""

    subject: Run
    text: str
    then: Shown
    now: Shown


class Happening(NamedTuple):
    """Something that happened to a record in a period, and the reason that was given.

    `about` is the record's own text, and the `responsible` of an action are those of the last day.
    """

    subject: Run
    text: str
    reason: str
    about: str = ""
    responsible: tuple[str, ...] = ()


class Happenings(NamedTuple):
    """What happened in a period, of one kind, which the heading says; there may be nothing."""

    head: str
    rows: tuple[Happening, ...]
    kind: ChangeKind | None = None
    is_change: bool = True

    @property
    def anchor(self) -> str:
        """Where it begins in the report."""
        return f"period-{self.kind or ('other' if self.is_change else 'silent')}"


class Retold(NamedTuple):
    """An answer about the first day of a period: as it was told then, and as it is known now."""

    subject: Run
    told: str
    known: str


class RecordSince(NamedTuple):
    """Which answers about the first day are other ones now, and what was recorded about it since.

    Where it is not known what was told, the reason says why.
    """

    answers: tuple[Retold, ...]
    recorded: tuple[Happening, ...]
    reason: str


class Period(NamedTuple):
    """A period: its days, what is in another state, what happened, what was reopened."""

    since: date
    until: date
    changed: tuple[SideBySide, ...]
    happenings: tuple[Happenings, ...]
    reopened: tuple[str, ...]
    record: RecordSince | None


def record(
    then: ToldThen, anchors: Mapping[str, str], *, since: date, is_narrowed: bool
) -> RecordSince:
    """What a report says of what was told about the day *since*.

    That is also of what is gone since then, unless the report is narrowed to a part.
    """
    found = two_answers(then.compared, since) if then.compared else ()
    return RecordSince(
        answers=tuple(
            Retold(link(row.id, anchors), in_words(row.told), in_words(row.known))
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


def _recorded(change: Change, line: LogLine, anchors: Mapping[str, str]) -> Happening:
    lag = f", {count(line.lag, 'day')} later" if line.lag and line.lag > 0 else ""
    day = f" on {format_day(line.commit.day)}" if line.commit.day else ""
    reason = f"recorded by {line.commit.author}{day}{lag}"
    return Happening(link(change.id, anchors), describe_with_note(change), reason)


def period(  # noqa: PLR0913 - each is told by itself
    before: Sequence[Answer],
    answers: Sequence[Answer],
    anchors: Mapping[str, str],
    *,
    since: date,
    told: ToldThen | None,
    is_narrowed: bool,
) -> Period:
    """What a report says of the days from *since*, those of *before*, to those of *answers*."""
    pairs = standings_between(before, answers)
    changes = changes_between(before, answers, since=since)
    tell = _telling(anchors, answers)
    silent = [tell(ident, text) for ident, text in _silent(answers, since)]
    return Period(
        since=since,
        until=answers[0].day if answers else since,
        changed=tuple(
            SideBySide(
                link(later.action.id, anchors),
                words(later.action.text),
                shown(earlier),
                shown(later),
            )
            for earlier, later in pairs
            if earlier.state is not later.state
        ),
        happenings=(
            *_by_kind(changes, tell),
            Happenings(_head(len(silent), *_SILENT), tuple(silent), is_change=False),
        ),
        reopened=tuple(
            change.id
            for change in changes
            if change.kind is ChangeKind.REOPENED and change.before is Progress.COMPLETED
        ),
        record=record(told, anchors, since=since, is_narrowed=is_narrowed) if told else None,
    )


def _telling(anchors: Mapping[str, str], answers: Sequence[Answer]) -> _Tell:
    """What tells of a record, beside its own text and who carries it out."""
    records: dict[str, tuple[str, tuple[str, ...]]] = {
        answer.recommendation.id: (words(answer.recommendation.title), ()) for answer in answers
    }
    for standing in (standing for answer in answers for standing in answer.standings):
        records[standing.action.id] = words(standing.action.text), responsible(standing)
    return lambda ident, text, reason="": Happening(
        link(ident, anchors), text, reason, *records[ident]
    )


def _by_kind(changes: Sequence[Change], tell: _Tell) -> Iterator[Happenings]:
    happenings: dict[ChangeKind | None, list[Happening]] = {kind: [] for kind in _HEADS}
    for change in changes:
        reason = words(change.note) if change.note else ""
        if change.kind is ChangeKind.DEADLINE_MOVED and not reason:
            reason = "no reason is recorded"
        told = tell(change.id, describe(change), reason)
        happenings[change.kind if change.kind in happenings else None].append(told)
    for kind, rows in happenings.items():
        # A deadline that was moved twice is one action's.
        number = len({row.subject for row in rows}) if kind else len(rows)
        if rows or kind is not ChangeKind.REOPENED:  # which is rare
            yield Happenings(_head(number, *_HEADS[kind]), tuple(rows), kind)


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
