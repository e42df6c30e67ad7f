"""Which column of a table holds what: found by the usual headings, in any order and case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ecefollow.documents.cells import column_letters

# What a column can hold, each with the headings that it usually has. `number` is that of whatever
# stands to its right: the recommendation's, or the action's. `outcome` is a status of which the
# words say whether it is management's answer or the action's progress.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("no", "nr", "number", "#", "ref", "reference", "id", "item", "serial no", "s/n"),
    "recommendation": (
        *("recommendation no", "recommendation number", "rec no", "rec number", "rec #", "rec"),
        *("recommendation #", "recommendation id", "no of recommendation"),
    ),
    "title": (
        *("recommendation", "recommendations", "evaluation recommendation", "issue"),
        *("evaluation recommendations", "evaluation recommendation or issue"),
        *("recommendation or issue", "recommendation text", "title"),
        *("evaluation issue or recommendation", "key recommendation", "key recommendations"),
    ),
    "status": (
        *("acceptance", "accepted", "acceptance status", "management decision", "decision"),
        *("management position", "accepted/rejected", "accepted/partially accepted/rejected"),
        *("agreement", "agreed", "response status", "accept/partially accept/reject"),
    ),
    "reservation": ("reservation", "reservations", "reason for not accepting", "reason"),
    "response": (
        *("management response", "response", "management's response", "management comments"),
        *("management response to recommendation", "response of management"),
    ),
    "notes": ("conditions", "assumptions"),
    "tags": ("tags", "theme", "themes", "category"),
    "id": (
        *("action no", "action number", "action id", "key action no", "action #", "action ref"),
        "follow-up action no",
    ),
    "text": (
        *("key action", "key actions", "action", "actions", "follow-up action", "text"),
        *("follow-up actions", "action to be taken", "actions to be taken", "planned action"),
        *("planned actions", "action planned", "actions planned", "proposed action"),
        *("proposed actions", "management action", "management actions", "agreed action"),
        *("agreed actions", "action points", "action point", "follow up", "follow-up", "activity"),
        *("activities", "action taken or planned", "measures", "key action steps"),
        "follow-up actions and responsibilities",
    ),
    "responsible": (
        *("responsible", "responsible unit", "responsible units", "responsible office"),
        *("responsible offices", "responsibility", "responsibilities", "lead", "lead unit"),
        *("lead office", "responsible party", "responsible parties", "unit responsible", "owner"),
        *("action owner", "responsible entity", "responsible entities", "responsible person"),
        *("responsible division", "office responsible", "lead entity", "who", "focal point"),
        "responsible department",
    ),
    "accountable": ("accountable", "accountable official", "accountability", "accountable to"),
    "due": (
        *("due", "due date", "duedate", "time frame", "timeframe", "deadline", "target date"),
        *("timeline", "completion date", "expected completion", "expected completion date"),
        *("implementation date", "target completion date", "planned completion date", "by when"),
        *("timing", "when", "due by", "original due date", "initial target date", "time-frame"),
        "planned completion",
    ),
    "revised_due": (
        *("revised due date", "revised target date", "revised deadline", "new due date"),
        *("extended due date", "revised completion date", "revised due", "new deadline"),
    ),
    "outcome": ("status", "tracking status", "current status", "state"),
    "progress": (
        *("progress", "implementation status", "status of implementation", "action status"),
        *("key action status", "implementation", "status of action", "tracking"),
    ),
    "last_update": (
        *("last updated", "last update", "updated", "date updated", "date of update", "as of"),
        *("last updated on", "update date", "status date", "reporting date", "status as of"),
    ),
    "completed_on": (
        *("date completed", "completed on", "actual completion date", "date of completion"),
        "actual completion",
    ),
    "note": (
        *("comment", "comments", "remark", "remarks", "note", "notes", "tracking comments"),
        *("status comments", "progress comments", "progress made", "explanation", "update"),
        *("comments on status", "implementation comments", "latest update", "progress update"),
    ),
    "evidence": (
        *("evidence", "document", "documents", "supporting documents", "attachments", "proof"),
        *("supporting document", "means of verification", "links", "link", "documentation"),
        *("supporting evidence", "evidence of implementation"),
    ),
    "by": ("updated by", "reported by", "by"),
    "due_text": (),
    "reading": (),
    "after": (),
    "see": (),
}
KEYS: Final = tuple(key for key in HEADINGS if key not in {"number", "outcome"})
# Without these there is nothing to follow up.
REQUIRED: Final = {"title": "the recommendation", "text": "the action"}

_MEANING: Final = {heading: key for key, names in HEADINGS.items() for heading in names}
_plural: Final = re.compile(r"\(s\)|\(es\)")
_SHORT: Final = {"mgmt": "management", "mgt": "management", "resp": "responsible"}
_shortened: Final = re.compile(rf"\b({'|'.join(_SHORT)})\b")
_mark: Final = re.compile(r"[*†‡:.?]+|\bn[°º]|№")
_bracketed: Final = re.compile(r"\s*\([^()]*\)$")
_leading_number: Final = re.compile(r"^[0-9]+[.)]?\s+|^[a-z][.)]\s+")


class Columns(NamedTuple):
    """The key of each column that has one, by its number; and the headings as they stand."""

    keys: dict[int, str]
    headings: dict[int, str]

    def heading(self, column: int | None) -> str:
        """The heading above a column, empty without one."""
        return "" if column is None else self.headings.get(column, "")


class HeadingError(ValueError):
    """Headings by which the columns cannot be told: why, and what was found."""


def meaning(heading: str, own: Mapping[str, str]) -> str | None:
    """The key that a heading stands for, "" for a column to leave out; None if nobody knows."""
    name = folded(heading)
    if name in own:
        return own[name]
    for form in (name, _bracketed.sub("", name), _leading_number.sub("", name)):
        if key := _MEANING.get(form):
            return key
    return None


def folded(heading: str) -> str:
    """The heading without what makes no difference: case, blanks, marks, "(s)"."""
    name = _plural.sub("s", " ".join(heading.casefold().replace("’", "'").split()))
    name = name.replace("no.", "no").replace("n°", "no")
    name = _shortened.sub(lambda match: _SHORT[match[0]], name)
    return " ".join(_mark.sub(" ", name).split()).replace(" /", "/").replace("/ ", "/")


def find(texts: Sequence[str], own: Mapping[str, str]) -> Columns:
    """The columns of a row of headings; HeadingError where two have the same key.

    *own* are the keys of `--column`, by their headings, or by the letters of their columns.
    """
    letters = {n: folded(column_letters(n)) for n in range(len(texts))}
    meanings = {n: own[name] for n, name in letters.items() if name in own}
    for n, text in enumerate(texts):
        if n not in meanings and (key := meaning(text, own)) is not None:
            meanings[n] = key
    _settle_numbers(meanings)
    headings = {n: " ".join(text.split()) for n, text in enumerate(texts) if text.strip()}
    keys = {n: key for n, key in meanings.items() if key}
    for key in dict.fromkeys(keys.values()):
        if len(same := [n for n in keys if keys[n] == key]) > 1:
            names = " and ".join(f"{column_letters(n)} “{headings[n]}”" for n in same)
            raise HeadingError(
                f"the columns {names} both stand for {key}; leave one out, "
                f'with --column "{column_letters(same[-1])}=" {_found(headings)}'
            )
    return Columns(keys, headings)


def require(columns: Columns) -> None:
    """Raise HeadingError if a column is missing without which nothing can be made."""
    have = set(columns.keys.values())
    for key, what in REQUIRED.items():
        if key not in have:
            raise HeadingError(
                f"no column for {what}; name it with --column "
                f'"Heading={key}" {_found(columns.headings)}'
            )


def _found(headings: Mapping[int, str]) -> str:
    return f"(found: {', '.join(headings.values()) or 'nothing'})"


def _settle_numbers(meanings: dict[int, str]) -> None:
    """Give each plain number to what stands next on its right."""
    for column in [n for n, key in meanings.items() if key == "number"]:
        right = (meanings[n] for n in sorted(meanings) if n > column)
        beside = next((key for key in right if key in {"title", "text"}), "text")
        meanings[column] = "recommendation" if beside == "title" else "id"
