"""Check a register that has been read: contradictions, and missing or doubtful information."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, pairwise
from operator import attrgetter
from typing import Final

from ecefollow.reading import unit_names
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.incomplete import (
    IncompleteAction,
    IncompleteRecommendation,
    IncompleteRegister,
    IncompleteUpdate,
)
from ecefollow.reading.quoting import quoted
from ecefollow.reading.scripts import mixed_word, scripts_of
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.names import UnitNames
from ecefollow.register.positions import Position
from ecefollow.register.standing import Action, Event, Standing, Update
from ecefollow.register.vocabulary import Progress

_Register = Register | IncompleteRegister
_Recommendation = Recommendation | IncompleteRecommendation
_Action = Action | IncompleteAction
_Update = Update | ChangedAnswer | IncompleteUpdate
_Problem = tuple[Position, Code, str]

_ONE_DAY: Final = timedelta(days=1)


def errors(register: _Register, path: str) -> list[Diagnostic]:
    """The contradictions in the register, in file order."""
    contradictions = map(_contradictions, register.recommendations)
    return _diagnostics(path, chain([unit_names.repeated(_evaluation(register))], contradictions))


def warnings(register: _Register, path: str, *, today: date) -> list[Diagnostic]:
    """What is missing or doubtful in the register, in file order."""
    evaluation = _evaluation(register)
    actions = [action for r in register.recommendations for action in r.actions]
    recommendations = (_warnings(r, evaluation.names, today) for r in register.recommendations)
    return _diagnostics(path, chain([unit_names.near(evaluation, actions)], recommendations))


def is_future(day: date, today: date) -> bool:
    """Whether a day is still to come, wherever one lives: tomorrow has begun elsewhere."""
    return day - today > _ONE_DAY


def _evaluation(register: _Register) -> Evaluation:
    """The evaluation, one without units if it is incomplete."""
    known = register.evaluation
    return known if isinstance(known, Evaluation) else Evaluation("", "", "")


def _diagnostics(path: str, problems: Iterable[Iterator[_Problem]]) -> list[Diagnostic]:
    return sorted(
        Diagnostic(path, position.line + 1, position.column + 1, code, message)
        for position, code, message in chain.from_iterable(problems)
    )


def _contradictions(recommendation: _Recommendation) -> Iterator[_Problem]:
    # Few records have these keys, and every reading of a register asks this.
    if recommendation.added:
        updates = [*recommendation.updates, *(u for a in recommendation.actions for u in a.updates)]
        yield from _added_too_late(recommendation, updates)
    for action in recommendation.actions:
        if action.added:
            yield from _added_too_late(action, action.updates)
        if action.ongoing:
            yield from _ongoing_with_deadline(action)
        if any("verified" in (at := update.at).by_key or at.unread for update in action.updates):
            yield from _verified_without_name(action)
            yield from _verified_while_open(action)


def _added_too_late(
    record: _Recommendation | _Action, updates: Sequence[_Update]
) -> Iterator[_Problem]:
    dated = (update for update in updates if not isinstance(update, IncompleteUpdate))
    earliest = min(dated, key=attrgetter("date"), default=None)
    if record.added and earliest and earliest.date < record.added:
        added, updated = format_day(record.added), format_day(earliest.date)
        line = earliest.at.line_number
        message = f"added: {added} is after the update of {updated} on line {line}"
        yield record.at["added"], Code.CONTRADICTION, message


def _ongoing_with_deadline(action: _Action) -> Iterator[_Problem]:
    given = (action.at, *(update.at for update in action.updates))
    dues = [at["due"] for at in given if "due" in at and "due" not in at.unread]
    if dues:
        message = f"a continuing duty has no deadline, but line {dues[0].line + 1} sets a due date"
        yield action.at["ongoing"], Code.CONTRADICTION, f"ongoing: {message}"


def _verified_without_name(action: _Action) -> Iterator[_Problem]:
    for update in action.updates:
        if update.at.has("verified") and not update.at.has("by"):
            message = "'by' is missing from this update: who verified it?"
            yield update.at.first, Code.MISSING_KEY, message


def _verified_while_open(action: _Action) -> Iterator[_Problem]:
    for update, standing in _verifications(action):
        if not standing.progress.is_closed:
            day = format_day(update.date)
            message = f"the action is open on {day}; only what is closed can be verified"
            yield update.at["verified"], Code.CONTRADICTION, f"verified: {message}"


def _verifications(action: _Action) -> Iterator[tuple[Update, Standing]]:
    """Each update that verifies, and how the action stands with it and those before it."""
    for number, update in enumerate(updates := _in_order(action)):
        if update.verified:
            yield update, _as_read(action, updates[: number + 1]).on(update.date)


def _warnings(recommendation: _Recommendation, units: UnitNames, today: date) -> Iterator[_Problem]:
    yield from _missing_reservation(recommendation)
    yield from _in_future(recommendation, "added", today)
    yield from _doubtful_dates(recommendation.updates, today)
    yield from _nothing_said(recommendation)
    yield from _mixed_scripts(recommendation, "tags")
    for action in recommendation.actions:
        yield from _nobody_responsible(action)
        yield from _mixed_scripts(action, "responsible")
        for update in action.updates:
            yield from _mixed_scripts(update, "responsible")
        yield from _missing_deadline(action, today)
        yield from _event_overdue(recommendation, action, today)
        if isinstance(action.after, Event):
            yield from _in_future(action.after, "happened", today)
        yield from _in_future(action, "added", today)
        yield from _doubtful_dates(action.updates, today)
        yield from _unexplained(action)
        yield from _self_verified(action, units)


def _mixed_scripts(record: _Recommendation | _Action | _Update, key: str) -> Iterator[_Problem]:
    """The names that mix scripts in one word: such a name may look like another."""
    for name in getattr(record, key) or ():
        if word := mixed_word(name):
            scripts = " and ".join(sorted(scripts_of(word)))
            message = f"{key}: {quoted(word)} mixes {scripts} letters"
            yield record.at[key], Code.MIXED_SCRIPT, message


def _missing_reservation(recommendation: _Recommendation) -> Iterator[_Problem]:
    changes = [update for update in recommendation.updates if update.at.has("status")]
    answers = [update for update in changes if isinstance(update, ChangedAnswer) and update.status]
    if "updates" in recommendation.at.unread or len(answers) < len(changes):
        return  # nobody knows which answer is the last one
    # The last by date; of two on the same day, the one lower in the file, as in the model.
    last: ChangedAnswer | _Recommendation = max(
        reversed(answers), key=attrgetter("date"), default=recommendation
    )
    if last.status and last.status.wants_reservation and not recommendation.at.has("reservation"):
        message = f"'{last.status}' without a reservation: what was not accepted, and why?"
        yield last.at["status"], Code.NO_RESERVATION, f"status: {message}"


def _nobody_responsible(action: _Action) -> Iterator[_Problem]:
    records: tuple[_Action | Update | IncompleteUpdate, ...] = (action, *action.updates)
    for record in records:
        if record.responsible == ():  # None if it could not be read, or is not said
            message = "responsible: nobody is named to carry this action out"
            yield record.at["responsible"], Code.NOBODY_RESPONSIBLE, message


def _missing_deadline(action: _Action, today: date) -> Iterator[_Problem]:
    given = (action.at, *(update.at for update in action.updates))
    if not action.at:
        return  # the action is empty, which has been reported
    if action.ongoing or any(at.has("due") for at in given):
        return
    if not action.at.unread.isdisjoint(("ongoing", "updates")):
        return  # there may be a deadline, or no need for one
    if not action.at.has("after"):
        message = "this action has no deadline, is not ongoing and does not wait for an event"
        yield action.at.first, Code.NO_DEADLINE, message
    elif action.after and action.after.happened and action.after.happened <= today:
        happened = format_day(action.after.happened)
        message = f"the event happened on {happened}, and the action still has no deadline"
        yield action.after.at["happened"], Code.EVENT_WITHOUT_DEADLINE, f"happened: {message}"


def _event_overdue(
    recommendation: _Recommendation, action: _Action, today: date
) -> Iterator[_Problem]:
    event = action.after
    if not isinstance(event, Event) or not event.expected or not event.is_overdue(today):
        return
    is_later = any(record.added and record.added > today for record in (recommendation, action))
    if not is_later and not _may_be_closed(action, today):
        message = f"the event was expected by {event.expected.shown}; has it happened?"
        yield event.at["expected"], Code.EVENT_OVERDUE, f"expected: {message}"


def _may_be_closed(action: _Action, today: date) -> bool:
    """Whether the action is closed today, or its updates cannot be read."""
    updates = _in_order(action)
    if "updates" in action.at.unread or len(updates) < len(action.updates):
        return True
    return _as_read(action, updates).on(today).progress.is_closed


def _doubtful_dates(updates: Sequence[_Update], today: date) -> Iterator[_Problem]:
    dated = [update for update in updates if not isinstance(update, IncompleteUpdate)]
    for above, update in pairwise(dated):
        if update.date < above.date:
            later = format_day(above.date)
            message = f"date: {format_day(update.date)} is before the update above it, {later}"
            yield update.at["date"], Code.LATE_ENTRY, message
    for update in dated:
        yield from _in_future(update, "date", today)


def _in_future(
    record: _Recommendation | _Action | _Update | Event, key: str, today: date
) -> Iterator[_Problem]:
    day: date | None = getattr(record, key)
    if day and is_future(day, today):
        message = f"{key}: {format_day(day)} is in the future; today is {format_day(today)}"
        yield record.at[key], Code.FUTURE_UPDATE, message


def _unexplained(action: _Action) -> Iterator[_Problem]:
    for update in action.updates:
        if update.progress is Progress.COMPLETED and not (
            update.evidence or "evidence" in update.at.unread
        ):
            message = "progress: completed without any evidence"
            yield update.at["progress"], Code.NO_EVIDENCE, message
        if update.progress is Progress.NOT_APPLICABLE and not update.at.has("note"):
            message = "progress: closed as not applicable without a note that says why"
            yield update.at["progress"], Code.UNEXPLAINED_CLOSURE, message
    for move in _as_read(action, _in_order(action)).on(date.max).moves:
        if not move.update.at.has("note"):
            message = f"due: moved from {move.before.shown} without a note that says why"
            yield move.update.at["due"], Code.UNEXPLAINED_REVISION, message


def _nothing_said(recommendation: _Recommendation) -> Iterator[_Problem]:
    for update in recommendation.updates:
        if not update.at.has("status"):
            message = "this update of a recommendation has no status: was it meant for an action?"
            yield update.at.first, Code.NOTHING_SAID, message


def _self_verified(action: _Action, units: UnitNames) -> Iterator[_Problem]:
    for update, standing in _verifications(action):
        by = update.by
        if by and any(units.is_one(by, name) for name in standing.responsible):
            message = f"{quoted(by)} is responsible for the action; somebody else verifies"
            yield update.at["verified"], Code.SELF_VERIFIED, f"verified: {message}"


def _in_order(action: _Action) -> tuple[Update, ...]:
    """Its updates in the order of their days; none if one has no day, as the order is unknown."""
    updates = [update for update in action.updates if isinstance(update, Update)]
    if len(updates) < len(action.updates):
        return ()
    return tuple(sorted(updates, key=attrgetter("date")))


def _as_read(action: _Action, updates: tuple[Update, ...]) -> Action:
    """What is known of an action that may be incomplete, with some of its updates."""
    return Action("", "", action.responsible or (), due=action.due, updates=updates)
