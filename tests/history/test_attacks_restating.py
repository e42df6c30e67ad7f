"""Attacks on answers about the past, with real git: each is told. What is harmless is not."""

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from asked import checked, rewritten, verified
from portfolios import SHIPPED, answer
from repository import FIRST, HOME, SECOND, Repository, register
from slow_cases import usually

from ecefollow.analysis.comparison import compare
from ecefollow.reading.register_file import parse_anew

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="links need POSIX"),
]

NOTE = "{date: 2021-03-10, note: Ordered}"
SAME_DAY = "{date: 2021-03-01, progress: not-started}"
MOVE = "{date: 2021-02-20, due: 2021-04-30, note: Agreed}"
EARLY = "{date: 2021-03-29, progress: completed, evidence: [Mail]}"
CORRECTION = ["{date: 2021-04-05, progress: in-progress}", SECOND.replace("04-05", "04-07")]
WHOLE = register([FIRST, SECOND])
LATER = "{date: 2031-01-01, due: 2031-12, note: Planned}"
PLANNED, ADVANCED = register([FIRST], [LATER]), register([FIRST, SECOND], [LATER])
CALLED_EVALUATION = WHOLE.replace('"1', '"evaluation')
EXCHANGED = (
    CALLED_EVALUATION.replace("First", "-").replace("Title", "First").replace(": -", ": Title")
)
STUB = "evaluation: {id: stub, title: T, organization: O}\nrecommendations: []\n"


Version = str | list[str]  # a register, or the updates of its first action


def text(version: Version) -> str:
    return version if isinstance(version, str) else register(version)


def new_action(*lines: str, due: str = "2021-03-31") -> str:
    """The register with a third action."""
    own = ("text: Print", "responsible: [Unit]", f"due: {due}", *lines)
    return WHOLE + '      - id: "1.3"\n' + "".join(f"        {line}\n" for line in own)


def answered(*statuses: str) -> str:
    """The register with answers to its recommendation, all of one day."""
    lines = [f"      - {{date: 2021-03-01, status: {status}}}\n" for status in statuses]
    return WHOLE.replace("accepted\n", "accepted\n    updates:\n" + "".join(lines))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, and the reader in its folder."""
    repo = Repository(tmp_path / "repo")
    monkeypatch.chdir(repo.folder)
    return repo


def codes_at(commit: str, *args: str) -> set[str]:
    """The codes of what a commit or a merge rewrote."""
    lines = rewritten(*args)
    return {line["code"] for line in lines if commit in (line["commit"], line["merge"])}


def assert_told(repo: Repository, base: str, code: str) -> None:
    """The check before the commit tells; the log and the verification behind it do as well."""
    status, codes = checked(base)
    assert (status, code in codes) == (1, True), codes
    assert code in codes_at(repo.commit(day="2026-01-01"))
    assert verified(base) == 1


def assert_silent(repo: Repository, base: str, *where: str) -> None:
    assert checked(base, *where) == (0, [])
    repo.commit(day="2026-01-01")
    registers = [part for path in where for part in ("--register", path)]
    assert rewritten(*registers) == []
    assert verified(base, *registers) == 0


# 1. The overdue list, erased in retrospect


@pytest.fixture
def emptied(repo: Repository) -> str:
    """The shipped register, from which nothing is overdue any more; the commit before."""
    base = repo.commit(SHIPPED.read_text(encoding="utf-8"), day="2019-06-01")
    for ident in ("3.1", "5.1", "7.1", "7.2"):
        done = ("--date", "2018-02-27", "--progress", "completed", "--evidence", "Minutes")
        assert answer("record", ident, *done).status == 0
    return base


def test_nothing_leaves_the_overdue_list_unmarked(repo: Repository, emptied: str) -> None:
    assert_told(repo, emptied, "restated")
    assert {line["id"] for line in rewritten()} == {"3.1", "5.1", "7.1", "7.2"}


def test_restating_is_a_warning_that_can_be_left_out(emptied: str) -> None:
    assert answer("check", "--base", emptied).status == 0
    assert answer("check", "--base", emptied, "--strict", "--ignore", "restated").status == 0


@pytest.mark.parametrize(("day", "status"), [("2019-01-01", 1), ("2018-02-26", 0)])
def test_what_was_told_about_a_day_is_shown_if_it_differs(
    emptied: str, day: str, status: int
) -> None:
    assert answer("diff", emptied, "--as-of", day, "--exit-code").status == status


# 1, 3, 5, 6 and 8. Edits

EDITS: dict[str, tuple[Version, Version, str]] = {
    "a first update that completes": ([], [EARLY], "restated"),
    "a first update that moves the deadline": ([], [MOVE], "restated"),
    "what the evaluation is called": (CALLED_EVALUATION, EXCHANGED, "reworded"),
}


@pytest.mark.parametrize(("before", "after", "code"), usually(1, EDITS))
def test_an_edit_that_alters_an_answer_or_a_fact_is_told(
    repo: Repository, before: Version, after: Version, code: str
) -> None:
    base = repo.commit(text(before), day="2021-05-01")
    repo.write(text(after))
    assert_told(repo, base, code)


def test_a_new_action_that_says_no_day_is_a_warning(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    repo.write(new_action(due="2031-03-31"))
    assert checked(base) == (1, ["undated-addition"])


# 2. Merges

OLD, MOVED = [FIRST, NOTE, NOTE], [MOVE, FIRST, NOTE, NOTE]
TWO, THREE = [FIRST, SAME_DAY], [FIRST, SAME_DAY, FIRST]
TWICE, THRICE = answered("pending", "partial"), answered("pending", "partial", "pending")
ONE = WHOLE[: WHOLE.index('      - id: "1.2"')]
ACTION = '{id: "1.2.1", text: Train, responsible: [Director], due: 2021-06-30}'
OTHER = '  - {id: "1.2", title: Other, status: accepted, added: 2021-01-02, actions: [%s]}\n'
HERE, THERE = f"{ONE}      - {ACTION}\n{OTHER % ''}", ONE + OTHER % ACTION
# Where they part, the branch, main, whose text the merge takes, and a code that it is told with.
MERGES: dict[str, tuple[Version, Version, Version, str, str]] = {
    "an update dated back on an old branch": ([], [EARLY], [], "both", "restated"),
    "a deadline before a completion": (OLD, MOVED, [*OLD, SECOND], "both", "restated"),
    "the second of two equal updates": (TWO, THREE, TWO, "ours", "update-changed"),
    "the second of two equal answers": (TWICE, THRICE, TWICE, "ours", "update-changed"),
    "an update put above another": ([], [MOVE, SECOND], [SECOND], "theirs", "restated"),
    "an action's id for another": (WHOLE, ONE + OTHER % "", WHOLE, "theirs", "removed"),
    "an action moved": (HERE, THERE, HERE, "theirs", "removed"),
    "an update taken back": ([], [SECOND], [EARLY, SECOND], "theirs", "update-changed"),
    "an update brought back": ([SECOND, MOVE], [SECOND, MOVE], [SECOND], "theirs", "restated"),
    "a correction undone": ([SECOND], [SECOND], [SECOND, *CORRECTION], "theirs", "update-changed"),
}


@pytest.mark.parametrize(("before", "theirs", "ours", "side", "code"), usually(2, MERGES))
def test_what_a_merge_does_to_main_is_told(  # noqa: PLR0913 - a row of a table
    repo: Repository, *, before: Version, theirs: Version, ours: Version, side: str, code: str
) -> None:
    repo.commit(text(before))
    repo.branch(text(theirs))
    base = repo.commit(text(ours), day="2021-05-01")
    merge = repo.merge("branch", *([] if side == "both" else ["-s", "ours"]), day="2021-05-02")
    if side == "theirs":
        repo.write(text(theirs))
        repo.git("commit", "--quiet", "--all", "--amend", "--no-edit", day="2021-05-02")
        merge = repo.git("rev-parse", "HEAD")
    assert code in codes_at(merge)
    assert verified(base) == (side != "ours")


def test_what_was_marked_stays_marked_when_an_old_branch_is_merged(repo: Repository) -> None:
    repo.commit(register(), day="2021-04-10")
    late = repo.commit(register([EARLY]), day="2021-05-01")
    repo.branch(register([EARLY]), start="HEAD~1", day="2021-03-29")
    repo.merge("branch", "--strategy", "ours", day="2021-05-02")
    assert codes_at(late) == {"restated"}


def test_what_a_second_root_brings_is_told(repo: Repository) -> None:
    repo.commit(register([FIRST]))
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit(WHOLE)
    repo.git("switch", "--quiet", "main")
    merge = repo.merge("other", "--allow-unrelated-histories", "-X", "theirs")
    assert repo.path.read_text() == WHOLE
    assert merge in answer("log", "1.1", "--format", "json").out


@pytest.mark.parametrize("day", usually(1, ["1999-01-01", "2021-05-02"]))
def test_no_date_hides_what_was_merged_since(repo: Repository, day: str) -> None:
    repo.commit(register([FIRST]), day="2021-05-01")
    repo.branch(register(), day=day)
    merge = repo.merge("branch", day="2021-09-01")
    later = repo.commit(register().replace("Train", "Inform"), day=day)
    assert codes_at(merge, "--since", "2021-09-01") == {"update-changed"}
    assert codes_at(later, "--since", "2021-09-01") == {"reworded"}


def test_a_merge_is_not_older_than_what_it_merges(repo: Repository) -> None:
    repo.commit(register())
    repo.branch(register([], [FIRST]), day="2021-05-01")
    base = repo.merge("branch", day="1999-01-01")
    repo.write(register([EARLY], [FIRST]))
    assert_told(repo, base, "restated")


# 4. What git changes on its way to the disk


@pytest.mark.parametrize(
    ("attribute", "place"),
    [
        ("working-tree-encoding=ASCII//TRANSLIT", ".gitattributes"),
        ("ident", "data/.gitattributes"),
        ("filter=lfs", ".gitattributes"),
    ],
)
def test_what_git_changes_on_its_way_to_the_disk_is_not_compared(
    repo: Repository, attribute: str, place: str
) -> None:
    base = repo.commit(WHOLE)
    (repo.folder / place).write_text(f"*.yaml {attribute}\n")
    status, codes = checked(base)
    assert (status, "not-compared" in codes) == (1, True)


# 5. Names and trees

LOST = {
    "it is emptied": {HOME.name: ""},
    "it has an error": {HOME.name: WHOLE.replace("accepted", "acepted")},
    "it gives way to an older copy": {"older.yaml": register([FIRST])},
    "its id changes, and a stub is left": {HOME.name: STUB, "other.yaml": register(id="other")},
}


@pytest.mark.parametrize("files", usually(1, LOST))
def test_a_register_that_is_no_longer_there_is_told(
    repo: Repository, files: dict[str, str]
) -> None:
    base = repo.commit(WHOLE)
    repo.path.unlink()
    for name, text in files.items():
        repo.path.with_name(name).write_text(text)
    assert answer("check", "--base", base, "data").status
    repo.commit()
    assert answer("log", "--rewritten", "--exit-code", "--register", "data").status
    assert answer("log", "--verify", base, "--register", "data").status


@pytest.mark.parametrize("path", usually(1, ["data", str(HOME)]))
def test_a_register_that_was_removed_is_told_by_its_file_and_by_its_folder(
    repo: Repository, path: str
) -> None:
    base = repo.commit(WHOLE)
    repo.path.unlink()
    commit = repo.commit()
    assert codes_at(commit, "--register", path) == {"removed"}
    assert verified(base, "--register", path) == 1


def test_a_register_that_takes_the_place_of_another_is_told(repo: Repository) -> None:
    other = repo.path.with_name("other.yaml")
    repo.write(WHOLE)
    other.write_text(register(id="other"))
    repo.commit()
    other.rename(repo.path)
    assert codes_at(repo.commit(), "--register", "data") == {"removed"}


def test_a_day_that_commits_disagree_about_is_no_revision(repo: Repository) -> None:
    for day in ("2021-01-01", "2031-02-10", "2021-07-01"):
        repo.commit(WHOLE, day=day)
    assert answer("diff", "2021-02-01").status == 0
    found = answer("diff", "2021-11-01")
    assert (found.status, "name a commit" in found.err) == (2, True)


def test_a_folder_that_became_a_submodule_gives_no_log(repo: Repository) -> None:
    repo.commit(WHOLE)
    shutil.rmtree(repo.path.parent)
    inner = Repository(repo.path.parent)
    (inner.folder / HOME.name).write_text(WHOLE)
    inner.commit()
    repo.commit()
    assert answer("log").status


def test_a_path_through_a_link_is_that_of_the_file_it_leads_to(repo: Repository) -> None:
    for folder in ("data", "other"):
        (repo.folder / folder / "deep").mkdir(parents=True)
        (repo.folder / folder / "x.yaml").write_text(register([FIRST], id=folder))
    (repo.folder / "data" / "current").symlink_to("../other/deep")
    path = "data/current/../x.yaml"
    base = repo.commit()
    (repo.folder / "other" / "x.yaml").write_text(register(id="other"))
    assert checked(base, path)[0] == 1
    repo.commit()
    assert answer("log", "--rewritten", "--exit-code", "--register", path).status


@pytest.mark.parametrize("name", usually(1, ["RESPONSE.Yml", "response"]))
def test_a_register_is_found_under_any_name(repo: Repository, name: str) -> None:
    repo.write(WHOLE)
    repo.path.rename(repo.path.with_name(name))
    base = repo.commit()
    repo.path.with_name(name).unlink()
    repo.write(register([FIRST]))
    assert_told(repo, base, "update-changed")


@pytest.mark.slow
def test_a_tree_with_zeros_before_its_modes_is_read(repo: Repository) -> None:
    repo.commit(WHOLE)
    file = repo.folder / ".git" / "tree"
    file.write_bytes(b"040000 data\0" + bytes.fromhex(repo.git("rev-parse", "HEAD:data")))
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", str(file))
    base = repo.git("commit-tree", tree, "-p", "HEAD", "-m", "A tree")
    repo.git("update-ref", "HEAD", base)
    repo.write(register([FIRST]))
    assert_told(repo, base, "update-changed")


# 6. The caller, names, characters, the index and shallow clones


@pytest.mark.parametrize("command", [("check", "--base", "HEAD"), ("log",), ("diff",)])
def test_git_gets_nothing_of_the_callers_environment(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    repo.commit(WHOLE)
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    for name in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    assert answer(*command).status == 0
    assert not (tmp_path / "trace").exists()


def test_a_branch_does_not_take_the_place_of_a_described_commit(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    repo.git("tag", "minutes")
    repo.commit(register([FIRST]))
    repo.git("branch", name := f"minutes-0-g{base[:7]}")
    assert answer("log", "--verify", name).status


@pytest.mark.parametrize("character", ["\u2800", "\ufff9"])
def test_a_character_that_shows_nothing_is_an_error(repo: Repository, character: str) -> None:
    base = repo.commit(WHOLE)
    repo.write(WHOLE.replace("Director", f"Director{character}"))
    assert "control-character" in checked(base)[1]


def test_no_cache_in_the_checkout_is_used(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(WHOLE)
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(repo.folder))
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    assert answer("list").status == 0
    assert repo.git("status", "--porcelain") == ""


def test_where_the_index_hides_the_disk_the_check_says_what_it_read(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    repo.commit(register([FIRST]))
    repo.git("update-index", "--skip-worktree", HOME.as_posix())
    repo.write(WHOLE)
    assert HOME.as_posix() in answer("check", "--base", base).err


def test_a_shallow_clone_does_not_say_that_the_history_was_replaced(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.commit(WHOLE)
    repo.commit()
    clone = str(tmp_path / "clone")
    repo.git("clone", "--quiet", "--depth", "1", repo.folder.as_uri(), clone)
    repo.git("-C", clone, "fetch", "--quiet", "--depth", "1", "origin", base)
    monkeypatch.chdir(clone)
    verification = answer("log", "--verify", base)
    assert "replaced" not in verification.out + verification.err


# 9. Conflicts


@pytest.mark.parametrize(
    ("kept", "is_told"),
    [([FIRST, NOTE], True), ([FIRST, SECOND], True), ([FIRST, NOTE, SECOND], False)],
    ids=["ours", "theirs", "both"],
)
def test_what_is_made_of_a_conflict_is_compared_with_each_parent(
    repo: Repository, kept: list[str], *, is_told: bool
) -> None:
    repo.commit(register([FIRST]))
    repo.branch(WHOLE)
    repo.commit(register([FIRST, NOTE]))
    repo.merge("branch")
    assert (repo.folder / ".git" / "MERGE_HEAD").exists()
    repo.write(register(kept))
    status, codes = checked("HEAD")
    assert (status, "update-changed" in codes) == (is_told, is_told)


# What is harmless

RICH = WHOLE.replace("Review", "Review the café")
BEGIN = "evaluation:\n"
FORMS = {
    "double quotes": ("Review the café", '"Review the café"'),
    "single quotes": ("title: First", "title: 'First'"),
    "an escape": ("Review the café", r'"Review the caf\xe9"'),
    "a decomposed letter": ("é", "e\u0301"),
    "a plain text on two lines": ("Review ", "Review\n          "),
    "a folded block": ("Review the", ">-\n          Review\n          the"),
    "a folded block and its line feed": ("Train", ">\n          Train"),
    "a literal block": ("title: First", "title: |\n      First"),
    "keys in another order": ("id: cross\n  title: Title", "title: Title\n  id: cross"),
    "an update in blocks": (FIRST, FIRST[1:-1].replace(", ", "\n            ")),
    "a list in blocks": ("[Unit]", "\n          - Unit"),
    "an empty list of updates": ("due: 2021-06-30", "due: 2021-06-30\n        updates: []"),
    "comments": ("recommendations:", "# All\nrecommendations: # of them"),
    "empty lines": ("\n", "\n\n"),
    "line endings": ("\n", "\r\n"),
    "spaces at the ends of lines": ("\n", "  \n"),
    "no line feed at the end": ("2021-06-30\n", "2021-06-30"),
    "a byte order mark": (BEGIN, f"\ufeff{BEGIN}"),
    "the beginning of a document": (BEGIN, f"---\n{BEGIN}"),
    "another indentation": ("\n          - ", "\n        - "),
}


@pytest.mark.parametrize(("old", "new"), FORMS.values(), ids=FORMS)
def test_another_form_of_the_same_is_harmless(old: str, new: str) -> None:
    assert old in RICH
    base, head = (parse_anew(t.encode(), "") for t in (RICH, RICH.replace(old, new)))
    assert compare(base, head, until=date.max) == []


@pytest.mark.parametrize(
    "form", usually(1, [{"default_style": '"', "indent": 4}, {"default_flow_style": True}])
)
def test_writing_the_whole_anew_is_harmless(repo: Repository, form: dict[str, Any]) -> None:
    base = repo.commit(RICH, day="2021-05-01")
    data = yaml.load(RICH, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    repo.write(yaml.safe_dump(data, allow_unicode=True, **form))
    assert_silent(repo, base)


ELECTIONS = "after: {event: Elections%s}"
HONEST: dict[str, tuple[str, Version, Version]] = {
    "two updates of a day": ("2021-03-01", [FIRST], [FIRST, SAME_DAY]),
    "an update though one is planned for 2031": ("2021-03-29", PLANNED, ADVANCED),
    "an event that happened": (
        *("2021-05-01", new_action(ELECTIONS % "")),
        new_action(ELECTIONS % ", happened: 2021-02-02"),
    ),
    "$Id$": ("2021-05-01", WHOLE.replace("First", "$Id$"), WHOLE.replace("First", "'$Id$'")),
}


@pytest.mark.parametrize(("day", "before", "after"), usually(1, HONEST))
def test_what_alters_no_answer_is_harmless(
    repo: Repository, day: str, before: Version, after: Version
) -> None:
    base = repo.commit(text(before), day=day)
    repo.write(text(after))
    assert_silent(repo, base)


@pytest.mark.parametrize(
    ("name", "attributes"),
    usually(
        1,
        [
            ("moved/register.yaml", "* text eol=crlf\n"),
            ("moved/register.yaml", "* text=auto\n"),
            ("data/response.YML", ""),
        ],
    ),
)
def test_moving_the_file_is_harmless(repo: Repository, name: str, attributes: str) -> None:
    (repo.folder / ".gitattributes").write_text(attributes)
    base = repo.commit(WHOLE)
    repo.git("config", "core.autocrlf", "true")
    repo.path.write_bytes(WHOLE.replace("\n", "\r\n").encode())
    (repo.folder / name).parent.mkdir(exist_ok=True)
    repo.git("mv", HOME.as_posix(), name)
    assert_silent(repo, base, name)
