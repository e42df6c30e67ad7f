"""The recommendations of a register from the entries of a matrix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ecefollow.documents.table import TableFinding
from ecefollow.importing.action_builder import (
    OF_ACTIONS,
    ActionBuilder,
    ActionDraft,
    Settings,
    finished,
)
from ecefollow.importing.entries import MatrixEntry
from ecefollow.importing.splitting import TextPart, lines_of, recommendation_number, split
from ecefollow.importing.words import option_for
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
    entry: MatrixEntry
    status: Status | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    actions: list[ActionDraft] = field(default_factory=list)
    last: list[ActionDraft] = field(default_factory=list)  # those of the last row that had any


class RegisterBuilder:
    """Entries one after the other, into recommendations and their actions."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.findings: list[TableFinding] = []
        self._actions = ActionBuilder(settings, self.findings.append)
        self._drafts: list[RecommendationDraft] = []
        self._by_id: dict[str, RecommendationDraft] = {}
        self._by_title: dict[str, RecommendationDraft] = {}
        self._current: RecommendationDraft | None = None
        self._used: set[str] = set()

    def build(self, entries: Sequence[MatrixEntry]) -> tuple[Recommendation, ...]:
        """The recommendations, in the order in which they first come."""
        for entry in entries:
            self._add(entry)
        return tuple(self._finished(draft) for draft in self._drafts)

    def _add(self, entry: MatrixEntry) -> None:
        draft = self._recommendation(entry)
        if not draft:
            for key in entry.texts:
                message = "no recommendation stands here or above; this was left out"
                self.findings.append(entry.finding(key, message))
            return
        for key in ("status", "response", "reservation", "notes", "tags"):
            if key in entry.texts:
                self._add_text(draft, entry, key, entry.texts[key])
        self._add_actions(draft, entry)

    def _add_text(
        self, draft: RecommendationDraft, entry: MatrixEntry, key: str, text: str
    ) -> None:
        """Add what a row says of its recommendation, unless a row above has said it."""
        if key in {"status", "response"} and self.settings.vocabulary.status(text):
            self._answer(draft, entry, key, text)  # the word is all that stands there
        elif text not in draft.texts.setdefault(key, []):
            draft.texts[key].append(text)
            if key == "status" or (key == "response" and not draft.status):
                self._answer(draft, entry, key, text)

    def _recommendation(self, entry: MatrixEntry) -> RecommendationDraft | None:
        """The recommendation that a row is of: a new one, one from above, or none."""
        number, title = entry.texts.get("recommendation", ""), entry.texts.get("title", "")
        if not (number or title):
            return self._current
        label, title = recommendation_number(title) if title else TextPart("", "")
        ident = self._ident(entry, "recommendation") or label
        title = " ".join(title.split())
        known = self._by_id.get(ident) if ident else self._by_title.get(title)
        if known and ident and title and known.title and known.title != title:
            if number and entry.texts.get("recommendation"):
                message = f"{ident} has another text above; this one was left out"
                self.findings.append(entry.finding("title", message))
            else:
                known = None
        if not known:
            known = self._begin(entry, ident, title)
        self._current = known
        return known

    def _ident(self, entry: MatrixEntry, key: str) -> str:
        """The id in a number: "Recommendation 3" is 3, and so is 3."""
        text = entry.texts.get(key, "")
        found = _prefix(text)
        said = (text[found.end() :] if found else text).strip()
        ident = _not_in_ids.sub("-", said).strip("-.")
        if ident != said.strip(".:()# "):
            message = f"the id is “{ident}” here" if ident else "this is no number; it was left out"
            self.findings.append(entry.finding(key, message))
        return ident

    def _begin(self, entry: MatrixEntry, ident: str, title: str) -> RecommendationDraft:
        wanted = ident
        if not ident or ident in self._used:
            ident = self._free(f"{wanted}-" if wanted else "", len(self._drafts) + 1)
            key = "title" if "title" in entry.texts else "recommendation"
            why = f"{wanted} stands above already" if wanted else "there is no number"
            self.findings.append(entry.finding(key, f"{why}; it is recommendation {ident} here"))
        if not title:
            title = f"Recommendation {ident}"
            message = f"there is no text of the recommendation; its title is “{title}”"
            self.findings.append(entry.finding("recommendation", message))
        draft = RecommendationDraft(ident, title, entry)
        self._used.add(ident)
        self._drafts.append(draft)
        self._by_id[ident] = draft
        self._by_title.setdefault(title, draft)
        return draft

    def _free(self, prefix: str, number: int) -> str:
        while f"{prefix}{number}" in self._used:
            number += 1
        return f"{prefix}{number}"

    def _answer(self, draft: RecommendationDraft, entry: MatrixEntry, key: str, text: str) -> None:
        """Read management's answer from a cell that is its word, or begins with it."""
        words = self.settings.vocabulary
        exact = words.status(text)
        found = exact or words.first_status(text)
        if found and draft.status and found is not draft.status:
            message = f"{draft.id} is {draft.status} by a row above; this was left out"
            self.findings.append(entry.finding(key, message))
        elif found and not exact:
            message = f"this was read as {found}, by its first words"
            self.findings.append(entry.finding(key, message))
        elif key == "status" and not found:
            message = (
                "this answer is not known; if it means accepted: "
                f"{option_for(text, Status.ACCEPTED)}"
            )
            self.findings.append(entry.finding(key, message))
        draft.status = draft.status or found

    def _add_actions(self, draft: RecommendationDraft, entry: MatrixEntry) -> None:
        said = {key: text for key, text in entry.texts.items() if key in OF_ACTIONS or key == "id"}
        if "text" in entry.texts:
            self._begin_actions(draft, entry, said)
        elif said and draft.last and draft.entry is not entry:
            if "id" in said:
                message = "no action stands in this row; the number was left out"
                self.findings.append(entry.finding("id", message))
            if "text" not in entry.continued:
                message = "no action stands in this row; it was read as more about that above"
                self.findings.append(entry.finding(next(iter(said)), message))
            for action in draft.last:
                self._actions.fill(action, entry, said)
        else:
            for key, text in said.items():
                message = "no action stands in this row; this was left out"
                if key == "note":
                    draft.texts.setdefault("notes", []).append(text)
                    message = "no action stands in this row; it is a note of the recommendation"
                self.findings.append(entry.finding(key, message))

    def _begin_actions(
        self, draft: RecommendationDraft, entry: MatrixEntry, said: dict[str, str]
    ) -> None:
        parts, intro = split(entry.texts["text"])
        if intro:
            draft.texts.setdefault("notes", []).append(intro)
            message = "this stands above a list of actions; it is a note of the recommendation"
            self.findings.append(entry.finding("text", message, intro))
        if len(parts) > 1:
            message = f"this was read as {len(parts)} actions"
            self.findings.append(entry.finding("text", message))
        draft.last = []
        shares = {key: _shares(key, text, len(parts)) for key, text in said.items()}
        for number, part in enumerate(parts):
            ident, text = self._action_id(draft, entry, part, number if len(parts) > 1 else None)
            action = ActionDraft(ident, text, entry)
            if len(parts) > 1:
                action.readings.append(f"One of {len(parts)} actions in one cell of the source.")
            draft.actions.append(action)
            draft.last.append(action)
            self._actions.fill(action, entry, {key: share[number] for key, share in shares.items()})

    def _action_id(
        self, draft: RecommendationDraft, entry: MatrixEntry, part: TextPart, number: int | None
    ) -> tuple[str, str]:
        """The id of an action, *number* of those in its cell, and its text.

        The text keeps a number in front of it that the id does not have.
        """
        inside, label = f"{draft.id}.", part.label
        given = self._ident(entry, "id")
        if given:
            wanted = given if given.startswith(inside) else f"{inside}{given}"
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
                self.findings.append(entry.finding("id" if given else "text", message))
        self._used.add(ident)
        is_said = not label or ident == label or ident.endswith(f".{label}")
        return ident, part.text if is_said else f"{label} {part.text}"

    def _finished(self, draft: RecommendationDraft) -> Recommendation:
        if not draft.status:
            message = "no answer to this recommendation was found; its status is not-stated"
            self.findings.append(draft.entry.finding("title", message, draft.title))
        texts = {key: "\n\n".join(each) or None for key, each in draft.texts.items()}
        unknown = draft.texts.get("status", [])
        return Recommendation(
            draft.id,
            draft.title,
            draft.status or Status.NOT_STATED,
            reservation=texts.get("reservation"),
            response=texts.get("response"),
            notes=(*draft.texts.get("notes", []), *unknown),
            tags=tuple(tag for tag in _between_tags(texts.get("tags") or "") if tag),
            actions=tuple(finished(action) for action in draft.actions),
        )


def _shares(key: str, text: str, number: int) -> list[str]:
    """What each of so many actions has of a cell: a line each, else all of it."""
    lines = lines_of(text, number) if key in _BY_LINE else None
    return lines or [text] * number
