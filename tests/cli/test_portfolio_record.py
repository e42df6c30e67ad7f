"""Recording in several registers: what is written where, and what a dry run shows."""

import shutil
from pathlib import Path

import pytest
from portfolios import FICTION, Answer, answer
from repositories import Git

pytestmark = pytest.mark.usefixtures("registers")
IDS = ("harbour:A.1", "lighthouse:A.1")


def contents(registers: Path) -> dict[str, bytes]:
    found = [path for path in registers.rglob("*") if path.is_file()]
    return {path.relative_to(registers).as_posix(): path.read_bytes() for path in found}


def changed(registers: Path, before: dict[str, bytes]) -> list[str]:
    now = contents(registers)
    return sorted(name for name in now.keys() | before if now.get(name) != before.get(name))


OF_ONE = ("--register", "registers/unece.yaml")


def test_what_was_recorded_has_the_id_of_what_was_asked() -> None:
    ran = answer("record", "7.1", "--note", "x")
    assert ran.out == "registers/unece.yaml:202: cross-sectoral:7.1 x\n"
    ran = answer("record", "7.1", "--note", "y", *OF_ONE)
    assert ran.out == "registers/unece.yaml:204: 7.1 y\n"


def test_one_register_takes_the_id_of_the_portfolio_too() -> None:
    words = ("--note", "x", "--dry-run", *OF_ONE)
    assert answer("record", "cross-sectoral:7.1", *words) == answer("record", "7.1", *words)


@pytest.mark.parametrize(
    ("ident", "options", "message"),
    [
        ("A.1", (), "several evaluations have 'A.1': write one of harbour:A.1, lighthouse:A.1"),
        ("harbour:7.1", OF_ONE, "'harbour:7.1' is of another evaluation; that of this register is"),
    ],
)
def test_what_is_of_no_register_or_of_several_is_recorded_in_none(
    registers: Path, ident: str, options: tuple[str, ...], message: str
) -> None:
    before = contents(registers)
    refused = answer("record", ident, "--note", "x", *options)
    assert (refused.status, refused.out) == (2, "")
    assert message in refused.err
    assert changed(registers, before) == []


def test_nothing_is_recorded_in_two_registers_of_one_evaluation(registers: Path) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    before = contents(registers)
    refused = answer("record", "harbour:A.1", "--note", "x")
    assert refused.status == 2
    assert "the id of the evaluation in registers/again.yaml" in refused.err
    assert changed(registers, before) == []


# A sheet


def filled(*notes: str) -> str:
    """The name of a sheet with a note for each action; an empty one records nothing."""
    head, *lines = answer("actions", *IDS[: len(notes)], "--template").out.splitlines()
    column = head.split(",").index("update_note")
    rows = [line.split(",") for line in lines]
    for cells, note in zip(rows, notes, strict=True):
        cells[column] = note
    Path("sheet.csv").write_text("\n".join([head, *map(",".join, rows), ""]), encoding="utf-8")
    return "sheet.csv"


def take_back(sheet: str, *options: str) -> Answer:
    return answer("record", "--from", sheet, "--date", "2021-12-30", *options)


def test_a_sheet_is_recorded_in_every_register_that_it_is_about(registers: Path) -> None:
    before = contents(registers)
    ran = take_back(filled("Note 0", "Note 1"))
    assert ran.status == 0, ran.err
    assert changed(registers, before) == ["ports/harbour.yml", "ports/lighthouse.yaml"]
    texts = [path.read_text(encoding="utf-8") for path in sorted((registers / "ports").iterdir())]
    assert [text.count("Note 0") for text in texts] == [1, 0]
    assert [text.count("Note 1") for text in texts] == [0, 1]


def test_a_sheet_with_a_row_that_cannot_be_recorded_changes_no_register(registers: Path) -> None:
    before = contents(registers)
    refused = take_back(filled("Note 0", "#NAME?"))
    assert refused.status == 2
    assert changed(registers, before) == []


def test_of_a_sheet_that_is_taken_again_only_what_is_new_is_recorded(registers: Path) -> None:
    take_back(filled("Note 0", "Note 1"))
    before = contents(registers)
    again = take_back(filled("Another", "Note 1"))
    assert again.status == 0
    assert "row 3: lighthouse:A.1 already has this update, on line " in again.err
    assert changed(registers, before) == ["ports/harbour.yml"]


def test_a_sheet_of_the_portfolio_is_recorded_into_the_one_register_that_it_is_about(
    registers: Path,
) -> None:
    before = contents(registers)
    ran = take_back(filled("Lit."), "--register", "registers/ports/harbour.yml")
    assert ran.status == 0, ran.err
    assert changed(registers, before) == ["ports/harbour.yml"]


def test_a_sheet_of_the_portfolio_is_refused_by_the_register_of_another_evaluation() -> None:
    refused = take_back(filled("Lit."), "--register", "registers/unece.yaml")
    assert refused.status == 2
    assert "(id): 'harbour:A.1' is of another evaluation; that of this register is" in refused.err


def test_a_tracker_is_taken_into_each_register_that_has_its_actions(registers: Path) -> None:
    before = contents(registers)
    rows = "No.,Action,Comments\nharbour:A.9,Buy a boat,Soon\nharbour:B.9,Buy a car,Now\n"
    Path("tracker.csv").write_text(rows, encoding="utf-8")
    ran = answer("record", "--from", "tracker.csv", "--as-of", "2021-12-30", "--add")
    assert ran.status == 0, ran.err
    assert changed(registers, before) == ["ports/harbour.yml"]
    text = (registers / "ports" / "harbour.yml").read_text(encoding="utf-8")
    assert [text.count(f'id: "{name}.9"') for name in "ABC"] == [1, 1, 0]


# A dry run


def test_a_dry_run_from_a_folder_below_is_a_patch_for_the_top_of_the_repository(
    registers: Path, monkeypatch: pytest.MonkeyPatch, git: Git
) -> None:
    monkeypatch.chdir(registers / "ports")
    patch = answer("record", "7.1", "--note", "x", "--dry-run").out
    assert patch.startswith("--- a/registers/unece.yaml\n+++ b/registers/unece.yaml\n")
    Path("patch").write_text(patch, encoding="utf-8", newline="\n")
    git("apply", "registers/ports/patch")
    assert "note: x" in (registers / "unece.yaml").read_text(encoding="utf-8")


def test_without_a_repository_a_patch_leads_from_the_folder_that_has_all(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(registers / "ports")
    patch = answer("record", "7.1", "--note", "x", "--dry-run").out
    assert patch.startswith("--- a/unece.yaml\n")
