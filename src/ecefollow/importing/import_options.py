"""How a document is to be read where it does not say so: `--column`, `--word` and the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ecefollow.importing.headings import KEYS, folded
from ecefollow.importing.status_words import Vocabulary
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.vocabulary import Progress, Status, match_word


class ImportOptions(NamedTuple):
    """How a document is to be read, where it does not say so itself.

    *columns* are keys by folded headings. The *vocabulary* notes which words it meets, so that
    each document needs its own.
    """

    columns: Mapping[str, str]
    vocabulary: Vocabulary
    order: DateOrder | None = None
    as_of: date | None = None


class ImportOptionError(ValueError):
    """Options that do not say how a document is to be read."""


def parse(
    columns: Iterable[str],
    words: Iterable[str],
    *,
    day_first: bool,
    month_first: bool,
    as_of: date | None,
) -> ImportOptions:
    """How the document is to be read; ImportOptionError if that cannot be told."""
    if day_first and month_first:
        raise ImportOptionError("give --day-first or --month-first, not both")
    order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST if month_first else None
    return ImportOptions(_columns(columns), Vocabulary(_words(words)), order, as_of)


def _columns(options: Iterable[str]) -> dict[str, str]:
    """The keys by their headings; "" for a column to leave out."""
    keys = {}
    for text in options:
        heading, key = _parted(text, "Heading=key")
        if key and key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"; the keys are {', '.join(KEYS)}"
            raise ImportOptionError(f"{quoted(text)}: {quoted(key)} is no key of a column{hint}")
        keys[folded(heading)] = key
    return keys


def _words(options: Iterable[str]) -> dict[str, Status | Progress]:
    """What each word means."""
    meanings: dict[str, Status | Progress] = {}
    for text in options:
        word, name = _parted(text, "word=meaning")
        meaning = match_word(Status, name) or match_word(Progress, name)
        if not meaning:
            names = [*Status, *Progress]
            hint = did_you_mean(name, names) or f"; there are {', '.join(names)}"
            raise ImportOptionError(f"{quoted(text)}: {quoted(name)} is no meaning of a word{hint}")
        meanings[word] = meaning
    return meanings


def _parted(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise ImportOptionError(f"{quoted(text)} is not in the form {form}")
    return name.strip(), value.strip()
