"""A letter to those who are responsible: what is asked of them, and each of their actions once.

Several letters go to each who has something overdue or due soon.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.analysis.filters import Filters, Item, has_name
from ecefollow.analysis.sheet_columns import SHOWN, sent
from ecefollow.analysis.values_in_words import count, words
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Evaluation
from ecefollow.register.names import fold
from ecefollow.register.portfolio import RegisterFile, by_prefix, split
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context, filter_lines
from ecefollow.views.document import (
    STRONG,
    Block,
    Kind,
    Run,
    TableBlock,
    TextBlock,
    WrittenDocument,
    contact,
    heading,
    joined,
    labelled,
    paragraph,
    reference,
    text_of,
)
from ecefollow.views.report_records import entry, facts, language_of, shown

_IN_A_TITLE: Final = 200  # letters of a name: GitHub takes 256
_IN_A_FILE: Final = 50  # of up to four bytes: file systems take 255
_BOTH: Final = 2
_AT_A_GLANCE: Final = ("id", "due", "state", "text")
_ASKED: Final = (
    " how far it has come; if it is completed, since when, and what proves it;"
    " if it will be late, by when it will be done, and why."
)


class Addressee(NamedTuple):
    """One who is responsible for the items, and whom a hosting service notifies of them."""

    name: str
    items: list[Item]
    mentions: str

    @property
    def title(self) -> str:
        """The title of the letter, which stays the same while nothing happens."""
        overdue = sum(item.standing.state is State.OVERDUE for item in self.items)
        numbers = {"overdue": overdue, "due soon": len(self.items) - overdue}
        said = [f"{count(n, 'action')} {what}" for what, n in numbers.items() if n]
        cut = "…" if len(self.name) > _IN_A_TITLE else ""
        return f"{words(self.name[:_IN_A_TITLE])}{cut}: {', '.join(said)}"

    @property
    def file(self) -> str:
        """The name of the file without its ending: always the same, and never that of another."""
        key = fold(self.name)
        plain = re.sub(r"\W+", "-", key)[:_IN_A_FILE].strip("-")
        if plain.replace("-", " ") != key:
            plain += f"--{hashlib.sha256(key.encode()).hexdigest()[:8]}"
        return f"to-{plain}"


def letter(  # noqa: PLR0913 - each is part of the question
    evaluation: Evaluation,
    items: Sequence[Item],
    context: Context,
    *,
    filters: Filters,
    files: Sequence[RegisterFile],
    until: date | None = None,
    reply_by: date | None = None,
) -> WrittenDocument:
    """The letter about the items, to those whom the filters name: what is late stands first.

    If they are only those due *until* a day, it says so, and begins with a table of them.
    """
    told_of = about(evaluation, items, files)
    title = f"Follow-up: {words(told_of[0].title)}"
    if len(told_of) > 1:
        title = f"Follow-up to {count(len(told_of), 'evaluation')}"
    organization = ", ".join(dict.fromkeys(words(each.organization) for each in told_of))
    blocks: list[Block] = [
        paragraph(Kind.ORGANIZATION, organization),
        paragraph(Kind.TITLE, title),
        labelled("To", Run(", ".join(map(words, filters.responsible)))),
        labelled("Date", Run(format_day(context.day))),
        *_request(items, _contacts(told_of), until=until, reply_by=reply_by),
        *_links(told_of),
        *_scope(context),
        *(_overview(items) if until and len(items) > 1 else ()),
        *_actions(items, by_prefix(evaluation, files), filters, is_plural=len(files) > 1),
    ]
    return WrittenDocument(title, organization, context.day, tuple(blocks))


def addressees(
    items: Sequence[Item], among: Sequence[str], files: Sequence[RegisterFile]
) -> Iterator[Addressee]:
    """Each who is responsible for one of the items, *among* those named, or among all."""
    units = [unit for file in files for unit in file.register.evaluation.units]
    own: dict[str, tuple[str, list[Item]]] = {}
    for item in items:
        for name in item.standing.responsible:
            if has_name([name], among):
                own.setdefault(fold(name), (name, []))[1].append(item)
    for key, (name, theirs) in sorted(own.items()):
        mentions = (unit.mention for unit in units if fold(unit.name) == key and unit.mention)
        yield Addressee(name, theirs, " ".join(dict.fromkeys(mentions)))


def about(
    evaluation: Evaluation, items: Sequence[Item], files: Sequence[RegisterFile]
) -> list[Evaluation]:
    """The evaluations that the items belong to: of a single register its own."""
    evaluations = by_prefix(evaluation, files)
    named = dict.fromkeys(split(item.standing.action.id)[0] for item in items)
    return [evaluations[ident] for ident in named] or [evaluation]


def _request(
    items: Sequence[Item], contacts: Sequence[Run], *, until: date | None, reply_by: date | None
) -> Iterator[Block]:
    """How many actions there are, how many are late, and what is asked, by when and by whom."""
    still_open = [item.standing for item in items if not item.standing.state.is_closed]
    if not still_open:
        yield paragraph(Kind.HEADLINE, "No action of yours is open. Nothing is asked of you.")
        return
    late = sum(standing.state is State.OVERDUE for standing in still_open)
    number = count(len(still_open), "open action")
    due = f" due by {format_day(until)}" if until else ""
    counted = f"You are responsible for {number}{due}: {_late(late, len(still_open))}."
    yield paragraph(Kind.HEADLINE, counted)
    answer_by = f" by {format_day(reply_by)}" if reply_by else ""
    on = "it" if len(still_open) == 1 else "each of them"
    if contacts:
        please = Run(f"Please report{answer_by}", STRONG), Run(" to "), *contacts, Run(f" on {on}:")
    else:
        please = (Run(f"Please report{answer_by} on {on}:", STRONG),)
    yield paragraph(Kind.NORMAL, *please, _ASKED)


def _late(late: int, among: int) -> str:
    if among == 1:
        return "it is overdue" if late else "it is not overdue"
    if late == among:
        return "both are overdue" if late == _BOTH else "all are overdue"
    return f"{late or 'none'} {'are' if late > 1 else 'is'} overdue"


def _contacts(about: Sequence[Evaluation]) -> list[Run]:
    """Whom to answer, each once."""
    return joined(dict.fromkeys(contact(e.contact) for e in about if e.contact), " or ")


def _links(about: Sequence[Evaluation]) -> Iterator[TextBlock]:
    """Where the evaluation is."""
    for evaluation in about:
        of = f", {words(evaluation.title)}" if len(about) > 1 else ""
        if evaluation.report:
            yield labelled(f"Evaluation{of}", reference(evaluation.report))


def _scope(context: Context) -> Iterator[TextBlock]:
    """What else narrows the letter, and what is missing in it."""
    others = {name: value for name, value in context.filter.items() if name != "responsible"}
    for line in filter_lines(others):
        yield paragraph(Kind.REMARK, line)
    for register in context.skipped:
        missing = f"Not complete: {register.path} is left out: {register.reason}"
        yield paragraph(Kind.REMARK, missing)


def _overview(items: Sequence[Item]) -> Iterator[TableBlock]:
    """The actions at a glance, as in a sheet."""
    rows = [[cells[key] for key in _AT_A_GLANCE] for cells in map(sent, items)]
    yield TableBlock("", [SHOWN[key] for key in _AT_A_GLANCE], rows, is_titled=False)


def _actions(
    items: Sequence[Item],
    evaluations: Mapping[str, Evaluation],
    filters: Filters,
    *,
    is_plural: bool,
) -> Iterator[Block]:
    """Each action once, the most urgent first; of a closed one no more than that it is."""
    order = [*State]
    arranged = sorted(
        items,
        key=lambda item: (
            order.index(item.standing.state),
            item.standing.due.last if item.standing.due else date.max,
        ),
    )
    above = ""
    for item in arranged:
        standing, ident = item.standing, item.standing.action.id
        evaluation = evaluations[split(ident)[0]]
        language = language_of(evaluation)
        text = Run(words(standing.action.text), "", language)
        group = "Closed" if standing.state.is_closed else standing.state.words.capitalize()
        if group != above:
            yield heading(2, group)
            above = group
        if standing.state.is_closed:
            yield paragraph(Kind.ITEM, f"{ident} ", text, " ", shown(standing).run)
            continue
        yield heading(3, shown(standing).run, anchor=f"action-{ident}", number=ident)
        yield paragraph(Kind.NORMAL, text)
        yield from _facts(standing, language, others=len(filters.responsible) > 1)
        recommendation = item.answer.recommendation
        title = Run(words(recommendation.title), "", language)
        yield labelled("Under", f"{recommendation.id} ", title, f" ({item.answer.status.words})")
        if is_plural:
            yield labelled("Evaluation", Run(words(evaluation.title), "", language))


def _facts(standing: Standing, language: str, *, others: bool) -> Iterator[TextBlock]:
    """What is known of the action, unless they know it or the last report says it."""
    others |= len(standing.responsible) > 1  # or else it is the one whom the letter is to
    newest_first = reversed(standing.updates)
    last = max(newest_first, key=attrgetter("date"), default=None)
    report = entry(standing.action, last, language).runs if last else ()
    for fact in facts(standing, language):
        label, *told = fact.runs
        is_to_them = label.text == "Responsible: " and not others
        is_said = label.text == "Reported: " and text_of(told).partition(";")[0] in text_of(report)
        if not (is_to_them or is_said):
            yield fact
    if report:
        yield labelled("Last report", report[0]._replace(style=""), *report[1:])
