import pytest

from ecefollow.documents.sentences import Hyphens, joined, sentences


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("One  two\n three ", "One two three"),
        ("cross-\nsectoral work is cross-sectoral", "cross-sectoral work is cross-sectoral"),
        ("infor-\nmation is information", "information is information"),
        ("informa\xad\ntion", "information"),
        ("the Secretary-\nGeneral", "the Secretary-General"),
        ("a UN-\nled plan", "a UN-led plan"),
        ("information-\nand knowledge-sharing", "information- and knowledge-sharing"),
        ("Executive Office/\nProgramme Unit", "Executive Office/Programme Unit"),
        ("for 2020–\n21", "for 2020–21"),
        ("tightly -\nor not", "tightly - or not"),
        ("avant le 30\xa0juin", "avant le 30\xa0juin"),
        ("", ""),
    ],
)
def test_lines_become_a_text(lines: str, text: str) -> None:
    assert joined(lines.split("\n")) == text


def test_a_hyphen_of_which_nothing_says_anything_stays_and_is_doubtful() -> None:
    lines = ["It is demand-", "driven."]
    assert joined(lines) == "It is demand-driven."
    doubts = dict(Hyphens(lines).doubts(lines, "demand-driven"))
    assert doubts == {"demand-driven": "the hyphen at the end of a line was kept"}


def test_it_is_undone_where_the_document_breaks_words() -> None:
    lines = ["All informa-", "tion of the organi-", "zation is information."]
    assert joined(lines) == "All information of the organization is information."
    assert [word for word, _ in Hyphens(lines).doubts(lines, "")] == ["organi-zation"]


@pytest.mark.parametrize(
    "text",
    [
        "It ends. | It begins again! | Does it?",
        "See No. 5 and e.g. Annex II. | By 31 Dec. 2018 it is done. | No.",
        "By Mr. Smith and J. K. Hall of the U.S. Office, etc. | Then more.",
        "1. Do this. | 2. Do that. | a) And that.",
        "He said: “Yes.” | (As in Rec. 1.) | “And so on...” | The end",
        "Version 1.5 of 3 p.m. is done.",
        "By June.[1] | Then the plan.2 | It is.³ | See Sect.2 The end.",
        "Voir p. ex. Annexe 2. | À l’avenir, art. 3 suffit. | « Oui. » | Élu.",
        "См. п. 5 ст. 3. | После мая 2018 \u0433. Секретариат начнет. | Да.",
        "План к 1 мая 2022 г. и доклад в I кв. 2023 г. | Отдел, т. е. мы, издаст его.",  # noqa: RUF001
        "Con p. ej. una. | a. Una.",
        "Работа будет начата летом 2018 \u0433. | Да.",
        "Sí. | ¿No? | ¡Sí! | Véase el núm. 5.",
    ],
)
def test_sentences_are_told_apart(text: str) -> None:
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("• One\n• two\n\n") == ["• One", "• two"]
