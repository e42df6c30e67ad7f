"""Problems in a register: their codes, their severity and their place."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from ecefollow.reading.quoting import escaped


class Severity(StrEnum):
    """How serious a problem is: with an error nothing is answered from the register."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The stable name of each kind of problem."""

    NOT_FOUND = "not-found"
    NOT_UTF8 = "not-utf8"
    CONFLICT_MARKER = "conflict-marker"
    CONTROL_CHARACTER = "control-character"
    YAML_SYNTAX = "yaml-syntax"
    YAML_FEATURE = "yaml-feature"
    TOO_DEEP = "too-deep"
    WRONG_TYPE = "wrong-type"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY_VALUE = "empty-value"
    UNKNOWN_VALUE = "unknown-value"
    BAD_DATE = "bad-date"
    UNQUOTED_ID = "unquoted-id"
    BAD_ID = "bad-id"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_REFERENCE = "unknown-reference"
    CONTRADICTION = "contradiction"
    REMOVED = "removed"
    ORIGINAL_CHANGED = "original-changed"
    UPDATE_CHANGED = "update-changed"
    ANSWER_CHANGED = "answer-changed"
    RESPONSIBLE_CHANGED = "responsible-changed"
    NOT_COMPARED = "not-compared"
    NOT_IN_SOURCE = "not-in-source"
    NOT_TRANSCRIBED = "not-transcribed"
    UNSOURCED = "unsourced"
    REWORDED = "reworded"
    EVENT_CHANGED = "event-changed"
    RESTATED = "restated"
    ADDED_WITH_HISTORY = "added-with-history"
    UNDATED_ADDITION = "undated-addition"
    MIXED_SCRIPT = "mixed-script"
    TEXT_AFTER_HASH = "text-after-hash"
    NOBODY_RESPONSIBLE = "nobody-responsible"
    NO_DEADLINE = "no-deadline"
    EVENT_WITHOUT_DEADLINE = "event-without-deadline"
    NO_RESERVATION = "no-reservation"
    NO_EVIDENCE = "no-evidence"
    UNEXPLAINED_REVISION = "unexplained-revision"
    UNEXPLAINED_CLOSURE = "unexplained-closure"
    LATE_ENTRY = "late-entry"
    FUTURE_UPDATE = "future-update"
    EVENT_OVERDUE = "event-overdue"
    SELF_VERIFIED = "self-verified"
    NEAR_NAME = "near-name"
    NOTHING_SAID = "nothing-said"

    @property
    def severity(self) -> Severity:
        """Whether this kind of problem is an error or a warning."""
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR

    @property
    def can_be_ignored(self) -> bool:
        """Whether it may be left out: a warning, or what the register rightly leaves out."""
        return self.severity is Severity.WARNING or self is Code.NOT_TRANSCRIBED


_WARNINGS: Final = frozenset(
    (
        Code.TEXT_AFTER_HASH,
        Code.NOBODY_RESPONSIBLE,
        Code.NO_DEADLINE,
        Code.EVENT_WITHOUT_DEADLINE,
        Code.NO_RESERVATION,
        Code.NO_EVIDENCE,
        Code.UNEXPLAINED_REVISION,
        Code.UNEXPLAINED_CLOSURE,
        Code.LATE_ENTRY,
        Code.FUTURE_UPDATE,
        Code.EVENT_OVERDUE,
        Code.SELF_VERIFIED,
        Code.NEAR_NAME,
        Code.NOTHING_SAID,
        Code.UNSOURCED,
        Code.REWORDED,
        Code.EVENT_CHANGED,
        Code.RESTATED,
        Code.ADDED_WITH_HISTORY,
        Code.UNDATED_ADDITION,
        Code.MIXED_SCRIPT,
    )
)


class Diagnostic(NamedTuple):
    """One problem and its place; line and column count from 1, columns in characters."""

    path: str
    line: int
    column: int
    code: Code
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it is an error or a warning."""
        return self.code.severity

    @property
    def at(self) -> tuple[int, int]:
        """Its line and column, to sort by."""
        return self.line, self.column

    @property
    def place(self) -> str:
        """Where it is, in the form that editors and terminals turn into a link."""
        return f"{escaped(self.path)}:{self.line}:{self.column}"

    @property
    def record(self) -> dict[str, str | int | None]:
        """The problem as a program reads it."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "severity": self.severity.value,
            "code": self.code.value,
            "message": self.message,
        }

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message} [{self.code}]"


class RefusedError(Exception):
    """Something that was not done, with nothing changed: why, and what is wrong."""

    def __init__(self, message: str, *problems: str) -> None:
        super().__init__(message)
        self.problems = problems


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
