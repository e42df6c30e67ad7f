"""What an office's own tracker says otherwise than the register: the updates that make it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ecefollow.analysis.changed_words import changed_words
from ecefollow.analysis.values_in_words import words
from ecefollow.importing.drafts import ActionDraft, RecommendationDraft
from ecefollow.importing.rows import Said
from ecefollow.recording.new_update import NewRecommendation, NewUpdate, happened
from ecefollow.recording.returned_rows import ReturnedRows
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Recommendation
from ecefollow.register.names import fold
from ecefollow.register.portfolio import split
from ecefollow.register.standing import Action, Standing, Update
from ecefollow.register.vocabulary import Progress

_NO_DAY: Final = "no day says since when this is so, so no update was made; --as-of gives one"
_MOST_NAMED: Final = 20
# What no update says: whoever edits the file does.
_OF_RECOMMENDATIONS: Final = ("response", "reservation", "notes", "tags")
_IN_WORDS: Final = {"due": "deadline", "responsible": "responsible unit", "progress": "progress"}
_NOUNS: Final = {
    "notes": "note",
    "tags": "tag",
    "accountable": "accountable unit",
    "added": "day on which it was added",
    "see": "reference",
}
_OF_ACTIONS: Final = ("accountable", "added", "ongoing", "discretionary", "see")


def compare(drafts: Sequence[RecommendationDraft], rows: ReturnedRows) -> None:
    """Add what differs as updates; name what no update says, what is new, and what is in no row."""
    blanks: dict[str, list[str]] = {}
    for draft in drafts:
        if known := rows.known.recommendations.get(draft.id):
            _compare_recommendation(draft, known, rows)
            for action in draft.actions:
                comparison = _ActionComparison(action, rows)
                for key in comparison.blanks():
                    blanks.setdefault(key, []).append(action.id)
                comparison.compare(draft.id)
        else:
            _add_recommendation(draft, rows)
    for key, names in blanks.items():
        message = "is left empty; the register keeps its own"
        rows.how.note(f"the {_IN_WORDS[key]} of {_some(names)} {message}")
    _name_missing(drafts, rows)


def _compare_recommendation(
    draft: RecommendationDraft, known: Recommendation, rows: ReturnedRows
) -> None:
    made = draft.finished()
    for key in _OF_RECOMMENDATIONS:
        _name_difference(rows, draft.said, key, known, made)
    day = rows.how.as_of
    if not draft.status or draft.status is known.on(day or date.max).status:
        return
    if not day:
        rows.how.find(draft.said, f"the answer to {known.id} is {draft.status} here; {_NO_DAY}")
        return
    news = NewUpdate(day, status=draft.status)
    added = rows.add(known, news, draft.said.place, lambda _, why: rows.how.find(draft.said, why))
    rows.tell_of(draft.said.place, known.id, added)


def _name_difference(rows: ReturnedRows, said: Said, key: str, known: Any, made: Any) -> None:
    """Name what is otherwise in the register, where no update can say it."""
    before, now = getattr(known, key), getattr(made, key)
    if isinstance(now, tuple):
        there = set(map(fold, before))
        now = "; ".join(one for one in now if fold(one) not in there)
        before = "; ".join(before)
    if now and fold(words(now)) != fold(words(before) if before else ""):
        shown = changed_words(words(before), words(now)) if before else words(now)
        noun = _NOUNS.get(key, key)
        is_other = before and not isinstance(getattr(known, key), tuple)
        says = f"has another {noun}: {shown}" if is_other else f"has no such {noun}: {shown}"
        says = says if now is not True else f"does not say “{key}”"
        rows.how.find(said, f"the register {says}; edit the file if this is right", "")


def _add_recommendation(draft: RecommendationDraft, rows: ReturnedRows) -> None:
    day = rows.how.as_of
    if not rows.adds_new:
        message = f"the register has no such recommendation; --add makes it {draft.id}"
        rows.how.find(draft.said, message)
    elif not day:
        rows.problems.append(draft.said.finding("nothing says since when it is so; give --as-of"))
    elif any(split(name)[0] for name in rows.known.recommendations):
        message = "nothing says in which register this belongs; name one with --register"
        rows.problems.append(draft.said.finding(message))
    else:
        new = replace(draft.finished(), added=day)
        rows.additions.append(NewRecommendation(draft.id, new))
        rows.tell_of(draft.said.place, draft.id, "new")


def _name_missing(drafts: Iterable[RecommendationDraft], rows: ReturnedRows) -> None:
    there = {action.id for draft in drafts for action in draft.actions}
    asked = {split(name)[0] for name in there}
    gone = [n for n in rows.known.actions if n not in there and split(n)[0] in asked]
    if gone:
        rows.how.note(f"no row is about {_some(gone)}, which the register has")


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


class _ActionComparison:
    """What the rows about one action say otherwise than the register."""

    def __init__(self, draft: ActionDraft, rows: ReturnedRows) -> None:
        self.draft = draft
        self.rows = rows
        self.columns = {key for row in draft.rows for key in row.columns}

    def blanks(self) -> Iterator[str]:
        """The columns that say nothing of what the register knows."""
        if action := self.rows.known.actions.get(self.draft.id):
            now = action.on(date.max)
            is_reported = now.progress is not Progress.NOT_REPORTED
            known = {"due": now.due, "responsible": now.responsible, "progress": is_reported}
            blank = self.columns - {key for row in self.draft.rows for key in row.said}
            yield from (key for key, value in known.items() if value and key in blank)

    def compare(self, under: str) -> None:
        """Add the updates that make the register say the same."""
        draft, actions = self.draft, self.rows.known.actions
        if draft.id not in actions:
            made = draft.finished()
            new = replace(made, added=made.added or self.rows.how.as_of)
            self.rows.add_action(under, new, self._said("text"))
            return
        self._name_differences(actions[draft.id])
        place, added = draft.rows[0].place, list[str]()
        for update in self._updates(actions[draft.id]):
            action = actions[draft.id]  # with what the updates before have added
            if news := self._news(action, update):
                added.append(self.rows.add(action, news, place, self._tell, is_report=True))
        event, known = draft.after, actions[draft.id].after
        if event and event.happened and known and not known.happened:
            self.rows.additions.append(happened(actions[draft.id], event.happened))
            added.append(f"the event happened on {format_day(event.happened)}")
        self.rows.tell_of(place, draft.id, *added)

    def _said(self, key: str) -> Said:
        """The last cell of a key; else that of the text."""
        rows = self.draft.rows
        cells = [texts[key] for row in rows for texts in row.dated.values() if key in texts]
        cells += [row.said[key] for row in rows if key in row.said]
        return (
            cells[-1] if cells else rows[0].said.get("text", Said(self.draft.text, rows[0].place))
        )

    def _tell(self, key: str, message: str) -> None:
        self.rows.how.find(self._said(key), message)

    def _name_differences(self, action: Action) -> None:
        made = self.draft.finished()
        if made.accountable and action.names.is_one(made.accountable, action.accountable or ""):
            made = replace(made, accountable=action.accountable)
        keys = [*_OF_ACTIONS, *(["reading"] if "reading" in self.columns else [])]
        for key in keys:
            said = self._said("due" if key == "ongoing" else key)
            _name_difference(self.rows, said, key, action, made)
        if made.after and action.after:
            _name_difference(self.rows, self._said("after"), "event", action.after, made.after)
        elif made.after:
            self._tell("after", f"the register knows no event that {action.id} waits for")
        due = action.due
        known = [action.due_text or "", *((due.written, due.shown) if due else ())]
        is_known = made.due or made.ongoing or fold(made.due_text or "") in map(fold, known)
        if made.due_text and not is_known:
            self._tell("due", f"the register has {known[-1] or 'no deadline'} for {action.id}")

    def _updates(self, action: Action) -> Iterator[Update]:
        """The updates that the rows report, and what their other cells say as of their day."""
        last = self._present(action)
        for update in self.draft.updates:
            is_closing = update.progress and update.progress.is_closed
            if last and update.date == last.date and not is_closing:
                due, units = update.due or last.due, last.responsible or update.responsible
                yield replace(update, due=due, responsible=units, day_unknown=True)
                last = None
            else:
                yield update
        if last:
            yield last

    def _present(self, action: Action) -> Update | None:
        """The deadline and the units, where they are others than in the register."""
        day = self.draft.spoke_on
        standing = action.on(day or date.max)
        due, units = self._moved(action, standing), self._handed_over(action, standing)
        if day and (due or units):
            return Update(day, due=due, responsible=units, day_unknown=True)
        for key in [key for key, value in (("due", due), ("responsible", units)) if value]:
            self._tell(key, _NO_DAY)
        return None

    def _moved(self, action: Action, standing: Standing) -> Deadline | None:
        """The deadline, if the register never had it."""
        own, first = self.draft.due, action.on(date.max).original_due
        if not own:
            return None
        is_first = "revised_due" in self.columns or own is not self.draft.last_due
        if is_first and first and first.last != own.last:
            self._tell("due", f"the first deadline of {action.id} is {first.shown} in the register")
        if is_first and (first or own is not self.draft.last_due):
            is_moved = standing.due and standing.due.last != own.last
            if is_moved and own is self.draft.last_due and standing.due:
                self._tell("due", f"the register has it moved to {standing.due.shown}")
            return None
        if not standing.due or own.last == standing.due.last:
            return None if standing.due else own
        earlier = [due for due in (action.due, *(update.due for update in action.updates)) if due]
        if own.last in {due.last for due in earlier}:
            self._tell("due", f"the register has it moved from this to {standing.due.shown}")
            return None
        return own

    def _handed_over(self, action: Action, standing: Standing) -> tuple[str, ...] | None:
        """The units, if others carry it out by the register."""
        units = tuple(self.draft.responsible)
        is_first = "original_responsible" in self.columns
        first = action.names.all(action.responsible)
        if not units or _is_same(action, units, first if is_first else standing.responsible):
            return None
        if is_first:
            shown = "; ".join(first) or "nobody"
            self._tell("original_responsible", f"first responsible was {shown} by the register")
            return None
        return units

    def _news(self, action: Action, update: Update) -> NewUpdate | None:
        """What the update says that the register does not say of its day."""
        standing = action.on(update.date)
        due, units = update.due, update.responsible
        notes = {fold(each.note) for each in action.updates if each.note}
        evidence = {item for each in action.updates for item in each.evidence}
        news = NewUpdate(
            date=update.date,
            progress=self._progress(action, standing, update),
            due=None if due and standing.due and due.last == standing.due.last else due,
            note=None if update.note and fold(update.note) in notes else update.note,
            evidence=tuple(item for item in update.evidence if item not in evidence),
            responsible=() if not units or _is_same(action, units, standing.responsible) else units,
        )
        if news._replace(date=None).is_empty:
            return None
        return news._replace(by=update.by, day_unknown=update.day_unknown)

    def _progress(self, action: Action, standing: Standing, update: Update) -> Progress | None:
        """The progress, unless the register has it; what it has otherwise is named."""
        new = update.progress
        if not new:
            return None
        last = action.on(date.max)
        if new.is_closed and update.day_unknown and new is last.progress:
            standing = last  # it may be so since a day that is known
        begin = standing.begin
        if new is standing.progress and new.is_closed and begin:
            is_later = begin.date > update.date
            if is_later or not (update.day_unknown or begin.date == update.date):
                self._tell("progress", f"by the register {action.id} {_since(standing)}")
        elif standing.progress.is_closed:
            self._tell("progress", f"this reopens {action.id}, which {_since(standing)}")
        return None if new is standing.progress else new


def _since(standing: Standing) -> str:
    begin = standing.begin
    by = "" if not begin else f" {'by' if begin.day_unknown else 'since'} {format_day(begin.date)}"
    return f"is {standing.progress.words}{by}"


def _is_same(action: Action, names: tuple[str, ...], shown: Iterable[str]) -> bool:
    return set(map(fold, action.names.all(names))) == set(map(fold, shown))
