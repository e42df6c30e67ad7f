"""Add updates to a register by splicing lines into its text, touching no other byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.reading import checks, loader
from ecefollow.reading.decoding import decode
from ecefollow.reading.diagnostics import RefusedError, Severity
from ecefollow.reading.yaml_events import tree
from ecefollow.recording import yaml_writer
from ecefollow.recording.new_update import Addition, Happened
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update

_line_end: Final = re.compile(r"\r\n|\n|\r").search
_last_line_end: Final = re.compile(r"(?:\r\n|\n|\r)\Z").search
_comment: Final = re.compile(r"#[^\r\n]*")
_remark: Final = re.compile(r"(?:(?:\r\n|\n|\r)[ ]*)*(?:\r\n|\n|\r)([ ]*)#[^\r\n]*").match


class Edited(NamedTuple):
    """A register's new bytes, what they hold, and each of the updates with what it belongs to."""

    data: bytes
    register: Register
    added: tuple[tuple[Recommendation | Action, Update | ChangedAnswer], ...]
    happened: tuple[Action, ...] = ()  # those whose event now has the day on which it happened


def add(
    data: bytes, register: Register, additions: Sequence[Addition | Happened], *, path: str
) -> Edited:
    """*data*, whose *register* has no error, with each update at the end of its record's list.

    All that was there stays, byte for byte. RefusedError where the result would be any other
    register than the old one and the updates, or have an error; *path* is what the file is called.
    """
    before = decode(data).text or ""
    mark = data[: len(data) - len(before.encode())]  # the byte order mark, if there is one
    after = _spliced(before, _insertions(before, additions))
    edited = mark + after.encode()
    result, problems = loader.load(edited, path)
    problems += checks.errors(result, path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if result != _expected(register, additions):
        # An ongoing action that is given a due has a new error, and is told that alone.
        said = f": {errors[0].message}" if errors else ""
        if not _line_end(before[-1:]):
            said = "; end its last line with a line end"
        message = f"no update can be added without touching what stands there{said}"
        raise RefusedError(f"{path}: {message}; nothing has changed")
    if errors:
        raise RefusedError(f"{path}: {errors[0].message}; nothing has changed")
    more = _by_id(additions)
    added = (
        (record, update)
        for record in result.records
        if record.id in more
        for update in record.updates[-len(more[record.id]) :]
    )
    days = _happened(additions)
    happened = (each for each in result.records if isinstance(each, Action) and each.id in days)
    return Edited(edited, result, tuple(added), tuple(happened))


_More = dict[str, list[Update | ChangedAnswer]]


def _by_id(additions: Iterable[Addition | Happened]) -> _More:
    more: _More = {}
    for addition in additions:
        if isinstance(addition, Addition):
            more.setdefault(addition.id, []).append(addition.update)
    return more


def _happened(additions: Iterable[Addition | Happened]) -> dict[str, date]:
    return {each.id: each.day for each in additions if isinstance(each, Happened)}


def _expected(register: Register, additions: Sequence[Addition | Happened]) -> Register:
    """The register with exactly these updates and days more."""
    more, days = _by_id(additions), _happened(additions)

    def grown(record: Any) -> Any:
        if record.id in days:
            record = replace(record, after=replace(record.after, happened=days[record.id]))
        return replace(record, updates=(*record.updates, *more.get(record.id, ())))

    return replace(
        register,
        recommendations=tuple(
            replace(grown(each), actions=tuple(map(grown, each.actions)))
            for each in register.recommendations
        ),
    )


class _Insertion(NamedTuple):
    """A text to put in, before the character that stands at *at*."""

    at: int
    text: str


def _spliced(text: str, insertions: Iterable[_Insertion]) -> str:
    parts: list[str] = []
    done = 0
    for at, more in sorted(insertions, key=lambda insertion: insertion.at):
        parts += text[done:at], more
        done = at
    return "".join((*parts, text[done:]))


def _insertions(text: str, additions: Sequence[Addition | Happened]) -> Iterator[_Insertion]:
    records = _records(tree(text))
    # First: an event may end where the updates of its action will begin.
    for ident, day in _happened(additions).items():
        yield from _into_event(text, _value(records[ident].mapping, "after"), day)
    for ident, more in _by_id(additions).items():
        yield from _at_end(text, records[ident], more)


class _Found(NamedTuple):
    """A record's mapping in the tree, and by how much lists are indented around there."""

    mapping: Any
    indent: int


def _records(root: Any) -> dict[str, _Found]:
    """Every recommendation and action of the tree, by its id."""
    found = {}
    for recommendation in _listed(root, "recommendations"):
        for record in (recommendation, *_listed(recommendation.mapping, "actions")):
            found[_value(record.mapping, "id").value] = record
    return found


def _listed(mapping: Any, key: str) -> list[_Found]:
    """The records in the list under *key*, none where there is no such key."""
    if not (records := _value(mapping, key)):
        return []
    indent = records.start_mark.column - mapping.start_mark.column
    return [_Found(record, indent) for record in records.value]


def _value(mapping: Any, wanted: str) -> Any:
    return next((value for key, value in mapping.value if key.value == wanted), None)


def _at_end(
    text: str, record: _Found, more: Sequence[Update | ChangedAnswer]
) -> Iterator[_Insertion]:
    """What adds *more* to a record, in the style in which its list, or else the record, stands."""
    mapping = record.mapping
    updates = _value(mapping, "updates")
    is_json = mapping.flow_style and mapping.value[0][0].style == '"'
    items = [yaml_writer.json(update) if is_json else yaml_writer.flow(update) for update in more]
    if updates and updates.flow_style:
        return _into_flow(text, updates, items)
    if mapping.flow_style:
        key = '"updates"' if is_json else "updates"
        return _into_flow(text, mapping, [f"{key}: [{', '.join(items)}]"])
    indent = _indent_of_items(updates) if updates else 2
    lines = [line for update in more for line in yaml_writer.block(update, indent=indent)]
    if updates:
        return _below(text, updates, updates.start_mark.column, lines)
    # The actions of a recommendation are long: what is said of itself stands above them.
    entries = [value for _, value in mapping.value]
    actions = _value(mapping, "actions")
    above = entries[: entries.index(actions)] if actions else entries
    indented = [f"{' ' * record.indent}{line}" if line else line for line in lines]
    column = mapping.start_mark.column
    return _below(text, (above or entries)[-1], column, ["updates:", *indented])


def _into_event(text: str, event: Any, day: date) -> Iterator[_Insertion]:
    """What gives an event the day on which it happened, in the style of the event."""
    if not event.flow_style:
        return _below(text, event, event.start_mark.column, [f"happened: {day}"])
    is_json = event.value[0][0].style == '"'
    return _into_flow(text, event, [f'"happened": "{day}"' if is_json else f"happened: {day}"])


def _indent_of_items(updates: Any) -> int:
    """How far the keys of the last item stand behind its dash, as a rule two columns."""
    last = updates.value[-1]
    far: int = last.start_mark.column - updates.start_mark.column
    return far if not last.flow_style and far > 1 else 2


def _below(text: str, node: Any, column: int, lines: Sequence[str]) -> Iterator[_Insertion]:
    """*lines* below a node in block style, and below the remarks that are indented behind it."""
    last = _last(node)
    if _is_cut_short(text, last):
        # At the end of the file, without a line end: the text would gain one. "-" says it has none.
        yield _Insertion(last.start_mark.index + 1, "-")
    at = _end_of_line(text, _end(text, last))
    # Such a remark, even below a blank line, would become part of a text that is put above it.
    while (remark := _remark(text, at)) and len(remark[1]) > column:
        at = remark.end()
    margin = " " * column
    end = _line_end_at(text, at)
    yield _Insertion(at, "".join(f"{end}{margin}{line}" if line else end for line in lines))


def _last(node: Any) -> Any:
    """The scalar, or the list or mapping in brackets, that a node ends with."""
    while not (isinstance(node.value, str) or node.flow_style):
        node = node.value[-1]
        if isinstance(node, tuple):
            _, node = node
    return node


def _end(text: str, last: Any) -> int:
    """The index behind what *last* says; its own end mark is past the blank lines of a text."""
    end: int = last.end_mark.index
    if not _is_block_text(last):
        return end
    said = last.value.rstrip("\n")
    if last.value.endswith("\n\n") or said.endswith((" ", "\t")):  # blank lines that it says
        line_end = _last_line_end(text[:end])
        return line_end.start() if line_end else end
    return len(text[:end].rstrip(" \t\r\n"))


def _is_block_text(node: Any) -> bool:
    return isinstance(node.value, str) and node.style in {"|", ">"}


def _is_cut_short(text: str, last: Any) -> bool:
    """Whether a text that would keep its last line end has none, being the end of the file."""
    if not _is_block_text(last) or last.value.endswith("\n"):
        return False
    header = text[last.start_mark.index :].partition("\n")[0]
    return last.end_mark.index == len(text) and "-" not in header.partition("#")[0]


def _into_flow(text: str, collection: Any, items: Sequence[str]) -> Iterator[_Insertion]:
    """*items* at the end of a list or mapping in brackets, each on its line if the others are."""
    bracket = collection.end_mark.index - 1
    if not collection.value:
        begin = collection.start_mark.index + 1
        if _line_end(text[begin:bracket]):  # the bracket stands on a line of its own
            margin = _margin(text, collection.end_mark)
            lines = "".join(f"  {item},{_line_end_at(text, begin)}{margin}" for item in items)
            yield _Insertion(bracket, lines)
        else:
            yield _Insertion(begin, ", ".join(items))
        return
    item = collection.value[-1]
    first, last = item if isinstance(item, tuple) else (item, item)
    end: int = last.end_mark.index
    # Between the last item and the bracket: blanks, remarks, and perhaps a comma.
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
    """What stands before the first character of the line of *mark*."""
    line = text[mark.index - mark.column : mark.index]
    return line[: len(line) - len(line.lstrip())]


def _end_of_line(text: str, index: int) -> int:
    found = _line_end(text, index)
    return found.start() if found else len(text)


def _line_end_at(text: str, index: int) -> str:
    """The line end at *index*, or if there is none the one that the file uses."""
    found = _line_end(text, index) or _line_end(text)
    return found[0] if found else "\n"
