"""Values as programs read them: ISO days, the file's own words, lists and mappings."""

from datetime import date
from enum import StrEnum
from typing import Any

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import ChangedAnswer, Event, Update, stated


def json_value(value: object) -> Any:
    """The value in JSON: a deadline is its last day, a vocabulary's word as the file has it."""
    match value:
        case Deadline():
            return value.last.isoformat()
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Event():
            return {"event": value.event, "happened": json_value(value.happened)}
        case Update() | ChangedAnswer():
            return json_value(stated(value))
        case tuple() | list():
            return [json_value(each) for each in value]
        case dict():
            return {str(key): json_value(each) for key, each in value.items()}
        case _:
            return value
