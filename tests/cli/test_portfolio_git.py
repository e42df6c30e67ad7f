"""Several registers in git: what a pull request means and an auditor is told, whatever moved."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Git

from ecefollow.cli import main
from ecefollow.history import git as git_module

EXAMPLE = Path(__file__).parents[2] / "examples" / "portfolio" / "registers"
FOLDER = Path("registers")


class Ran(NamedTuple):
    status: int
    out: str
    err: str

    def json(self, name: str) -> list[dict[str, Any]]:
        assert self.status < 2, self.err
        found: list[dict[str, Any]] = json.loads(self.out)[name]
        return found

    @property
    def errors(self) -> list[str]:
        return [line for line in self.out.splitlines() if ": error: " in line]


Run = Callable[..., Ran]


@pytest.fixture
def commit(git: Git, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Commit what there is, each time an hour later."""
    hours = iter(range(24))

    def commit(message: str) -> None:
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2022-01-03T{next(hours):02}:00:00+00:00")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", message)

    return commit


Commit = Callable[[str], None]


@pytest.fixture
def folder(tmp_path: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registers of the example, committed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    shutil.copytree(EXAMPLE, FOLDER)
    commit("Begin")
    return FOLDER


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert folder.exists()

    def run(*args: str) -> Ran:
        status = main.run(args)
        return Ran(status, *capsys.readouterr())

    return run


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# check --base


@pytest.mark.parametrize("gone", ["ports", ".", "ports/ports-fees.yaml"])
def test_check_reports_each_register_that_is_gone(run: Run, folder: Path, gone: str) -> None:
    path = folder / gone
    lost = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    for each in lost:
        each.unlink()
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert ran.status == 1
    removed = [line for line in ran.errors if line.endswith("[removed]")]
    assert [line.partition(":")[0] for line in removed] == [str(each) for each in lost]


def test_check_reports_what_is_gone_from_a_folder_in_which_one_is_left(
    run: Run, folder: Path
) -> None:
    for each in folder.rglob("*.yaml"):
        if each.name != "ports-fees.yaml":
            each.unlink()
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert len(ran.errors) == 19


def test_check_passes_over_a_file_that_was_no_register(
    run: Run, folder: Path, commit: Commit
) -> None:
    settings = Path("mkdocs.yml")
    settings.write_text("site_name: Evaluations\n", encoding="utf-8")
    commit("Add a site")
    settings.unlink()
    two = [str(path) for path in sorted(folder.rglob("*.yaml"))[:2]]
    assert not run("check", *two, "--base", "HEAD", "--format", "concise").errors


def test_a_register_is_new_if_no_other_has_become_it(run: Run, folder: Path) -> None:
    new = folder / "new.yaml"
    shutil.copy(EXAMPLE / "ports" / "ports-fees.yaml", new)
    edit(new, "id: ports-fees", "id: ports-tugs")
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert (ran.status, ran.errors) == (0, [])
    assert "registers/new.yaml: new since HEAD" in ran.err


def rotate(folder: Path) -> list[Path]:
    """Give each file of a folder the name of the next one, as numbered files are renamed."""
    paths = sorted(folder.glob("*.yaml"))
    texts = [path.read_bytes() for path in paths]
    for path, text in zip(paths, [texts[-1], *texts[:-1]], strict=True):
        path.write_bytes(text)
    return paths


def test_check_follows_registers_that_took_the_names_of_others(run: Run, folder: Path) -> None:
    paths = rotate(folder / "ports")
    edit(paths[0], "due: 20", "due: 21")
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert [line.partition(": error: ")[0].partition(":")[0] for line in ran.errors] == [
        str(paths[0])
    ]
    assert "original due changed" in ran.errors[0]


def test_check_takes_a_new_register_in_the_place_of_one_that_moved_for_new(
    run: Run, folder: Path
) -> None:
    place = folder / "ports" / "ports-fees.yaml"
    place.rename(folder / "fees.yaml")
    shutil.copy(EXAMPLE / "ports" / "ports-safety.yaml", place)
    edit(place, "id: ports-safety", "id: ports-tugs")
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert not ran.errors


def test_an_evaluation_that_is_renamed_in_its_place_is_an_error(run: Run, folder: Path) -> None:
    edit(folder / "ports" / "ports-fees.yaml", "id: ports-fees", "id: ports-tolls")
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert len(ran.errors) == 1
    assert "evaluation: id changed from ports-fees to ports-tolls" in ran.errors[0]


def test_a_register_that_is_overwritten_by_another_is_removed(run: Run, folder: Path) -> None:
    lost = folder / "ports" / "ports-fees.yaml"
    (folder / "ports" / "ports-safety.yaml").replace(lost)
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert ran.errors == [f"{lost}:1:1: error: this register of HEAD is gone [removed]"]


def test_a_register_from_elsewhere_in_the_repository_is_followed(
    run: Run, folder: Path, commit: Commit
) -> None:
    Path("drafts").mkdir()
    (folder / "ports" / "ports-fees.yaml").rename("drafts/fees.yaml")
    commit("Put aside")
    Path("drafts/fees.yaml").rename(folder / "fees.yaml")
    edit(folder / "fees.yaml", "due: 20", "due: 21")
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert ["original due changed" in line for line in ran.errors] == [True]


def test_check_looks_for_a_second_register_in_every_folder(run: Run, folder: Path) -> None:
    shutil.copy(folder / "ports" / "ports-fees.yaml", folder / "water" / "fees.yaml")
    ran = run("check", "registers/ports", "registers/water", "--format", "concise")
    assert [line.rpartition("[")[2] for line in ran.errors] == ["duplicate-id]"]


def test_what_is_gone_with_a_second_register_must_be_in_the_first(
    run: Run, folder: Path, commit: Commit
) -> None:
    first = folder / "ports" / "ports-fees.yaml"
    shutil.copy(first, folder / "water" / "fees.yaml")
    commit("Copy")
    first.unlink()
    assert not run("check", "registers", "--base", "HEAD", "--format", "concise").errors
    shutil.copy(folder / "water" / "fees.yaml", first)
    edit(first, "costs of port fees", "prices of port fees")
    commit("Edit")
    first.unlink()
    ran = run("check", "registers", "--base", "HEAD", "--format", "concise")
    assert ran.errors == [f"{first}:1:1: error: this register of HEAD is gone [removed]"]
    assert run("diff", "--exit-code").status == 1


def test_a_register_that_went_to_another_repository_is_removed_from_the_first(
    run: Run, git: Git, folder: Path
) -> None:
    git("init", "--quiet", "other")
    (folder / "ports" / "ports-fees.yaml").rename("other/fees.yaml")
    git("-C", "other", "add", ".")
    git("-C", "other", "commit", "--quiet", "--message", "Begin")
    ran = run("check", "registers", "other", "--base", "HEAD", "--format", "concise")
    gone = f"{folder}/ports/ports-fees.yaml:1:1: error: this register of HEAD is gone [removed]"
    assert gone in ran.errors


def test_a_register_is_compared_with_the_base_of_its_own_repository(
    run: Run, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--quiet", "other")
    other = Path("other", "fees.yaml")
    shutil.copy(EXAMPLE / "ports" / "ports-fees.yaml", other)
    edit(other, "id: ports-fees", "id: ports-tugs")
    git("-C", "other", "add", ".")
    git("-C", "other", "commit", "--quiet", "--message", "Begin")
    edit(other, "due: 20", "due: 21")
    monkeypatch.chdir("other")
    ran = run("check", "../registers", ".", "--base", "HEAD", "--format", "concise")
    assert ["original due changed" in line for line in ran.errors] == [True]


@pytest.mark.parametrize("revisions", [("HEAD",), ("HEAD~1", "HEAD")])
def test_a_file_in_the_place_of_a_folder_removes_the_registers_in_it(
    run: Run, folder: Path, commit: Commit, revisions: tuple[str, ...]
) -> None:
    shutil.rmtree(folder / "ports")
    (folder / "ports").write_text("x", encoding="utf-8")
    if len(revisions) > 1:
        commit("Replace")
        assert run("log", "--rewritten", "--exit-code").status == 1
    assert run("diff", "--exit-code", *revisions).status == 1


def test_a_register_that_became_a_link_is_not_passed_over(
    run: Run, folder: Path, commit: Commit
) -> None:
    path = folder / "ports" / "ports-fees.yaml"
    path.unlink()
    path.symlink_to("ports-safety.yaml")
    commit("Link")
    for command in ("check --base HEAD~1", "diff HEAD~1"):
        ran = run(*command.split(), "--register", "registers")
        assert ran.status == 2
        assert "registers/ports/ports-fees.yaml: a symbolic link leads to it" in ran.err
    ran = run("log", "--rewritten", "--exit-code")
    assert ran.status == 1
    assert "(!) the register became a symbolic link [not-compared]" in ran.out


def test_each_copy_from_elsewhere_in_the_repository_counts(
    run: Run, folder: Path, commit: Commit
) -> None:
    shutil.copytree(folder / "ports", "archive")
    fees = folder / "ports" / "ports-fees.yaml"
    edit(fees, "costs of port fees", "prices of port fees")
    commit("Archive")
    shutil.rmtree("evaluations", ignore_errors=True)
    Path("archive/ports-fees.yaml").rename(folder / "fees.yaml")
    fees.rename("kept.yaml")
    commit("Put aside")
    Path("evaluations").mkdir()
    shutil.copy(folder / "fees.yaml", "evaluations/fees.yaml")
    shutil.copy(folder / "water" / "water-leaks.yaml", "evaluations/leaks.yaml")
    ran = run("check", "evaluations", "--base", "HEAD", "--strict", "--format", "concise")
    assert [line for line in ran.out.splitlines() if "[reworded]" in line]


# diff


def test_diff_tells_of_a_register_that_is_gone(run: Run, folder: Path) -> None:
    (folder / "ports" / "ports-fees.yaml").unlink()
    ran = run("diff", "--exit-code", "--format", "json")
    assert ran.status == 1
    found = ran.json("changes")
    assert {change["kind"] for change in found} == {"removed"}
    assert found[0]["id"] == "ports-fees:evaluation"
    assert "ports-fees:1.1" in [change["id"] for change in found]


def test_diff_tells_of_a_register_that_is_new(run: Run, folder: Path) -> None:
    new = folder / "new.yaml"
    shutil.copy(EXAMPLE / "ports" / "ports-fees.yaml", new)
    edit(new, "id: ports-fees", "id: ports-tugs")
    found = run("diff", "--format", "json").json("changes")
    assert (found[0]["id"], found[0]["kind"]) == ("ports-tugs:evaluation", "added")


def test_diff_tells_of_every_register_when_none_is_left(run: Run, folder: Path) -> None:
    for each in folder.rglob("*.yaml"):
        each.unlink()
    found = run("diff", "--register", "registers", "--format", "json").json("changes")
    assert len([each for each in found if each["id"].endswith(":evaluation")]) == 20


def test_diff_tells_nothing_of_registers_that_only_changed_their_names(
    run: Run, folder: Path
) -> None:
    rotate(folder / "ports")
    assert run("diff", "--format", "json").json("changes") == []


def test_diff_between_revisions_takes_the_registers_of_each(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    git("tag", "first")
    (folder / "ports" / "ports-fees.yaml").unlink()
    commit("Remove")
    shutil.copy(EXAMPLE / "ports" / "ports-fees.yaml", folder / "back.yaml")
    found = run("diff", "first", "HEAD", "--format", "json").json("changes")
    assert {change["kind"] for change in found} == {"removed"}


def test_diff_follows_one_register_that_was_moved_and_edited(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    git("tag", "first")
    (folder / "ports" / "ports-fees.yaml").rename(folder / "fees.yaml")
    edit(folder / "fees.yaml", "due: 20", "due: 21")
    commit("Move")
    asked = ("--register", "registers/fees.yaml", "--format", "json")
    found = run("diff", "first", "HEAD", *asked).json("changes")
    assert found[0]["kind"] == "original-changed"


# log


def test_log_keeps_a_register_that_is_gone(run: Run, folder: Path, commit: Commit) -> None:
    (folder / "ports" / "ports-fees.yaml").unlink()
    commit("Remove")
    found = run("log", "--format", "json").json("log")
    gone = [line for line in found if line["evaluation"] == "ports-fees"]
    assert gone[0]["told"] == "the file was removed"


def test_log_fails_if_a_register_was_removed(run: Run, folder: Path, commit: Commit) -> None:
    (folder / "ports" / "ports-fees.yaml").unlink()
    commit("Remove")
    assert run("log", "--rewritten", "--exit-code").status == 1


def test_log_tells_a_register_that_moved_once(run: Run, folder: Path, commit: Commit) -> None:
    (folder / "ports" / "ports-fees.yaml").rename(folder / "fees.yaml")
    commit("Move")
    found = run("log", "--format", "json").json("log")
    assert len([line for line in found if line["evaluation"] == "ports-fees"]) == 1


def test_log_has_the_newest_commit_first_whichever_register_it_touched(
    run: Run, folder: Path, commit: Commit
) -> None:
    names = ["ports-safety", "ports-fees", "ports-pilots", "ports-fees"]
    for number, name in enumerate(names):
        with (folder / "ports" / f"{name}.yaml").open(encoding="utf-8") as file:
            title = next(line for line in file if line.startswith("  title: "))
        edit(folder / "ports" / f"{name}.yaml", title, f"{title.rstrip()} {number}\n")
        commit(f"Change {number}")
    found = run("log", "--format", "json").json("log")
    assert [line["evaluation"] for line in found[:4]] == names[::-1]


def test_log_verify_finds_a_register_that_is_gone(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    git("tag", "first")
    assert run("log", "--verify", "first").status == 0
    (folder / "ports" / "ports-fees.yaml").unlink()
    commit("Remove")
    ran = run("log", "--verify", "first", "--format", "json")
    assert ran.status == 1
    failed = [each for each in ran.json("registers") if not each["holds"]]
    assert [each["evaluation"] for each in failed] == ["ports-fees"]


def test_log_verify_takes_what_was_elsewhere_then(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    Path("drafts").mkdir()
    (folder / "ports" / "ports-fees.yaml").rename("drafts/fees.yaml")
    commit("Put aside")
    git("tag", "aside")
    Path("drafts/fees.yaml").rename(folder / "fees.yaml")
    edit(folder / "fees.yaml", "due: 20", "due: 21")
    commit("Bring back")
    ran = run("log", "--verify", "aside", "--format", "json")
    assert ran.status == 1
    failed = [each for each in ran.json("registers") if not each["holds"]]
    assert [each["evaluation"] for each in failed] == ["ports-fees"]


def test_log_verify_follows_a_folder_that_was_renamed(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    git("tag", "first")
    folder.rename("evaluations")
    commit("Rename")
    assert run("log", "--verify", "first", "--register", "evaluations").status == 0


def test_log_verify_refuses_two_registers_of_one_evaluation(
    run: Run, git: Git, folder: Path, commit: Commit
) -> None:
    git("tag", "first")
    shutil.copy(folder / "ports" / "ports-fees.yaml", folder / "zebra.yaml")
    edit(folder / "ports" / "ports-fees.yaml", "due: 20", "due: 21")
    commit("Copy")
    ran = run("log", "--verify", "first")
    assert ran.status == 2
    assert "is already the id of the evaluation in registers/ports/" in ran.err


# What is asked


@pytest.mark.parametrize(("command", "name"), [("diff", "changes"), ("log", "log")])
def test_history_is_narrowed_to_an_organization(
    run: Run, folder: Path, command: str, name: str
) -> None:
    for path in folder.rglob("*.yaml"):
        edit(path, "title: ", "title: New ")
    lines = run(command, "--organization", "Ports of Arvenia", "--format", "json").json(name)
    assert {line["evaluation"] for line in lines} == {
        *("ports-fees", "ports-safety", "ports-pilots", "ports-dredging")
    }


def test_check_is_narrowed_to_an_evaluation(run: Run) -> None:
    ran = run("check", "--evaluation", "ports-fees", "--format", "json")
    assert {each["path"] for each in json.loads(ran.out)} <= {"registers/ports/ports-fees.yaml"}
    assert "in 1 file" in ran.err


def test_twenty_registers_ask_git_no_more_than_four(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = git_module.run

    def count(location: git_module.Location, *args: str) -> Any:
        asked.append(args[0])
        return answer(location, *args)

    monkeypatch.setattr(git_module, "run", count)
    assert run("diff").status == 0
    several = len(asked)
    assert run("diff", "--register", "registers/ports").status == 0
    assert several == len(asked) - several
