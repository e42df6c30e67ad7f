"""A letter to those who are responsible: what is asked of them, and each of their actions once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Final

from ecefollow.analysis.filters import Filters, Item
from ecefollow.analysis.values_in_words import count, words
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Evaluation
from ecefollow.register.portfolio import RegisterFile, split
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context, filter_lines
from ecefollow.views.document import STRONG, Block, Kind, Run, TextBlock, WrittenDocument
from ecefollow.views.report_document import fact, heading, labelled, link, paragraph, state
from ecefollow.views.report_records import OURS, ReportedAction, origin, reported

_BOTH: Final = 2
_ASKED: Final = (
    " how far it has come; if it is completed, since when, and what proves it;"
    " if it will be late, by when it will be done, and why."
)


def letter(  # noqa: PLR0913 - each is part of the question
    evaluation: Evaluation,
    items: Sequence[Item],
    context: Context,
    *,
    filters: Filters,
    files: Sequence[RegisterFile],
    reply_by: date | None = None,
) -> WrittenDocument:
    """The letter about the items, to those whom the filters name: what is late stands first."""
    evaluations = {file.register.evaluation.id: file.register.evaluation for file in files}
    named = {split(item.standing.action.id)[0]: None for item in items}
    about = [evaluations[ident] for ident in named if ident] or [evaluation]
    title = f"Follow-up: {words(about[0].title)}"
    if len(about) > 1:
        title = f"Follow-up to {len(about)} evaluations"
    organization = ", ".join(dict.fromkeys(words(each.organization) for each in about))
    blocks: list[Block] = [
        paragraph(Kind.ORGANIZATION, Run(organization)),
        paragraph(Kind.TITLE, Run(title)),
        labelled("To", Run(", ".join(map(words, filters.responsible)))),
        labelled("Date", Run(format_day(context.day))),
        *_request(items, reply_by, _contacts(about)),
        *_links(about),
        *_scope(context),
        *_actions(items, evaluations if context.is_portfolio else {"": evaluation}, filters),
    ]
    return WrittenDocument(title, organization, context.day, tuple(blocks))


def _request(
    items: Sequence[Item], reply_by: date | None, contacts: Sequence[Run]
) -> Iterator[Block]:
    """How many actions there are, how many are late, and what is asked, by when and by whom."""
    still_open = [item.standing for item in items if not item.standing.state.is_closed]
    if not still_open:
        yield paragraph(Kind.HEADLINE, Run("No action of yours is open. Nothing is asked of you."))
        return
    late = sum(standing.state is State.OVERDUE for standing in still_open)
    number = count(len(still_open), "open action")
    counted = f"You are responsible for {number}: {_late(late, len(still_open))}."
    yield paragraph(Kind.HEADLINE, Run(counted))
    until = f" by {format_day(reply_by)}" if reply_by else ""
    on = "it" if len(still_open) == 1 else "each of them"
    if contacts:
        please = Run(f"Please report{until}", STRONG), Run(" to "), *contacts, Run(f" on {on}:")
    else:
        please = (Run(f"Please report{until} on {on}:", STRONG),)
    yield paragraph(Kind.NORMAL, *please, Run(_ASKED))


def _late(late: int, among: int) -> str:
    if late in {0, among}:
        which = "it is" if among == 1 else "both are" if among == _BOTH else "all are"
        none = "it is not" if among == 1 else "none is"
        return f"{which if late else none} overdue"
    return f"{late} {'is' if late == 1 else 'are'} overdue"


def _contacts(about: Sequence[Evaluation]) -> list[Run]:
    """Whom to answer, each once."""
    runs: dict[str, Run] = {}
    for evaluation in about:
        for label, reference in origin(evaluation):
            if label == "Contact":
                runs[reference.text] = link(reference)
    parted = [run for each in runs.values() for run in (Run(" or "), each)]
    return parted[1:]


def _links(about: Sequence[Evaluation]) -> Iterator[TextBlock]:
    """Where the evaluation is."""
    for evaluation in about:
        of = f", {words(evaluation.title)}" if len(about) > 1 else ""
        for label, reference in origin(evaluation):
            if label == "Evaluation":
                yield labelled(f"{label}{of}", link(reference))


def _scope(context: Context) -> Iterator[TextBlock]:
    """What else narrows the letter, and what is missing in it."""
    others = {name: value for name, value in context.filter.items() if name != "responsible"}
    for line in filter_lines(others):
        yield paragraph(Kind.REMARK, Run(line))
    for register in context.skipped:
        missing = f"Not complete: {register.path} is left out: {register.reason}"
        yield paragraph(Kind.REMARK, Run(missing))


def _actions(
    items: Sequence[Item], evaluations: Mapping[str, Evaluation], filters: Filters
) -> Iterator[Block]:
    """Each action once, the most urgent first; of a closed one no more than that it is."""
    order = [*State]
    far = date.max
    anchors = {item.standing.action.id: f"action-{item.standing.action.id}" for item in items}
    arranged = sorted(
        items,
        key=lambda item: (
            order.index(item.standing.state),
            item.standing.due.last if item.standing.due else far,
        ),
    )
    above = ""
    for item in arranged:
        action = reported(item, anchors)
        evaluation = evaluations[split(action.id)[0]]
        language = "" if evaluation.language == OURS else evaluation.language
        group = "Closed" if action.shown.state.is_closed else action.shown.state.words.capitalize()
        if group != above:
            yield heading(2, Run(group))
            above = group
        if action.shown.state.is_closed:
            number, text = Run(f"{action.id} "), Run(f"{action.text} ", "", language)
            yield paragraph(Kind.ITEM, number, text, state(action.shown))
        else:
            title = words(evaluation.title) if len(evaluations) > 1 else ""
            yield from _action(action, title, language, others=len(filters.responsible) > 1)


def _action(
    action: ReportedAction, evaluation: str, language: str, *, others: bool
) -> Iterator[Block]:
    yield heading(3, Run(f"{action.id} "), state(action.shown), anchor=action.anchor)
    yield paragraph(Kind.NORMAL, Run(action.text, "", language))
    others |= len(action.responsible) > 1  # or else it is the one whom the letter is to
    dated = [(entry.day, entry.text) for entry in action.history if entry.day]
    day, last = max(dated, key=itemgetter(0), default=(None, ""))
    for told in action.facts:
        is_to_them = told.label == "Responsible" and not others
        is_said = told.label == "Reported" and told.text.partition(";")[0] in last
        if not (is_to_them or is_said):
            yield fact(told, language)
    if day:
        yield labelled("Last report", Run(f"{format_day(day)}: {last}", "", language))
    yield labelled(
        "Under", Run(action.recommendation.text, "", language), Run(f" ({action.status})")
    )
    if evaluation:
        yield labelled("Evaluation", Run(evaluation, "", language))
