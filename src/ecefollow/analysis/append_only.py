"""What a version takes back or edits of an earlier one, as problems: a record is only added to."""

from collections.abc import Iterator

from ecefollow.analysis.changes import Change
from ecefollow.analysis.changes_in_words import advise
from ecefollow.analysis.comparison import compare
from ecefollow.reading.diagnostics import Diagnostic
from ecefollow.register.model import Register


def problems(base: Register, head: Register, path: str) -> list[Diagnostic]:
    """The problems with what *head*, at *path*, changes of *base*, in file order."""
    return sorted(_found(compare(base, head), path))


def keeps(base: Register, head: Register) -> bool:
    """Whether *head* has everything that *base* has, unchanged."""
    return not any(change.edits for change in compare(base, head))


def _found(changes: list[Change], path: str) -> Iterator[Diagnostic]:
    for change in changes:
        if change.code and (position := change.position):
            message = f"{change.id}: {advise(change)}"
            yield Diagnostic(path, position.line + 1, position.column + 1, change.code, message)
