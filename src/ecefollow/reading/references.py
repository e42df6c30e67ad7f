"""The ids that a register gives its records, and whether the references to them lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ecefollow.reading.diagnostics import Code
from ecefollow.reading.incomplete import IncompleteRecommendation
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.register.model import Recommendation
from ecefollow.register.positions import Position

_MOST_COMPARED: Final = 100_000  # pairs of a reference and an id: about a second's work


class References:
    """The ids that were met while a register was read, and the references to them."""

    def __init__(self) -> None:
        self.incomplete = False  # something that may have an id in it was skipped
        self._ids: dict[str, Position] = {}
        self._references: list[tuple[str, Position]] = []

    def define(self, ident: str, position: Position) -> Position | None:
        """Note an id; the position of the first record that has it, if this is not the first."""
        first = self._ids.setdefault(ident, position)
        return None if first is position else first

    def refer(self, ident: str, position: Position) -> None:
        """Note a reference to an id that may be defined further down."""
        self._references.append((ident, position))

    def unknown(self) -> Iterator[tuple[Position, Code, str]]:
        """The references to no id; none if some ids may not have been read."""
        if self.incomplete:
            return
        unknown = [reference for reference in self._references if reference[0] not in self._ids]
        candidates = self._ids if len(unknown) * len(self._ids) < _MOST_COMPARED else ()
        for ident, position in unknown:
            hint = did_you_mean(ident, candidates)
            message = f"see: this register has no id {quoted(ident)}{hint}"
            yield position, Code.UNKNOWN_REFERENCE, message

    def misplaced(
        self, recommendation: Recommendation | IncompleteRecommendation
    ) -> Iterator[tuple[Position, Code, str]]:
        """The actions whose ids do not begin with their recommendation's id and a dot."""
        prefix = f"{recommendation.id}."
        for action in recommendation.actions:
            if not (recommendation.id and action.id) or action.id[:-1].startswith(prefix):
                continue
            position = action.at["id"]
            if self._ids[action.id] is position:  # otherwise it is reported as a duplicate
                message = f"id: {quoted(action.id)} must begin with {quoted(prefix)} and go on"
                yield position, Code.BAD_ID, message
