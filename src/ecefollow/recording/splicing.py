"""Add updates to a register by inserting lines into its text; no other byte changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ecefollow.reading import loader
from ecefollow.reading.decoding import decode
from ecefollow.reading.diagnostics import RefusedError, Severity
from ecefollow.reading.messages import escaped
from ecefollow.recording.insertions import insert
from ecefollow.recording.new_update import Addition, Happened
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update


class Edited(NamedTuple):
    """The new bytes of a register, what they hold, and the added updates with their records."""

    data: bytes
    register: Register
    added: tuple[tuple[Recommendation | Action, Update | ChangedAnswer], ...]
    happened: tuple[Action, ...] = ()  # those whose event now has the day on which it happened


def add(
    data: bytes, register: Register, additions: Sequence[Addition | Happened], *, path: str
) -> Edited:
    """*data* with each update at the end of the list of its record, and each day in its event.

    *register* is what *data* holds, without an error. Every byte of *data* stays as it is.
    RefusedError if the result would have an error, or would be anything else than the register with
    these updates. *path* is the file's name in messages.
    """
    before = decode(data).text or ""
    bom = data[: len(data) - len(before.encode())]
    new, days = _by_id(additions), _happened(additions)
    after = insert(before, register, new, days)
    edited = bom + after.encode()
    result, problems = loader.read(edited, path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if not isinstance(result, Register) or result != _expected(register, new, days):
        # An error of the update itself, such as a deadline for an ongoing action, is handled below.
        reason = f": {errors[0].message}" if errors else ""
        if before[-1:] not in {"\n", "\r"}:
            reason = "; add a line end at the end of the file"
        message = f"no update can be added without changing other lines{reason}"
        raise RefusedError(f"{escaped(path)}: {message}; nothing has changed")
    if errors:
        raise RefusedError(f"{escaped(path)}: {errors[0].message}; nothing has changed")
    added = (
        (record, update)
        for record in result.records
        if record.id in new
        for update in record.updates[-len(new[record.id]) :]
    )
    happened = (each for each in result.records if isinstance(each, Action) and each.id in days)
    return Edited(edited, result, tuple(added), tuple(happened))


def _by_id(additions: Iterable[Addition | Happened]) -> dict[str, list[Update | ChangedAnswer]]:
    updates: dict[str, list[Update | ChangedAnswer]] = {}
    for addition in additions:
        if isinstance(addition, Addition):
            updates.setdefault(addition.id, []).append(addition.update)
    return updates


def _happened(additions: Iterable[Addition | Happened]) -> dict[str, date]:
    return {each.id: each.day for each in additions if isinstance(each, Happened)}


def _expected(
    register: Register,
    new: Mapping[str, Sequence[Update | ChangedAnswer]],
    days: Mapping[str, date],
) -> Register:
    """The register with these updates and days, and no other change."""
    ids = {*new, *days}

    def extended(record: Any) -> Any:
        if record.id not in ids:  # most of them
            return record
        if record.id in days:
            record = replace(record, after=replace(record.after, happened=days[record.id]))
        return replace(record, updates=(*record.updates, *new.get(record.id, ())))

    return replace(
        register,
        recommendations=tuple(
            replace(extended(each), actions=tuple(map(extended, each.actions)))
            for each in register.recommendations
        ),
    )
