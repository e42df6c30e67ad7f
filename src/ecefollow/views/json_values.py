"""Values in JSON: dates as 2018-03-31, and words as the file has them."""

from datetime import date
from enum import StrEnum
from typing import Any, Final

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Answer, ChangedAnswer, Unit, stated
from ecefollow.register.standing import Event, Standing, Update

# What nobody may alter later of how an action stood.
_ANSWERED: Final = ("state", "due", "original_due", "responsible", "completed_on", "days_late")


def json_value(value: object) -> Any:
    """The value as JSON has it; a deadline becomes its last day."""
    match value:
        case Deadline(last=day) | (date() as day):
            return day.isoformat()
        case StrEnum():
            return value.value
        case Event():
            expected = value.expected and value.expected.written  # with its precision
            happened = json_value(value.happened)
            return {"event": value.event, "expected": expected, "happened": happened}
        case Update() | ChangedAnswer() | Unit():
            said = stated(value)
            written = {"due_written": said["due"].written} if "due" in said else {}
            return json_value({**said, **written})
        case Standing():
            return {name: json_value(getattr(value, name)) for name in _ANSWERED}
        case Answer():
            return value.status.value
        case tuple() if hasattr(value, "_asdict"):
            return json_value(value._asdict())
        case tuple() | list():
            return [json_value(item) for item in value]
        case dict():
            return {str(key): json_value(item) for key, item in value.items()}
        case _:
            return value
