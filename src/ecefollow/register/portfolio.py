"""Several registers as one, with each id behind that of its evaluation: "harbour:7.1"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Action

_SEPARATOR: Final = ":"  # the id of a recommendation or an action has none
_all_but_id: Final = attrgetter(
    *(field.name for field in fields(Action) if field.name != "id" and not field.kw_only)
)


class RegisterFile(NamedTuple):
    """A register, and the path of its file."""

    path: str
    register: Register


def qualified(evaluation: str, ident: str) -> str:
    """The id of a recommendation or an action as it is called in a portfolio."""
    return f"{evaluation}{_SEPARATOR}{ident}"


def split(ident: str) -> tuple[str, str]:
    """The evaluation's id and the id within it; the first is empty for an id of one register."""
    evaluation, _, own = ident.rpartition(_SEPARATOR)
    return evaluation, own


def by_prefix(evaluation: Evaluation, files: Sequence[RegisterFile]) -> dict[str, Evaluation]:
    """The evaluations by what `split` gives of their ids; without a portfolio, the one by ""."""
    evaluations = (file.register.evaluation for file in files)
    return {"": evaluation, **{each.id: each for each in evaluations}}


def as_one(files: Sequence[RegisterFile], *, is_portfolio: bool) -> Register:
    """The registers as one, in their order; without a portfolio, the only one with its own ids."""
    if not is_portfolio:
        return files[0].register.by_units
    organizations = dict.fromkeys(file.register.evaluation.organization for file in files)
    evaluation = Evaluation(
        id="portfolio",
        title=f"{len(files)} evaluations" if len(files) > 1 else files[0].register.evaluation.title,
        organization=", ".join(organizations),
    )
    recommendations = [record for file in files for record in with_qualified_ids(file.register)]
    return Register(evaluation, tuple(recommendations))


def with_qualified_ids(register: Register) -> list[Recommendation]:
    """The recommendations of a register under the ids that they have in a portfolio."""
    prefix = f"{register.evaluation.id}{_SEPARATOR}"
    return [
        replace(
            recommendation,
            id=prefix + recommendation.id,
            actions=tuple(_qualify(action, prefix) for action in recommendation.actions),
        )
        for recommendation in register.by_units.recommendations
    ]


def _qualify(action: Action, prefix: str) -> Action:
    # `replace` takes twice as long, which thousands of actions feel.
    qualified = Action(prefix + action.id, *_all_but_id(action), at=action.at)  # type: ignore[misc] # mypy takes `at` for positional
    if not action.see:
        return qualified
    return replace(qualified, see=tuple(prefix + ident for ident in action.see))
