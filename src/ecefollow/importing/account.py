"""Where everything in a document went: each cell and paragraph once, with what became of it.

The law: nothing is lost in silence. What nobody has read when the account is closed was left out,
and becomes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
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
        self._texts: dict[Place, list[tuple[Place, str]]] = {}  # the parts of each, most are one
        self._to: dict[Place, dict[str, None]] = {}
        self._why: dict[Place, str] = {}
        self._doubts: dict[Place, str] = {}
        self._links: dict[tuple[Place, str], str] = {}
        self._beside: list[AccountEntry] = []
        for block in blocks:
            if isinstance(block, Table):
                for row, texts in enumerate(block.rows):
                    for column, text in enumerate(texts):
                        self.part(place := block.place(row, column), [(place, text)])
                details = [(block.place(*at), detail) for at, detail in block.details.items()]
            else:
                self.part(place := Place(block.name), [(place, block.text)])
                details = [(place, block.detail)]
            for place, detail in details:
                self._links |= {(place, link): "" for link in detail.link.split("\n") if link}
                for name, why in _BESIDE.items():
                    if text := getattr(detail, name):
                        self._beside.append(AccountEntry(place, text, "", why))

    def part(self, place: Place, parts: Iterable[tuple[Place, str]]) -> None:
        """Account for each part of the text of a place by itself, but for blank ones."""
        self._texts[place] = [part for part in parts if part[1].strip()]

    def read(self, place: Place, to: str) -> None:
        """Note where the text of a place went; it may go to several places of the register."""
        self._to.setdefault(place, {})[to] = None

    def leave(self, place: Place, why: str) -> None:
        """Note why the text of a place is not in the register."""
        self._why.setdefault(place, why)

    def read_link(self, place: Place, link: str, to: str) -> None:
        """Note where the address behind the words of a place went."""
        self._links[place, link] = to

    def close(self, beside: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
        """Take in what was found, and add a finding for whatever nobody has read or left out.

        What was found *beside* the blocks has texts that none of them has, such as a header's.
        """
        known = self._to.keys() | self._why.keys()
        unread = [Finding(*each, _NOT_SAID) for each in self._each() if each[0] not in known]
        besides = (*self._beside, *self._of_links())
        unread += [Finding(entry.place, entry.text, entry.why) for entry in besides if not entry.to]
        self._beside += [AccountEntry(f.place, f.text, "", f.message) for f in beside if f.text]
        for finding in findings:
            self._doubts.setdefault(finding.place, finding.message)
        return [*beside, *findings, *unread]

    def entries(self) -> Iterator[AccountEntry]:
        """Every text, in the order of the document."""
        for place, text in self._each():
            to = " ".join(self._to.get(place, ()))
            why = self._doubts.get(place, "") if to else self._why.get(place, _NOT_SAID)
            yield AccountEntry(place, text, to, why)
        yield from (*self._beside, *self._of_links())

    def _each(self) -> Iterator[tuple[Place, str]]:
        return chain.from_iterable(self._texts.values())

    def _of_links(self) -> Iterator[AccountEntry]:
        for (place, link), to in self._links.items():
            yield AccountEntry(place, link, to, "" if to else _LINK)

    def tally(self) -> str:
        """The account in a line: "412 cells: 398 read, 9 read with a doubt, 5 left out"."""
        entries = [*self.entries()]
        read = [entry for entry in entries if entry.to]
        doubt = sum(bool(entry.why) for entry in read)
        return (
            f"{len(entries):,} cells: {len(read) - doubt:,} read, {doubt:,} read with a doubt, "
            f"{len(entries) - len(read):,} left out"
        )
