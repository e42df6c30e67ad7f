"""How many actions were overdue and completed at each month's end, as small bars in the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ecefollow.analysis.trend import Tally
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State

_HEIGHT: Final = 44  # pixels of the highest bar
_FEWEST: Final = 13  # places for bars, so that a few are not wide
_FILLED: Final = 0.78  # of a place


def render(tallies: Sequence[Tally]) -> str:
    """A row of bars for each of the two, on one scale, with the last number; empty without any."""
    return "".join(_parts(tallies)) if tallies else ""


def _parts(tallies: Sequence[Tally]) -> Iterator[str]:
    most = max(1, *(number for tally in tallies for number in tally[1:]))
    for state, numbers in (
        (State.OVERDUE, [tally.overdue for tally in tallies]),
        (State.COMPLETED, [tally.completed for tally in tallies]),
    ):
        yield f'<p class="bars {state}"><span>{state.words.capitalize()}</span>'
        yield f'<svg width="100%" height="{_HEIGHT}" aria-hidden="true" focusable="false">'
        yield from _bars(numbers, most)
        yield f'</svg><span class="number">{numbers[-1]:,}</span></p>'
    first, last = (format_day(tallies[end].day) for end in (0, -1))
    yield f'<p class="remark">{first} to {last}</p>'


def _bars(numbers: Sequence[int], most: int) -> Iterator[str]:
    """The bars, from the right; one of *most* would be as high as there is room."""
    places = max(len(numbers), _FEWEST)
    for place, number in enumerate(numbers, start=places - len(numbers)):
        height = max(round(_HEIGHT * number / most), 1)
        yield f'<rect x="{100 * place / places:.2f}%" width="{100 * _FILLED / places:.2f}%"'
        yield f' y="{_HEIGHT - height}" height="{height}"/>'
