"""Several registers in git: what a pull request means and an auditor is told, whatever moved."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from portfolios import FICTION, ROOT, answer
from repositories import Git
from slow_cases import usually

from ecefollow.reading import tracing

EXAMPLE = ROOT / "examples" / "portfolio" / "registers"
FOLDER = Path("registers")
FEES, SAFETY, LEAKS = (
    FOLDER / f"{name}.yaml" for name in ("ports/ports-fees", "ports/ports-safety", "water-leaks")
)
DRAFT = Path("drafts", "fees.yaml")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """Three registers, committed and tagged."""
    git = Git(tmp_path_factory.mktemp("begun"))
    for path, of in ((FEES, "ports"), (SAFETY, "ports"), (LEAKS, "water")):
        (git.folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(EXAMPLE / of / path.name, git.folder / path)
    git.commit()
    git("tag", "first")
    return git


@pytest.fixture(autouse=True)
def git(begun: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """The same, which the test may change, and in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return begun.copied(tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copy(path: Path, to: Path, *, ident: str = "ports-fees", new: str = "ports-tugs") -> None:
    """Copy a register, with a new id for its evaluation."""
    shutil.copy(path, to)
    edit(to, f"id: {ident}", f"id: {new}")


def checked(*named: str) -> list[str]:
    """What `check` says is taken back of the last commit: the file and the code of each error."""
    words = ("check", *(named or ["registers"]), "--base", "HEAD", "--format", "json")
    return [
        f"{each['path']} {each['code']}"
        for each in answer(*words).json
        if each["severity"] == "error"
    ]


# What is taken back


def a_folder_is_removed() -> None:
    shutil.rmtree(FEES.parent)


def other_yaml_takes_the_place_of_one() -> None:
    FEES.write_text("a: b\n", encoding="utf-8")


def an_evaluation_is_renamed_in_its_place() -> None:
    edit(FEES, "id: ports-fees", "id: ports-tolls")


def one_is_moved_and_edited() -> None:
    FEES.rename(FOLDER / "fees.yaml")
    edit(FOLDER / "fees.yaml", "due: 20", "due: 21")


@pytest.mark.parametrize(
    ("change", "errors"),
    usually(
        2,
        [
            (a_folder_is_removed, [f"{FEES} removed", f"{SAFETY} removed"]),
            (one_is_moved_and_edited, [f"{FOLDER}/fees.yaml original-changed"]),
            (other_yaml_takes_the_place_of_one, [f"{FEES} removed"]),
            (an_evaluation_is_renamed_in_its_place, [f"{FEES} original-changed"]),
        ],
    ),
)
def test_every_command_finds_what_is_taken_back(
    git: Git, change: Callable[[], None], errors: list[str]
) -> None:
    change()
    assert checked() == errors
    assert answer("diff", "--exit-code").status == 1
    git.commit()
    assert answer("diff", "first", "HEAD", "--exit-code").status == 1
    assert answer("log", "--rewritten", "--exit-code").status == 1
    assert answer("log", "--verify", "first").status == 1


# What is not


def files_exchange_their_names() -> None:
    FEES.rename("aside")
    SAFETY.rename(FEES)
    Path("aside").rename(SAFETY)


def a_folder_is_renamed() -> None:
    FEES.parent.rename(FOLDER / "harbours")


@pytest.mark.parametrize("change", usually(1, [files_exchange_their_names, a_folder_is_renamed]))
def test_no_command_finds_anything_where_only_names_changed(
    git: Git, change: Callable[[], None]
) -> None:
    change()
    assert checked() == []
    assert answer("diff", "--exit-code").status == 0
    git.commit()
    assert answer("diff", "first", "HEAD", "--exit-code").status == 0
    assert answer("log", "--verify", "first", "--exit-code").status == 0
    log = answer("log", "--format", "json").json["log"]
    assert sorted(each["evaluation"] for each in log) == [
        *("ports-fees", "ports-safety", "water-leaks")
    ]


def test_a_new_register_in_the_place_of_one_that_moved_is_new() -> None:
    FEES.rename(FOLDER / "fees.yaml")
    copy(FOLDER / "fees.yaml", FEES)
    assert checked() == []
    (new, *_) = answer("diff", "--format", "json").json["changes"]
    assert (new["id"], new["kind"]) == ("ports-tugs:evaluation", "added")


def test_a_file_that_was_no_register_is_not_missed(git: Git) -> None:
    settings = Path("mkdocs.yml")
    settings.write_text("site_name: Evaluations\n", encoding="utf-8")
    git.commit()
    assert checked(".") == []
    assert "Left out: ./mkdocs.yml; " in answer("list", "--register", ".", "--rev", "HEAD").err
    settings.unlink()
    assert checked(str(FEES), str(LEAKS)) == []


# Where registers were elsewhere, or twice


def test_a_register_that_was_put_aside_is_followed(git: Git) -> None:
    DRAFT.parent.mkdir()
    FEES.rename(DRAFT)
    git.commit()
    git("tag", "aside")
    DRAFT.rename(FEES)
    edit(FEES, "due: 20", "due: 21")
    assert checked() == [f"{FEES} original-changed"]
    git.commit()
    verified = answer("log", "--verify", "aside", "--format", "json").json["registers"]
    assert [each["evaluation"] for each in verified if not each["holds"]] == ["ports-fees"]


def test_what_is_gone_with_a_second_register_must_be_in_the_first(git: Git) -> None:
    second = FOLDER / "fees.yaml"
    shutil.copy(FEES, second)
    git.commit()
    FEES.unlink()
    assert checked() == []
    shutil.copy(second, FEES)
    edit(FEES, "costs of port fees", "prices of port fees")
    git.commit()
    FEES.unlink()
    assert checked() == [f"{FEES} removed"]
    assert answer("diff", "--exit-code").status == 1


def test_each_copy_from_elsewhere_in_the_repository_counts(git: Git) -> None:
    DRAFT.parent.mkdir()
    shutil.copy(FEES, DRAFT)
    edit(FEES, "costs of port fees", "prices of port fees")
    FEES.rename("kept.yaml")
    git.commit()
    shutil.copy(DRAFT, FEES)
    ran = answer("check", "registers", "--base", "HEAD", "--format", "concise")
    assert "[reworded]" in ran.out


def test_log_verify_refuses_two_registers_of_one_evaluation(git: Git) -> None:
    shutil.copy(FEES, FOLDER / "zebra.yaml")
    edit(FEES, "due: 20", "due: 21")
    git.commit()
    ran = answer("log", "--verify", "first")
    assert ran.status == 2
    assert "is already the id of the evaluation in registers/ports/" in ran.err


def test_a_register_that_became_a_link_is_not_passed_over(git: Git) -> None:
    FEES.unlink()
    FEES.symlink_to(SAFETY.name)
    git.commit()
    for command in ("check --base first", "diff first"):
        ran = answer(*command.split(), "--register", "registers")
        assert ran.status == 2
        assert "registers/ports/ports-fees.yaml: a symbolic link leads to it" in ran.err
    ran = answer("log", "--rewritten", "--exit-code")
    assert ran.status == 1
    assert "(!) the register became a symbolic link [not-compared]" in ran.out


def test_each_repository_is_compared_with_its_own_base(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Git(Path("other").absolute())
    tugs = Path("other", "tugs.yaml")
    copy(FEES, tugs)
    other.commit()
    edit(tugs, "due: 20", "due: 21")
    FEES.rename("other/fees.yaml")  # which the base of the other does not know
    assert f"{FEES} removed" in checked("registers", "other")
    monkeypatch.chdir("other")
    assert checked("../registers", ".") == ["./tugs.yaml original-changed", f"../{FEES} removed"]


# What is told


def test_diff_tells_of_every_record_of_a_register_that_is_gone() -> None:
    FEES.unlink()
    found = answer("diff", "--format", "json").json["changes"]
    assert {change["kind"] for change in found} == {"removed"}
    assert found[0]["id"] == "ports-fees:evaluation"
    assert "ports-fees:1.1" in [change["id"] for change in found]


def test_diff_tells_of_a_register_that_is_gone_and_of_another_that_is_new() -> None:
    tugs = FEES.with_name("tugs.yaml")
    copy(FEES, tugs)
    FEES.unlink()
    assert checked() == [f"{tugs} not-compared", f"{FEES} removed"]
    for about, name in (((), "changes"), (("--as-of", "2022-01-03"), "answers")):
        found = answer("diff", *about, "--format", "json").json[name]
        ids = {each["id"].partition(":")[0] for each in found}
        assert ids == {"ports-fees", "ports-tugs"}
        alone = answer("diff", *about, "--register", tugs)
        assert (alone.status, f"{FEES}' of HEAD is gone" in alone.err) == (2, True)


def test_diff_between_revisions_takes_the_registers_of_each(git: Git) -> None:
    FEES.unlink()
    git.commit()
    shutil.copy(EXAMPLE / "ports" / FEES.name, FOLDER)
    found = answer("diff", "first", "HEAD", "--format", "json").json["changes"]
    assert {change["kind"] for change in found} == {"removed"}


def test_log_has_the_newest_commit_first_whichever_register_it_touched(git: Git) -> None:
    paths = [SAFETY, FEES, LEAKS, FEES]
    for day, path in enumerate(paths, 4):
        edit(path, "  title: ", f"  title: {day} ")
        git.commit(day=f"2022-01-{day:02}")
    found = answer("log", "--format", "json").json["log"]
    assert [line["evaluation"] for line in found[:4]] == [path.stem for path in paths[::-1]]


def test_a_log_of_an_id_has_its_changes_and_the_beginning_of_its_register(git: Git) -> None:
    answer("record", "ports-fees:1.1", "--note", "x")
    git.commit()
    found = answer("log", "ports-fees:1.1", "--format", "json").json["log"]
    assert [row["id"] for row in found] == ["ports-fees:1.1", None]


def test_a_revision_has_the_registers_that_a_folder_had_then() -> None:
    shutil.rmtree(FEES.parent)
    shutil.copy(FICTION, FOLDER)
    words = ("evaluations", "--register", "registers", "--rev", "first", "--sort", "id")
    assert answer(*words).ids == ["ports-fees", "ports-safety", "water-leaks"]


# What is asked


@pytest.mark.parametrize(("command", "name"), [("diff", "changes"), ("log", "log")])
def test_history_is_narrowed_to_an_organization(command: str, name: str) -> None:
    for path in (FEES, LEAKS):
        edit(path, "title: ", "title: New ")
    lines = answer(command, "--organization", "Ports of Arvenia", "--format", "json").json[name]
    assert {line["evaluation"].partition("-")[0] for line in lines} == {"ports"}


def test_check_is_narrowed_to_an_evaluation() -> None:
    for path in (FEES, LEAKS):
        edit(path, "status: ", "statuss: ")
    ran = answer("check", "--evaluation", "ports-fees", "--format", "json")
    assert {each["path"] for each in ran.json} == {str(FEES)}
    assert "in 1 file" in ran.err


@pytest.mark.parametrize("command", ["diff", "log --verify first"])
def test_three_registers_ask_git_no_more_often_than_two(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("ECEFOLLOW_DEBUG", "1")
    monkeypatch.setattr(tracing, "tell", tracing.tell)  # it is put back afterwards
    three, two = (
        answer(*command.split(), "--register", path).err for path in (FOLDER, FEES.parent)
    )
    assert three.count(" ms  git ") == two.count(" ms  git ") > 0
