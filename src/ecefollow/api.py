"""What a Python program may import from `ecefollow` itself: load a register, and ask it."""

from __future__ import annotations

import os
from datetime import date

from ecefollow.analysis import metrics, queries
from ecefollow.analysis.filters import Item
from ecefollow.analysis.metrics import (
    LeftOutReason,
    Metrics,
    Moved,
    Rate,
    Rates,
    ResponsibleCounts,
    Silence,
)
from ecefollow.reading import register_file, sources
from ecefollow.reading.diagnostics import Code, Diagnostic, Severity
from ecefollow.reading.register_file import InvalidRegisterError
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.deadlines import Deadline, parse_span
from ecefollow.register.model import (
    Answer,
    ChangedAnswer,
    Evaluation,
    Recommendation,
    Register,
    Unit,
)
from ecefollow.register.standing import Action, Event, Move, Standing, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification

__all__ = ["load", "overdue", "summary", "upcoming"]
__all__ += ["Code", "Diagnostic", "InvalidRegisterError", "Severity", "UnreadableError"]
__all__ += ["ChangedAnswer", "Evaluation", "Recommendation", "Register", "Unit"]
__all__ += ["Action", "Deadline", "Event", "Update"]
__all__ += ["Answer", "Item", "Move", "Standing"]
__all__ += ["LeftOutReason", "Metrics", "Moved", "Rate", "Rates", "ResponsibleCounts", "Silence"]
__all__ += ["Progress", "State", "Status", "Verification"]


def load(path: str | os.PathLike[str]) -> Register:
    """The register in the file at *path*.

    UnreadableError if there is no such file, InvalidRegisterError if there is an error in it.
    """
    # Not from the cache: a program that reads a file does not expect another to be written.
    name = os.fspath(path)
    # Its actions know their units' names, so that each alone says what all of them together say.
    return register_file.parse_anew(sources.read(name), name).by_units


def overdue(register: Register, *, on: date) -> list[Item]:
    """The actions that are overdue on a day, longest overdue first."""
    items = queries.actions(register.on(on))
    return queries.overdue(items, against=queries.Against.PRESENT)


def upcoming(register: Register, *, on: date, within: str = "30d") -> list[Item]:
    """The open actions due from a day to the end of a span ("30d", "4w", "2m"), soonest first.

    ValueError if *within* is no span.
    """
    try:
        span = parse_span(within)
    except ValueError as error:
        raise ValueError(f"within: {within!r} {error}") from None
    return queries.upcoming(queries.actions(register.on(on)), on=on, within=span)


def summary(register: Register, *, on: date) -> Metrics:
    """The figures of a register on a day: counts, rates, ageing, and the rest."""
    return metrics.measure(register.on(on), day=on)
