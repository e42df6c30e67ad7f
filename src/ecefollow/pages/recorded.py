"""What is said of updates that were recorded."""

from __future__ import annotations

from collections.abc import Iterable

from ecefollow.diagnostics import Diagnostic, escaped
from ecefollow.model import Action, ChangedAnswer, Recommendation, Update
from ecefollow.pages.show import told


def text(added: Iterable[tuple[Recommendation | Action, Update | ChangedAnswer]], path: str) -> str:
    """A line for each update: where it stands now, and what it means."""
    return "".join(
        f"{escaped(path)}:{update.at.line_number}: {record.id} {told(record, update)}\n"
        for record, update in added
    )


def doubts(found: Iterable[Diagnostic]) -> list[str]:
    """A line for each doubt about the updates: "late entry: ..."."""
    return [f"{doubt.place}: {doubt.code.replace('-', ' ')}: {doubt.message}" for doubt in found]
