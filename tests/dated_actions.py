"""Actions and their updates, for the tests of what they mean on a day."""

from datetime import date
from typing import Any

from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status


def day(text: str) -> date:
    return date.fromisoformat(text)


def update(
    on: str, progress: Progress | None = None, *, due: str | None = None, note: str | None = None
) -> Update:
    return Update(day(on), progress, parse_deadline(due) if due else None, note)


def completed(on: str) -> Update:
    return update(on, Progress.COMPLETED)


def action(
    *updates: Update, due: str | None = None, responsible: tuple[str, ...] = ("PMU",), **more: Any
) -> Action:
    more = {"id": "7.1", "due": parse_deadline(due) if due else None, **more}
    return Action(text="Finalise", responsible=responsible, updates=updates, **more)


def register(*actions: Action, **more: Any) -> Register:
    """A register of one recommendation."""
    recommendation = Recommendation("7", "Report", Status.ACCEPTED, actions=actions, **more)
    return Register(Evaluation("test", "A test", "UNECE"), (recommendation,))


def written(value: Any) -> Any:
    """A value in the words of the file."""
    match value:
        case Deadline(written=text):
            return text
        case date():
            return value.isoformat()
        case _:
            return value
