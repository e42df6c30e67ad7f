"""The format of a register, as data: which keys each record has, and what each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ecefollow.register.model import (
    Action,
    ChangedAnswer,
    Evaluation,
    Event,
    Recommendation,
    Register,
    Update,
)
from ecefollow.register.vocabulary import Progress, Status


class Scalar:
    """A kind of text: what a message calls it, and what marks it out among the kinds.

    `prose` is free text, in which " #" was hardly meant to begin a comment. An `is_id` is quoted
    and unique in its register; what `refers` is quoted and names such an id. `words` are the
    members of a closed vocabulary. `pattern` is found in every text that is valid and, if it is
    anchored, in no other.
    """

    def __init__(  # noqa: PLR0913 - each is a trait of its own
        self,
        wants: str,
        *,
        prose: bool = False,
        is_id: bool = False,
        refers: bool = False,
        words: tuple[StrEnum, ...] = (),
        pattern: str = "",
    ) -> None:
        self.wants = wants
        self.prose = prose
        self.is_id = is_id
        self.refers = refers
        self.words = words
        self.pattern = pattern


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

_ID: Final = "^[A-Za-z0-9._-]+$"


def _vocabulary(*words: StrEnum) -> Scalar:
    *most, last = words
    return Scalar(f"one of {', '.join(most)} or {last}", words=words)


TEXT: Final = Scalar("a text", prose=True, pattern=r"\S")
ID: Final = Scalar("an id in quotes", is_id=True, pattern=_ID)
REFERENCE: Final = Scalar("an id in quotes", refers=True, pattern=_ID)
DAY: Final = Scalar("a day (2018-03-31)", pattern=f"^(?:{_DAY})$")
DEADLINE: Final = Scalar(
    "a day, month, quarter or year (2018-03-31, 2018-03, 2018-Q1, 2018)",
    pattern=f"^(?:{_DAY}|{_PERIOD})$",
)
FLAG: Final = Scalar("true or false")
STATUS: Final = _vocabulary(*Status)
# `not-reported` is an answer of the program, never written in a file.
PROGRESS: Final = _vocabulary(*(word for word in Progress if word is not Progress.NOT_REPORTED))

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
        Key("responsible", Many(TEXT), "Who carries it out from that day on"),
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
