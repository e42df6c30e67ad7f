"""What the commands ask: the registers, and how they stand on a day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import typer

from ecefollow.analysis import ids as known_ids
from ecefollow.analysis import queries
from ecefollow.analysis.filters import NO_FILTERS, Filters, Item
from ecefollow.cli import errors, registers
from ecefollow.cli.registers import Question
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import Diagnostic, Severity
from ecefollow.reading.quoting import escaped
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer, Recommendation, Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.register.standing import Action
from ecefollow.views.context import AskedRegister, Context

_NOTHING: Final[Mapping[str, Any]] = {}
_Rule: TypeAlias = Callable[[Register, Sequence[str]], Sequence[str]]


class Answered(NamedTuple):
    """The registers asked, as one; how they stand on the day; what the answer says about itself.

    Of the registers, *named* has each under what it is called in an answer. The *ids* are those
    asked for, whole; none stand for all.
    """

    files: list[RegisterFile]
    named: list[RegisterFile]
    register: Register
    answers: tuple[Answer, ...]
    context: Context
    ids: Sequence[str]
    filters: Filters

    @property
    def items(self) -> list[Item]:
        """The actions that are asked for."""
        return queries.actions(self.answers, self.ids, self.filters)


def today() -> date:
    """Today's date where the reader is; nothing else asks the clock."""
    return date.today()  # noqa: DTZ011 - a deadline is a day where the reader is


def ask(
    question: Question,
    filters: Filters = NO_FILTERS,
    ids: Sequence[str] | None = None,
    *,
    rule: _Rule = known_ids.require_known,
    own_filter: Mapping[str, Any] = _NOTHING,
) -> Answered:
    """The registers asked, as they stand on the day; exit with 2 if one of them cannot be used.

    The *rule* refuses ids. *own_filter* is what a command narrows its answer to besides the
    filters, to be shown with them.
    """
    with errors.reported():
        found = registers.asked(question)
        loaded = registers.load(found.paths, question.rev)
        failures = [*found.failures, *loaded.failures]
        errors.require_all(failures, loaded.files, skip_invalid=question.skip_invalid)
        files = registers.narrowed(
            loaded.files, question.selection, lambda each: each.register.evaluation
        )
    asked = (*found.paths, *(each.path for each in found.failures))
    is_portfolio = len(asked) > 1
    register = as_one(files, is_portfolio=is_portfolio)
    filters = known_ids.by_units(register, filters)
    day = question.as_of or today()
    answers = register.on(day)
    wanted = _whole(rule, register, ids or ())
    named = [file._replace(path=registers.called(file.path, question.rev)) for file in files]
    context = Context(
        day=day,
        register=", ".join(each.path for each in named),
        states=queries.count_states(answers),
        filter={**question.selection.filter, **filters.given, **own_filter},
        notes=(
            *_emptiness(register),
            *known_ids.unknown_names(register, filters),
            *_added_later(register, wanted, day),
        ),
        registers=tuple(map(AskedRegister.of, named)) if is_portfolio else (),
        skipped=errors.skipped(failures),
        paths=asked,
        added_later=register.added_after(day),
        events_overdue=queries.count_overdue_events(answers),
    )
    return Answered(files, named, register, answers, context, wanted, filters)


def _emptiness(register: Register) -> Iterator[str]:
    """That there is nothing to answer from, which no figure should pass for good news."""
    if not register.recommendations:
        yield "there are no recommendations yet"
    elif not any(each.actions for each in register.recommendations):
        yield "there are no actions yet"


def _whole(rule: _Rule, register: Register, ids: Sequence[str]) -> Sequence[str]:
    """The ids whole, if the rule does not refuse them."""
    with errors.reported():
        try:
            return rule(register, ids)
        except known_ids.IdError:
            named = next((ident for ident in ids if Path(ident).exists()), None)
            if named is None:
                raise
            message = f"{escaped(named)} is a file or a folder, not an id: use --register"
            raise typer.BadParameter(f"{message} {escaped(named)}") from None


def _added_later(register: Register, asked: Sequence[str], day: date) -> Iterator[str]:
    """What of the records that are asked for was added after the day, and so is left out."""
    for recommendation in register.recommendations:
        records: tuple[Recommendation | Action, ...] = (recommendation, *recommendation.actions)
        for record in records:
            added = max(recommendation.added or date.min, record.added or date.min)
            if added > day and not {recommendation.id, record.id}.isdisjoint(asked):
                yield f"{record.id} was added on {format_day(added)}"


def own_registers(register: Sequence[str]) -> list[str]:
    """The registers that are named or the nearest ones, never the installed copy."""
    with errors.reported():
        found = registers.find(registers.own_paths(register), None)
        errors.require_all(found.failures, found.paths, skip_invalid=False)
    return found.paths


def earlier(answered: Answered, since: date | None) -> tuple[Answer, ...]:
    """The answers of an earlier day, none without one; a later day is refused."""
    if since and since > answered.context.day:
        message = f"--since {since} is after the day asked about, {answered.context.day}"
        raise typer.BadParameter(message)
    return answered.register.on(since) if since else ()


def warnings(question: Question, path: str) -> list[Diagnostic]:
    """What `check` warns of today in a register that was asked."""
    with registers.reader(question.rev) as read:
        checked = register_file.check(
            read(path), registers.called(path, question.rev), today=today()
        )
    # An error can only have been made since the register was loaded.
    return [problem for problem in checked.problems if problem.severity is Severity.WARNING]
