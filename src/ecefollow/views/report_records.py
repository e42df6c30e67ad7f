"""What a report says of a recommendation and of an action: facts, history, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.analysis.attention import Attention, attention
from ecefollow.analysis.changes_in_words import describe_update
from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import has_one_reading
from ecefollow.analysis.values_in_words import (
    NOBODY,
    closed_of_all,
    count,
    expected_in_words,
    firsts,
    lateness,
    marked,
    shift,
    since_in_words,
    verification_in_words,
    words,
)
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, ChangedAnswer, Evaluation, Recommendation
from ecefollow.register.standing import Action, Standing, Update
from ecefollow.register.vocabulary import Progress, State, Verification
from ecefollow.views.document import Run, TextBlock, joined, labelled

# Beside its colour and its word: a state must be told without seeing colours, and at a glance.
SIGNS: Final[Mapping[State, str]] = {
    State.OVERDUE: "!",
    State.SCHEDULED: "→",
    State.ONGOING: "∞",
    State.AWAITING_EVENT: "…",
    State.UNDATED: "?",
    State.COMPLETED: "✓",
    State.UNKNOWN: "¿",
    State.NOT_APPLICABLE: "×",  # noqa: RUF001 - the sign, not the letter
}
OURS: Final = "en"  # the language of a report, but for what the register says
_is_mailbox: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+").fullmatch
# What else a link may start, a reader would not expect: a program, a file, a picture of data.
_is_link: Final = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE).fullmatch


class Shown(NamedTuple):
    """A state with its sign, and in words with what is known of it: "overdue by 31 days"."""

    state: State
    sign: str
    words: str

    @property
    def run(self) -> Run:
        """The state in its colour, behind its sign."""
        return Run(f"{self.sign} {self.words}", f"State-{self.state}")


class Fact(NamedTuple):
    """One thing known of an action, under its label: names, the register's own words, ours."""

    label: str
    text: str
    names: tuple[str, ...] = ()  # of people and units, each a word of its own
    quoted: str = ""


class Entry(NamedTuple):
    """One line of a history; the line that stands before all updates has no day.

    The `note` is the part of the text that is in the register's own words.
    """

    day: date | None
    text: str
    note: str = ""
    evidence: tuple[Run, ...] = ()


class ReportedAction(NamedTuple):
    """An action as a report tells of it."""

    id: str
    anchor: str
    text: str
    recommendation: Run
    status: str
    shown: Shown
    days_overdue: int | None
    due: str
    first_due: str  # if it was moved
    is_marked: bool
    responsible: tuple[str, ...]
    accountable: str
    verification: Verification | None
    attention: tuple[Attention, ...]
    facts: tuple[Fact, ...]
    see: tuple[Run, ...]
    history: tuple[Entry, ...]


class ReportedRecommendation(NamedTuple):
    """A recommendation as a report tells of it, with its actions."""

    id: str
    anchor: str
    title: str
    status: str
    added: str
    closed: str
    response: tuple[str, ...]
    reservation: tuple[str, ...]
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    history: tuple[Entry, ...]
    actions: tuple[ReportedAction, ...]


def reported(item: Item, anchors: Mapping[str, str]) -> ReportedAction:
    """What a report says of an action; *anchors* has every id that the report tells of."""
    action, standing = item.standing.action, item.standing
    recommendation = item.answer.recommendation
    is_marked = has_one_reading(action, standing.due)
    first = standing.original_due if standing.slippage_days else None
    return ReportedAction(
        id=action.id,
        anchor=anchors[action.id],
        text=words(action.text),
        recommendation=link(recommendation.id, anchors, words(recommendation.title)),
        status=item.answer.status.words,
        shown=shown(standing),
        days_overdue=standing.days_overdue,
        due=marked(standing.due, is_reading=is_marked) if standing.due else "",
        first_due=marked(first, is_reading=has_one_reading(action, first)) if first else "",
        is_marked=is_marked,
        responsible=responsible(standing),
        accountable=words(standing.accountable) if standing.accountable else "",
        verification=standing.verification,
        attention=tuple(attention(standing)),
        facts=tuple(_facts(standing)),
        see=tuple(link(ident, anchors) for ident in action.see),
        history=tuple(_history(standing)),
    )


def recommendation(
    answer: Answer, anchors: Mapping[str, str], actions_by_id: Mapping[str, ReportedAction]
) -> ReportedRecommendation:
    """What a report says of a recommendation and its actions, *actions_by_id* by their ids."""
    answered = answer.recommendation
    first = f"first answer: {answered.status.words}"
    updates = tuple(entry(answered, update) for update in reversed(answer.updates))
    return ReportedRecommendation(
        id=answered.id,
        anchor=anchors[answered.id],
        title=words(answered.title),
        status=answer.status.words,
        added=f"added {format_day(answered.added)}" if answered.added else "",
        closed=closed_of_all(answer.closed, len(answer.standings)),
        response=_paragraphs(answered.response),
        reservation=_paragraphs(answered.reservation),
        notes=tuple(words(note) for note in answered.notes),
        tags=tuple(words(tag) for tag in answered.tags),
        history=(*updates, Entry(None, first)) if updates else (),
        actions=tuple(actions_by_id[standing.action.id] for standing in answer.standings),
    )


def fact(told: Fact, language: str = "") -> TextBlock:
    """One thing known, behind its label."""
    names = people(told.names, language) if told.names else ()
    return labelled(told.label, *names, Run(told.quoted, "", language), Run(told.text))


def people(names: Sequence[str], language: str = "") -> Sequence[Run]:
    """The names, each in its own direction; or that there are none."""
    return joined(Run(name, "", language) for name in names) or [Run(NOBODY)]


def responsible(standing: Standing) -> tuple[str, ...]:
    """Who carries the action out; empty where nobody is named."""
    return tuple(words(name) for name in standing.responsible)


def shown(standing: Standing) -> Shown:
    """The state as a report shows it, with the days that it is late or was."""
    state = standing.state
    text = state.words
    if standing.days_overdue:
        text += f" by {count(standing.days_overdue, 'day')}"
    text += since_in_words(standing)
    if (late := standing.days_late) is not None:
        text += f", {lateness(late)}"
    if verification := verification_in_words(standing):
        text += f"; {verification}"
    doubt = "?" if standing.verification is Verification.DISPUTED else ""
    return Shown(state, SIGNS[state] + doubt, text)


def reference(text: str) -> Run:
    """The text, as a link if it is the address of a page or a mailbox."""
    line = words(text)
    return Run(line, target=line if _is_link(line) else None)


def origin(evaluation: Evaluation) -> Iterator[tuple[str, Run]]:
    """When a response was given, where its words come from, and whom a reader asks, by label."""
    if evaluation.responded:
        yield "Response of", Run(evaluation.responded.shown)
    if evaluation.title_note:
        yield "On the title", Run(words(evaluation.title_note))
    if evaluation.language != OURS:
        yield "Language", Run(evaluation.language)
    if evaluation.source:
        yield "Source", reference(evaluation.source)
    if evaluation.report:
        yield "Evaluation", reference(evaluation.report)
    if evaluation.contact:
        yield "Contact", contact(evaluation.contact)


def contact(text: str) -> Run:
    """Whom a reader asks, as a link to their mailbox or page if the text is its address."""
    own = reference(text)
    mail = f"mailto:{own.text}" if _is_mailbox(own.text) else own.target
    return Run(own.text.removeprefix("mailto:"), target=mail)


def link(ident: str, anchors: Mapping[str, str], text: str = "") -> Run:
    """A recommendation or an action, as a link if the report tells of it."""
    target = f"#{anchors[ident]}" if ident in anchors else None
    return Run(f"{ident} {text}".rstrip(), target=target)


def entry(record: Recommendation | Action, update: Update | ChangedAnswer) -> Entry:
    """What an update says and means, as a line of the record's history."""
    evidence = getattr(update, "evidence", ())
    return Entry(
        update.date,
        describe_update(record, update),
        words(update.note) if update.note else "",
        tuple(reference(document) for document in evidence),
    )


def recorded(entry: Entry, language: str) -> Sequence[Run]:
    """The day and the words of a line of history, of which the note is the register's own."""
    day = f"{format_day(entry.day)}: " if entry.day else ""
    before, note, after = entry.text.partition(entry.note or "\n")
    return Run(day + before), Run(note, "", language), Run(after)


def _facts(standing: Standing) -> Iterator[Fact]:
    action = standing.action
    names = responsible(standing)
    yield Fact("Responsible", "" if names else NOBODY, names)
    if standing.accountable:
        yield Fact("Accountable", "", (words(standing.accountable),))
    if action.added:
        yield Fact("Added", format_day(action.added))
    yield Fact("Deadline", _deadline(standing))
    if action.due_text:
        yield Fact("In the source", "", quoted=f"“{words(action.due_text)}”")
    if action.reading:
        # The transcriber's words, as a note on a title: in whatever language, not the register's.
        yield Fact("Reading", words(action.reading))
    if standing.moves and standing.original_due:
        yield Fact("First deadline", f"{standing.original_due.shown}; {_moved(standing)}")
    if action.after:
        came = action.after.happened
        when = (
            f"happened on {format_day(came)}"
            if came and came <= standing.day
            else "has not happened yet"
        )
        expected = expected_in_words(action.after, standing.day)
        event = words(action.after.event)
        yield Fact("After", f" ({when}{expected})", quoted=event)
    if action.discretionary:
        yield Fact("Discretionary", "the source says “may”")
    yield Fact("Reported", _reported_progress(standing))


def _deadline(standing: Standing) -> str:
    if standing.due:
        return standing.due.shown
    return "none: a continuing duty" if standing.action.ongoing else "none is given"


def _moved(standing: Standing) -> str:
    times = {1: "once", 2: "twice"}.get(len(standing.moves), f"{len(standing.moves)} times")
    days = standing.slippage_days
    return f"moved {times}, {f'{shift(days)} in all' if days else 'back to the same day'}"


def _reported_progress(standing: Standing) -> str:
    if not standing.last_update:
        return "nothing yet"
    is_reported = standing.progress is not Progress.NOT_REPORTED
    progress = standing.progress.words if is_reported else "nothing on progress"
    return f"{progress}; last update {format_day(standing.last_update)}"


def _history(standing: Standing) -> Iterator[Entry]:
    """Every update up to the day, newest first, and last what they begin from."""
    for update in reversed(standing.updates):
        yield entry(standing.action, update)
    for first in firsts(standing):
        yield Entry(None, first)


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(words(line) for line in (text or "").splitlines() if line.strip())
