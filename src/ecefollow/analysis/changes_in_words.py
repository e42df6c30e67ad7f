"""Changes and updates in words: "deadline moved from Feb 2018 to Jun 2018, 122 days later"."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, assert_never

from ecefollow.analysis.changed_words import changed_words
from ecefollow.analysis.changes import Change, ChangeKind, DayRange
from ecefollow.analysis.values_in_words import count, lateness, shift, since_in_words, words
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.scripts import code_points, differing_characters
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, ChangedAnswer, Recommendation, stated
from ecefollow.register.standing import Action, Standing, Update
from ecefollow.register.vocabulary import Progress, State

_SIGN: Final = "(!)"
_DAY_UNKNOWN: Final = "the day is not known"


def describe(change: Change) -> str:
    """What a change is, without the note that explains it."""
    text = _describe_kind(change)
    return f"{text}; {_DAY_UNKNOWN}" if _is_dateless(change) else text


def _describe_kind(change: Change) -> str:  # noqa: C901, PLR0912 - one answer for each kind
    before, after = words(change.before), words(change.after)
    match change.kind:
        case ChangeKind.ADDED:
            history = f" with {count(change.history, 'update')}" if change.history else ""
            return f"added{history}: {after}"
        case ChangeKind.REMOVED:
            return f"removed: {before}"
        case ChangeKind.RESPONSIBLE:
            return f"responsible from then on: {after}, was {before}"
        case ChangeKind.DEADLINE_SET:
            return f"deadline set to {after}"
        case ChangeKind.DEADLINE_MOVED:
            return f"deadline moved from {before} to {after}, {shift(change.days or 0)}"
        case ChangeKind.COMPLETED | ChangeKind.PROGRESS if _is_dateless(change):
            return f"{after} by {words(change.on)}"
        case ChangeKind.STATUS | ChangeKind.PROGRESS:
            return f"{after}, was {before}"
        case ChangeKind.COMPLETED | ChangeKind.NOT_APPLICABLE:
            again = " again" if change.before == change.after else ""
            late = "" if change.days is None else f", {lateness(change.days)}"
            dropped = isinstance(change.before, Progress) and change.before.is_closed and not again
            return f"{after}{again}{late}{f', was {before}' if dropped else ''}"
        case ChangeKind.REOPENED:
            return "reopened"
        case ChangeKind.OVERDUE:
            return f"{after} by {count(change.days or 0, 'day')}"
        case ChangeKind.UPDATE_ADDED if getattr(change.after, "verified", None):
            return f"{_describe_verification(change.after)}{_evidence(change.after)}"
        case ChangeKind.UPDATE_ADDED if _closes(change.after):
            again = f"{words(change.after.progress)} again on {words(change.after.date)}"
            return f"{again}, which changes nothing{_evidence(change.after)}"
        case ChangeKind.UPDATE_ADDED:
            return f"update of {words(change.after.date)}{_evidence(change.after)}"
        case ChangeKind.REWORDED if isinstance(change.before, str) and isinstance(
            change.after, str
        ):
            spelled = _spell_out(change.before, change.after)
            return f"{change.field} reworded: {changed_words(change.before, change.after)}{spelled}"
        case (
            ChangeKind.REWORDED
            | ChangeKind.CHANGED
            | ChangeKind.EVENT_CHANGED
            | ChangeKind.ANSWER_CHANGED
            | ChangeKind.RESPONSIBLE_CHANGED
            | ChangeKind.ORIGINAL_CHANGED
        ):
            return _describe_value(change)
        case ChangeKind.UPDATE_CHANGED:
            return _describe_rewriting(change.before, change.after)
        case ChangeKind.RESTATED:
            return _describe_restating(change.before, change.after, change.span)
        case _:
            assert_never(change.kind)


def describe_with_note(change: Change) -> str:
    """What a change is, the note that explains it, and what later updates leave of it."""
    text = describe(change)
    text = f"{text}: {words(change.note)}" if change.note else text
    return text + (describe_outcome(change.left) if change.left else "")


def advise(change: Change, code: Code) -> str:
    """What is wrong with a change in a record that is only added to, and what to do instead."""
    match code:
        case Code.ANSWER_CHANGED | Code.RESPONSIBLE_CHANGED | Code.UPDATE_CHANGED:
            return f"{describe(change)}; add an update instead"
        case Code.ORIGINAL_CHANGED if change.field == "due":
            return f"{describe(change)}; set or move a deadline by an update"
        case Code.UNDATED_ADDITION:
            return f"{describe(change)} (since when? say so with added: YYYY-MM-DD)"
        case _:
            return describe(change)


def marked(change: Change) -> str:
    """The change with its note, behind a sign if it takes back what was recorded."""
    text = describe_with_note(change)
    return f"{_SIGN} {text}" if change.takes_back else text


def describe_outcome(left: Standing | Answer) -> str:
    """How an action or a recommendation stands in the end, said behind a late entry."""
    if isinstance(left, Answer):
        return f"; later updates leave it {words(left.status)}"
    due = f", due {left.due.shown}" if left.due else ""
    return f"; later updates leave it {words(left.progress)}{due}"


def describe_update(record: Recommendation | Action, update: Update | ChangedAnswer) -> str:
    """What an update of the record says, and what that means: days moved, days late."""
    parts = []
    if isinstance(update, ChangedAnswer):
        parts += [update.status.words] if update.status else []
    elif isinstance(record, Action):
        then = record.on(update.date)
        parts += [_describe_progress(then, update)] if update.progress else []
        parts += [_describe_deadline(then, update)] if update.due else []
        parts += _describe_handover(record, update)
        parts += [_describe_verification(update)] if update.verified else []
        parts += ["evidence"] if update.evidence and not (parts or update.note) else []
        parts += [_DAY_UNKNOWN] if update.day_unknown else []
    text = "; ".join(parts)
    if update.note:
        text = f"{text}: {words(update.note)}" if text else words(update.note)
    if update.by and not getattr(update, "verified", None):
        return f"{text} ({words(update.by)})"
    return text or "an update that changes nothing"


def _describe_progress(then: Standing, update: Update) -> str:
    """The progress reported on a day, and what it means: days late, or reopened."""
    progress = update.progress or then.progress
    if update.day_unknown:
        return f"{progress.words} by {words(update.date)}"
    if then.completed_on == then.day and then.days_late is not None:
        return f"{progress.words}, {lateness(then.days_late)}"
    before = [u.progress for u in then.updates if u.progress and u.date < then.day]
    if before and before[-1].is_closed and not then.progress.is_closed:
        return f"{progress.words}, reopened"
    return progress.words


def _describe_deadline(then: Standing, update: Update) -> str:
    """The deadline that an update sets, and by how much that moves it."""
    for move in then.moves:
        if move.update is update:
            dues = f"from {move.before.shown} to {move.after.shown}"
            return f"deadline moved {dues}, {shift(move.days)}"
    return f"deadline {words(update.due)}"


def _describe_handover(action: Action, update: Update) -> list[str]:
    """From whom to whom an update hands the action over; empty if it does not."""
    if update.responsible is None:
        return []
    was, now = action.above(update).responsible, action.names.all(update.responsible)
    return [f"responsible changed from {words(was)} to {words(now)}"] if now != was else []


def _describe_verification(update: Update) -> str:
    return f"{words(update.verified)} by {words(update.by)}"


def _describe_value(change: Change) -> str:
    """A value that was changed, set or removed."""
    name = str(change.field).replace("_", " ")
    if change.kind is ChangeKind.ORIGINAL_CHANGED and name == "due":
        name = "first deadline"
    if change.field == "happened" and not change.before:
        return f"the event happened on {words(change.after)}"
    if isinstance(change.before, bool) or not (change.before or change.after):
        return f"{name} is {words(change.after)}, was {words(change.before)}"
    if not change.before:
        return f"{name} set to {words(change.after)}"
    if not change.after:
        return f"{name} removed, was {words(change.before)}"
    by = f", {shift(change.days)}" if change.days else _spell_out(change.before, change.after)
    return f"{name} changed from {words(change.before)} to {words(change.after)}{by}"


def _spell_out(before: object, after: object) -> str:
    """The code points by which two values differ, if a reader cannot see the difference."""
    pairs = differing_characters(_plain(before), _plain(after))
    spelled = [f"{code_points(was)} became {code_points(now)}" for was, now in pairs]
    return f" ({', '.join(spelled)})" if spelled else ""


def _plain(value: object) -> str:
    """The text as it stands, with blanks that `words` makes one."""
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    return value if isinstance(value, str) and not isinstance(value, StrEnum) else words(value)


def _describe_rewriting(
    before: Update | ChangedAnswer, after: Update | ChangedAnswer | None
) -> str:
    if not after:
        return f"update of {words(before.date)} removed"
    said = {**stated(before), **stated(after)}
    values = [(name, getattr(before, name), getattr(after, name)) for name in said]
    edits = (
        f"{name.replace('_', ' ')} {words(now)}, was {words(was)}{_spell_out(was, now)}"
        for name, was, now in values
        if was != now
    )
    return f"update of {words(before.date)} edited: {'; '.join(edits)}"


def _describe_restating(
    was: Standing | Answer | None, now: Standing | Answer | None, days: DayRange | None
) -> str:
    """What was answered about some days, and what is answered about them now."""
    if isinstance(was, Standing) and isinstance(now, Standing) and was.state is now.state:
        pairs = (
            ("due", was.due, now.due),
            ("first deadline", was.original_due, now.original_due),
            ("responsible", was.responsible, now.responsible),
        )
        differing = [(name, *pair) for name, *pair in pairs if pair[0] != pair[1]]
        if now.state is State.OVERDUE and differing:
            edits = "; ".join(
                f"{name} {words(new)}, was {words(old)}" for name, old, new in differing
            )
            return f"overdue {_days(days)}: {edits}"
    if isinstance(now, Standing) and now.state is State.OVERDUE:
        return f"now overdue {_days(days)}; was {_answer(was)}"
    comma = "" if isinstance(was, Standing) and was.state is State.OVERDUE else ","
    return f"was {_answer(was)}{comma} {_days(days)}; now {_answer(now)}"


def _answer(answer: Standing | Answer | None) -> str:
    """How a record stood on a day, or how it was answered."""
    match answer:
        case None:
            return "not yet there"
        case Answer():
            return answer.status.words
        case Standing(state=State.OVERDUE):
            return "overdue"
        case Standing(state=State.UNKNOWN):
            return "not known to be late or not"
    late = "" if answer.days_late is None else f", {lateness(answer.days_late)}"
    due = f", due {answer.due.shown}" if answer.due and not answer.state.is_closed else ""
    on = " on" if answer.completed_on else ""
    return f"{answer.state.words}{on}{since_in_words(answer)}{due}{late}"


def _days(days: DayRange | None) -> str:
    """Which days: "from 31 Mar 2018 to 29 Nov 2026 (3,166 days)"."""
    if not days:
        return ""
    last = format_day(days.last)
    if not days.since:
        return f"on every day to {last}"
    if days.days == 1:
        return f"on {last}"
    return f"from {format_day(days.since)} to {last} ({days.days:,} days)"


def _is_dateless(change: Change) -> bool:
    """Whether the change was so by a day, and since when is not known."""
    return isinstance(change.update, Update) and change.update.day_unknown


def _closes(update: Any) -> bool:
    progress = getattr(update, "progress", None)
    return progress is not None and progress.is_closed


def _evidence(update: Any) -> str:
    evidence = getattr(update, "evidence", ())
    return f", evidence: {words(evidence)}" if evidence else ""
