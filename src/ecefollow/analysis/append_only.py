"""What a version takes back or words otherwise, as problems: a record is only added to."""

from collections.abc import Iterator
from typing import Final

from ecefollow.analysis import changes
from ecefollow.analysis.changes import Change, Kind
from ecefollow.analysis.wording import told
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.register.model import Register

_CODES: Final = {
    Kind.REMOVED: Code.REMOVED,
    Kind.ORIGINAL_CHANGED: Code.ORIGINAL_CHANGED,
    Kind.UPDATE_CHANGED: Code.UPDATE_CHANGED,
    Kind.REWORDED: Code.REWORDED,
}


def diagnostics(base: Register | None, head: Register, path: str) -> list[Diagnostic]:
    """What *head*, at *path*, takes back of *base*, in file order; nothing of what is new."""
    return sorted(_found(changes.between(base, head), path)) if base else []


def _found(differences: list[Change], path: str) -> Iterator[Diagnostic]:
    for change in differences:
        if (code := _CODES.get(change.kind)) and (place := change.place):
            message = f"{change.id}: {told(change)}"
            yield Diagnostic(path, place.line + 1, place.column + 1, code, message)
