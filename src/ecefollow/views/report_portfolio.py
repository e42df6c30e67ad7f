"""What a report of several registers says of them: how each evaluation stands, and its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from ecefollow.analysis import evaluations
from ecefollow.analysis.evaluations import EvaluationStanding
from ecefollow.analysis.queries import Sort
from ecefollow.analysis.values_in_words import (
    closed_of_all,
    confirmed_in_words,
    count,
    disputed_in_words,
    part_of,
    words,
)
from ecefollow.reading.quoting import escaped
from ecefollow.register.model import Answer, Evaluation
from ecefollow.register.portfolio import RegisterFile, split
from ecefollow.views import evaluations as listing
from ecefollow.views.context import published_path
from ecefollow.views.document import Run, TextBlock, contact, labelled, reference
from ecefollow.views.report_records import OURS, ReportedRecommendation, language_of

_MOST_NAMED: Final = 3  # organizations in the masthead: more are a paragraph before the title


class ReportedEvaluation(NamedTuple):
    """An evaluation as a report tells of it: what it is, how it stands, its recommendations."""

    id: str
    title: Run
    organization: Run
    origin: tuple[TextBlock, ...]
    closed: str
    overdue: int
    rate: str
    confirmed: tuple[str, ...]
    silent: str
    deadline: str
    figures: tuple[str, ...]
    recommendations: tuple[ReportedRecommendation, ...]

    @property
    def anchor(self) -> str:
        """Where its part of the report begins."""
        return f"evaluation-{self.id}"


class ReportedPortfolio(NamedTuple):
    """The evaluations in the order of the registers, and those that want attention first.

    `registers` is their number, of which a filter may leave fewer. Of a single one,
    nothing is by attention: its figures are those of the whole report.
    """

    title: Run
    organizations: Run
    evaluations: tuple[ReportedEvaluation, ...]
    by_attention: tuple[ReportedEvaluation, ...]
    registers: int

    @property
    def is_plural(self) -> bool:
        """Whether there are several registers, though the portfolio may be narrowed to one."""
        return self.registers > 1

    @property
    def shown(self) -> str:
        """How many evaluations the report tells of: "2 of 20 evaluations"."""
        return part_of(len(self.evaluations), self.registers, "evaluation")


def portfolio(
    files: Sequence[RegisterFile],
    answers: Sequence[Answer],
    recommendations: Iterable[ReportedRecommendation],
    *,
    day: date,
    is_narrowed: bool,
) -> ReportedPortfolio:
    """The evaluations of the registers by what is told of them: the answers, and the same in words.

    Of a narrowed report, an evaluation of which nothing is left is no part.
    """
    left = evaluations.by_evaluation(answers)
    recommendations_by_evaluation = defaultdict[str, list[ReportedRecommendation]](list)
    for one in recommendations:
        recommendations_by_evaluation[split(one.id)[0]].append(one)
    standings = {
        ident: evaluations.standing(path, register.evaluation, left[ident], day=day)
        for path, register in files
        if (ident := register.evaluation.id) in left or not is_narrowed
    }
    parts = {
        ident: _reported(one, recommendations_by_evaluation[ident])
        for ident, one in standings.items()
    }
    arranged = evaluations.arranged(standings.values(), Sort.ATTENTION)
    return ReportedPortfolio(
        title=_title(files),
        organizations=_organizations(files),
        evaluations=tuple(parts.values()),
        by_attention=tuple(parts[one.evaluation.id] for one in arranged if len(files) > 1),
        registers=len(files),
    )


def origin(evaluation: Evaluation) -> Iterator[TextBlock]:
    """When a response was given, where its words come from, and whom a reader asks."""
    if evaluation.responded:
        yield labelled("Response of", evaluation.responded.shown)
    if evaluation.title_note:
        yield labelled("On the title", words(evaluation.title_note))
    if evaluation.language != OURS:
        yield labelled("Language", evaluation.language)
    if evaluation.source:
        yield labelled("Source", reference(evaluation.source))
    if evaluation.report:
        yield labelled("Evaluation", reference(evaluation.report))
    if evaluation.contact:
        yield labelled("Contact", contact(evaluation.contact))


def _title(files: Sequence[RegisterFile]) -> Run:
    """What a report of the registers is called; of a single one, as its evaluation is."""
    if len(files) == 1:
        evaluation = files[0].register.evaluation
        return Run(words(evaluation.title), "", language_of(evaluation))
    return Run(f"Follow-up to {count(len(files), 'evaluation')}")


def _organizations(files: Sequence[RegisterFile]) -> Run:
    """The organizations by their names; of many, how many they are."""
    names = {words(file.register.evaluation.organization): None for file in files}
    return Run(", ".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} organizations")


def _reported(
    standing: EvaluationStanding, recommendations: Sequence[ReportedRecommendation]
) -> ReportedEvaluation:
    evaluation = standing.evaluation
    language = language_of(evaluation)
    register = labelled("Register", escaped(published_path(standing.path)))
    return ReportedEvaluation(
        id=evaluation.id,
        title=Run(words(evaluation.title), "", language),
        organization=Run(words(evaluation.organization), "", language),
        origin=(*origin(evaluation), register),
        closed=listing.closed_of_all(standing),
        overdue=standing.metrics.overdue,
        rate=standing.rate.shown,
        confirmed=tuple(_confirmed(standing)),
        silent=_silent(standing.days_silent),
        deadline=listing.deadline(standing),
        figures=tuple(_figures(standing)),
        recommendations=tuple(recommendations),
    )


def _silent(days: int | None) -> str:
    return "no update yet" if days is None else count(days, "day")


def _figures(standing: EvaluationStanding) -> Iterator[str]:
    """How it stands, for the line below its title: what is in the table, in words."""
    yield closed_of_all(standing.metrics.closed, standing.metrics.actions)
    yield from _confirmed(standing)
    yield f"{standing.metrics.overdue:,} overdue"
    if standing.rate.percent is not None:
        yield f"{standing.rate.shown} implemented"
    if standing.next_due:
        yield f"earliest deadline {listing.deadline(standing)}"


def _confirmed(standing: EvaluationStanding) -> Iterator[str]:
    """How much of what is closed somebody confirmed, and how much is disputed, if any is."""
    claims = standing.metrics.verification
    if standing.metrics.is_verified and standing.metrics.closed:
        yield f"{confirmed_in_words(claims)} confirmed"
        yield from disputed_in_words([claims])
