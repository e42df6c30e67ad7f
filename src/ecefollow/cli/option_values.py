"""Reading the values of options: each reader returns the value, or says what to write instead."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

import typer

from ecefollow.cli import session
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given, suggest_word
from ecefollow.register import deadlines
from ecefollow.register.schema import DAY, Scalar
from ecefollow.register.vocabulary import Progress, State, Status, Verification, match_word
from ecefollow.render.formats import Format, PageFormat

# The options of each command that take words of different vocabularies.
_FILTERED: Final = {
    "status": Status,
    "progress": Progress,
    "state": State,
    "verification": Verification,
}
_RECORDED: Final = {"status": Status, "progress": Progress}


def read_day(text: str) -> date:
    """The day that *text* names: 2018-03-31, "31 March 2018" or today."""
    if text.strip().casefold() == "today":
        return session.today()
    # Late: most commands are given no day.
    from ecefollow.register import date_parser

    try:
        return date_parser.read_day(text)
    except ValueError as error:
        message = f"{quoted(text)} {error}{date_parser.hint(text)}"
        raise typer.BadParameter(message) from None


def read_span(text: object) -> deadlines.Span:
    """The span that *text* names: "30d", "4w" or "2m"."""
    written = str(text)  # the default is a span already
    try:
        return deadlines.parse_span(written)
    except ValueError as error:
        number = re.fullmatch(r"(\d+)\s*(?:([dwm])[a-z]*)?", written)
        hint = f"; did you mean '{number[1]}{number[2] or 'd'}'?" if number else ""
        raise typer.BadParameter(f"{quoted(written)} {error}{hint}") from None


def read_revision(text: str) -> str:
    """A revision of git; whether it exists is for git to say."""
    if not text or text.startswith("-"):
        raise typer.BadParameter(f"{quoted(text)} is not the name of a revision")
    return text


def read_ignored(text: str) -> Code:
    """The code of a problem that may stay; any other is mended, not left out."""
    codes = [code for code in Code if code.can_be_ignored]
    code = match_word(Code, text)
    if code in codes:
        return Code(code)
    if code:
        raise typer.BadParameter(f"'{code}' is an error, which cannot be left out")
    hint = did_you_mean(text, codes) or "; docs/checks.md lists them"
    raise typer.BadParameter(f"{quoted(text)} is not the code of a warning{hint}")


def read_text(text: str) -> str:
    """A text to look for, which may not be empty."""
    if not text.strip():
        raise typer.BadParameter("the text is empty; leave the option out to match everything")
    return text


def read_path(text: str) -> str:
    """The path of a file or folder, which may not be empty."""
    if not text:
        raise typer.BadParameter("the path is empty")
    return text


def read_address(text: str) -> str:
    """The address of a page, without what follows "#" in it."""
    if not re.fullmatch(r"https?://[^\s<>\x00-\x1f]+", text):
        raise typer.BadParameter(f"{quoted(text)} is not an address such as https://example.org/")
    return text.partition("#")[0]


def word_reader(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """What reads one of the words; a filter recognises the words of the other filters."""

    def read(text: str) -> StrEnum:
        if word := match_word(words, text):
            return word
        _refuse_word_of_another(text, words, _FILTERED)
        *most, last = words
        hint = suggest_word(words, text)
        raise typer.BadParameter(f"{quoted(text)} is not one of {', '.join(most)} or {last}{hint}")

    return read


def recorded_value_reader(kind: Scalar) -> Callable[[str], Any]:
    """What reads a value that is to be written into the file, and refuses what no file may hold."""
    if kind is DAY:
        return read_day

    def read(text: str) -> Any:
        try:
            return parse_given(kind, text)
        except InvalidValueError as error:
            if kind.words:
                _refuse_word_of_another(text, type(kind.words[0]), _RECORDED)
            raise typer.BadParameter(f"{error}") from None

    return read


def require_document(path: str) -> None:
    """Refuse a register where a document is wanted."""
    if path.endswith((".yaml", ".yml")):
        raise typer.BadParameter(f"{quoted(path)} is a register, not a document")


def require_source(source: str, registers: int) -> None:
    """Refuse a document that is a register or stdin, and one for several registers."""
    if source == "-":
        raise typer.BadParameter("--source -: a document is not read from stdin; name a file")
    require_document(source)
    if source and registers > 1:
        raise typer.BadParameter("--source DOCUMENT is of one register; --source alone of several")


def page_format(format: Format | None) -> PageFormat | None:
    """The format of a page, refused if only listings have it."""
    if format in {Format.CSV, Format.MARKDOWN}:
        raise typer.BadParameter(f"--verify writes {', '.join(PageFormat)}, not {format}")
    return PageFormat(format.value) if format else None


def _refuse_word_of_another(
    text: str, own: type[StrEnum], vocabularies: Mapping[str, type[StrEnum]]
) -> None:
    """Refuse a word that another of the options has, each with a vocabulary, as *own* is one."""
    if own in vocabularies.values():
        for option, words in vocabularies.items():
            if words is not own and (word := match_word(words, text)):
                raise typer.BadParameter(f"'{word}' is a {option}: use --{option} {word}")
