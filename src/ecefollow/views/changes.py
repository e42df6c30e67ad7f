"""The listing of `diff`: what a change of the register means, a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from ecefollow.analysis.changes import Change
from ecefollow.analysis.changes_in_words import marked
from ecefollow.analysis.values_in_words import count
from ecefollow.history.diff import Compared
from ecefollow.register.deadlines import Deadline
from ecefollow.register.vocabulary import State
from ecefollow.views.context import AskedRegister, Skipped, asked_fields, skipped_lines
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Column, Listing, evaluation_column


def _written(value: object) -> str | None:
    """A deadline as the file has it: a change of its precision alone is a change."""
    return value.written if isinstance(value, Deadline) else None


FIELDS: Final = (
    Column("id", "Id", lambda c: c.id),
    Column("kind", "Kind", lambda c: c.kind),
    Column("field", "Field", lambda c: c.field),
    Column("before", "Before", lambda c: c.before),
    Column("after", "After", lambda c: c.after),
    Column("before_written", "Before, as written", lambda c: _written(c.before)),
    Column("after_written", "After, as written", lambda c: _written(c.after)),
    Column("days", "Days", lambda c: c.days),
    Column("note", "Note", lambda c: c.note),
    Column("first_day", "First day", lambda c: c.span and c.span.since),
    Column("last_day", "Last day", lambda c: c.span and c.span.last),
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


def record(change: Change) -> dict[str, Any]:
    """Every field of a change, for a program."""
    return {field.name: json_value(field.cell(change)) for field in FIELDS}


def rewriting_lines(number: int) -> list[str]:
    """The line that says how many changes take back what was recorded; none for none."""
    some = "1 of them takes" if number == 1 else f"{number} of them take"
    return [f"(!) {some} back what was recorded"] if number else []
