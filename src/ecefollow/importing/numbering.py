"""Numbers in front of texts and in cells: which are a record's own, and which only begin it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_lowercase
from typing import Final, NamedTuple
from unicodedata import normalize

_number: Final = re.compile(
    r"\(?((?>[0-9]{1,4}(?:\.[0-9]{1,3})*)|[ivx]{2,5}|[IVX]{2,5}|[A-Za-z])"
).match
_after: Final = re.compile(r"([.):]+(?![0-9])|\s+[–—-](?=\s+[^\s0-9])|(?=\s))\s*(?=\S)").match
_not_in_ids: Final = re.compile(r"[^A-Za-z0-9._-]+")
_before_id: Final = re.compile(
    r"\s*(?P<words>(?:[^\W\d_]{2,}(?:-[^\W\d_]+)*(?:[.:]?\s+|\.))*?)"
    r"(?:(?i:n[or]?s?\.?\s?[°ºo]|n[or]s?\.?|№|\#)\s*)?\(?(?=[0-9]|(?:[A-Z]|[IVX]{2,})[.:)]?$)"
).match
_SHORTEST_WORD: Final = 5  # "HR 1" and "IT 1" are two
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(slots=True)
class Ids:
    """The ids that are used so far, and those that the document gives somewhere."""

    used: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    def counted(self, prefix: str = "", *, start: int = 1) -> str:
        """The next id from *start* that is free, and that nothing later in the document has."""
        number = start
        while (name := f"{prefix}{number}") in self.used or name in self.given:
            number += 1
        return name


class TextPart(NamedTuple):
    """The number in front of a text, empty without one, and the rest.

    `doubt` says why it may be no number; it is empty if that is sure.
    """

    label: str
    text: str
    doubt: str = ""


class Front(NamedTuple):
    """What stands in front of a text and may be its number, the mark behind it, and the rest."""

    number: str
    mark: str  # empty for "3.1 Plan"
    rest: str

    @property
    def goes_on(self) -> bool:
        """Whether the rest goes on as a sentence does: "12. session of the Board"."""
        return self.rest[0].islower()


def parted(texts: Sequence[str], ids: Sequence[str]) -> list[TextPart]:
    """The number in front of each text of a column, and the rest; the whole text if it has none.

    A number is what the row's own id is (*ids*, empty without one), or one of a list that counts
    on from text to text. Texts of several lines that are lists are to be split first.
    """
    parts = [TextPart("", text) for text in texts]
    filled = [n for n, text in enumerate(texts) if text.strip()]
    fronts = {n: front for n in filled if (front := front_of(texts[n]))}
    for kind in KINDS:
        listed = {n: front for n, front in fronts.items() if kind(front.number)}
        doubt = doubt_of_list(listed, kind, is_whole=len(listed) == len(filled))
        # Where the document gives the number beside the text, the list must be sure.
        if doubt is not None and not (doubt and any(ids)):
            for n, front in listed.items():
                parts[n] = TextPart(front.number, front.rest, doubt)
            break
    own = {n: front for n in filled if ids[n] and (front := front_of(texts[n], ids[n]))}
    every_one = len(own) > 1 and all(n in own for n in filled if ids[n])
    for n, front in own.items():
        is_bare = not front.mark and (front.number.isdigit() or front.number.isalpha())
        # One reason to doubt is outweighed where every row does so: "5 workshops" has two.
        if front.goes_on + is_bare <= every_one:
            parts[n] = TextPart(front.number, front.rest)
    return parts


def front_of(text: str, own: str = "") -> Front | None:
    """What may be the number of a text: "3. ", "(3) ", "3 - ", "3.1 ", "a) "; or the *own* one."""
    start = int(text.startswith("("))
    number = own if own and text.startswith(own, start) else ""
    if not own and (match := _number(text)):
        number = match[1]
    after = _after(text, start + len(number)) if number else None
    if not after or (start and ")" not in after[1]):
        return None
    # "5 trees", "A plan", "U.S. plan"
    if not own and ((not after[1] and "." not in number) or (number.isalpha() and after[0] == ".")):
        return None
    return Front(number, after[1].strip(), text[after.end() :])


def doubt_of_list(fronts: Mapping[int, Front], kind: Kind, *, is_whole: bool = True) -> str | None:
    """Why the numbers may be no list that counts on: "" if it surely does, None if it doesn't.

    *is_whole* says that there is nothing between them without a number.
    """
    every = list(fronts.values())
    once = [front for n, front in enumerate(every) if not n or front != every[n - 1]]
    values = [kind(front.number) for front in once]
    goes_on = any(front.goes_on for front in once)
    if len(values) > 1 and all(_follows(*pair) for pair in pairwise(values)):
        if not is_whole:
            return "other texts have no number" if values[0][-1] == 1 and not goes_on else None
        if goes_on and not all(front.mark for front in once):
            return None  # "1.5 million", "1.6 million"
        if kind is dotted or values[0] == (1,):
            return ""
    if not values or not is_whole or goes_on or kind is not dotted:
        return None
    if len(values) == 1:
        return "" if values == [(1,)] else "it is the only number"
    goes_up = all(low < high or high == (1,) for low, high in pairwise(values))
    is_alike = len({front.mark for front in once}) == 1
    return "the numbers do not go up by one" if goes_up and is_alike else None


def dotted(number: str) -> tuple[int, ...]:
    """The numbers of "12.10", empty for anything else, or where one is 0."""
    values = tuple(map(int, number.split("."))) if number[0].isdigit() else ()
    return () if 0 in values else values


Kind = Callable[[str], tuple[int, ...]]
KINDS: Final[tuple[Kind, ...]] = (
    dotted,
    lambda number: _place(number.casefold(), _ROMANS),
    lambda number: _place(number.casefold(), tuple(ascii_lowercase)),
)


def ident(text: str) -> str:
    """The id in a number cell: "3" in "Recommendation 3", "No. 3" and "#3"; empty without one.

    "R1" and "IA-24-01" are ids as they stand. What no id can have becomes "-".
    """
    name = re.sub("[\u0300-\u036f]", "", normalize("NFD", text))
    match = _before_id(name)
    if match and not (match["words"].isupper() and len(match["words"].strip()) < _SHORTEST_WORD):
        name = name[match.end() :]
    return _not_in_ids.sub("-", name.strip()).strip("-.")


def _follows(low: tuple[int, ...], high: tuple[int, ...]) -> bool:
    """Whether a list goes on from one number with the other: 1 with 2, 1.2 with 1.3, 2.1 or 2."""
    begins = high[-1] == 1 and low != high and (high > low or len(high) == 1)
    return begins or low[: len(high)] == (*high[:-1], high[-1] - 1)


def _place(number: str, names: tuple[str, ...]) -> tuple[int, ...]:
    return (names.index(number) + 1,) if number in names else ()
