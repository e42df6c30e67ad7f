"""What the XML of a sheet says that openpyxl does not when it reads row by row."""

from __future__ import annotations

import re
from typing import IO, Final
from xml.parsers import expat

from ecefollow.documents.cells import TableError
from ecefollow.documents.table import require_size

_reference: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})").fullmatch


class SheetOutline:
    """How far a sheet has content, its merged cells, and the formulas that nothing was made of.

    Rows and columns count from 0; `rows` and `columns` are numbers. TableError for a sheet that is
    too large, as soon as that is known: empty cells with a colour do not count.
    """

    def __init__(self, source: IO[bytes], *, name: str) -> None:
        self.rows = self.columns = self.cells = 0
        self.merged: list[tuple[int, int, int, int]] = []  # top, left, bottom, right
        self.unknown_formulas: list[tuple[int, int]] = []
        self._where = f"sheet {name}: "
        self._row = self._column = -1
        self._in_cell = self._has_formula = self._has_value = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.ParseFile(source)

    @property
    def continued(self) -> set[tuple[int, int]]:
        """The places that belong to a merged cell which begins in a row above."""
        places: set[tuple[int, int]] = set()
        for top, left, bottom, _ in self.merged:
            places.update((row, left) for row in range(top + 1, min(bottom + 1, self.rows)))
            require_size(0, 0, len(places), where=self._where)
        return places

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 2)) - 1
                self._column = -1
            case "c":
                place = _reference(attributes.get("r", ""))
                self._column = _column(place[1]) if place else self._column + 1
                self._row = int(place[2]) - 1 if place else self._row
                self._in_cell, self._has_formula, self._has_value = True, False, False
            case "f" if self._in_cell:
                self._has_formula = True
            case "v" if self._has_formula:
                # Programs that do not calculate write an empty value.
                self._parser.CharacterDataHandler = self._value
            case "v" | "is" if self._in_cell:
                self._has_value = True
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _value(self, _text: str) -> None:
        self._has_value = True

    def _end(self, name: str) -> None:
        if not self._in_cell or name.rpartition(" ")[2] != "c":
            return
        self._in_cell = False
        self._parser.CharacterDataHandler = None
        if self._has_formula and not self._has_value:
            self.unknown_formulas.append((self._row, self._column))
        if self._has_value or self._has_formula:
            self.cells += 1
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)
            require_size(self.rows, self.columns, self.cells, where=self._where)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = _reference(first), _reference(last or first)
        if not (begin and end):
            raise TableError(f"{self._where}{reference!r} is no range of cells")
        top, bottom = sorted((int(begin[2]) - 1, int(end[2]) - 1))
        left, right = sorted((_column(begin[1]), _column(end[1])))
        self.merged.append((top, left, bottom, right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
