"""The ids and names that a person gives: whether the register has them, and the nearest it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

from ecefollow.analysis.filters import Filters, has_name
from ecefollow.reading.quoting import did_you_mean, nearest, quoted
from ecefollow.reading.scripts import code_points, differing_characters
from ecefollow.register.model import Register
from ecefollow.register.names import UnitNames, fold
from ecefollow.register.portfolio import qualified, split
from ecefollow.register.standing import Action

if TYPE_CHECKING:  # only completion meets an incomplete one
    from ecefollow.reading.incomplete import IncompleteAction

_MOST_LISTED: Final = 20
_MOST_CANDIDATES: Final = 8
_Named = tuple[UnitNames, str]  # a name, and the units of its register


class IdError(LookupError):
    """An id that the register does not have, or that a command cannot take: what to do."""


def require_known(register: Register, ids: Iterable[str]) -> list[str]:
    """*ids* as the register has them; IdError if it does not have one, with the nearest it has.

    In a portfolio, the id of an action or a recommendation is enough without its evaluation's, if
    only one evaluation has it. With one register, it may have its evaluation's all the same.
    """
    own = [record.id for record in register.records]
    return require_among(own, (own_id(register, wanted, own) for wanted in ids))


def own_id(register: Register, wanted: str, own_ids: Collection[str]) -> str:
    """The id as the register has it, without its own evaluation's if none of its *own_ids* has one.

    IdError if it is that of another evaluation.
    """
    evaluation, ident = split(wanted)
    if not evaluation or wanted in own_ids or any(split(ident)[0] for ident in own_ids):
        return wanted
    own = register.evaluation.id
    if evaluation != own:
        hint = did_you_mean(evaluation, [own])
        about = f"{quoted(wanted)} is of another evaluation; that of this register is {quoted(own)}"
        raise IdError(f"{about}{hint}")
    return ident


def require_among(own: Collection[str], ids: Iterable[str]) -> list[str]:
    """*ids* as they are among its *own*; IdError if one is not, with the nearest that is."""
    return [wanted if wanted in own else _only_one(own, wanted) for wanted in ids]


def require_recommendations(register: Register, ids: Iterable[str]) -> list[str]:
    """The *ids* of recommendations as the register has them; IdError for that of an action."""
    whole = require_known(register, ids)
    recommendations = {recommendation.id for recommendation in register.recommendations}
    for wanted in whole:
        if wanted not in recommendations:
            raise IdError(f"{wanted} is an action: ecefollow actions {wanted}")
    return whole


def by_units(register: Register, filters: Filters) -> Filters:
    """The filters with each name as the register, or each of a portfolio, shows who is meant."""
    wanted = filters.responsible, filters.accountable
    if not any(wanted):  # as in most runs
        return filters
    responsible, accountable = map(_meant, wanted, _names(register))
    return filters._replace(responsible=responsible, accountable=accountable)


def _names(register: Register) -> tuple[Collection[_Named], Collection[_Named]]:
    """The names of all who were ever responsible, and accountable, as they are written."""
    actions = [action for r in register.recommendations for action in r.actions]
    responsible = ((action.names, name) for action in actions for name in ever_responsible(action))
    accountable = ((action.names, a) for action in actions if (a := action.accountable))
    return dict.fromkeys(responsible), dict.fromkeys(accountable)


def _meant(wanted: Sequence[str], named: Collection[_Named]) -> tuple[str, ...]:
    meant = (
        [units.one(name) for units, own in named if units.is_one(own, name)] or [name]
        for name in wanted
    )
    return tuple(dict.fromkeys(chain.from_iterable(meant)))


def unknown_names(register: Register, filters: Filters) -> list[str]:
    """A sentence for each name and each tag in the filters that nothing in it has."""
    if not (filters.responsible or filters.accountable or filters.tag):  # as in most runs
        return []
    responsible, accountable = (
        _distinct(name for units, own in named for name in (units.one(own), own))
        for named in _names(register)
    )
    tags = _distinct(tag for r in register.recommendations for tag in r.tags)
    rules = [("no action has {} as responsible", name, responsible) for name in filters.responsible]
    rules += [
        ("no action has {} as accountable", name, accountable) for name in filters.accountable
    ]
    rules += [("no recommendation has the tag {}", tag, tags) for tag in filters.tag]
    return [
        sentence.format(quoted(wanted)) + _suggest(wanted, names)
        for sentence, wanted, names in rules
        if not has_name(names, [wanted])
    ]


def _distinct(names: Iterable[str]) -> list[str]:
    """The names in order, each once, however its letters are composed."""
    return sorted({fold(name): name for name in names}.values())


def ever_responsible(action: Action | IncompleteAction) -> Iterator[str]:
    """Everyone who is or was responsible for the action, by its own line and its updates."""
    yield from action.responsible or ()
    for update in action.updates:
        yield from update.responsible or ()


def _only_one(own: Collection[str], wanted: str) -> str:
    """The one known id that *wanted* is without the evaluation's."""
    candidates = [ident for ident in own if split(ident)[1] == wanted]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        listed = _list_all("write one of", candidates, most=_MOST_CANDIDATES)
        raise IdError(f"several evaluations have {quoted(wanted)}: {listed}")
    evaluations = sorted({split(ident)[0] for ident in own} - {""})
    if evaluations:
        raise IdError(_unknown_in_portfolio(wanted, own, evaluations))
    several = re.split(r"[\s,;]+", wanted)
    if re.fullmatch(r"\d{4}-\d\d-\d\d|today", wanted):
        hint = f"; write --as-of {wanted} for a day"
    elif {*several} <= {*own}:
        hint = f"; write {' '.join(several)}"
    else:
        hint = did_you_mean(wanted, own) or f"; {_list_all('the ids are', [*own])}"
    raise IdError(f"this register has no id {quoted(wanted)}{hint}")


def _unknown_in_portfolio(wanted: str, all_ids: Collection[str], evaluations: Sequence[str]) -> str:
    """What to do about an id that none of several evaluations has."""
    evaluation, own = split(wanted)
    if own in evaluations:
        return f"{own} is an evaluation: ecefollow list --evaluation {own}"
    if not evaluation:
        return f"none of the {len(evaluations)} evaluations has {quoted(wanted)}"
    if evaluation in evaluations:
        ids = [split(ident)[1] for ident in all_ids if split(ident)[0] == evaluation]
        hint = did_you_mean(own, ids) or f"; {_list_all('the ids are', ids)}"
        return f"the evaluation {evaluation} has no id {quoted(own)}{hint}"
    meant = qualified(nearest(evaluation, evaluations) or "", own)
    hint = f"; did you mean '{meant}'?" if meant in all_ids else _suggest(evaluation, evaluations)
    return f"there is no evaluation {quoted(evaluation)}{hint}"


def _suggest(wanted: str, names: Sequence[str]) -> str:
    for name in names:  # the two would look the same in the message
        if pairs := differing_characters(wanted, name):
            spelled = " and ".join(
                f"{code_points(theirs)} where you wrote {code_points(yours)}"
                for yours, theirs in pairs
            )
            return f"; did you mean {quoted(name)}, with {spelled}?"
    near = nearest(wanted, names) or next(
        (name for name in names if fold(wanted) in fold(name)), None
    )
    if near:
        return f"; did you mean {quoted(near)}?"
    return f"; {_list_all('there are', [quoted(name) for name in names])}"


def _list_all(lead: str, names: Sequence[str], *, most: int = _MOST_LISTED) -> str:
    """The names behind the lead, as many as a reader can take in."""
    if not names:
        return "there are none"
    more = len(names) - most
    listed = ", ".join(names[:most])
    return f"{lead} {listed} and {more} more" if more > 0 else f"{lead} {listed}"
