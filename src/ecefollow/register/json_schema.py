"""The format of a register as a JSON Schema, for editors and other tools."""

from __future__ import annotations

from typing import Any, Final

from ecefollow.register.characters import forbidden_anywhere
from ecefollow.register.schema import (
    ACTION,
    DAY,
    DEADLINE,
    FLAG,
    ID,
    LANGUAGE,
    MENTION,
    PROGRESS,
    REFERENCE,
    REGISTER,
    STATUS,
    TEXT,
    UPDATE,
    VERIFIED,
    ByName,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
)

_Schema = dict[str, Any]

# Without lone surrogates, which neither a JSON Schema nor a text that it checks can contain.
_CONTROL: Final = f"\r|{forbidden_anywhere()}".replace("\ud800-\udfff", "")
# The loader reads every value as text; other tools read 2018 as a number and true as a boolean.
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
    VERIFIED: ("verified", {"type": "string"}),
    LANGUAGE: ("language", {"type": "string"}),
    MENTION: ("mention", {"type": "string"}),
}
# The rules of checks.py about the keys of one record: no deadline for a continuing duty, and nobody
# verifies without a name.
_RULES: Final[dict[Record, _Schema]] = {
    ACTION: {
        "if": {"properties": {"ongoing": {"const": True}}, "required": ["ongoing"]},
        "then": {
            "properties": {"due": False, "updates": {"items": {"properties": {"due": False}}}}
        },
    },
    UPDATE: {"dependentRequired": {"verified": ["by"]}},
}


def schema() -> _Schema:
    """The JSON Schema of a register; its `$defs` are the records inside it and the scalars."""
    _, *inner = REGISTER.records()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A register",
        "description": "The recommendations of an evaluation, and the follow-up of the response",
        **_record(REGISTER),
        "$defs": {_name(record): _record(record) for record in inner}
        | {name: _scalar(kind) for kind, (name, _) in _SCALARS.items()},
    }


def text(made: _Schema) -> str:
    """A JSON Schema as the text of a file, in ASCII so that it has no control characters."""
    # Late: only one command needs it.
    import json

    return json.dumps(made, indent=2) + "\n"


def _record(record: Record) -> _Schema:
    return {
        "title": _capitalized(record.name),
        "type": "object",
        "properties": {key.name: _key(key) for key in record.keys},
        "required": list(record.required),
        "additionalProperties": False,
        **_RULES.get(record, {}),
    }


def _key(key: Key) -> _Schema:
    # Editors complete a key with its description, and show the title beside the value.
    return {"title": _capitalized(_value(key.kind)), "description": key.help, **_kind(key.kind)}


def _kind(kind: Kind) -> _Schema:
    if isinstance(kind, Many):
        return {"type": "array", "items": _kind(kind.of)}
    if isinstance(kind, ByName):
        return {"type": "object", "additionalProperties": _kind(kind.of)}
    return {"$ref": f"#/$defs/{_name(kind)}"}


def _scalar(kind: Scalar) -> _Schema:
    _, form = _SCALARS[kind]
    schema = dict(form)
    if kind.words:
        schema["enum"] = [word.value for word in kind.words]
    if kind.pattern:
        schema["pattern"] = kind.pattern
        # Not in the standard, but allowed by it: editors show this instead of the pattern.
        schema["patternErrorMessage"] = f"Expected {kind.wants}"
    return schema


def _value(kind: Kind) -> str:
    """What a key holds: "a text", or "a list; each item is a text"."""
    match kind:
        case Record():
            return kind.name
        case Many(of=of):
            return f"a list; each item is {_value(of)}"
        case ByName(of=of):
            return f"a mapping; each value is {_value(of)}"
        case Scalar():
            return kind.wants


def _capitalized(text: str) -> str:
    return text[0].upper() + text[1:]


def _name(kind: Scalar | Record) -> str:
    if isinstance(kind, Record):
        return kind.name.partition(" ")[2].replace(" ", "-")
    name, _ = _SCALARS[kind]
    return name
