"""One update from a form: `key: value` lines, the body of an issue form, or YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.analysis.sheet_columns import ASKED, SHOWN
from ecefollow.documents import text_encoding
from ecefollow.documents.blocks import Place
from ecefollow.documents.cells import TableError
from ecefollow.importing import profile
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import HowRead, Said
from ecefollow.reading.checks import is_future
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.loader import read_record
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.recording import update_cells
from ecefollow.recording.new_update import NewUpdate
from ecefollow.register.schema import (
    DAY,
    STATUS,
    TEXT,
    UPDATE,
    UPDATE_COLUMNS,
    Key,
    Many,
    Record,
    Scalar,
)

# As in a sheet, there is no `verified`: those who report do not verify.
_KINDS: Final = {
    "id": TEXT,
    **{key: UPDATE.kinds[key] for key in UPDATE_COLUMNS.values()},
    "status": STATUS,
    "happened": DAY,
}
_ALL: Final = ", ".join(_KINDS)
_TO_COME: Final = "this day is still to come; write the one on which it happened"
_NO_RESPONSE: Final = "_No response_"  # what GitHub writes below the heading of an empty field
_line_end: Final = re.compile(r"\r\n?|\n").split
_heading: Final = re.compile(r"###[ \t]+(\S.*)").fullmatch
_key_line: Final = re.compile(r"([^\W\d_][^:]{0,39}):(?:[ \t]+(.*))?").fullmatch
# A block of lines, and a text in quotes, as YAML has them.
_is_yaml_text: Final = re.compile(r"[|>][-+0-9]*\n.*|(\"|').*\1", re.DOTALL).fullmatch
_is_yaml_list: Final = re.compile(r"\[.*\]", re.DOTALL).fullmatch
_dash: Final = re.compile(r"^[-*][ \t]+")
_checkbox: Final = re.compile(r"[-*] \[([ xX])\] *(.*)").fullmatch
_READ_AS_IN_A_SHEET: Final = frozenset(("date", "due", "progress", "day_unknown"))


class _Field(NamedTuple):
    """What stands under a name, which is on a line counted from 1; below a heading, as it is."""

    line: int
    name: str
    text: str
    is_plain: bool


def read(data: bytes, path: str, own: Profile, *, today: date) -> tuple[str, NewUpdate]:
    """The id and the update in *data*, which messages call *path*, read as the profile says.

    RefusedError with all problems if there are any: a day that is still to come is one.
    """
    try:
        text, guessed = text_encoding.decoded(data, own.encoding)
    except TableError as error:
        raise RefusedError(f"{path}: {error}; nothing was recorded") from None
    if guessed:
        raise RefusedError(f"{path} is not UTF-8; --encoding says what it is; nothing was recorded")
    lines = [line.rstrip() for line in _line_end(text)]
    # A person answers in a language of their own, and no language says how 03/04 is meant.
    how = HowRead.by([own, *(replace(p, dates=None) for p in profile.languages().values())])
    values: dict[str, Any] = {}
    seen = set()  # the empty ones too: what is typed into a field may look like another field
    problems = []
    for field in _fields(lines):
        try:
            if (key := _key(field)) in seen:
                raise ValueError(f"{key} is given a second time")  # noqa: TRY301 - told like others
            seen.add(key)
            if field.text and field.text != _NO_RESPONSE:
                values[key] = _value(key, field, how)
            if key == "date" and key in values and is_future(values[key], today):
                raise ValueError(f"date: {_TO_COME}")  # noqa: TRY301 - likewise
        except ValueError as error:
            problems.append(f"line {field.line}: {error}")
    if not problems and "id" not in values:
        problems = [f"the id of an action or a recommendation is missing; the keys are {_ALL}"]
    if problems:
        told = (f"{path}: {problem}" for problem in problems)
        raise RefusedError("nothing was recorded", *told)
    return values.pop("id"), NewUpdate(**values)


def _fields(lines: list[str]) -> Iterator[_Field]:
    """What stands under each heading, if there are any, else behind each key and below it."""
    begins = _heading if any(map(_heading, lines)) else _key_line
    first, name, texts = 1, "", [""]
    for number, line in enumerate([*lines, None], 1):
        match = begins(line) if line is not None else None
        if line is not None and not match:
            texts.append(line)
            continue
        text = "\n".join(texts).strip()
        if name or text.strip("-. \n"):  # nor the line with which a YAML document begins
            yield _Field(first, name, text, begins is _heading)
        if match:
            first, name = number, match[1].strip()
            texts = [match[2] or "" if begins is _key_line else ""]


def _key(field: _Field) -> str:
    """The key that a field is about, by its name or by the heading that it has in a sheet."""
    if not field.name:
        raise ValueError(f"{quoted(field.text)} stands before the first `key: value`")
    known = {_folded(key): key for key in _KINDS}
    known |= {_folded(head): UPDATE_COLUMNS[column] for column, head in ASKED.items()}
    known |= dict.fromkeys(("action", "recommendation", _folded(SHOWN["id"])), "id")
    if key := known.get(_folded(field.name)):
        return key
    if _folded(field.name) in UPDATE.kinds:
        raise ValueError(f"{quoted(field.name)} is not for those who report")
    hint = did_you_mean(field.name, _KINDS) or f"; the keys are {_ALL}"
    hint += "; in a text, begin no line with ###" if field.is_plain else ""
    raise ValueError(f"an update has no key {quoted(field.name)}{hint}")


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _value(key: str, field: _Field, how: HowRead) -> Any:
    """The value of a key; ValueError if what stands there is none, or not surely one."""
    kind: Any = _KINDS[key]
    try:
        if isinstance(kind, Many):
            return tuple(parse_given(TEXT, item) for item in _items(key, field))
        text = _text(key, field)
        if key == "id":
            return parse_given(TEXT, text.split()[0])  # a list to choose from shows the text too
        if key == "status":
            reading = how.vocabulary.status(text)
            return reading.meaning if reading.whole else parse_given(STATUS, text)
        cell = "date" if key == "happened" else key
        if cell not in _READ_AS_IN_A_SHEET:
            return parse_given(kind, text)
        value = update_cells.read(cell, Said(_ticked(text), Place()), how)[cell]
    except InvalidValueError as error:
        raise ValueError(f"{key}: {error}") from None
    if how.findings:
        raise ValueError(f"{key}: {quoted(text)}: {how.findings.pop().message}")
    return value


def _ticked(text: str) -> str:
    """The words beside the boxes that are ticked, if there are boxes."""
    boxes = [_checkbox(line) for line in text.split("\n")]
    if not all(boxes):
        return text
    ticked = [box[2] for box in boxes if box and box[1] in "xX"]
    if len(boxes) == 1:  # as a flag has
        return "true" if ticked else "false"
    return "; ".join(ticked)


def _items(key: str, field: _Field) -> list[str]:
    """The items of a list: on lines of their own, with or without a dash, or parted by ";"."""
    if not field.is_plain and _is_yaml_list(field.text):
        return list(_as_yaml(key, field, Many(TEXT)))
    items = (_dash.sub("", item) for item in update_cells.items(field.text))
    return [_text(key, field._replace(text=item)) for item in items]


def _text(key: str, field: _Field) -> str:
    """The text of a field as it stands, but what is quoted or a block is read as YAML."""
    if field.is_plain or not _is_yaml_text(field.text):
        return field.text
    return str(_as_yaml(key, field, TEXT)).strip()


def _as_yaml(key: str, field: _Field, kind: Scalar | Many) -> Any:
    one = Record("a form", dict, (Key(key, kind, ""),))
    value, problems = read_record(one, f"{key}: {field.text}\n".encode(), "")
    if problems:
        raise ValueError(f"{key}: {problems[0].message}")
    return value[key]
