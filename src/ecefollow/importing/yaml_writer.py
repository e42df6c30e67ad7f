"""A whole register, or a single record of one, as YAML in the style of the shipped register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ecefollow.register.model import ChangedAnswer, Recommendation, Register, stated
from ecefollow.register.schema import (
    ACTION,
    CHANGED_ANSWER,
    RECOMMENDATION,
    REGISTER,
    UPDATE,
    Key,
    Kind,
    Many,
    Record,
    Scalar,
    written,
)
from ecefollow.register.standing import Action, Update

# PyYAML's emitter would take some ten times as long over a register.

FIRST_LINE: Final = "# yaml-language-server: $schema=recommendations.schema.json"
Writable = Update | ChangedAnswer | Action | Recommendation
_KINDS: Final[dict[type, Record]] = {
    Update: UPDATE,
    ChangedAnswer: CHANGED_ANSWER,
    Action: ACTION,
    Recommendation: RECOMMENDATION,
}
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


def block(record: Writable, *, indent: int, column: int) -> list[str]:
    """The lines of the record as an item of a list, its keys indented by *indent*.

    The item is meant to begin in the *column*, which counts for how long its lines may be.
    """
    lines = _mapping(_KINDS[type(record)], record, column + indent)
    first, *others = (line[column:] for line in lines)
    return [f"{'-'.ljust(indent)}{first[indent:]}", *others]


def flow(record: Writable) -> str:
    """The record as an item of a list, in braces on one line."""
    return _on_one_line(_KINDS[type(record)], record)


def json(record: Writable) -> str:
    """The record as an item of a list in a register that is written as JSON."""
    # Late: few registers are written as JSON.
    from json import dumps

    return dumps(_json_value(_KINDS[type(record)], record), ensure_ascii=False)


def _stated(kind: Record, record: Any) -> Iterator[tuple[Key, Any]]:
    """What the record says, in the order of the schema."""
    values = stated(record)
    return ((key, values[key.name]) for key in kind.keys if key.name in values)


def _json_value(kind: Kind, value: Any) -> Any:
    if isinstance(kind, Record):
        return {key.name: _json_value(key.kind, own) for key, own in _stated(kind, value)}
    if isinstance(kind, Many):
        return [_json_value(kind.of, item) for item in value]
    return value if isinstance(value, bool) else written(value)


# Lists of lines rather than generators: a line would pass through five of them.


def _entry(key: Key, value: Any, margin: int) -> list[str]:
    """The lines of a key and its value, the key so far from the left."""
    head = f"{' ' * margin}{key.name}:"
    match key.kind:
        case Record() as record:
            return [head, *_mapping(record, value, margin + _INDENT)]
        case Many() if not value:
            return [f"{head} []"]
        case Many(of=Record() as record):
            # Recommendations are long: a blank line tells one from the next.
            return [head, *_items(record, value, margin + _INDENT, apart=margin == 0)]
        case Many(of=Scalar() as kind):
            return _list(head, kind, value, margin)
        case Scalar() as kind:
            return _scalar(head, kind, value, margin + _INDENT)
        case _:  # no register has a mapping with keys of its own
            raise AssertionError(key)


def _mapping(record: Record, value: Any, margin: int) -> list[str]:
    """The lines of a record's keys, in the order of the schema, without those that say nothing."""
    given = stated(value)
    lines = []
    for key in record.keys:
        if key.name in given or key.required:
            lines += _entry(key, getattr(value, key.name), margin)
    return lines


def _items(record: Record, values: Sequence[Any], margin: int, *, apart: bool) -> list[str]:
    dash = f"{' ' * margin}- "
    lines = []
    for number, value in enumerate(values):
        if number and apart:
            lines.append("")
        begin = len(lines)
        lines += _mapping(record, value, margin + _INDENT)
        lines[begin] = dash + lines[begin][len(dash) :]
    return lines


def _list(head: str, kind: Scalar, texts: Sequence[str], margin: int) -> list[str]:
    """A list of texts: in brackets where it fits on the line, else each on lines of its own."""
    line = f"{head} {_on_one_line(Many(kind), texts)}"
    if len(line) <= _WIDTH:
        return [line]
    dash = f"{' ' * (margin + _INDENT)}-"
    items = (_scalar(dash, kind, text, margin + 2 * _INDENT) for text in texts)
    return [head, *(line for lines in items for line in lines)]


def _on_one_line(kind: Kind, value: Any) -> str:
    """A value between brackets or braces, where more characters need quotes."""
    if isinstance(kind, Record):
        entries = (
            f"{key.name}: {_on_one_line(key.kind, own)}" for key, own in _stated(kind, value)
        )
        return f"{{{', '.join(entries)}}}"
    if isinstance(kind, Many):
        return f"[{', '.join(_on_one_line(kind.of, item) for item in value)}]"
    if isinstance(kind, Scalar) and kind.prose:
        return value if _is_plain_text(value) and not _ends_item(value) else quoted(value)
    return quoted(value) if isinstance(kind, Scalar) and kind.refers else written(value)


def _scalar(head: str, kind: Scalar, value: Any, margin: int) -> list[str]:
    if kind.is_id or kind.refers:
        return [f"{head} {quoted(value)}"]
    return _prose(head, value, margin) if kind.prose else [f"{head} {written(value)}"]


def _prose(head: str, text: str, margin: int) -> list[str]:
    """A text on the line, folded or as a block, and in quotes where none of these would keep it."""
    if len(head) + len(text) < _WIDTH and _is_plain_text(text):
        return [f"{head} {text}"]
    if "\n" in text and _can_be_block(text):
        indent = " " * margin
        return [f"{head} |-", *(f"{indent}{line}" if line else "" for line in text.split("\n"))]
    if "\n" not in text and len(head) + len(text) + 2 >= _WIDTH and _can_be_block(text):
        return [f"{head} >-", *_folded(text, " " * margin)]
    return [f"{head} {quoted(text)}"]


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


def quoted(text: str) -> str:
    """The text in double quotes."""
    # Late: a text in JSON is one in YAML too, but few texts need quotes.
    from json import dumps

    return dumps(text, ensure_ascii=False)
