"""The shipped register against the document that it transcribes."""

import re
from datetime import date
from pathlib import Path

import pytest
from portfolios import answer

from ecefollow.reading import loader, register_file
from ecefollow.register.model import Register
from ecefollow.register.standing import Action
from ecefollow.render import dispatch
from ecefollow.render.formats import ProblemFormat

ROOT = Path(__file__).parents[1]
PATH = ROOT / "data" / "recommendations.yaml"
SOURCE = ROOT / "data" / "management-response.txt"
GOLDEN = ROOT / "tests" / "data" / "recommendations.out"


@pytest.fixture(scope="module")
def register() -> Register:
    register, problems = loader.load(PATH.read_bytes(), "data/recommendations.yaml")
    assert register
    assert not problems
    return register


def actions(register: Register) -> list[Action]:
    return [action for each in register.recommendations for action in each.actions]


def test_it_is_its_source_word_for_word() -> None:
    assert answer("check", str(PATH), "--source").status == 0


def test_it_has_the_seven_recommendations_and_twelve_actions_of_the_source(
    register: Register,
) -> None:
    assert [each.id for each in register.recommendations] == list("1234567")
    assert [action.id for action in actions(register)] == [
        *("1.1", "2.1", "3.1", "4.1", "4.2", "4.3"),
        *("5.1", "5.2", "6.1", "7.1", "7.2", "7.3"),
    ]


def test_each_text_stands_under_its_own_recommendation(register: Register) -> None:
    source = re.sub(r"-\s*\n\s*", "-", SOURCE.read_text(encoding="utf-8"))
    parts = [" ".join(part.split()) for part in re.split(r"Recommendation \d:", source)[1:]]
    for each, part in zip(register.recommendations, parts, strict=True):
        texts = [each.title, each.response or "", *each.notes, *(a.text for a in each.actions)]
        assert [text for text in texts if text not in part] == []


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
