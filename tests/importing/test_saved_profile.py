"""A saved profile reads the same document in the same way, and whatever is filled in settles it."""

import re
from pathlib import Path

import pytest
from portfolios import ROOT

from ecefollow.importing import import_document, profile, saved_profile
from ecefollow.importing.import_document import Imported
from ecefollow.importing.profile import Profile
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.model import Evaluation

EVALUATION = Evaluation("e", "T", "O")
EXTRAS = {".xlsx": "openpyxl", ".docx": "docx"}
DOCUMENTS = sorted(
    path
    for folder in (ROOT / "tests" / "data" / "forms", ROOT / "examples")
    for path in folder.iterdir()
    if path.suffix in {".csv", ".docx", ".html", ".xlsx"}
)
TABLE = """\
Recommendation,Status,Action,Cost,Status,Seen,Due
1. Share,Agreed,Meet,5,Wrapped,x,2018
2. Ask,Endorsed,Write,6,Completed,y,permanent
"""


def imported(path: Path, own: Profile) -> Imported:
    return import_document.read(str(path), EVALUATION, own)


def saved(made: Imported) -> str:
    return saved_profile.text(made.how, "table.csv")


def loaded(text: str) -> Profile:
    read, problems = profile.load(text.encode(), "saved.yaml")
    assert read, "\n".join([text, *map(str, problems)])
    return read


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=() if number % 3 == 0 else pytest.mark.slow)
        for number, path in enumerate(DOCUMENTS)
    ],
)
def test_with_its_own_profile_a_document_comes_in_as_before(path: Path) -> None:
    if extra := EXTRAS.get(path.suffix):
        pytest.importorskip(extra, reason="an extra is not installed")
    try:
        first = imported(path, Profile())
    except RefusedError:
        pytest.skip("it is refused without an option")
    again = imported(path, loaded(saved(first)))
    assert again.texts == first.texts
    assert {*again.findings} <= {*first.findings}


def test_what_was_filled_in_is_found_no_more(table: Path) -> None:
    own = Profile(columns={"E": "progress"})
    text = saved(imported(table, own))
    for word, meaning in (
        *(("Cost", "left-out"), ("Seen", "note"), ("Wrapped", "completed")),
        *(("Endorsed", "accepted"), ("permanent", "ongoing")),
    ):
        text = text.replace(f'# "{word}": …', f'"{word}": {meaning}')
    filled = re.sub(r"# (?=\w+:$)", "", text, flags=re.MULTILINE)
    findings = [f.message for f in imported(table, loaded(filled)).findings]
    assert not [message for message in findings if "not known" in message or "word" in message]


def test_what_is_not_known_stands_in_comments_with_the_choices(table: Path) -> None:
    text = saved(imported(table, Profile(columns={"E": "progress"})))
    lines = [line.strip() for line in text.splitlines()]
    assert {'# "Cost": …', '# "Seen": …', '# "Wrapped": …', '# "Endorsed": …'} <= {*lines}
    assert [line for line in lines if "accepted, partial, rejected, pending or not-stated" in line]


def test_two_columns_of_one_heading_are_told_by_their_letters(table: Path) -> None:
    made = loaded(saved(imported(table, Profile(columns={"E": "progress"}))))
    assert made.columns["B"] == "status"
    assert made.columns["E"] == "progress"
    assert "Status" not in made.columns


def test_what_the_reader_said_is_kept_whether_or_not_it_was_met(table: Path) -> None:
    own = Profile(
        columns={"E": "progress", "Elsewhere": "note"},
        words={"progress": {"Terminé": "completed"}, "Seen": {"x": "completed"}},
        dates=DateOrder.DAY_FIRST,
        names_parted_by=("/",),
        nothing=("nix",),
        no_record=("Summe",),
        sentences={"duty": ("soll",)},
    )
    made = loaded(saved(imported(table, own)))
    assert made.columns["Elsewhere"] == "note"
    assert made.words["progress"]["Terminé"] == "completed"
    assert made.words["Seen"] == {"x": "completed"}
    assert (made.dates, made.names_parted_by) == (own.dates, own.names_parted_by)
    assert (made.nothing, made.no_record) == (own.nothing, own.no_record)
    assert made.sentences == own.sentences


def test_a_word_that_the_next_document_does_not_have_is_no_finding(table: Path) -> None:
    own = Profile(columns={"E": "progress", "Gone": "note"}, words={"status": {"Oui": "accepted"}})
    assert not [f for f in imported(table, own).findings if f.text in {"Gone", "Oui"}]


def test_that_recommendations_are_their_own_actions_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Recommendation,Status,Due date\n1. Share,Completed,2018\n", encoding="utf-8")
    first = imported(path, Profile())
    again = imported(path, loaded(saved(first)))
    message = "each recommendation was read as its own action"
    assert [f for f in first.findings if message in f.message]
    assert not [f for f in again.findings if message in f.message]
    assert again.texts == first.texts


def test_a_deadline_is_no_word_of_progress(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "Recommendation,Action,Due,Status\n1. Share,Meet,01/02/2025,Wrapped\n", encoding="utf-8"
    )
    text = saved(imported(path, Profile()))
    assert "01/02/2025" not in text
    assert "Take away “# ” here and before “progress”, and put" in text
    filled = text.replace('# "Wrapped": …', '"Wrapped": completed').replace(
        "# progress", "progress"
    )
    assert loaded(filled.replace("# words", "words")).words["progress"] == {"Wrapped": "completed"}
