"""A text from a file, a cell or the command line, read as the kind of value that is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final

from ecefollow.reading.diagnostics import Code
from ecefollow.reading.quoting import control_message, did_you_mean, quoted
from ecefollow.register import deadlines
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.schema import (
    DAY,
    DEADLINE,
    FLAG,
    ID,
    LANGUAGE,
    MENTION,
    PROGRESS,
    REFERENCE,
    STATUS,
    TEXT,
    VERIFIED,
    Scalar,
)
from ecefollow.register.vocabulary import match_word, synonym

_REFUSED: Final = f"\r|{FORBIDDEN}"  # compiled when it is used


class InvalidValueError(ValueError):
    """A text that cannot be read as its kind of value: why, and the code of the problem."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_given(kind: Scalar, text: str) -> Any:
    """The value of a *text* from outside a register, where more forms are read than in a file.

    "Partially accepted" is `partial`, "June 2018" is 2018-06. InvalidValueError where no register
    may hold it.
    """
    if not text.strip():
        raise InvalidValueError(Code.EMPTY_VALUE, f"the text is empty; expected {kind.wants}")
    refuse_control_characters(text)
    if kind in {DAY, DEADLINE}:
        # Late: a register has its dates in one form, and needs no other to be read.
        from ecefollow.register import date_parser

        return _parse_date(date_parser.read_day if kind is DAY else date_parser.read_deadline)(text)
    word = match_word(type(kind.words[0]), text) if kind.words else None
    return PARSERS[kind](word.value if word else text)


def refuse_control_characters(text: str) -> None:
    """Raise InvalidValueError for a control character; the only line end that is none is LF."""
    if text.isascii() and text.isprintable():
        return
    if match := re.search(_REFUSED, text):
        raise InvalidValueError(Code.CONTROL_CHARACTER, control_message(match[0]))


def word_parser(kind: Scalar) -> Callable[[str], StrEnum]:
    """What reads one of the words of the *kind*, just as it is."""
    members = {word.value: word for word in kind.words}
    vocabulary = type(kind.words[0])

    def parse(text: str) -> StrEnum:
        try:
            return members[text]
        except KeyError:
            hint = suggest_word(vocabulary, text, members)
            message = f"{quoted(text)} is not {kind.wants}{hint}"
            raise InvalidValueError(Code.UNKNOWN_VALUE, message) from None

    return parse


def suggest_word(vocabulary: type[StrEnum], text: str, words: Iterable[str] | None = None) -> str:
    """The end of a message that suggests a word of the vocabulary, or of some *words* of it."""
    # "partially accepted" is nearer to what is shown than to what is written.
    meant = match_word(vocabulary, text) or synonym(vocabulary, text)
    return did_you_mean(meant.value if meant else text, words or vocabulary)


_OTHER_FLAGS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def _parse_flag(text: str) -> bool:
    if text not in {"true", "false"}:
        hint = did_you_mean(_OTHER_FLAGS.get(text.casefold(), text), ("true", "false"))
        message = f"{quoted(text)} is not {FLAG.wants}{hint}"
        raise InvalidValueError(Code.UNKNOWN_VALUE, message)
    return text == "true"


def _parse_form(kind: Scalar, code: Code, fault: str) -> Callable[[str], str]:
    has_form = re.compile(kind.pattern).fullmatch

    def parse(text: str) -> str:
        if not has_form(text):
            raise InvalidValueError(code, f"{quoted(text)} {fault}")
        return text

    return parse


def _parse_date(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            # Late: likewise.
            from ecefollow.register.date_parser import hint

            message = f"{quoted(text)} {error}{hint(text)}"
            raise InvalidValueError(Code.BAD_DATE, message) from None

    return parse


_parse_id: Final = _parse_form(
    ID, Code.BAD_ID, "has characters other than letters, digits, '.', '-' and '_'"
)
# What reads the texts of each kind; each raises InvalidValueError.
PARSERS: Final[dict[Scalar, Callable[[str], Any]]] = {
    TEXT: str,
    ID: _parse_id,
    REFERENCE: _parse_id,
    DAY: _parse_date(deadlines.parse_day),
    DEADLINE: _parse_date(deadlines.parse_deadline),
    FLAG: _parse_flag,
    STATUS: word_parser(STATUS),
    PROGRESS: word_parser(PROGRESS),
    VERIFIED: word_parser(VERIFIED),
    LANGUAGE: _parse_form(LANGUAGE, Code.UNKNOWN_VALUE, f"is not {LANGUAGE.wants}"),
    MENTION: _parse_form(MENTION, Code.UNKNOWN_VALUE, f"is not {MENTION.wants}"),
}
