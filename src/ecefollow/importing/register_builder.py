"""The recommendations of a register from the rows of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ecefollow.documents.table import TableFinding
from ecefollow.importing.action_builder import OF_ACTIONS, ActionDraft, RowOfAction
from ecefollow.importing.import_options import ImportOptions
from ecefollow.importing.rows import TableRow
from ecefollow.importing.splitting import TextPart, lines_of, recommendation_number, split
from ecefollow.importing.status_words import option_for
from ecefollow.register.model import Recommendation
from ecefollow.register.vocabulary import Status

# What may differ between the actions of one cell, line by line.
_BY_LINE: Final = ("responsible", "due", "revised_due", "progress", "last_update", "completed_on")
_not_in_ids: Final = re.compile(r"[^A-Za-z0-9._-]+")
_between_tags: Final = re.compile(r"\s*[;,\n]\s*").split
_prefix: Final = re.compile(
    r"(?i:recommendation|rec|key action|action|number|no|nr)\b[\s.:#]*"
).match


@dataclass(slots=True)
class RecommendationDraft:
    """A recommendation that further rows may add to."""

    id: str
    title: str
    row: TableRow
    status: Status | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    actions: list[ActionDraft] = field(default_factory=list)
    last: list[ActionDraft] = field(default_factory=list)  # those of the last row that had any


class RegisterBuilder:
    """Rows one after the other, into recommendations and their actions."""

    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self.findings: list[TableFinding] = []
        self._drafts: list[RecommendationDraft] = []
        self._by_id: dict[str, RecommendationDraft] = {}
        self._by_title: dict[str, RecommendationDraft] = {}
        self._current: RecommendationDraft | None = None
        self._used: set[str] = set()

    def build(self, rows: Sequence[TableRow]) -> tuple[Recommendation, ...]:
        """The recommendations, in the order in which they first come."""
        for row in rows:
            self._add(row)
        return tuple(self._finished(draft) for draft in self._drafts)

    def _add(self, row: TableRow) -> None:
        draft = self._recommendation(row)
        if not draft:
            for key in row.texts:
                self._report(row, key, "no recommendation stands here or above; this was left out")
            return
        for key in ("status", "response", "reservation", "notes", "tags"):
            if key in row.texts:
                self._add_text(draft, row, key, row.texts[key])
        self._add_actions(draft, row)

    def _add_text(self, draft: RecommendationDraft, row: TableRow, key: str, text: str) -> None:
        """Add what a row says of its recommendation, unless a row above has said it."""
        if key in {"status", "response"} and self.options.vocabulary.meaning(text, Status):
            self._answer(draft, row, key, text)  # the word is all that stands there
        elif text not in draft.texts.setdefault(key, []):
            draft.texts[key].append(text)
            if key == "status" or (key == "response" and not draft.status):
                self._answer(draft, row, key, text)

    def _recommendation(self, row: TableRow) -> RecommendationDraft | None:
        """The recommendation that a row is of: a new one, one from above, or none."""
        number, title = row.texts.get("recommendation", ""), row.texts.get("title", "")
        if not (number or title):
            return self._current
        label, title = recommendation_number(title) if title else TextPart("", "")
        ident = self._ident(row, "recommendation") or label
        title = " ".join(title.split())
        draft = self._by_id.get(ident) if ident else self._by_title.get(title)
        if draft and ident and title and draft.title and draft.title != title:
            if number and row.texts.get("recommendation"):
                self._report(row, "title", f"{ident} has another text above; this one was left out")
            else:
                draft = None
        if not draft:
            draft = self._begin(row, ident, title)
        self._current = draft
        return draft

    def _ident(self, row: TableRow, key: str) -> str:
        """The id in a number: "Recommendation 3" is 3, and so is 3."""
        text = row.texts.get(key, "")
        prefix = _prefix(text)
        number = (text[prefix.end() :] if prefix else text).strip()
        ident = _not_in_ids.sub("-", number).strip("-.")
        if ident != number.strip(".:()# "):
            message = f"the id is “{ident}” here" if ident else "this is no number; it was left out"
            self._report(row, key, message)
        return ident

    def _begin(self, row: TableRow, ident: str, title: str) -> RecommendationDraft:
        wanted = ident
        if not ident or ident in self._used:
            ident = self._free(f"{wanted}-" if wanted else "", len(self._drafts) + 1)
            key = "title" if "title" in row.texts else "recommendation"
            why = f"{wanted} stands above already" if wanted else "there is no number"
            self._report(row, key, f"{why}; it is recommendation {ident} here")
        if not title:
            title = f"Recommendation {ident}"
            message = f"there is no text of the recommendation; its title is “{title}”"
            self._report(row, "recommendation", message)
        draft = RecommendationDraft(ident, title, row)
        self._used.add(ident)
        self._drafts.append(draft)
        self._by_id[ident] = draft
        self._by_title.setdefault(title, draft)
        return draft

    def _free(self, prefix: str, number: int) -> str:
        while f"{prefix}{number}" in self._used:
            number += 1
        return f"{prefix}{number}"

    def _answer(self, draft: RecommendationDraft, row: TableRow, key: str, text: str) -> None:
        """Read management's answer from a cell that is its word, or begins with it."""
        words = self.options.vocabulary
        exact = words.meaning(text, Status)
        status = exact or words.first_meaning(text, Status)
        if status and draft.status and status is not draft.status:
            message = f"{draft.id} is {draft.status} by a row above; this was left out"
            self._report(row, key, message)
        elif status and not exact:
            self._report(row, key, f"this was read as {status}, by its first words")
        elif key == "status" and not status:
            message = (
                "this answer is not known; if it means accepted: "
                f"{option_for(text, Status.ACCEPTED)}"
            )
            self._report(row, key, message)
        draft.status = draft.status or status

    def _add_actions(self, draft: RecommendationDraft, row: TableRow) -> None:
        texts = {key: text for key, text in row.texts.items() if key in OF_ACTIONS or key == "id"}
        if "text" in row.texts:
            self._begin_actions(draft, row, texts)
        elif texts and draft.last and draft.row is not row:
            if "id" in texts:
                self._report(row, "id", "no action stands in this row; the number was left out")
            if "text" not in row.continued:
                message = "no action stands in this row; it was read as more about that above"
                self._report(row, next(iter(texts)), message)
            for action in draft.last:
                self._fill(action, row, texts)
        else:
            for key, text in texts.items():
                message = "no action stands in this row; this was left out"
                if key == "note":
                    draft.texts.setdefault("notes", []).append(text)
                    message = "no action stands in this row; it is a note of the recommendation"
                self._report(row, key, message)

    def _begin_actions(
        self, draft: RecommendationDraft, row: TableRow, texts: dict[str, str]
    ) -> None:
        parts, intro = split(row.texts["text"])
        if intro:
            draft.texts.setdefault("notes", []).append(intro)
            message = "this stands above a list of actions; it is a note of the recommendation"
            self._report(row, "text", message, intro)
        if len(parts) > 1:
            self._report(row, "text", f"this was read as {len(parts)} actions")
        draft.last = []
        shares = {key: _shares(key, text, len(parts)) for key, text in texts.items()}
        for number, part in enumerate(parts):
            ident, text = self._action_id(draft, row, part, number if len(parts) > 1 else None)
            action = ActionDraft(ident, text)
            if len(parts) > 1:
                action.readings.append(f"One of {len(parts)} actions in one cell of the source.")
            draft.actions.append(action)
            draft.last.append(action)
            self._fill(action, row, {key: share[number] for key, share in shares.items()})

    def _fill(self, action: ActionDraft, row: TableRow, texts: dict[str, str]) -> None:
        RowOfAction(action, row, texts, self.options, self.findings.append).fill()

    def _action_id(
        self, draft: RecommendationDraft, row: TableRow, part: TextPart, number: int | None
    ) -> tuple[str, str]:
        """The id of an action, *number* of those in its cell, and its text.

        The text keeps a number in front of it that the id does not have.
        """
        inside, label = f"{draft.id}.", part.label
        own = self._ident(row, "id")
        if own:
            wanted = own if own.startswith(inside) else f"{inside}{own}"
            wanted += "" if number is None else f".{label or number + 1}"
        elif label.startswith(inside):
            wanted = label
        else:
            wanted = f"{inside}{label}" if label and "." not in label else ""
        ident = wanted
        if not wanted or wanted in self._used:
            ident = self._free(inside, len(draft.actions) + 1)
            if wanted or label:
                why = "stands above" if wanted else f"does not begin with {inside}"
                message = f"the number {wanted or label} {why}; this is action {ident} here"
                self._report(row, "id" if own else "text", message)
        self._used.add(ident)
        is_said = not label or ident == label or ident.endswith(f".{label}")
        return ident, part.text if is_said else f"{label} {part.text}"

    def _finished(self, draft: RecommendationDraft) -> Recommendation:
        if not draft.status:
            message = "no answer to this recommendation was found; its status is not-stated"
            self._report(draft.row, "title", message, draft.title)
        texts = {key: "\n\n".join(parts) or None for key, parts in draft.texts.items()}
        unknown = draft.texts.get("status", [])
        return Recommendation(
            draft.id,
            draft.title,
            draft.status or Status.NOT_STATED,
            reservation=texts.get("reservation"),
            response=texts.get("response"),
            notes=(*draft.texts.get("notes", []), *unknown),
            tags=tuple(tag for tag in _between_tags(texts.get("tags") or "") if tag),
            actions=tuple(action.finished() for action in draft.actions),
        )

    def _report(self, row: TableRow, key: str, message: str, text: str | None = None) -> None:
        self.findings.append(row.finding(key, message, text))


def _shares(key: str, text: str, number: int) -> list[str]:
    """What each of so many actions has of a cell: a line each, else all of it."""
    lines = lines_of(text, number) if key in _BY_LINE else None
    return lines or [text] * number
