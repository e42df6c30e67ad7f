"""What happened in a register between two days, by what the register says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Answer, Standing
from ecefollow.register.vocabulary import State


def changes_between(then: Sequence[Answer], now: Sequence[Answer]) -> list[Change]:
    """What changed after the day of *then* and up to the day of *now*, in file order."""
    return [
        change
        for earlier, later in zip(then, now, strict=True)
        for change in _of_recommendation(earlier, later)
    ]


def _of_recommendation(then: Answer, now: Answer) -> Iterator[Change]:
    if now.status is not then.status:
        note = next((u.note for u in reversed(now.updates) if u.status), None)
        ident = now.recommendation.id
        yield Change(ident, ChangeKind.STATUS, "status", then.status, now.status, note=note)
    for earlier, later in zip(then.standings, now.standings, strict=True):
        yield from _of_event(earlier, later)
        yield from _of_deadline(earlier, later)
        yield from _of_progress(earlier, later)
        if later.state is State.OVERDUE and earlier.state is not State.OVERDUE:
            yield Change(
                id=later.action.id,
                kind=ChangeKind.OVERDUE,
                field="state",
                before=earlier.state,
                after=later.state,
                days=later.days_overdue,
            )


def _of_event(then: Standing, now: Standing) -> Iterator[Change]:
    """The event that had to come first, if it has happened; its text is the note of the change."""
    after = now.action.after
    if after and after.happened and then.day < after.happened <= now.day:
        ident = now.action.id
        yield Change(ident, ChangeKind.CHANGED, "happened", None, after.happened, note=after.event)


def _of_deadline(then: Standing, now: Standing) -> Iterator[Change]:
    ident = now.action.id
    if now.original_due and not then.original_due:
        note = next((u.note for u in now.updates if u.due is now.original_due), None)
        yield Change(ident, ChangeKind.DEADLINE_SET, "due", None, now.original_due, note=note)
    for move in now.moves:
        if move.update.date > then.day:
            yield Change(
                id=ident,
                kind=ChangeKind.DEADLINE_MOVED,
                field="due",
                before=move.before,
                after=move.after,
                days=move.days,
                note=move.update.note,
            )


def _of_progress(then: Standing, now: Standing) -> Iterator[Change]:
    """The change of progress, if any; closing an action again after it was reopened is one too."""
    is_recent = now.since is not None and now.since > then.day
    if now.progress is then.progress and not (now.state.is_closed and is_recent):
        return
    notes = (u.note for u in reversed(now.updates) if u.progress and u.date == now.since)
    yield Change(
        id=now.action.id,
        kind=_kind(then, now),
        field="progress",
        before=then.progress,
        after=now.progress,
        days=now.days_late,
        note=next(notes, None),
    )


def _kind(then: Standing, now: Standing) -> ChangeKind:
    if now.state is State.COMPLETED:
        return ChangeKind.COMPLETED
    if now.state is State.NOT_APPLICABLE:
        return ChangeKind.NOT_APPLICABLE
    return ChangeKind.REOPENED if then.state.is_closed else ChangeKind.PROGRESS
