"""Problems in a register: what they are called, how grave they are, how they quote."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple


class Severity(StrEnum):
    """How grave a problem is: an error makes a register unreadable, a warning only doubtful."""

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
    REWORDED = "reworded"
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

    @property
    def severity(self) -> Severity:
        """Whether this kind of problem is an error or a warning."""
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR


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
        Code.REWORDED,
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
        """Its line and column, to sort by; what stands at one place keeps its order."""
        return self.line, self.column

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals know how to follow it."""
        return f"{escaped(self.path)}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message} [{self.code}]"


class RefusedError(Exception):
    """Something that is not done and nothing has changed: in words why, and what is wrong."""

    def __init__(self, message: str, *problems: str) -> None:
        super().__init__(message)
        self.problems = problems


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


# Terminal controls (C0 but tab and line breaks, DEL, C1 with NEL), the line and paragraph
# separators, which PyYAML takes for line breaks and editors do not, bidirectional overrides
# (CVE-2021-42574), a byte order mark that is not at the start, where PyYAML's two parsers count
# columns differently, surrogates, which the pure one makes of an escape and no output can take, and
# the two code points that libyaml refuses everywhere.
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_UNPRINTABLE: Final = f"[\t\n\r]|{CONTROL.pattern}"  # compiled when it is needed
_LONGEST: Final = 40
_TELLING: Final = 3  # letters that tell which word was begun


def escaped(text: str) -> str:
    r"""*text* on one line and safe for any terminal: an escape character reads \x1b."""
    if text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, lambda found: repr(found[0])[1:-1], text)


def control_message(character: str) -> str:
    """What is said of a control character, wherever it is found."""
    return f"the control character '{escaped(character)}' (U+{ord(character):04X}) is not allowed"


def quoted(text: str) -> str:
    """*text* as a message quotes it: in quotes, cut at 40 characters, safe for any terminal."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f"'{escaped(cut)}'"


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The one of *among* that *word* was most likely meant to be, if any is near."""
    # Late: only a mistake needs it.
    from difflib import get_close_matches

    word = _folded(word[:_LONGEST])
    folded = {_folded(candidate): candidate for candidate in among}
    # "duedate" is meant for "due", though more of its letters stand in "updates".
    found = [each for each in folded if len(each) >= _TELLING and word.startswith(each)]
    found = found or get_close_matches(word, folded, n=1, cutoff=0.65)
    return folded[max(found, key=len)] if found else None


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """The end of a message that names the nearest right word, or nothing."""
    near = nearest(word, among)
    return f"; did you mean '{near}'?" if near else ""


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())
