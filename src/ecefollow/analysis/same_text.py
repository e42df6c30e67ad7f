"""Texts compared: how a file breaks its lines, and how a letter is encoded, makes no other text."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar
from unicodedata import normalize

_Record = TypeVar("_Record")
_LINE_BREAKS: Final = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def folded(record: _Record) -> _Record:
    """The record with each of its texts in NFC and on one line, to compare it with another."""
    same: _Record = _folded(record)
    return same


def _folded(value: Any) -> Any:
    if type(value) is str:  # no word of a vocabulary is
        return normalize("NFC", _LINE_BREAKS.sub(" ", value).strip(" "))
    if type(value) is tuple:  # no deadline is
        return tuple(map(_folded, value))
    if is_dataclass(value) and not isinstance(value, type):
        texts = (
            (field.name, getattr(value, field.name)) for field in fields(value) if field.compare
        )
        return replace(value, **{name: _folded(before) for name, before in texts})
    return value
