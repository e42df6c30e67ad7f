"""What differs between two versions of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any, Final, NamedTuple, TypeVar

from ecefollow.analysis import new_updates
from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Action, Event, Recommendation, Register
from ecefollow.register.positions import Position

_Record = TypeVar("_Record", Recommendation, Action)
_WORDING: Final = (
    *("title", "text", "response", "reservation", "notes", "tags"),
    *("accountable", "due_text", "reading", "see"),
)
_PROMISES: Final = ("ongoing", "discretionary")
_EVALUATION: Final = (
    *("title", "title_note", "organization", "source", "report", "contact", "language"),
    "responded",
)


class _Versions(NamedTuple):
    """What the comparison of any record needs to know about the two versions."""

    last: date | None  # the day of the last update in the base
    top: Position  # where the head has its recommendations


def compare(base: Register | None, head: Register) -> list[Change]:
    """What *head* changes of *base*, whatever the dates in it, in file order, matched by id.

    Without a base everything is added.
    """
    base = base or replace(head, recommendations=())
    versions = _Versions(
        last=new_updates.last_update(base),
        top=head.at.get("recommendations", head.at.first),
    )
    place = head.evaluation.at.first
    kinds = {"id": ChangeKind.ORIGINAL_CHANGED} | dict.fromkeys(_EVALUATION, ChangeKind.REWORDED)
    found = [
        Change("evaluation", kinds[name], name, before, after, position=place)
        for name, before, after in _differing(base.evaluation, head.evaluation, (*kinds,))
    ]
    found += _of_list(
        base.recommendations, head.recommendations, _of_recommendation, _added, versions
    )
    return found


def added(register: Register) -> list[Change]:
    """The changes by which a whole register is new in a portfolio."""
    evaluation = register.evaluation
    place = evaluation.at.first
    new = Change("evaluation", ChangeKind.ADDED, None, None, evaluation.title, position=place)
    return [new, *compare(None, register)]


def removed(register: Register) -> list[Change]:
    """The changes by which a whole register is gone from a portfolio."""
    gone = Change("evaluation", ChangeKind.REMOVED, None, register.evaluation.title, None)
    return [gone, *_removed(register.recommendations, None)]


def _of_list(
    base: Sequence[_Record],
    head: Sequence[_Record],
    compare_record: Callable[[_Record, _Record, _Versions], Iterator[Change]],
    added: Callable[[_Record], Iterator[Change]],
    versions: _Versions,
) -> Iterator[Change]:
    """The changes of each record; a removed one comes after the one that it followed."""
    before = {record.id: record for record in base}
    kept = {record.id for record in head}
    removed_after: dict[str | None, list[_Record]] = {}
    last = None
    for each in base:
        if each.id in kept:
            last = each.id
        else:
            removed_after.setdefault(last, []).append(each)
    yield from _removed(removed_after.get(None, ()), versions.top)
    for record in head:
        if record.id not in before:
            yield from added(record)
        elif record != before[record.id]:
            yield from compare_record(before[record.id], record, versions)
        yield from _removed(removed_after.get(record.id, ()), versions.top)


def _removed(
    records: Sequence[Recommendation] | Sequence[Action], position: Position | None
) -> Iterator[Change]:
    for record in records:
        yield Change(record.id, ChangeKind.REMOVED, None, _text(record), None, position=position)
        if isinstance(record, Recommendation):
            yield from _removed(record.actions, position)


def _added(record: Recommendation) -> Iterator[Change]:
    yield _addition(record)
    for number in range(len(record.updates)):
        yield from new_updates.of_recommendation(record, number, last=None)
    for action in record.actions:
        yield from _added_action(action)


def _added_action(action: Action) -> Iterator[Change]:
    yield _addition(action)
    for number in range(len(action.updates)):
        yield from new_updates.of_action(action, number, last=None)


def _addition(record: Recommendation | Action) -> Change:
    return Change(
        id=record.id,
        kind=ChangeKind.ADDED,
        field=None,
        before=None,
        after=_text(record),
        position=_position(record, "id"),
        history=len(record.updates),
    )


def _text(record: Recommendation | Action) -> str:
    return record.text if isinstance(record, Action) else record.title


def _of_recommendation(
    base: Recommendation, head: Recommendation, versions: _Versions
) -> Iterator[Change]:
    if base.status is not head.status:
        yield Change(
            id=head.id,
            kind=ChangeKind.ANSWER_CHANGED,
            field="status",
            before=base.status,
            after=head.status,
            position=_position(head, "status"),
        )
    yield from _of_added(base, head, versions)
    yield from _of_words(base, head)
    yield from _of_updates(base, head, new_updates.of_recommendation, versions)
    inner = versions._replace(top=_position(head, "id"))
    yield from _of_list(base.actions, head.actions, _of_action, _added_action, inner)


def _of_action(base: Action, head: Action, versions: _Versions) -> Iterator[Change]:
    yield from _of_due(base, head, versions)
    for name, before, after in _differing(base, head, _PROMISES):
        place = _position(head, name)
        yield Change(head.id, ChangeKind.ORIGINAL_CHANGED, name, before, after, position=place)
    for name, before, after in _differing(base, head, ("responsible",)):
        place = _position(head, name)
        yield Change(head.id, ChangeKind.RESPONSIBLE_CHANGED, name, before, after, position=place)
    yield from _of_added(base, head, versions)
    yield from _of_words(base, head)
    yield from _of_event(base, head, versions)
    yield from _of_updates(base, head, new_updates.of_action, versions)
    yield from _of_outcome(base, head)


def _of_due(base: Action, head: Action, versions: _Versions) -> Iterator[Change]:
    """The change of an action's own deadline."""
    if base.due == head.due:
        return
    first_set = next((update.due for update in base.updates if update.due), None)
    yield Change(
        id=head.id,
        # Put where an update had set the first deadline, it would take that one's place.
        kind=ChangeKind.ORIGINAL_CHANGED if base.due or first_set else ChangeKind.CHANGED,
        field="due",
        before=base.due,
        after=head.due,
        days=(head.due.last - base.due.last).days if base.due and head.due else None,
        position=_position(head, "due"),
        alters_until=versions.last,  # it has no day of its own: it was due on every earlier day
    )


def _of_added(
    base: Recommendation | Action, head: Recommendation | Action, versions: _Versions
) -> Iterator[Change]:
    """The change of the day from which on a record is in the answers."""
    if base.added == head.added:
        return
    begin = min(base.added or date.min, head.added or date.min)
    yield Change(
        id=head.id,
        kind=ChangeKind.CHANGED,
        field="added",
        before=base.added,
        after=head.added,
        position=_position(head, "added"),
        alters_until=versions.last if versions.last and begin <= versions.last else None,
    )


def _of_words(base: Recommendation | Action, head: Recommendation | Action) -> Iterator[Change]:
    for name, before, after in _differing(base, head, _WORDING):
        place = _position(head, name)
        yield Change(head.id, ChangeKind.REWORDED, name, before, after, position=place)


def _of_event(base: Action, head: Action, versions: _Versions) -> Iterator[Change]:
    """The changes of the event that must come first; that it happened is not an edit."""
    was, now = base.after, head.after
    if not (was and now):
        if was or now:
            place = _position(head, "after")
            yield Change(head.id, ChangeKind.EVENT_CHANGED, "after", was, now, position=place)
        return
    if was.event != now.event:
        place = _position(now, "event")
        yield Change(head.id, ChangeKind.REWORDED, "event", was.event, now.event, position=place)
    if was.expected != now.expected:
        yield Change(
            id=head.id,
            kind=ChangeKind.REWORDED,
            field="expected",
            before=was.expected,
            after=now.expected,
            position=_position(now, "expected"),
        )
    if was.happened != now.happened:
        yield _of_happened(base, head, was, now, versions)


def _of_happened(base: Action, head: Action, was: Event, now: Event, versions: _Versions) -> Change:
    change = Change(
        id=head.id,
        kind=ChangeKind.EVENT_CHANGED if was.happened else ChangeKind.CHANGED,
        field="happened",
        before=was.happened,
        after=now.happened,
        position=_position(now, "happened"),
    )
    if was.happened or not now.happened:
        return change
    before = replace(base, after=now)
    altered = new_updates.alters_past(base, before, begin=now.happened, last=versions.last)
    return change._replace(on=now.happened, alters_until=versions.last if altered else None)


def _of_updates(
    base: _Record,
    head: _Record,
    of_new: Callable[..., Iterator[Change]],
    versions: _Versions,
) -> Iterator[Change]:
    """What the new updates do, and which of the earlier ones were edited, moved or removed."""
    were = len(base.updates)
    if head.updates[:were] == base.updates:
        for number in range(were, len(head.updates)):
            yield from of_new(head, number, last=versions.last)
        return
    # Late: few versions edit an update.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, base.updates, head.updates, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for i, j in zip_longest(range(i1, i2), range(j1, j2)):
            if i is None and i2 == were:  # after all the earlier ones
                yield from of_new(head, j, last=versions.last)
                continue
            was = None if i is None else base.updates[i]
            now = None if j is None else head.updates[j]
            # A removed one is shown at the record that it belonged to.
            yield Change(
                id=head.id,
                kind=ChangeKind.UPDATE_CHANGED,
                field="updates",
                before=was,
                after=now,
                position=now.at.first if now else _position(head, "id"),
            )


def _of_outcome(base: Action, head: Action) -> Iterator[Change]:
    """What an edit or a late entry does to a lateness or a first deadline that was known."""
    before, after = base.on(date.max), head.on(date.max)
    place = _position(head, "id")
    was, now_on = before.completed_on, after.completed_on
    # A completion on a later day is another one, after the action was reopened.
    if was and now_on and now_on <= was and before.days_late != after.days_late:
        yield Change(
            id=head.id,
            kind=ChangeKind.LATENESS_CHANGED,
            field="days_late",
            before=before.days_late,
            after=after.days_late,
            position=place,
        )
    first, now = before.original_due, after.original_due
    if base.due == head.due and first and first != now:
        yield Change(
            id=head.id,
            kind=ChangeKind.FIRST_DEADLINE_CHANGED,
            field="original_due",
            before=first,
            after=now,
            days=(now.last - first.last).days if now else None,
            position=place,
        )


def _differing(base: Any, head: Any, names: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """The values of those names that the two have and that differ, but not in order alone."""
    for name in names:
        before, after = getattr(base, name, None), getattr(head, name, None)
        if before != after and _sorted(before) != _sorted(after):
            yield name, before, after


def _sorted(value: Any) -> Any:
    return sorted(value) if type(value) is tuple else value


def _position(record: Any, key: str) -> Position:
    """Where the key's value is in the file, or else the record's id."""
    position: Position | None = record.at.get(key) or record.at.get("id")
    return position or record.at.first
