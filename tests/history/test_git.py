"""`--rev`: the register as git had it, which is what was known then."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ecefollow.cli import main
from ecefollow.history.repositories import repositories
from ecefollow.reading.sources import UnreadableError

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
HOME = Path("data", "recommendations.yaml")

Git = Callable[..., str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def register(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with two revisions, tagged: B.1 was reported to be completed in the second."""
    path = tmp_path / HOME
    path.parent.mkdir()
    text = FICTION.read_text(encoding="utf-8")
    begin = text.index("        updates: # late by six days")
    end = text.index('      - id: "B.2"')
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "--message", "First", "--date", "2021-04-01T12:00")
    git("tag", "first")
    shutil.copy(FICTION, path)
    git("commit", "--quiet", "--all", "--message", "Second")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    return path


@pytest.fixture
def run(register: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    assert register.exists()

    def run(*args: str) -> tuple[int, str, str]:
        status = main.run(args)
        return status, *capfd.readouterr()

    return run


def late(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()[1:]]


def test_what_was_known_then_is_told_apart_from_what_was_true_then(run: Run) -> None:
    asked = ("overdue", "--as-of", "2021-04-06")
    assert late(run(*asked)[1]) == []
    assert late(run(*asked, "--rev", "first")[1]) == ["B.1"]


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("actions", "B.1"),
        ("show", "B.1"),
        ("overdue",),
        ("upcoming",),
        ("summary",),
        ("timeline",),
    ],
    ids=lambda command: command[0],
)
def test_every_answer_can_be_had_as_of_a_revision(run: Run, command: tuple[str, ...]) -> None:
    status, out, _ = run(*command, "--rev", "first", "--format", "json")
    assert status == 0
    assert json.loads(out)["register"] == f"first:{HOME}"


def test_the_answer_names_the_revision_with_the_file(run: Run) -> None:
    assert f"first:{HOME}:49" in run("show", "B.1", "--rev", "first")[1]


def test_it_is_found_from_any_folder(
    run: Run,
    register: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("overdue", "--as-of", "2021-04-06", "--rev", "first")
    monkeypatch.chdir(register.parent)
    assert late(run(*asked)[1]) == ["B.1"]
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert late(run(*asked, "--register", str(register))[1]) == ["B.1"]
    monkeypatch.setenv("ECEFOLLOW_REGISTER", os.path.relpath(register))
    assert late(run(*asked)[1]) == ["B.1"]


def test_it_is_found_in_a_linked_worktree(
    run: Run, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("worktree", "add", "--quiet", "linked", "-b", "other")
    monkeypatch.chdir(tmp_path / "linked")
    assert late(run("overdue", "--as-of", "2021-04-06", "--rev", "first")[1]) == ["B.1"]


def test_it_is_found_where_a_hook_names_another_repository(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    assert late(run("overdue", "--as-of", "2021-04-06", "--rev", "first")[1]) == ["B.1"]


def test_a_file_that_is_gone_is_still_in_its_revision(run: Run, register: Path) -> None:
    shutil.rmtree(register.parent)
    ran = run("overdue", "--as-of", "2021-04-06", "--rev", "first", "--register", str(HOME))
    assert late(ran[1]) == ["B.1"]


def read_at(path: str, revision: str) -> bytes:
    with repositories() as asked:
        return asked.read(path, revision)


def test_the_place_where_a_branch_left_another_is_a_revision(git: Git, register: Path) -> None:
    git("switch", "--quiet", "--create", "branch", "first")
    git("commit", "--quiet", "--allow-empty", "--message", "Ours")
    left = register.with_name("left.yaml")
    left.write_bytes(read_at(str(register), "main..."))
    assert "late by six days" not in left.read_text(encoding="utf-8")
    assert read_at(str(register), "branch...main") == left.read_bytes()


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("nowhere", "git knows no revision 'nowhere'"),
        ("first:data", "git knows no revision 'first:data'"),
        ("nowhere...", "git knows no revision 'nowhere'"),
        ("-x", "'-x' is not the name of a revision"),
        ("main...-x", "'-x' is not the name of a revision"),
        ("", "'' is not the name of a revision"),
    ],
)
def test_what_is_no_revision_is_told_in_a_line(register: Path, revision: str, told: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_at(str(register), revision)
    assert str(refused.value) == f"{register}: {told}"


@pytest.mark.parametrize("revision", ["nowhere", "-x", "", "--output=x"])
def test_a_revision_that_git_does_not_know_ends_with_2(run: Run, revision: str) -> None:
    status, out, err = run("overdue", f"--rev={revision}")
    assert (status, out) == (2, "")
    assert "revision" in err


def test_a_file_that_was_not_there_yet_is_told(run: Run, git: Git, register: Path) -> None:
    register.with_name("late.yaml").write_bytes(register.read_bytes())
    git("add", ".")
    status, out, err = run("list", "--rev", "first", "--register", "data/late.yaml")
    assert (status, out) == (2, "")
    assert err == "ecefollow: data/late.yaml: there is no such file at first\n"


def test_a_file_outside_any_repository_is_told(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("elsewhere") / "register.yaml"
    shutil.copy(FICTION, path)
    status, _, err = run("list", "--rev", "first", "--register", str(path))
    assert (status, err) == (2, f"ecefollow: {path}: it is not in a git repository\n")


def test_without_git_a_revision_cannot_be_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    status, _, err = run("list", "--rev", "first")
    assert status == 2
    assert "git cannot be run: install it first" in err


def test_the_installed_copy_has_no_revisions(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    status, _, err = run("list", "--rev", "first")
    assert status == 2
    assert "no data/recommendations.yaml here or in a folder above" in err


def test_a_register_that_was_invalid_then_is_refused_by_its_revision(
    run: Run, git: Git, register: Path
) -> None:
    register.write_bytes(register.read_bytes().replace(b"status: pending", b"status: pendign"))
    git("commit", "--quiet", "--all", "--message", "Third")
    status, _, err = run("list", "--rev", "HEAD")
    assert status == 2
    assert f"HEAD:{HOME}:43:13: error: status: 'pendign'" in err
