"""What the command line says about a matrix: `--column`, `--word` and the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ecefollow.importing.headings import KEYS, folded
from ecefollow.importing.import_matrix import MatrixOptions
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.vocabulary import Progress, Status, match_word


class GivenError(ValueError):
    """Options that do not say how a matrix is to be read."""


def matrix_options(
    columns: Iterable[str],
    words: Iterable[str],
    *,
    day_first: bool,
    month_first: bool,
    as_of: date | None,
) -> MatrixOptions:
    """How the matrix is to be read; GivenError if that cannot be told."""
    if day_first and month_first:
        raise GivenError("give --day-first or --month-first, not both")
    order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST if month_first else None
    return MatrixOptions(_columns(columns), _words(words), order, as_of)


def _columns(given: Iterable[str]) -> dict[str, str]:
    """The keys by their headings; "" for a column to leave out."""
    found = {}
    for text in given:
        heading, key = _parted(text, "Heading=key")
        if key and key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"; the keys are {', '.join(KEYS)}"
            raise GivenError(f"{quoted(text)}: {quoted(key)} is no key of a column{hint}")
        found[folded(heading)] = key
    return found


def _words(given: Iterable[str]) -> dict[str, Status | Progress]:
    """What each word means."""
    found: dict[str, Status | Progress] = {}
    for text in given:
        word, meant = _parted(text, "word=meaning")
        meaning = match_word(Status, meant) or match_word(Progress, meant)
        if not meaning:
            known = [*Status, *Progress]
            hint = did_you_mean(meant, known) or f"; there are {', '.join(known)}"
            raise GivenError(f"{quoted(text)}: {quoted(meant)} is no meaning of a word{hint}")
        found[word] = meaning
    return found


def _parted(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise GivenError(f"{quoted(text)} is not in the form {form}")
    return name.strip(), value.strip()
