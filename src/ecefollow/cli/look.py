"""The commands that look into a register: list, actions, show."""

from functools import partial

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis import queries
from ecefollow.analysis.evaluations import Sort, arranged, standings
from ecefollow.analysis.filters import Filters
from ecefollow.cli import answer, options, session
from ecefollow.cli.app import command
from ecefollow.cli.option_values import refuse_format
from ecefollow.cli.question import Question
from ecefollow.render.formats import Format
from ecefollow.views import actions, recommendations

_command = partial(command, panel="Look")


@_command("list", example="ecefollow list --status partial")
def _list(
    ids: options.RecommendationIds = None,
    *,
    filters: Filters,
    question: Question,
    format: options.ListingFormat = None,
) -> None:
    """List recommendations: answer, actions closed, next deadline."""
    answered = session.ask(question, filters)
    answered, asked = session.require(known_ids.require_recommendations, answered, ids)
    rows = queries.recommendations(answered.answers, asked, filters)
    listing = recommendations.recommendations(rows, answered.answers, answered.context)
    answer.write_listing(listing, format)
    raise answer.ended(answered.context)


@_command("actions", example="ecefollow actions 7 --state overdue")
def _actions(  # noqa: PLR0913 - each is an option
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    format: options.ListingFormat = None,
    template: options.Template = False,
    to: options.SheetFile = None,
) -> None:
    """List actions: state, deadline, who is responsible."""
    if template:
        refuse_format(format, unless=Format.CSV)
    elif to:
        raise typer.BadParameter("--output is for the sheet that --template writes")
    answered = session.ask(question, filters)
    answered, asked = session.require(known_ids.require_known, answered, ids)
    rows = queries.actions(answered.answers, asked, filters)
    if template and to:
        answer.make_sheet(actions.template(rows, answered.context), to)
    elif template:
        answer.write_listing(actions.template(rows, answered.context), Format.CSV)
    else:
        answer.write_listing(actions.actions(rows, answered.context), format)
    raise answer.ended(answered.context)


@_command("evaluations", example="ecefollow evaluations --organization UNECE")
def _evaluations(
    *,
    filters: Filters,
    question: Question,
    sort: options.SortBy = Sort.ATTENTION,
    format: options.ListingFormat = None,
) -> None:
    """List evaluations: overdue, closed, implemented, days without an update."""
    # Late: no other command needs it.
    from ecefollow.views import evaluations

    answered = session.ask(question, filters)
    found = standings(answered.files, day=answered.context.day, filters=filters)
    rows = arranged(found, sort)
    listing = evaluations.evaluations(rows, answered.context, total=len(answered.files))
    answer.write_listing(listing, format)
    raise answer.ended(answered.context)


@_command("show", example="ecefollow show 7.1")
def _show(ids: options.SomeIds, *, question: Question, format: options.ShownFormat = None) -> None:
    """Show recommendations or actions in full, with their history."""
    # Late: no other command shows this page.
    from ecefollow.views import show

    answered = session.ask(question, Filters())
    answered, asked = session.require(known_ids.require_known, answered, ids)
    page = show.page(answered.register, asked, answered.context)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)
