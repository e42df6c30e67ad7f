"""The ids and names that a person gives: whether the register has them, and the nearest it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ecefollow.analysis.filters import Filters, fold, has_name
from ecefollow.reading.messages import did_you_mean, nearest, quoted
from ecefollow.register.model import Action, Register

_MOST_LISTED: Final = 20


class IdError(LookupError):
    """An id that the register does not have, or that a command cannot take: what to do."""


def require_known(register: Register, ids: Iterable[str]) -> None:
    """IdError if the register does not have one of *ids*, with the nearest that it has."""
    require_among([record.id for record in register.records], ids)


def require_among(known: Collection[str], ids: Iterable[str]) -> None:
    """IdError if one of *ids* is not known, with the nearest that is."""
    for wanted in ids:
        if wanted not in known:
            hint = did_you_mean(wanted, known) or f"; {_list_all('the ids are', [*known])}"
            raise IdError(f"this register has no id {quoted(wanted)}{hint}")


def require_recommendations(register: Register, ids: Iterable[str]) -> None:
    """IdError if one of *ids* is not a recommendation's."""
    ids = tuple(ids)
    require_known(register, ids)
    recommendations = {each.id for each in register.recommendations}
    for wanted in ids:
        if wanted not in recommendations:
            raise IdError(f"{wanted} is an action: ecefollow actions {wanted}")


def unknown_names(register: Register, filters: Filters) -> list[str]:
    """A sentence for each responsible and each tag in the filters that nothing in it has."""
    if not filters.responsible and not filters.tag:  # as in most runs
        return []
    actions = [action for each in register.recommendations for action in each.actions]
    responsible = sorted({name for action in actions for name in ever_responsible(action)})
    tags = sorted({tag for each in register.recommendations for tag in each.tags})
    asked = [("no action has {} as responsible", name, responsible) for name in filters.responsible]
    asked += [("no recommendation has the tag {}", tag, tags) for tag in filters.tag]
    return [
        sentence.format(quoted(wanted)) + _suggest(wanted, known)
        for sentence, wanted, known in asked
        if not has_name(known, [wanted])
    ]


def ever_responsible(action: Action) -> Iterator[str]:
    """Everyone who is or was responsible for the action, by its own line and its updates."""
    yield from action.responsible or ()
    for update in action.updates:
        yield from update.responsible or ()


def _suggest(wanted: str, names: Sequence[str]) -> str:
    near = nearest(wanted, names) or next(
        (name for name in names if fold(wanted) in fold(name)), None
    )
    if near:
        return f"; did you mean {quoted(near)}?"
    return f"; {_list_all('there are', [quoted(name) for name in names])}"


def _list_all(lead: str, names: Sequence[str]) -> str:
    """The names behind the lead, as many as a reader can take in."""
    if not names:
        return "there are none"
    more = len(names) - _MOST_LISTED
    listed = ", ".join(names[:_MOST_LISTED])
    return f"{lead} {listed} and {more} more" if more > 0 else f"{lead} {listed}"
