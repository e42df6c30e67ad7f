"""What a report says of a period: every action on its two days, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.changes_in_words import describe, describe_with_note
from ecefollow.analysis.period import changes_between, standings_between
from ecefollow.analysis.values_in_words import count, words
from ecefollow.history.log_line import LogLine
from ecefollow.history.told_then import ToldThen
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.views.report_records import Reference, Shown, link, shown
from ecefollow.views.told_and_known import in_words, two_answers

_HEADS: Final[Mapping[str, tuple[ChangeKind, ...]]] = {
    "Newly overdue": (ChangeKind.OVERDUE,),
    "Completed": (ChangeKind.COMPLETED,),
    "Deadlines moved": (ChangeKind.DEADLINE_MOVED,),
}
_OTHER: Final = "Other changes"
_SILENT: Final = "Open, and no update in the period"


class SideBySide(NamedTuple):
    """An action as it stood on the first and on the last day of a period."""

    subject: Reference
    text: str
    then: Shown
    now: Shown

    @property
    def changed(self) -> bool:
        """Whether its state is another one."""
        return self.then.state is not self.now.state


class Happening(NamedTuple):
    """Something that happened to a record in a period, and the reason that was given."""

    subject: Reference
    text: str
    reason: str


class Happenings(NamedTuple):
    """What happened in a period, of one kind; there may be nothing."""

    head: str
    rows: tuple[Happening, ...]


class Retold(NamedTuple):
    """An answer about the first day of a period: as it was told then, and as it is known now."""

    subject: Reference
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
    """A period: its days, every action on both, and what happened in between."""

    since: date
    until: date
    standings: tuple[SideBySide, ...]
    happenings: tuple[Happenings, ...]
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
    return Period(
        since=since,
        until=answers[0].day if answers else since,
        standings=tuple(
            SideBySide(
                link(later.action.id, anchors),
                words(later.action.text),
                shown(earlier),
                shown(later),
            )
            for earlier, later in pairs
        ),
        happenings=(
            *_by_kind(changes, anchors),
            Happenings(_SILENT, tuple(_silent(answers, anchors, since))),
        ),
        record=record(told, anchors, since=since, is_narrowed=is_narrowed) if told else None,
    )


def _by_kind(changes: Sequence[Change], anchors: Mapping[str, str]) -> Iterator[Happenings]:
    named = {kind: head for head, kinds in _HEADS.items() for kind in kinds}
    happenings: dict[str, list[Happening]] = {head: [] for head in (*_HEADS, _OTHER)}
    for change in changes:
        head = named.get(change.kind, _OTHER)
        happenings[head].append(_happening(change, anchors))
    for head, rows in happenings.items():
        yield Happenings(head, tuple(rows))


def _happening(change: Change, anchors: Mapping[str, str]) -> Happening:
    reason = words(change.note) if change.note else ""
    if change.kind is ChangeKind.DEADLINE_MOVED and not reason:
        reason = "no reason is recorded"
    return Happening(link(change.id, anchors), describe(change), reason)


def _silent(
    answers: Sequence[Answer], anchors: Mapping[str, str], since: date
) -> Iterator[Happening]:
    for standing in (standing for answer in answers for standing in answer.standings):
        last = standing.last_update
        if not standing.state.is_closed and (not last or last <= since):
            text = f"last update {format_day(last)}" if last else "no update ever"
            yield Happening(link(standing.action.id, anchors), text, "")
