"""What becomes of a document, while further rows may add to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.blocks import Finding
from ecefollow.importing.rows import DocumentRow, Said
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Recommendation
from ecefollow.register.names import fold
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Status

_between_tags: Final = re.compile(r"(?:(?<!\s)\s+)?[;,\n]\s*").split


@dataclass(slots=True)
class ActionDraft:
    """An action that further rows may add to."""

    id: str
    text: str
    responsible: list[str] = field(default_factory=list)
    accountable: str | None = None
    added: date | None = None
    due: Deadline | None = None
    due_text: str | None = None
    ongoing: bool = False
    discretionary: bool = False
    readings: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    after: Event | None = None
    updates: list[Update] = field(default_factory=list)
    rows: list[DocumentRow] = field(default_factory=list)  # that are about it
    spoke_on: date | None = None  # the day for which the last of them speaks

    @property
    def last_due(self) -> Deadline | None:
        """The deadline by what was read so far."""
        moved = [update.due for update in self.updates if update.due]
        return moved[-1] if moved else self.due

    def add_update(self, update: Update) -> None:
        """Add an update, unless a row above has reported it."""
        if update not in self.updates:
            self.updates.append(update)

    def add_reading(self, sentence: str) -> None:
        """Say in the register how a cell was read, once."""
        if sentence not in self.readings:
            self.readings.append(sentence)

    def finished(self) -> Action:
        """The action, with everything that its rows said."""
        return Action(
            self.id,
            self.text,
            tuple(self.responsible),
            accountable=self.accountable,
            added=self.added,
            due=self.due,
            due_text=self.due_text,
            reading=" ".join(self.readings) or None,
            after=self.after,
            ongoing=self.ongoing,
            discretionary=self.discretionary,
            see=tuple(dict.fromkeys(self.see)),
            updates=tuple(self.updates),
        )


class GivenAnswer(NamedTuple):
    """What management says, and who of several does: "Harbour response". `is_word`: no more."""

    text: str
    by: str
    is_word: bool


@dataclass(slots=True)
class RecommendationDraft:
    """A recommendation that further rows may add to."""

    id: str
    title: str
    said: Said  # where it begins
    status: Status | None = None
    answer: str = ""  # the word for it
    is_stated: bool = False  # that word has a place of its own
    is_qualified: bool = False  # something qualifies it
    answered: Said | None = None  # where it was first given, or may have been
    answered_by: str = ""
    is_answered_twice: bool = False  # and otherwise: it is not stated then
    unread: Finding | None = None  # about what may be an answer
    response: list[GivenAnswer] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    actions: list[ActionDraft] = field(default_factory=list)
    by_text: dict[str, list[ActionDraft]] = field(default_factory=dict)  # as `in_short` has it
    last: list[ActionDraft] = field(default_factory=list)  # those of the last row that had any

    def add_action(self, action: ActionDraft) -> None:
        """Add an action that no row above has said."""
        self.actions.append(action)
        self.by_text.setdefault(in_short(action.text), []).append(action)

    def numbered(self, ident: str) -> list[ActionDraft]:
        """The actions with this id, or this number of their own below the recommendation's."""
        return [a for a in self.actions if ident in {a.id, a.id.removeprefix(f"{self.id}.")}]

    def add_text(self, key: str, text: str) -> None:
        """Add what is said of it, once."""
        if text not in self.texts.setdefault(key, []):
            self.texts[key].append(text)

    def add_answer(self, answer: GivenAnswer) -> None:
        """Add what management says, once of each who does."""
        if answer not in self.response:
            self.response.append(answer)

    @property
    def has_response(self) -> bool:
        """Whether management says more than a word."""
        return any(not answer.is_word for answer in self.response)

    def finished(self) -> Recommendation:
        """The recommendation, with everything that its rows said."""
        texts = {key: "\n\n".join(parts) or None for key, parts in self.texts.items()}
        response = "\n\n".join(self._responses()) or None
        return Recommendation(
            self.id,
            self.title,
            (not self.is_answered_twice and self.status) or Status.NOT_STATED,
            reservation=texts.get("reservation"),
            response=response,
            notes=tuple(self.texts.get("notes", ())),
            tags=tuple(tag for tag in _between_tags(texts.get("tags") or "") if tag),
            actions=tuple(action.finished() for action in self.actions),
        )

    def _responses(self) -> Iterator[str]:
        """What management says; the words of its answer too, if there are several."""
        is_whole = self.is_answered_twice or len({answer.by for answer in self.response}) > 1
        by = ""
        for answer in self.response:
            if is_whole or not answer.is_word:
                is_new = is_whole and answer.by not in {"", by}
                yield f"{answer.by}: {answer.text}" if is_new else answer.text
                by = answer.by


def in_short(text: str) -> str:
    """The text of an action as it is compared: case, blanks and its end make no difference."""
    return fold(text).rstrip(" .;")
