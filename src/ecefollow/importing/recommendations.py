"""The recommendations of a register from the rows of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ecefollow.documents.blocks import Finding, Place
from ecefollow.importing import naming
from ecefollow.importing.action_rows import OF_ROWS, ActionRows
from ecefollow.importing.drafts import RecommendationDraft
from ecefollow.importing.rows import (
    NO_NAME,
    OF_RECOMMENDATIONS,
    DocumentRow,
    HowRead,
    RecommendationName,
    Said,
)
from ecefollow.importing.vocabulary import choices
from ecefollow.register.model import Recommendation
from ecefollow.register.names import fold
from ecefollow.register.vocabulary import Status

_CHOICES: Final = f'if it is an answer, --word "WORD=MEANING" says which: {choices(Status)}'


class Clash(NamedTuple):
    """The places of two recommendations with one number."""

    first: Place
    second: Place


class RecommendationBuilder:
    """Rows one after the other, into recommendations and their actions."""

    def __init__(self, how: HowRead) -> None:
        self.clashes: list[Clash] = []
        self.drafts: list[RecommendationDraft] = []
        self._how = how
        self._actions = ActionRows(how)
        self._by_id: dict[str, RecommendationDraft] = {}
        self._by_title: dict[str, RecommendationDraft] = {}
        self._current: RecommendationDraft | None = None
        self._ids = self._actions.ids
        self._numbered: set[str] = set()  # the blocks in which recommendations have numbers

    def build(self, rows: Sequence[DocumentRow]) -> tuple[Recommendation, ...]:
        """The recommendations, in the order in which they first come."""
        naming.tell(rows, self._how)
        named = [(row.place.block, row.name.id) for row in rows if row.name and row.name.id]
        self._numbered = {block for block, _ in named}
        self._ids.given |= {ident for _, ident in named}
        for row in rows:
            self._add(row, row.name or NO_NAME)
        self._report_missing()
        self._drop_unknown_references()
        return tuple(draft.finished() for draft in self.drafts)

    def _report_missing(self) -> None:
        """Say of which recommendations there is no answer or no text: once, if of all."""
        unanswered = [draft for draft in self.drafts if not draft.status]
        if len(unanswered) == len(self.drafts) > 1 and not any(
            "response" in draft.texts for draft in unanswered
        ):
            message = "no answers were found; the status of each recommendation is not-stated"
            self._how.findings.append(Finding(Place(), "", message))
            unanswered = []
        for draft in unanswered:
            message = f"no answer to {draft.id} was found; its status is not-stated"
            self._how.findings.append(draft.unread or draft.said.finding(message))
        untitled = [draft for draft in self.drafts if not draft.title]
        for draft in untitled:
            draft.title = f"Recommendation {draft.id}"
        if len(untitled) == len(self.drafts) > 1:
            message = "no texts of recommendations were found; each is “Recommendation” and its id"
            self._how.findings.append(Finding(Place(), "", message))
            untitled = []
        for draft in untitled:
            message = f"there is no text of the recommendation; its title is “{draft.title}”"
            self._how.findings.append(draft.said.finding(message))

    def _drop_unknown_references(self) -> None:
        for action in (action for draft in self.drafts for action in draft.actions):
            for ident in [ident for ident in action.see if ident not in self._ids.used]:
                action.see.remove(ident)
                message = (
                    f"action {action.id} sees this, which is not in the table; it was left out"
                )
                self._how.findings.append(Finding(Place(), ident, message))

    def _add(self, row: DocumentRow, name: RecommendationName) -> None:
        if row.is_lost:
            self._current = None
            return
        if row.is_alone and (no_record := self._no_record(row, name)):
            self._how.leave(*no_record)
            return
        draft = self._current if row.goes_on else self._recommendation(row, name)
        if not draft:
            for said in row.said.values():
                self._how.leave(said, "no recommendation stands here or above that could be read")
            return
        if row.goes_on and "title" in row.said:
            draft.title = f"{draft.title} {' '.join(row.said['title'].text.split())}".strip()
            self._how.read(row.said["title"], f"{draft.id}.title")
        for key, said in (*row.said.items(), *row.more):
            if key in OF_RECOMMENDATIONS:
                self._add_text(draft, said, key, is_again=key in row.continued)
        if not row.label and not row.goes_on:
            self._add_reason(draft, row)
            self._actions.add(draft, row)

    def _no_record(self, row: DocumentRow, name: RecommendationName) -> tuple[Said, str] | None:
        """The cell that stands alone in a row of no record, and why it is none."""
        title = row.said.get("title")
        if title and not name.id:
            if title.detail.columns > 1 or row.place.block in self._numbered:
                return title, "this row is no record: no number, and nothing beside it"
            return None
        for key in row.said.keys() & {"recommendation", *OF_RECOMMENDATIONS}:
            return row.said[key], "this row is no record: nothing stands beside this"
        return None

    def _add_reason(self, draft: RecommendationDraft, row: DocumentRow) -> None:
        """Take what stands alone beside a rejection, where actions would, for the reason."""
        beside = {key for key in row.said if key not in row.continued and key in OF_ROWS}
        if beside == {"text"} and draft.status is Status.REJECTED and not draft.actions:
            reason = row.said.pop("text")
            self._how.find(reason, "this stands alone beside a rejection: it is the reason")
            self._add_text(draft, reason, "reservation", is_again=False)

    def _recommendation(
        self, row: DocumentRow, name: RecommendationName
    ) -> RecommendationDraft | None:
        """The recommendation that a row is of: a new one, one from above, or none."""
        if not (name.id or name.title) and not (row.label and row.label.key == "title"):
            return self._current
        draft = self._by_id.get(name.id) if name.id else self._by_title.get(fold(name.title))
        title = row.said.get("title")
        is_another = draft and name.title not in {"", draft.title}
        if draft and is_another and fold(draft.title) not in {"", fold(name.title)}:
            self.clashes.append(Clash(draft.said.place, row.place))
            draft = None
        if not draft:
            draft = self._begin(row, name)
        elif name.title and not draft.title:
            draft.title = name.title
        if title and not row.goes_on:
            self._how.read(title, f"{draft.id}.title")
        if number := row.said.get("recommendation"):
            self._how.read(number, f"{draft.id}.id")
        self._current = draft
        return draft

    def _begin(self, row: DocumentRow, name: RecommendationName) -> RecommendationDraft:
        said = row.said.get("title") or row.said.get("recommendation")
        said = said or Said(row.label.words if row.label else "", row.place)
        ident = name.id
        if not ident or ident in self._ids.used:
            ident = self._ids.counted(f"{ident}-" if ident else "", start=len(self.drafts) + 1)
            why = f"{name.id} stands above already" if name.id else "there is no number"
            self._how.find(said, (f"{why}; it is recommendation {ident} here"))
        draft = RecommendationDraft(ident, name.title, said)
        self._ids.used.add(ident)
        self.drafts.append(draft)
        self._by_id.setdefault(name.id or ident, draft)
        self._by_title.setdefault(fold(name.title), draft)
        return draft

    def _add_text(
        self, draft: RecommendationDraft, said: Said, key: str, *, is_again: bool
    ) -> None:
        """Add what is said of a recommendation, unless a row above has said it."""
        text, _ = self._how.without_stamps(said)
        if not text or (is_again and text in draft.texts.get(key, ())):
            self._how.read(said, f"{draft.id}.{key}")
            return
        is_word = key in {"status", "response"} and self._answer(draft, said, text, key)
        if is_word:
            if self._how.vocabulary.status(text, said.heading).meaning is draft.status:
                self._how.read(said, f"{draft.id}.status")
            return
        # An answer that is no word for one is still what management says.
        key = "response" if key == "status" else key
        self._how.read(said, f"{draft.id}.{key}")
        draft.add_text(key, text)

    def _answer(self, draft: RecommendationDraft, said: Said, text: str, key: str) -> bool:
        """Read management's answer; whether the text is the word for it and nothing more."""
        reading = self._how.vocabulary.status(text, said.heading)
        status = reading.meaning
        if status is draft.status and key == "response" and status:
            return text == draft.answer  # else the answer in words of its own
        if status and draft.status and status is not draft.status:
            if reading.whole:
                self._how.leave(said, f"{draft.id} is {draft.status} by what stands above")
            return reading.whole
        if status and not draft.status and reading.why:
            self._how.find(said, (f"this was read as {status}, {reading.why}"))
        elif not status and reading.why:
            draft.unread = draft.unread or said.finding(f"{reading.why}; {_CHOICES}")
        draft.status = draft.status or status
        draft.answer = text if reading.whole else draft.answer
        return reading.whole and status not in {None, Status.NOT_STATED}
