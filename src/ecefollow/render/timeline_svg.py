"""A time axis in a page: rows of words beside tracks in SVG, as wide as the page is.

The words are text of the page, which wraps. Positions across are in per cent, so that nothing
shrinks on a phone; those down are in pixels from the line of a track. Colours are the style's.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from ecefollow.register.deadlines import format_day
from ecefollow.register.portfolio import split
from ecefollow.register.vocabulary import Verification
from ecefollow.render.ruler import Ruler, Scale, make_ruler
from ecefollow.views.page import Axis, Mark, Track
from ecefollow.views.report import Timeline
from ecefollow.views.report_records import ReportedAction

_MOST_ROWS: Final = 15  # below one ruler, which then is never far, and fits a printed page
_CELLS: Final = 34  # letters side by side on the narrowest phone
_EDGE: Final = 1 / 6  # of the axis, where the name of the day asked would reach beyond it
_HEAD: Final = 48  # pixels of the ruler: the years, the months, the day asked
_LINE: Final = "58%"  # down in a row, where its line is: a completion stands above it
_INNER: Final = 'overflow="visible" aria-hidden="true"'
_HIDDEN: Final = 'aria-hidden="true" focusable="false"'
# Drawn once in a page; the pictures use them.
_MARKS: Final = (
    '<path id="mark-due" d="M0-5.5 5.5 0 0 5.5-5.5 0Z"/>'
    '<g id="mark-missed"><path d="M0-8.5 8.5 0 0 8.5-8.5 0Z"/>'
    '<path class="sign" d="M0-4.5V1M0 3.2V4.6"/></g>'
    '<path id="mark-original" d="M0-5 5 0 0 5-5 0Z"/>'
    '<g id="mark-completed"><circle r="6.5"/><path class="sign" d="M-3 .2-.8 2.6 3.2-2.4"/></g>'
)
_DISPUTED: Final = (
    '<g class="disputed"><use class="completed" href="#mark-completed" x="10" y="10"/></g>'
)
_KEY: Final = {
    '<use class="due" href="#mark-due" x="10" y="10"/>': "deadline",
    '<g class="late"><use class="missed" href="#mark-missed" x="10" y="10"/></g>': "missed",
    '<use class="original" href="#mark-original" x="10" y="10"/>': "first deadline",
    '<use class="completed" href="#mark-completed" x="10" y="10"/>': "completed",
    _DISPUTED: "completed, but disputed",
    '<line class="moved" x2="20" y1="10" y2="10"/>': "moved",
    '<line class="late" x2="20" y1="10" y2="10"/>': "late",
}


def render(timeline: Timeline) -> str:
    """The deadlines, and a key to the signs; those that want no attention are folded away."""
    shown, rest = timeline.shown, timeline.rest
    if not (shown.tracks or rest.tracks):
        return "<p>No action has a deadline.</p>"
    parts = [f'<svg class="marks" width="0" height="0" {_HIDDEN}><defs>{_MARKS}</defs></svg>']
    parts += _pictures(shown, timeline, "axis")
    if rest.tracks:
        if not shown.tracks:
            parts.append("<p>No deadline has passed, or will within 90 days.</p>")
        more = f"{len(rest.tracks):,} more" if shown.tracks else f"All {len(rest.tracks):,}"
        parts.append(f'<details class="rest"><summary>{more} deadlines</summary>')
        parts += [*_pictures(rest, timeline, "axis-rest"), "</details>"]
    parts.append('<ul class="legend" aria-label="Signs of the picture">')
    is_disputed = any(map(_is_disputed, timeline.actions.values()))
    for sign, meaning in _KEY.items():
        if sign == _DISPUTED and not is_disputed:
            continue
        parts.append(f'<li><svg width="20" height="20" {_HIDDEN}>{sign}</svg> {meaning}</li>')
    return "\n".join([*parts, "</ul>"])


def _pictures(axis: Axis, timeline: Timeline, name: str) -> Iterator[str]:
    """The rows of an axis, with its ruler above every so many of them."""
    if not axis.tracks:
        return
    ruler = make_ruler(axis, _CELLS)
    yield f'<svg class="marks" width="0" height="0" {_HIDDEN}><defs><g id="{name}">'
    yield f"{''.join(_lines(ruler, axis))}</g></defs></svg>"
    for start in range(0, len(axis.tracks), _MOST_ROWS):
        label = f"Deadlines on a time axis, as of {format_day(axis.day)}"
        yield f'<figure class="timeline" role="group" aria-label="{label}">'
        yield f'<svg class="ruler" height="{_HEAD}" {_HIDDEN}>{"".join(_names(ruler, axis))}</svg>'
        yield "<ul>"
        above = ""
        for track in axis.tracks[start : start + _MOST_ROWS]:
            if track.above != above:
                above = track.above
                yield f'<li class="title" dir="auto">{escape(above)}</li>'
            yield _row(track, timeline.actions[track.label], axis, ruler.scale, name)
        yield "</ul></figure>"


def _names(ruler: Ruler, axis: Axis) -> Iterator[str]:
    """The years above the months, and the day asked about at the head of its line."""
    shifted = {name.tick for names in ruler.names for name in names if name.begin < name.tick.cell}
    for kind, y, names in zip(("year", "month"), (12, 27), ruler.names, strict=False):
        for name in names:
            anchor = "end" if name.tick in shifted else "start"
            place = f'x="{_across(ruler.scale, name.tick.day)}" y="{y}" text-anchor="{anchor}"'
            yield f'<text class="{kind}" {place}>{name.text}</text>'
    day = axis.day.toordinal()
    share = ruler.scale.share(day)
    anchor = "start" if share < _EDGE else "end" if share > 1 - _EDGE else "middle"
    place = f'x="{_across(ruler.scale, day)}" y="44" text-anchor="{anchor}"'
    yield f'<text class="asked" {place}>{format_day(axis.day)}</text>'


def _lines(ruler: Ruler, axis: Axis) -> Iterator[str]:
    """What runs through every row: the ticks, and the day asked about."""
    for tick in ruler.ticks:
        place = _across(ruler.scale, tick.day)
        kind = "tick year" if tick.begins_year else "tick"
        yield f'<line class="{kind}" x1="{place}" x2="{place}" y2="100%"/>'
    place = _across(ruler.scale, axis.day.toordinal())
    yield f'<line class="asked" x1="{place}" x2="{place}" y2="100%"/>'


def _row(track: Track, action: ReportedAction, axis: Axis, scale: Scale, lines: str) -> str:
    """An action in words, for all readers, and its track, for those who see."""
    ident, shown = split(action.id)[1], action.shown  # of which evaluation stands above it
    first = escape(action.first_due)
    was = f'<span class="unseen">, first deadline {first}</span>' if first else ""
    kinds = f"{track.state} disputed" if _is_disputed(action) else track.state
    return (
        f'<li class="{kinds}"><span class="words">'
        f'<a class="number" href="#{escape(action.anchor)}">{escape(ident)}</a> '
        f'<span class="state"><span class="sign" aria-hidden="true">{shown.sign}</span> '
        f'{escape(shown.words)}</span> <span class="due">due {escape(action.due)}{was}</span>'
        f'</span><svg {_HIDDEN}><use href="#{lines}"/><svg y="{_LINE}" {_INNER}>'
        f"{''.join(_track(track, axis, scale))}</svg></svg></li>"
    )


def _is_disputed(action: ReportedAction) -> bool:
    return action.verification is Verification.DISPUTED


def _track(track: Track, axis: Axis, scale: Scale) -> Iterator[str]:
    """The way a deadline was moved, its lateness, and the marks; a completion above the line."""
    places = {mark: _across(scale, day.toordinal()) for day, mark in track.marks}
    due, done = places[Mark.DUE], places.get(Mark.COMPLETED)
    if original := places.get(Mark.ORIGINAL):
        yield f'<line class="moved" x1="{original}" x2="{due}"/>'
    if track.is_late:
        yield f'<line class="late" x1="{due}" x2="{done or _across(scale, axis.day.toordinal())}"/>'
    if original:
        yield f'<use class="original" href="#mark-original" x="{original}"/>'
    kind = "missed" if track.is_late else "due"
    yield f'<use class="{kind}" href="#mark-{kind}" x="{due}"/>'
    if done:
        yield f'<line class="stem" x1="{done}" x2="{done}" y1="-6"/>'
        yield f'<use class="completed" href="#mark-completed" x="{done}" y="-12"/>'


def _across(scale: Scale, day: int) -> str:
    """Where a day lies on the axis, in per cent of its width."""
    return f"{100 * scale.share(day):.2f}%"
