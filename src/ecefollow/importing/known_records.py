"""Which action of a register that is there already each row of a document is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final, NamedTuple

from ecefollow.analysis.changed_words import changed_words
from ecefollow.documents.cells import unguarded
from ecefollow.importing import numbering
from ecefollow.importing.drafts import in_short
from ecefollow.importing.phrases import parts_of
from ecefollow.importing.rows import DocumentRow, HowRead, RecommendationName
from ecefollow.importing.splitting import split as split_actions
from ecefollow.reading.quoting import quoted
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.portfolio import split
from ecefollow.register.standing import Action

_ALIKE: Final = 0.7  # of the words of two texts, from which on one may be the other, reworded
_SAME_NUMBER: Final = 0.4  # likewise of two with one number
_MOST_COMPARED: Final = 5  # texts that share the rarest words
_RAREST: Final = 6  # words by which they are found
_CLEARLY: Final = 0.1  # by how much the nearest must be nearer than the next


class Match(NamedTuple):
    """The action that a number and a text stand for, if one is; and what is doubtful, or why."""

    action: Action | None
    doubt: str = ""


class KnownRecords:
    """The recommendations and actions of a register, by their ids and by their texts."""

    def __init__(self, register: Register) -> None:
        self.recommendations = {each.id: each for each in register.recommendations}
        self.actions = {a.id: a for each in register.recommendations for a in each.actions}
        self.of_action = {a.id: each for each in register.recommendations for a in each.actions}
        self._full_ids: dict[str, list[str]] = {}  # by those without their evaluation
        for name in (*self.recommendations, *self.actions):
            self._full_ids.setdefault(split(name)[1], []).append(name)
        self._by_text: dict[str, list[str]] = {}
        self._by_title: dict[str, list[Recommendation]] = {}
        self._by_word: dict[str, list[str]] = {}
        for recommendation in register.recommendations:
            self._by_title.setdefault(in_short(recommendation.title), []).append(recommendation)
            for action in recommendation.actions:
                self._by_text.setdefault(in_short(action.text), []).append(action.id)

    def ident(self, number: str) -> str:
        """The id that a number stands for: its own, or the one that only one evaluation has."""
        for name in (number.strip(), numbering.ident(number)):
            if name in self.actions or name in self.recommendations:
                return name
            if len(full := self._full_ids.get(name, [])) == 1:
                return full[0]
        return ""

    def recommendation(self, number: str, title: str) -> Recommendation | None:
        """The recommendation of that number, else of that title."""
        if found := self.recommendations.get(self.ident(number)):
            return found
        same = self._by_title.get(in_short(title), []) if title else []
        return same[0] if len(same) == 1 else None

    def next_id(self, under: Recommendation) -> str:
        """The id of a new action of a recommendation."""
        names = (f"{under.id}.{number}" for number in count(len(under.actions) + 1))
        return next(name for name in names if name not in self.actions)

    def match(self, numbers: Sequence[str], text: str, under: str, *, near: bool) -> Match:
        """The action with this text, else the one with a number whose text is like it.

        With *near*, else that whose text is nearest; those *under* a recommendation go before.
        """
        ids = [name for number in numbers if (name := self.ident(number)) in self.actions]
        same = [self.actions[name] for name in self._by_text.get(in_short(text), [])]
        own = [action for action in same if action.id in ids]
        own = own or [action for action in same if self.of_action[action.id].id == under] or same
        if len(own) == 1:
            moved = bool(ids) and own[0].id not in ids
            doubt = f"{quoted(ids[0])} is in the row with the text of {own[0].id}" if moved else ""
            return Match(own[0], doubt)
        if own:
            names = ", ".join(action.id for action in own)
            return Match(None, f"{names} have this text: write the number of one")
        if ids:
            action = self.actions[ids[0]]
            if likeness(action.text, text) >= _SAME_NUMBER:
                return Match(action, _reworded(action, text))
            return Match(None, f"{action.id} is {quoted(action.text)} there")
        return self._nearest(text, under) if near else Match(None)

    def _nearest(self, text: str, under: str) -> Match:
        near = sorted(
            ((likeness(self.actions[name].text, text), name) for name in self._candidates(text)),
            key=lambda pair: (-pair[0], self.of_action[pair[1]].id != under),
        )
        if not near or near[0][0] < _ALIKE:
            return Match(None)
        if len(near) > 1 and near[0][0] - near[1][0] < _CLEARLY:
            names = " and ".join(name for _, name in near[:2])
            return Match(None, f"this is as near to {names}: write the number of one")
        action = self.actions[near[0][1]]
        return Match(action, f"this is nearest to {action.id}: {_reworded(action, text)}")

    def _candidates(self, text: str) -> Iterator[str]:
        """The actions that share the rarest words of the text, those with the most first."""
        if not self._by_word:
            for action in self.actions.values():
                for word in set(parts_of(action.text)):
                    self._by_word.setdefault(word, []).append(action.id)
        known = [self._by_word[word] for word in set(parts_of(text)) if word in self._by_word]
        shared = Counter(name for names in sorted(known, key=len)[:_RAREST] for name in names)
        yield from (name for name, _ in shared.most_common(_MOST_COMPARED))


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same words in the same order, from 0 to 1."""
    # Late: most rows have the text of their action.
    from difflib import SequenceMatcher

    return SequenceMatcher(None, parts_of(one), parts_of(other), autojunk=False).ratio()


def _reworded(action: Action, text: str) -> str:
    return f"the register has it as {changed_words(action.text, text)}"


def tell(rows: Sequence[DocumentRow], known: KnownRecords, how: HowRead) -> None:
    """Tell of each row which recommendation and which action of the register it is about.

    One that has no place there is lost, with a finding.
    """
    under = _recommendations(rows, known, how)
    for row, name in zip(rows, under, strict=True):
        if "id" in row.said and "text" in row.columns and "text" not in row.said:
            _know(row, Match(_by_number(row, name, known)), known, how, name)
    texts = [n for n, row in enumerate(rows) if "text" in row.said.keys() - row.continued]
    if how.actions:  # each recommendation is its own action
        texts = []
    taken: set[str] = set()
    for near in (False, True):  # what is surely about an action goes before what may be
        for n in texts:
            row = rows[n]
            if row.known or (near and _is_list(row, how)):
                continue
            match = _match(row, under[n], known, near=near)
            if match.action and near and match.action.id in taken:
                match = Match(None)
            if match.action:
                _know(row, match, known, how, under[n])
                taken.add(match.action.id)
            elif near:
                _place(row, under[n], match.doubt, known, how)


def _recommendations(
    rows: Sequence[DocumentRow], known: KnownRecords, how: HowRead
) -> list[str | None]:
    """Of which recommendation of the register the document says that each row is.

    "" for one that is not there; None if nothing says so.
    """
    current: str | None = None
    under = []
    for row in rows:
        if row.name:
            own = known.recommendation(row.name.id, row.name.title)
            current = own.id if own else None if row.is_alone and not row.name.id else ""
            if own:
                title = row.said.get("title")
                if title and in_short(row.name.title) not in {"", in_short(own.title)}:
                    reworded = changed_words(own.title, row.name.title)
                    how.find(title, f"the register has the title of {own.id} as {reworded}")
                row.name = RecommendationName(own.id, own.title)
        under.append(current)
    return under


def _is_list(row: DocumentRow, how: HowRead) -> bool:
    """Whether a cell has several actions, each of which is to be matched."""
    return len(split_actions(row.said["text"].text, how.labels).parts) > 1


def _match(row: DocumentRow, under: str | None, known: KnownRecords, *, near: bool) -> Match:
    text = unguarded(row.action.text if row.action else row.said["text"].text)
    numbers = _numbers(row, under)
    if "recommendation" in row.said:  # one column may number both
        numbers.append(row.said["recommendation"].text)
    return known.match(numbers, text, under or "", near=near)


def _by_number(row: DocumentRow, under: str | None, known: KnownRecords) -> Action | None:
    names = map(known.ident, _numbers(row, under))
    return next((known.actions[name] for name in names if name in known.actions), None)


def _numbers(row: DocumentRow, under: str | None = None) -> list[str]:
    """The numbers that a row gives its action, also as what stands behind its recommendation's."""
    given = [row.said["id"].text] if "id" in row.said else []
    given += [row.action.label] if row.action and row.action.label else []
    return [*given, *(f"{under}.{numbering.ident(number)}" for number in given if under)]


def _know(
    row: DocumentRow, match: Match, known: KnownRecords, how: HowRead, under: str | None
) -> None:
    if not match.action:
        return
    row.known = match.action.id
    own = known.of_action[row.known]
    if match.doubt:
        how.find(row.said["text"], match.doubt)
    if under and under != own.id:
        cell = row.said.get("text") or row.said["id"]
        how.find(cell, f"the register has this as {row.known}, under {own.id}")
    row.name = RecommendationName(own.id, own.title)


def _place(
    row: DocumentRow, under: str | None, doubt: str, known: KnownRecords, how: HowRead
) -> None:
    """Put a row that is of no action of the register under a recommendation, if it says of which.

    One that may be of one is lost.
    """
    given = [name for n in _numbers(row) for name in (n.strip(), numbering.ident(n))]
    above = (known.ident(name.rpartition(".")[0]) for name in given)
    under = next((name for name in above if name in known.recommendations), under)
    if not doubt and under is None:
        doubt = "nothing says under which recommendation it would be"
    if doubt:
        for said in row.said.values():
            how.account.leave(said.place, doubt)
        how.find(row.said["text"], f"the register has no such action, and {doubt}; it was left out")
        row.is_lost = True
    elif under:
        if number := row.said.get("id"):
            row.said["id"] = number._replace(text=split(number.text)[1])
        row.name = RecommendationName(under, known.recommendations[under].title)
