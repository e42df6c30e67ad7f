"""Several registers asked at once: the answer is the union of their own, with ids behind theirs."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Git

from ecefollow.cli import main, session
from ecefollow.render.formats import Format, PageFormat

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "recommendations.yaml"
FICTION = ROOT / "examples" / "followed-up.yaml"
DAY = ("--as-of", "2021-12-31")


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    monkeypatch.setattr(session, "today", lambda: date(2021, 12, 31))

    def run(*args: str) -> Ran:
        status = main.run(args)
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    """A folder with three registers, one of them in a folder of its own."""
    folder = tmp_path / "registers"
    (folder / "ports").mkdir(parents=True)
    shutil.copy(SHIPPED, folder / "unece.yaml")
    shutil.copy(FICTION, folder / "ports" / "harbour.yml")
    other = FICTION.read_text(encoding="utf-8").replace("id: harbour", "id: lighthouse")
    (folder / "ports" / "lighthouse.yaml").write_text(other, encoding="utf-8")
    return folder


def rows(ran: Ran, name: str) -> list[dict[str, Any]]:
    assert ran.status == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)[name]
    return found


def test_json_names_the_registers_in_the_order_of_their_paths(run: Run, registers: Path) -> None:
    shutil.copy(FICTION, registers / ".hidden.yaml")
    (registers / ".git").mkdir()
    shutil.copy(FICTION, registers / ".git" / "config.yaml")
    (registers / "elsewhere.yaml").symlink_to(FICTION)
    (registers / "loop").symlink_to(registers)
    found = json.loads(run("overdue", *DAY, "--format", "json").out)
    assert "register" not in found
    assert [each["path"] for each in found["registers"]] == [
        "registers/ports/harbour.yml",
        "registers/ports/lighthouse.yaml",
        "registers/unece.yaml",
    ]
    assert list(found["registers"][0]) == ["path", "evaluation", "title", "organization"]
    assert found["total"] == 28


def test_the_variable_names_several_as_a_path_does(
    run: Run, registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = os.pathsep.join(map(str, (registers / "unece.yaml", registers / "ports")))
    monkeypatch.setenv("ECEFOLLOW_REGISTER", both)
    assert len(rows(run("actions", *DAY, "--format", "json"), "actions")) == 28


@pytest.mark.usefixtures("registers")
def test_a_register_at_home_is_nearer_than_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(FICTION, tmp_path / "data" / "recommendations.yaml")
    assert len(rows(run("actions", *DAY, "--format", "json"), "actions")) == 8


@pytest.mark.usefixtures("registers")
def test_a_bare_id_is_enough_if_one_evaluation_has_it(run: Run) -> None:
    assert [row["id"] for row in rows(run("actions", "7.1", "--format", "json"), "actions")] == [
        "cross-sectoral:7.1"
    ]
    ran = run("actions", "A.1")
    assert ran.status == 2
    assert "several evaluations have 'A.1': write one of harbour:A.1, lighthouse:A.1" in ran.err
    assert run("show", "lighthouse:A.1").status == 0
    assert "did you mean 'harbour:A.1'?" in run("show", "harbor:A.1").err


@pytest.mark.usefixtures("registers")
def test_evaluations_and_organizations_narrow_every_answer(run: Run) -> None:
    found = rows(run("actions", "--evaluation", "harbour", "--format", "json"), "actions")
    assert {row["evaluation"] for row in found} == {"harbour"}
    assert {row["id"][:8] for row in found} == {"harbour:"}
    found = rows(run("list", "--organization", "unece", "--format", "json"), "recommendations")
    assert {row["evaluation"] for row in found} == {"cross-sectoral"}
    ran = run("summary", "--evaluation", "harbor")
    assert ran.status == 2
    assert "none of the registers has 'harbor'; did you mean 'harbour'?" in ran.err


def test_one_register_with_an_error_refuses_the_whole_answer(run: Run, registers: Path) -> None:
    broken = registers / "ports" / "harbour.yml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("status: pending", "status: pendign"), encoding="utf-8")
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    ran = run("overdue")
    assert (ran.status, ran.out) == (2, "")
    assert "registers/ports/harbour.yml:43:13: error: status: 'pendign'" in ran.err
    assert "ecefollow: registers/bad.yaml has" in ran.err


@pytest.mark.parametrize(
    ("command", "format"),
    [
        *((each, form) for each in ("overdue", "evaluations") for form in Format),
        *(("summary", form) for form in PageFormat),
    ],
)
def test_what_is_skipped_is_named_in_every_format(
    run: Run, registers: Path, command: str, format: str
) -> None:
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    ran = run(command, *DAY, "--skip-invalid", "--format", format)
    assert ran.status == 1
    if format == "json":
        assert json.loads(ran.out)["skipped"] == [
            {"path": "registers/bad.yaml", "reason": "1 error"}
        ]
    else:
        assert "registers/bad.yaml" in ran.out + ran.err
    assert "harbour" in ran.out


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_a_report_names_what_is_skipped_in_the_page_and_beside_it(
    run: Run, registers: Path, format: str
) -> None:
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    ran = run("report", *DAY, "--skip-invalid", "--format", format)
    assert ran.status == 1
    page = ran.out.replace("<bdi>", "").replace("</bdi>", "")
    assert "Left out: registers/bad.yaml: 1 error" in page
    assert ran.err == "Skipped: registers/bad.yaml: 1 error\n"


@pytest.mark.parametrize(
    ("command", "name"),
    [("report", "page.md"), ("calendar", "deadlines.ics"), ("export", "all.sqlite")],
)
def test_what_a_file_leaves_out_is_named_beside_it(
    run: Run, registers: Path, command: str, name: str
) -> None:
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    ran = run(command, *DAY, "--skip-invalid", "-o", name)
    assert ran == (1, "", f"Wrote {name}\nSkipped: registers/bad.yaml: 1 error\n")
    assert Path(name).exists()


def test_a_calendar_on_stdout_names_what_is_skipped_on_stderr(run: Run, registers: Path) -> None:
    (registers / "bad.yaml").write_text("[", encoding="utf-8")
    ran = run("calendar", *DAY, "--skip-invalid")
    assert (ran.status, ran.err) == (1, "Skipped: registers/bad.yaml: 1 error\n")
    assert ran.out.startswith("BEGIN:VCALENDAR")


def test_two_registers_of_one_evaluation_are_an_error_in_both_ways(
    run: Run, registers: Path
) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    ran = run("overdue")
    assert ran.status == 2
    message = "id: 'harbour' is already the id of the evaluation in registers/again.yaml"
    assert message in ran.err
    ran = run("check", "--format", "concise")
    assert ran.status == 1
    assert f"registers/ports/harbour.yml:6:7: error: {message} [duplicate-id]" in ran.out


def test_a_folder_without_a_register_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("overdue", "--register", "empty")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "ecefollow: empty: there is no .yaml or .yml file in this folder\n"


@pytest.mark.usefixtures("registers")
def test_a_summary_breaks_down_by_evaluation_and_organization(run: Run) -> None:
    found = json.loads(run("summary", *DAY, "--format", "json").out)
    assert found["actions"]["total"] == 28
    assert [(each["evaluation"], each["actions"]) for each in found["evaluations"]] == [
        ("harbour", 8),
        ("lighthouse", 8),
        ("cross-sectoral", 12),
    ]
    assert [(each["organization"], each["actions"]) for each in found["organizations"]] == [
        ("Port Authority of Nowhere", 16),
        ("UNECE", 12),
    ]


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("attention", ["cross-sectoral", "harbour", "lighthouse"]),
        ("id", ["cross-sectoral", "harbour", "lighthouse"]),
        ("organization", ["harbour", "lighthouse", "cross-sectoral"]),
        ("silence", ["cross-sectoral", "harbour", "lighthouse"]),
        ("rate", ["cross-sectoral", "harbour", "lighthouse"]),
        ("next-due", ["cross-sectoral", "harbour", "lighthouse"]),
    ],
)
def test_evaluations_are_sorted(run: Run, sort: str, expected: list[str]) -> None:
    found = rows(run("evaluations", *DAY, "--sort", sort, "--format", "json"), "evaluations")
    assert [row["id"] for row in found] == expected


@pytest.mark.usefixtures("registers")
def test_evaluations_count_what_a_filter_leaves(run: Run) -> None:
    options = (*DAY, "--responsible", "Laboratory", "--format", "json")
    found = rows(run("evaluations", *options), "evaluations")
    assert [(row["id"], row["actions"]) for row in found] == [("harbour", 1), ("lighthouse", 1)]


# The report


@pytest.mark.usefixtures("registers")
def test_a_report_has_a_part_for_each_evaluation(run: Run) -> None:
    lines = run("report", *DAY).out.splitlines()
    parts = [line for line in lines if line.startswith("### Evaluation of ")]
    assert [line.split()[3:5] for line in parts] == [
        ["the", "harbour"],
        ["the", "harbour"],
        ["cross-sectoral", "cooperation"],
    ]
    assert "- Register: registers/ports/harbour.yml" in lines
    assert lines.index(parts[1]) < lines.index(
        "##### lighthouse:A.1 ✓ completed 12 May 2021, 49 days early"
    )


@pytest.mark.usefixtures("registers")
def test_a_report_counts_for_an_evaluation_what_the_listing_of_evaluations_does(run: Run) -> None:
    responsible = ("--responsible", "Harbour Master")
    for narrowed in ((), responsible):
        listed = run("evaluations", *DAY, *narrowed, "--format", "json")
        (first, *_) = rows(listed, "evaluations")
        report = run("report", *DAY, *narrowed).out
        (row,) = (each for each in report.splitlines() if f"(#evaluation-{first['id']})" in each)
        assert f"| {first['closed']} of {first['actions']} | {first['overdue']} |" in row


@pytest.mark.usefixtures("committed")
def test_a_report_at_a_revision_names_it_with_each_register(run: Run) -> None:
    report = run("report", *DAY, "--register", "registers", "--rev", "first").out
    assert "- Register: first:registers/unece.yaml" in report


# Recording


def test_an_update_is_written_to_the_register_that_has_the_id(run: Run, registers: Path) -> None:
    before = {path: path.read_bytes() for path in registers.rglob("*.y*ml")}
    ran = run("record", "lighthouse:A.1", "--note", "Published anew.")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("registers/ports/lighthouse.yaml:")
    changed = [path.name for path, data in before.items() if path.read_bytes() != data]
    assert changed == ["lighthouse.yaml"]


def test_a_sheet_over_several_registers_writes_all_or_none(run: Run, registers: Path) -> None:
    sheet = run("actions", "harbour:A.1", "lighthouse:A.1", "--template").out
    head, *lines = sheet.splitlines()
    column = head.split(",").index("update_note")
    filled = [line.split(",") for line in lines]
    for number, cells in enumerate(filled):
        cells[column] = f"Note {number}"
    Path("sheet.csv").write_text("\n".join([head, *map(",".join, filled)]), encoding="utf-8")
    ran = run("record", "--from", "sheet.csv", "--date", "2021-12-30")
    assert ran.status == 0, ran.err
    texts = [path.read_text(encoding="utf-8") for path in sorted((registers / "ports").iterdir())]
    assert ["Note 0" in texts[0], "Note 1" in texts[1]] == [True, True]
    assert not list(registers.rglob("*ecefollow*"))
    # The second row cannot be recorded again: neither is the first.
    filled[0][column] = "Another"
    Path("sheet.csv").write_text("\n".join([head, *map(",".join, filled)]), encoding="utf-8")
    ran = run("record", "--from", "sheet.csv", "--date", "2021-12-30")
    assert ran.status == 2
    assert "Another" not in (registers / "ports" / "harbour.yml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("registers")
def test_what_was_recorded_has_the_id_of_the_portfolio(run: Run) -> None:
    ran = run("record", "7.1", "--note", "x")
    assert ran.out == "registers/unece.yaml:193: cross-sectoral:7.1 x\n"
    ran = run("record", "7.1", "--note", "y", "--register", "registers/unece.yaml")
    assert ran.out == "registers/unece.yaml:195: 7.1 y\n"


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize("command", ["show", "actions", "overdue", "record"])
def test_one_register_takes_the_ids_of_the_portfolio_too(run: Run, command: str) -> None:
    options = ["--register", "registers/unece.yaml"]
    options += ["--note", "x", "--dry-run"] if command == "record" else DAY
    assert run(command, "cross-sectoral:7.1", *options) == run(command, "7.1", *options)
    ran = run(command, "harbour:7.1", *options)
    assert ran.status == 2
    message = "'harbour:7.1' is of another evaluation; that of this register is 'cross-sectoral'"
    assert message in ran.err


def test_a_sheet_of_the_portfolio_is_recorded_into_the_register_that_it_is_about(
    run: Run, registers: Path
) -> None:
    head, row = run("actions", "lighthouse:A.1", "--template").out.splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True)) | {"update_note": "Lit."}
    sheet = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    Path("sheet.csv").write_text(sheet, encoding="utf-8")
    options = ("record", "--from", "sheet.csv", "--date", "2021-12-30", "--register")
    ran = run(*options, "registers/unece.yaml")
    assert ran.status == 2
    assert "(id): 'lighthouse:A.1' is of another evaluation; that of this register is" in ran.err
    assert run(*options, "registers/ports/lighthouse.yaml").status == 0
    assert "Lit." in (registers / "ports" / "lighthouse.yaml").read_text(encoding="utf-8")


def test_a_dry_run_from_a_folder_below_is_a_patch_for_the_top_of_the_repository(
    run: Run, registers: Path, monkeypatch: pytest.MonkeyPatch, git: Git
) -> None:
    monkeypatch.chdir(registers / "ports")
    patch = run("record", "7.1", "--note", "x", "--dry-run").out
    assert patch.startswith("--- a/registers/unece.yaml\n+++ b/registers/unece.yaml\n")
    Path("patch").write_text(patch, encoding="utf-8")
    git("apply", "registers/ports/patch")
    assert "note: x" in (registers / "unece.yaml").read_text(encoding="utf-8")


def test_without_a_repository_a_patch_leads_from_the_folder_that_has_all(
    run: Run, registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(registers / "ports")
    patch = run("record", "7.1", "--note", "x", "--dry-run").out
    assert patch.startswith("--- a/unece.yaml\n")


def test_nothing_is_recorded_in_two_registers_of_one_evaluation(run: Run, registers: Path) -> None:
    shutil.copy(FICTION, registers / "again.yaml")
    before = (registers / "again.yaml").read_bytes()
    ran = run("record", "harbour:A.1", "--note", "x")
    assert ran.status == 2
    assert "'harbour' is already the id of the evaluation in registers/again.yaml" in ran.err
    assert (registers / "again.yaml").read_bytes() == before


# With git


@pytest.fixture
def committed(git: Git, registers: Path) -> Git:
    git("add", ".")
    git("commit", "--quiet", "--message", "Begin")
    git("tag", "first")
    del registers
    return git


@pytest.mark.usefixtures("committed")
def test_a_revision_has_the_registers_that_a_folder_had_then(run: Run, registers: Path) -> None:
    shutil.rmtree(registers / "ports")
    shutil.copy(FICTION, registers / "new.yaml")
    asked = ("--register", "registers", "--rev", "first", "--format", "json")
    found = rows(run("evaluations", *DAY, *asked), "evaluations")
    assert sorted(row["id"] for row in found) == ["cross-sectoral", "harbour", "lighthouse"]


@pytest.mark.usefixtures("committed")
def test_a_register_that_is_gone_is_removed_and_one_that_moved_is_followed(
    run: Run, registers: Path
) -> None:
    (registers / "ports" / "lighthouse.yaml").unlink()
    moved = registers / "moved.yaml"
    (registers / "ports" / "harbour.yml").rename(moved)
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("due: 2021-05-31", "due: 2021-12-31"), encoding="utf-8")
    ran = run("check", "--base", "HEAD", "--format", "concise")
    assert ran.status == 1
    errors = [line for line in ran.out.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in errors] == [
        "registers/moved.yaml:63:14",
        "registers/ports/lighthouse.yaml:1:1",
    ]
    assert "original due changed from 31 May 2021 to 31 Dec 2021" in errors[0]
    assert errors[1].endswith("this register of HEAD is gone [removed]")


@pytest.mark.usefixtures("committed")
def test_diff_and_log_tell_of_all_with_their_ids(run: Run, committed: Git) -> None:
    run("record", "lighthouse:A.1", "--note", "x")
    run("record", "7.1", "--note", "y")
    found = rows(run("diff", "--format", "json"), "changes")
    assert [row["id"] for row in found] == ["lighthouse:A.1", "cross-sectoral:7.1"]
    committed("commit", "--quiet", "--all", "--message", "More")
    found = rows(run("log", "--format", "json"), "log")
    assert len(found) == 5
    assert {row["evaluation"] for row in found} == {"harbour", "lighthouse", "cross-sectoral"}
    found = rows(run("log", "lighthouse:A.1", "--format", "json"), "log")
    assert [row["id"] for row in found] == ["lighthouse:A.1", None]
