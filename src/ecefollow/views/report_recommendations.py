"""What a report says of a recommendation: its answer, its conditions, its history, its actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ecefollow.analysis.words import count, words
from ecefollow.register.model import Answer
from ecefollow.views.report_actions import Entry, ReportedAction, entry


class ReportedRecommendation(NamedTuple):
    """A recommendation as a report tells of it, with its actions."""

    id: str
    anchor: str
    title: str
    status: str
    closed: str
    response: tuple[str, ...]
    reservation: tuple[str, ...]
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    history: tuple[Entry, ...]
    actions: tuple[ReportedAction, ...]


def recommendation(
    answer: Answer, anchors: Mapping[str, str], actions_by_id: Mapping[str, ReportedAction]
) -> ReportedRecommendation:
    """What a report says of a recommendation and its actions, *actions_by_id* by their ids."""
    answered = answer.recommendation
    first = f"first answer: {answered.status.words}"
    updates = tuple(entry(answered, update) for update in answer.updates)
    return ReportedRecommendation(
        id=answered.id,
        anchor=anchors[answered.id],
        title=words(answered.title),
        status=answer.status.words,
        closed=f"{answer.closed} of {count(len(answer.standings), 'action')} closed",
        response=_paragraphs(answered.response),
        reservation=_paragraphs(answered.reservation),
        notes=tuple(words(note) for note in answered.notes),
        tags=tuple(words(tag) for tag in answered.tags),
        history=(Entry(None, first), *updates) if updates else (),
        actions=tuple(actions_by_id[standing.action.id] for standing in answer.standings),
    )


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(words(line) for line in (text or "").splitlines() if line.strip())
