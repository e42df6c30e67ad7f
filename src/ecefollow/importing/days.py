"""Deadlines and days as tables have them, read where they can mean one thing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.phrases import composed
from ecefollow.register.date_parser import AmbiguousDateError, DateOrder, parse_date
from ecefollow.register.deadlines import Deadline


class DueCell(NamedTuple):
    """What a cell says of a deadline.

    `after`: the event that must come first. `moved`: the new deadline, where it names both.
    `choice` says how an unclear one was read, `problem` why none was read; both may be empty.
    """

    due: Deadline | None = None
    ongoing: bool = False
    after: str = ""
    moved: Deadline | None = None
    choice: str = ""
    problem: str = ""


# All that follows is of English, small letters, single blanks and "-" for every dash.
_END: Final = r"(?:year[- ]end|(?:the\s+)?end(?:\s+of)?(?:\s+the)?(?:\s+(?:year|month))?)[\s-]+"
_COMPLETION: Final = (
    r"(?:(?:planned|expected)\s+)?(?:completion|end|finish|due|deadline)(?:\s+date)?"
)
_START: Final = r"(?:planned\s+)?(?:start|begin)(?:s|ing|ning)?(?:\s+date)?"
_MOVED: Final = r"(?:extended|revised|moved|postponed|rescheduled|deferred|changed|delayed|updated)"
_SPAN: Final = r"\w+\s+(?:working\s+|calendar\s+)?(?:days?|weeks?|months?|years?)\b"
_before: Final = re.compile(
    rf"(?:{_COMPLETION}\s*:\s*)?"
    r"(?:(?P<by>(?:due )?by|not? later than|until|till|to)\s|(?:due|on|in|during|at)\s)?\s*"
    rf"(?P<end>{_END})?(?P<mid>(?:the\s+)?(?:mid|middle)[\s-]+(?:of\s+)?)?(?P<rest>.*)"
).fullmatch
_latest: Final = re.compile(
    r"(?:by |on )?(?:the )?(.+) (?:at the latest|not? later than)"
).fullmatch
_time: Final = re.compile(
    r"(?<=[0-9])(?:t|,?\s)\s*(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
    r"\s*(?:[ap]\.?m\.?)?(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?$"
)
_remark: Final = re.compile(r"(?P<rest>.*?)\s*[(\[](?P<remark>[^()\[\]]*)[)\]]").fullmatch
_new_and_old: Final = (
    re.compile(
        rf"(?P<old>.+?)[\s,;:([-]+(?:now\s+)?(?:{_MOVED}|new)(?:\s+(?:due|target))?"
        r"(?:\s+(?:date|deadline))?(?:\s+(?:to|until|till))?[\s:]+(?P<new>[^()]+?)[)\]]?"
    ).fullmatch,
    re.compile(
        rf"(?P<new>.+?)[\s,;:([-]+(?:was|originally|previously|initially|{_MOVED}\s+from)[\s:]+"
        r"(?P<old>[^()]+?)[)\]]?"
    ).fullmatch,
)
_start_and_end: Final = re.compile(
    rf"(?P<start>{_START}\b.+?)[\s/;,|-]*\b{_COMPLETION}\s*:\s*(?P<end>.+)"
).fullmatch
_between: Final = re.compile(r"\s+-\s+|\s+(?:to|until|till|through)\s+|(?<=[a-z0-9])-(?=[a-z])")
_after: Final = re.compile(
    rf"(?P<head>(?:(?:with)?in\s+|(?:no|not) later than\s+|by\s+)?(?:{_SPAN}\s+(?:of|from)|"
    rf"(?:{_SPAN}\s+)?(?:after|following|upon|once(?!\s+(?:an?|per|every|each|in)\b))))"
    r"\s+(?P<event>.+)"
).fullmatch
_no_event: Final = re.compile(
    r"[0-9]|\b(?:now|today|spring|summer|autumn|fall|winter)\b|(?:years?|months?|quarter)$"
)
_date_like: Final = re.compile(r"(?:19|20)[0-9]{2}|q[1-4]\b|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.]")
_year_pair: Final = re.compile(
    r"(?<![0-9/.-])(?:19|20)([0-9]{2})\s*([-/])\s*([0-9]{2})(?![0-9/.-])"
)
_FISCAL: Final = "a fiscal year ends on another day in each office; write its last day"
_REASONS: Final = (
    (r"\b(?:before|early|late|beginning of)\b", "this names no last day; write it"),
    (r"\bfy\b|\bfy[0-9]|\b(?:fiscal|financial|budget) year", _FISCAL),
    (
        r"\b(?:spring|summer|autumn|fall|winter)\b",
        "a season ends on no day that all agree on; write its last month",
    ),
    (
        r"\b(?:commenc|start|begin)(?:e|s|ing|ning)?\b|^(?:from|since|as of|after)\b",
        "this says when it begins, and not when it is due",
    ),
    (r"^(?:immediate(?:ly)?|asap|as soon as possible|urgent(?:ly)?)$", "this names no day"),
    (rf"^(?:(?:with)?in\s+)?{_SPAN}$", "this counts from a day that it does not name"),
    (
        r"^[0-9]{5}$",
        "this may be the number by which a spreadsheet keeps a day; show it as a date there",
    ),
    (r"^[0-9]{1,2}[-/.][0-9]{1,2}$", "this may be a day and a month, or a month and a year"),
    (rf"\b{_MOVED}\b", "this says that it was moved, but not from which day to which"),
)
_ORDER_SAID_BY: Final = "--day-first or --month-first says which, or `dates` in a profile"
_EARLIEST, _LATEST = 1980, 2100  # a spreadsheet shows the number 2018 as a day of 1905
_LONGEST: Final = 200  # of what may be a deadline
_is_month: Final = re.compile(r"[0-9]{4}-[0-9]{2}").fullmatch
_WHOLE_DAY: Final = len("2018-03-31")
_label: Final = re.compile(
    r"^[\[(]?(?:last\s+)?(?:updated?|as (?:of|at)|dated|since)(?:\s+on)?:?\s+|(?<=[0-9])\]$"
)
_UNREAD: Final = "this is not read as a deadline"
_SEVERAL: Final = "there is more than one date here"


@lru_cache(maxsize=4096)  # a table has few deadlines, and many times
def read_due(
    text: str, day: date | None, order: DateOrder | None, vocabulary: Vocabulary
) -> DueCell:
    """What a cell with this text says; *day* is the date that a spreadsheet knows it to be."""
    if day:
        if day.year < _EARLIEST:
            return DueCell(problem=f"the spreadsheet has the date {day}, hardly what was meant")
        return DueCell(Deadline(day.isoformat(), day))
    if len(text) > _LONGEST:
        return DueCell(problem="this is too long for a date")
    if vocabulary.is_nothing(text) or (word := vocabulary.deadline_word(text)) == "none":
        return DueCell()
    if word == "ongoing":
        return DueCell(ongoing=True)
    words = _plain(vocabulary.english(text))
    if latest := _latest(words):
        words = f"by {latest[1]}"
    cell = _read(words, order)
    if cell.problem and (event := _event(words, text, vocabulary)):
        return DueCell(after=event, choice=f"this names no day, and waits for “{event}”")
    if cell.problem and vocabulary.is_progress(text):
        return DueCell(problem="this says how far it is, and names no day")
    return cell


@lru_cache(maxsize=4096)
def read_day(
    text: str, day: date | None, order: DateOrder | None, vocabulary: Vocabulary
) -> tuple[date | None, str]:
    """The day that a cell names, or None; and why it names none, or how an unclear one was read."""
    words = _label.sub("", _plain(vocabulary.english(text)))
    cell = read_due(words, day, order, vocabulary)
    if cell.moved:
        return None, _SEVERAL
    if not cell.due:
        problem = "" if cell.problem == _UNREAD else cell.problem
        return None, problem or "this is not a day such as 2018-03-31"
    if len(cell.due.written) < _WHOLE_DAY:
        return None, "this is only part of a date, and an update needs its day"
    return cell.due.last, cell.choice


def _plain(text: str) -> str:
    """Small letters, single blanks, one kind of dash, and Western digits in place of any others."""
    if not text.isascii():
        digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in composed(text))
        text = re.sub(r"[\u2010-\u2015]", "-", "".join(digits))
    return " ".join(text.casefold().split()).rstrip(".;,")


def _read(words: str, order: DateOrder | None) -> DueCell:
    if any(_is_fiscal(*pair) for pair in _year_pair.findall(words)):
        return DueCell(problem=_FISCAL)
    try:
        cell = _one(words, order) or _one_of_two(words, order) or _with_remark(words, order)
    except AmbiguousDateError as error:
        numbers = (
            "the day or the month may be first" if error.days else "any number may be the year"
        )
        return DueCell(problem=f"{numbers}; {_ORDER_SAID_BY}")
    except ValueError as error:
        return DueCell(problem=f"this date {error}")
    if not cell:
        return DueCell(problem=_why_not(words))
    for deadline in (cell.due, cell.moved):
        if deadline and not _EARLIEST <= deadline.last.year <= _LATEST:
            return DueCell(problem=f"the year {deadline.last.year} is hardly what was meant")
    return cell


def _one(words: str, order: DateOrder | None) -> DueCell | None:
    """A single date, with what may stand before or behind it and change nothing.

    "End of March" names a day; of a quarter or a year it is what these mean anyway.
    """
    time = _time.search(words)
    parts = _before(words[: time.start()] if time else words)
    due = _date(parts["rest"], order) if parts else None
    if not parts or not due:
        return None
    if parts["mid"]:
        return _middle(due)
    if parts["end"] and _is_month(due.written):
        due = Deadline(due.last.isoformat(), due.last)
    choice = ""
    if parts["by"] and not parts["end"] and len(due.written) < _WHOLE_DAY:
        choice = f"this was read as by the end of {due.shown}, and could mean before it"
    if time and time["zone"] and time["clock"].strip("0:."):
        choice = f"this was read as {due.shown}, and is another day in other time zones"
    return DueCell(due, choice=choice)


def _middle(due: Deadline) -> DueCell | None:
    if len(due.written) == len("2018"):
        due = Deadline(f"{due.written}-06", due.last.replace(month=6, day=30))
    elif "-Q" in due.written or "-H" in due.written:
        return None
    return DueCell(due, choice=f"the middle was read as by the end of {due.shown}")


def _one_of_two(words: str, order: DateOrder | None) -> DueCell | None:
    """The deadline where it stands beside an older one, or beside the day of its beginning."""
    for form in _new_and_old:
        if parts := form(words):
            old, new = _one(parts["old"], order), _one(parts["new"], order)
            if old and new:
                choice = "; ".join(filter(None, (old.choice, new.choice)))
                return DueCell(old.due, moved=new.due, choice=choice)
    if (parts := _start_and_end(words)) and (end := _one(parts["end"], order)) and end.due:
        return DueCell(end.due, choice="its completion was read, and not its start")
    words = re.sub(r"^(?:from|between|of)\s+", "", words)
    for sign in _between.finditer(words):
        end_day = _date(words[sign.end() :], order)
        first = words[: sign.start()]
        start = end_day and (_date(first, order) or _date(f"{first} {end_day.last.year}", order))
        if start and end_day and start.last < end_day.last and len(start.written) > len("2018"):
            return DueCell(end_day, choice="its end was read, and not its beginning")
    return None


def _with_remark(words: str, order: DateOrder | None) -> DueCell | None:
    """The date beside a remark in brackets: "31 March 2025 (provisional)"."""
    if not (parts := _remark(words)) or re.search(
        rf"[0-9]|\b(?:{_MOVED}|{_START})\b", parts["remark"]
    ):
        return None
    cell = _one(parts["rest"], order)
    choice = "what stands in brackets beside it was left out"
    return cell and cell._replace(choice="; ".join(filter(None, (cell.choice, choice))))


def _date(words: str, order: DateOrder | None) -> Deadline | None:
    return parse_date(words.strip(" .,;"), order)


def _event(words: str, text: str, vocabulary: Vocabulary) -> str:
    """What "6 months after approval" waits for, in the words of the source; empty if nothing."""
    parts = _after(words)
    if not parts or _no_event.search(parts["event"]):
        return ""
    original = " ".join(unicodedata.normalize("NFC", text).split())
    heads = (original[: blank.start()] for blank in re.finditer(r"\s", original))
    head = next((head for head in heads if _plain(vocabulary.english(head)) == parts["head"]), "")
    return original[len(head) :].strip(" .;,") if head else ""


def _is_fiscal(year: str, sign: str, following: str) -> bool:
    """Whether they are two years, as in 2025-26 and 2011/12; 2011-12 is a month in a file."""
    pair = (int(year) + 1) % 100 == int(following)
    return pair and (sign == "/" or int(following) > 12)  # noqa: PLR2004 - the months of a year


def _why_not(words: str) -> str:
    several = _SEVERAL if len(_date_like.findall(words)) > 1 else _UNREAD
    return next((reason for form, reason in _REASONS if re.search(form, words)), several)
