"""A report as one HTML page that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecefollow.analysis.trend import Tally
from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.render import document_html, timeline_svg
from ecefollow.render.document_html import allowed
from ecefollow.views import report_document, report_tables
from ecefollow.views.document import Block, Run, TableBlock
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.report import TREND, Report

_MOST_LINKED: Final = 60  # recommendations in the table of contents: more are a page of titles
_MOST_LISTED: Final = 10  # in the overview, which is to be seen at once; the others are folded
_MOST_AT_ONCE: Final = 200  # actions that a browser lays out at once without delay
_BRIEF: Final = 90  # letters of a title at the foot of a printed page
_HEIGHT: Final = 44  # pixels of the highest bar of the trend
_FEWEST: Final = 13  # places for bars, so that a few are not wide
_FILLED: Final = 0.78  # of a place


def render(report: Report) -> str:
    """The report as a page; what the register says is text in it, whatever it says."""
    style = document_html.template("report.css") + _running_foot(report)
    script = document_html.template("report.js")
    page = _environment().get_template("report.html.j2")
    return page.render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        deadlines=timeline_svg.render(report.timeline),
        trend=trend(report.trend),
        trend_head=TREND,
        document=report_document,
        tables=report_tables,
        blocks=_blocks,
        element=_element,
        folded=_folded,
        most_at_once=_MOST_AT_ONCE,
        mark_means=MARK_MEANS,
        has_contents=not report.portfolio and len(report.recommendations) <= _MOST_LINKED,
    )


def trend(tallies: Sequence[Tally]) -> Markup:
    """A row of bars for what was overdue and one for what was completed, each with its last number.

    They are on one scale; without tallies there is nothing.
    """
    return Markup("".join(_rows_of_bars(tallies) if tallies else ()))  # noqa: S704 - numbers


@cache  # the template is compiled once
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("ecefollow.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["day"] = format_day
    return made


def _blocks(parts: Iterable[Block]) -> Markup:
    return Markup(document_html.blocks(parts))  # noqa: S704 - which has escaped every text


def _element(name: str, words: Iterable[Run]) -> Markup:
    return Markup(document_html.element(name, words))  # noqa: S704 - likewise


def _folded(table: TableBlock, words: str) -> Markup:
    """A table, and another that unfolds those rows that would make the overview long."""
    shown = _blocks([table._replace(rows=table.rows[:_MOST_LISTED])])
    rest = table.rows[_MOST_LISTED:]
    if not rest:
        return shown
    caption = f"{table.caption}, goes on"
    return Markup(
        '{}<details class="rest all"><summary>All {:,} {}: {:,} more</summary>{}</details>'
    ).format(
        shown,
        len(table.rows),
        words,
        len(rest),
        _blocks([table._replace(caption=caption, rows=rest, is_titled=False)]),
    )


def _rows_of_bars(tallies: Sequence[Tally]) -> Iterator[str]:
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


def _running_foot(report: Report) -> str:
    """What stands at the foot of every printed page, beside its number."""
    organization, title = report.organization.text, shortened(report.title.text, _BRIEF)
    # From left to right, in whatever script they are.
    text = "\u200e · ".join([organization, title, format_day(report.day)])
    # No letter but these can end a string of a style sheet, or the style sheet itself.
    letters = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return f'@page {{ @bottom-left {{ content: "{"".join(letters)}"; }} }}\n'


def _policy(style: str, script: str) -> str:
    """What a browser may do for the page: apply this style, run this script, and nothing else."""
    own = f"{allowed('style', style)}; {allowed('script', script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"
