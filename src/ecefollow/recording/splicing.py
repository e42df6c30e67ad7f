"""Add updates and records to a register by inserting lines; no other byte of its text changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.importing import yaml_writer
from ecefollow.reading import loader
from ecefollow.reading.decoding import decode
from ecefollow.reading.diagnostics import RefusedError, Severity
from ecefollow.reading.quoting import escaped
from ecefollow.reading.yaml_events import list_items
from ecefollow.recording.new_update import (
    Addition,
    AnyAddition,
    Happened,
    NewAction,
    NewRecommendation,
)
from ecefollow.register.model import ChangedAnswer, Recommendation, Register
from ecefollow.register.standing import Action, Update

_line_end: Final = re.compile(r"\r\n|\n|\r").search
_last_line_end: Final = re.compile(r"(?:\r\n|\n|\r)\Z").search
_comment: Final = re.compile(r"#[^\r\n]*")
_next_comment_line: Final = re.compile(
    r"(?:(?:\r\n|\n|\r)[ ]*)*(?:\r\n|\n|\r)([ ]*)#[^\r\n]*"
).match

_Additions = Mapping[str, Sequence[AnyAddition]]  # by the ids of their records


class Edited(NamedTuple):
    """The new bytes of a register, what they hold, and the added updates with their records."""

    data: bytes
    register: Register
    added: list[tuple[Recommendation | Action, Update | ChangedAnswer]]
    happened: list[Action]  # those whose event now has the day on which it happened
    new: list[Recommendation | Action]


def add(data: bytes, register: Register, additions: Sequence[AnyAddition], *, path: str) -> Edited:
    """*data* with each update and record at the end of its list, and each day in its event.

    *register* is what *data* holds, without an error. Every byte of *data* stays as it is.
    RefusedError if the result would have an error, or would be anything else than the register with
    these additions. *path* is the file's name in messages.
    """
    before = decode(data).text or ""
    bom = data[: len(data) - len(before.encode())]
    by_id: dict[str, list[AnyAddition]] = {}
    for addition in additions:
        by_id.setdefault(addition.id, []).append(addition)
    edited = bom + _inserted(before, register, by_id).encode()
    result, problems = loader.read(edited, path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if not isinstance(result, Register) or result != _expected(register, by_id):
        # An error of the update itself, such as a deadline for an ongoing action, is handled below.
        reason = f": {errors[0].message}" if errors else ""
        if before[-1:] not in {"\n", "\r"}:
            reason = "; add a line end at the end of the file"
        message = f"no update can be added without changing other lines{reason}"
        raise RefusedError(f"{escaped(path)}: {message}; nothing has changed")
    if errors:
        raise RefusedError(f"{escaped(path)}: {errors[0].message}; nothing has changed")
    before_by_id = {record.id: record for record in register.records}
    pairs = [(old, new) for new in result.records if (old := before_by_id.get(new.id))]
    added = [(new, update) for old, new in pairs for update in new.updates[len(old.updates) :]]
    happened = [
        new
        for old, new in pairs
        if isinstance(old, Action) and isinstance(new, Action) and new.after != old.after
    ]
    new = [record for record in result.records if record.id not in before_by_id]
    return Edited(edited, result, added, happened, new)


def _expected(register: Register, additions: _Additions) -> Register:
    """The register with the additions, and no other change."""

    def extended(record: Any) -> Any:
        for addition in additions.get(record.id, ()):
            match addition:
                case Addition(update=update):
                    record = replace(record, updates=(*record.updates, update))
                case Happened(day=day):
                    record = replace(record, after=replace(record.after, happened=day))
                case NewAction(action=action):
                    record = replace(record, actions=(*record.actions, action))
        return record

    new = _new_recommendations(additions)

    return replace(
        register,
        recommendations=(
            *(
                extended(replace(each, actions=tuple(map(extended, each.actions))))
                for each in register.recommendations
            ),
            *new,
        ),
    )


def _new_recommendations(additions: _Additions) -> list[Recommendation]:
    every = (addition for own in additions.values() for addition in own)
    return [each.recommendation for each in every if isinstance(each, NewRecommendation)]


def _inserted(text: str, register: Register, additions: _Additions) -> str:
    """*text*, which holds the register, with the additions in the places where they belong."""
    insertions: list[_Insertion] = []
    records: list[_Insertion] = []  # below the updates of the records above them
    for record, mapping, indent in _mappings(text, register, additions):
        own = additions.get(record.id, ())
        # First: an event may end where the updates of its action will begin.
        for addition in own:
            if isinstance(addition, Happened):
                insertions += _into_event(text, _value(mapping, "after"), addition.day)
        if new := [addition.update for addition in own if isinstance(addition, Addition)]:
            insertions += _append(text, mapping, "updates", indent, new)
        if actions := [addition.action for addition in own if isinstance(addition, NewAction)]:
            records += _append(text, mapping, "actions", indent, actions)
        if record is register.recommendations[-1]:
            for recommendation in _new_recommendations(additions):
                lines = _blocks([recommendation], indent=2, column=indent)
                records += _below(text, mapping, indent, ["", *lines])
    insertions = list(dict.fromkeys((*insertions, *records)))
    parts: list[str] = []
    done = 0
    for at, inserted in sorted(insertions, key=lambda insertion: insertion.at):
        parts += text[done:at], inserted
        done = at
    return "".join((*parts, text[done:]))


def _mappings(
    text: str, register: Register, ids: _Additions
) -> Iterator[tuple[Recommendation | Action, Any, int]]:
    """Each record with one of the ids and perhaps others, each with its mapping in the text.

    And how far the list that the mapping is in is indented in the mapping around it.
    """
    wanted = {
        number
        for number, recommendation in enumerate(register.recommendations)
        if recommendation.id in ids or any(action.id in ids for action in recommendation.actions)
    }
    if _new_recommendations(ids):
        wanted.add(len(register.recommendations) - 1)
    mappings, indent = list_items(text, "recommendations", wanted)
    for number, mapping in mappings.items():
        recommendation = register.recommendations[number]
        yield recommendation, mapping, indent
        if actions := _value(mapping, "actions"):
            own_indent = actions.start_mark.column - mapping.start_mark.column
            for action, own_mapping in zip(recommendation.actions, actions.value, strict=True):
                yield action, own_mapping, own_indent


class _Insertion(NamedTuple):
    """A text to insert before the character at the index `at`."""

    at: int
    text: str


def _value(mapping: Any, name: str) -> Any:
    return next((value for key, value in mapping.value if key.value == name), None)


def _append(
    text: str, mapping: Any, key: str, indent: int, new: Sequence[yaml_writer.Writable]
) -> Iterator[_Insertion]:
    """What to insert for the *new* items of a record's list, in the style of it or the mapping.

    *indent* is how far the list that has the record is indented in the mapping around it.
    """
    own = _value(mapping, key)
    is_json = mapping.flow_style and mapping.value[0][0].style == '"'
    items = [yaml_writer.json(each) if is_json else yaml_writer.flow(each) for each in new]
    if own and own.flow_style:
        return _into_flow(text, own, items)
    if mapping.flow_style:
        name = f'"{key}"' if is_json else key
        return _into_flow(text, mapping, [f"{name}: [{', '.join(items)}]"])
    if own:
        column = own.start_mark.column
        lines = _blocks(new, indent=_indent_of_items(own), column=column)
        return _below(text, own, column, lines)
    # Updates stand above the actions of a recommendation, because these are long.
    values = [value for _, value in mapping.value]
    actions = _value(mapping, "actions")
    above = values[: values.index(actions)] if actions else values
    column = mapping.start_mark.column
    lines = _blocks(new, indent=2, column=column + indent)
    indented = [f"{' ' * indent}{line}" if line else line for line in lines]
    return _below(text, (above or values)[-1], column, [f"{key}:", *indented])


def _blocks(new: Sequence[yaml_writer.Writable], *, indent: int, column: int) -> list[str]:
    """The lines of the new items of a list that begins in the *column*."""
    return [line for each in new for line in yaml_writer.block(each, indent=indent, column=column)]


def _into_event(text: str, event: Any, day: date) -> Iterator[_Insertion]:
    """What gives an event the day on which it happened, in the style of the event."""
    if not event.flow_style:
        return _below(text, event, event.start_mark.column, [f"happened: {day}"])
    is_json = event.value[0][0].style == '"'
    return _into_flow(text, event, [f'"happened": "{day}"' if is_json else f"happened: {day}"])


def _indent_of_items(updates: Any) -> int:
    """How far the keys of the last item are indented from its dash, usually two columns."""
    last = updates.value[-1]
    indent: int = last.start_mark.column - updates.start_mark.column
    return indent if not last.flow_style and indent > 1 else 2


def _below(text: str, node: Any, column: int, lines: Sequence[str]) -> Iterator[_Insertion]:
    """*lines* below a node in block style, and below the comments that are indented under it."""
    last = _last_leaf(node)
    if _is_cut_short(text, last):
        # A text at the end of the file, without a line end. "-" keeps it from getting one now.
        yield _Insertion(last.start_mark.index + 1, "-")
    at = _end_of_line(text, _end(text, last))
    # If lines with a text came above such a comment, it would become part of that text.
    while (comment := _next_comment_line(text, at)) and len(comment[1]) > column:
        at = comment.end()
    margin = " " * column
    end = _line_end_at(text, at)
    yield _Insertion(at, "".join(f"{end}{margin}{line}" if line else end for line in lines))


def _last_leaf(node: Any) -> Any:
    """The last scalar, or list or mapping in brackets, inside a node."""
    while not (isinstance(node.value, str) or node.flow_style):
        node = node.value[-1]
        if isinstance(node, tuple):
            _, node = node
    return node


def _end(text: str, last: Any) -> int:
    """The index after the content of *last*; its end mark comes after trailing blank lines."""
    end: int = last.end_mark.index
    if not _is_block_text(last):
        return end
    content = last.value.rstrip("\n")
    if last.value.endswith("\n\n") or content.endswith((" ", "\t")):  # they belong to the text
        line_end = _last_line_end(text[:end])
        return line_end.start() if line_end else end
    return len(text[:end].rstrip(" \t\r\n"))


def _is_block_text(node: Any) -> bool:
    return isinstance(node.value, str) and node.style in {"|", ">"}


def _is_cut_short(text: str, last: Any) -> bool:
    """Whether a block text has no line end only because it is at the end of the file."""
    if not _is_block_text(last) or last.value.endswith("\n"):
        return False
    header = text[last.start_mark.index :].partition("\n")[0]
    return last.end_mark.index == len(text) and "-" not in header.partition("#")[0]


def _into_flow(text: str, collection: Any, items: Sequence[str]) -> Iterator[_Insertion]:
    """*items* at the end of a list or mapping in brackets, on lines of their own if the rest is."""
    bracket = collection.end_mark.index - 1
    if not collection.value:
        begin = collection.start_mark.index + 1
        if _line_end(text[begin:bracket]):  # the closing bracket is on a line of its own
            margin = _margin(text, collection.end_mark)
            lines = "".join(f"  {item},{_line_end_at(text, begin)}{margin}" for item in items)
            yield _Insertion(bracket, lines)
        else:
            yield _Insertion(begin, ", ".join(items))
        return
    item = collection.value[-1]
    first, last = item if isinstance(item, tuple) else (item, item)
    end: int = last.end_mark.index
    # Between the last item and the bracket: spaces, comments, and perhaps a comma.
    rest = _comment.sub(lambda found: " " * len(found[0]), text[end:bracket])
    comma = rest.find(",") + 1
    if not _line_end(rest):
        yield _Insertion(end + comma, (" " if comma else ", ") + ", ".join(items))
        return
    if not comma:
        yield _Insertion(end, ",")
    at = _end_of_line(text, end + comma)
    margin = _line_end_at(text, at) + _margin(text, first.start_mark)
    yield _Insertion(at, ",".join(f"{margin}{item}" for item in items) + ("," if comma else ""))


def _margin(text: str, mark: Any) -> str:
    """The indentation of the line of *mark*."""
    line = text[mark.index - mark.column : mark.index]
    return line[: len(line) - len(line.lstrip())]


def _end_of_line(text: str, index: int) -> int:
    found = _line_end(text, index)
    return found.start() if found else len(text)


def _line_end_at(text: str, index: int) -> str:
    """The line end at or after *index*, or else the first one in the file."""
    found = _line_end(text, index) or _line_end(text)
    return found[0] if found else "\n"
