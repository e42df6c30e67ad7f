"""The columns of the sheet to fill in, and the text that each cell has when it is sent."""

from __future__ import annotations

from typing import Final

from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import has_one_reading
from ecefollow.analysis.values_in_words import marked, state_in_words, words
from ecefollow.documents.cells import list_cell
from ecefollow.register.standing import Standing

NEW: Final = "new"  # in the place of an id; that of an action begins with its recommendation's
# Each key with its heading in words.
SHOWN: Final = {
    "id": "No.",
    "recommendation": "Recommendation",
    "text": "Action",
    "responsible": "Responsible",
    "due": "Due",
    "state": "State",
    "progress": "Progress so far",
    "last_note": "Last note",
}
ASKED: Final = {
    "update_date": "Day it happened",
    "update_progress": "Progress now",
    "update_due": "New deadline",
    "update_responsible": "Responsible from now on",
    "update_note": "What happened, or why",
    "update_evidence": "Evidence",
    "update_day_unknown": "Since when is unknown",
    "update_by": "Reported by",
}
# The mark of what a row was made from: the day, and how many updates the file had of the action.
# Of a record that only grows, that tells everything; and it goes where the row goes.
HIDDEN: Final = {"as_of": "As of", "recorded": "Updates until then"}
HEADINGS: Final = SHOWN | ASKED | HIDDEN
OF_NEW: Final = ("recommendation", "text", "responsible", "due")  # what is asked of a new action


def sent(item: Item) -> dict[str, str]:
    """The text of each cell of a row, but for those to fill in, which are empty."""
    recommendation, standing = item.answer.recommendation, item.standing
    action, due = standing.action, standing.due
    return {
        "id": action.id,
        "recommendation": f"{recommendation.id} {words(recommendation.title)}",
        "text": action.text,
        "responsible": list_cell(standing.responsible),
        "due": marked(due, is_reading=has_one_reading(action, due)) if due else "",
        "state": state_in_words(standing),
        "progress": standing.progress.words,
        "last_note": _last_note(standing),
        "as_of": standing.day.isoformat(),
        "recorded": str(len(action.updates)),
    }


def _last_note(standing: Standing) -> str:
    notes = (f"{words(u.date)}: {u.note}" for u in reversed(standing.updates) if u.note)
    return next(notes, "")
