"""The listing of `log`: who recorded what, when, and how long after it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ecefollow.analysis.changes_in_words import describe, marked
from ecefollow.analysis.values_in_words import count
from ecefollow.history.log_line import LogLine
from ecefollow.reading.diagnostics import Code
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.views import diff
from ecefollow.views.context import (
    AskedRegister,
    Skipped,
    asked_fields,
    filter_lines,
    skipped_lines,
)
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Column, Listing


def _of_change(field: Column) -> Column:
    """The field of a change, for a line that has one."""
    return field._replace(
        cell=lambda line: line.change and field.cell(line.change), type=field.type | None
    )


def _text(line: LogLine) -> str:
    return describe(line.change) if line.change else line.text


FIELDS: Final = (
    Column("commit", "Commit", lambda line: line.commit.id),
    Column("recorded_by", "Recorded by", lambda line: line.commit.author),
    Column("recorded_on", "Recorded on", lambda line: line.commit.day, date | None),
    Column("merge", "Merge", lambda line: line.merge and line.merge.id, str | None),
    Column("merged_by", "Merged by", lambda line: line.merge and line.merge.author, str | None),
    Column("merged_on", "Merged on", lambda line: line.merge and line.merge.day, date | None),
    *(_of_change(field) for field in diff.FIELDS),
    Column("says", "Says", lambda line: line.change and line.change.on, date | None),
    Column("lag", "Lag", lambda line: line.lag, int | None),
    Column("rewritten", "Rewritten", lambda line: line.code is not None, bool),
    Column("code", "Code", lambda line: line.code, Code | None),
    Column("told", "Change", _text),
)


def log(  # noqa: PLR0913 - each is told by itself
    lines: Sequence[LogLine],
    *,
    total: int,
    registers: Sequence[AskedRegister],
    is_portfolio: bool,
    is_shallow: bool,
    filter: dict[str, Any],
    skipped: Sequence[Skipped] = (),
) -> Listing:
    """What the commits changed, a row each, newest first, of so many lines in all."""
    commits = len({line.commit.id for line in lines})
    some = count(total, "line") if len(lines) == total else f"{len(lines)} of {total} lines"
    said = [f"{some}, {count(commits, 'commit')}"]
    if is_shallow:
        said.append("This clone is shallow: what happened before it begins is not there.")
    said += diff.rewriting_lines(sum(line.takes_back for line in lines))
    asked = {} if is_portfolio else {"register": registers[0].path}
    asked |= asked_fields(registers if is_portfolio else (), skipped)
    evaluation = Column("evaluation", "Evaluation", lambda line: line.evaluation)
    of_several = (evaluation,) if is_portfolio else ()
    return Listing(
        "log",
        (*of_several, *FIELDS),
        (
            *of_several,
            Column("commit", "Commit", lambda line: line.commit.short, is_field=False),
            Column("day", "Day", lambda line: line.commit.day, is_field=False),
            Column("author", "Recorded by", lambda line: line.commit.author, is_field=False),
            Column("told", "Change", _full_text, is_field=False),
        ),
        lines,
        {
            "format": 1,
            **asked,
            "total": total,
            "shown": len(lines),
            "filter": json_value(filter),
            "shallow": is_shallow,
        },
        (*said, *filter_lines(filter), *skipped_lines(skipped)),
        state=lambda line: State.OVERDUE if line.takes_back else None,
        is_cut=False,
    )


def _full_text(line: LogLine) -> str:
    """The line for a reader: what changed, its code, how late it was recorded, who merged it."""
    sign = "(!) " if line.takes_back else ""
    text = f"{line.change.id} {marked(line.change)}" if line.change else f"{sign}{line.text}"
    text += f" [{line.code}]" if line.code else ""
    remarks = [*_lag(line), *_merge(line)]
    return f"{text} ({'; '.join(remarks)})" if remarks else text


def _lag(line: LogLine) -> list[str]:
    if not (line.lag and line.change and line.change.on and line.commit.day):
        return []
    says, recorded = format_day(line.change.on), format_day(line.commit.day)
    days = f"{count(abs(line.lag), 'day')} {'later' if line.lag > 0 else 'ahead'}"
    return [f"says {says}, recorded {recorded}: {days}"]


def _merge(line: LogLine) -> list[str]:
    if line.is_dropped:
        return ["dropped by this merge"]
    if not line.merge:
        return []
    day = f" on {format_day(line.merge.day)}" if line.merge.day else ""
    return [f"merged by {line.merge.author}{day}"]
