"""What a version takes back or words otherwise, as problems: a record is only added to."""

from collections.abc import Iterator
from typing import Final

from ecefollow.analysis import changes
from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.wording import describe
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.register.model import Register

_CODES: Final = {
    ChangeKind.REMOVED: Code.REMOVED,
    ChangeKind.ORIGINAL_CHANGED: Code.ORIGINAL_CHANGED,
    ChangeKind.UPDATE_CHANGED: Code.UPDATE_CHANGED,
    ChangeKind.REWORDED: Code.REWORDED,
}


def problems(base: Register | None, head: Register, path: str) -> list[Diagnostic]:
    """What *head*, at *path*, takes back of *base*, in file order; nothing of what is new."""
    return sorted(_found(changes.compare(base, head), path)) if base else []


def _found(differences: list[Change], path: str) -> Iterator[Diagnostic]:
    for change in differences:
        if (code := _CODES.get(change.kind)) and (place := change.place):
            message = f"{change.id}: {describe(change)}"
            yield Diagnostic(path, place.line + 1, place.column + 1, code, message)
