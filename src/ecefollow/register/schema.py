"""The format of a register as data: the keys of each record, and what each key holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register, Unit
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, Status, Verification


@dataclass(eq=False, kw_only=True, slots=True)
class Scalar:
    """A kind of single value; every value is read as a text first.

    `wants` is what messages call it. `prose` marks free text, in which " #" was probably not meant
    to begin a comment. `is_id` marks an id, which is quoted and unique in the register, and
    `refers` a quoted reference to such an id. `words` are the words that are allowed. Every valid
    text matches `pattern`; if the pattern is anchored, no other text does.
    """

    wants: str = field(kw_only=False)
    prose: bool = False
    is_id: bool = False
    refers: bool = False
    words: tuple[StrEnum, ...] = ()
    pattern: str = ""


class Many(NamedTuple):
    """A list of values of one kind."""

    of: Scalar | Record
    wants: str = "a list"


class ByName(NamedTuple):
    """A mapping with any keys, the values of one kind but for those that have their own."""

    of: Scalar | Many | ByName
    own: Mapping[str, Scalar | Many | ByName] = {}
    wants: str = "a mapping"


class Key(NamedTuple):
    """One key of a record."""

    name: str
    kind: Kind
    help: str
    required: bool = False


class Record:
    """A mapping with known keys, from which a `model` object is made.

    `kinds` has the kind of value of each key, and `required` the keys that must be there.
    """

    wants: Final = "a mapping"

    def __init__(self, name: str, model: Callable[..., Any], keys: tuple[Key, ...]) -> None:
        self.name = name
        self.model = model
        self.keys = keys
        self.kinds = {key.name: key.kind for key in keys}
        self.required = tuple(key.name for key in keys if key.required)

    def records(self) -> Iterator[Record]:
        """This record and all records inside it, in the order of the file."""
        yield self
        for kind in self.kinds.values():
            inner = kind.of if isinstance(kind, Many) else kind
            if isinstance(inner, Record):
                yield from inner.records()


Kind = Scalar | Many | ByName | Record


def written(value: Any) -> str:
    """The text that a file has for the value of a Scalar."""
    match value:
        case Deadline():
            return value.written
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def owners(name: str, root: Record | None = None) -> list[str]:
    """The names of the records that have a key of this name: in a register, unless *root* is other.

    A register has one of its own keys whatever the *root* is: the file may be one by mistake.
    """
    records = dict.fromkeys((*(root or REGISTER).records(), REGISTER))
    return [record.name for record in records if name in record.kinds]


# The dates that deadlines.py accepts, as patterns, since an editor has no calendar. Lookahead would
# make them shorter, but half of the editors do not support it.
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
_PERIOD: Final = f"{_YEAR}(?:-{_MONTH}|-Q[1-4]|-H[12])?"

_ID: Final = "^[A-Za-z0-9._-]+$"


def _vocabulary(*words: StrEnum) -> Scalar:
    *most, last = words
    return Scalar(f"one of {', '.join(most)} or {last}", words=words)


TEXT: Final = Scalar("a text", prose=True, pattern=r"\S")
ID: Final = Scalar("an id in quotes", is_id=True, pattern=_ID)
REFERENCE: Final = Scalar("an id in quotes", refers=True, pattern=_ID)
DAY: Final = Scalar("a day (2018-03-31)", pattern=f"^(?:{_DAY})$")
DEADLINE: Final = Scalar(
    "a day, month, quarter, half-year or year (2018-03-31, 2018-03, 2018-Q1, 2018-H1, 2018)",
    pattern=f"^(?:{_DAY}|{_PERIOD})$",
)
FLAG: Final = Scalar("true or false")
STATUS: Final = _vocabulary(*Status)
# `not-reported` is only ever an answer of the program; a file must not have it.
PROGRESS: Final = _vocabulary(*(word for word in Progress if word is not Progress.NOT_REPORTED))
# Likewise `unverified`.
VERIFIED: Final = _vocabulary(Verification.CONFIRMED, Verification.DISPUTED)
# A tag for a language as BCP 47 (RFC 5646, section 2.1) writes it: its form, not its registry.
LANGUAGE: Final = Scalar(
    "a language tag (en, fr, zh-Hant)", pattern="^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$"
)
# What GitHub and others take for one: nothing else may come by it into a text that is published.
MENTION: Final = Scalar(
    'a mention such as "@organization/team"', prose=True, pattern="^@[A-Za-z0-9_./-]+$"
)

CHANGED_ANSWER: Final = Record(
    "a changed answer",
    ChangedAnswer,
    (
        Key("date", DAY, "The day it happened, not the day it was typed", required=True),
        Key("status", STATUS, "Management's answer from that day on"),
        Key("note", TEXT, "Why the answer changed"),
        Key("by", TEXT, "Who reported it"),
    ),
)
UPDATE: Final = Record(
    "an update",
    Update,
    (
        Key("date", DAY, "The day it happened, not the day it was typed", required=True),
        Key("progress", PROGRESS, "The progress of the action from that day on"),
        Key("due", DEADLINE, "The new deadline; say in the note why it moved"),
        Key("responsible", Many(TEXT), "Who carries it out from that day on"),
        Key("note", TEXT, "What happened, or why"),
        Key("evidence", Many(TEXT), "Proof: links or documents"),
        Key("day_unknown", FLAG, "Whether it was so by this day, and since when is not known"),
        Key("verified", VERIFIED, "What somebody else found of the claim that it is closed"),
        Key("by", TEXT, "Who reported it"),
    ),
)
# The columns of an update in a sheet, each with its key: who reports does not verify.
UPDATE_COLUMNS: Final = {f"update_{name}": name for name in UPDATE.kinds if name != "verified"}
EVENT: Final = Record(
    "an event",
    Event,
    (
        Key("event", TEXT, "What must happen first", required=True),
        Key("expected", DEADLINE, "When the source expects it; no deadline"),
        Key("happened", DAY, "The day it happened; leave it out until then"),
    ),
)
ACTION: Final = Record(
    "an action",
    Action,
    (
        Key("id", ID, "The id of its recommendation, a dot, and more", required=True),
        Key("text", TEXT, "What will be done, in the words of the source", required=True),
        Key(
            "responsible",
            Many(TEXT),
            "The units or people who carry it out; `[]` if the source names nobody",
            required=True,
        ),
        Key("accountable", TEXT, "Who sees to it, if named apart"),
        Key("added", DAY, "The day it was agreed, if later than the response"),
        Key("due", DEADLINE, "The first deadline; its last day counts as on time"),
        Key("due_text", TEXT, "The deadline in the words of the source"),
        Key("reading", TEXT, "How an unclear source was understood"),
        Key("after", EVENT, "An event that must happen first"),
        Key("ongoing", FLAG, "Whether it is a continuing duty, which has no deadline"),
        Key("discretionary", FLAG, 'Whether the source says "may"'),
        Key("see", Many(REFERENCE), "The ids of related actions or recommendations"),
        Key("updates", Many(UPDATE), "Its history, in the order in which it was recorded"),
    ),
)
RECOMMENDATION: Final = Record(
    "a recommendation",
    Recommendation,
    (
        Key("id", ID, "A unique id of letters, digits, `.`, `-` and `_`", required=True),
        Key("title", TEXT, "What is recommended, in the words of the source", required=True),
        Key("status", STATUS, "Management's answer", required=True),
        Key("added", DAY, "The day it was agreed, if later than the response"),
        Key("reservation", TEXT, "What a partial or rejected answer did not accept, and why"),
        Key("response", TEXT, "The answer in full"),
        Key("notes", Many(TEXT), "Conditions in the source that are not actions"),
        Key("tags", Many(TEXT), "Themes to filter by"),
        Key("updates", Many(CHANGED_ANSWER), "Later changes of the answer"),
        Key("actions", Many(ACTION), "What will be done about it"),
    ),
)
UNIT: Final = Record(
    "a unit",
    Unit,
    (
        Key("name", TEXT, "The name that it is shown by", required=True),
        Key("also", Many(TEXT), "Other names of the same unit in this file"),
        Key("mention", MENTION, "By which a hosting service notifies it"),
        Key("mail", TEXT, "Its address"),
    ),
)
EVALUATION: Final = Record(
    "an evaluation",
    Evaluation,
    (
        Key("id", TEXT, "A short, unique name", required=True),
        Key("title", TEXT, "What was evaluated", required=True),
        Key("organization", TEXT, "Who responds to it", required=True),
        Key("title_note", TEXT, "A note on the title by the transcriber, never part of it"),
        Key("source", TEXT, "The document that the words come from; best beside this file"),
        Key("report", TEXT, "The evaluation itself: a link or a document"),
        Key("contact", TEXT, "Whom a reader asks"),
        Key("language", LANGUAGE, "The language of the texts (BCP 47); `en` unless given"),
        Key("responded", DEADLINE, "When the response was given; leave it out if you do not know"),
        Key("units", Many(UNIT), "Who is meant by a name, and how they are reached"),
    ),
)
REGISTER: Final = Record(
    "a register",
    Register,
    (
        Key("evaluation", EVALUATION, "The evaluation and who responds to it", required=True),
        Key(
            "recommendations",
            Many(RECOMMENDATION),
            "The recommendations and the responses to them",
            required=True,
        ),
    ),
)
# What offices call a key, in the form in which a wrong key is compared: "Due date" as "due-date".
USUAL_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("recommendation", "name", "subject", "heading"),
    "status": ("answer", "decision", "management-decision", "acceptance"),
    "response": ("management-response", "reply"),
    "reservation": ("objection", "exception"),
    "notes": ("note", "remarks", "comments", "conditions"),
    "tags": ("theme", "themes", "topic", "topics", "keywords", "category"),
    "actions": ("measures", "steps", "follow-up", "tasks", "key-actions"),
    "text": ("action", "description", "measure", "task"),
    "responsible": ("owner", "owners", "unit", "units", "lead", "assignee", "assigned-to", "who"),
    "accountable": ("supervisor", "focal-point", "sponsor"),
    "due": (
        "deadline",
        "due-date",
        "target-date",
        "target",
        "timeframe",
        "by-when",
        "until",
        "date-due",
    ),
    "added": ("agreed", "created", "agreed-on", "created-on"),
    "after": ("depends-on", "dependency", "condition", "waits-for"),
    "updates": ("history", "changes", "status-updates"),
    "date": ("day", "on", "when", "reported-on", "update-date"),
    "progress": ("implementation-status", "state", "implementation", "completion"),
    "note": ("notes", "comment", "comments", "remark", "remarks", "reason", "description", "text"),
    "evidence": ("proof", "link", "links", "document", "documents", "source", "url"),
    "by": ("author", "reporter", "reported-by", "who", "name", "updated-by", "verified-by"),
    "verified": ("verification", "confirmed", "validated", "checked"),
    "day_unknown": ("approximate", "date-unknown", "unknown-day", "no-day"),
    "organization": ("organisation", "agency", "institution", "entity"),
    "source": ("document", "reference"),
    "contact": ("email", "mail", "e-mail"),
    "responded": ("date", "response-date"),
}
