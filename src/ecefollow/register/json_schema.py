"""The register's format as a JSON Schema, for editors and whatever else can read one."""

from __future__ import annotations

from typing import Any, Final

from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.schema import (
    ACTION,
    DAY,
    DEADLINE,
    FLAG,
    ID,
    PROGRESS,
    REFERENCE,
    REGISTER,
    STATUS,
    TEXT,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
)

_Schema = dict[str, Any]

# A lone surrogate is in no text that a reader of this can hold, nor in a pattern.
_CONTROL: Final = FORBIDDEN.pattern.replace("[", "[\r").replace("\ud800-\udfff", "")
# What the loader reads as the text that stands, others make a number of (2018), or a flag (true).
_SCALARS: Final[dict[Scalar, tuple[str, _Schema]]] = {
    TEXT: (
        "text",
        {
            "type": ["string", "number", "boolean"],
            "not": {"type": "string", "pattern": _CONTROL},
        },
    ),
    ID: ("id", {"type": "string"}),
    REFERENCE: ("reference", {"type": "string"}),
    DAY: ("day", {"type": "string"}),
    DEADLINE: ("deadline", {"type": ["string", "integer"], "minimum": 1, "maximum": 9999}),
    FLAG: ("flag", {"type": "boolean"}),
    STATUS: ("status", {"type": "string"}),
    PROGRESS: ("progress", {"type": "string"}),
}
# What checks.py calls a contradiction.
_RULES: Final[dict[Record, _Schema]] = {
    ACTION: {
        "if": {"properties": {"ongoing": {"const": True}}, "required": ["ongoing"]},
        "then": {
            "properties": {"due": False, "updates": {"items": {"properties": {"due": False}}}}
        },
    }
}


def schema() -> _Schema:
    """The JSON Schema of a register; its `$defs` are the records inside it and the scalars."""
    _, *inner = REGISTER.records()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A register",
        "description": "What an evaluation recommends, and how the response to it is followed up",
        **_record(REGISTER),
        "$defs": {_name(record): _record(record) for record in inner}
        | {name: _scalar(kind) for kind, (name, _) in _SCALARS.items()},
    }


def text() -> str:
    """The JSON Schema as a file holds it: in ASCII, so that no control character stands bare."""
    # Late: only one command needs it.
    import json

    return json.dumps(schema(), indent=2) + "\n"


def _record(record: Record) -> _Schema:
    return {
        "title": _title(record),
        "type": "object",
        "properties": {key.name: _key(key) for key in record.keys},
        "required": list(record.required),
        "additionalProperties": False,
        **_RULES.get(record, {}),
    }


def _key(key: Key) -> _Schema:
    return {"title": _title(key.kind), "description": key.help, **_kind(key.kind)}


def _kind(kind: Kind) -> _Schema:
    if isinstance(kind, Many):
        return {"type": "array", "items": _kind(kind.of)}
    return {"$ref": f"#/$defs/{_name(kind)}"}


def _scalar(kind: Scalar) -> _Schema:
    _, form = _SCALARS[kind]
    found = dict(form)
    if kind.words:
        found["enum"] = [word.value for word in kind.words]
    if kind.pattern:
        found["pattern"] = kind.pattern
        # Not in the standard, which lets a reader pass over it: editors say it for the pattern.
        found["patternErrorMessage"] = f"{_title(kind)} is wanted"
    return found


def _title(kind: Kind) -> str:
    """What an editor heads its explanation of a value with: "A list, each a text"."""
    match kind:
        case Record():
            title = kind.name
        case Many(of=of):
            title = f"a list, each {of.name if isinstance(of, Record) else of.wants}"
        case Scalar():
            title = kind.wants
    return title[0].upper() + title[1:]


def _name(kind: Scalar | Record) -> str:
    if isinstance(kind, Record):
        return kind.name.partition(" ")[2].replace(" ", "-")
    name, _ = _SCALARS[kind]
    return name
