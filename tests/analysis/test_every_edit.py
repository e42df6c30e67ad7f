"""No single edit restates what was answered about a day, without a problem."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from told_answers import is_restated

from ecefollow.analysis import append_only
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register
from ecefollow.register.vocabulary import Progress, Status, Verification

ROOT = Path(__file__).parents[2]
# The shipped register has no update yet, and so no day that could be altered.
UNDER_7_1 = "        due_text: by 30 March 2018\n"
REPORTED = "        updates:\n          - {date: 2018-04-05, progress: completed}\n"

RICH = """\
evaluation:
  id: rich
  title: A register with a past
  title_note: The source has none
  organization: The Office
  report: report.pdf
  contact: office@example.org
  language: fr
recommendations:
  - id: "1"
    title: First
    status: pending
    reservation: None
    response: We agree
    notes: [One, Two]
    tags: [data]
    updates:
      - {date: 2021-02-01, status: partial, note: By the board}
      - {date: 2021-02-01, status: accepted}
      - {date: 2021-06-01, status: partial, by: Board}
    actions:
      - id: "1.1"
        text: Late, moved and completed
        responsible: [Unit, Office]
        accountable: Director
        due: 2021-03-30
        due_text: before April
        updates:
          - {date: 2021-03-10, due: 2021-04, note: Moved}
          - {date: 2021-03-10, due: 2021-03-30, note: And back}
          - {date: 2021-04-05, progress: completed, evidence: [Minutes]}
          - {date: 2021-05-02, progress: in-progress}
          - {date: 2021-05-02, due: 2021-Q2, note: Again}
          - {date: 2021-07-01, progress: completed, by: Unit}
          - {date: 2021-07-10, verified: disputed, by: Audit}
      - id: "1.2"
        text: Its first deadline was set by an update
        responsible: []
        reading: Unclear
        updates:
          - {date: 2021-01-15, progress: not-started}
          - {date: 2021-02-20, due: 2021-08, note: Set}
          - {date: 2021-02-20, due: 2021-09-30, note: Corrected}
          - {date: 2021-05-20, responsible: [Unit], note: Handed over}
      - id: "1.3"
        text: Waits for an event
        responsible: [Unit]
        after:
          event: The board decides
          happened: 2021-03-03
        discretionary: true
        see: ["1.1", "2"]
      - id: "1.4"
        text: Waits still
        responsible: [Unit]
        added: 2021-02-10
        after:
          event: The board meets
          expected: 2021-06
      - id: "1.5"
        text: Nobody knows since when
        responsible: [Unit]
        due: 2021-03
        updates:
          - {date: 2021-06-20, progress: completed, day_unknown: true}
  - id: "2"
    title: Second
    status: accepted
    actions:
      - id: "2.1"
        text: Goes on
        responsible: [Office]
        ongoing: true
        updates:
          - {date: 2021-03-01, progress: not-applicable, note: No longer needed}
          - {date: 2021-06-15, progress: in-progress}
      - id: "2.2"
        text: Nothing was said of it
        responsible: [Office]
        due: 2021-05
        after:
          event: The roof is mended
"""


class Base(NamedTuple):
    text: str
    register: Register
    last: date


@pytest.fixture(scope="module", params=["shipped", "rich"])
def base(request: pytest.FixtureRequest) -> Base:
    if request.param == "rich":
        text = RICH
    else:
        text = (ROOT / "data" / "recommendations.yaml").read_text(encoding="utf-8")
        assert text.count(UNDER_7_1) == 1
        text = text.replace(UNDER_7_1, UNDER_7_1 + REPORTED)
    register = loaded(text)
    assert register
    return Base(text, register, max(u.date for r in register.records for u in r.updates))


def loaded(text: str) -> Register | None:
    try:
        return parse_valid(text.encode(), "register.yaml")
    except InvalidRegisterError:
        return None


def days(register: Register) -> set[date]:
    """Every day from which on an answer may be another; it may before the first, too."""
    found = {date.min}
    for record in register.records:
        found |= {update.date for update in record.updates}
        found |= {record.added} if record.added else set()
    for recommendation in register.recommendations:
        for action in recommendation.actions:
            dues = [action.due, *(update.due for update in action.updates)]
            found |= {due.last + timedelta(1) for due in dues if due}
    return found


def assert_told(base: Base, edits: Iterator[str], step: int) -> int:
    """That none of the edits alters an answer unseen; the number of those that are problems."""
    told = 0
    for text in islice(edits, None, None, step):
        head = loaded(text)
        if not head or head == base.register:
            continue
        if append_only.problems(base.register, head, "register.yaml", until=base.last):
            told += 1
            continue
        for day in {*days(base.register), *days(head), base.last}:
            if day <= base.last:
                assert not is_restated(base.register, head, day), text
    return told


# All of them take minutes; an everyday run takes every so manieth, a number prime to the others.
EVERY = [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(307, id="some")]


@pytest.mark.parametrize("step", EVERY)
def test_no_value_is_changed_unseen(base: Base, step: int) -> None:
    assert assert_told(base, with_another_value(base.text), step) > 90 // step


@pytest.mark.parametrize("step", EVERY)
def test_no_line_is_dropped_doubled_or_moved_unseen(base: Base, step: int) -> None:
    assert assert_told(base, with_lines_elsewhere(base.text), step) > 20 // step


@pytest.mark.parametrize("step", EVERY)
def test_no_line_is_added_unseen(base: Base, step: int) -> None:
    assert assert_told(base, with_another_line(base), step) > 20 // step


@pytest.mark.parametrize("step", EVERY)
def test_no_update_is_added_anywhere_unseen(base: Base, step: int) -> None:
    assert assert_told(base, with_another_update(base), step) > 90 // step


def with_another_value(text: str) -> Iterator[str]:
    for token in yaml.scan(text):
        if isinstance(token, yaml.ScalarToken):
            begin, end = token.start_mark.index, token.end_mark.index
            tail = "\n" if token.style == ">" else ""
            for value in others(token.value):
                yield text[:begin] + value + tail + text[end:]


def others(value: str) -> Iterator[str]:
    """What could stand in a value's place."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        day = date.fromisoformat(value)
        yield from ((day + timedelta(days)).isoformat() for days in (-365, -31, -1, 1, 31, 365))
        yield from (value[:7], value[:4])
    elif re.fullmatch(r"\d{4}(-\d{2}|-Q\d)?", value):
        yield from ("2018-01-31", "2021-03", "2021-03-31", "2021-Q3", "2021-06", "2021", "2022")
    for words in (Status, Progress, Verification):
        yield from (word.value for word in words if value in {*words})
    yield from (
        "true",
        "false",
        "[]",
        "[Unit]",
        '"1"',
        '"9.9"',
        f'"{value} again"',
        f'"{value[:-1]}"',
    )
    yield from ("due", "note", "by", "due_text", "text", "happened", "tags", "notes", "see")


def with_lines_elsewhere(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        rest = lines[:at] + lines[at + 1 :]
        yield "".join(rest)
        # At every place: doubled there, and moved there.
        for to in range(max(0, at - 12), min(len(rest), at + 13)):
            yield "".join((*rest[:to], line, *rest[to:]))
            yield "".join((*lines[:to], line, *lines[to:]))


def with_another_line(base: Base) -> Iterator[str]:
    lines = base.text.splitlines(keepends=True)
    happened = (f"  happened: {day}" for day in sorted(days(base.register))[1:])
    added = [
        *("due: 2021-03-30", "due: 2021-Q4", "due_text: soon", "reading: So", "accountable: Board"),
        *("ongoing: true", "discretionary: true", "see: [Z]", "after: {event: The board decides}"),
        *("added: 2021-01-02", "added: 2021-06-30", "expected: 2021-05", "language: ru"),
        *("status: rejected", "reservation: But", "response: Yes", "tags: [x]", "notes: [Then]"),
        *happened,
    ]
    for at in range(len(lines)):
        for line in added:
            for indent in ("    ", "        "):
                yield "".join((*lines[:at], f"{indent}{line}\n", *lines[at:]))


def with_another_update(base: Base) -> Iterator[str]:
    lines = base.text.splitlines(keepends=True)
    near = {
        u.date + timedelta(n) for r in base.register.records for u in r.updates for n in (-1, 0, 1)
    }
    dates = sorted({*near, min(near) - timedelta(400), *sorted(days(base.register))[1:]})
    said = [
        *(
            f"progress: {progress}"
            for progress in Progress
            if progress is not Progress.NOT_REPORTED
        ),
        *("due: 2021-03-30", "due: 2021-04", "due: 2021-12", "due: 2018-06", "note: A word"),
        *("responsible: []", "responsible: [Unit]", "progress: completed, due: 2022"),
        *("verified: confirmed, by: Audit", "progress: completed, day_unknown: true"),
        *("due: 2021-09, day_unknown: true", "note: So, day_unknown: true"),
        *(f"status: {status}" for status in Status),
    ]
    for at, indent, begin in places(lines):
        for day in dates:
            for words in said:
                update = f"{indent}- {{date: {day}, {words}}}\n"
                yield "".join((*lines[:at], begin, update, *lines[at:]))


def places(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Where an update can be added: the line, the indentation, and what must stand before it."""
    updates = re.compile(r"( +)(updates:|- \{date)").match
    for at, line in enumerate(lines, start=1):
        if found := updates(line):
            yield at, found[1] + "  " * (found[2] == "updates:"), ""
        elif line.startswith("        responsible:"):
            yield at, "          ", "        updates:\n"
        elif line.startswith("    title:"):
            yield at, "      ", "    updates:\n"
