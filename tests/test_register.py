"""The shipped register against the document that it transcribes."""

import re
from datetime import date
from pathlib import Path

import pytest

from ecefollow.reading import loader, register_file
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.vocabulary import State
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
    assert [a.id for each in register.recommendations for a in each.actions] == [
        *("1.1", "2.1", "3.1", "4.1", "4.2", "4.3"),
        *("5.1", "5.2", "6.1", "7.1", "7.2", "7.3"),
    ]


@pytest.mark.parametrize("number", list("1234567"))
def test_titles_and_responses_are_the_source_word_for_word(register: Register, number: str) -> None:
    recommendation = register.recommendations[int(number) - 1]
    title, response, _ = source()[number]
    assert words(recommendation.title) == words(title)
    assert words(recommendation.response or "") == words(response)


@pytest.mark.parametrize("number", list("1234567"))
def test_actions_and_notes_together_are_every_sentence_of_the_follow_up(
    register: Register, number: str
) -> None:
    left = " ".join(words(source()[number][2]))
    for text in sorted(follow_up(register.recommendations[int(number) - 1]), key=len, reverse=True):
        assert text in left
        left = left.replace(text, "", 1)
    assert not left.strip()


def test_a_reservation_is_part_of_its_response(register: Register) -> None:
    for recommendation in register.recommendations:
        assert (recommendation.reservation or "") in (recommendation.response or "")


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2018, 2, 28), []),
        (date(2018, 3, 1), ["3.1", "5.1"]),
        (date(2018, 3, 31), ["3.1", "5.1", "7.1"]),
        (date(2019, 1, 1), ["3.1", "5.1", "7.1", "7.2"]),
    ],
)
def test_what_is_overdue_follows_from_the_day(
    register: Register, day: date, late: list[str]
) -> None:
    found = [s for answer in register.on(day) for s in answer.standings]
    assert [s.action.id for s in found if s.state is State.OVERDUE] == late


def test_no_update_and_no_day_is_invented(register: Register) -> None:
    actions = [action for each in register.recommendations for action in each.actions]
    assert not any(action.updates for action in actions)
    assert {a.id: a.due.written for a in actions if a.due} == {
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
