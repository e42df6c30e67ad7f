"""Changes as they are told: in words to a reader, in fields to a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, assert_never

from ecefollow.analysis.changes import Change, Kind
from ecefollow.history.log import Entry
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, ChangedAnswer, Event, Standing, Update
from ecefollow.register.vocabulary import Progress, State
from ecefollow.views.listings import (
    Column,
    Listing,
    counted,
    data,
    filtered,
    lateness,
    moved,
    stated,
    words,
)

_AROUND: Final = 4  # unchanged words that are shown beside those that changed
_MOST_WORDS: Final = 3_000
_TAKEN_BACK: Final = "(!) What was recorded is taken back by {} of them"
_FIELDS: Final = (
    Column("id", "Id", lambda c: c.id),
    Column("kind", "Kind", lambda c: c.kind),
    Column("field", "Field", lambda c: c.field),
    Column("before", "Before", lambda c: c.before),
    Column("after", "After", lambda c: c.after),
    Column("days", "Days", lambda c: c.days),
    Column("note", "Note", lambda c: c.note),
)


def listing(changes: Sequence[Change], *, base: str, head: str) -> Listing:
    """The changes from one version to another, a row each."""
    kinds = Counter(change.kind for change in changes)
    each = ", ".join(f"{number} {kind.words}" for kind, number in kinds.items())
    some = f"{counted(len(changes), 'change')} from {base} to {head}"
    taken_back = sum(change.kind.rewrites for change in changes)
    said = [f"{some}: {each}" if each else some]
    said += [_TAKEN_BACK.format(taken_back)] if taken_back else []
    return Listing(
        "changes",
        _FIELDS,
        (_FIELDS[0], Column("change", "Change", _told_with_sign, is_field=False)),
        changes,
        {"format": 1, "base": base, "head": head},
        tuple(said),
        state=lambda change: State.OVERDUE if change.kind.rewrites else None,
        heading="What this changes",
        is_cut=False,
    )


def log(entries: Sequence[Entry], *, total: int, register: str, filter: dict[str, Any]) -> Listing:
    """What the commits changed, a row each, newest first, of so many in all."""
    commits = len({entry.commit.id for entry in entries})
    some = counted(total, "line") if len(entries) == total else f"{len(entries)} of {total} lines"
    said = [f"{some}, {counted(commits, 'commit')}"]
    taken_back = sum(entry.rewrites for entry in entries)
    said += [_TAKEN_BACK.format(taken_back)] if taken_back else []
    return Listing(
        "log",
        (
            Column("commit", "Commit", lambda e: e.commit.id),
            Column("author", "Author", lambda e: e.commit.author),
            Column("day", "Day", lambda e: e.commit.day),
            *(_of_change(field) for field in _FIELDS),
            Column("says", "Says", lambda e: e.change and e.change.on),
            Column("lag", "Lag", lambda e: e.lag),
            Column("rewritten", "Rewritten", lambda e: e.rewrites),
            Column("told", "Change", _told_of_entry),
        ),
        (
            Column("commit", "Commit", lambda e: e.commit.short, is_field=False),
            Column("day", "Day", lambda e: e.commit.day, is_field=False),
            Column("author", "Author", lambda e: e.commit.author, is_field=False),
            Column("told", "Change", _logged, is_field=False),
        ),
        entries,
        {
            "format": 1,
            "register": register,
            "total": total,
            "shown": len(entries),
            "filter": data(filter),
        },
        (*said, *filtered(filter)),
        state=lambda entry: State.OVERDUE if entry.rewrites else None,
        is_cut=False,
    )


def _of_change(field: Column) -> Column:
    """The field of a change, for an entry that has one."""
    return field._replace(cell=lambda entry: entry.change and field.cell(entry.change))


def _told_of_entry(entry: Entry) -> str:
    return told(entry.change) if entry.change else entry.told


def _logged(entry: Entry) -> str:
    """The entry for a reader: what changed, the note, and how long after it happened."""
    if not entry.change:
        return f"(!) {entry.told}" if entry.rewrites else entry.told
    text = f"{entry.change.id} {_told_with_sign(entry.change)}"
    if not (entry.lag and entry.change.on and entry.commit.day):
        return text
    says, recorded = format_day(entry.change.on), format_day(entry.commit.day)
    far = f"{counted(abs(entry.lag), 'day')} {'later' if entry.lag > 0 else 'ahead'}"
    return f"{text} (says {says}, recorded {recorded}: {far})"


def record(change: Change) -> dict[str, Any]:
    """All that is told of a change, for a program."""
    return {field.name: data(field.cell(change)) for field in _FIELDS}


def _told_with_sign(change: Change) -> str:
    """The change with its note, and a sign where it takes back what was recorded."""
    return f"(!) {with_note(change)}" if change.kind.rewrites else with_note(change)


def told(change: Change) -> str:  # noqa: C901, PLR0912 - a list of answers, one for each kind
    """What a change is, but for the note that explains it."""
    before, after = _words(change.before), _words(change.after)
    match change.kind:
        case Kind.ADDED:
            return f"added: {after}"
        case Kind.REMOVED:
            return f"removed: {before}"
        case Kind.STATUS | Kind.PROGRESS:
            return f"{after}, was {before}"
        case Kind.DEADLINE_SET:
            return f"deadline set to {after}"
        case Kind.DEADLINE_MOVED:
            return f"deadline moved from {before} to {after}, {moved(change.days or 0)}"
        case Kind.COMPLETED | Kind.NOT_APPLICABLE:
            again = " again" if change.before == change.after else ""
            late = "" if change.days is None else f", {lateness(change.days)}"
            dropped = isinstance(change.before, Progress) and change.before.is_closed and not again
            return f"{after}{again}{late}{f', was {before}' if dropped else ''}"
        case Kind.REOPENED:
            return "reopened"
        case Kind.OVERDUE:
            return f"{after} by {counted(change.days or 0, 'day')}"
        case Kind.UPDATE_ADDED:
            return f"update of {_day(change.after)}{_evidence(change.after)}"
        case Kind.REWORDED:
            return _reworded(change)
        case Kind.CHANGED:
            return _changed(change)
        case Kind.ORIGINAL_CHANGED:
            return f"original {_changed(change)}" if change.field == "due" else _changed(change)
        case Kind.UPDATE_CHANGED:
            return _rewritten(change.before, change.after)
        case _:
            assert_never(change.kind)


def with_note(change: Change) -> str:
    """What a change is, the note that explains it, and what later updates leave of it."""
    text = f"{told(change)}: {words(change.note)}" if change.note else told(change)
    return text + (leaving(change.left) if change.left else "")


def leaving(left: Standing | Answer) -> str:
    """How a record stands in the end, told behind a late entry."""
    if isinstance(left, Answer):
        return f"; later updates leave it {words(left.status)}"
    due = f", due {left.due.shown}" if left.due else ""
    return f"; later updates leave it {words(left.progress)}{due}"


def marked(before: str, after: str) -> str:
    """What changed in a text, as git's word diff marks it: "the [-first-]{+second+} draft"."""
    # Late: only what was reworded needs it.
    from difflib import SequenceMatcher

    was, now = before.split(), after.split()
    if len(was) + len(now) > _MOST_WORDS:  # comparing takes the square of their number
        return f"{len(was)} words, now {len(now)}"
    pieces: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            first, last = not (i1 or j1), (i2, j2) == (len(was), len(now))
            pieces.append(_shortened(was[i1:i2], first=first, last=last))
            continue
        gone = f"[-{' '.join(was[i1:i2])}-]" if i1 < i2 else ""
        come = f"{{+{' '.join(now[j1:j2])}+}}" if j1 < j2 else ""
        pieces.append(gone + come)
    return " ".join(pieces)


def _shortened(same: list[str], *, first: bool, last: bool) -> str:
    """Words that did not change, as many as stand beside some that did."""
    head = [] if first else same[:_AROUND]
    tail = [] if last else same[-_AROUND:]
    if len(same) <= len(head) + len(tail):
        return " ".join(same)
    return " ".join((*head, "…", *tail))


def _reworded(change: Change) -> str:
    if isinstance(change.before, str) and isinstance(change.after, str):
        return f"{change.field} reworded: {marked(change.before, change.after)}"
    return _changed(change)


def _changed(change: Change) -> str:
    """A value that is another now, set or taken away."""
    name = str(change.field).replace("_", " ")
    if change.field == "happened" and not change.before:
        return f"the event happened on {_words(change.after)}"
    if isinstance(change.before, bool) or not (change.before or change.after):
        return f"{name} is {_words(change.after)}, was {_words(change.before)}"
    if not change.before:
        return f"{name} set to {_words(change.after)}"
    if not change.after:
        return f"{name} taken away, was {_words(change.before)}"
    by = f", {moved(change.days)}" if change.days else ""
    return f"{name} changed from {_words(change.before)} to {_words(change.after)}{by}"


def _rewritten(before: Update | ChangedAnswer | None, after: Update | ChangedAnswer | None) -> str:
    if not before:
        return f"update of {_day(after)} put in among the earlier ones"
    if not after:
        return f"update of {_day(before)} taken out"
    was, now = stated(before), stated(after)
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    each = (f"{name} {_words(now.get(name))}, was {_words(was.get(name))}" for name in names)
    return f"update of {_day(before)} rewritten: {'; '.join(each)}"


def _day(update: Any) -> str:
    return format_day(update.date)


def _evidence(update: Any) -> str:
    proofs = getattr(update, "evidence", ())
    return f", evidence: {words(proofs)}" if proofs else ""


def _words(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Event():
            return words(value.event)
        case _:
            return words(value)
