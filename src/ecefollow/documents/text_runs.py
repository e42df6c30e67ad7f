"""The words of a cell or a paragraph, collected as a file has them: run by run."""

from __future__ import annotations

from typing import Final, NamedTuple

from ecefollow.documents.blocks import Detail

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BULLETS: Final = "•·▪◦‣●"  # as offices write them; alone, no hyphen is one
BULLET: Final = "• "  # of an item in a list, whose number is no part of the text


class Appearance(NamedTuple):
    """How words look."""

    struck: bool = False
    hidden: bool = False
    bold: bool = False
    raised: bool = False  # above the line


def as_raised(text: str) -> str:
    """The text with raised digits as such: "10³" is not 103."""
    return text.translate(_RAISED)


class Words:
    """Collects the words that are seen, those struck out, the hidden ones, and the addresses."""

    def __init__(self, bullet: str = "") -> None:
        self._lines: tuple[list[str], ...] = ([], [], [])  # shown, struck out, hidden
        self._line: tuple[list[str], ...] = ([], [], [])  # likewise the one that has begun
        self._links: dict[str, None] = {}
        self.bullet = bullet  # to be put before the next words
        self._is_bold: bool | None = None

    def add(self, text: str, look: Appearance) -> None:
        """Add what stands next."""
        shown, struck, hidden = self._line
        text = as_raised(text) if look.raised else text
        if look.hidden or look.struck:
            (hidden if look.hidden else struck).append(text)
            return
        if text.strip():
            shown.append(self.bullet)
            self.bullet = ""
            self._is_bold = look.bold and self._is_bold is not False
        shown.append(text)

    def add_link(self, address: str) -> None:
        """Add the address behind some of the words, if there is one."""
        if address:
            self._links[address] = None

    def end_line(self, *, even_if_empty: bool = False) -> None:
        """Begin a line, in the text only if this one is not empty for what is struck or hidden."""
        if even_if_empty and not any(self._line):
            self._line[0].append("")
        for lines, line in zip(self._lines, self._line, strict=True):
            lines.extend(["".join(line)] if line else [])
        self._line = [], [], []
        self.bullet = ""

    @property
    def is_bold(self) -> bool:
        """Whether all that is seen is bold."""
        return bool(self._is_bold)

    @property
    def text(self) -> str:
        """The words that are seen."""
        return "\n".join(map(str.strip, self._text(0).split("\n")))

    @property
    def detail(self) -> Detail:
        """What there is besides."""
        return Detail(link="\n".join(self._links), struck=self._text(1), hidden=self._text(2))

    def _text(self, kind: int) -> str:
        return "\n".join([*self._lines[kind], "".join(self._line[kind])]).strip()
