"""The commands that look into a register: list, actions, evaluations, show."""

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.cli import answer, options, session
from ecefollow.cli.answer import Destination
from ecefollow.cli.app import command
from ecefollow.cli.registers import Question
from ecefollow.views import actions, recommendations


@command("list", example="ecefollow list --status partial")
def _list(
    ids: options.RecommendationIds = None,
    *,
    filters: Filters,
    question: Question,
    to: Destination,
) -> None:
    """List recommendations: answer, actions closed, earliest deadline."""
    answered = session.ask(question, filters, ids, rule=known_ids.require_recommendations)
    rows = queries.recommendations(answered.answers, answered.ids, answered.filters)
    listing = recommendations.recommendations(rows, answered.answers, answered.context)
    answer.write_listing(listing, to)
    raise answer.ended(answered.context)


@command("actions", example="ecefollow actions 7 --state overdue")
def _actions(
    ids: options.Ids = None,
    *,
    filters: Filters,
    question: Question,
    to: Destination,
    template: options.Template = False,
) -> None:
    """List actions: state, deadline, who is responsible."""
    answered = session.ask(question, filters, ids)
    if template:
        # Late: few lists are to be filled in.
        from ecefollow.views.sheet import sheet

        files = [file.register.evaluation for file in answered.files]
        answer.write_sheet(sheet(answered.items, answered.context, answered.register, files), to)
    else:
        answer.write_listing(actions.actions(answered.items, answered.context), to)
    raise answer.ended(answered.context)


@command("evaluations", example="ecefollow evaluations --organization UNECE")
def _evaluations(
    *,
    filters: Filters,
    question: Question,
    sort: options.SortBy = queries.Sort.ATTENTION,
    to: Destination,
) -> None:
    """List evaluations: overdue, closed, implemented, days without an update."""
    # Late: no other command needs them.
    from ecefollow.analysis.evaluations import arranged, standings
    from ecefollow.views import evaluations

    answered = session.ask(question, filters)
    found = standings(answered.files, day=answered.context.day, filters=answered.filters)
    rows = arranged(found, sort)
    listing = evaluations.evaluations(rows, answered.context, total=len(answered.files))
    answer.write_listing(listing, to)
    raise answer.ended(answered.context)


@command("show", example="ecefollow show 7.1")
def _show(ids: options.SomeIds, *, question: Question, format: options.ShownFormat = None) -> None:
    """Show recommendations or actions in full, with their history."""
    # Late: no other command shows this page.
    from ecefollow.views import show

    answered = session.ask(question, ids=ids)
    page = show.page(answered.register, answered.ids, answered.context)
    answer.write_page(page, format, answered.context)
    raise answer.ended(answered.context)
