"""The fictional portfolio: made by its script, valid, and with all that the pages show on it."""

from collections import Counter
from datetime import date
from pathlib import Path

import make_portfolio
import pytest
from blocks import ROOT

from ecefollow.reading import register_file
from ecefollow.register.vocabulary import Progress, State, Status

FOLDER = ROOT / "examples" / "portfolio" / "registers"
FILES = make_portfolio.files()
END = date(2023, 12, 31)


def test_the_script_writes_exactly_the_files_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_portfolio, "REGISTERS", tmp_path)
    (tmp_path / "old.yaml").write_text("no longer made", encoding="utf-8")
    make_portfolio.main()
    assert read(tmp_path) == read(FOLDER)


def read(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_it_is_as_varied_as_the_pages_say_and_finished() -> None:
    checked = [register_file.check_file(str(FOLDER / name), today=date.max) for name in FILES]
    registers = [each.register for each in checked if each.register]
    evaluations = [each.evaluation for each in registers]
    assert len({each.organization for each in evaluations}) == 5
    assert [f"{each.id}.yaml" for each in evaluations] == [name.split("/")[1] for name in FILES]
    assert len(FILES) == len({each.id for each in evaluations}) == 20
    assert [name for name, text in FILES.items() if "{" in text or "note: \n" in text] == []
    # Few problems, and no error.
    found = Counter(str(problem.code) for each in checked for problem in each.problems)
    assert set(found) == {"no-evidence", "no-deadline"}
    assert found.total() <= 10

    answers = [answer for register in registers for answer in register.on(END)]
    assert {answer.status for answer in answers} == set(Status)
    records = [answer.recommendation for answer in answers]
    rejected = [each for each in records if each.status is Status.REJECTED]
    assert len(rejected) >= 3
    assert all(each.reservation and not each.actions for each in rejected)

    standings = [standing for answer in answers for standing in answer.standings]
    assert {standing.state for standing in standings} == set(State) - {State.UNKNOWN}
    assert {1, 2} <= {len(standing.moves) for standing in standings}
    late = [standing.days_late for standing in standings if standing.days_late is not None]
    assert min(late) < -20
    assert max(late) > 60
    assert 0 in late

    actions = [standing.action for standing in standings]
    updates = [update for action in actions for update in action.updates]
    assert any(update.responsible for update in updates)
    said = [[update.progress for update in action.updates] for action in actions]
    assert [Progress.COMPLETED, Progress.IN_PROGRESS] in [each[-2:] for each in said]
    assert {bool(action.after.happened) for action in actions if action.after} == {True, False}
    assert date(2023, 11, 1) < max(each.date for each in updates) <= make_portfolio.LAST < END
