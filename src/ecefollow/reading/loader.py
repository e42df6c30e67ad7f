"""Bytes to register, by walking the schema over PyYAML's events."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ecefollow.reading.decoding import STAND_IN, Problem, decode, end
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.messages import did_you_mean, nearest, quoted
from ecefollow.reading.values import PARSERS, InvalidValueError, refuse_control_characters
from ecefollow.reading.yaml_events import events, explained
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.positions import Position, Positions
from ecefollow.register.schema import (
    ID,
    RECOMMENDATION,
    REGISTER,
    Kind,
    Many,
    Record,
    Scalar,
)

_DEEPEST: Final = 50  # the format needs 9; libyaml's time over nested brackets is quadratic
_STANDS: Final = {
    ScalarEvent: "a text",
    SequenceStartEvent: "a list",
    MappingStartEvent: "a mapping",
}
_EMPTY: Final = frozenset(("~", "null", "Null", "NULL"))
_hash_after: Final = re.compile(r"[ \t]+(#\S+)").match
_GONE: Final = object()  # stands for a value that was reported

# What another side of a merge conflict may well put right.
_OTHER_SIDE: Final = frozenset((Code.YAML_SYNTAX, Code.MISSING_KEY, Code.UNKNOWN_REFERENCE))
# What a text that breaks off only seems to lack.
_BEHIND_BREAK: Final = frozenset((Code.MISSING_KEY, Code.EMPTY_VALUE))
# What the replacement of a control character may bring about in its line.
_OF_SPOILT: Final = frozenset((Code.YAML_SYNTAX, Code.YAML_FEATURE))
# What may stand beside a syntax error in its own line: the rest there comes of the same slip.
_NAMES_CAUSE: Final = frozenset((Code.TEXT_AFTER_HASH, Code.CONTROL_CHARACTER))
_MOST_COMPARED: Final = 100_000  # of references with ids, a second's work or so


class _StoppedError(Exception):
    """Reading cannot go on: libyaml's time over nested brackets is quadratic."""


def load(data: bytes, path: str) -> tuple[Register, list[Diagnostic]]:
    """The register in *data* as far as it can be read, and every problem, in file order.

    *path* is what the problems call the file. With an error among them the register may lack
    anything; without one it is whole.
    """
    text, problems = decode(data)
    walk = _Walk(text or "", problems)
    register = _NOTHING
    if text is not None:
        with _no_collection():
            register = walk.document()
    found = sorted(walk.problems, key=lambda problem: problem[:2])
    return register, [Diagnostic(path, p.line + 1, p.column + 1, p.code, p.message) for p in found]


_NOTHING: Final = Register(evaluation=None, recommendations=())  # type: ignore[arg-type] # see model


class _Walk:
    """One pass over the events. Each method reads exactly one value, good or bad, to its end."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.events = events(text)
        self.problems = problems
        self.spoilt = frozenset(problem.line for problem in problems)
        self.in_conflict = any(problem.code is Code.CONFLICT_MARKER for problem in problems)
        self.ids: dict[str, Position] = {}
        self.references: list[Any] = []
        self.ids_may_lack = False  # something was skipped that may hold an id
        self.told_of_skipped = False
        self.recommendations: list[Recommendation] = []  # outlives a parse that breaks off

    @cached_property
    def end(self) -> tuple[int, int]:
        """Where the text ends, needed only when something is wrong."""
        return end(self.text)

    def document(self) -> Register:
        """The register that the text holds; what could be read of it where parsing broke off."""
        try:
            event: Any = next(e for e in self.events if isinstance(e, NodeEvent | StreamEndEvent))
            if isinstance(event, StreamEndEvent):
                message = "the file is empty: 'evaluation' and 'recommendations' are missing"
                self.report(Positions().first, Code.MISSING_KEY, message)
                return _NOTHING
            register = self.value(REGISTER, event, "the file")
            again: Any = next((e for e in self.events if type(e) is DocumentStartEvent), None)
            if again:
                message = "a second document begins here; a register is one document"
                self.report(again.start_mark, Code.YAML_FEATURE, message)
        except yaml.YAMLError as error:
            self.report_syntax(error)
            return self.partly()
        except _StoppedError:
            return self.partly()
        self.report_unknown_references()
        return register if register is not _GONE else _NOTHING

    def partly(self) -> Register:
        """The register with the recommendations read before the text broke off."""
        return Register(evaluation=None, recommendations=tuple(self.recommendations))  # type: ignore[arg-type] # see model

    def value(self, kind: Kind, event: Any, key: str) -> Any:
        """What *event* begins, under *key*, or _GONE once it has been reported and skipped."""
        start: Position = event.start_mark
        if feature := event.anchor or event.tag:
            self.report(start, Code.YAML_FEATURE, _feature(event))
        match kind, event:
            case Scalar(), ScalarEvent() if not _is_empty(event):
                try:
                    return self.scalar(kind, event, key)
                except InvalidValueError as error:
                    self.report(start, error.code, f"{key}: {error}")
                    return _GONE
            case _, ScalarEvent() if _is_empty(event):
                code, message = Code.EMPTY_VALUE, f"the value is empty; {kind.wants} is wanted"
            case Many(), SequenceStartEvent():
                return self.many(kind, key)
            case Record(), MappingStartEvent():
                return self.record(kind, start)
            case _:
                self.skip(event)  # first: what is too deep is that alone
                code, message = Code.WRONG_TYPE, _wrong_type(kind, event)
        if not feature:  # or else that was said, and this comes of it
            self.report(start, code, f"{key}: {message}")
        return _GONE

    def scalar(self, kind: Scalar, event: Any, key: str) -> Any:
        text: str = event.value
        plain: bool = event.implicit[0]
        if not text.isprintable():  # it has line ends, or a control character by an escape
            refuse_control_characters(text)
        result = PARSERS[kind](text)
        unquoted = plain and (kind.is_id or kind.refers)
        if unquoted:
            message = (
                f'{key}: write "{quoted(text)[1:-1]}", in quotes; without them other YAML readers '
                "may take it for a number or a word"
            )
            self.report(event.start_mark, Code.UNQUOTED_ID, message)
        if kind.is_id and self.ids.setdefault(text, event.start_mark) is not event.start_mark:
            first = self.ids[text].line + 1
            message = f"{key}: {quoted(text)} stands already on line {first}"
            self.report(event.start_mark, Code.DUPLICATE_ID, message)
        if kind.refers and not unquoted:  # 7.1 without quotes may have been meant as 7.10
            self.references.append(event)
        if kind.prose and plain:
            self.look_behind(event, key)
        return result

    def look_behind(self, event: Any, key: str) -> None:
        """Report a plain text that a "#" cut short, as in "see issue #5"."""
        if found := _hash_after(self.text, event.end_mark.index):
            message = f"{key}: the text ends before {quoted(found[1])}; put quotes around it"
            self.report(event.start_mark, Code.TEXT_AFTER_HASH, message)

    def many(self, kind: Many, key: str) -> Any:
        items = []
        while type(event := next(self.events)) is not SequenceEndEvent:
            items.append(self.value(kind.of, event, key))
        kept = tuple(item for item in items if item is not _GONE)
        return kept if kept or not items else _GONE  # what was all lost is not an empty list

    def record(self, kind: Record, start: Position) -> Any:
        at = Positions(start)
        values: dict[str, Any] = {}
        while type(key := next(self.events)) is not MappingEndEvent:
            if at.first is start:
                at.first = key.start_mark
            name = key.value if type(key) is ScalarEvent else None
            if name not in kind.kinds or name in at or key.anchor or key.tag:
                self.stray(kind, key, name, at)
                continue
            event = next(self.events)
            # The register's values are long lists: what is said of one is said of its key.
            at[name] = (key if kind is REGISTER else event).start_mark
            if (value := self.value(kind.kinds[name], event, name)) is not _GONE:
                values[name] = value
            else:
                at.unread |= {name}
        for name in kind.required:
            if name not in values:
                values[name] = None
                if not at.has(name):
                    message = f"'{name}' is missing from {_this(kind)}"
                    self.report(at.first, Code.MISSING_KEY, message)
        self.ids_may_lack |= kind.kinds.get("id") is ID and values["id"] is None
        if kind is REGISTER:
            values["recommendations"] = values["recommendations"] or ()
        made = kind.model(**values, at=at)
        if kind is RECOMMENDATION:
            self.recommendations.append(made)
            self.report_foreign_ids(made)
        return made

    def report_foreign_ids(self, recommendation: Recommendation) -> None:
        """Report the actions whose ids do not begin with their recommendation's."""
        prefix = f"{recommendation.id}."
        for action in recommendation.actions:
            if not (recommendation.id and action.id) or action.id[:-1].startswith(prefix):
                continue
            if self.ids[action.id] is action.at["id"]:  # or else it is a duplicate
                message = f"id: {quoted(action.id)} must begin with {quoted(prefix)} and go on"
                self.report(action.at["id"], Code.BAD_ID, message)

    def report_unknown_references(self) -> None:
        """Report the references to no id, unless some ids may not have been read."""
        if self.ids_may_lack:
            return
        unknown = [each for each in self.references if each.value not in self.ids]
        among = self.ids if len(unknown) * len(self.ids) < _MOST_COMPARED else ()
        for reference in unknown:
            hint = did_you_mean(reference.value, among)
            message = f"see: {quoted(reference.value)} is no id of this register{hint}"
            self.report(reference.start_mark, Code.UNKNOWN_REFERENCE, message)

    def stray(self, kind: Record, key: Any, name: str | None, at: Positions) -> None:
        """Skip a key that has no place here, and its value, and report it."""
        self.skip(key)
        skipped = self.skip(next(self.events))
        feature = _feature(key)
        if name == "<<" and key.implicit[0]:
            feature = "a merge key ('<<') is not part of the format; write the keys out"
        if feature:
            code, message = Code.YAML_FEATURE, feature
            meant = name
        elif name is None:
            code = Code.WRONG_TYPE
            message = f"{_STANDS[type(key)]} stands where a key of {_this(kind)} is wanted"
            meant = None
        elif name in at:
            code = Code.DUPLICATE_KEY
            message = f"{quoted(name)} has a value already, on line {at[name].line + 1}"
            meant = None
        else:
            code, message = Code.UNKNOWN_KEY, _unknown_key(kind, name)
            meant = nearest(name, kind.kinds)
            if skipped and not self.told_of_skipped:  # of an alias bomb one is enough
                self.told_of_skipped = True
                self.report(skipped.start_mark, Code.YAML_FEATURE, _feature(skipped))
        if meant in kind.kinds:
            at.unread |= {meant}  # said once: not missing besides
        self.report(key.start_mark, code, message)

    def skip(self, event: Any) -> Any:
        """Read to the end of the value that *event* begins; the first feature of YAML in it."""
        self.ids_may_lack |= type(event) is not ScalarEvent
        depth = 0
        feature = None
        while True:
            if not feature and isinstance(event, NodeEvent) and _feature(event):
                feature = event
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST:
                message = f"more than {_DEEPEST} levels deep; reading stops here"
                self.report(event.start_mark, Code.TOO_DEEP, message)
                raise _StoppedError
            if not depth:
                return feature
            event = next(self.events)

    def report(self, place: Position, code: Code, message: str) -> None:
        """Note a problem, unless one that was said explains it: a spoilt line, a conflict."""
        comes_of_spoilt = code in _OF_SPOILT or STAND_IN in message
        if (place.line in self.spoilt and comes_of_spoilt) or (
            self.in_conflict and code in _OTHER_SIDE
        ):
            return
        # libyaml ends a last line that has no line end, and stands on the next.
        line, column = min((place.line, place.column), self.end)
        self.problems.append(Problem(line, column, code, message))

    def report_syntax(self, error: yaml.YAMLError) -> None:
        """Note where and why parsing broke off."""
        place, code, message = explained(error, self.text)
        self.problems = [
            each
            for each in self.problems
            if each.code not in _BEHIND_BREAK
            and (each.line != place.line or each.code in _NAMES_CAUSE)
        ]
        self.report(place, code, message)


def _this(kind: Record) -> str:
    return f"this {kind.name.partition(' ')[2]}"


def _feature(event: Any) -> str:
    """What YAML offers, the format does not have and *event* uses; empty where there is none."""
    if type(event) is AliasEvent:
        name = quoted(f"*{event.anchor}")
        return f"an alias ({name}) is not part of the format; write the value out"
    if event.anchor:
        return f"an anchor ({quoted(f'&{event.anchor}')}) is not part of the format"
    if event.tag:
        written = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
        return f"a tag ({quoted(written)}) is not part of the format"
    return ""


def _is_empty(event: Any) -> bool:
    text: str = event.value
    return not text.strip() or (text in _EMPTY and event.implicit[0])


def _wrong_type(kind: Kind, event: Any) -> str:
    if type(event) is AliasEvent:
        return ""
    message = f"{_STANDS[type(event)]} stands where {kind.wants} is wanted"
    if isinstance(kind, Many) and type(event) is ScalarEvent:
        message += f"; did you mean [{quoted(event.value)}]?"
    elif isinstance(kind, Scalar) and kind.prose and type(event) is MappingStartEvent:
        message += "; put quotes around a text with ': ' in it"
    return message


def _unknown_key(kind: Record, name: str) -> str:
    owners = [record.name for record in REGISTER.records() if name in record.kinds]
    if owners:
        return f"{quoted(name)} is a key of {' and of '.join(owners)}, not of {kind.name}"
    hint = did_you_mean(name, kind.kinds) or f", which has {', '.join(kind.kinds)}"
    return f"{quoted(name)} is no key of {kind.name}{hint}"


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause garbage collection: all that a load makes is kept, so there is none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
