"""A report as one HTML page that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.render import timeline_svg
from ecefollow.views.listing import MARK_MEANS
from ecefollow.views.report import Report
from ecefollow.views.report_records import NOBODY, OURS, ReportedAction

# What a page of ours is known by, when another is to be written in its place.
MARK: Final = b'<meta name="generator" content="ecefollow">'
_MOST_LINKED: Final = 60  # recommendations in the table of contents: more are a page of numbers


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
    sheets = ["report.css", *(["report_doubts.css"] if has_doubts else [])]
    sheets += ["report_portfolio.css"] if report.portfolio else []
    style = "".join(loader.get_source(environment, sheet)[0] for sheet in sheets)
    script = loader.get_source(environment, "report.js")[0]

    def lang_of(ident: str) -> Markup:
        """The attribute that names the language of what the register says, where it is not ours."""
        language = report.language(ident)
        return Markup(' lang="{}"').format(language) if language not in {"", OURS} else Markup()

    parties = [row.label for row in report.responsible.rows]
    numbers = {name.casefold(): str(number) for number, name in enumerate(parties)}

    def numbers_of(action: ReportedAction) -> str:
        """Who is responsible, each by the number that it has in the filter."""
        return " ".join(numbers[name.casefold()] for name in action.responsible or (NOBODY,))

    return environment.get_template("report.html.j2").render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        marks=timeline_svg.MARKS,
        pictures=timeline_svg.render(report.timeline),
        parties=parties,
        numbers_of=numbers_of,
        lang_of=lang_of,
        mark_means=MARK_MEANS,
        has_contents=not report.portfolio and len(report.recommendations) <= _MOST_LINKED,
    )


def _breakable(ident: str) -> Markup:
    """An id that may go on in a new line behind that of its evaluation, which is often long."""
    return Markup(":<wbr>").join(ident.split(":"))


def _policy(style: str, script: str) -> str:
    """What a browser may do for the page: apply this style, run this script, and nothing else."""
    allowed = " ".join(
        f"{kind}-src 'sha256-{_digest(text)}';"
        for kind, text in (("style", style), ("script", script))
    )
    return f"default-src 'none'; {allowed} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
