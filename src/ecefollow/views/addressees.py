"""A letter to each who has something overdue or due soon."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ecefollow.analysis.filters import Item, has_name
from ecefollow.analysis.values_in_words import count, words
from ecefollow.register.names import fold
from ecefollow.register.portfolio import RegisterFile
from ecefollow.register.vocabulary import State

_IN_A_TITLE: Final = 200  # letters of a name: GitHub takes 256
_IN_A_FILE: Final = 50  # of up to four bytes: file systems take 255


class Addressee(NamedTuple):
    """One who is responsible for the items, and whom a hosting service notifies of them."""

    name: str
    items: list[Item]
    mentions: str

    @property
    def title(self) -> str:
        """The title of the letter, which stays the same while nothing happens."""
        overdue = sum(item.standing.state is State.OVERDUE for item in self.items)
        numbers = {"overdue": overdue, "due soon": len(self.items) - overdue}
        said = [f"{count(n, 'action')} {what}" for what, n in numbers.items() if n]
        cut = "…" if len(self.name) > _IN_A_TITLE else ""
        return f"{words(self.name[:_IN_A_TITLE])}{cut}: {', '.join(said)}"

    @property
    def file(self) -> str:
        """The name of the file without its ending: always the same, and never that of another."""
        key = fold(self.name)
        plain = re.sub(r"\W+", "-", key)[:_IN_A_FILE].strip("-")
        if plain.replace("-", " ") != key:
            plain += f"--{hashlib.sha256(key.encode()).hexdigest()[:8]}"
        return f"to-{plain}"


def addressees(
    items: Sequence[Item], among: Sequence[str], files: Sequence[RegisterFile]
) -> Iterator[Addressee]:
    """Each who is responsible for one of the items, *among* those named, or among all."""
    units = [unit for file in files for unit in file.register.evaluation.units]
    own: dict[str, tuple[str, list[Item]]] = {}
    for item in items:
        for name in item.standing.responsible:
            if has_name([name], among):
                own.setdefault(fold(name), (name, []))[1].append(item)
    for key, (name, theirs) in sorted(own.items()):
        mentions = (unit.mention for unit in units if fold(unit.name) == key and unit.mention)
        yield Addressee(name, theirs, " ".join(dict.fromkeys(mentions)))
