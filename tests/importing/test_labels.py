"""Words in front of a text that say what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing.labels import Label, Labels

HEADINGS = {
    "recommendation": "title",
    "recommendations": "title",
    "evaluation recommendation or issue": "title",
    "rec. no": "recommendation",
    "management response": "response",
    "management response to recommendation": "response",
    "response": "response",
    "réponse de la direction": "response",
    "key actions": "text",
    "actions": "text",
    "agreed": "status",
    "theme": "tags",
    "region": "left-out",
    "due": "due",
    "if recommendation is rejected or partially accepted, report reasons": "reservation",
    "added": "added",
    "last updated": "last_update",
}
LABELS = Labels(
    ["Recommendation", "Rec.", "R", "Recommandation", "Recomendación", "Рекомендация"],
    ["Action", "Key action"],
    lambda heading: HEADINGS.get(heading.casefold().strip(" .*")),
)


@pytest.mark.parametrize(
    ("text", "number", "remark", "rest"),
    [
        ("Recommendation 1: X", "1", "", "X"),
        ("Recommendation 1 X", "1", "", "X"),
        ("Recommendation 1 - Increase awareness.", "1", "", "Increase awareness."),
        ("Recommendation 12.10. X", "12.10", "", "X"),
        ("Recommendation 2023/4: X", "2023/4", "", "X"),
        ("Recommendation 3a: X", "3a", "", "X"),
        ("Recommendation 1(b): X", "1(b)", "", "X"),
        ("Rec 1.b X", "1.b", "", "X"),
        ("Recommendation 1 [CO, short-term]: X", "1", "CO, short-term", "X"),
        ("Recommendation 1 (strategic)", "1", "strategic", ""),
        ("Recommendation No. 1: X", "1", "", "X"),
        ("Recommendation #1: X", "1", "", "X"),
        ("R1 X", "1", "", "X"),
        ("1 – Recommendation: X", "1", "", "X"),
        ("3. Recommendation:", "3", "", ""),
        ("2. Recommendation 5: X", "5", "", "X"),
        ("1: PAC recommendation: The Department should", "1", "", "The Department should"),
        ("Recommendation A", "A", "", ""),
        ("Recommendation A:", "A", "", ""),
        ("Recommendation a) X", "a", "", "X"),
        ("Recommendation I. X", "I", "", "X"),
        ("Recommendation I\nX", "I", "", "X"),
        ("Recommendation IV Improve", "IV", "", "Improve"),
        ("Strategic recommendation 1", "1", "", ""),
        ("Evaluation recommendation 1. Improve data.", "1", "", "Improve data."),
        ("Evaluation recommendation or issue 3: X", "3", "", "X"),
        ("Recommandation 3 : Publier", "3", "", "Publier"),
        ("Recommandation stratégique n° 3 : Publier", "3", "", "Publier"),
        ("Recomendación n.º 4: Publicar", "4", "", "Publicar"),
    ],
)
def test_a_recommendation_is_begun_by_its_word_and_a_number(
    text: str, number: str, remark: str, rest: str
) -> None:
    label = LABELS.read(text)
    assert label
    assert label[:4] == ("title", number, remark, rest)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Key action 2 – Draft", ("text", "2", "", "Draft")),
        ("Agreed management action 2: Draft", ("text", "2", "", "Draft")),
        ("Key Actions:", ("text", "", "", "")),
        ("Rec. No.: 3", ("recommendation", "", "", "3")),
        ("8. Recommendations:", ("title", "", "", "")),
        ("Management response 1: Agree", ("response", "1", "", "Agree")),
        ("Response – Accepted", ("response", "", "", "Accepted")),
    ],
)
def test_a_known_heading_before_a_colon_is_a_label(text: str, label: tuple[str, ...]) -> None:
    found = LABELS.read(text)
    assert found
    assert found[:4] == label


@pytest.mark.parametrize(
    "text",
    [
        "Recommendations for action",
        "Recommendation implemented",
        "Recommendation 3 was rejected by the Board.",
        "Recommendation 3 was rejected by the Board: too dear",
        "R&D: plan",
        "Implement recommendation 5.",
        "2. Implement recommendation 5",
        "In line with recommendation 3: plan",
        "Actions – such as training – were taken",
        "Action 3-month review: plan",
        "Action plan 2024-2026",
        "Action 2024-2026: plan",
        "Action Plan",
    ],
)
def test_a_sentence_that_begins_with_such_a_word_is_no_label(text: str) -> None:
    assert LABELS.read(text) is None


def test_a_label_has_its_own_words_without_its_numbers() -> None:
    assert LABELS.read("1.  PAC  recommendation: X") == Label(
        "title", "1", "", "X", "PAC recommendation"
    )
    assert LABELS.read("Management response 1 (joint): X") == Label(
        "response", "1", "joint", "X", "Management response"
    )


def test_without_words_of_its_own_a_language_has_its_headings() -> None:
    labels = Labels((), (), HEADINGS.get)
    assert labels.read("recommendation 1: X") == Label("title", "1", "", "X", "recommendation")
    assert labels.read("Rec. 1: X") is None


@pytest.mark.parametrize(
    ("text", "left", "values"),
    [
        (
            "Do it\n[Added: 2012/10/07] [Last Updated: 2012/10/08]",
            "Do it",
            {"added": "2012/10/07", "last_update": "2012/10/08"},
        ),
        (
            "Management Response: [Added: 2012/10/07]\nAgree",
            "Management Response:\nAgree",
            {"added": "2012/10/07"},
        ),
        ("Do\n\n[Added: today]\nit", "Do\n\nit", {"added": "today"}),
        ("Do [1] it [see: 2] [Added: ]", "Do [1] it [see: 2] [Added: ]", {}),
        ("Do [Added: 1] it [Added: 2]", "Do it [Added: 2]", {"added": "1"}),
    ],
)
def test_a_stamp_in_a_text_is_taken_out_of_it(text: str, left: str, values: dict[str, str]) -> None:
    assert LABELS.stamps(text) == (left, values)


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("Response: Agreed", "response", "Agreed"),
        ("Port Authority response: Agreed", "response", "Agreed"),
        ("Department of Trade and Ports Response:", "response", ""),
        ("Response of the services: Yes", "response", "Yes"),
        ("UNECE response", "response", ""),
        ("Response", "response", ""),
        ("Actions", "text", ""),
        ("UNECE actions: Meet", "text", "Meet"),
    ],
)
def test_a_heading_says_whose_it_is(text: str, key: str, rest: str) -> None:
    label = LABELS.heading(text)
    assert label
    assert (label.key, label.rest) == (key, rest)


@pytest.mark.parametrize(
    "text",
    [
        *("Response to the evaluation of Ports", "The response: we agree", "Actions.", "Title"),
        *("This is our Response: we agree",),
    ],
)
def test_a_sentence_or_the_title_of_a_document_is_no_heading(text: str) -> None:
    assert not LABELS.heading(text)


WORDS = st.sampled_from(
    [
        *(
            "Recommendation",
            "rec.",
            "R",
            "Actions",
            "Strategic",
            "Response",
            "No.",
            "of",
            "1",
            "12.3",
        ),
        *("A", "IV", "(x)", ":", ".", "-", "–", "\n", "[y]", "was", "Improve", "\xa0", "e\u0301"),
    ]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " "]))))
def test_a_label_says_what_stands_in_front_and_its_rest_is_the_rest(
    pieces: list[tuple[str, str]],
) -> None:
    text = "".join(word + blank for word, blank in pieces)
    if label := LABELS.read(text):
        assert text.strip().endswith(label.rest)
        front = " ".join(text.strip().removesuffix(label.rest).split())
        for part in (label.number, " ".join(label.remark.split()), label.words):
            assert part in front
