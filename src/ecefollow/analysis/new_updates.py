"""What a new update does, seen on its own day from the lines above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Answer, Recommendation
from ecefollow.register.standing import Action, Standing
from ecefollow.register.vocabulary import Progress


def of_record(head: Recommendation | Action, number: int) -> Iterator[Change]:
    """The changes that an update makes, or one that says no more than that it is there."""
    return _of_action(head, number) if isinstance(head, Action) else _of_answer(head, number)


def _of_action(head: Action, number: int) -> Iterator[Change]:
    update = head.updates[number]
    above = replace(head, updates=head.updates[:number])
    below = replace(head, updates=head.updates[: number + 1])
    before, after = above.on(update.date), below.on(update.date)
    found = [*_of_due(before, after), *_of_responsible(before, after), *_of_progress(before, after)]
    if update.verified or not found:
        found.append(Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update))
    yield from (_by(change, head, number, said=_standing(after)) for change in found)


def _of_answer(head: Recommendation, number: int) -> Iterator[Change]:
    update = head.updates[number]
    before = replace(head, updates=head.updates[:number]).on(update.date).status
    said = update.status or before
    if update.status and update.status is not before:
        change = Change(head.id, ChangeKind.STATUS, "status", before, update.status)
    else:
        change = Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update)
    yield _by(change, head, number, said=said)


def _of_due(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.due, after.due
    if now and not was:
        yield Change(after.action.id, ChangeKind.DEADLINE_SET, "due", None, now)
    elif now and was and now.last != was.last:
        days = (now.last - was.last).days
        yield Change(after.action.id, ChangeKind.DEADLINE_MOVED, "due", was, now, days)


def _of_responsible(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.responsible, after.responsible
    if now != was:
        yield Change(after.action.id, ChangeKind.RESPONSIBLE, "responsible", was, now)


def _of_progress(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.progress, after.progress
    if now is was:
        return
    if now is Progress.COMPLETED:
        kind = ChangeKind.COMPLETED
    else:
        reopens = was.is_closed and not now.is_closed
        kind = ChangeKind.REOPENED if reopens else ChangeKind.PROGRESS
    yield Change(after.action.id, kind, "progress", was, now, after.days_late)


def _by(change: Change, head: Recommendation | Action, number: int, *, said: object) -> Change:
    """The change as made by an update: on its day, with its note.

    If later updates leave another standing or answer than it *said*, that is told too.
    """
    update = head.updates[number]
    is_late = any(each.date > update.date for each in head.updates)
    left = head.on(date.max) if is_late else None
    return change._replace(
        note=update.note,
        on=update.date,
        position=update.at.first,
        left=left if left and _standing(left) != said else None,
        update=update,
    )


def _standing(answer: Standing | Answer) -> object:
    """What the end of a late entry says of it: the progress and the deadline, or the answer."""
    return answer.status if isinstance(answer, Answer) else (answer.progress, answer.due)
