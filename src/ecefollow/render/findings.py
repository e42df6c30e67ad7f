"""What was found while a matrix was read, as text or as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from ecefollow.documents.spreadsheet import column_letters
from ecefollow.documents.table import TableFinding
from ecefollow.reading.messages import escaped, quoted
from ecefollow.render.formats import FindingFormat

_MOST_ALIKE: Final = 10  # under one heading, before a reader is told that there are more


def render(findings: Sequence[TableFinding], format: FindingFormat, path: str) -> str:
    """The findings in one format; *path* is the file that they are about."""
    match format:
        case FindingFormat.TEXT:
            return "".join(f"{line}\n" for line in _lines(findings, path))
        case FindingFormat.JSON:
            # Late: only this format needs it.
            import json

            return json.dumps([_record(each, path) for each in findings], indent=2) + "\n"
        case _:
            assert_never(format)


def _lines(findings: Sequence[TableFinding], path: str) -> Iterator[str]:
    alike: Counter[tuple[str, str, str]] = Counter()
    for each in findings:
        kind = each.place.table, each.heading, each.message
        alike[kind] += 1
        if alike[kind] <= _MOST_ALIKE:
            said = f"{quoted(each.text)}: " if each.text else ""
            yield f"{_place(each, path)}: {said}{each.message}"
    for (table, heading, message), number in alike.items():
        if number > _MOST_ALIKE:
            where = ", ".join(escaped(part) for part in (path, table, heading) if part)
            yield f"{where}: and {number - _MOST_ALIKE:,} more: {message}"


def _place(finding: TableFinding, path: str) -> str:
    table, row, column = finding.place
    parts = [path, table, f"row {row}" if row is not None else ""]
    if column is not None:
        heading = f" ({finding.heading})" if finding.heading else ""
        parts.append(f"column {column_letters(column)}{heading}")
    return escaped(", ".join(part for part in parts if part))


def _record(finding: TableFinding, path: str) -> dict[str, str | int | None]:
    table, row, column = finding.place
    return {
        "path": path,
        "table": table or None,
        "row": row,
        "column": None if column is None else column_letters(column),
        "heading": finding.heading or None,
        "text": finding.text or None,
        "message": finding.message,
    }
