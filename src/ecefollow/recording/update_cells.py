"""The cells of a sheet to fill in, each read as the key of an update that it answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from ecefollow.analysis.sheet_columns import ASKED
from ecefollow.importing.rows import HowRead, Said
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.register.deadlines import Deadline
from ecefollow.register.schema import FLAG, PROGRESS, TEXT
from ecefollow.register.vocabulary import Progress

_between_items: Final = re.compile(r"(?<!\\);|\n").split
_address: Final = re.compile(r"https?://\S+").fullmatch
_SUCH_AS: Final = "such as 2018-03-31, Mar 2018, Q1 2018 or 2018"
_NOT_ASKED: Final = "this is worked out from the days; leave the cell empty, or say how far it is"
_YES: Final = frozenset(("yes", "x", "oui", "sí", "да"))


def read(key: str, said: Said, how: HowRead) -> dict[str, Any]:
    """What a cell for this key of an update says, and what stands beside that.

    "Completed on 5 March. All are trained." is a progress, its day and a note; an address behind
    words is evidence. InvalidValueError if it cannot be read.
    """
    match key:
        case "date":
            return {key: _day(said, how)}
        case "due":
            return {key: _deadline(said, how)}
        case "progress":
            return _progress(said, how)
        case "day_unknown":
            word = said.text.casefold()
            return {key: parse_given(FLAG, "true" if word in _YES else word)}
        case "responsible":
            return {key: names(said, how)}
    links = tuple(filter(_address, said.detail.link.split("\n")))
    for link in links:
        how.account.read_link(said.place, link, "evidence")
    if key == "evidence":
        named = items(said.text)
        return {key: (*named, *(link for link in links if link not in named))}
    return {key: parse_given(TEXT, said.text)} | ({"evidence": links} if links else {})


def names(said: Said, how: HowRead) -> tuple[str, ...]:
    """The names in a cell; what may part two of them and does not is a finding."""
    found = items(said.text)
    for name in found:
        if ", " in name or " / " in name:
            how.find(said, "this was read as one name; a semicolon parts two", name)
    return found


def items(text: str) -> tuple[str, ...]:
    """The items in a cell: a semicolon or a line end parts two, unless a backslash is before it."""
    found = (item.replace("\\;", ";").strip() for item in _between_items(text))
    return tuple(item for item in found if item)


def _progress(said: Said, how: HowRead) -> dict[str, Any]:
    reading = how.vocabulary.progress(said.text, said.heading)
    if reading.meaning is Progress.NOT_REPORTED:
        raise InvalidValueError(Code.UNKNOWN_VALUE, _NOT_ASKED)
    if not reading.meaning and " " in said.text and reading.why:
        raise InvalidValueError(Code.UNKNOWN_VALUE, f"no progress was read: {reading.why}")
    if not reading.meaning:
        return {"progress": parse_given(PROGRESS, said.text)}  # which says what is wanted
    if reading.whole:
        return {"progress": reading.meaning}
    how.find(said, f"this was read as {reading.meaning}, {reading.why or 'with the day beside it'}")
    day, _ = how.day(said._replace(text=reading.day)) if reading.day else (None, "")
    return {"progress": reading.meaning, "note": said.text} | ({"date": day} if day else {})


def _day(said: Said, how: HowRead) -> date:
    day, why = how.day(said)
    if day:
        if why:
            how.find(said, why)
        return day
    part = how.due(said).due
    if part and part.written != f"{part.last}":
        asked = f"write {part.last}, and true under “{ASKED['update_day_unknown']}”"
        why = f"this is only part of a date; if nobody knows the day, {asked}"
    raise InvalidValueError(Code.BAD_DATE, f"no day was read: {why or 'this is none'}")


def _deadline(said: Said, how: HowRead) -> Deadline:
    cell = how.due(said)
    due = cell.moved or cell.due
    if not due:
        why = f"{cell.problem or 'this is none'}; write one {_SUCH_AS}"
        raise InvalidValueError(Code.BAD_DATE, f"no deadline was read: {why}")
    if cell.choice:
        how.find(said, cell.choice)
    return due
