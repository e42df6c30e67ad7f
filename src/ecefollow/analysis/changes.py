"""What differs between two versions of a register, and what that means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Final, NamedTuple, TypeVar

from ecefollow.register.model import (
    Action,
    Answer,
    ChangedAnswer,
    Event,
    Recommendation,
    Register,
    Standing,
    Update,
)
from ecefollow.register.positions import Position
from ecefollow.register.vocabulary import Progress

_Record = TypeVar("_Record", Recommendation, Action)
# What the source says, or who answers for it: to word it otherwise is worth a second look.
_WORDING: Final = ("title", "text", "response", "responsible")
_OTHER: Final = ("reservation", "notes", "tags", "accountable", "due_text", "reading", "see")
_PROMISES: Final = ("ongoing", "discretionary")


class ChangeKind(StrEnum):
    """What a change is, in the words of who follows up."""

    ADDED = "added"
    REMOVED = "removed"
    STATUS = "status"
    DEADLINE_SET = "deadline-set"
    DEADLINE_MOVED = "deadline-moved"
    COMPLETED = "completed"
    NOT_APPLICABLE = "not-applicable"
    REOPENED = "reopened"
    PROGRESS = "progress"
    OVERDUE = "overdue"
    UPDATE_ADDED = "update-added"
    REWORDED = "reworded"
    CHANGED = "changed"
    ORIGINAL_CHANGED = "original-changed"
    UPDATE_CHANGED = "update-changed"

    @property
    def words(self) -> str:
        """The kind as a reader is shown it."""
        return self.value.replace("-", " ")

    @property
    def rewrites(self) -> bool:
        """Whether something that was said is taken back, which a record must not lose."""
        return self in (ChangeKind.REMOVED, ChangeKind.ORIGINAL_CHANGED, ChangeKind.UPDATE_CHANGED)


class Change(NamedTuple):
    """One change of a recommendation or an action, and the note that explains it.

    The days are those that a deadline was moved by, that a completion is late, or that an action is
    overdue; None for other kinds. `on` is the day that an update says, `place` where the change
    stands in the later version, or what is nearest to it. `left` is how the record stands in the
    end, where updates of later days have the last word.
    """

    id: str
    kind: ChangeKind
    field: str | None
    before: Any
    after: Any
    days: int | None = None
    note: str | None = None
    on: date | None = None
    place: Position | None = None
    left: Standing | Answer | None = None


def compare(base: Register | None, head: Register) -> list[Change]:
    """What *head* changes of *base*, whatever the dates in it, in file order, matched by id.

    Without a base everything is added.
    """
    base = base or replace(head, recommendations=())
    found = [
        Change(
            "evaluation", ChangeKind.CHANGED, name, before, after, place=head.evaluation.at.first
        )
        for name, before, after in _differing(
            base.evaluation, head.evaluation, ("id", "title", "organization", "source", "responded")
        )
    ]
    gone = head.at.get("recommendations", head.at.first)
    found += _of_list(base.recommendations, head.recommendations, _of_recommendation, gone)
    return found


def _of_list(
    base: Sequence[_Record],
    head: Sequence[_Record],
    compare_record: Callable[[_Record, _Record], Iterator[Change]],
    gone: Position,
) -> Iterator[Change]:
    """The changes of each record; one that is gone comes behind the one that it stood behind."""
    before = {record.id: record for record in base}
    kept = {record.id for record in head}
    behind: dict[str | None, list[_Record]] = {}
    last = None
    for each in base:
        if each.id in kept:
            last = each.id
        else:
            behind.setdefault(last, []).append(each)
    yield from _removed(behind.get(None, ()), gone)
    for record in head:
        if record.id not in before:
            place = _place(record, "id")
            yield Change(record.id, ChangeKind.ADDED, None, None, _words(record), place=place)
        elif record != before[record.id]:
            yield from compare_record(before[record.id], record)
        yield from _removed(behind.get(record.id, ()), gone)


def _removed(
    records: Sequence[Recommendation] | Sequence[Action], gone: Position
) -> Iterator[Change]:
    for record in records:
        yield Change(record.id, ChangeKind.REMOVED, None, _words(record), None, place=gone)


def _words(record: Recommendation | Action) -> str:
    return record.text if isinstance(record, Action) else record.title


def _of_recommendation(base: Recommendation, head: Recommendation) -> Iterator[Change]:
    if base.status is not head.status:
        place = _place(head, "status")
        yield Change(head.id, ChangeKind.STATUS, "status", base.status, head.status, place=place)
    yield from _of_words(base, head)
    yield from _of_updates(base, head, _of_new_answer)
    yield from _of_list(base.actions, head.actions, _of_action, _place(head, "id"))


def _of_action(base: Action, head: Action) -> Iterator[Change]:
    yield from _of_promise(base, head)
    yield from _of_words(base, head)
    yield from _of_event(base.after, head)
    yield from _of_updates(base, head, _of_new_update)


def _of_promise(base: Action, head: Action) -> Iterator[Change]:
    """The changes of what was promised: a deadline of its own, a duty, a liberty."""
    if base.due != head.due:
        kind = ChangeKind.ORIGINAL_CHANGED if base.due else ChangeKind.CHANGED
        days = (head.due.last - base.due.last).days if base.due and head.due else None
        place = _place(head, "due")
        yield Change(head.id, kind, "due", base.due, head.due, days, place=place)
    for name, before, after in _differing(base, head, _PROMISES):
        place = _place(head, name)
        yield Change(head.id, ChangeKind.ORIGINAL_CHANGED, name, before, after, place=place)


def _of_words(base: Recommendation | Action, head: Recommendation | Action) -> Iterator[Change]:
    for names, kind in ((_WORDING, ChangeKind.REWORDED), (_OTHER, ChangeKind.CHANGED)):
        for name, before, after in _differing(base, head, names):
            place = _place(head, name)
            yield Change(head.id, kind, name, before, after, place=place)


def _of_event(base: Event | None, head: Action) -> Iterator[Change]:
    """The changes of the event that must come first; that it came is no rewording."""
    after = head.after
    if base and after:
        for name, kind in (("event", ChangeKind.REWORDED), ("happened", ChangeKind.CHANGED)):
            for _, was, now in _differing(base, after, (name,)):
                place = after.at.get(name, after.at.first)
                yield Change(head.id, kind, name, was, now, place=place)
    elif base or after:
        place = _place(head, "after")
        kind = ChangeKind.CHANGED if after else ChangeKind.REWORDED  # to wait for nothing any more
        yield Change(head.id, kind, "after", base, after, place=place)


def _differing(base: Any, head: Any, names: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """Of the values named, those that the two have and that differ."""
    for name in names:
        before, after = getattr(base, name, None), getattr(head, name, None)
        if before != after:
            yield name, before, after


def _of_updates(
    base: _Record, head: _Record, of_new: Callable[[_Record, int], Iterator[Change]]
) -> Iterator[Change]:
    """What the new updates mean, and which of the old ones do not stand as they stood."""
    were = len(base.updates)
    if head.updates[:were] == base.updates:
        for number in range(were, len(head.updates)):
            yield from of_new(head, number)
        return
    # Late: few versions take anything back.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, base.updates, head.updates, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for i, j in zip_longest(range(i1, i2), range(j1, j2)):
            if i is None and i2 == were:  # behind all that stood there
                yield from of_new(head, j)
                continue
            was = None if i is None else base.updates[i]
            now = None if j is None else head.updates[j]
            # What is gone is pointed at by what it belonged to.
            place = now.at.first if now else _place(head, "id")
            yield Change(head.id, ChangeKind.UPDATE_CHANGED, "updates", was, now, place=place)


def _of_new_answer(head: Recommendation, number: int) -> Iterator[Change]:
    """What the new line of a recommendation's history says, seen from the lines above it."""
    update = head.updates[number]
    before = replace(head, updates=head.updates[:number]).on(update.date).status
    if update.status and update.status is not before:
        change = Change(head.id, ChangeKind.STATUS, "status", before, update.status)
    else:
        change = Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update)
    yield _said(change, head, update)


def _of_new_update(head: Action, number: int) -> Iterator[Change]:
    """What an update does, seen on its day from the lines above it; or else that it is there."""
    update = head.updates[number]
    before = replace(head, updates=head.updates[:number]).on(update.date)
    after = replace(head, updates=head.updates[: number + 1]).on(update.date)
    effects = [*_of_due(before, after), *_of_progress(before, after)]
    for effect in effects or [Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update)]:
        yield _said(effect, head, update)


def _of_due(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.due, after.due
    if now and not was:
        yield Change(after.action.id, ChangeKind.CHANGED, "due", None, now)
    elif now and was and now.last != was.last:
        days = (now.last - was.last).days
        yield Change(after.action.id, ChangeKind.DEADLINE_MOVED, "due", was, now, days)


def _of_progress(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.progress, after.progress
    if now is was:
        return
    if now is Progress.COMPLETED:
        kind = ChangeKind.COMPLETED
    else:
        kind = ChangeKind.REOPENED if was.is_closed and not now.is_closed else ChangeKind.PROGRESS
    yield Change(after.action.id, kind, "progress", was, now, after.days_late)


def _said(change: Change, head: Recommendation | Action, update: Update | ChangedAnswer) -> Change:
    """The change as an update says it: on its day, and with its note."""
    late = any(each.date > update.date for each in head.updates)
    left = head.on(date.max) if late else None
    return change._replace(note=update.note, on=update.date, place=update.at.first, left=left)


def _place(record: Recommendation | Action, key: str) -> Position:
    """Where the key's value stands, or else the record's id."""
    return record.at.get(key) or record.at.get("id", record.at.first)
