"""A report as one HTML page that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecefollow.analysis.values_in_words import shortened
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State, Status, Verification
from ecefollow.render import timeline_svg, trend_svg
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.report import TREND, Report
from ecefollow.views.report_records import OURS

# What a page of ours is known by, when another is to be written in its place.
MARK: Final = b'<meta name="generator" content="ecefollow">'
_MOST_LINKED: Final = 60  # recommendations in the table of contents: more are a page of titles
_MOST_LISTED: Final = 20  # in the overview, which is to be seen at once; the others are folded
_MOST_AT_ONCE: Final = 200  # actions that a browser lays out at once without delay
_BRIEF: Final = 90  # letters of a title at the foot of a printed page
_WITHOUT_DEADLINE: Final = "&".join(f"state={state}" for state in State if state.has_no_deadline)
# What the filter shows of a row of the figures, by the heads of its table and its own.
_ADDRESSES: Final = {
    **{("Recommendations", each.words): f"status={each}" for each in Status},
    **{("Actions", each.words): f"state={each}" for each in State},
    **{("Closed actions", each.words): f"verification={each}" for each in Verification},
    ("Open actions", "without a deadline"): _WITHOUT_DEADLINE,
}


def render(report: Report) -> str:
    """The report as a page; what the register says is text in it, whatever it says."""
    loader = PackageLoader("ecefollow.render")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = format_day
    environment.filters["breakable"] = _breakable
    evaluations = report.portfolio.evaluations if report.portfolio else ()
    has_doubts = any(each.state is State.UNKNOWN for each in report.states)
    has_doubts = has_doubts or any(each.confirmed for each in evaluations)
    sheets = ["report.css", "report_deadlines.css", *(["report_doubts.css"] if has_doubts else [])]
    sheets += ["report_portfolio.css"] if report.portfolio else []
    style = "".join(loader.get_source(environment, sheet)[0] for sheet in sheets)
    style += _running_foot(report)
    script = loader.get_source(environment, "report.js")[0]

    def lang_of(ident: str) -> Markup:
        """The attribute that names the language of what the register says, where it is not ours."""
        language = report.language(ident)
        return Markup(' lang="{}"').format(language) if language not in {"", OURS} else Markup()

    def places_of(ident: str) -> Markup:
        """The attributes that say which choices of the filter a record has, by their places."""
        places = report.facets.places[ident].items()
        attributes = (f' data-{n}="{" ".join(map(str, p))}"' for n, p in places if p)
        return Markup("".join(attributes))  # noqa: S704 - our own names, and numbers

    return environment.get_template("report.html.j2").render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        deadlines=timeline_svg.render(report.timeline),
        trend=trend_svg.render(report.trend),
        trend_head=TREND,
        addresses=_ADDRESSES,
        places_of=places_of,
        most_listed=_MOST_LISTED,
        most_at_once=_MOST_AT_ONCE,
        lang_of=lang_of,
        mark_means=MARK_MEANS,
        has_contents=not report.portfolio and len(report.recommendations) <= _MOST_LINKED,
    )


def _breakable(ident: str) -> Markup:
    """An id that may go on in a new line behind that of its evaluation, which is often long."""
    return Markup(":<wbr>").join(ident.split(":"))


def _running_foot(report: Report) -> str:
    """What stands at the foot of every printed page, beside its number."""
    text = f"{report.organization} · {shortened(report.title, _BRIEF)} · {format_day(report.day)}"
    # No letter but these can end a string of a style sheet, or the style sheet itself.
    letters = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return f'@page {{ @bottom-left {{ content: "{"".join(letters)}"; }} }}\n'


def _policy(style: str, script: str) -> str:
    """What a browser may do for the page: apply this style, run this script, and nothing else."""
    allowed = " ".join(
        f"{kind}-src 'sha256-{_digest(text)}';"
        for kind, text in (("style", style), ("script", script))
    )
    return f"default-src 'none'; {allowed} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
