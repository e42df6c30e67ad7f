"""A whole register, or a single update, as YAML in the style of the shipped register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import ChangedAnswer, Register, Update, stated
from ecefollow.register.schema import (
    CHANGED_ANSWER,
    REGISTER,
    UPDATE,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
    written,
)

# PyYAML's emitter would take some ten times as long over a register.

FIRST_LINE: Final = "# yaml-language-server: $schema=recommendations.schema.json"
_WIDTH: Final = 100
_INDENT: Final = 2

# A text that every reader of YAML takes for itself without quotes: it begins with a letter, or with
# a number and a word, and has nothing that would end it or begin a mapping or a comment.
_is_plain: Final = re.compile(
    r"(?:[A-Za-z(]|[^\x00-\x7f\s]|[0-9][0-9.,-]* [A-Za-z]{2})"
    r"(?:[^:#\s]| (?![ #])|:(?=[^\s])|(?<=\S)#)*"
).fullmatch
_WORDS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_ends_item: Final = re.compile(r"[\[\]{},:?]").search
# A decoder takes such a line for what a merge left, in whatever text it stands.
_marks_conflict: Final = re.compile("[<>|=]{7}").search
_between_words: Final = re.compile(r"(?<=[^ \t]) (?=[^ \t])").split


def register_text(register: Register) -> str:
    """The register as the text of a file; loading it gives an equal register."""
    parts = [FIRST_LINE]
    for key in REGISTER.keys:
        if len(parts) > 1:
            parts.append("")
        parts += _entry(key, getattr(register, key.name), 0)
    return "\n".join((*parts, ""))


def block(update: Update | ChangedAnswer, *, indent: int, column: int) -> list[str]:
    """The lines of the update as an item of a list, its keys indented by *indent*.

    The item is meant to begin in the *column*, which counts for how long its lines may be.
    """
    lines = _mapping(_record_of(update), update, column + indent)
    first, *others = (line[column:] for line in lines)
    return [f"{'-'.ljust(indent)}{first[indent:]}", *others]


def flow(update: Update | ChangedAnswer) -> str:
    """The update as an item of a list, in braces on one line."""
    record, values = _record_of(update), stated(update)
    entries = (
        f"{key.name}: {_on_one_line(key.kind, values[key.name])}"
        for key in record.keys
        if key.name in values
    )
    return f"{{{', '.join(entries)}}}"


def json(update: Update | ChangedAnswer) -> str:
    """The update as an item of a list in a register that is written as JSON."""
    # Late: few registers are written as JSON.
    from json import dumps

    record, values = _record_of(update), stated(update)
    return dumps(
        {key.name: _json_value(values[key.name]) for key in record.keys if key.name in values},
        ensure_ascii=False,
    )


def _record_of(update: Update | ChangedAnswer) -> Record:
    return UPDATE if isinstance(update, Update) else CHANGED_ANSWER


def _json_value(value: Any) -> Any:
    is_list = isinstance(value, tuple) and not isinstance(value, Deadline)
    return value if is_list or isinstance(value, bool) else written(value)


def _entry(key: Key, value: Any, margin: int) -> Iterator[str]:
    """The lines of a key and its value, the key so far from the left."""
    head = f"{' ' * margin}{key.name}:"
    match key.kind:
        case Record() as record:
            yield head
            yield from _mapping(record, value, margin + _INDENT)
        case Many() if not value:
            yield f"{head} []"
        case Many(of=Record() as record):
            yield head
            # Recommendations are long: a blank line tells one from the next.
            yield from _items(record, value, margin + _INDENT, apart=margin == 0)
        case Many(of=Scalar() as kind):
            yield from _list(head, kind, value, margin)
        case Scalar() as kind:
            yield from _scalar(head, kind, value, margin + _INDENT)


def _mapping(record: Record, value: Any, margin: int) -> Iterator[str]:
    """The lines of a record's keys, in the order of the schema, without those that say nothing."""
    given = stated(value)
    for key in record.keys:
        if key.name in given or key.required:
            yield from _entry(key, getattr(value, key.name), margin)


def _items(record: Record, values: Sequence[Any], margin: int, *, apart: bool) -> Iterator[str]:
    dash = f"{' ' * margin}- "
    for number, value in enumerate(values):
        if number and apart:
            yield ""
        first, *others = _mapping(record, value, margin + _INDENT)
        yield dash + first[len(dash) :]
        yield from others


def _list(head: str, kind: Scalar, texts: Sequence[str], margin: int) -> Iterator[str]:
    """A list of texts: in brackets where it fits on the line, else each on lines of its own."""
    line = f"{head} {_on_one_line(Many(kind), texts)}"
    if len(line) <= _WIDTH:
        yield line
        return
    yield head
    dash = f"{' ' * (margin + _INDENT)}-"
    for text in texts:
        yield from _scalar(dash, kind, text, margin + 2 * _INDENT)


def _on_one_line(kind: Kind, value: Any) -> str:
    """A value between brackets or braces, where more characters need quotes."""
    if isinstance(kind, Many):
        return f"[{', '.join(_on_one_line(kind.of, item) for item in value)}]"
    if isinstance(kind, Scalar) and kind.prose:
        return value if _is_plain_text(value) and not _ends_item(value) else _quoted(value)
    return _quoted(value) if isinstance(kind, Scalar) and kind.refers else written(value)


def _scalar(head: str, kind: Scalar, value: Any, margin: int) -> Iterator[str]:
    if kind.is_id or kind.refers:
        yield f"{head} {_quoted(value)}"
    elif kind.prose:
        yield from _prose(head, value, margin)
    else:
        yield f"{head} {written(value)}"


def _prose(head: str, text: str, margin: int) -> Iterator[str]:
    """A text on the line, folded or as a block, and in quotes where none of these would keep it."""
    if len(head) + len(text) < _WIDTH and _is_plain_text(text):
        yield f"{head} {text}"
    elif "\n" in text and _can_be_block(text):
        yield f"{head} |-"
        indent = " " * margin
        yield from (f"{indent}{line}" if line else "" for line in text.split("\n"))
    elif "\n" not in text and len(head) + len(text) + 2 >= _WIDTH and _can_be_block(text):
        yield f"{head} >-"
        yield from _folded(text, " " * margin)
    else:
        yield f"{head} {_quoted(text)}"


def _is_plain_text(text: str) -> bool:
    return bool(_is_plain(text)) and text[-1] != " " and text.casefold() not in _WORDS


def _can_be_block(text: str) -> bool:
    """Whether a block keeps each of the text's lines, and an editor that trims them does too."""
    if "\t" in text or text[0] in " \n" or _marks_conflict(text):
        return False
    return not any(line.endswith(" ") for line in text.split("\n")) and text[-1] != "\n"


def _folded(text: str, indent: str) -> Iterator[str]:
    """The text's lines, broken where one blank stands between two words."""
    line = indent
    for word in _between_words(text):
        if line is not indent and len(line) + len(word) >= _WIDTH:
            yield line
            line = indent
        line += word if line is indent else f" {word}"
    yield line


def _quoted(text: str) -> str:
    # Late: a text in JSON is one in YAML too, but few texts need quotes.
    from json import dumps

    return dumps(text, ensure_ascii=False)
