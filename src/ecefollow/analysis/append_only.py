"""What a version takes back or edits of an earlier one, as problems: a record is only added to."""

from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from ecefollow.analysis.changes import Change
from ecefollow.analysis.changes_in_words import advise
from ecefollow.analysis.comparison import compare
from ecefollow.reading.diagnostics import Diagnostic
from ecefollow.register.model import Register


def problems(base: Register, head: Register, path: str, *, until: date) -> list[Diagnostic]:
    """The problems with what *head*, at *path*, changes of *base*, in file order.

    *until* is the day of the base's commit: what was answered about later days can still change.
    """
    return sorted(_found(compare(base, head, until=until), head, path), key=attrgetter("at"))


def keeps(base: Register, head: Register) -> bool:
    """Whether *head* has everything that *base* has, unchanged."""
    return not any(change.alters for change in compare(base, head))


def _found(changes: list[Change], head: Register, path: str) -> Iterator[Diagnostic]:
    for change in changes:
        position = change.position or head.at.first
        for code in change.codes:
            message = f"{change.id}: {advise(change, code)}"
            yield Diagnostic(path, position.line + 1, position.column + 1, code, message)
