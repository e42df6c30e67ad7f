"""Types in a JSON Schema: what `json_value` makes of a value of such a type."""

from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from ecefollow.analysis.metrics import LeftOutReason
from ecefollow.register.deadlines import Deadline
from ecefollow.register.standing import Event

_Schema = dict[str, Any]
_DAY: Final = {"type": "string", "format": "date"}
_SCALARS: Final[dict[Any, _Schema]] = {
    Any: {},
    NoneType: {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: _DAY,
    Deadline: _DAY,
}
# By when it is expected, JSON says as the file does: 2018-H1.
_EVENT: Final = {"event": str, "expected": str | None, "happened": date | None}


def schema_of(kind: Any) -> _Schema:
    """The JSON Schema of a Python type, or of a notation for what JSON is made of.

    In that, `{"name": kind, "other?": kind}` is an object, whose second field may be left out,
    `[kind]` a list, and `(kind, kind)` one or the other.
    """
    match kind:
        case dict():
            return {
                "type": "object",
                "properties": {name.rstrip("?"): schema_of(inner) for name, inner in kind.items()},
                "required": [name for name in kind if not name.endswith("?")],
            }
        case list():
            return {"type": "array", "items": schema_of(*kind)}
        case tuple():
            return {"anyOf": [schema_of(inner) for inner in kind]}
        case _:
            return _of_type(kind, get_origin(kind), get_args(kind))


def fields_of(record: type) -> dict[str, Any]:
    """The fields of a record with their types, but for its place in the file."""
    return {name: kind for name, kind in get_type_hints(record).items() if name != "at"}


def _of_type(kind: Any, origin: Any, inner: tuple[Any, ...]) -> _Schema:
    if kind in _SCALARS:
        return {**_SCALARS[kind]}
    if origin in (UnionType, Union):  # which of them depends on the version of Python
        return schema_of(inner)
    if origin is tuple:
        return schema_of([inner[0]])
    if origin is dict and inner[0] is str:
        return {"type": "object", "additionalProperties": schema_of(inner[1])}
    if origin is dict:  # with all words of a vocabulary, but of the reasons each rate has its own
        mark = "?" if inner[0] is LeftOutReason else ""
        return schema_of({f"{word}{mark}": inner[1] for word in inner[0]})
    if issubclass(kind, StrEnum):
        return {"enum": [*map(str, kind)]}
    return schema_of(_EVENT if kind is Event else fields_of(kind))
