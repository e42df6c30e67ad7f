"""The lines of a text, and of its pages, which form feeds part."""

from ecefollow.documents import text_file
from ecefollow.documents.blocks import Paragraph

PAGES = (
    "Response 2017\n\nWe share what\nwe know with\n1/2\n\fResponse 2017\nothers.\n\nWe meet.\n2/2"
)


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    assert text_file.read(PAGES.encode()).blocks == [
        Paragraph("line 1", "Response 2017", is_of_page=True),
        Paragraph("line 3", "We share what"),
        Paragraph("line 4", "we know with", goes_on=True),
        Paragraph("line 5", "1/2", is_of_page=True),
        Paragraph("line 6", "Response 2017", is_of_page=True),
        Paragraph("line 7", "others.", goes_on=True),
        Paragraph("line 9", "We meet."),
        Paragraph("line 10", "2/2", is_of_page=True),
    ]


def test_markdown_marks_headings_and_bold_words() -> None:
    text = b"## One\n\n**Two:**\n**Three:** four ** five\n#6 is no heading"
    assert text_file.read(text).blocks == [
        Paragraph("line 1", "One", is_heading=True),
        Paragraph("line 3", "Two:", is_heading=True),
        Paragraph("line 4", "Three: four ** five", goes_on=True),
        Paragraph("line 5", "#6 is no heading", goes_on=True),
    ]


def test_markdown_marks_slanted_words() -> None:
    text = b"*Accepted.* _In full_ by my_own_file, 2 * 3 * 4"
    (paragraph,) = text_file.read(text).blocks
    assert paragraph == Paragraph("line 1", "Accepted. In full by my_own_file, 2 * 3 * 4")
