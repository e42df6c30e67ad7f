"""A key that no record has: of which it is, or which was meant."""

from __future__ import annotations

from functools import cache

from ecefollow.reading.quoting import called, nearest, quoted
from ecefollow.register.schema import USUAL_WORDS, Record, owners


def unknown_key(kind: Record, name: str, meant: str | None, root: Record) -> str:
    """The message about a key that is of another record, misspelled, or what offices call one."""
    hint = f"; did you mean '{meant}'?" if meant else ""
    if others := owners(name, root):
        return f"{quoted(name)} is a key of {' and of '.join(others)}, not of {kind.name}{hint}"
    if not meant and (theirs := nearest(name, _every_key(root), USUAL_WORDS)):
        hint = f"; did you mean '{theirs}', a key of {' and of '.join(owners(theirs, root))}?"
    hint = hint or f"; the keys are {', '.join(kind.kinds)}"
    return f"{kind.name} has no key {quoted(name)}{hint}"


def meant_by(kind: Record, name: str, root: Record) -> str | None:
    """The key of *kind* that an unknown one was meant to be, None if it is not clear."""
    if owners(name, root):  # spelled right: 'date' is not meant to be 'updates'
        return next((key for key in kind.kinds if name in USUAL_WORDS.get(key, ())), None)
    own = called(name, kind.kinds, USUAL_WORDS)
    # Nor is 'due_date', what people call a key of another record.
    is_of_another = called(name, _every_key(root), USUAL_WORDS)
    return own if own or is_of_another else nearest(name, kind.kinds)


@cache
def _every_key(root: Record) -> dict[str, None]:
    return dict.fromkeys(name for record in root.records() for name in record.kinds)
