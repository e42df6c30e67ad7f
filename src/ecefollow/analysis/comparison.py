"""What differs between two versions of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Final, TypeVar

from ecefollow.analysis import new_updates
from ecefollow.analysis.changes import Change, ChangeKind, folded
from ecefollow.analysis.restating import restated
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.positions import Position
from ecefollow.register.schema import ACTION, EVALUATION, EVENT, RECOMMENDATION, Record
from ecefollow.register.standing import Action

_Record = TypeVar("_Record", Recommendation, Action)
_Kinds = Mapping[str, ChangeKind]
# What an edit of a key is. Of the others it is a rewording, but for those that hold records.
_EVALUATION: Final = {"id": ChangeKind.ORIGINAL_CHANGED}
_RECOMMENDATION: Final = {"status": ChangeKind.ANSWER_CHANGED}
_ACTION: Final = {
    **dict.fromkeys(("due", "ongoing", "discretionary"), ChangeKind.ORIGINAL_CHANGED),
    "responsible": ChangeKind.RESPONSIBLE_CHANGED,
}
_RECORDS: Final = frozenset({"after", "updates", "actions"})


def compare(base: Register | None, head: Register, *, until: date | None = None) -> list[Change]:
    """What *head* changes of *base*, in file order, matched by id; without a base all is added.

    With the day *until* which the base was answered from, that of its commit, the answers that the
    head restates stand behind the other changes.
    """
    if base is None:
        return [change for each in head.recommendations for change in _added(each)]
    place = head.evaluation.at.first
    is_begun = bool(base.recommendations)  # before, who begins it writes its head too
    new = _new if is_begun else _added
    edits = _edits(base.evaluation, head.evaluation, EVALUATION, _EVALUATION)
    # Who is meant by a name alters nothing that is recorded.
    found = [
        _of_evaluation(
            kind if is_begun and name != "units" else ChangeKind.CHANGED, name, before, after, place
        )
        for name, kind, before, after in edits
    ]
    top = head.at.get("recommendations", head.at.first)
    found += _of_list(base.recommendations, head.recommendations, _of_recommendation, new, top)
    if until and found and is_begun:
        found += restated(base, head, until=until, among={change.id for change in found})
    return found


def added(register: Register) -> list[Change]:
    """The changes by which a whole register is new in a portfolio."""
    evaluation = register.evaluation
    place = evaluation.at.first
    new = _of_evaluation(ChangeKind.ADDED, None, None, evaluation.title, place)
    return [new, *compare(None, register)]


def removed(register: Register) -> list[Change]:
    """The changes by which a whole register is gone from a portfolio."""
    gone = _of_evaluation(ChangeKind.REMOVED, None, register.evaluation.title, None, None)
    return [gone, *_removed(register.recommendations, None)]


def _of_evaluation(
    kind: ChangeKind, field: str | None, before: Any, after: Any, position: Position | None
) -> Change:
    whole = Change("evaluation", kind, field, before, after, position=position)
    return whole._replace(is_of_evaluation=True)


def _of_list(
    base: Sequence[_Record],
    head: Sequence[_Record],
    compare_record: Callable[[_Record, _Record], Iterator[Change]],
    added: Callable[[_Record], Iterator[Change]],
    top: Position,
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
    yield from _removed(removed_after.get(None, ()), top)
    for record in head:
        if record.id not in before:
            yield from added(record)
        elif record != before[record.id]:
            yield from compare_record(before[record.id], record)
        yield from _removed(removed_after.get(record.id, ()), top)


def _removed(
    records: Sequence[Recommendation] | Sequence[Action], position: Position | None
) -> Iterator[Change]:
    for record in records:
        yield Change(record.id, ChangeKind.REMOVED, None, _text(record), None, position=position)
        if isinstance(record, Recommendation):
            yield from _removed(record.actions, position)


def _added(record: Recommendation | Action) -> Iterator[Change]:
    """The changes by which a record is there, as it was from the beginning."""
    yield Change(
        id=record.id,
        kind=ChangeKind.ADDED,
        field=None,
        before=None,
        after=_text(record),
        position=_position(record, "id"),
        history=len(record.updates),
    )
    for number in range(len(record.updates)):
        yield from new_updates.of_record(record, number)
    if isinstance(record, Recommendation):
        for action in record.actions:
            yield from _added(action)


def _new(record: Recommendation | Action) -> Iterator[Change]:
    """The changes by which a record is new; a recommendation's day is also that of its actions."""
    addition, *rest = _added(record)
    yield addition._replace(is_undated=not record.added)
    yield from rest


def _text(record: Recommendation | Action) -> str:
    return record.text if isinstance(record, Action) else record.title


def _of_recommendation(base: Recommendation, head: Recommendation) -> Iterator[Change]:
    yield from _edited(base, head, RECOMMENDATION, _RECOMMENDATION)
    yield from _of_updates(base, head)
    place = _position(head, "id")
    yield from _of_list(base.actions, head.actions, _of_action, _new, place)


def _of_action(base: Action, head: Action) -> Iterator[Change]:
    for change in _edited(base, head, ACTION, _ACTION):
        is_moved = change.field == "due" and base.due and head.due
        days = (change.after.last - change.before.last).days if is_moved else None
        yield change._replace(days=days)
    yield from _of_event(base, head)
    yield from _of_updates(base, head)


def _edited(base: Any, head: Any, record: Record, kinds: _Kinds) -> Iterator[Change]:
    """The values of its own that differ, of two versions of a record."""
    for name, kind, before, after in _edits(base, head, record, kinds):
        place = _position(head, name)
        yield Change(head.id, kind, name, before, after, position=place)


def _of_event(base: Action, head: Action) -> Iterator[Change]:
    """The changes of the event that must come first; that it happened is not an edit."""
    was, now = base.after, head.after
    if not (was and now):
        if was != now:
            place = _position(head, "after")
            yield Change(head.id, ChangeKind.EVENT_CHANGED, "after", was, now, position=place)
        return
    is_edit = was.happened is not None
    kinds = {"happened": ChangeKind.EVENT_CHANGED if is_edit else ChangeKind.CHANGED}
    for name, kind, before, after in _edits(was, now, EVENT, kinds):
        on = after if kind is ChangeKind.CHANGED else None
        yield Change(head.id, kind, name, before, after, on=on, position=_position(now, name))


def _of_updates(base: _Record, head: _Record) -> Iterator[Change]:
    """What the new updates do, wherever they stand, and which of the earlier ones were edited."""
    new = _added_to(base.updates, head.updates)
    if new is None:
        new = _added_to(were := folded(base.updates), are := folded(head.updates))
    if new is not None:
        for number in new:
            yield from new_updates.of_record(head, number)
        return
    # Late: few versions edit an update.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, were, are, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for i, j in zip_longest(range(i1, i2), range(j1, j2)):
            if i is None:
                yield from new_updates.of_record(head, j)
                continue
            now = None if j is None else head.updates[j]
            # A removed one is shown at the record that it belonged to.
            yield Change(
                id=head.id,
                kind=ChangeKind.UPDATE_CHANGED,
                field="updates",
                before=base.updates[i],
                after=now,
                position=now.at.first if now else _position(head, "id"),
            )


def _added_to(base: Sequence[object], head: Sequence[object]) -> list[int] | None:
    """Where *head* has more than *base*; None if it does not have all of it, in its order."""
    rest = list(reversed(base))
    new = []
    for number, update in enumerate(head):
        if rest and rest[-1] == update:
            rest.pop()
        else:
            new.append(number)
    return None if rest else new


def _edits(
    base: Any, head: Any, record: Record, kinds: _Kinds
) -> Iterator[tuple[str, ChangeKind, Any, Any]]:
    """The keys whose values differ in the two, in their order too, and what each edit is."""
    for name in dict.fromkeys((*kinds, *record.kinds)):
        before, after = getattr(base, name), getattr(head, name)
        if name not in _RECORDS and before != after and folded(before) != folded(after):
            yield name, kinds.get(name, ChangeKind.REWORDED), before, after


def _position(record: Any, key: str) -> Position:
    """Where the key's value is in the file, or else the record's id."""
    position: Position | None = record.at.get(key) or record.at.get("id")
    return position or record.at.first
