"""Problems in a register: their codes, their severity and their place."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Self

from ecefollow.reading.quoting import escaped


class Severity(StrEnum):
    """How serious a problem is: with an error nothing is answered from the register."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The stable name of each kind of problem, with its severity where it is no error."""

    severity: Severity

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
    UNSOURCED = "unsourced", Severity.WARNING
    REWORDED = "reworded", Severity.WARNING
    EVENT_CHANGED = "event-changed", Severity.WARNING
    RESTATED = "restated", Severity.WARNING
    ADDED_WITH_HISTORY = "added-with-history", Severity.WARNING
    UNDATED_ADDITION = "undated-addition", Severity.WARNING
    MIXED_SCRIPT = "mixed-script", Severity.WARNING
    TEXT_AFTER_HASH = "text-after-hash", Severity.WARNING
    NOBODY_RESPONSIBLE = "nobody-responsible", Severity.WARNING
    NO_DEADLINE = "no-deadline", Severity.WARNING
    EVENT_WITHOUT_DEADLINE = "event-without-deadline", Severity.WARNING
    NO_RESERVATION = "no-reservation", Severity.WARNING
    NO_EVIDENCE = "no-evidence", Severity.WARNING
    UNEXPLAINED_REVISION = "unexplained-revision", Severity.WARNING
    UNEXPLAINED_CLOSURE = "unexplained-closure", Severity.WARNING
    LATE_ENTRY = "late-entry", Severity.WARNING
    FUTURE_UPDATE = "future-update", Severity.WARNING
    EVENT_OVERDUE = "event-overdue", Severity.WARNING
    SELF_VERIFIED = "self-verified", Severity.WARNING
    NEAR_NAME = "near-name", Severity.WARNING
    NOTHING_SAID = "nothing-said", Severity.WARNING

    def __new__(cls, name: str, severity: Severity = Severity.ERROR) -> Self:
        """A code with this name."""
        code = str.__new__(cls, name)
        code._value_ = name
        code.severity = severity
        return code

    @property
    def can_be_ignored(self) -> bool:
        """Whether it may be left out: a warning, or what the register rightly leaves out."""
        return self.severity is Severity.WARNING or self is Code.NOT_TRANSCRIBED


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
