"""What a register has besides its texts, beside its document: answers, deadlines, names, events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.analysis.word_stream import WordStream, folded
from ecefollow.importing.days import read_due
from ecefollow.importing.rows import HowRead
from ecefollow.reading.diagnostics import Code
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.positions import Position
from ecefollow.register.standing import Action
from ecefollow.register.vocabulary import Status

_Problem = tuple[Position, Code, str]
_ORDERS: Final = (None, *DateOrder)  # the register does not say how its document has dates
_long_words: Final = re.compile(r"[^\W\d_]{4,}").findall
_FEWEST: Final = 0.5  # of the words of an event that somebody put in other ones


def unsourced(
    register: Register, stream: WordStream, how: HowRead, called: str
) -> Iterator[_Problem]:
    """The values that are not what the document says, once the sentences have their owners.

    What was added later is not in the document.
    """
    for each in register.recommendations:
        if not each.added:
            part = _Part(each, stream, stream.beside(each.id), how, called)
            found = [*part.of_recommendation()]
            for action in each.actions:
                found += () if action.added else part.of_action(action)
            yield from ((at, Code.UNSOURCED, message) for at, message in found)


class _Part(NamedTuple):
    """What the document says of a recommendation, and the values that it does not say."""

    recommendation: Recommendation
    stream: WordStream
    sentences: list[str]
    how: HowRead
    called: str

    def of_recommendation(self) -> Iterator[tuple[Position, str]]:
        each, status = self.recommendation, self.how.vocabulary.status
        # Of an altered text, it is named already.
        response = each.response if each.response and self.stream.has(each.response) else ""
        answers = {status(response).meaning}
        # Such a word may also be about another thing, and then nobody has stated an answer.
        if each.status is not Status.NOT_STATED:
            readings = map(status, self.sentences)
            answers |= {reading.meaning for reading in readings if reading.whole}
        answers.discard(None)
        if answers and each.status not in answers:
            said = " or ".join(sorted(f"'{answer}'" for answer in answers))
            message = f"{each.id}: status: '{each.status}', but {self.called} reads as {said}"
            yield each.at["status"], message

    def of_action(self, action: Action) -> Iterator[tuple[Position, str]]:
        of, due_text = self.recommendation.id, action.due_text
        # Of an altered text, likewise.
        due_text = due_text if due_text and self.stream.has(due_text) else None
        names = [("responsible", name) for name in action.responsible]
        names += [(key, getattr(action, key)) for key in ("accountable",) if action.accountable]
        names += [("due_text", due_text)] if due_text else []
        for key, name in names:
            if why := self._not_said(name, action):
                yield action.at[key], f"{action.id}: {key}: '{name}' {why}"
        if action.after and not self._tells_of(action.after.event, action):
            message = f"{action.id}: event: this is not in what {self.called} says of {of}"
            yield action.after.at["event"], message
        if action.due and (due_text or not action.due_text):
            days = self._days([due_text] if due_text else self.sentences)
            said = f"the due_text '{due_text}' reads otherwise"
            said = said if due_text else f"nothing that {self.called} says of {of} is this day"
            if action.due.last not in days and (days or not due_text):
                yield action.at["due"], f"{action.id}: due: {said}"

    def _not_said(self, text: str, action: Action) -> str:
        """Why the document does not say it of the action; empty if it does, or a reading may."""
        of = self.recommendation
        rows = self.stream.rows_of(text, of.id)
        others = {
            row
            for each in of.actions
            if each.text != action.text
            for row in self.stream.rows_of(each.text, of.id)
        } - self.stream.rows_of(action.text, of.id)
        if rows - others or (action.reading and self.stream.has(text)):
            return ""
        where = f"what {self.called} says of {of.id}"
        return f"is in {where}, but of another action" if rows else f"is not in {where}"

    def _tells_of(self, event: str, action: Action) -> bool:
        own = {*_long_words(folded(event).casefold())}
        known = {*_long_words(" ".join(self.sentences).casefold())}
        is_like = len(own & known) >= _FEWEST * len(own)
        return self.stream.has(event) or (bool(action.reading) and is_like)

    def _days(self, texts: Sequence[str]) -> set[date]:
        """The last days of the deadlines that these are, read in either order."""
        words = self.how.vocabulary
        cells = (read_due(text, None, order, words) for text in texts for order in _ORDERS)
        return {cell.due.last for cell in cells if cell.due}
