"""How a document is to be read, as the options of a command say it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.vocabulary import Progress, Status, match_word

if TYPE_CHECKING:
    from ecefollow.importing.profile import Profile

_DUE: Final = ("ongoing", "none")


class DocumentOptions(NamedTuple):
    """What was given of a document; empty where nothing was."""

    profile: str | None = None
    as_of: date | None = None
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    day_first: bool = False
    month_first: bool = False
    sheet: str | None = None
    encoding: str | None = None

    def read(self, *, split_by: str | None = None) -> "Profile":
        """The profile that they name, with what the others say in front of it.

        RefusedError if it cannot be read.
        """
        # Late: few commands read documents.
        from dataclasses import replace

        from ecefollow.importing import profile
        from ecefollow.register.date_parser import DateOrder

        if self.day_first and self.month_first:
            raise typer.BadParameter("give --day-first or --month-first, not both")
        own = profile.read(self.profile) if self.profile else profile.Profile()
        order = own.dates
        if self.day_first or self.month_first:
            order = DateOrder.DAY_FIRST if self.day_first else DateOrder.MONTH_FIRST
        words = {key: dict(meanings) for key, meanings in own.words.items()}
        for key, word, meaning in _words(self.words):
            words.setdefault(key, {})[word] = meaning
        return replace(
            own,
            columns={**own.columns, **dict(_columns(self.columns, profile.KEYS))},
            words=words,
            dates=order,
            as_of=self.as_of or own.as_of,
            sheet=self.sheet or own.sheet,
            split_by=split_by or own.split_by,
            encoding=self.encoding or own.encoding,
        )

    def names(self) -> set[str]:
        """The headings and words that they name, which the document should have."""
        return {_parted(text, "")[0] for text in (*self.columns, *self.words)}


def _columns(options: Iterable[str], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The heading and the key that each option names."""
    for text in options:
        heading, key = _parted(text, "Heading=key")
        key = key or "left-out"
        if key not in keys and key not in UPDATE_COLUMNS:
            hint = did_you_mean(key, (*keys, *UPDATE_COLUMNS))
            hint = hint or f"; the keys are {', '.join(keys)}"
            raise typer.BadParameter(f"{quoted(text)}: {quoted(key)} is no key of a column{hint}")
        yield heading, key


def _words(options: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The word and the meaning that each option names, and the key of columns that have such."""
    for text in options:
        word, name = _parted(text, "word=meaning")
        status, progress = match_word(Status, name), match_word(Progress, name)
        if not (status or progress or name in _DUE):
            names = [*Status, *Progress, *_DUE]
            # What stands for a meaning in our own advice is none.
            hint = "" if name == "MEANING" else did_you_mean(name, names)
            hint = hint or f"; there are {', '.join(names)}"
            message = f"{quoted(text)}: {quoted(name)} is no meaning of a word{hint}"
            raise typer.BadParameter(message)
        key = "status" if status else "progress" if progress else "due"
        yield key, word, str(status or progress or name)


def _parted(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise typer.BadParameter(f"{quoted(text)} is not in the form {form}")
    return name.strip(), value.strip()
