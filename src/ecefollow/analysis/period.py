"""What happened in a register between two days, by what the register says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Answer
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State


def changes_between(then: Sequence[Answer], now: Sequence[Answer], *, since: date) -> list[Change]:
    """What changed after *since*, the day of *then*, and up to the day of *now*, in file order."""
    earlier = {answer.recommendation.id: answer for answer in then}
    return [
        change
        for later in now
        for change in _of_recommendation(earlier.get(later.recommendation.id), later, since)
    ]


def standings_between(
    then: Sequence[Answer], now: Sequence[Answer]
) -> list[tuple[Standing, Standing]]:
    """Each action as it stood and as it stands, but for those that were added in between."""
    earlier = {standing.action.id: standing for answer in then for standing in answer.standings}
    later = (standing for answer in now for standing in answer.standings)
    return [(earlier[s.action.id], s) for s in later if s.action.id in earlier]


def _of_recommendation(then: Answer | None, now: Answer, since: date) -> Iterator[Change]:
    """The changes of a recommendation and of its actions; *then* is None if it was added since.

    What happened to a record after it was added is told too, as the figures count it.
    """
    ident = now.recommendation.id
    if not then:
        yield Change(ident, ChangeKind.ADDED, None, None, now.recommendation.title)
    earlier = then or now.recommendation.on(since)
    if now.status is not earlier.status:
        note = next((u.note for u in reversed(now.updates) if u.status), None)
        yield Change(ident, ChangeKind.STATUS, "status", earlier.status, now.status, note=note)
    standings = {standing.action.id: standing for standing in then.standings} if then else {}
    for later in now.standings:
        yield from _of_action(standings.get(later.action.id), later, since)


def _of_action(then: Standing | None, now: Standing, since: date) -> Iterator[Change]:
    ident = now.action.id
    if not then:
        yield Change(ident, ChangeKind.ADDED, None, None, now.action.text)
    earlier = then or now.action.on(since)
    yield from _of_event(earlier, now)
    yield from _of_deadline(earlier, now)
    yield from _of_progress(earlier, now)
    yield from _of_verifications(earlier, now)
    # What was not there yet was not overdue either, whatever its deadline.
    was_overdue = then is not None and then.state is State.OVERDUE
    if now.state is State.OVERDUE and not was_overdue:
        yield Change(
            id=ident,
            kind=ChangeKind.OVERDUE,
            field="state",
            before=earlier.state,
            after=now.state,
            days=now.days_overdue,
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
    is_recent = now.begin is not None and now.begin.date > then.day
    if now.progress is then.progress and not (now.state.is_closed and is_recent):
        return
    began = now.begin.date if now.begin else None
    is_dateless = now.begin is not None and now.begin.day_unknown
    notes = (u.note for u in reversed(now.updates) if u.progress and u.date == began)
    yield Change(
        id=now.action.id,
        kind=_kind(then, now),
        field="progress",
        before=then.progress,
        after=now.progress,
        days=now.days_late,
        note=next(notes, None),
        on=began if is_dateless else None,
        update=now.begin if is_dateless else None,
    )


def _of_verifications(then: Standing, now: Standing) -> Iterator[Change]:
    for update in now.updates:
        if update.verified and update.date > then.day:
            ident = now.action.id
            yield Change(ident, ChangeKind.UPDATE_ADDED, "updates", None, update, note=update.note)


def _kind(then: Standing, now: Standing) -> ChangeKind:
    if now.state is State.COMPLETED:
        return ChangeKind.COMPLETED
    if now.state is State.NOT_APPLICABLE:
        return ChangeKind.NOT_APPLICABLE
    return ChangeKind.REOPENED if then.state.is_closed else ChangeKind.PROGRESS
