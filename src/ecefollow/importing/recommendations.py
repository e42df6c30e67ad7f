"""The recommendations of a register from the rows of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ecefollow.documents.blocks import Place
from ecefollow.importing import known_records, naming
from ecefollow.importing.action_rows import OF_ROWS, RowOfActions
from ecefollow.importing.drafts import GivenAnswer, RecommendationDraft
from ecefollow.importing.known_records import KnownRecords
from ecefollow.importing.meanings import Reading, choices
from ecefollow.importing.numbering import Ids
from ecefollow.importing.rows import (
    NO_NAME,
    OF_RECOMMENDATIONS,
    DocumentRow,
    HowRead,
    RecommendationName,
    Said,
)
from ecefollow.reading.quoting import quoted
from ecefollow.register.model import Recommendation
from ecefollow.register.names import fold
from ecefollow.register.vocabulary import Status

_CHOICES: Final = f'if it is an answer, --word "WORD=MEANING" says which: {choices(Status)}'
_TO_DO: Final = frozenset((Status.ACCEPTED, Status.PARTIAL))


Clash = tuple[Place, Place]  # of two recommendations with one number


class RecommendationBuilder:
    """Rows one after the other, into recommendations and their actions.

    Those of a register that is *known* already keep their ids.
    """

    def __init__(self, how: HowRead, known: KnownRecords | None = None) -> None:
        self.clashes: list[Clash] = []
        self.drafts: list[RecommendationDraft] = []
        self._how = how
        self._known = known
        self._by_id: dict[str, RecommendationDraft] = {}
        self._by_title: dict[str, RecommendationDraft] = {}
        self._current: RecommendationDraft | None = None
        self._ids = Ids()
        self._numbered: set[str] = set()  # the blocks in which recommendations have numbers

    def build(self, rows: Sequence[DocumentRow]) -> tuple[Recommendation, ...]:
        """The recommendations, in the order in which they first come."""
        naming.tell(rows, self._how)
        if self._known:
            known_records.tell(rows, self._known, self._how)
            self._ids.given |= self._known.recommendations.keys() | self._known.actions.keys()
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
        # A register that is there has the answers.
        unanswered = [draft for draft in self.drafts if not (draft.status or self._known)]
        if len(unanswered) == len(self.drafts) > 1 and not any(d.response for d in unanswered):
            self._how.note("no answers were found; the status of each recommendation is not-stated")
            unanswered = []
        for draft in unanswered:
            message = f"no answer to {draft.id} was found; its status is not-stated"
            self._how.findings.append(draft.unread or draft.said.finding(message))
        for draft in self.drafts:
            status = Status.NOT_STATED if draft.is_answered_twice else draft.status
            is_prose = draft.said.place.row is None and draft.has_response
            if is_prose and not draft.actions and status in _TO_DO:
                message = (
                    f"no heading of follow-up stands below {draft.id}; what its response promises "
                    "is no action here"
                )
                self._how.findings.append(draft.said.finding(message))
            if is_prose and draft.status is Status.PARTIAL and "reservation" not in draft.texts:
                message = "what is not accepted stands in the response, and not as a reservation"
                self._how.findings.append(draft.said.finding(f"{message} of {draft.id}"))
        untitled = [draft for draft in self.drafts if not draft.title]
        for draft in untitled:
            draft.title = f"Recommendation {draft.id}"
        if len(untitled) == len(self.drafts) > 1:
            message = "no texts of recommendations were found; each is “Recommendation” and its id"
            self._how.note(message)
            untitled = []
        for draft in untitled:
            message = f"there is no text of the recommendation; its title is “{draft.title}”"
            self._how.findings.append(draft.said.finding(message))

    def _drop_unknown_references(self) -> None:
        there = self._ids.used | self._ids.given
        for action in (action for draft in self.drafts for action in draft.actions):
            for ident in [ident for ident in action.see if ident not in there]:
                action.see.remove(ident)
                message = "sees this, which is not in the table; it was left out"
                self._how.note(f"action {action.id} {message}", text=ident)

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
            RowOfActions(self._how, self._known, self._ids, draft, row).add()

    def _no_record(self, row: DocumentRow, name: RecommendationName) -> tuple[Said, str] | None:
        """The cell that stands alone in a row of no record, and why it is none."""
        title = row.said.get("title")
        if title and not name.id:
            if title.detail.columns > 1 or row.place.block in self._numbered:
                return title, "this row is no record: no number, and nothing beside it"
            return None
        for key, said in row.said.items():
            if key in {"recommendation", *OF_RECOMMENDATIONS}:
                return said, "this row is no record: nothing stands beside this"
        return None

    def _add_reason(self, draft: RecommendationDraft, row: DocumentRow) -> None:
        """Take what stands alone beside a rejection, where actions would, for the reason."""
        beside = {key for key in row.said if key not in row.continued and key in OF_ROWS}
        is_beside = beside == {"text"} and row.place.row is not None
        if is_beside and draft.status is Status.REJECTED and not draft.actions:
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
            self.clashes.append((draft.said.place, row.place))
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
        before = [a.text for a in draft.response] if key == "response" else draft.texts.get(key)
        if not text or (is_again and text in (before or ())):
            # A merged answer that is the word for one is no response in its other rows either.
            words = {a.text for a in draft.response if a.is_word} if key == "response" else ()
            self._how.read(said, f"{draft.id}.{'status' if text in words else key}")
            return
        if key not in {"status", "response"}:
            self._how.read(said, f"{draft.id}.{key}")
            draft.add_text(key, text)
            return
        reading = self._how.vocabulary.status(text, said.heading)
        is_of_row = said.place.row is not None
        is_other = draft.status not in {None, reading.meaning}
        if is_of_row and reading.whole and reading.meaning and is_other:
            self._how.leave(said, f"{draft.id} is {draft.status} by what stands above")
            return
        by = "" if is_of_row or self._how.vocabulary.key(said.heading) else said.heading
        if not said.heading and draft.response:
            by = draft.response[-1].by
        # An answer that is no word for one is still what management says.
        is_word = self._answer(draft, said, key, reading, by)
        self._how.read(said, f"{draft.id}.{'status' if is_word else 'response'}")
        draft.add_answer(GivenAnswer(text, by, is_word))

    def _answer(
        self, draft: RecommendationDraft, said: Said, key: str, reading: Reading[Status], by: str
    ) -> bool:
        """Take management's answer; whether the text is the word for it and nothing more."""
        status, text = reading.meaning, said.text
        is_word = reading.whole and status not in {None, Status.NOT_STATED}
        if key == "response" and status and status is draft.status:
            is_word = text == draft.answer  # else the answer in words of its own
        elif status and not draft.status and reading.why:
            self._how.find(said, (f"this was read as {status}, {reading.why}"))
        elif not status and reading.why:
            draft.unread = draft.unread or said.finding(f"{reading.why}; {_CHOICES}")
        if reading.whole and not draft.status:
            draft.answer, draft.is_stated = text, key == "status"
        others = self._how.vocabulary.answers(text) if key == "response" else ()
        for other in (reading, *others):
            self._compare(draft, said, other, by)
        return is_word

    def _compare(
        self, draft: RecommendationDraft, said: Said, answer: Reading[Status], by: str
    ) -> None:
        """Say where one more answer is not the one above, or takes some of it back."""
        if not (answer.meaning or answer.is_qualified):
            return
        above, status = draft.answered, draft.status or answer.meaning
        is_other = bool(answer.meaning) and answer.meaning is not status
        # A rejection or a part may well be explained; not so where two answer.
        is_plain = status is Status.ACCEPTED or (status is Status.REJECTED and not draft.status)
        is_plain = is_plain or draft.answered_by != by
        is_less = bool(status) and is_plain and (answer.is_qualified or draft.is_qualified)
        if above and (is_other or is_less) and not draft.is_answered_twice:
            draft.is_answered_twice = is_other or not draft.is_stated
            told = "not-stated" if draft.is_answered_twice else f"{status} by its own word"
            where = f"{quoted(above.text)} ({above.place}) answers otherwise"
            self._how.find(said, f"{where}; the status of {draft.id} is {told}")
        draft.answered, draft.answered_by = above or said, by
        draft.is_qualified |= answer.is_qualified
        draft.status = status
