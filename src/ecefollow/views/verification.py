"""The page of `log --verify`: whether the record of a revision still stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ecefollow.analysis.changes_in_words import describe
from ecefollow.analysis.values_in_words import count
from ecefollow.history.verification import VerifiedRecord
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.views import diff
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import as_json
from ecefollow.views.page import Line, Page

_SHORT = 12  # characters of a commit's id


def page(found: Sequence[VerifiedRecord], *, revision: str, is_portfolio: bool) -> Page:
    """One line that says whether the record still stands, and a line for each change if not.

    In a portfolio that is said of each evaluation.
    """
    if not is_portfolio:
        (only,) = found
        about = {"format": 1, "register": only.path, "revision": revision}
        return Page(tuple(_lines(only)), about | _record(only))
    lines = []
    for each in found:
        lines += [Line(f"{each.recorded.evaluation.id}:", strong=True), *_lines(each), Line("")]
    registers = [
        {"path": each.path, "evaluation": each.recorded.evaluation.id, **_record(each)}
        for each in found
    ]
    holds = all(each.holds for each in found)
    about = {"format": 1, "revision": revision, "holds": holds, "registers": registers}
    return Page(tuple(lines[:-1]), about)


def _record(found: VerifiedRecord) -> dict[str, Any]:
    return {
        "commit": found.commit,
        "day": json_value(found.day) if found.day < date.max else None,
        "head": found.head,
        "ancestor": found.is_ancestor,
        "holds": found.holds,
        "changes": [
            {**as_json(diff.FIELDS, change), "code": json_value(change.code)}
            for change in found.changes
        ],
    }


def _lines(found: VerifiedRecord) -> Iterator[Line]:
    commit, head = found.commit[:_SHORT], found.head[:_SHORT]
    day = f" of {format_day(found.day)}" if found.day < date.max else ""
    recorded = f"what {commit}{day} recorded ({_size(found)})"
    if found.holds:
        yield Line(f"Everything holds: {recorded} still stands, unchanged, in HEAD {head}.")
    else:
        changed = count(len(found.changes), "change")
        yield Line(f"It does not hold: HEAD {head} makes {changed} to {recorded}.", strong=True)
    if found.is_ancestor is None:
        yield Line(
            f"This clone is shallow: it cannot tell whether {commit} is an ancestor of HEAD."
        )
    elif not found.is_ancestor:
        yield Line(f"{commit} is not an ancestor of HEAD: the history was replaced.")
    ids = max((len(change.id) for change in found.changes), default=0)
    for change in found.changes:
        code = f" [{change.code}]" if change.code else ""
        text = f" {describe(change)}{code}"
        state = State.OVERDUE if change.takes_back else None
        yield Line(text.strip(), lead=change.id, lead_width=ids, indent=2, strong=bool(state))


def _size(found: VerifiedRecord) -> str:
    register = found.recorded
    updates = sum(len(record.updates) for record in register.records)
    actions = sum(len(each.actions) for each in register.recommendations)
    return (
        f"{count(len(register.recommendations), 'recommendation')}, {count(actions, 'action')}, "
        f"{count(updates, 'update')}"
    )
