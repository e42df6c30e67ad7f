"""How a document is to be read, by the options of `import` and the profile that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from ecefollow.importing import profile
from ecefollow.importing.profile import KEYS, Profile
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.vocabulary import Progress, Status, match_word

_DUE: Final = ("ongoing", "none")


class ImportOptionError(ValueError):
    """Options that do not say how a document is to be read."""


def parse(  # noqa: PLR0913 - each is an option
    name: str | None,
    columns: Iterable[str],
    words: Iterable[str],
    *,
    day_first: bool,
    month_first: bool,
    as_of: date | None,
    sheet: str | None,
    split_by: str | None,
    encoding: str | None,
) -> Profile:
    """The profile of this name or path, with what the other options say in front of it.

    ImportOptionError if they cannot be understood, RefusedError if the profile cannot be read.
    """
    if day_first and month_first:
        raise ImportOptionError("give --day-first or --month-first, not both")
    own = profile.read(name) if name else Profile()
    order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST if month_first else None
    return replace(
        own,
        columns={**own.columns, **_columns(columns)},
        words=_merged(own.words, _words(words)),
        dates=order or own.dates,
        as_of=as_of or own.as_of,
        sheet=sheet or own.sheet,
        split_by=split_by or own.split_by,
        encoding=encoding or own.encoding,
    )


def names(columns: Iterable[str], words: Iterable[str]) -> set[str]:
    """The headings and words that options name, which the document should have."""
    return {_parted(text, "")[0] for text in (*columns, *words)}


def _columns(options: Iterable[str]) -> dict[str, str]:
    """The keys by their headings."""
    keys = {}
    for text in options:
        heading, key = _parted(text, "Heading=key")
        key = key or "left-out"
        if key not in KEYS and key not in UPDATE_COLUMNS:
            hint = did_you_mean(key, (*KEYS, *UPDATE_COLUMNS))
            hint = hint or f"; the keys are {', '.join(KEYS)}"
            raise ImportOptionError(f"{quoted(text)}: {quoted(key)} is no key of a column{hint}")
        keys[heading] = key
    return keys


def _words(options: Iterable[str]) -> dict[str, dict[str, str]]:
    """What each word means, by the key of the columns in which it can."""
    meanings: dict[str, dict[str, str]] = {}
    for text in options:
        word, name = _parted(text, "word=meaning")
        status, progress = match_word(Status, name), match_word(Progress, name)
        if not (status or progress or name in _DUE):
            names = [*Status, *Progress, *_DUE]
            # What stands for a meaning in our own advice is none.
            hint = "" if name == "MEANING" else did_you_mean(name, names)
            hint = hint or f"; there are {', '.join(names)}"
            raise ImportOptionError(f"{quoted(text)}: {quoted(name)} is no meaning of a word{hint}")
        key = "status" if status else "progress" if progress else "due"
        meanings.setdefault(key, {})[word] = str(status or progress or name)
    return meanings


def _merged(
    one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    return {key: {**one.get(key, {}), **other.get(key, {})} for key in [*one, *other]}


def _parted(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise ImportOptionError(f"{quoted(text)} is not in the form {form}")
    return name.strip(), value.strip()
