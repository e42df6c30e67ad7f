"""A key that no record has: of which it is, or which was meant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ecefollow.reading.quoting import first_part, folded, nearest, quoted
from ecefollow.register.schema import USUAL_WORDS, Record, owners


def unknown_key(kind: Record, name: str, meant: str | None, root: Record) -> str:
    """The message about a key that is of another record, misspelled, or what offices call one."""
    hint = f"; did you mean '{meant}'?" if meant else ""
    if others := owners(name, root):
        return f"{quoted(name)} is a key of {' and of '.join(others)}, not of {kind.name}{hint}"
    every_key = _every_key(root)
    if not meant and (theirs := _called(name, every_key) or nearest(name, every_key)):
        hint = f"; did you mean '{theirs}', a key of {' and of '.join(owners(theirs, root))}?"
    hint = hint or f"; the keys are {', '.join(kind.kinds)}"
    return f"{kind.name} has no key {quoted(name)}{hint}"


def meant_by(kind: Record, name: str, root: Record) -> str | None:
    """The key of *kind* that an unknown one was meant to be, None if it is not clear."""
    if owners(name, root):  # spelled right: 'date' is not meant to be 'updates'
        return next((key for key in kind.kinds if name in USUAL_WORDS.get(key, ())), None)
    own = _called(name, kind.kinds)
    # Nor is 'due_date', what people call a key of another record.
    return own if own or _called(name, _every_key(root)) else nearest(name, kind.kinds)


def _called(name: str, keys: Iterable[str]) -> str | None:
    """The key that people also call so, or that the name begins with; None if none is."""
    usual = (key for key in keys if folded(name) in USUAL_WORDS.get(key, ()))
    return next(usual, None) or first_part(name, keys)


@cache
def _every_key(root: Record) -> dict[str, None]:
    return dict.fromkeys(name for record in root.records() for name in record.kinds)
