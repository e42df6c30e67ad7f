"""The register's format, as data: which keys a record has, and what each of them holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ecefollow.reading.diagnostics import CONTROL, Code, control_message, did_you_mean, quoted
from ecefollow.register import deadlines
from ecefollow.register.model import (
    Action,
    ChangedAnswer,
    Evaluation,
    Event,
    Progress,
    Recommendation,
    Register,
    Status,
    Update,
    named,
)


class Bad(ValueError):  # noqa: N818 - it is a finding about a value, not a failure of the program
    """A value that its kind cannot take: the code and the message of the problem."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


class Scalar(NamedTuple):
    """One text, which *parse* turns into its value or refuses with Bad."""

    parse: Callable[[str], Any]
    wants: str
    meant: Callable[[str], str] = str  # as it is to be written, from what a person may say
    prose: bool = False  # free text, in which " #" was hardly meant to begin a comment
    is_id: bool = False  # quoted, and no other in the register is the same
    refers: bool = False  # quoted, and some id of the register is the same
    words: tuple[str, ...] = ()  # the only texts that are taken, if they are so few
    pattern: str = ""  # what is found in every text that is taken; if anchored, in no other

    def given(self, text: str) -> Any:
        """The value of a *text* that comes from outside a file; Bad where no file may hold it."""
        if not text.strip():
            raise Bad(Code.EMPTY_VALUE, f"the text is empty; {self.wants} is wanted")
        refuse_controls(text)
        return self.parse(self.meant(text))


class Many(NamedTuple):
    """A list, every item alike."""

    of: Scalar | Record
    wants: str = "a list"


class Key(NamedTuple):
    """One key of a record."""

    name: str
    kind: Kind
    help: str
    required: bool = False


class Record:
    """A mapping with known keys, made into a *model*.

    `kinds` says what each key holds, `required` which may not be left out.
    """

    wants: Final = "a mapping"

    def __init__(self, name: str, model: Callable[..., Any], keys: tuple[Key, ...]) -> None:
        self.name = name
        self.model = model
        self.keys = keys
        self.kinds = {key.name: key.kind for key in keys}
        self.required = tuple(key.name for key in keys if key.required)

    def records(self) -> Iterator[Record]:
        """This record and every one inside it, in the order of the file."""
        yield self
        for kind in self.kinds.values():
            inner = kind.of if isinstance(kind, Many) else kind
            if isinstance(inner, Record):
                yield from inner.records()


Kind = Scalar | Many | Record


def refuse_controls(text: str) -> None:
    """Raise Bad for a control character; of line ends only the line feed is none."""
    if control := next((each for each in text if each == "\r" or CONTROL.match(each)), None):
        raise Bad(Code.CONTROL_CHARACTER, control_message(control))


def _vocabulary(words: type[StrEnum], *, unwritten: frozenset[str] = frozenset()) -> Scalar:
    """One of the *words*; those *unwritten* are answers of the program, never in a file."""
    members = {word.value: word for word in words if word not in unwritten}
    *most, last = members
    wants = f"{', '.join(most)} or {last}"

    def parse(text: str) -> StrEnum:
        try:
            return members[text]
        except KeyError:
            hint = did_you_mean(meant(text), members)
            message = f"{quoted(text)} is not one of {wants}{hint}"
            raise Bad(Code.UNKNOWN_VALUE, message) from None

    def meant(text: str) -> str:
        # "partially accepted" is nearer to what is shown than to what is written.
        found = named(words, text)
        return found.value if found else text

    return Scalar(parse, f"one of {wants}", meant, words=tuple(members))


_OTHER_FLAGS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        meant = _OTHER_FLAGS.get(text.casefold(), text)
        hint = did_you_mean(meant, ("true", "false"))
        raise Bad(Code.UNKNOWN_VALUE, f"{quoted(text)} is not true or false{hint}")
    return text == "true"


_ID: Final = "^[A-Za-z0-9._-]+$"
_is_id: Final = re.compile(_ID).fullmatch


def _id(text: str) -> str:
    if not _is_id(text):
        message = f"{quoted(text)} holds more than letters, digits, '.', '-' and '_'"
        raise Bad(Code.BAD_ID, message)
    return text


def _date(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise Bad(Code.BAD_DATE, f"{quoted(text)} {error}") from None

    return parse


# What deadlines.py takes, without its reasons for what it refuses: an editor has a pattern alone,
# and no calendar. Looking ahead would make them shorter, and unreadable to half of the editors.
_YEAR: Final = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_BY_FOUR: Final = "(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR: Final = f"(?:[0-9]{{2}}{_BY_FOUR}|{_BY_FOUR}00)"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = (
    f"{_YEAR}-{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])"
    f"|{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)"
    f"|{_YEAR}-(?:0[13578]|1[02])-31"
    f"|{_LEAP_YEAR}-02-29"
)
_PERIOD: Final = f"{_YEAR}(?:-{_MONTH}|-Q[1-4])?"

TEXT: Final = Scalar(str, "a text", prose=True, pattern=r"\S")
ID: Final = Scalar(_id, "an id in quotes", is_id=True, pattern=_ID)
REFERENCE: Final = Scalar(_id, "an id in quotes", refers=True, pattern=_ID)
DAY: Final = Scalar(_date(deadlines.day), "a day (2018-03-31)", pattern=f"^(?:{_DAY})$")
DEADLINE: Final = Scalar(
    _date(deadlines.deadline),
    "a day, month, quarter or year (2018-03-31, 2018-03, 2018-Q1, 2018)",
    pattern=f"^(?:{_DAY}|{_PERIOD})$",
)
FLAG: Final = Scalar(_flag, "true or false")
STATUS: Final = _vocabulary(Status)
PROGRESS: Final = _vocabulary(Progress, unwritten=frozenset({Progress.NOT_REPORTED}))

CHANGED_ANSWER: Final = Record(
    "a changed answer",
    ChangedAnswer,
    (
        Key("date", DAY, "The day it happened, not the day it was typed", required=True),
        Key("status", STATUS, "What management answers from that day on"),
        Key("note", TEXT, "Why"),
        Key("by", TEXT, "Who says so"),
    ),
)
UPDATE: Final = Record(
    "an update",
    Update,
    (
        Key("date", DAY, "The day it happened, not the day it was typed", required=True),
        Key("progress", PROGRESS, "Where the action stands from that day on"),
        Key("due", DEADLINE, "The deadline it was moved to; the note says why"),
        Key("note", TEXT, "What happened"),
        Key("evidence", Many(TEXT), "What shows it: links, papers"),
        Key("by", TEXT, "Who says so"),
    ),
)
# The columns of a sheet in which an update is given, each with its key.
UPDATE_COLUMNS: Final = {f"update_{name}": name for name in UPDATE.kinds}
EVENT: Final = Record(
    "an event",
    Event,
    (
        Key("event", TEXT, "What must come first", required=True),
        Key("happened", DAY, "The day it came; left out until it has"),
    ),
)
ACTION: Final = Record(
    "an action",
    Action,
    (
        Key("id", ID, "Its recommendation's id, a dot, and more", required=True),
        Key("text", TEXT, "What will be done, in the source's words", required=True),
        Key(
            "responsible",
            Many(TEXT),
            "The units or people who carry it out; `[]` when the source names nobody",
            required=True,
        ),
        Key("accountable", TEXT, "Who sees to it, if named apart"),
        Key("due", DEADLINE, "The original deadline; its last day counts as on time"),
        Key("due_text", TEXT, "The deadline in the source's words"),
        Key("reading", TEXT, "How an unclear source was read"),
        Key("after", EVENT, "An event that must come first"),
        Key("ongoing", FLAG, "A continuing duty; never together with a due"),
        Key("discretionary", FLAG, 'The source says "may"'),
        Key("see", Many(REFERENCE), "Related actions or recommendations"),
        Key("updates", Many(UPDATE), "Its history, in the order it was recorded"),
    ),
)
RECOMMENDATION: Final = Record(
    "a recommendation",
    Recommendation,
    (
        Key("id", ID, "Letters, digits, `.`, `-`, `_`", required=True),
        Key("title", TEXT, "What is recommended, in the source's words", required=True),
        Key("status", STATUS, "Management's answer", required=True),
        Key("reservation", TEXT, "What a partial or rejected answer did not accept, and why"),
        Key("response", TEXT, "The answer in full"),
        Key("notes", Many(TEXT), "Conditions in the source that are no action of their own"),
        Key("tags", Many(TEXT), "Themes to filter by"),
        Key("updates", Many(CHANGED_ANSWER), "Changes of the answer"),
        Key("actions", Many(ACTION), "What will be done about it"),
    ),
)
EVALUATION: Final = Record(
    "an evaluation",
    Evaluation,
    (
        Key("id", TEXT, "A short name of its own", required=True),
        Key("title", TEXT, "What was evaluated", required=True),
        Key("organization", TEXT, "Who answers it", required=True),
        Key("source", TEXT, "Where the words come from"),
        Key("responded", DEADLINE, "When the response was given; leave it out rather than guess"),
    ),
)
REGISTER: Final = Record(
    "a register",
    Register,
    (
        Key("evaluation", EVALUATION, "The evaluation that is answered", required=True),
        Key("recommendations", Many(RECOMMENDATION), "The answers to it", required=True),
    ),
)
