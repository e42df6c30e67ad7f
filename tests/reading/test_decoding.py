"""Bytes to the text that is parsed."""

import pytest

from ecefollow.reading.decoding import decode, lines
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.quoting import escaped
from ecefollow.reading.values import InvalidValueError, refuse_control_characters

NOT_UTF8, CONTROL, FEATURE = Code.NOT_UTF8, Code.CONTROL_CHARACTER, Code.YAML_FEATURE


def codes(data: bytes) -> list[tuple[int, int, Code]]:
    return [(problem.line, problem.column, problem.code) for problem in decode(data).problems]


def conflict(*sides: str) -> bytes:
    return "\n".join(("<<<<<<< HEAD", *sides, ">>>>>>> theirs", "")).encode()


PLAIN = {
    "line ends and scripts": "\ttitle: Genève\xa0😀 نص\ufffd\r\n\r",
    "nothing": "",
    "the beginning of a file that is no text": "PK: GIF\n",
    "a heading underlined": "Title\n=======\n",
    "a marker alone that stands inside conflicts": "||||||| a\n",
    "too short a marker": "<<<<<<\n",
    "too long a marker": "<<<<<<<<\n",
    "a marker without a space": "<<<<<<<HEAD\n",
    "markers in a line": "a <<<<<<< b >>>>>>> c\n",
    "a tag directive in a line": "a: no %TAG here\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_text_comes_back_as_it_stands_without_its_byte_order_mark(text: str) -> None:
    assert decode(text.encode()) == (text, [])
    assert decode(text.encode("utf-8-sig")) == (text, [])


TWO_SIDES = conflict("ours", "=======", "theirs")
CONFLICT = Code.CONFLICT_MARKER
# By a sentence: bytes, the text of which the rest is read, and the problems.
SPOILT: dict[str, tuple[bytes, str | None, list[tuple[int, int, Code]]]] = {
    "a bad byte, placed in characters": ("é: ok\né: ".encode() + b"\xe9", None, [(1, 3, NOT_UTF8)]),
    "a bad byte behind a mark": (b"\xef\xbb\xbfab\xff", None, [(0, 2, NOT_UTF8)]),
    "a surrogate": (b"a\xed\xa0\xbd", None, [(0, 1, NOT_UTF8)]),
    "a nul byte": (b"a: b\nc\0: \0", None, [(1, 1, CONTROL)]),
    "control characters, once a line": (
        b"\x1b\x1b\nok\n a\x07",
        "\ufffd\ufffd\nok\n a\ufffd",
        [(0, 0, CONTROL), (2, 2, CONTROL)],
    ),
    "a tag directive": (b"# So.\n%TAG ! tag:example.org,2018:\n--- a\n", None, [(1, 0, FEATURE)]),
    "a conflict": (b"a\n" + TWO_SIDES, "a\n\nours\n\n\n\n", [(1, 0, CONFLICT)]),
    "a conflict with its base": (
        conflict("ours", "||||||| base", "before", "=======", "theirs"),
        "\nours\n\n\n\n\n\n",
        [(0, 0, CONFLICT)],
    ),
    "an indented conflict": (
        b"  <<<<<<< HEAD\n  a\n  =======\n  b\n  >>>>>>> theirs\n",
        "\n  a\n\n\n\n",
        [(0, 2, CONFLICT)],
    ),
    "a closing marker left alone": (b"a\n>>>>>>> theirs\nb\n", "a\n\nb\n", [(1, 0, CONFLICT)]),
    "two conflicts": (TWO_SIDES * 2, "\nours\n\n\n\n" * 2, [(0, 0, CONFLICT), (5, 0, CONFLICT)]),
    "a conflict in lines of Windows": (
        TWO_SIDES.replace(b"\n", b"\r\n"),
        "\r\nours\r\n\r\n\r\n\r\n",
        [(0, 0, CONFLICT)],
    ),
}


@pytest.mark.parametrize(("data", "text", "problems"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_is_told_and_the_rest_keeps_its_place(
    data: bytes, text: str | None, problems: list[tuple[int, int, Code]]
) -> None:
    assert decode(data).text == text
    assert codes(data) == problems


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf16_and_utf32_are_named_as_such(encoding: str) -> None:
    text, (problem,) = decode("a: b".encode(encoding))
    assert text is None
    assert problem.code is Code.NOT_UTF8
    assert "UTF-16" in problem.message


def test_of_what_is_no_text_no_line_is_shown() -> None:
    assert lines(b"\x89PNG\r\n\x1a\nIHDR\n") == []


@pytest.mark.parametrize(
    "text",
    ["می\u200cشود", "क्\u200dष", "శ్రీ ర్\u200cక", "\N{HEAVY BLACK HEART}\ufe0f"],
    ids=["Persian", "Devanagari", "Telugu", "emoji"],
)
def test_what_joins_letters_or_makes_an_emoji_stays(text: str) -> None:
    assert decode(f"title: {text}\n".encode()) == (f"title: {text}\n", [])
    refuse_control_characters(text)
    assert escaped(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("a\u200cb", "ب\u200c", "\u200cب", "ب\u200c\u200dب", "ب\u200c\nب"),
        *("ب a\u200cب", "ب\u200ca ب"),
        *("٣\u200d٤", "a\ufe0f", "1\ufe0f", "\N{HEAVY BLACK HEART} \ufe0f", "\ufe0f"),
        *("\N{HEAVY BLACK HEART}\ufe0f\ufe0f", "\N{HEAVY BLACK HEART}\ufe0e", "ب\u200bب"),
    ],
)
def test_anywhere_else_these_are_control_characters(text: str) -> None:
    assert {code for _, _, code in codes(text.encode())} == {Code.CONTROL_CHARACTER}
    with pytest.raises(InvalidValueError, match="invisible character"):
        refuse_control_characters(text)
    assert escaped(text) != text.replace("\n", r"\n")


@pytest.mark.parametrize(
    "character", "\x08\x0b\x0c\x7f\x85\x9b\u2028\u2029\u202e\u2069\ufeff\uffff"
)
def test_what_terminals_obey_or_parsers_misread_is_refused(character: str) -> None:
    assert codes(f"ab{character}\n".encode()) == [(0, 2, Code.CONTROL_CHARACTER)]


def test_lines_end_at_any_of_the_three_line_ends_and_nowhere_else() -> None:
    assert lines("a\nb\r\nc\rd\x85e\u2028f\x0c".encode()) == ["a", "b", "c", "d\x85e\u2028f\x0c"]


def test_lines_of_what_is_not_utf8_are_shown_as_far_as_they_can_be() -> None:
    assert lines(b"\xef\xbb\xbfa\n\xff") == ["a", "\N{REPLACEMENT CHARACTER}"]
