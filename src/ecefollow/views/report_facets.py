"""What the actions of a report can be narrowed by on its page, and how many have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ecefollow.analysis.attention import Attention
from ecefollow.analysis.values_in_words import NOBODY
from ecefollow.register.names import fold
from ecefollow.register.portfolio import split
from ecefollow.register.vocabulary import Status, Verification
from ecefollow.views.page import Grid
from ecefollow.views.report_overview import StateCount
from ecefollow.views.report_portfolio import ReportedEvaluation
from ecefollow.views.report_records import ReportedRecommendation

_NAMES: Final = ("responsible", "accountable", "organization")  # an address has them as they are


class Choice(NamedTuple):
    """A value as an address has it, the same in words, and how many actions have it.

    Of an answer, it is how many recommendations were given it.
    """

    value: str
    words: str
    number: int


class Facet(NamedTuple):
    """One thing to narrow by: its name in an address, its label, and its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class Facets(NamedTuple):
    """All that a report can be narrowed by.

    `places` are, for each action and each recommendation without any, where among the choices of
    the facets, by their names, its own values stand.
    """

    facets: tuple[Facet, ...]
    places: Mapping[str, Mapping[str, Sequence[int]]]


def facets(
    recommendations: Sequence[ReportedRecommendation],
    evaluations: Iterable[ReportedEvaluation],
    states: Iterable[StateCount],
    parties: Mapping[str, Grid],
) -> Facets:
    """What the recommendations and actions can be narrowed by, none of which has no choice.

    The evaluations are those of several registers, the *parties* those responsible and accountable.
    """
    parts = {each.id: each for each in evaluations}
    values = dict(_values(recommendations, parts))
    is_claimed = any(own.get("verification") for own in values.values())
    wanting = {each for own in values.values() for each in own.get("attention", ())}
    words: dict[str, dict[str, str]] = {
        "state": {each.state: each.state.words for each in states},
        **{
            name: {fold(row.label): row.label for row in grid.rows}
            for name, grid in parties.items()
        },
        "verification": {each: each.words for each in Verification if is_claimed},
        "attention": {each: each.words for each in Attention if each in wanting},
        "status": {each: each.words for each in Status},
        "evaluation": {ident: each.title.text for ident, each in parts.items()},
        "organization": {
            fold(each.organization.text): each.organization.text for each in parts.values()
        },
    }
    counts = Counter(
        (name, value)
        for own in values.values()
        if "state" in own
        for name in own.keys() - {"status"}
        for value in own[name]
    )
    counts.update(("status", one.status) for one in recommendations)
    told = [
        Facet(
            name,
            "Answer" if name == "status" else name.capitalize(),
            tuple(
                Choice(shown if name in _NAMES else value, shown, counts[name, value])
                for value, shown in choices.items()
            ),
        )
        for name, choices in words.items()
        if choices
    ]
    numbers = {name: {value: n for n, value in enumerate(words[name])} for name in words}
    places = {
        ident: {name: [numbers[name][value] for value in own[name]] for name in own}
        for ident, own in values.items()
    }
    return Facets(tuple(told), places)


def _values(
    recommendations: Iterable[ReportedRecommendation], parts: Mapping[str, ReportedEvaluation]
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The values of each action, and of each recommendation that has none, by facet."""
    for one in recommendations:
        evaluation = split(one.id)[0]
        shared: dict[str, list[str]] = {"status": [one.status]}
        if evaluation in parts:
            organization = fold(parts[evaluation].organization.text)
            shared |= {"evaluation": [evaluation], "organization": [organization]}
        if not one.actions:
            yield one.id, shared
        for action in one.actions:
            yield (
                action.id,
                {
                    **shared,
                    "state": [action.shown.state],
                    "responsible": [*map(fold, action.responsible or [NOBODY])],
                    "accountable": [fold(action.accountable)] if action.accountable else [],
                    "attention": [*action.attention],
                    "verification": [action.verification] if action.verification else [],
                },
            )
