"""A report as one HTML page that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.render import document_html, timeline_svg, trend_svg
from ecefollow.render.document_html import allowed
from ecefollow.views import report_document, report_tables
from ecefollow.views.document import Run, TableBlock
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.report import TREND, Report

_MOST_LINKED: Final = 60  # recommendations in the table of contents: more are a page of titles
_MOST_LISTED: Final = 20  # in the overview, which is to be seen at once; the others are folded
_MOST_AT_ONCE: Final = 200  # actions that a browser lays out at once without delay
_BRIEF: Final = 90  # letters of a title at the foot of a printed page


def render(report: Report) -> str:
    """The report as a page; what the register says is text in it, whatever it says."""
    source = (files("ecefollow.render") / "templates").joinpath
    evaluations = report.portfolio.evaluations if report.portfolio else ()
    has_doubts = any(each.state is State.UNKNOWN for each in report.states)
    has_doubts = has_doubts or any(each.confirmed for each in evaluations)
    sheets = ["report.css", "report_deadlines.css", *(["report_doubts.css"] if has_doubts else [])]
    sheets += ["report_portfolio.css"] if report.portfolio else []
    style = "".join(source(sheet).read_text("utf-8") for sheet in sheets)
    style += _running_foot(report)
    script = source("report.js").read_text("utf-8")

    def lang_of(ident: str) -> Markup:
        """The attribute that names the language of what the register says, where it is not ours."""
        language = report.language(ident)
        return Markup(' lang="{}"').format(language) if language else Markup()

    def places_of(ident: str) -> Markup:
        """The attributes that say which choices of the filter a record has, by their places."""
        places = report.facets.places[ident].items()
        attributes = (f' data-{n}="{" ".join(map(str, p))}"' for n, p in places if p)
        return Markup("".join(attributes))  # noqa: S704 - our own names, and numbers

    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=style,
            script=script,
            policy=_policy(style, script),
            deadlines=timeline_svg.render(report.timeline),
            trend=trend_svg.render(report.trend),
            trend_head=TREND,
            tables=report_tables,
            html=_html,
            folded=_folded,
            reading=document_html.blocks(report_document.reading(report)),
            record=document_html.blocks(
                report_document.record(report.period) if report.period else ()
            ),
            places_of=places_of,
            most_at_once=_MOST_AT_ONCE,
            lang_of=lang_of,
            mark_means=MARK_MEANS,
            has_contents=not report.portfolio and len(report.recommendations) <= _MOST_LINKED,
        )
    )


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
    made.filters["breakable"] = lambda ident: Markup(":<wbr>").join(ident.split(":"))
    return made


def _html(part: TableBlock | Sequence[Run]) -> Markup:
    """A table, or words, in which nothing that the register says is markup."""
    write = document_html.table if isinstance(part, TableBlock) else document_html.runs
    return Markup(write(part))  # type: ignore[arg-type] # noqa: S704 - which has escaped every text


def _folded(table: TableBlock, words: str) -> Markup:
    """A table, and another that unfolds those rows that would make the overview long."""
    shown = _html(table._replace(rows=table.rows[:_MOST_LISTED]))
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
        _html(table._replace(caption=caption, rows=rest, is_titled=False)),
    )


def _running_foot(report: Report) -> str:
    """What stands at the foot of every printed page, beside its number."""
    texts = report.organization, shortened(report.title, _BRIEF), format_day(report.day)
    text = "\u200e · ".join(texts)  # from left to right, in whatever script they are
    # No letter but these can end a string of a style sheet, or the style sheet itself.
    letters = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return f'@page {{ @bottom-left {{ content: "{"".join(letters)}"; }} }}\n'


def _policy(style: str, script: str) -> str:
    """What a browser may do for the page: apply this style, run this script, and nothing else."""
    own = f"{allowed('style', style)}; {allowed('script', script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"
