"""Where everything in a document went: each cell and paragraph once, with what became of it.

The law: nothing is lost in silence. What nobody has read when the account is closed was left out,
and becomes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ecefollow.documents.blocks import Block, Finding, Place, Table

_NOT_SAID: Final = "nothing says what this is; it was left out"
# What a cell has besides its text, and why that is no part of the register.
_BESIDE: Final = {
    "struck": "this is struck out; it was left out",
    "hidden": "this is hidden text; it was left out",
    "comment": "this is a comment beside the cell; it was left out",
}
_LINK: Final = "this is the address behind the words; it was left out"


class AccountEntry(NamedTuple):
    """One text of the document: where it went ("2.1.due"), and what is doubtful, or why nowhere."""

    place: Place
    text: str
    to: str
    why: str = ""

    @property
    def record(self) -> dict[str, str | int | None]:
        """The entry as a row of a table."""
        return {
            "block": self.place.block,
            "row": self.place.row,
            "column": self.place.letters,
            "text": self.text,
            "to": self.to,
            "why": self.why,
        }


class Account:
    """The texts of a document, and of each where it went. What is left out is a finding."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._texts: dict[Place, str] = {}
        self._parts: dict[Place, list[tuple[Place, str]]] = {}
        self._to: dict[Place, dict[str, None]] = {}
        self._why: dict[Place, str] = {}
        self._doubts: dict[Place, str] = {}
        self._links: dict[tuple[Place, str], str] = {}
        self._beside: list[AccountEntry] = []
        for block in blocks:
            if isinstance(block, Table):
                for number, row in enumerate(block.rows):
                    for column, text in enumerate(row):
                        if text and not text.isspace():
                            self._texts[Place(block.name, number + 1, column)] = text
                details = [(block.place(*at), detail) for at, detail in block.details.items()]
            else:
                place = Place(block.name)
                if block.text.strip():
                    self._texts[place] = block.text
                details = [(place, block.detail)]
            for place, detail in details:
                self._links |= {(place, link): "" for link in detail.link.split("\n") if link}
                for name, why in _BESIDE.items():
                    if text := getattr(detail, name):
                        self._beside.append(AccountEntry(place, text, "", why))

    def part(self, place: Place, parts: Iterable[tuple[Place, str]]) -> None:
        """Account for each part of the text of a place by itself."""
        self._parts[place] = list(parts)

    def read(self, place: Place, to: str) -> None:
        """Note where the text of a place went; it may go to several places of the register."""
        self._to.setdefault(place, {})[to] = None

    def leave(self, place: Place, why: str) -> None:
        """Note why the text of a place is not in the register."""
        self._why.setdefault(place, why)

    def read_link(self, place: Place, link: str, to: str) -> None:
        """Note where the address behind the words of a place went."""
        self._links[place, link] = to

    def add(self, findings: Iterable[Finding]) -> None:
        """Add the texts that no block has, such as those of a header or a comment."""
        found = (finding for finding in findings if finding.text)
        self._beside += [AccountEntry(f.place, f.text, "", f.message) for f in found]

    def doubt(self, findings: Iterable[Finding]) -> None:
        """Note how what was found was read."""
        for finding in findings:
            self._doubts.setdefault(finding.place, finding.message)

    def unread(self) -> Iterator[Finding]:
        """A finding for whatever nobody has read or left out, and for what stands beside cells."""
        for place, text in self._each():
            if place not in self._to and place not in self._why:
                self._why[place] = _NOT_SAID
                yield Finding(place, text, _NOT_SAID)
        for entry in (*self._beside, *self._of_links()):
            if not entry.to:
                yield Finding(entry.place, entry.text, entry.why)

    def entries(self) -> Iterator[AccountEntry]:
        """Every text, in the order of the document."""
        for place, text in self._each():
            to = " ".join(self._to.get(place, ()))
            why = self._doubts.get(place, "") if to else self._why.get(place, _NOT_SAID)
            yield AccountEntry(place, text, to, why)
        yield from (*self._beside, *self._of_links())

    def _each(self) -> Iterator[tuple[Place, str]]:
        for place, text in self._texts.items():
            yield from self._parts.get(place, [(place, text)])

    def _of_links(self) -> Iterator[AccountEntry]:
        for (place, link), to in self._links.items():
            yield AccountEntry(place, link, to, "" if to else _LINK)

    def tally(self) -> str:
        """The account in a line: "412 cells: 398 read, 9 read with a doubt, 5 left out"."""
        links = sum(map(bool, self._links.values()))
        whole = sum(1 for _ in self._each()) + len(self._beside) + len(self._links)
        read = len(self._to) + links
        doubt = sum(place in self._doubts for place in self._to)
        return (
            f"{whole:,} cells: {read - doubt:,} read, {doubt:,} read with a doubt, "
            f"{whole - read:,} left out"
        )
