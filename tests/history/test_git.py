"""`--rev`: the register as git had it, which is what was known then."""

import os
import shutil
from pathlib import Path

import pytest
from portfolios import FICTION, answer
from repositories import Git

HOME = Path("data", "recommendations.yaml")
LATE = ("overdue", "--as-of", "2021-04-06")
THEN = (*LATE, "--rev", "first")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """A register with two revisions; in the first, which is tagged, B.1 was not completed yet."""
    git = Git(tmp_path_factory.mktemp("begun"))
    path = git.folder / HOME
    path.parent.mkdir()
    text = FICTION.read_text(encoding="utf-8")
    begin = text.index("        updates: # late by six days")
    path.write_text(text[:begin] + text[text.index('      - id: "B.2"') :], encoding="utf-8")
    git.commit(day="2021-04-01")
    git("tag", "first")
    shutil.copy(FICTION, path)
    git.commit()
    return git


@pytest.fixture(autouse=True)
def git(begun: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """The same, which the test may change, and in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return begun.copied(tmp_path)


@pytest.fixture
def register(git: Git) -> Path:
    """The register in it."""
    return git.folder / HOME


def test_what_was_known_then_is_told_apart_from_what_was_true_then() -> None:
    assert answer(*LATE).ids == []
    assert answer(*THEN).ids == ["B.1"]


@pytest.mark.parametrize(
    "command", ["list", "actions B.1", "show B.1", "overdue", "upcoming", "summary", "timeline"]
)
def test_every_answer_can_be_had_as_of_a_revision_which_it_names(command: str) -> None:
    found = answer(*command.split(), "--rev", "first", "--format", "json")
    assert found.json["register"] == f"first:{HOME}"


def test_a_place_in_the_file_is_one_of_the_revision() -> None:
    assert f"first:{HOME}:49" in answer("show", "B.1", "--rev", "first").out


def test_it_is_found_from_any_folder(
    register: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(register.parent)
    assert answer(*THEN).ids == ["B.1"]
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert answer(*THEN, "--register", register).ids == ["B.1"]
    monkeypatch.setenv("ECEFOLLOW_REGISTER", os.path.relpath(register))
    assert answer(*THEN).ids == ["B.1"]


def test_a_file_that_is_gone_is_still_in_its_revision(register: Path) -> None:
    shutil.rmtree(register.parent)
    assert answer(*THEN, "--register", HOME).ids == ["B.1"]


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
def test_what_is_no_revision_is_told_in_a_line(revision: str, told: str) -> None:
    status, out, err = answer("overdue", f"--rev={revision}")
    assert (status, out) == (2, "")
    assert told in err


def test_two_histories_without_a_common_commit_are_told(git: Git) -> None:
    other = git("commit-tree", git("rev-parse", "HEAD^{tree}").strip(), "-m", "Other").strip()
    err = answer("list", "--rev", f"main...{other}").err
    assert f"'main' and '{other}' have no common commit" in err


def test_a_file_that_was_not_there_yet_is_told(register: Path) -> None:
    late = register.with_name("late.yaml")
    shutil.copy(register, late)
    told = f"ecefollow: {late}: there is no such file at first\n"
    assert answer("list", "--rev", "first", "--register", late) == (2, "", told)


def test_where_no_register_is_near_there_are_no_revisions(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    shutil.copy(FICTION, "register.yaml")
    found = answer("list", "--rev", "first", "--register", "register.yaml")
    assert found == (2, "", "ecefollow: register.yaml: it is not in a git repository\n")
    found = answer("list", "--rev", "first")
    assert found.status == 2
    assert "no data/recommendations.yaml here or in a folder above" in found.err


def test_a_register_that_was_invalid_then_is_refused_by_its_revision(
    git: Git, register: Path
) -> None:
    register.write_bytes(register.read_bytes().replace(b"status: pending", b"status: pendign"))
    git.commit()
    found = answer("list", "--rev", "HEAD")
    assert found.status == 2
    assert f"HEAD:{HOME}:43:13: error: status: 'pendign'" in found.err
