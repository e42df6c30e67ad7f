"""Problems in full with the line and a caret, one per line, as JSON, or for GitHub."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import TextWrapper
from typing import Final, Protocol, assert_never

from ecefollow.documents.blocks import Finding
from ecefollow.reading.diagnostics import Diagnostic, Severity
from ecefollow.reading.quoting import escaped
from ecefollow.render.formats import FindingFormat, ProblemFormat
from ecefollow.render.styles import sgr, width

_BEFORE: Final = 60  # characters of the line that are shown before the problem
_AFTER: Final = 40  # and from the problem on
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}
_MOST_ALIKE: Final = 10  # in one column, before a reader is told that there are more


class _Problem(Protocol):
    """A problem in a text or in a table: one line of text, and what JSON says of it."""

    def __str__(self) -> str: ...

    @property
    def record(self) -> dict[str, str | int | None]: ...


def render(
    diagnostics: Sequence[Diagnostic],
    format: ProblemFormat,
    lines: Mapping[str, Sequence[str]],
    *,
    colour: bool,
    room: int,
) -> str:
    """The problems in the given format; *lines* has the lines of each file, by path.

    In full, a message that is longer than the *room* goes on in another line.
    """
    match format:
        case ProblemFormat.FULL:
            return "".join(
                _full(problem, lines.get(problem.path, ()), colour, room) for problem in diagnostics
            )
        case ProblemFormat.CONCISE:
            return "".join(f"{problem}\n" for problem in diagnostics)
        case ProblemFormat.JSON:
            return _json(diagnostics)
        case ProblemFormat.GITHUB:
            return "".join(map(_github, diagnostics))
        case _:
            assert_never(format)


def render_findings(findings: Sequence[Finding], format: FindingFormat) -> str:
    """The findings in a document, those of a column that say the same summed up in the text."""
    match format:
        case FindingFormat.TEXT:
            return "".join(f"{line}\n" for line in _summed_up(findings))
        case FindingFormat.JSON:
            return _json(findings)
        case _:
            assert_never(format)


def _json(problems: Sequence[_Problem]) -> str:
    # Late: only this format needs it.
    from ecefollow.render import json

    return json.written([problem.record for problem in problems], in_ascii=True)


def _summed_up(findings: Sequence[Finding]) -> Iterator[str]:
    alike: Counter[tuple[str, str, str, str]] = Counter()
    for finding in findings:
        kind = finding.place.path, finding.place.block, finding.heading, finding.message
        alike[kind] += 1
        if alike[kind] <= _MOST_ALIKE:
            yield f"{finding}"
    for (*column, message), number in alike.items():
        if number > _MOST_ALIKE:
            where = ", ".join(escaped(part) for part in column if part)
            yield f"{where}: and {number - _MOST_ALIKE:,} more: {message}"


def _full(diagnostic: Diagnostic, lines: Sequence[str], colour: bool, room: int) -> str:
    severity = diagnostic.severity
    text = f"{diagnostic.place}: {severity}: {diagnostic.message} [{diagnostic.code}]"
    if len(text) > room:
        wrapper = TextWrapper(
            room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        text = wrapper.fill(text)
    if colour:
        named = f": {severity}:"
        text = text.replace(named, f": {sgr(_STYLES[severity], severity)}:", 1)
    line = lines[diagnostic.line - 1] if diagnostic.line <= len(lines) else ""
    at = diagnostic.column - 1
    if not line:
        return f"{text}\n"
    begin = max(0, at - _BEFORE)
    before = ("…" if begin else "") + escaped(line[begin:at].replace("\t", " "))
    after = escaped(line[at : at + _AFTER].replace("\t", " "))
    cut = "…" if len(line) > at + _AFTER else ""
    caret = sgr("bold", "^") if colour else "^"
    return f"{text}\n    {before}{after}{cut}\n    {' ' * width(before)}{caret}\n"


def _github(diagnostic: Diagnostic) -> str:
    where = (
        f"file={_property(escaped(diagnostic.path))},line={diagnostic.line},col={diagnostic.column}"
        f",title=ecefollow {diagnostic.code}"
    )
    return f"::{diagnostic.severity} {where}::{_data(diagnostic.message)}\n"


def _data(text: str) -> str:
    # From command.ts of @actions/core: these three characters, and two more in a property.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
