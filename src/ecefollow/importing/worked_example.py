"""The example in a new register: every key of an evaluation, and of one recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ecefollow.register.schema import (
    ACTION,
    CHANGED_ANSWER,
    EVALUATION,
    EVENT,
    RECOMMENDATION,
    UNIT,
    UPDATE,
    Many,
    Record,
)

_HELP_COLUMN: Final = 52
# What the keys hold in the example.
_VALUES: Final[dict[Record, dict[str, str]]] = {
    EVALUATION: {
        "title_note": "A description, not a title.",
        "source": "response.pdf",
        "report": "https://example.org/evaluation.pdf",
        "contact": "evaluation@example.org",
        "language": "en",
        "responded": "2021-04",
    },
    UNIT: {
        "name": "Data Office",
        "also": "[Office for Data]",
        "mention": '"@harbour/data"',
        "mail": "data@example.org",
    },
    RECOMMENDATION: {
        "id": '"1"',
        "title": "Publish what the harbour measures",
        "status": "partial",
        "reservation": "Single berths stay internal.",
        "response": "The yearly series will be published.",
        "notes": "[As the budget allows.]",
        "tags": "[data]",
        "added": "2021-06-30",
    },
    CHANGED_ANSWER: {
        "date": "2021-04-09",
        "status": "accepted",
        "note": "The board lifted the reservation.",
        "by": "Secretariat",
    },
    ACTION: {
        "id": '"1.1"',
        "text": "The Data Office publishes the series.",
        "responsible": "[Data Office]",
        "accountable": "Director",
        "added": "2021-06-30",
        "due": "2021-06-30",
        "due_text": "by mid-2021",
        "reading": "Read as the end of June 2021.",
        "ongoing": "true",
        "discretionary": "true",
        "see": '["1"]',
    },
    EVENT: {
        "event": "The council votes the funds",
        "expected": "2021-02",
        "happened": "2021-02-18",
    },
    UPDATE: {
        "date": "2021-05-12",
        "progress": "in-progress",
        "due": "2021-09",
        "responsible": "[Data Office, Laboratory]",
        "note": "The laboratory checks two series.",
        "evidence": "[https://example.org/series]",
        "by": "Data Office",
        "day_unknown": "true",
        "verified": "confirmed",
    },
}
# Each would contradict the rest of the example, or is said of few actions.
_LEFT_OUT: Final = {
    RECOMMENDATION: ("added",),
    ACTION: ("added", "ongoing", "discretionary"),
    UPDATE: ("day_unknown", "verified"),
}


class _Line(NamedTuple):
    text: str
    help: str
    left_out: bool = False


def evaluation_lines() -> Iterator[str]:
    """The keys that an evaluation may have besides, each a comment as those of `lines`."""
    for line in _mapping(EVALUATION):
        if line.text.partition(":")[0] not in EVALUATION.required:
            yield _comment(line._replace(text=f"  {line.text}"))


def lines() -> Iterator[str]:
    """The lines of the example, each a comment: without its "# " it is a part of a register."""
    yield from map(_comment, _item(RECOMMENDATION))


def _comment(line: _Line) -> str:
    text = f"# {line.text}" if line.left_out else line.text
    return f"# {text.ljust(_HELP_COLUMN)} # {line.help.partition(';')[0]}"


def _item(record: Record) -> Iterator[_Line]:
    """The lines of a record as the one item of a list."""
    for number, line in enumerate(_mapping(record)):
        yield line._replace(text=f"{'    ' if number else '  - '}{line.text}")


def _mapping(record: Record) -> Iterator[_Line]:
    for key in record.keys:
        match key.kind:
            case Record() as inner:
                yield _Line(f"{key.name}:", key.help)
                yield from (line._replace(text=f"  {line.text}") for line in _mapping(inner))
            case Many(of=Record() as inner):
                yield _Line(f"{key.name}:", key.help)
                yield from _item(inner)
            case _:
                unknown = "[…]" if isinstance(key.kind, Many) else "…"
                value = _VALUES[record].get(key.name, unknown)
                left_out = key.name in _LEFT_OUT.get(record, ())
                yield _Line(f"{key.name}: {value}", key.help, left_out)
