"""Reading the values of options: each reader returns the value, or says what to write instead."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

import typer

from ecefollow.reading.diagnostics import Code, Severity
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given, suggest_word
from ecefollow.register import deadlines
from ecefollow.register.schema import Scalar
from ecefollow.register.vocabulary import Progress, State, Status, Verification, match_word
from ecefollow.render.formats import Format, PageFormat

VOCABULARIES: Final[dict[str, type[StrEnum]]] = {
    "status": Status,
    "progress": Progress,
    "state": State,
    "verification": Verification,
}


def read_day(text: str) -> date:
    """The day that *text* names: 2018-03-31 or "31 March 2018"."""
    # Late: most commands are given no day.
    from ecefollow.register import date_parser

    try:
        return date_parser.read_day(text)
    except ValueError as error:
        message = f"{quoted(text)} {error}{date_parser.hint(text)}"
        raise typer.BadParameter(message) from None


def read_day_or_today(text: str) -> date | None:
    """The day that *text* names, None for "today"."""
    return None if text.strip().casefold() == "today" else read_day(text)


def read_update_day(text: str) -> date | str:
    """The day that *text* names, or the word "today", which is not the same as no day."""
    return read_day_or_today(text) or "today"


def read_span(text: object) -> deadlines.Span:
    """The span that *text* names: "30d", "4w" or "2m"."""
    written = str(text)  # the default is a span already
    try:
        return deadlines.parse_span(written)
    except ValueError as error:
        hint = f"; did you mean '{written}d'?" if written.isdecimal() else ""
        raise typer.BadParameter(f"{quoted(written)} {error}{hint}") from None


def read_revision(text: str) -> str:
    """A revision of git; whether it exists is for git to say."""
    if not text or text.startswith("-"):
        raise typer.BadParameter(f"{quoted(text)} is not the name of a revision")
    return text


def read_warning(text: str) -> Code:
    """The code of a warning; an error is mended, not left out."""
    warnings = [code for code in Code if code.severity is Severity.WARNING]
    code = match_word(Code, text)
    if code in warnings:
        return Code(code)
    if code:
        raise typer.BadParameter(f"'{code}' is an error; only a warning can be left out")
    hint = did_you_mean(text, warnings) or "; docs/checks.md lists them"
    raise typer.BadParameter(f"{quoted(text)} is not the code of a warning{hint}")


def read_text(text: str) -> str:
    """A text to look for, which may not be empty."""
    if not text.strip():
        raise typer.BadParameter("the text is empty; leave the option out to match everything")
    return text


def choice_reader(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """What reads one of the words."""

    def read(text: str) -> StrEnum:
        if word := match_word(words, text):
            return word
        raise typer.BadParameter(_not_one_of(words, text, did_you_mean(text, words)))

    return read


def word_reader(name: str) -> Callable[[str], StrEnum]:
    """What reads a word of the filter *name*, and recognises the words of the other filters."""
    vocabulary = VOCABULARIES[name]

    def read(text: str) -> StrEnum:
        if found := match_word(vocabulary, text):
            return found
        _refuse_word_of_another(name, text)
        raise typer.BadParameter(_not_one_of(vocabulary, text, suggest_word(vocabulary, text)))

    return read


def recorded_value_reader(name: str, kind: Scalar) -> Callable[[str], Any]:
    """What reads a value that is to be written into the file, and refuses what no file may hold."""

    def read(text: str) -> Any:
        is_own = name not in {"progress", "status"} or match_word(VOCABULARIES[name], text)
        # A verification is no filter here.
        if not is_own and not match_word(Verification, text):
            _refuse_word_of_another(name, text)
        try:
            return parse_given(kind, text)
        except InvalidValueError as error:
            raise typer.BadParameter(f"{error}") from None

    return read


def refuse_format(format: Format | None, *, unless: Format) -> None:
    """Refuse every format but the one that --template writes."""
    if format not in {None, unless}:
        raise typer.BadParameter(f"--template writes {unless}, not {format}")


def page_format(format: Format | None) -> PageFormat | None:
    """The format of a page, refused if only listings have it."""
    if format in {Format.CSV, Format.MARKDOWN}:
        raise typer.BadParameter(f"--verify writes {', '.join(PageFormat)}, not {format}")
    return PageFormat(format.value) if format else None


def _not_one_of(words: type[StrEnum], text: str, hint: str) -> str:
    *most, last = words
    return f"{quoted(text)} is not one of {', '.join(most)} or {last}{hint}"


def _refuse_word_of_another(name: str, text: str) -> None:
    for other, words in VOCABULARIES.items():
        if other != name and (found := match_word(words, text)):
            raise typer.BadParameter(f"'{found}' is a {other}: use --{other} {found}")
