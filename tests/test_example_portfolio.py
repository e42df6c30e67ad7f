"""The fictional portfolio: made by its script, valid, and with all that the pages show on it."""

from collections import Counter
from datetime import date
from pathlib import Path

import make_portfolio
import pytest
from blocks import ROOT

from ecefollow.reading import register_file
from ecefollow.reading.register_file import CheckedFile
from ecefollow.register.model import Answer
from ecefollow.register.standing import Action, Standing
from ecefollow.register.vocabulary import Progress, State, Status

FOLDER = ROOT / "examples" / "portfolio"
FILES = make_portfolio.files()
END = date(2023, 12, 31)


@pytest.fixture(scope="module")
def checked() -> list[CheckedFile]:
    return [
        register_file.check_file(str(FOLDER / "registers" / name), today=date.max) for name in FILES
    ]


@pytest.fixture(scope="module")
def answers(checked: list[CheckedFile]) -> list[Answer]:
    return [answer for each in checked if each.register for answer in each.register.on(END)]


@pytest.fixture(scope="module")
def standings(answers: list[Answer]) -> list[Standing]:
    return [standing for answer in answers for standing in answer.standings]


@pytest.fixture(scope="module")
def actions(standings: list[Standing]) -> list[Action]:
    return [standing.action for standing in standings]


def test_the_script_writes_exactly_the_files_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_portfolio, "REGISTERS", tmp_path)
    (tmp_path / "old.yaml").write_text("no longer made", encoding="utf-8")
    make_portfolio.main()
    there = FOLDER / "registers"
    assert read(tmp_path) == read(there)


def read(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_it_is_small_enough_to_be_committed() -> None:
    files = [*FOLDER.glob("*.py"), *FOLDER.rglob("*.yaml")]
    assert sum(len(path.read_bytes()) for path in files) < 150_000


def test_there_are_20_evaluations_of_five_organizations_each_under_a_name_of_its_own(
    checked: list[CheckedFile],
) -> None:
    evaluations = [each.register.evaluation for each in checked if each.register]
    assert len({each.id for each in evaluations}) == 20
    assert len({each.organization for each in evaluations}) == 5
    assert [f"{each.id}.yaml" for each in evaluations] == [name.split("/")[1] for name in FILES]


def test_they_have_few_problems_and_no_error(checked: list[CheckedFile]) -> None:
    found = Counter(str(problem.code) for each in checked for problem in each.problems)
    assert set(found) == {"no-evidence", "no-deadline"}
    assert 0 < found.total() <= 10


def test_no_sentence_was_left_unfinished() -> None:
    assert [name for name, text in FILES.items() if "{" in text or "note: \n" in text] == []


def test_every_state_and_every_answer_is_there(
    answers: list[Answer], standings: list[Standing]
) -> None:
    assert {standing.state for standing in standings} == set(State) - {State.UNKNOWN}
    assert {answer.status for answer in answers} == set(Status)


def test_a_rejected_recommendation_says_why_and_has_no_action(answers: list[Answer]) -> None:
    records = [answer.recommendation for answer in answers]
    rejected = [each for each in records if each.status is Status.REJECTED]
    assert len(rejected) >= 3
    assert all(each.reservation and not each.actions for each in rejected)


def test_deadlines_move_once_and_twice(standings: list[Standing]) -> None:
    assert {1, 2} <= {len(standing.moves) for standing in standings}


def test_some_complete_early_some_late_and_some_on_the_day(standings: list[Standing]) -> None:
    late = [standing.days_late for standing in standings if standing.days_late is not None]
    assert min(late) < -20
    assert max(late) > 60
    assert 0 in late


def test_some_actions_are_handed_over_and_some_are_opened_again(actions: list[Action]) -> None:
    assert any(update.responsible for action in actions for update in action.updates)
    said = [[update.progress for update in action.updates] for action in actions]
    assert [Progress.COMPLETED, Progress.IN_PROGRESS] in [each[-2:] for each in said]


def test_some_events_have_happened_and_others_have_not(actions: list[Action]) -> None:
    happened = [bool(action.after.happened) for action in actions if action.after]
    assert set(happened) == {True, False}


def test_nothing_happens_after_the_last_day(actions: list[Action]) -> None:
    days = [update.date for action in actions for update in action.updates]
    assert date(2023, 11, 1) < max(days) <= make_portfolio.LAST < END
