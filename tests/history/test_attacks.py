"""Attacks on the record, with real git: each is stopped, or told."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from portfolios import answer
from repository import FIRST, HOME, SECOND, THIRD, Repository, register
from slow_cases import usually

from ecefollow.reading.diagnostics import Code

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="links and scripts need POSIX"),
]
EVERY_COMMAND = [
    ("check", "--base", "HEAD"),
    ("check", "--base", "HEAD..."),
    ("log",),
    ("log", "--verify", "HEAD"),
    ("diff",),
    ("diff", "HEAD", "HEAD"),
    ("list", "--rev", "HEAD"),
]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A register with one update, committed on main."""
    repo = Repository(tmp_path_factory.mktemp("begun"))
    repo.commit(register([FIRST]))
    return repo


@pytest.fixture
def repo(begun: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A copy of it; the reader is in the repository's folder."""
    repo = begun.copied(tmp_path / "repo")
    monkeypatch.chdir(repo.folder)
    return repo


def log(*args: str) -> list[dict[str, Any]]:
    """The lines of the log."""
    lines: list[dict[str, Any]] = answer("log", *args, "--format", "json").json["log"]
    return lines


def codes(base: str = "HEAD", *args: str) -> list[str]:
    """The codes of the errors that `check --base` finds."""
    found = answer("check", "--base", base, "--format", "json", *args).json
    return [each["code"] for each in found if each["severity"] == "error"]


# 1. A repository inside the repository


@pytest.fixture
def ran(tmp_path: Path) -> Iterator[Path]:
    """A file that only a program out of the repository would make."""
    yield tmp_path / "ran"
    assert not (tmp_path / "ran").exists(), "a program out of the repository was run"


def forge(repo: Repository, tmp_path: Path, ran: Path) -> str:
    """Put files beside the register that are a repository with nothing recorded; its blob's id."""
    forged = Repository(tmp_path / "forged")
    (forged.folder / "recommendations.yaml").write_text(register())
    forged.commit()
    blob = forged.git("rev-parse", "HEAD:recommendations.yaml")
    for name in ("HEAD", "objects", "refs"):
        place = repo.path.parent / name
        origin = forged.folder / ".git" / name
        shutil.copytree(origin, place) if origin.is_dir() else shutil.copy(origin, place)
    config = f"[core]\n bare = true\n fsmonitor = touch {ran}; false\n"
    config += SETTINGS["promisor"].format(script=f"sh -c touch% {ran}")
    (repo.path.parent / "config").write_text(config)
    return blob


@pytest.mark.parametrize(("lacks", "place"), usually(1, [(True, "."), (False, "data")]))
def test_a_repository_among_the_files_is_not_asked(  # noqa: PLR0913 - fixtures
    repo: Repository,
    ran: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    lacks: bool,
    place: str,
) -> None:
    blob = forge(repo, tmp_path, ran)
    repo.commit()
    repo.write(register())  # in which the update is gone
    if lacks:
        (repo.path.parent / "objects" / blob[:2] / blob[2:]).unlink()
    monkeypatch.chdir(repo.folder / place)
    for command in EVERY_COMMAND:
        status, out, err = answer(*command)
        if command[0] == "check":
            assert status == 1
            assert "[update-changed]" in out
        elif command == ("diff",):
            assert "(!) update of 1 Mar 2021 removed" in out
        else:
            assert status == 0, err
            assert "new since" not in err


def test_without_a_repository_around_it_there_is_none(
    repo: Repository, ran: Path, tmp_path: Path
) -> None:
    forge(repo, tmp_path, ran)
    shutil.rmtree(repo.folder / ".git")
    assert_each_is_one_line(f"{HOME}: it is not in a git repository\n")


SETTINGS = {
    "fsmonitor": "[core]\n fsmonitor = {script}\n",
    "hooks": "[core]\n hooksPath = {folder}\n",
    "pager": "[core]\n pager = {script}\n[pager]\n log = {script}\n",
    "external diff": "[diff]\n external = {script}\n",
    "textconv": '[diff "evil"]\n textconv = {script}\n command = {script}\n',
    "filter": '[filter "evil"]\n clean = {script}\n smudge = {script}\n process = {script}\n',
    "signatures": "[log]\n showSignature = true\n[gpg]\n program = {script}\n",
    "ssh": "[core]\n sshCommand = {script}\n",
    "promisor": (
        "[core]\n repositoryformatversion = 1\n[extensions]\n partialClone = evil\n"
        '[remote "evil"]\n url = ext::{script}\n promisor = true\n uploadpack = {script}\n'
        '[protocol "ext"]\n allow = always\n'
    ),
    "upload-pack": (
        "[core]\n repositoryformatversion = 1\n[extensions]\n partialClone = evil\n"
        '[remote "evil"]\n url = {folder}\n promisor = true\n uploadpack = {script}\n'
        '[protocol "file"]\n allow = always\n'
    ),
}


RUNNING = {
    **{f"{name}, lacking a blob": (SETTINGS[name], True) for name in [*SETTINGS][-3:]},
    **{name: (text, False) for name, text in SETTINGS.items()},
}


@pytest.mark.parametrize(("settings", "lacks"), usually(2, RUNNING))
def test_no_setting_of_the_repository_runs_a_program(
    repo: Repository, ran: Path, tmp_path: Path, *, settings: str, lacks: bool
) -> None:
    script = tmp_path / "hooks" / "script"
    script.parent.mkdir()
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor"):
        shutil.copy(script, script.with_name(hook))
    (repo.folder / ".gitattributes").write_text("*.yaml diff=evil filter=evil\n")
    repo.commit(register([FIRST, SECOND]))
    with (repo.folder / ".git" / "config").open("a") as config:
        config.write(settings.format(script=script, folder=script.parent))
    if lacks:
        lose(repo, f"HEAD:{HOME}")
    for command in EVERY_COMMAND[::2]:
        status, _, err = answer(*command)
        on_disk = {"check": 1, "diff": 2}  # where the filter changes it
        assert status == on_disk.get(command[0], 0) or lacks
        assert "new since" not in err


def lose(repo: Repository, name: str) -> None:
    """Delete the file of an object."""
    ident = repo.git("rev-parse", name)
    (repo.folder / ".git" / "objects" / ident[:2] / ident[2:]).unlink()


# 2. Nothing to compare with


def becomes_a_link(repo: Repository) -> None:
    repo.path.rename(repo.folder / "other.yaml")
    repo.path.symlink_to("../other.yaml")


def its_folder_becomes_a_link(repo: Repository) -> None:
    repo.path.parent.rename(repo.folder / "other")
    repo.path.parent.symlink_to("other")


def its_folder_becomes_a_link_to_the_top(repo: Repository) -> None:
    repo.path.rename(repo.folder / repo.path.name)
    repo.path.parent.rmdir()
    repo.path.parent.symlink_to(".")


def its_folder_becomes_a_submodule(repo: Repository) -> None:
    shutil.rmtree(repo.path.parent)
    inner = Repository(repo.path.parent)
    (inner.folder / HOME.name).write_text(register())
    inner.commit()
    inner.git("branch", "before")


def is_renamed_and_edited(repo: Repository) -> None:
    (repo.folder / HOME).unlink()
    is_copied_and_edited(repo)


def is_renamed_with_another_ending_and_edited(repo: Repository) -> None:
    repo.path = repo.path.with_suffix(".YAML")
    (repo.folder / HOME).unlink()
    repo.write(register())


def is_renamed_and_called_another_evaluation(repo: Repository) -> None:
    is_renamed_and_edited(repo)
    repo.write(register(id="other"))


def is_called_another_evaluation_and_a_stub_left(repo: Repository) -> None:
    is_renamed_and_called_another_evaluation(repo)
    (repo.folder / HOME).write_text("moved: register.yaml\n")


def is_renamed_and_a_link_left(repo: Repository) -> None:
    is_renamed_and_called_another_evaluation(repo)
    (repo.folder / HOME).symlink_to("register.yaml")


def is_copied_and_edited(repo: Repository) -> None:
    repo.path = repo.path.with_name("register.yaml")
    repo.write(register())


def was_a_link(repo: Repository) -> None:
    becomes_a_link(repo)
    based(repo)
    repo.path.unlink()
    repo.write(register())


def was_in_a_folder_that_was_a_link(repo: Repository) -> None:
    its_folder_becomes_a_link(repo)
    based(repo)
    repo.path.parent.unlink()
    repo.write(register())


def was_in_a_submodule(repo: Repository) -> None:
    repo.git("rm", "--quiet", "-r", "data")
    ident = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{ident},data")
    repo.git("commit", "--quiet", "--message", "A submodule")
    repo.git("branch", "--force", "before")
    repo.write(register())


def was_a_folder(repo: Repository) -> None:
    repo.path.unlink()
    repo.path.mkdir()
    (repo.path / "file").touch()
    based(repo)
    shutil.rmtree(repo.path)
    repo.write(register())


def was_invalid(repo: Repository) -> None:
    repo.write(register([FIRST], status="acepted"))
    based(repo)
    repo.write(register())


def was_invalid_elsewhere(repo: Repository) -> None:
    repo.path.unlink()
    repo.path = repo.path.with_name("register.yaml")
    repo.write(register([FIRST], id="[cross", status="acepted"))
    based(repo)
    repo.path.unlink()
    repo.path = repo.path.with_name(HOME.name)
    repo.write(register())


def was_elsewhere_with_escapes(repo: Repository) -> None:
    repo.path.unlink()
    repo.path = repo.path.with_name("register.yaml")
    text = register([FIRST]).replace("evaluation:", r'"\x65valuation":')
    repo.write(text.replace("recommendations:", r'"\x72ecommendations":'))
    based(repo)
    repo.path = repo.path.with_name(HOME.name)
    repo.write(register())


def has_its_path_twice(repo: Repository) -> None:
    tree = bytes.fromhex(repo.git("rev-parse", "HEAD:data"))
    entry = b"40000 data\0" + tree
    forged = repo.folder / "tree"
    forged.write_bytes(entry + entry)
    ident = repo.git("hash-object", "-t", "tree", "-w", "--literally", str(forged))
    forged.unlink()
    repo.git("branch", "--force", "before", repo.git("commit-tree", ident, "-m", "Twice"))
    repo.write(register())


def lost_its_blob(repo: Repository) -> None:
    lose(repo, f"HEAD:{HOME}")
    repo.write(register())


def lost_its_folder(repo: Repository) -> None:
    lose(repo, "HEAD:data")
    repo.write(register())


def has_a_damaged_blob(repo: Repository) -> None:
    damage(repo, f"HEAD:{HOME}", b"garbage")
    repo.write(register())


def has_a_forged_blob(repo: Repository) -> None:
    other = repo.git("hash-object", "-w", str(repo.folder / "data" / "recommendations.yaml"))
    repo.write(register())
    other = repo.git("hash-object", "-w", str(repo.path))
    objects = repo.folder / ".git" / "objects"
    damage(repo, f"HEAD:{HOME}", (objects / other[:2] / other[2:]).read_bytes())


def damage(repo: Repository, name: str, data: bytes) -> None:
    """Put something else in the file of an object."""
    ident = repo.git("rev-parse", name)
    file = repo.folder / ".git" / "objects" / ident[:2] / ident[2:]
    file.chmod(0o600)
    file.write_bytes(data)


def is_in_a_partial_clone(repo: Repository) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    old = repo.folder
    origin = repo.folder.with_name("origin")
    repo.folder.rename(origin)
    old.mkdir()
    (origin / HOME).write_text(register([FIRST, SECOND]))
    origin_repo = Repository(origin)
    origin_repo.commit()
    repo.git("clone", "--quiet", "--filter=blob:none", origin.as_uri(), ".")
    repo.git("branch", "before", "HEAD~1")
    repo.write(register())


def based(repo: Repository) -> None:
    repo.commit()
    repo.git("branch", "--force", "before")


INCOMPARABLE = [
    becomes_a_link,
    its_folder_becomes_a_link,
    its_folder_becomes_a_link_to_the_top,
    its_folder_becomes_a_submodule,
    is_renamed_and_called_another_evaluation,
    is_called_another_evaluation_and_a_stub_left,
    is_renamed_and_a_link_left,
    was_a_link,
    was_in_a_folder_that_was_a_link,
    was_in_a_submodule,
    was_a_folder,
    was_invalid,
    was_invalid_elsewhere,
    has_its_path_twice,
    lost_its_blob,
    lost_its_folder,
    has_a_damaged_blob,
    has_a_forged_blob,
    is_in_a_partial_clone,
]


@pytest.mark.parametrize("attack", usually(4, {each.__name__: each for each in INCOMPARABLE}))
def test_what_cannot_be_compared_is_an_error_and_never_new(
    repo: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    attack: Callable[[Repository], None],
) -> None:
    repo.git("branch", "before")
    attack(repo)
    for reader in (repo.folder, tmp_path):
        monkeypatch.chdir(reader)
        path = os.path.relpath(repo.path)
        status, out, err = answer("check", path, "--base", "before", "--format", "concise")
        assert status == 1, out + err
        (problem,) = out.splitlines()
        assert problem.startswith(f"{path}:1:1: error: not compared with before: ")
        assert problem.endswith(" [not-compared]")
        assert "new since" not in err


@pytest.mark.parametrize(
    "attack",
    [
        is_renamed_and_edited,
        is_renamed_with_another_ending_and_edited,
        is_copied_and_edited,
        was_elsewhere_with_escapes,
    ],
    ids=lambda attack: attack.__name__,
)
def test_what_was_moved_and_edited_is_compared_with_what_it_was(
    repo: Repository, attack: Callable[[Repository], None]
) -> None:
    repo.git("branch", "before")
    attack(repo)
    path = os.path.relpath(repo.path)
    status, out, err = answer("check", path, "--base", "before", "--format", "concise")
    assert status == 1, out + err
    assert "1.1: update of 1 Mar 2021 removed; add an update instead [update-changed]" in out


def test_a_link_is_not_followed_to_an_earlier_version(repo: Repository) -> None:
    becomes_a_link(repo)
    repo.commit()
    for command in (("log",), ("log", "--verify", "HEAD"), ("diff",), ("list", "--rev", "HEAD")):
        status, out, err = answer(*command)
        assert (status, out) == (2, "")
        assert "a symbolic link leads to it; name the file itself" in err


def test_a_reader_in_a_repository_inside_another_asks_the_inner_one(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Repository(tmp_path)
    repo.write(register())
    assert codes() == ["update-changed"]
    monkeypatch.chdir(tmp_path)
    assert codes("HEAD", str(repo.path)) == ["not-compared"]


# 3. Names


@pytest.fixture
def cloned(repo: Repository) -> Repository:
    """A clone whose origin/main has an update; the clone has since dropped it."""
    first = repo.git("rev-parse", "HEAD")
    repo.commit(register([FIRST, SECOND]))
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("reset", "--quiet", "--hard", first)
    return repo


@pytest.mark.parametrize("make", [("tag",), ("branch",)], ids=" ".join)
@pytest.mark.parametrize("revision", usually(1, ["origin/main...", "origin/main"]))
def test_a_name_that_could_be_another_is_refused(
    cloned: Repository, *, make: tuple[str, ...], revision: str
) -> None:
    cloned.git(*make, "origin/main", "HEAD")
    place = {"tag": "refs/tags", "branch": "refs/heads"}[make[0]]
    for command in (("check", "--base"), ("diff",), ("list", "--rev"), ("log", "--verify")):
        status, out, err = answer(*command, revision)
        assert (status, out) == (2, "")
        assert "'origin/main' is ambiguous: write " in err
        assert f"{place}/origin/main" in err
        assert "refs/remotes/origin/main" in err
    assert codes("refs/remotes/origin/main") == ["update-changed"]


def test_a_whole_name_is_never_completed(cloned: Repository) -> None:
    cloned.git("update-ref", "-d", "refs/remotes/origin/main")
    for place in ("tags", "heads", "remotes"):
        cloned.git("update-ref", f"refs/{place}/refs/remotes/origin/main", "HEAD")
    status, out, err = answer("check", "--base", "refs/remotes/origin/main")
    assert (status, out) == (2, "")
    assert "git knows no revision 'refs/remotes/origin/main'" in err


@pytest.mark.slow
def test_a_commit_that_was_written_down_is_no_branch_of_that_name(repo: Repository) -> None:
    whole = repo.commit(register([FIRST, SECOND]))
    repo.commit(register([FIRST]))
    for length, letters in product((7, 12, 40), (str.lower, str.upper)):
        noted = letters(whole[:length])
        repo.git("update-ref", f"refs/heads/{noted}", "HEAD")
        status, out, err = answer("log", "--verify", noted)
        if status == 2:
            assert "is ambiguous" in err
        else:
            assert status == 1
            assert "It does not hold" in out
        repo.git("update-ref", "-d", f"refs/heads/{noted}")


def test_a_commit_that_is_gone_is_no_branch_of_its_name(repo: Repository) -> None:
    noted = "0123456789abcdef0123456789abcdef01234567"
    repo.git("update-ref", f"refs/heads/{noted}", "HEAD")
    status, out, err = answer("log", "--verify", noted)
    assert (status, out) == (2, "")
    assert f"git knows no revision '{noted}'" in err


def test_ordinary_names_are_understood(repo: Repository) -> None:
    repo.git("tag", "-a", "minutes/12", "--message", "Noted")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.git("config", "remote.origin.url", ".")
    repo.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    repo.git("branch", "--quiet", "--set-upstream-to", "origin/main", "main")
    short = repo.git("rev-parse", "--short", "HEAD")
    repo.commit()
    for name in (
        *("@", "HEAD~1", "main^{commit}", "main@{0}", "heads/main", "minutes/12", "origin"),
        *("refs/remotes/origin/main", short.upper(), f"{short}^0", "origin/main...HEAD", "@{u}"),
    ):
        assert answer("check", "--base", name)[0] == 0, name


# 4. Merges


def test_every_merge_base_counts(repo: Repository) -> None:
    ours = repo.branch(register([FIRST], [SECOND]))
    theirs = repo.commit(register([FIRST, SECOND]))
    repo.merge(ours)
    repo.git("switch", "--quiet", "branch")
    repo.merge(theirs)
    assert "'main...' stands for several commits: " in answer("list", "--rev", "main...").err
    repo.commit(register([FIRST], [SECOND]))
    assert "update-changed" in codes("main...")
    repo.commit(register([FIRST, SECOND]))
    assert "update-changed" in codes("main...")
    repo.commit(register([FIRST, SECOND], [SECOND]))
    assert answer("check", "--base", "main...")[0] == 0


def lost_by(lines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    lost = [line for line in lines if line["code"] and Code(line["code"]).severity == "error"]
    return [(line["recorded_by"], line["told"]) for line in lost]


@pytest.mark.parametrize("way", usually(1, ["ours", "theirs"]))
def test_what_a_merge_drops_of_either_parent_is_rewriting(repo: Repository, way: str) -> None:
    stale = repo.git("rev-parse", "HEAD")
    pushed = repo.commit(register([FIRST, SECOND]), day="2021-04-06", who="Bob")
    repo.git("switch", "--quiet", "--create", "stale", stale)
    repo.commit(register([FIRST], [FIRST]), day="2021-05-01", who="Eve")
    if way == "ours":
        repo.merge("--strategy", "ours", pushed, day="2021-05-02", who="Eve")
    else:  # the same, from the other side
        repo.git("switch", "--quiet", "main")
        repo.git("merge", "--quiet", "--no-ff", "--no-commit", "--strategy", "ours", "stale")
        repo.git("read-tree", "-u", "--reset", "stale")
        repo.git("commit", "--quiet", "--message", "Merge", day="2021-05-02", author="Eve")
    lines = log()
    assert lost_by(lines) == [("Eve", "update of 5 Apr 2021 removed")]
    assert ("dropped by this merge" in answer("log")[1]) == (way == "ours")
    assert answer("log", "--rewritten", "--exit-code")[0] == 1
    assert answer("log", "--verify", pushed)[0] == 1


def test_what_was_taken_back_before_a_merge_is_not_dropped_by_it(repo: Repository) -> None:
    repo.branch(register([FIRST], [SECOND]))
    repo.commit(register())
    repo.merge("--strategy", "ours", "branch", who="Eve")
    assert lost_by(log()) == [
        ("Eve", "update of 5 Apr 2021 removed"),
        ("Ann", "update of 1 Mar 2021 removed"),
    ]


def test_an_orphan_root_hides_no_past(repo: Repository) -> None:
    repo.commit(register([FIRST, SECOND]), who="Bob")
    repo.git("switch", "--quiet", "--orphan", "orphan")
    repo.commit(register(), who="Eve")
    repo.merge("--strategy", "ours", "--allow-unrelated-histories", "main", who="Eve")
    assert sorted(lost_by(log())) == [
        ("Eve", "update of 1 Mar 2021 removed"),
        ("Eve", "update of 5 Apr 2021 removed"),
    ]


def test_an_honest_merge_is_told_of_what_it_brings_alone(repo: Repository) -> None:
    repo.branch(register([FIRST], [SECOND]), who="Bob")
    repo.commit(register([FIRST, SECOND]))
    repo.merge("branch", who="Carl")
    assert sorted((line["recorded_by"], line["id"]) for line in log()[:-1]) == [
        ("Ann", "1.1"),
        ("Bob", "1.2"),
    ]


def test_what_a_merge_itself_adds_is_told_as_its_own(repo: Repository) -> None:
    repo.branch(register([FIRST], [SECOND]), who="Bob")
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "branch")
    repo.commit(register([FIRST, SECOND], [SECOND]), who="Eve")
    assert [(line["recorded_by"], line["id"]) for line in log()[:2]] == [
        ("Eve", "1.1"),
        ("Bob", "1.2"),
    ]


def test_a_picked_update_belongs_to_who_recorded_it_first_on_the_branch(repo: Repository) -> None:
    repo.branch(register([FIRST, SECOND]), day="2021-04-06", who="Bob")
    repo.commit(register([FIRST], [FIRST]), day="2021-04-07")
    repo.commit(register([FIRST, SECOND], [FIRST]), day="2021-04-08", who="Eve")
    repo.merge("branch", day="2021-04-09")
    assert [line["recorded_by"] for line in log() if line["kind"] == "completed"] == ["Eve"]


# 5. Who recorded it


def test_an_update_belongs_to_who_recorded_it_not_to_who_merged_it(repo: Repository) -> None:
    alice = repo.branch(register([FIRST, SECOND]), day="2021-04-10", who="Alice")
    bob = repo.merge("branch", day="2021-05-22", who="Bob")
    line = log()[0]
    names = (
        "commit",
        "recorded_by",
        "recorded_on",
        "merge",
        "merged_by",
        "merged_on",
        "says",
        "lag",
    )
    assert [line[name] for name in names] == [
        *(alice, "Alice", "2021-04-10"),
        *(bob, "Bob", "2021-05-22"),
        *("2021-04-05", 5),
    ]
    assert "merged by Bob on 22 May 2021" in answer("log")[1]


# 6. The reader's settings and odd names


SETTINGS_OF_A_READER = (
    *("log.follow=true", "log.showSignature=true", "diff.renameLimit=1", "diff.renames=false"),
    *("log.mailmap=true", "mailmap.blob=HEAD:.mailmap", "core.quotePath=true", "log.date=iso"),
    *("format.pretty=oneline", "core.abbrev=4", "i18n.logOutputEncoding=UTF-16", "pager.log=true"),
    *("log.decorate=full", "log.graphColors=red", "diff.relative=true", "log.diffMerges=off"),
    *("core.ignoreCase=true", "diff.noprefix=true", "color.ui=always", "diff.orderFile=/nowhere"),
)


@pytest.mark.slow
def test_no_setting_changes_the_log(repo: Repository) -> None:
    with_many_renames(repo)
    (repo.folder / ".mailmap").write_text("Somebody Else <Ann@example.org>\n")
    repo.commit()
    command = ("log", "--register", "data/renamed.yaml")
    before = answer(*command)
    assert "update of 1 Mar 2021 removed" in before[1]
    for setting in SETTINGS_OF_A_READER:  # one after the other, and all of them in the end
        repo.git("config", *setting.split("="))
        assert answer(*command) == before, setting


def with_many_renames(repo: Repository, number: int = 5) -> None:
    """The register loses an update; then it is renamed among other files, and edited too."""
    for folder in ("before", "after"):
        (repo.folder / folder).mkdir()
    for n in range(number):
        (repo.folder / "before" / f"{n}.yaml").write_text(f"file: {n}\n")
    repo.commit(register())
    for n in range(number):
        old = repo.folder / "before" / f"{n}.yaml"
        old.rename(repo.folder / "after" / f"{n}.yaml")
    repo.path.unlink()
    repo.path = repo.path.with_name("renamed.yaml")
    repo.commit(register([THIRD], text="Another text"))


@pytest.mark.slow
def test_among_many_renames_the_registers_is_found(repo: Repository) -> None:
    with_many_renames(repo, 200)
    repo.git("config", "diff.renameLimit", "1")
    lines = log("--register", "data/renamed.yaml")
    assert lost_by(lines) == [("Ann", "update of 1 Mar 2021 removed")]
    assert lines[-1]["told"].startswith("register created")


def test_a_rename_with_another_evaluation_hides_no_past(repo: Repository) -> None:
    repo.path.unlink()
    repo.path = repo.path.with_name("renamed.yaml")
    repo.commit(register(id="other"), who="Eve")
    repo.commit(register(), who="Eve")
    (edited, begun) = lost_by(log("--register", "data/renamed.yaml"))
    assert edited == ("Eve", "id changed from other to cross")
    assert begun[1].endswith("2 actions, while 'data/recommendations.yaml' is gone")


def test_a_stale_copy_that_is_removed_is_no_loss(repo: Repository) -> None:
    shutil.copy(repo.path, repo.path.with_name("copy.yaml"))
    repo.commit()
    repo.commit(register([FIRST, SECOND]))
    repo.path.with_name("copy.yaml").unlink()
    repo.commit()
    assert lost_by(log()) == []


def test_what_was_recorded_in_the_other_of_two_copies_is_not_forgotten(repo: Repository) -> None:
    shutil.copy(repo.path, repo.path.with_name("copy.yaml"))
    repo.commit()
    repo.commit(register([FIRST, SECOND]))
    repo.path.unlink()
    repo.commit(who="Eve")
    assert lost_by(log("--register", "data/copy.yaml")) == [("Eve", "the file was removed")]


def test_a_register_that_a_merge_drops_is_told_by_its_folder(repo: Repository) -> None:
    repo.git("switch", "--quiet", "--create", "branch")
    repo.path.with_name("other.yaml").write_text(register(id="other"))
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.merge("--strategy", "ours", "branch", who="Eve")
    assert lost_by(log("--register", "data")) == [("Eve", "the merge dropped the register")]


def test_a_file_of_another_name_in_between_hides_no_past(repo: Repository) -> None:
    text = repo.folder / "register.txt"
    repo.path.rename(text)
    repo.commit(who="Eve")
    text.unlink()
    repo.path = repo.path.with_name("renamed.yaml")
    repo.commit(register(), who="Eve")
    lines = log("--register", "data/renamed.yaml")
    assert ("Eve", "update of 1 Mar 2021 removed") in lost_by(lines)


def test_a_line_feed_in_an_earlier_path_is_part_of_it(repo: Repository) -> None:
    odd = repo.path.with_name('a\n"b\t[é]*.yaml')
    repo.path.rename(odd)
    repo.commit()
    odd.unlink()
    repo.commit(register())
    assert lost_by(log()) == [("Ann", "update of 1 Mar 2021 removed")]


def test_neither_replaced_nor_grafted_commits_are_believed(repo: Repository) -> None:
    first = repo.commit(register([FIRST, SECOND]))
    repo.commit(register([FIRST]))
    before = answer("log")
    assert "update of 5 Apr 2021 removed" in before[1]
    forged = repo.git("commit-tree", "HEAD^{tree}", "-m", "Root")
    repo.git("replace", first, forged)
    assert answer("log") == before
    assert codes(first) == ["update-changed"]
    repo.git("replace", "--delete", first)
    grafts = repo.folder / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(repo.git("rev-parse", "HEAD") + "\n")
    assert answer("log") == before


def test_a_replaced_blob_is_not_believed(repo: Repository) -> None:
    repo.write(register())
    forged = repo.git("hash-object", "-w", str(repo.path))
    repo.git("replace", f"HEAD:{HOME}", forged)
    assert codes() == ["update-changed"]


# 7. Meaning


def test_an_event_has_a_lag(repo: Repository) -> None:
    event = "        after:\n          event: The board decides\n"
    waits = register([FIRST]).replace("        due: 2021-06-30\n", event)
    repo.commit(waits)
    repo.commit(f"{waits}          happened: 2021-02-02\n", day="2021-05-13")
    (line,) = (line for line in log() if line["field"] == "happened")
    assert (line["says"], line["lag"]) == ("2021-02-02", 100)


def test_a_history_that_was_replaced_is_compared_all_the_same(repo: Repository) -> None:
    noted = repo.commit(register([FIRST, SECOND]))
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.commit(register([FIRST], [SECOND]))
    status, out, _ = answer("log", "--verify", noted)
    assert status == 1
    assert "It does not hold" in out
    assert f"{noted[:12]} is not an ancestor of HEAD: the history was replaced." in out
    repo.commit(register([FIRST, SECOND], [SECOND]))
    assert answer("log", "--verify", noted)[0] == 0


# What bad input gets


def assert_each_is_one_line(told: str) -> None:
    for command in EVERY_COMMAND:
        assert_one_line(command, told)


def assert_one_line(command: tuple[str, ...], told: str) -> None:
    status, out, err = answer(*command)
    assert (status, out) == (2, ""), (command, out, err)
    assert told in err
    assert len(err.splitlines()) == 1
    assert "new since" not in err


@pytest.mark.usefixtures("repo")
def test_without_git_a_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert_each_is_one_line("git cannot be run")


def test_an_unborn_branch_has_no_revision(repo: Repository) -> None:
    repo.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    assert_each_is_one_line("nothing has been committed yet")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone can give it away"
)
def test_a_repository_of_somebody_else_is_read_if_the_reader_trusts_it(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (repo.folder, repo.folder / ".git"):
        os.chown(path, 1234, 1234)
    assert_each_is_one_line("git cannot read its repository: detected dubious ownership")
    (tmp_path / ".gitconfig").write_text(f"[safe]\n directory = {repo.folder}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert answer("log").status == 0


def test_a_damaged_commit_stops_with_a_line(repo: Repository) -> None:
    damage(repo, "HEAD", b"garbage")
    assert_each_is_one_line(str(HOME))


def test_a_damaged_repository_is_not_the_one_around_it(repo: Repository, tmp_path: Path) -> None:
    around = Repository(tmp_path)
    around.git("commit", "--quiet", "--allow-empty", "--message", "Around")
    (repo.folder / ".git" / "HEAD").unlink()
    assert_each_is_one_line("git cannot read its repository")


@pytest.mark.parametrize("state", usually(1, ["in a worktree", "detached"]))
def test_what_is_unusual_and_no_mistake_is_no_obstacle(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    if state == "detached":
        repo.git("switch", "--quiet", "--detach")
    else:
        repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "other")
        monkeypatch.chdir(tmp_path / "tree")
    for command in EVERY_COMMAND:
        status, _, err = answer(*command)
        assert status == 0, err
        assert "new since" not in err


def test_in_a_bare_repository_there_is_no_register(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "bare"))
    status, out, err = answer("log")
    assert (status, out) == (2, "")
    assert "no data/recommendations.yaml here" in err
    (tmp_path / "bare" / "register.yaml").write_text(register())
    assert_one_line(("log", "--register", "register.yaml"), "not in a git repository")


@pytest.mark.parametrize("revision", usually(1, ["origin/main...", "HEAD~1", "HEAD~1..."]))
def test_a_shallow_clone_is_told_as_one(
    repo: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    revision: str,
) -> None:
    repo.commit(register([FIRST, SECOND]))
    repo.git("clone", "--quiet", "--depth", "1", repo.folder.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    for command in (("check", "--base"), ("diff",), ("list", "--rev"), ("log", "--verify")):
        assert_one_line((*command, revision), "git fetch --unshallow")
    assert "the history of this clone begins" in answer("log")[1]
