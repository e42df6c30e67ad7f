"""Paragraphs from lines: what goes on, what is a heading, what is an item."""

import pytest

from ecefollow.documents.blocks import Paragraph
from ecefollow.importing import profile, running_text
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import HowRead


def told(*lines: str) -> list[str]:
    """The paragraphs of lines, of which an empty one stands above each that does not go on."""
    how = HowRead.by([Profile(), profile.languages()["en"]])
    blocks = [
        Paragraph(f"line {n}", line.removeprefix("+"), goes_on=line.startswith("+"))
        for n, line in enumerate(lines, 1)
    ]
    return [
        block.text for block in running_text.paragraphs(blocks, how) if isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["One two +three.", "Four"],
        ["The plan of 30 March +2018. As agreed."],
        ["Recommendation 1: Do +one", "+Management response: Agreed."],
        ["Do what Rec. +2 says", "+Recommendation 3: More"],
        ["It is in +Recommendation 3 as well."],
        ["Recommendation 1: Do", "+Management response", "+We agree."],
        ["We agree.", "Follow-up actions and +responsibilities: +The PMU acts."],
        ["We adopt the +Action Plan.", "Do"],
        ["Actions:", "+1. Do", "+2. Do more +and better"],
        ["We agree.", "+1.1 We will", "+1.2 We will"],
        ["• One of +two", "• Two"],
        ["We will act.", "+3."],
        ["(a) +We will act."],
        ["UNECE +Response to all."],
        ["Deadline: May 2019", "+The PMU acts."],
        ["We act +in time", "a) by May"],
    ],
)
def test_lines_make_paragraphs(paragraphs: list[str]) -> None:
    lines = [
        f"{'+' * bool(n)}{part}" for text in paragraphs for n, part in enumerate(text.split(" +"))
    ]
    assert told(*lines) == [text.replace(" +", " ").removeprefix("+") for text in paragraphs]


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    assert told("We will do this and", "that.") == ["We will do this and that."]


def test_a_heading_in_the_middle_of_a_paragraph_begins_another() -> None:
    text = "We agree. Follow-up actions: The PMU acts. Recommendation 2: Do two"
    assert told("1. Do one. Deadline: 31/03/2023.") == ["1. Do one.", "Deadline: 31/03/2023."]
    assert told(text) == [
        "We agree.",
        "Follow-up actions: The PMU acts.",
        "Recommendation 2: Do two",
    ]
