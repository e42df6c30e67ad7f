"""The shipped register against the document that it transcribes."""

import re
from datetime import date
from pathlib import Path

import pytest

from ecefollow.reading import loader, register_file
from ecefollow.register.model import Action, Recommendation, Register
from ecefollow.render import dispatch
from ecefollow.render.formats import ProblemFormat

ROOT = Path(__file__).parents[1]
PATH = ROOT / "data" / "recommendations.yaml"
SOURCE = ROOT / "tests" / "data" / "management-response.txt"
GOLDEN = ROOT / "tests" / "data" / "recommendations.out"
LABELS = "Management Response:", "Follow-up actions and responsibilities:"


@pytest.fixture(scope="module")
def register() -> Register:
    register, problems = loader.load(PATH.read_bytes(), "data/recommendations.yaml")
    assert register
    assert not problems
    return register


def actions(register: Register) -> list[Action]:
    return [action for each in register.recommendations for action in each.actions]


def words(text: str) -> list[str]:
    return text.split()


def parts(recommendation: str) -> tuple[str, str, str]:
    """The title, the response and the follow-up of one recommendation in the source."""
    title, rest = recommendation.split(LABELS[0])
    response, follow_up = rest.split(LABELS[1])
    # A hyphen at the end of a line is a real one: the word goes on in the next line.
    response, follow_up = (re.sub(r"-\s*\n\s*", "-", text) for text in (response, follow_up))
    return title, response, follow_up


def source() -> dict[str, tuple[str, str, str]]:
    _, *pieces = re.split(r"Recommendation (\d):", SOURCE.read_text(encoding="utf-8"))
    return dict(zip(pieces[::2], map(parts, pieces[1::2]), strict=True))


def follow_up(recommendation: Recommendation) -> list[str]:
    """Actions and notes, which stand in the source in an order of their own."""
    return [*(action.text for action in recommendation.actions), *recommendation.notes]


def test_it_has_the_seven_recommendations_and_twelve_actions_of_the_source(
    register: Register,
) -> None:
    assert [each.id for each in register.recommendations] == list(source())
    assert [action.id for action in actions(register)] == [
        *("1.1", "2.1", "3.1", "4.1", "4.2", "4.3"),
        *("5.1", "5.2", "6.1", "7.1", "7.2", "7.3"),
    ]


def test_titles_and_responses_are_the_source_word_for_word(register: Register) -> None:
    for recommendation in register.recommendations:
        title, response, _ = source()[recommendation.id]
        assert words(recommendation.title) == words(title)
        assert words(recommendation.response or "") == words(response)


def test_actions_and_notes_together_are_every_sentence_of_the_follow_up(register: Register) -> None:
    for recommendation in register.recommendations:
        left = " ".join(words(source()[recommendation.id][2]))
        for text in sorted(follow_up(recommendation), key=len, reverse=True):
            assert text in left
            left = left.replace(text, "", 1)
        assert not left.strip()


def test_a_reservation_is_part_of_its_response(register: Register) -> None:
    for recommendation in register.recommendations:
        assert (recommendation.reservation or "") in (recommendation.response or "")


def test_no_update_and_no_day_is_invented(register: Register) -> None:
    assert not any(action.updates for action in actions(register))
    assert {a.id: a.due.written for a in actions(register) if a.due} == {
        "3.1": "2018-02-28",
        "5.1": "2018-02",
        "7.1": "2018-03-30",
        "7.2": "2018-12-31",
    }
    assert register.evaluation.responded is None


def test_its_honest_warnings_are_the_gaps_of_the_source() -> None:
    checked = register_file.check_file(str(PATH), today=date(2018, 1, 1))
    named = [problem._replace(path="data/recommendations.yaml") for problem in checked.problems]
    lines = {"data/recommendations.yaml": checked.lines}
    shown = dispatch.problems(named, ProblemFormat.FULL, lines, colour=False)
    assert shown == GOLDEN.read_text(encoding="utf-8")
