"""YAML events to a register or another record, and every problem met on the way."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

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

from ecefollow.reading import checks
from ecefollow.reading.blanks import has_no_break_space, without_no_break_spaces
from ecefollow.reading.decoding import REPLACEMENT, Problem, decode, end
from ecefollow.reading.diagnostics import Code, Diagnostic, has_errors
from ecefollow.reading.file_kinds import CSV_MESSAGE, is_csv
from ecefollow.reading.incomplete import (
    IncompleteRecommendation,
    IncompleteRegister,
    incomplete,
)
from ecefollow.reading.key_hints import meant_by, unknown_key
from ecefollow.reading.quoting import quoted
from ecefollow.reading.references import References
from ecefollow.reading.values import PARSERS, InvalidValueError, refuse_control_characters
from ecefollow.reading.yaml_events import NOT_YAML, events, explain
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.positions import Position, Positions
from ecefollow.register.schema import (
    ID,
    RECOMMENDATION,
    REGISTER,
    ByName,
    Kind,
    Many,
    Record,
    Scalar,
)

_DEEPEST: Final = 50  # the format needs 9; libyaml's time over nested brackets is quadratic
_FOUND: Final = {
    ScalarEvent: "a text",
    SequenceStartEvent: "a list",
    MappingStartEvent: "a mapping",
}
_EMPTY: Final = frozenset(("~", "null", "Null", "NULL"))
_hash_after: Final = re.compile(r"[ \t]+(#\S+)").match
_UNREADABLE: Final = object()  # in the place of a value whose problem was reported

# In a merge conflict only the first side is read: the other may well put these right.
_OTHER_SIDE: Final = frozenset((Code.YAML_SYNTAX, Code.MISSING_KEY, Code.UNKNOWN_REFERENCE))
# Where parsing stopped early, these say no more than that.
_CUT_SHORT: Final = frozenset((Code.MISSING_KEY, Code.EMPTY_VALUE))
# The replacement of a control character may cause these on its line.
_CAUSED_BY_REPLACEMENT: Final = frozenset((Code.YAML_SYNTAX, Code.YAML_FEATURE))
# On the line of a syntax error only these are kept: whatever else was found there comes from it.
_CAUSES: Final = frozenset((Code.TEXT_AFTER_HASH, Code.CONTROL_CHARACTER))


class _TooDeepError(Exception):
    """Reading must stop: libyaml's time over nested brackets is quadratic."""


def load(data: bytes, path: str) -> tuple[Register | None, list[Diagnostic]]:
    """The register in *data*, None if there is an error; and every problem, in file order.

    *path* is the file's name in the problems.
    """
    register, problems = read(data, path)
    return valid(register, problems), problems


def read(data: bytes, path: str) -> tuple[Register | IncompleteRegister, list[Diagnostic]]:
    """What `load` gives, but of a register with errors what could be read.

    What has errors may lack anything that is not required, even if it is a Register.
    """
    register, diagnostics = read_record(REGISTER, data, path)
    diagnostics += checks.errors(register, path)
    return register, sorted(diagnostics, key=attrgetter("at"))


def read_record(
    root: Record, data: bytes, path: str, parsers: Mapping[Scalar, Callable[[str], Any]] = PARSERS
) -> tuple[Any, list[Diagnostic]]:
    """What a file holds whose whole is the *root*, and every problem, in file order.

    Where there are errors, it may be anything. *parsers* read the texts of each kind.
    """
    if is_csv(data, path):  # whatever is said of it as YAML would make it worse
        return IncompleteRegister(), [Diagnostic(path, 1, 1, Code.WRONG_TYPE, CSV_MESSAGE)]
    text, problems = decode(data)
    record: Any = IncompleteRegister()
    if text is not None:
        record, problems = _read_text(text, problems, root, parsers)
    diagnostics = [
        Diagnostic(path, problem.line + 1, problem.column + 1, problem.code, problem.message)
        for problem in problems
    ]
    return record, sorted(diagnostics, key=attrgetter("at"))


def _read_text(
    text: str,
    problems: list[Problem],
    root: Record,
    parsers: Mapping[Scalar, Callable[[str], Any]],
) -> tuple[Any, list[Problem]]:
    """What could be read of the *text*, and its problems behind those that decoding met."""
    with _no_collection():
        reader = _Reader(text, problems.copy(), root, parsers)
        record = reader.read_document()
        if reader.problems == problems or not has_no_break_space(text):
            return record, reader.problems
        # What goes away with the no-break spaces comes from them.
        lines = {problem.line for problem in reader.problems}
        mended, spaces = without_no_break_spaces(text, lines, root)
        if not spaces:
            return record, reader.problems
        again = _Reader(mended, problems.copy(), root, parsers)
        record_again = again.read_document()
    left = {problem._replace(column=0) for problem in again.problems}
    gone = {p.line for p in reader.problems if p._replace(column=0) not in left}
    spaces = [space for space in spaces if space.line in gone or space.line not in lines]
    if not (gone and spaces):
        return record, reader.problems
    return record_again, [*again.problems, *spaces]


def valid(
    register: Register | IncompleteRegister, problems: Iterable[Diagnostic]
) -> Register | None:
    """The register that was read, None if one of its problems is an error."""
    return register if isinstance(register, Register) and not has_errors(problems) else None


class _Reader:
    """One pass over the events. Each `read_` method takes exactly one value, good or bad."""

    def __init__(
        self,
        text: str,
        problems: list[Problem],
        root: Record,
        parsers: Mapping[Scalar, Callable[[str], Any]],
    ) -> None:
        self.text = text
        self.root = root
        self.parsers = parsers
        self.events = events(text)
        self.problems = problems
        self.replaced_lines = frozenset(problem.line for problem in problems)
        self.in_conflict = any(problem.code is Code.CONFLICT_MARKER for problem in problems)
        self.references = References()
        self.reported_skipped_feature = False
        self.missing = 0  # required values
        # Kept if parsing stops early.
        self.recommendations: list[Recommendation | IncompleteRecommendation] = []

    @cached_property
    def end(self) -> tuple[int, int]:
        """Where the text ends; needed only if something is wrong."""
        return end(self.text)

    def read_document(self) -> Any:
        """What the text is the root of, or what was read of a register before parsing stopped."""
        try:
            event: Any = next(e for e in self.events if isinstance(e, NodeEvent | StreamEndEvent))
            if isinstance(event, StreamEndEvent):
                return self.empty_file()
            record = self.read_value(self.root, event, "the file")
            again: Any = next((e for e in self.events if type(e) is DocumentStartEvent), None)
            if again:
                message = f"a second document begins here; {self.root.name} is one document"
                self.add_problem(again.start_mark, Code.YAML_FEATURE, message)
        except NOT_YAML as error:
            self.add_syntax_problem(error)
            return self.read_so_far()
        except _TooDeepError:
            return self.read_so_far()
        for problem in self.references.unknown():
            self.add_problem(*problem)
        return record if record is not _UNREADABLE else IncompleteRegister()

    def empty_file(self) -> Any:
        """What a file without anything in it is: a record, if none of its keys is required."""
        if not self.root.required:
            return self.root.model(at=Positions())
        names = " and ".join(f"'{name}'" for name in self.root.required)
        message = f"the file is empty: {names} are missing"
        self.add_problem(Positions().first, Code.MISSING_KEY, message)
        return IncompleteRegister()

    def read_so_far(self) -> IncompleteRegister:
        """The recommendations that were read before parsing stopped."""
        return IncompleteRegister(recommendations=tuple(self.recommendations))

    def read_value(self, kind: Kind, event: Any, key: str) -> Any:
        """The value that *event* begins, under *key*; _UNREADABLE if a problem was reported."""
        start: Position = event.start_mark
        if feature := event.anchor or event.tag:
            self.add_problem(start, Code.YAML_FEATURE, _feature(event))
        match kind, event:
            case Scalar(), ScalarEvent() if not _is_empty(event):
                try:
                    return self.read_scalar(kind, event, key)
                except InvalidValueError as error:
                    self.add_problem(start, error.code, f"{key}: {error}")
                    return _UNREADABLE
            case _, ScalarEvent() if _is_empty(event):
                code, message = Code.EMPTY_VALUE, f"the value is empty; expected {kind.wants}"
            case Many(), SequenceStartEvent():
                return self.read_list(kind, key)
            case Record(), MappingStartEvent():
                return self.read_mapping(kind, start)
            case ByName(), MappingStartEvent():
                return self.read_by_name(kind)
            case _:
                self.skip(event)  # first: nesting that is too deep is the only problem to report
                code, message = Code.WRONG_TYPE, _wrong_type(kind, event)
        if not feature:  # otherwise the problem was reported, and this one follows from it
            self.add_problem(start, code, f"{key}: {message}")
        return _UNREADABLE

    def read_scalar(self, kind: Scalar, event: Any, key: str) -> Any:
        text: str = event.value
        plain: bool = event.implicit[0]
        if event.style == '"':  # an escape may stand for any character; decoding saw the others
            refuse_control_characters(text)
        result = self.parsers[kind](text)
        unquoted = plain and (kind.is_id or kind.refers)
        if unquoted:
            message = (
                f'{key}: write "{quoted(text)[1:-1]}", in quotes; without them other YAML readers '
                "may take it for a number or a word"
            )
            self.add_problem(event.start_mark, Code.UNQUOTED_ID, message)
        if kind.is_id and (first := self.references.define(text, event.start_mark)):
            message = f"{key}: {quoted(text)} is already used on line {first.line + 1}"
            self.add_problem(event.start_mark, Code.DUPLICATE_ID, message)
        if kind.refers and not unquoted:  # 7.1 without quotes may have been meant as 7.10
            self.references.refer(text, event.start_mark)
        if kind.prose and plain:
            self.look_behind(event, key)
        return result

    def look_behind(self, event: Any, key: str) -> None:
        """Report a plain text that a "#" cut short, as in "see issue #5"."""
        if hash_text := _hash_after(self.text, event.end_mark.index):
            message = f"{key}: the text ends before {quoted(hash_text[1])}; put quotes around it"
            self.add_problem(event.start_mark, Code.TEXT_AFTER_HASH, message)

    def read_list(self, kind: Many, key: str) -> Any:
        items = []
        while type(event := next(self.events)) is not SequenceEndEvent:
            items.append(self.read_value(kind.of, event, key))
        kept = tuple([item for item in items if item is not _UNREADABLE])
        return kept if kept or not items else _UNREADABLE  # not an empty list: it had items

    def read_mapping(self, kind: Record, start: Position) -> Any:
        at = Positions(start)
        positions = at.by_key
        values: dict[str, Any] = {}
        missing_before = self.missing
        while type(key := next(self.events)) is not MappingEndEvent:
            if at.first is start:
                at.first = key.start_mark
            name = key.value if type(key) is ScalarEvent else None
            if name not in kind.kinds or name in positions or key.anchor or key.tag:
                self.skip_key(kind, key, name, at)
                continue
            event = next(self.events)
            # The register's values are long lists: a problem with one is shown at its key.
            positions[name] = (key if kind is REGISTER else event).start_mark
            if (value := self.read_value(kind.kinds[name], event, name)) is not _UNREADABLE:
                values[name] = value
            else:
                at.unread |= {name}
        self.require_keys(kind, values, at)
        if self.missing == missing_before:
            record = kind.model(**values, at=at)
        else:
            record = incomplete(kind, values, at)
        if kind is RECOMMENDATION:
            self.recommendations.append(record)
            for problem in self.references.misplaced(record):
                self.add_problem(*problem)
        return record

    def read_by_name(self, kind: ByName) -> Any:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while type(key := next(self.events)) is not MappingEndEvent:
            if problem := self.problem_with_name(key, lines):
                self.skip(key)
                self.skip(next(self.events))
                self.add_problem(key.start_mark, *problem)
                continue
            name = key.value
            lines[name] = key.start_mark.line + 1
            value = self.read_value(kind.own.get(name, kind.of), next(self.events), name)
            if value is not _UNREADABLE:
                values[name] = value
        return values

    def problem_with_name(self, key: Any, lines: Mapping[str, int]) -> tuple[Code, str] | None:
        """What is wrong with a key that may be any text; those before it stand on the *lines*."""
        if feature := _feature(key):
            return Code.YAML_FEATURE, feature
        if type(key) is not ScalarEvent:
            return Code.WRONG_TYPE, f"expected a text before the ':', found {_FOUND[type(key)]}"
        name: str = key.value
        if not name.strip():
            return Code.EMPTY_VALUE, "there is no text before the ':'"
        if name in lines:
            return Code.DUPLICATE_KEY, f"{quoted(name)} is already set on line {lines[name]}"
        if key.style == '"':  # see read_scalar
            try:
                refuse_control_characters(name)
            except InvalidValueError as error:
                return error.code, f"{error}"
        return None

    def require_keys(self, kind: Record, values: dict[str, Any], at: Positions) -> None:
        """Count the required keys that have no value, and report those that are missing."""
        for name in kind.required:
            if name not in values:
                self.missing += 1
                self.references.incomplete |= kind.kinds[name] is ID
                if not at.has(name):
                    message = f"'{name}' is missing from {_this(kind)}"
                    self.add_problem(at.first, Code.MISSING_KEY, message)

    def skip_key(self, kind: Record, key: Any, name: str | None, at: Positions) -> None:
        """Skip a key that does not belong here, with its value, and report it."""
        self.skip(key)
        skipped = self.skip(next(self.events))
        feature = _feature(key)
        if name == "<<" and key.implicit[0]:
            feature = "merge keys ('<<') are not supported; write the keys out"
        meant = None
        if feature:
            code, message = Code.YAML_FEATURE, feature
            meant = name
        elif name is None:
            code = Code.WRONG_TYPE
            message = f"expected a key of {_this(kind)}, found {_FOUND[type(key)]}"
        elif name in at:
            code = Code.DUPLICATE_KEY
            message = f"{quoted(name)} is already set on line {at[name].line + 1}"
        else:
            meant = meant_by(kind, name, self.root)
            code, message = Code.UNKNOWN_KEY, unknown_key(kind, name, meant, self.root)
            if skipped and not self.reported_skipped_feature:  # of an alias bomb one is enough
                self.reported_skipped_feature = True
                self.add_problem(skipped.start_mark, Code.YAML_FEATURE, _feature(skipped))
        if meant in kind.kinds:
            at.unread |= {meant}  # reported once: it is not missing as well
        self.add_problem(key.start_mark, code, message)

    def skip(self, event: Any) -> Any:
        """Read to the end of the value that *event* begins; the first unsupported event in it."""
        self.references.incomplete |= type(event) is not ScalarEvent
        depth = 0
        feature = None
        while True:
            if not feature and isinstance(event, NodeEvent) and _feature(event):
                feature = event
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST:
                message = f"more than {_DEEPEST} levels deep; reading stops here"
                self.add_problem(event.start_mark, Code.TOO_DEEP, message)
                raise _TooDeepError
            if not depth:
                return feature
            event = next(self.events)

    def add_problem(self, position: Position, code: Code, message: str) -> None:
        """Add a problem, unless one that was reported before explains it."""
        follows = code in _CAUSED_BY_REPLACEMENT or REPLACEMENT in message
        if (position.line in self.replaced_lines and follows) or (
            self.in_conflict and code in _OTHER_SIDE
        ):
            return
        # libyaml ends a last line without a line end, and gives a position on the next.
        line, column = min((position.line, position.column), self.end)
        self.problems.append(Problem(line, column, code, message))

    def add_syntax_problem(self, error: Exception) -> None:
        """Report where and why parsing stopped."""
        position, code, message = explain(error, self.text)
        self.problems = [
            problem
            for problem in self.problems
            if problem.code not in _CUT_SHORT
            and (problem.line != position.line or problem.code in _CAUSES)
        ]
        self.add_problem(position, code, message)


def _this(kind: Record) -> str:
    return f"this {kind.name.partition(' ')[2]}"


def _feature(event: Any) -> str:
    """The message about what *event* uses of YAML that the format does not; empty for nothing."""
    if type(event) is AliasEvent:
        name = quoted(f"*{event.anchor}")
        return f"aliases ({name}) are not supported; write the value out"
    if event.anchor:
        return f"anchors ({quoted(f'&{event.anchor}')}) are not supported"
    if event.tag:
        written = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
        return f"YAML tags ({quoted(written)}) are not supported"
    return ""


def _is_empty(event: Any) -> bool:
    text: str = event.value
    return not text.strip() or (text in _EMPTY and event.implicit[0])


def _wrong_type(kind: Kind, event: Any) -> str:
    if type(event) is AliasEvent:
        return ""
    message = f"expected {kind.wants}, found {_FOUND[type(event)]}"
    if isinstance(kind, Many) and type(event) is ScalarEvent:
        message += f"; did you mean [{quoted(event.value)}]?"
    elif isinstance(kind, Scalar) and kind.prose and type(event) is MappingStartEvent:
        message += "; put quotes around a text with ': ' in it"
    return message


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause garbage collection: everything that is loaded is kept, so there is no garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
