"""What a report says of a recommendation and of an action: facts, history, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from ecefollow.register.vocabulary import Progress, State, Status, Verification
from ecefollow.views.document import (
    LABEL,
    STRONG,
    Kind,
    Run,
    TextBlock,
    joined,
    labelled,
    paragraph,
    reference,
)

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


class Shown(NamedTuple):
    """A state with its sign, and in words with what is known of it: "overdue by 31 days"."""

    state: State
    sign: str
    words: str

    @property
    def run(self) -> Run:
        """The state in its colour, behind its sign."""
        return Run(f"{self.sign} {self.words}", f"State-{self.state}")


class ReportedAction(NamedTuple):
    """An action as a report tells of it."""

    id: str
    anchor: str
    text: Run
    shown: Shown
    days_overdue: int | None
    due: str
    first_due: str  # if it was moved
    is_marked: bool
    responsible: tuple[str, ...]
    accountable: str
    verification: Verification | None
    attention: tuple[Attention, ...]
    facts: tuple[TextBlock, ...]
    history: tuple[TextBlock, ...]


class ReportedRecommendation(NamedTuple):
    """A recommendation as a report tells of it: what stands below its title, and its actions."""

    id: str
    anchor: str
    text: Run  # its title
    status: Status
    blocks: tuple[TextBlock, ...]
    actions: tuple[ReportedAction, ...]


def reported(item: Item, anchors: Mapping[str, str], language: str) -> ReportedAction:
    """What a report says of an action; *anchors* has every id that the report tells of.

    The *language* is that in which the register speaks, if it is not ours.
    """
    action, standing = item.standing.action, item.standing
    is_marked = has_one_reading(action, standing.due)
    first = standing.original_due if standing.slippage_days else None
    see = joined(link(ident, anchors) for ident in action.see)
    return ReportedAction(
        id=action.id,
        anchor=anchors[action.id],
        text=Run(words(action.text), "", language),
        shown=shown(standing),
        days_overdue=standing.days_overdue,
        due=marked(standing.due, is_reading=is_marked) if standing.due else "",
        first_due=marked(first, is_reading=has_one_reading(action, first)) if first else "",
        is_marked=is_marked,
        responsible=responsible(standing),
        accountable=words(standing.accountable) if standing.accountable else "",
        verification=standing.verification,
        attention=tuple(attention(standing)),
        facts=(*facts(standing, language), *([labelled("See", *see)] if see else [])),
        history=tuple(_history(standing, language)),
    )


def recommendation(
    answer: Answer,
    anchors: Mapping[str, str],
    actions_by_id: Mapping[str, ReportedAction],
    language: str,
) -> ReportedRecommendation:
    """What a report says of a recommendation and its actions, *actions_by_id* by their ids."""
    answered = answer.recommendation
    return ReportedRecommendation(
        id=answered.id,
        anchor=anchors[answered.id],
        text=Run(words(answered.title), "", language),
        status=answer.status,
        blocks=tuple(_answer(answer, language)),
        actions=tuple(actions_by_id[standing.action.id] for standing in answer.standings),
    )


def language_of(evaluation: Evaluation) -> str:
    """The language in which the register speaks, if it is not ours."""
    return "" if evaluation.language == OURS else evaluation.language


def people(names: Sequence[str], language: str) -> Sequence[Run]:
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


def link(ident: str, anchors: Mapping[str, str]) -> Run:
    """The id of a recommendation or an action, as a link if the report tells of it."""
    return Run(ident, target=f"#{anchors[ident]}" if ident in anchors else None)


def entry(
    record: Recommendation | Action, update: Update | ChangedAnswer, language: str
) -> TextBlock:
    """What an update says and means, as a line of the record's history, with its evidence."""
    # The note is the register's own.
    before, note, after = describe_update(record, update).partition(
        words(update.note) if update.note else "\n"
    )
    evidence = [
        run
        for text in getattr(update, "evidence", ())
        for run in (Run("; evidence: "), reference(text))
    ]
    own = before, Run(note, "", language), after
    return paragraph(Kind.ITEM, Run(f"{format_day(update.date)}: ", LABEL), *own, *evidence)


def facts(standing: Standing, language: str = "") -> Iterator[TextBlock]:
    """What is known of an action besides its text and its state, each fact behind its label."""
    action = standing.action
    yield labelled("Responsible", *people(responsible(standing), language))
    if standing.accountable:
        yield labelled("Accountable", *people([words(standing.accountable)], language))
    if action.added:
        yield labelled("Added", format_day(action.added))
    if action.ongoing and not standing.due:
        yield labelled("Ongoing", "a continuing duty")
    else:
        yield labelled("Deadline", standing.due.shown if standing.due else "none is given")
    if action.due_text:
        yield labelled("In the source", Run(f"“{words(action.due_text)}”", "", language))
    if action.reading:
        # The transcriber's words, as a note on a title: in whatever language, not the register's.
        yield labelled("Reading", words(action.reading))
    if standing.moves and standing.original_due:
        yield labelled("First deadline", f"{standing.original_due.shown}; {_moved(standing)}")
    if action.after:
        came = action.after.happened
        has_happened = came and came <= standing.day
        when = f"happened on {words(came)}" if has_happened else "has not happened yet"
        expected = expected_in_words(action.after, standing.day)
        event = Run(words(action.after.event), "", language)
        yield labelled("After", event, f" ({when}{expected})")
    if action.discretionary:
        yield labelled("Discretionary", "the source says “may”")
    yield labelled("Reported", _reported_progress(standing))


def _answer(answer: Answer, language: str) -> Iterator[TextBlock]:
    """How a recommendation was answered, and what became of the answer."""
    answered = answer.recommendation
    counted = closed_of_all(answer.closed, len(answer.standings))
    added = f" · added {format_day(answered.added)}" if answered.added else ""
    tags = [run for tag in answered.tags for run in (Run(" · "), Run(words(tag), "", language))]
    status = Run(answer.status.words.capitalize(), STRONG)
    yield paragraph(Kind.NORMAL, status, f" · {counted}{added}", *tags)
    for text in _paragraphs(answered.response):
        yield paragraph(Kind.NORMAL, Run(text, "", language))
    for number, text in enumerate(_paragraphs(answered.reservation)):
        label = "" if number else "Reservation: "
        yield paragraph(Kind.QUOTE, Run(label, LABEL), Run(text, "", language))
    for note in answered.notes:
        yield labelled("Note", Run(words(note), "", language))
    if answer.updates:
        yield _HISTORY
        for update in reversed(answer.updates):
            yield entry(answered, update, language)
        yield paragraph(Kind.ITEM, f"first answer: {answered.status.words}")


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


_HISTORY: Final = paragraph(Kind.HISTORY, "History")


def _history(standing: Standing, language: str) -> Iterator[TextBlock]:
    """Every update up to the day, newest first, and last what they begin from."""
    if standing.updates:
        yield _HISTORY
    for update in reversed(standing.updates):
        yield entry(standing.action, update, language)
    for first in firsts(standing):
        yield paragraph(Kind.ITEM, first)


def _paragraphs(text: str | None) -> list[str]:
    return [words(line) for line in (text or "").splitlines() if line.strip()]
