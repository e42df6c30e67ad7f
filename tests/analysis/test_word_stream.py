"""What makes no difference between a register and its document, and what does."""

import pytest

from ecefollow.analysis.word_stream import WordStream, folded
from ecefollow.documents.blocks import Place
from ecefollow.documents.passages import LINE_END


def stream(*texts: str, known: str = "", label: str = "Label: ") -> WordStream:
    passages = [(Place(f"line {n}"), text) for n, text in enumerate(texts, 1)]
    return WordStream(passages, lambda text: len(label) * text.startswith(label), known)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("“nexus dialogues”", '"nexus dialogues"'),
        ("Secretary-General’s", "Secretary\u2011General's"),
        ("2018 – 2020", "2018 — 2020"),
        ("ef\ufb01cient \ufb02eets", "efficient fleets"),
        ("e\u0301tude", "étude"),
        ("one\n  two\xa0three", "one two three"),
        ("co\xadoperate", "cooperate"),
        ("plan\x1b[31m\u202e", "plan[31m"),  # which no register may hold
    ],
)
def test_how_it_is_set_makes_no_difference(text: str, same: str) -> None:
    assert folded(text) == folded(same)


@pytest.mark.parametrize(
    "other", ["the plan.", "The plan", "The  plans.", "The pl an.", "Theplan."]
)
def test_a_letter_a_capital_a_mark_and_a_blank_make_a_difference(other: str) -> None:
    assert folded(other) != folded("The plan.")


@pytest.mark.parametrize(
    ("text", "known", "read"),
    [
        (f"cross-{LINE_END}sectoral", "cross-sectoral", "cross-sectoral"),
        (f"infor-{LINE_END}mation", "information", "information"),
        (f"information-{LINE_END}and", "information- and", "information- and"),
        (f"Office/{LINE_END}Unit", "the Office/Unit", "Office/Unit"),
        (f"new-{LINE_END}fangled", "something else", "new-fangled"),
        ("cross- sectoral", "cross-sectoral", "cross-sectoral"),
        ("cross- sectoral", "cross- sectoral and cross-sectoral", "cross- sectoral"),
        (f"cross-{LINE_END}sectoral", "cross- sectoral and cross-sectoral", "cross-sectoral"),
    ],
)
def test_a_hyphen_at_a_line_end_is_read_as_the_register_has_the_word(
    text: str, known: str, read: str
) -> None:
    assert folded(text, known) == read


def test_a_text_is_found_where_it_is_whole_sentences() -> None:
    words = stream("Label: The plan", "goes on.", "It ends (by May).")
    assert words.take("The plan goes on.", "1", near=0) == range(2)
    assert words.take("Label: The plan", "1", near=0) == range(1)
    assert not words.take("plan goes on.", "1", near=0)
    assert not words.take("The plan goes on", "1", near=0)
    assert words.whose("by May") == {"1"}
    assert words.whose("by Ma") == set()


def test_of_several_it_is_the_nearest_that_nobody_has() -> None:
    words = stream(*["Again."] * 5)
    assert [words.take("Again.", "1", near=3)[0] for _ in range(3)] == [3, 2, 4]
    assert words.take("Again.", "2", near=3)[0] == 1
    words.owners = ["1"] * 5
    assert not words.take("Again.", "2", near=3)


def test_a_part_of_a_sentence_of_others_is_not_ones_own() -> None:
    words = stream("Train them by May.", "Test them.", "By June or by May.")
    words.take("Train them by May.", "1", near=0)
    words.take("Test them.", "2", near=0)
    assert words.whose("them") == {"1", "2"}
    assert words.whose("by May") == {"1", "2"}  # the second stands below its own
    assert words.whose("June") == {"2"}


def test_what_names_make_up_is_known() -> None:
    words = stream(
        "PMU", "PMU and DES, the Board", "The PMU will plan", "Label: PMU", "and", "PMU too."
    )
    assert words.made_of({"PMU", "DES", "Board"}) == {0, 1, 3}
