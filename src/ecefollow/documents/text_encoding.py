"""The text of a file that does not say how its letters are encoded."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from ecefollow.documents.blocks import Finding, Place
from ecefollow.documents.cells import TableError
from ecefollow.reading.quoting import quoted

_GUESSED: Final = "cp1252"  # what spreadsheets in the west save if not asked for another
_MARK: Final = "\ufeff"
_GIVE: Final = "give its encoding, such as --encoding windows-1251 or mac-roman"
# Other letters read as Windows-1252: a sign or a capital inside a word, or a row of accents.
_hardly_a_word: Final = re.compile(
    r"(?<!\w)\w*(?:[A-Za-z][\u201a\u0192\u201e\u2020-\u2022\u2030\u0152\u0160\u017d\xa1-\xac\xae-\xde][a-z]"
    r"|[\xc0-\xff]{4})\w*"
).search


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, list[Finding]]:
    """The text, and a finding if its encoding was guessed: UTF-8, UTF-16 or else Windows-1252.

    TableError if it is in none of them, or not in *encoding*, where that is given.
    """
    start = data[:200]
    if encoding is None and start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "UTF-16"
    elif encoding is None and b"\0" in start:
        encoding = "UTF-16-LE" if start.find(b"\0") % 2 else "UTF-16-BE"
    findings: list[Finding] = []
    if encoding is None:
        text, findings = _utf8_or_guessed(data)
    else:
        text = _decode(data, encoding, f"this is not {encoding}")
    return text.lstrip(_MARK), findings  # a program may have put a second mark before the first


def _utf8_or_guessed(data: bytes) -> tuple[str, list[Finding]]:
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        where = Place(row=_line(data, error.start))
    if data.startswith(BOM_UTF8):
        raise TableError(f"line {where.row}: this is not UTF-8")
    text = _decode(data, _GUESSED, f"this is neither UTF-8 nor UTF-16 nor Windows-1252; {_GIVE}")
    doubtful = _hardly_a_word(text)
    if not doubtful:
        message = "the file is not UTF-8; it was read as Windows-1252, as spreadsheets save it"
        return text, [Finding(where, "", message)]
    place = Place(row=text.count("\n", 0, doubtful.start()) + 1)
    message = f"the file is not UTF-8; it was read as Windows-1252, which it hardly is: {_GIVE}"
    return text, [Finding(place, doubtful[0], message)]


def _decode(data: bytes, encoding: str, otherwise: str) -> str:
    try:
        "a".encode(encoding)  # some encodings make bytes of bytes, such as "zip"
        return data.decode(encoding)
    except UnicodeError as error:
        line = _line(data, getattr(error, "start", 0))  # the odder ones do not say where
        raise TableError(f"line {line}: {otherwise}") from None
    except (LookupError, ValueError):
        raise TableError(f"{quoted(encoding)} is no encoding of a text") from None


def _line(data: bytes, index: int) -> int:
    return data.count(b"\n", 0, index) + 1
