"""The listing of `diff`: what a change of the register means, a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ecefollow.analysis.changes import ChangeKind
from ecefollow.analysis.changes_in_words import marked
from ecefollow.analysis.values_in_words import count
from ecefollow.history.diff import Compared
from ecefollow.register.vocabulary import State
from ecefollow.views.context import AskedRegister, Skipped, asked_fields, skipped_lines
from ecefollow.views.listing import Column, Listing, evaluation_column, written

FIELDS: Final = (
    Column("id", "Id", lambda c: c.id),
    Column("kind", "Kind", lambda c: c.kind, ChangeKind),
    Column("field", "Field", lambda c: c.field, str | None),
    Column("before", "Before", lambda c: c.before, Any),
    Column("after", "After", lambda c: c.after, Any),
    # A change of its precision alone is a change.
    Column("before_written", "Before, as written", lambda c: written(c.before), str | None),
    Column("after_written", "After, as written", lambda c: written(c.after), str | None),
    Column("days", "Days", lambda c: c.days, int | None),
    Column("note", "Note", lambda c: c.note, str | None),
    Column("first_day", "First day", lambda c: c.span and c.span.since, date | None),
    Column("last_day", "Last day", lambda c: c.span and c.span.last, date | None),
)


def changes(compared: Compared, skipped: Sequence[Skipped] = ()) -> Listing:
    """The changes from one version to another, and what was skipped."""
    found = compared.changes
    kinds = Counter(change.kind for change in found)
    each = ", ".join(f"{number} {kind.words}" for kind, number in kinds.items())
    total = f"{count(len(found), 'change')} from {compared.base} to {compared.head}"
    said = [f"{total}: {each}" if each else total]
    said += rewriting_lines(sum(change.takes_back for change in found))
    said += [*compared.notes, *skipped_lines(skipped)]
    evaluation = (evaluation_column(lambda change: change.id),) if compared.is_portfolio else ()
    return Listing(
        "changes",
        (*evaluation, *FIELDS),
        (*evaluation, FIELDS[0], Column("change", "Change", marked, is_field=False)),
        found,
        about(compared, skipped),
        tuple(said),
        state=lambda change: State.OVERDUE if change.takes_back else None,
        heading="What this changes",
        is_cut=False,
    )


def about(compared: Compared, skipped: Sequence[Skipped]) -> dict[str, Any]:
    """What every comparison says of itself, for a program."""
    asked = [AskedRegister.of(each.file) for each in compared.differences]
    registers = asked_fields(asked if compared.is_portfolio else (), skipped)
    return {"format": 1, **registers, "base": compared.base, "head": compared.head}


def rewriting_lines(number: int) -> list[str]:
    """The line that says how many changes take back what was recorded; none for none."""
    some = "1 of them takes" if number == 1 else f"{number} of them take"
    return [f"(!) {some} back what was recorded"] if number else []
