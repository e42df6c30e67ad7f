"""Select, order and count: pure answers about a register on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ecefollow.reading.messages import did_you_mean, nearest, quoted
from ecefollow.register.deadlines import Span
from ecefollow.register.model import Answer, Register, Standing
from ecefollow.register.vocabulary import Progress, State, Status

_MOST_TOLD: Final = 20


class IdError(LookupError):
    """An id that the register, or the question, has no place for; its text says what to do."""


class Item(NamedTuple):
    """An action's standing, under the answer to its recommendation on the same day."""

    answer: Answer
    standing: Standing


class Against(StrEnum):
    """The deadline that lateness is counted from."""

    PRESENT = "present"
    ORIGINAL = "original"


class Filters(NamedTuple):
    """What a listing is narrowed to: any of the values of each, all of those that are given."""

    status: Sequence[Status] = ()
    progress: Sequence[Progress] = ()
    state: Sequence[State] = ()
    responsible: Sequence[str] = ()
    tag: Sequence[str] = ()
    search: Sequence[str] = ()
    due_from: date | None = None
    due_by: date | None = None
    silent_since: date | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The filters that are on, by name."""
        return {name: value for name, value in self._asdict().items() if value}

    def take(self, item: Item) -> bool:
        """Whether an action is taken, by its own standing and its recommendation's answer."""
        return (
            self._take_answer(item.answer)
            and self._take_standing(item.standing)
            and self._found(item.answer, item.standing)
        )

    def take_answer(self, answer: Answer) -> bool:
        """Whether a recommendation is taken: by itself and by one action that meets all filters."""
        if not self._take_answer(answer):
            return False
        if not self._asks_actions:
            return self._found(answer, *answer.standings)
        return any(
            self._take_standing(standing) and self._found(answer, standing)
            for standing in answer.standings
        )

    @property
    def _asks_actions(self) -> bool:
        return bool(
            self.progress
            or self.state
            or self.responsible
            or self.due_from
            or self.due_by
            or self.silent_since
        )

    def _take_answer(self, answer: Answer) -> bool:
        return (not self.status or answer.status in self.status) and _names_one(
            self.tag, answer.recommendation.tags
        )

    def _take_standing(self, standing: Standing) -> bool:
        due = standing.due.last if standing.due else None
        last = standing.last_update
        return (
            (not self.progress or standing.progress in self.progress)
            and (not self.state or standing.state in self.state)
            and _names_one(self.responsible, standing.action.responsible)
            and (not self.due_from or (due is not None and due >= self.due_from))
            and (not self.due_by or (due is not None and due <= self.due_by))
            and (not self.silent_since or last is None or last < self.silent_since)
        )

    def _found(self, answer: Answer, *standings: Standing) -> bool:
        if not self.search:
            return True
        texts = [answer.recommendation.id, answer.recommendation.title]
        for standing in standings:
            texts += standing.action.id, standing.action.text
        searched = [folded(text) for text in texts]
        return any(folded(wanted) in text for wanted in self.search for text in searched)


def items(answers: Iterable[Answer], ids: Sequence[str] = ()) -> list[Item]:
    """The actions, in file order: those of *ids*, a recommendation's id names all of its own."""
    return [
        Item(answer, standing)
        for answer in answers
        for standing in answer.standings
        if not ids or standing.action.id in ids or answer.recommendation.id in ids
    ]


def overdue(items: Iterable[Item], *, against: Against) -> list[Item]:
    """The actions whose deadline has passed while they are open, longest ago first."""

    def days(item: Item) -> int:
        standing = item.standing
        if against is Against.ORIGINAL:
            return standing.days_past_original or 0
        return standing.days_overdue or 0

    return sorted(filter(days, items), key=days, reverse=True)


def upcoming(items: Iterable[Item], *, on: date, within: Span) -> list[Item]:
    """The open actions that fall due from *on* until so long after, both included, soonest first.

    The items' standings are those of the day *on*.
    """
    until = within.after(on)

    def due(item: Item) -> date:
        return item.standing.due.last if item.standing.due else date.max

    # What is open and due on this day or later is scheduled.
    scheduled = (item for item in items if item.standing.state is State.SCHEDULED)
    return sorted((item for item in scheduled if due(item) <= until), key=due)


def states(answers: Iterable[Answer]) -> dict[State, int]:
    """How many actions stand in each state, in the order of the states."""
    counts = dict.fromkeys(State, 0)
    for answer in answers:
        for standing in answer.standings:
            counts[standing.state] += 1
    return counts


def require_known(register: Register, ids: Iterable[str]) -> None:
    """IdError where one of *ids* is nobody's, with the nearest that is somebody's."""
    require_among([record.id for record in register.records], ids)


def require_among(known: Collection[str], ids: Iterable[str]) -> None:
    """IdError where one of *ids* is not known, with the nearest that is."""
    for wanted in ids:
        if wanted not in known:
            hint = did_you_mean(wanted, known) or f"; there are {_told([*known])}"
            message = f"{quoted(wanted)} is no id of this register{hint}"
            raise IdError(message)


def require_recommendations(register: Register, ids: Iterable[str]) -> None:
    """IdError where one of *ids* is not a recommendation's."""
    ids = tuple(ids)
    require_known(register, ids)
    recommendations = {each.id for each in register.recommendations}
    for wanted in ids:
        if wanted not in recommendations:
            raise IdError(f"{wanted} is an action: ecefollow actions {wanted}")


def unborne(register: Register, filters: Filters) -> list[str]:
    """A sentence for each responsible and tag asked for that nobody in the register bears."""
    actions = [action for each in register.recommendations for action in each.actions]
    names = sorted({name for action in actions for name in action.responsible})
    tags = sorted({tag for each in register.recommendations for tag in each.tags})
    asked = [("no action names {} as responsible", wanted, names) for wanted in filters.responsible]
    asked += [("no recommendation bears the tag {}", wanted, tags) for wanted in filters.tag]
    return [
        _nobody(sentence.format(quoted(wanted)), wanted, known)
        for sentence, wanted, known in asked
        if not _names_one([wanted], known)
    ]


def folded(text: str) -> str:
    """*text* as it is compared with another: case and spacing make no difference."""
    return " ".join(text.split()).casefold()


def _nobody(sentence: str, wanted: str, names: Sequence[str]) -> str:
    near = nearest(wanted, names) or next(
        (name for name in names if folded(wanted) in folded(name)), None
    )
    if near:
        return f"{sentence}; did you mean {quoted(near)}?"
    return f"{sentence}; there is {_told([quoted(name) for name in names])}"


def _told(names: Sequence[str]) -> str:
    """The names, as many as can be taken in."""
    told = ", ".join(names[:_MOST_TOLD]) or "none at all"
    return told if len(names) <= _MOST_TOLD else f"{told} and {len(names) - _MOST_TOLD} more"


def _names_one(wanted: Sequence[str], names: Iterable[str]) -> bool:
    """Whether one of *wanted* is a whole name among *names*, ignoring case; all are if none is."""
    return not wanted or not {folded(name) for name in wanted}.isdisjoint(map(folded, names))
