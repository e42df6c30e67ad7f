"""The names of an evaluation's units: which stand for two, and which names are close to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

from ecefollow.reading.diagnostics import Code
from ecefollow.reading.incomplete import IncompleteAction, IncompleteUpdate
from ecefollow.reading.quoting import quoted
from ecefollow.register.model import Evaluation
from ecefollow.register.names import fold
from ecefollow.register.positions import Position
from ecefollow.register.standing import Action, Update

_Action = Action | IncompleteAction
_Problem = tuple[Position, Code, str]

_ALIKE: Final = 0.8  # of the letters of two words, from which on one may be a slip for the other
_FEW: Final = 3  # letters: so few say all, as in "PMU", or nothing, as in "of"


def repeated(evaluation: Evaluation) -> Iterator[_Problem]:
    """The names that stand for two units."""
    first = {fold(name): unit for unit in reversed(evaluation.units) for name in unit.names}
    for unit in evaluation.units:
        for name in unit.names:
            if (other := first[fold(name)]) is not unit:
                key = "also" if name in unit.also else "name"
                message = f"{quoted(name)} is a name of the unit on line {other.at.line_number}"
                yield unit.at[key], Code.DUPLICATE_ID, f"{key}: {message} already"


def near(evaluation: Evaluation, actions: Sequence[_Action]) -> Iterator[_Problem]:
    """The names of those responsible and accountable that are close to a unit's, and are none."""
    known = {fold(name): name for unit in evaluation.units for name in unit.names}

    @cache
    def close(given: str) -> str | None:
        return next((name for name in known.values() if _is_close(given, name)), None)

    for action in actions if known else ():
        records: list[_Action | Update | IncompleteUpdate] = [action, *action.updates]
        named = [(r.at, "responsible", name) for r in records for name in r.responsible or ()]
        named += [(action.at, "accountable", action.accountable)] if action.accountable else []
        for at, key, name in named:
            if fold(name) not in known and (other := close(name)):
                message = f"{quoted(name)} is close to {quoted(other)} in `units`"
                advice = "write it so, or add this name there"
                yield at[key], Code.NEAR_NAME, f"{key}: {message}; {advice}"


def _is_close(name: str, other: str) -> bool:
    """Whether each word is the other's or may be a slip for it."""
    # Late: few registers have a name that is none of their units'.
    from difflib import SequenceMatcher

    pairs = zip_longest(_words(name), _words(other), fillvalue="")
    return all(
        min(len(one), len(two)) > _FEW and SequenceMatcher(None, one, two).ratio() >= _ALIKE
        for one, two in pairs
        if one != two
    )


def _words(name: str) -> list[str]:
    """The words of a name, without "of" and the like."""
    words = re.findall(r"\w+", name)
    return [fold(w) for w in words if len(w) > _FEW or not w.islower()] or [fold(name)]
