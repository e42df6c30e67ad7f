"""Bytes to the text that is parsed."""

import pytest

from ecefollow.reading.decoding import Problem, decode, lines
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.messages import escaped
from ecefollow.reading.values import InvalidValueError, refuse_control_characters


def codes(data: bytes) -> list[tuple[int, int, Code]]:
    return [(problem.line, problem.column, problem.code) for problem in decode(data).problems]


def conflict(*sides: str) -> bytes:
    return "\n".join(("<<<<<<< HEAD", *sides, ">>>>>>> theirs", "")).encode()


def test_text_comes_back_as_it_stands() -> None:
    assert decode("title: Genève\r\n".encode()) == ("title: Genève\r\n", [])


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa: b\n") == ("a: b\n", [])


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"") == ("", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf16_and_utf32_are_named_as_such(encoding: str) -> None:
    text, problems = decode("a: b".encode(encoding))
    assert text is None
    assert [(each.code, "UTF-16" in each.message) for each in problems] == [(Code.NOT_UTF8, True)]


def test_a_byte_that_is_not_utf8_is_named_and_placed_in_characters() -> None:
    text, problems = decode("é: ok\né: ".encode() + b"\xe9t\xe9")
    message = "the byte 0xe9 is not UTF-8; save the file as UTF-8"
    assert text is None
    assert problems == [Problem(1, 3, Code.NOT_UTF8, message)]


def test_a_bad_byte_behind_a_byte_order_mark_is_counted_without_it() -> None:
    assert codes(b"\xef\xbb\xbfab\xff") == [(0, 2, Code.NOT_UTF8)]


def test_of_what_is_no_text_no_line_is_shown() -> None:
    assert lines(b"\x89PNG\r\n\x1a\nIHDR\n") == []


def test_a_text_may_begin_like_a_file_that_is_none() -> None:
    assert decode(b"PK: GIF\n") == ("PK: GIF\n", [])


def test_surrogates_are_not_utf8() -> None:
    assert codes(b"a\xed\xa0\xbd") == [(0, 1, Code.NOT_UTF8)]


def test_a_nul_byte_ends_the_reading() -> None:
    assert decode(b"a: b\nc\0: \0").text is None
    assert codes(b"a: b\nc\0: \0") == [(1, 1, Code.CONTROL_CHARACTER)]


def test_control_characters_are_replaced_where_they_stand() -> None:
    assert decode(b"a: \x1b[2J\n").text == "a: \N{REPLACEMENT CHARACTER}[2J\n"


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
        *(
            "a\u200cb",
            "ب\u200c",
            "\u200cب",
            "ب\u200c\u200dب",
            "ب\u200c\nب",
            "ب a\u200cب",
            "ب\u200ca ب",
        ),
        *("٣\u200d٤", "a\ufe0f", "1\ufe0f", "\N{HEAVY BLACK HEART} \ufe0f", "\ufe0f"),
        *("\N{HEAVY BLACK HEART}\ufe0f\ufe0f", "\N{HEAVY BLACK HEART}\ufe0e", "ب\u200bب"),
    ],
)
def test_anywhere_else_these_are_control_characters(text: str) -> None:
    assert {code for _, _, code in codes(text.encode())} == {Code.CONTROL_CHARACTER}
    with pytest.raises(InvalidValueError, match="invisible character"):
        refuse_control_characters(text)
    assert escaped(text) != text.replace("\n", r"\n")


def test_a_line_of_control_characters_is_reported_once() -> None:
    assert codes(b"\x1b\x1b\nok\n\x07") == [
        (0, 0, Code.CONTROL_CHARACTER),
        (2, 0, Code.CONTROL_CHARACTER),
    ]


@pytest.mark.parametrize(
    "character", "\x08\x0b\x0c\x7f\x85\x9b\u2028\u2029\u202e\u2069\ufeff\uffff"
)
def test_what_terminals_obey_or_parsers_misread_is_refused(character: str) -> None:
    assert codes(f"ab{character}\n".encode()) == [(0, 2, Code.CONTROL_CHARACTER)]


@pytest.mark.parametrize("text", ["\t", "\r", "\n", "é", "\xa0", "😀", "نص", "\ufffd"])
def test_tabs_line_ends_and_all_scripts_are_allowed(text: str) -> None:
    assert decode(text.encode()) == (text, [])


def test_the_first_side_of_a_conflict_is_kept_in_its_place() -> None:
    assert decode(conflict("ours", "=======", "theirs")).text == "\nours\n\n\n\n"


def test_a_diff3_conflict_keeps_its_first_side_too() -> None:
    data = conflict("ours", "||||||| base", "before", "=======", "theirs")
    assert decode(data).text == "\nours\n\n\n\n\n\n"


def test_a_conflict_is_reported_once_where_it_begins() -> None:
    assert codes(b"a\n" + conflict("ours", "=======", "theirs")) == [(1, 0, Code.CONFLICT_MARKER)]


def test_an_indented_conflict_is_reported_at_its_marker() -> None:
    data = b"  <<<<<<< HEAD\n  a\n  =======\n  b\n  >>>>>>> theirs\n"
    assert codes(data) == [(0, 2, Code.CONFLICT_MARKER)]
    assert decode(data).text == "\n  a\n\n\n\n"


def test_a_closing_marker_left_alone_is_a_conflict_too() -> None:
    assert decode(b"a\n>>>>>>> theirs\nb\n").text == "a\n\nb\n"
    assert codes(b"a\n>>>>>>> theirs\nb\n") == [(1, 0, Code.CONFLICT_MARKER)]


def test_each_of_two_conflicts_is_reported() -> None:
    two = conflict("a", "=======", "b") * 2
    assert codes(two) == [(0, 0, Code.CONFLICT_MARKER), (5, 0, Code.CONFLICT_MARKER)]


def test_a_conflict_keeps_the_line_ends_of_the_file() -> None:
    data = conflict("ours", "=======", "theirs").replace(b"\n", b"\r\n")
    assert decode(data).text == "\r\nours\r\n\r\n\r\n\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n",
        "||||||| a\n",
        "<<<<<<\n",
        "<<<<<<<<\n",
        "<<<<<<<HEAD\n",
        "a <<<<<<< b\n",
        "a >>>>>>> b\n",
    ],
)
def test_what_only_resembles_a_marker_is_text(text: str) -> None:
    assert decode(text.encode()) == (text, [])


def test_a_tag_directive_ends_the_reading() -> None:
    data = b"# A comment.\n%TAG ! tag:example.org,2018:\n--- a\n"
    assert decode(data).text is None
    assert codes(data) == [(1, 0, Code.YAML_FEATURE)]


def test_a_tag_directive_elsewhere_in_a_line_is_text() -> None:
    assert decode(b"a: no %TAG here\n") == ("a: no %TAG here\n", [])


def test_lines_end_at_any_of_the_three_line_ends_and_nowhere_else() -> None:
    assert lines("a\nb\r\nc\rd\x85e\u2028f\x0c".encode()) == ["a", "b", "c", "d\x85e\u2028f\x0c"]


def test_lines_of_what_is_not_utf8_are_shown_as_far_as_they_can_be() -> None:
    assert lines(b"\xef\xbb\xbfa\n\xff") == ["a", "\N{REPLACEMENT CHARACTER}"]
