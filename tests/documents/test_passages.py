from ecefollow.documents.blocks import Block, Detail, Paragraph, Table
from ecefollow.documents.passages import LINE_END, passages

LABELS = ("Actions and duties:", "Actions", "duties:", "Note:", "Response:")


def told(*blocks: Block) -> list[tuple[str, str]]:
    """The sentences, a line break in one as "/"."""
    found = passages(blocks, lambda text: len(next(filter(text.startswith, LABELS), "")))
    return [(str(place), sentence.replace(LINE_END, "/")) for place, sentence in found]


def lines(*texts: str) -> list[Block]:
    return [Paragraph(f"line {n}", text, goes_on=n > 1) for n, text in enumerate(texts, 1)]


def test_a_sentence_goes_on_over_lines_and_has_the_place_where_it_begins() -> None:
    assert told(*lines("One. Two", "goes on. Three", "too.")) == [
        *[("line 1", "One."), ("line 1", "Two/goes on."), ("line 2", "Three/too.")]
    ]


def test_a_label_begins_a_sentence_and_one_alone_ends_it() -> None:
    assert told(*lines("No stop", "Response:", "Agreed", "Note: more")) == [
        *[("line 1", "No stop"), ("line 2", "Response:"), ("line 3", "Agreed")],
        ("line 4", "Note: more"),
    ]


def test_a_year_or_a_day_at_the_start_of_a_line_is_no_number_of_a_list() -> None:
    def numbered(*texts: str) -> list[str]:
        found = passages(lines(*texts), lambda text: text.find(". ") + 2 if text[0] in "12" else 0)
        return [sentence.replace(LINE_END, "/") for _, sentence in found]

    assert numbered("By May", "2018. Then", "end") == ["By May/2018.", "Then/end"]
    assert numbered("By May", "12. Then") == ["By May/12.", "Then"]
    assert numbered("It ended.", "1. Now") == ["It ended.", "1. Now"]
    assert numbered("1. One", "2. Two") == ["1. One", "2. Two"]


def test_a_label_may_take_two_lines() -> None:
    assert told(*lines("Actions and", "duties:", "Agreed")) == [
        *[("line 1", "Actions and/duties:"), ("line 3", "Agreed")]
    ]
    assert told(*lines("Actions", "and duties:")) == [("line 1", "Actions/and duties:")]
    assert told(*lines("No stop", "Note: more")) == [
        ("line 1", "No stop"),
        ("line 2", "Note: more"),
    ]


def test_a_paragraph_ends_a_sentence_and_the_foot_of_a_page_is_none() -> None:
    foot = Paragraph("line 3", "Page 1", is_of_page=True)
    first, second = lines("One", "goes on")
    assert told(first, foot, second) == [("line 1", "One/goes on")]
    assert told(Paragraph("paragraph 1", "One"), Paragraph("paragraph 2", "two")) == [
        *[("paragraph 1", "One"), ("paragraph 2", "two")]
    ]


def test_a_cell_has_its_sentences_and_a_merged_one_stands_in_each_row() -> None:
    details = {(0, 0): Detail(rows=2)}
    table = Table("table 1", [["One. Two.", "A"], ["", "B"], ["C"]], details)
    assert [sentence for _, sentence in told(table)] == [
        *["One.", "Two.", "A", "One.", "Two.", "B", "C"]
    ]
    assert told(table)[-1][0] == "table 1, row 3, column A"
