"""The page of `show`: recommendations and actions in full, with their history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Any, Final

from ecefollow.analysis.changes_in_words import describe_update
from ecefollow.analysis.filters import Item
from ecefollow.analysis.values_in_words import (
    closed_of_all,
    earliest_deadline,
    firsts,
    lateness,
    shift,
    since_in_words,
    state_in_words,
    verification_in_words,
    words,
)
from ecefollow.reading.quoting import escaped
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, ChangedAnswer, Recommendation, Register
from ecefollow.register.standing import Action, Standing, Update
from ecefollow.register.vocabulary import Progress
from ecefollow.views import actions as action_listing
from ecefollow.views import listing
from ecefollow.views import recommendations as recommendation_listing
from ecefollow.views.context import Context
from ecefollow.views.document import text_of
from ecefollow.views.json_values import json_value
from ecefollow.views.page import Line, Page
from ecefollow.views.report_records import facts as known

_DATES: Final = len("28 Feb 2018")
_LABELS: Final = len("In the source")
_ABOVE: Final = {"Deadline", "First deadline", "Reported"}  # facts that the head or the history has


def page(register: Register, ids: Sequence[str], context: Context) -> Page:
    """The recommendations and actions with these *ids*, in full, in the order of the file."""
    answers = register.on(context.day)
    lines: list[Line] = []
    recommendations, actions = [], []
    for answer in answers:
        if answer.recommendation.id in ids:
            recommendations.append(answer)
            lines += _recommendation(answer, context)
        for standing in answer.standings:
            if {standing.action.id, answer.recommendation.id}.isdisjoint(ids):
                continue
            actions.append(Item(answer, standing))
            lines += _action(answer, standing, context)
    lines.append(Line(text=f"As of {format_day(context.day)}.", aside=True))
    as_row = partial(listing.as_json, is_portfolio=context.is_portfolio)
    as_json = {
        **context.as_json,
        "recommendations": [
            as_row(recommendation_listing.FIELDS, a) | {"updates": [_update(u) for u in a.updates]}
            for a in recommendations
        ],
        "actions": [
            as_row(action_listing.FIELDS, i)
            | {"updates": [_action_update(i.standing.action, u) for u in i.standing.updates]}
            for i in actions
        ],
    }
    return Page(tuple(lines), as_json)


def _recommendation(answer: Answer, context: Context) -> Iterator[Line]:
    recommendation = answer.recommendation
    facts = [
        answer.status.words,
        closed_of_all(answer.closed, len(answer.standings)),
    ]
    if answer.next_due:
        due = earliest_deadline(answer.next_due, answer.day, is_reading=False)
        facts.append(f"earliest deadline {due}")
    facts += [f"added {format_day(recommendation.added)}"] if recommendation.added else []
    yield Line(lead=recommendation.id, text=words(recommendation.title), strong=True)
    yield Line(text=" · ".join(facts))
    yield Line(text=_location(context, recommendation), aside=True)
    yield from _section("Response", [recommendation.response])
    yield from _section("Reservation", [recommendation.reservation])
    yield from _section("Notes", recommendation.notes, lead="-")
    if recommendation.tags:
        yield from _section("Tags", [words(recommendation.tags)])
    if answer.updates:
        yield Line(text="")
        yield Line(text="History", strong=True)
        for update in reversed(answer.updates):
            yield _dated(update.date, describe_update(recommendation, update))
        first = f"first answer: {recommendation.status.words}"
        yield Line(lead_width=_DATES, text=first, indent=2)
    yield Line(text="")


def _action(answer: Answer, standing: Standing, context: Context) -> Iterator[Line]:
    action = standing.action
    yield Line(lead=action.id, text=words(action.text), strong=True)
    facts = [state_in_words(standing).removeprefix(standing.state.words)]
    facts[0] = since_in_words(standing) or facts[0]
    if (late := standing.days_late) is not None:
        facts[0] += f", {lateness(late)}"
    facts += [f"due {standing.due.shown}"] if standing.due else []
    facts += [verification] if (verification := verification_in_words(standing)) else []
    facts += [standing.progress.words] if standing.progress.value != standing.state.value else []
    yield Line(text=" · ".join(facts), state=standing.state)
    location = _location(context, action)
    yield Line(text=f"{location}, under {answer.recommendation.id}", aside=True)
    yield Line(text="")
    for label, *fact in (each.runs for each in known(standing)):
        lead = label.text.removesuffix(": ")
        if lead not in _ABOVE:
            yield Line(lead=lead, lead_width=_LABELS, text=text_of(fact))
    if action.see:
        yield Line(lead="See", lead_width=_LABELS, text=", ".join(action.see))
    history = tuple(_history(standing))
    if history:
        yield Line(text="")
        yield Line(text="History", strong=True)
        yield from history
    yield Line(text="")


def _location(context: Context, record: Recommendation | Action) -> str:
    """The line of the record as "file:line", which editors and terminals can open."""
    return f"{escaped(context.path_of(record.id))}:{record.at.line_number}"


def _history(standing: Standing) -> Iterator[Line]:
    """The updates and the deadlines, the newest first, with days moved and days late."""
    action = standing.action
    if standing.slippage_days:
        total = f"in total, the deadline has moved {shift(standing.slippage_days)}"
        yield Line(lead_width=_DATES, text=total, indent=2)
    for update in reversed(standing.updates):
        late = " · late entry" if _is_late_entry(action, update) else ""
        yield _dated(update.date, describe_update(action, update) + late)
        for document in update.evidence:
            text = f"evidence: {words(document)}"
            yield Line(lead_width=_DATES, text=text, indent=2, aside=True)
    for first in firsts(standing):
        yield Line(lead_width=_DATES, text=first, indent=2)


def _is_late_entry(action: Action, update: Update) -> bool:
    """Whether an update above this one has a later date."""
    above = takewhile(lambda other: other is not update, action.updates)
    return any(other.date > update.date for other in above)


def _section(head: str, texts: Iterable[str | None], *, lead: str = "") -> Iterator[Line]:
    given = [text for text in texts if text]
    if given:
        yield Line(text="")
        yield Line(text=head, strong=True)
    for text in given:
        for number, paragraph in enumerate(text.splitlines()):
            yield Line(lead=lead if not number else " " * len(lead), text=paragraph, indent=2)


def _dated(day: date, text: str) -> Line:
    return Line(lead=format_day(day).rjust(_DATES), lead_width=_DATES, text=text, indent=2)


def _update(update: Update | ChangedAnswer) -> dict[str, Any]:
    names = (name for name in update.__slots__ if name != "at")
    return {name: json_value(getattr(update, name)) for name in names} | {
        "line": update.at.line_number
    }


def _action_update(action: Action, update: Update) -> dict[str, Any]:
    """The update for JSON, with the days by which it moves the deadline or completes late."""
    then = action.on(update.date)
    moved_by = [move.days for move in then.moves if move.update is update]
    completes = update.progress is Progress.COMPLETED and then.completed_on == update.date
    return _update(update) | {
        "days_moved": moved_by[0] if moved_by else None,
        "days_late": then.days_late if completes else None,
    }
