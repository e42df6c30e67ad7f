"""Rules inside one record and between records, which the shape of the file cannot express."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from operator import attrgetter

from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.messages import quoted
from ecefollow.reading.scripts import mixed_word, scripts_of
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update
from ecefollow.register.positions import Position
from ecefollow.register.vocabulary import Progress

_Finding = tuple[Position, Code, str]


def errors(register: Register, path: str) -> list[Diagnostic]:
    """What makes the register contradict itself, in file order."""
    actions = (action for each in register.recommendations for action in each.actions)
    return _placed(path, (found for action in actions for found in _contradictions(action)))


def warnings(register: Register, path: str, *, today: date) -> list[Diagnostic]:
    """What is doubtful in the register though it can be read, in file order."""
    return _placed(
        path, (found for each in register.recommendations for found in _doubts(each, today))
    )


def _placed(path: str, findings: Iterator[_Finding]) -> list[Diagnostic]:
    return sorted(
        Diagnostic(path, place.line + 1, place.column + 1, code, message)
        for place, code, message in findings
    )


def _contradictions(action: Action) -> Iterator[_Finding]:
    given = (action.at, *(update.at for update in action.updates))
    dues = [at["due"] for at in given if "due" in at and "due" not in at.unread]
    if action.ongoing and dues:
        message = f"a continuing duty has no deadline, but a due stands on line {dues[0].line + 1}"
        yield action.at["ongoing"], Code.CONTRADICTION, f"ongoing: {message}"


def _doubts(recommendation: Recommendation, today: date) -> Iterator[_Finding]:
    yield from _unreserved(recommendation)
    yield from _misdated(recommendation.updates, today)
    yield from _mixed_scripts(recommendation, "tags")
    for action in recommendation.actions:
        yield from _unowned(action)
        yield from _mixed_scripts(action, "responsible")
        for update in action.updates:
            yield from _mixed_scripts(update, "responsible")
        yield from _undated(action, today)
        yield from _misdated(action.updates, today)
        yield from _unproven(action)


def _mixed_scripts(record: Recommendation | Action | Update, key: str) -> Iterator[_Finding]:
    """The names that mix scripts in one word: such a name may look like another."""
    for name in getattr(record, key) or ():
        if word := mixed_word(name):
            scripts = " and ".join(sorted(scripts_of(word)))
            message = f"{key}: {quoted(word)} mixes {scripts} letters"
            yield record.at[key], Code.MIXED_SCRIPT, message


def _unreserved(recommendation: Recommendation) -> Iterator[_Finding]:
    changes = [update for update in recommendation.updates if update.at.has("status")]
    unread = "updates" in recommendation.at.unread
    if unread or not all(change.status and change.date for change in changes):
        return  # which answer is the last is unknown
    # The last by its date, and of two on one day the later line, as in the model.
    last = max(reversed(changes), key=attrgetter("date"), default=recommendation)
    if last.status and last.status.wants_reservation and not recommendation.at.has("reservation"):
        message = f"'{last.status}' without a reservation: what was not accepted, and why?"
        yield last.at["status"], Code.NO_RESERVATION, f"status: {message}"


def _unowned(action: Action) -> Iterator[_Finding]:
    records: tuple[Action | Update, ...] = (action, *action.updates)
    for stated in records:
        if stated.responsible == ():  # None where it could not be read, or is not said
            message = "responsible: nobody is named to carry this action out"
            yield stated.at["responsible"], Code.NOBODY_RESPONSIBLE, message


def _undated(action: Action, today: date) -> Iterator[_Finding]:
    given = (action.at, *(update.at for update in action.updates))
    if not action.at:
        return  # nothing is said at all, and that was told
    if action.ongoing or any(at.has("due") for at in given):
        return
    if not action.at.unread.isdisjoint(("ongoing", "updates")):
        return  # there may be a deadline, or no need of one
    if not action.at.has("after"):
        message = "this action has no deadline, is not ongoing and waits for nothing"
        yield action.at.first, Code.NO_DEADLINE, message
    elif action.after and action.after.happened and action.after.happened <= today:
        message = (
            f"the event came on {format_day(action.after.happened)}, and there is still no deadline"
        )
        yield action.after.at["happened"], Code.EVENT_WITHOUT_DEADLINE, f"happened: {message}"


def _misdated(
    updates: tuple[Update, ...] | tuple[ChangedAnswer, ...], today: date
) -> Iterator[_Finding]:
    dated = [update for update in updates if update.date]  # None where it could not be read
    for above, update in pairwise(dated):
        if update.date < above.date:
            later = format_day(above.date)
            message = f"date: {format_day(update.date)} is before the update above it, {later}"
            yield update.at["date"], Code.LATE_ENTRY, message
    for update in dated:
        if update.date > today:
            message = (
                f"date: {format_day(update.date)} is still to come; today is {format_day(today)}"
            )
            yield update.at["date"], Code.FUTURE_UPDATE, message


def _unproven(action: Action) -> Iterator[_Finding]:
    for update in action.updates:
        if update.progress is Progress.COMPLETED and not (
            update.evidence or "evidence" in update.at.unread
        ):
            message = "progress: completed without any evidence"
            yield update.at["progress"], Code.NO_EVIDENCE, message
        if update.progress is Progress.NOT_APPLICABLE and not update.at.has("note"):
            message = "progress: not applicable any more without a note that says why"
            yield update.at["progress"], Code.UNEXPLAINED_CLOSURE, message
    if not all(update.date for update in action.updates):
        return  # their order is unknown
    for move in action.on(date.max).moves:
        if not move.update.at.has("note"):
            message = f"due: moved from {move.before.shown} without a note that says why"
            yield move.update.at["due"], Code.UNEXPLAINED_REVISION, message
