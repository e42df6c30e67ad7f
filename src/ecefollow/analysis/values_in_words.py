"""Values and numbers in words: "28 Feb 2018", "3 actions", "6 days late"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Unit
from ecefollow.register.standing import Event, Standing
from ecefollow.register.vocabulary import Verification

READING_MARK: Final = "*"
NOBODY: Final = "nobody is named"


def words(value: object) -> str:
    """A value on one line, for a reader: "28 Feb 2018", "partially accepted", "-" if empty."""
    if type(value) is str:  # most are, and no word of a vocabulary is
        return _on_one_line(value) or "-"
    match value:
        case None | ():
            return "-"
        case Deadline():
            return value.shown
        case date():
            return format_day(value)
        case bool():
            return str(value).lower()
        case int():
            return f"{value:,}"
        case Unit():
            return " = ".join(filter(None, (*value.names, value.mention, value.mail)))
        case Event():
            return words(value.event)
        case tuple():
            return ", ".join(map(words, value))
        case _:
            return str(getattr(value, "words", value))


def _on_one_line(text: str) -> str:
    # Most texts are: looking is faster than to part and join them.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """A text of so many letters at most; an ellipsis says that there is more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 action", "3 actions"."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def closed_of_all(closed: int, actions: int) -> str:
    """How many actions are closed: "1 of 3 actions closed", "no action"."""
    return f"{closed:,} of {count(actions, 'action')} closed" if actions else "no action"


def listed(parts: Sequence[str]) -> str:
    """The parts as a sentence has them: "a, b and c"; empty for none."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def part_of(some: int, total: int, noun: str) -> str:
    """Some out of a total: "3 of 12 actions", or "12 actions" for all of them."""
    return count(total, noun) if some == total else f"{some:,} of {count(total, noun)}"


def was(before: int, after: int) -> str:
    """The number of an earlier day, if it was another: "was 3"."""
    return "" if before == after else f"was {before}"


def since_in_words(standing: Standing) -> str:
    """Since when an action is closed, behind its state: " 12 Jun 2018"; empty while it is open.

    Where that is not known: " by 30 Jun 2018; since when is not known".
    """
    if standing.completed_on:
        return f" {format_day(standing.completed_on)}"
    if standing.state.is_closed and standing.begin and standing.begin.day_unknown:
        return f" by {format_day(standing.begin.date)}; since when is not known"
    return ""


def verification_in_words(standing: Standing) -> str:
    """What was found of the claim that the action is closed; empty if nobody ever looked."""
    looks = [update for update in standing.updates if update.verified]
    if not looks or not standing.verification:
        return ""
    if standing.verification is Verification.UNVERIFIED:
        return standing.verification.words
    return f"{standing.verification.words} by {words(looks[-1].by)}"


def verdict(standing: Standing) -> str:
    """What somebody else found of a claim, behind it: ", disputed"; empty if nobody has looked."""
    if standing.verification in {None, Verification.UNVERIFIED}:
        return ""
    return f", {words(standing.verification)}"


def confirmed_in_words(claims: Mapping[Verification, int]) -> str:
    """How many of the claims somebody confirmed: "1 of 3"; "-" if there are none."""
    total = sum(claims.values())
    return f"{claims[Verification.CONFIRMED]:,} of {total:,}" if total else "-"


def disputed_in_words(claims: Iterable[Mapping[Verification, int]]) -> list[str]:
    """How many of all claims somebody disputed, if any: "1 disputed"."""
    disputed = sum(numbers[Verification.DISPUTED] for numbers in claims)
    return [f"{disputed:,} {Verification.DISPUTED.words}"] if disputed else []


def expected_in_words(event: Event, day: date) -> str:
    """When an event is expected that has not happened by the *day*; empty if nobody says so."""
    if not event.expected or event.has_happened(day):
        return ""
    return f"; expected {event.expected.shown}"


def firsts(standing: Standing) -> Iterator[str]:
    """The deadline and the responsible that a history begins from, where it has one."""
    action = standing.action
    if action.due and standing.moves:
        yield f"first deadline: {action.due.shown}"
    if any(update.responsible is not None for update in standing.updates):
        first = action.names.all(action.responsible)
        yield f"first responsible: {words(first or NOBODY)}"


def state_in_words(standing: Standing) -> str:
    """The state, with the days if it is overdue: "overdue 31 d"."""
    days = standing.days_overdue
    return f"{standing.state.words} {days:,} d" if days else standing.state.words


def marked(due: Deadline | str | None, *, is_reading: bool) -> str:
    """What is said of a deadline, with a mark if it stands under one reading: "Feb 2018*"."""
    return f"{words(due)}{READING_MARK}" if is_reading else words(due)


def earliest_deadline(due: Deadline | None, day: date, *, is_reading: bool) -> str:
    """The earliest deadline of what is open: "30 Jun 2024", or "May 2023*, passed"; "-" for none.

    The word stands there since not everyone sees colours.
    """
    passed = ", passed" if due and due.last < day else ""
    return f"{marked(due, is_reading=is_reading)}{passed}"


def lateness(days: int) -> str:
    """How late something was done: "6 days late", "1 day early"."""
    if not days:
        return "on the day it was due"
    return f"{count(abs(days), 'day')} {'late' if days > 0 else 'early'}"


def shift(days: int) -> str:
    """How far a deadline was moved: "92 days later", "1 day earlier"."""
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
