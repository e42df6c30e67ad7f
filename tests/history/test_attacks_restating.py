"""Attacks on answers about the past, with real git: each is told. What is harmless is not."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from asked import Answer, answer, checked, listed, rewritten, verified
from portfolios import SHIPPED
from repository import FIRST, HOME, SECOND, Repository, register

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="links need POSIX"),
]
EARLY = "{date: 2021-03-29, progress: completed, evidence: [Mail]}"
NOTE = "{date: 2021-03-10, note: Ordered}"
MOVE = "{date: 2021-02-20, due: 2021-04-30, note: Agreed}"
WHOLE = register([FIRST, SECOND])


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, and the reader in its folder."""
    repo = Repository(tmp_path / "repo")
    monkeypatch.chdir(repo.folder)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    return repo


def codes_at(commit: str, *args: str) -> set[tuple[str, str]]:
    """What was rewritten by a commit or merge: ids and codes."""
    lines = rewritten(*args)
    return {(one["id"], one["code"]) for one in lines if commit in (one["commit"], one["merge"])}


def assert_told(repo: Repository, base: str, code: str, *, ident: str = "1.1") -> None:
    """The check before the commit, the log and the verification behind it all tell."""
    status, codes = checked(base)
    assert (status, code in codes) == (1, True)
    commit = repo.commit(day="2026-01-01")
    assert (ident, code) in codes_at(commit)
    assert verified(base) == 1


def assert_silent(repo: Repository, base: str, *where: str) -> None:
    assert checked(base, *where) == (0, [])
    repo.commit(day="2026-01-01")
    of = [part for path in where for part in ("--register", path)]
    assert rewritten(*of) == []
    assert verified(base, *of) == 0


def branch(repo: Repository, text: str, *, start: str = "HEAD", day: str = "2021-01-02") -> None:
    """Commit the text on a branch that leaves there, and go back to main."""
    repo.git("switch", "--quiet", "--create", "branch", start)
    repo.commit(text, day=day)
    repo.git("switch", "--quiet", "main")


def log_at(commit: str) -> list[str]:
    lines = listed(answer("log", "--format", "json"), "log")
    return [line["id"] for line in lines if commit in (line["commit"], line["merge"])]


# 1. Updates that are dated back


@pytest.fixture
def emptied(repo: Repository) -> str:
    """The shipped register, from which nothing is overdue any more; the commit before."""
    base = repo.commit(SHIPPED.read_text(encoding="utf-8"), day="2019-06-01")
    for ident in ("3.1", "5.1", "7.1", "7.2"):
        done = ("--date", "2018-02-27", "--progress", "completed", "--evidence", "Minutes")
        assert answer("record", ident, *done).status == 0
    return base


def test_the_overdue_list_is_not_erased_in_retrospect(repo: Repository, emptied: str) -> None:
    assert_told(repo, emptied, "restated", ident="3.1")
    restated = {ident for ident, code in codes_at("HEAD") if code == "restated"}
    told = {line["id"] for line in rewritten()}
    assert told == {"3.1", "5.1", "7.1", "7.2"} >= restated


def test_restating_is_a_warning_that_can_be_left_out(emptied: str) -> None:
    assert answer("check", "--base", emptied).status == 0
    assert answer("check", "--base", emptied, "--strict", "--ignore", "restated").status == 0


@pytest.mark.parametrize(("day", "status"), [("2019-01-01", 1), ("2018-02-26", 0)])
def test_what_was_told_stands_beside_what_is_known(emptied: str, day: str, status: int) -> None:
    told = answer("diff", emptied, "--as-of", day, "--exit-code")
    assert (told.status, bool(told.out)) == (status, bool(status)), told.err


@pytest.mark.parametrize("first", [EARLY, "{date: 2021-03-29, due: 2021-12, note: Agreed}"])
def test_the_first_update_of_a_register_alters_no_answer_unmarked(
    repo: Repository, first: str
) -> None:
    base = repo.commit(register(), day="2021-04-10")
    repo.write(register([first]))
    assert_told(repo, base, "restated")


def test_an_update_dated_back_on_an_old_branch_is_told_at_its_merge(repo: Repository) -> None:
    repo.commit(register(), day="2021-01-01")
    branch(repo, register([EARLY]))
    base = repo.commit(register([], [NOTE]), day="2021-05-01")
    repo.git("switch", "--quiet", "branch")
    left = answer("check", "--base", "main...", "--strict")
    assert (left.status, "main" in left.err) == (0, True), "it says that main has moved on"
    repo.git("switch", "--quiet", "main")
    merge = repo.merge("branch", day="2021-05-02")
    assert codes_at(merge) == {("1.1", "restated")}
    assert verified(base) == 1


# 2. Merges


def test_a_clean_merge_loses_no_lateness(repo: Repository) -> None:
    repo.commit(register([FIRST, NOTE, NOTE]))
    branch(repo, register([MOVE, FIRST, NOTE, NOTE]))
    base = repo.commit(register([FIRST, NOTE, NOTE, SECOND]), day="2021-04-06")
    merge = repo.merge("branch", day="2021-04-07")
    assert MOVE in repo.path.read_text()
    assert ("1.1", "restated") in codes_at(merge)
    assert verified(base) == 1


def with_answers(*statuses: str) -> str:
    lines = [f"      - {{date: 2021-03-01, status: {status}}}\n" for status in statuses]
    return WHOLE.replace("accepted\n", "accepted\n    updates:\n" + "".join(lines))


@pytest.mark.parametrize(
    ("two", "three", "ident"),
    [
        (register([FIRST, NOTE]), register([FIRST, NOTE, FIRST]), "1.1"),
        (with_answers("pending", "partial"), with_answers("pending", "partial", "pending"), "1"),
    ],
)
def test_of_two_equal_lines_a_merge_drops_none_unmarked(
    repo: Repository, two: str, three: str, ident: str
) -> None:
    repo.commit(two)
    branch(repo, three)
    repo.commit(two + "# A comment\n")
    merge = repo.merge("branch", "--strategy", "ours")
    assert ident in {each for each, _ in codes_at(merge)}


def test_what_was_marked_stays_marked_when_an_old_branch_is_merged(repo: Repository) -> None:
    repo.commit(register(), day="2021-04-10")
    late = repo.commit(register([EARLY]), day="2021-05-01")
    branch(repo, register([EARLY]), start="HEAD~1", day="2021-03-29")
    repo.merge("branch", "--strategy", "ours", day="2021-05-02")
    assert codes_at(late) == {("1.1", "restated")}


def test_what_a_second_root_brings_is_told(repo: Repository) -> None:
    repo.commit(register([FIRST]))
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit(WHOLE)
    repo.git("switch", "--quiet", "main")
    merge = repo.merge("other", "--allow-unrelated-histories", "-X", "theirs")
    assert repo.path.read_text() == WHOLE
    assert "1.1" in log_at(merge)


def test_a_commit_that_says_1999_is_not_before_since(repo: Repository) -> None:
    repo.commit(register([FIRST]), day="2021-05-01")
    commit = repo.commit(register(), day="1999-01-01")
    assert codes_at(commit, "--since", "2021-04-01") == {("1.1", "update-changed")}


def test_what_was_merged_since_then_is_not_before_since(repo: Repository) -> None:
    repo.commit(register([FIRST]))
    branch(repo, register(), day="2021-05-01")
    repo.commit(register([FIRST], [NOTE]), day="2021-08-01")
    merge = repo.merge("branch", day="2021-09-01")
    assert codes_at(merge, "--since", "2021-08-15") == {("1.1", "update-changed")}


SECOND_ACTION = WHOLE.index('      - id: "1.2"')
AS_RECOMMENDATION = '  - {id: "1.2", title: Train, status: accepted, added: 2021-01-02}\n'
BELOW = '  - {id: "1.2", title: Other, status: accepted, actions: [{%s}]}\n'
MOVED = 'id: "1.2.1", text: Train, responsible: [Director], due: 2021-06-30'
CORRECTION = ["{date: 2021-04-05, progress: in-progress}", SECOND.replace("04-05", "04-07")]


@pytest.mark.parametrize(
    ("before", "ours", "merged"),
    [
        pytest.param(
            register([SECOND]),
            register([SECOND], [NOTE]),
            register([MOVE, SECOND], [NOTE]),
            id="inserts an update above another",
        ),
        pytest.param(
            WHOLE,
            WHOLE,
            WHOLE[:SECOND_ACTION] + AS_RECOMMENDATION,
            id="gives an action's id to a recommendation",
        ),
        pytest.param(
            WHOLE[:SECOND_ACTION] + f"      - {{{MOVED}}}\n" + BELOW.replace("{%s}", ""),
            WHOLE[:SECOND_ACTION] + f"      - {{{MOVED}}}\n" + BELOW.replace("{%s}", ""),
            WHOLE[:SECOND_ACTION] + BELOW % MOVED,
            id="moves an action",
        ),
        pytest.param(
            register([SECOND]),
            register([EARLY, SECOND]),
            register([SECOND]),
            id="takes back what was dated back",
        ),
        pytest.param(
            register([SECOND]),
            register([SECOND, *CORRECTION]),
            register([SECOND]),
            id="undoes a correction",
        ),
        pytest.param(
            register([SECOND, MOVE]),
            register([SECOND]),
            register([SECOND, MOVE]),
            id="brings back what was taken back",
        ),
    ],
)
def test_what_a_merge_does_of_itself_is_told(
    repo: Repository, before: str, ours: str, merged: str
) -> None:
    repo.commit(before, day="2021-05-01")
    branch(repo, before + "# A comment\n", day="2021-05-02")
    base = repo.commit(ours, day="2021-05-03")
    repo.git("merge", "--no-ff", "--no-commit", "--strategy", "ours", "branch")
    merge = repo.commit(merged, day="2021-05-04")
    assert {ident[:3] for ident, _ in codes_at(merge)} & {"1.1", "1.2"}
    assert verified(base) == 1


# 3. Deadlines in the past


def test_an_own_deadline_under_an_action_that_had_none_is_an_error(repo: Repository) -> None:
    own = "        due: 2021-03-30\n"
    base = repo.commit(WHOLE.replace(own, ""), day="2021-04-10")
    repo.write(WHOLE)
    assert_told(repo, base, "original-changed")


def new_action(**values: str) -> str:
    lines = {"id": '"1.3"', "text": "Print", "responsible": "[Unit]", "due": "2021-03-31"} | values
    first, *others = [f"{key}: {value}\n" for key, value in lines.items()]
    return f"{WHOLE}      - {first}" + "".join(f"        {other}" for other in others)


@pytest.mark.parametrize("code", ["restated", "undated-addition"])
def test_a_new_action_was_not_overdue_before_it_was_added(repo: Repository, code: str) -> None:
    base = repo.commit(WHOLE, day="2021-05-01")
    repo.write(new_action(added="2021-02-01") if code == "restated" else new_action())
    assert_told(repo, base, code, ident="1.3")


def test_reopening_on_the_same_day_makes_nothing_early(repo: Repository) -> None:
    base = repo.commit(WHOLE, day="2021-05-01")
    day = "{date: 2021-04-05, progress: %s, due: 2021-12-30, note: Agreed, evidence: [Mail]}"
    repo.commit(register([FIRST, SECOND, day % "in-progress", day % "completed"]))
    (late, _) = listed(answer("actions", "--as-of", "2021-05-01", "--format", "json"), "actions")
    assert (late["days_late"], verified(base)) in {(6, 0), (-269, 1)}


def test_a_correction_is_told_as_what_it_restates(repo: Repository) -> None:
    base = repo.commit(WHOLE, day="2021-05-01")
    repo.write(register([FIRST, SECOND, *CORRECTION]))
    assert_told(repo, base, "restated")


# 4. What git changes on its way to the disk


@pytest.mark.parametrize("place", [".gitattributes", "data/.gitattributes"])
@pytest.mark.parametrize(
    "attribute", ["working-tree-encoding=ASCII//TRANSLIT", "ident", "filter=lfs"]
)
def test_what_git_changes_on_its_way_to_the_disk_is_not_compared(
    repo: Repository, attribute: str, place: str
) -> None:
    base = repo.commit(WHOLE)
    (repo.folder / place).write_text(f"*.yaml {attribute}\n")
    status, codes = checked(base)
    assert (status, "not-compared" in codes) == (1, True)


# 5. Names and trees


def test_a_folder_that_became_a_submodule_is_not_asked_for_the_log(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    shutil.rmtree(repo.path.parent)
    inner = Repository(repo.path.parent)
    (inner.folder / HOME.name).write_text(register())
    inner.commit()
    repo.commit()
    assert answer("log", "--rewritten", "--exit-code").status
    assert answer("log", "--verify", base).status


@pytest.mark.parametrize("text", ["", "neither: a register\n", register(status="acepted")])
def test_a_register_that_can_no_longer_be_read_is_told(repo: Repository, text: str) -> None:
    base = repo.commit(WHOLE)
    repo.commit(text)
    assert answer("log", "--rewritten", "--exit-code").status
    assert answer("log", "--verify", base).status


def test_a_register_that_gives_way_to_an_older_copy_does_not_hold(repo: Repository) -> None:
    repo.write(WHOLE)
    (repo.path.parent / "a.yaml").write_text(register([FIRST]))
    base = repo.commit()
    repo.path.unlink()
    repo.commit()
    assert answer("log", "--verify", base, "--register", "data").status


def test_a_path_through_a_link_is_that_of_the_file_it_leads_to(repo: Repository) -> None:
    for folder in ("data", "other/deep"):
        (repo.folder / folder).mkdir(parents=True)
    for folder in ("data", "other"):
        (repo.folder / folder / "x.yaml").write_text(register([FIRST], id=folder))
    (repo.folder / "data" / "current").symlink_to("../other/deep")
    base = repo.commit()
    (repo.folder / "other" / "x.yaml").write_text(register(id="other"))
    status, codes = checked(base, "data/current/../x.yaml")
    assert (status, "update-changed" in codes) == (1, True)


def test_a_recommendation_called_evaluation_is_not_the_evaluation(repo: Repository) -> None:
    text = WHOLE.replace('id: "1"\n', 'id: "evaluation"\n').replace('"1.', '"evaluation.')
    base = repo.commit(text)
    exchanged = text.replace("title: Title", "title: -").replace("title: First", "title: Title")
    repo.write(exchanged.replace("title: -", "title: First"))
    assert checked(base)[1].count("reworded") == 2
    assert_told(repo, base, "reworded", ident="evaluation")


@pytest.mark.parametrize("name", ["response.YAML", "RESPONSE.Yml", "response.txt", "response"])
def test_a_register_is_found_under_any_name(repo: Repository, name: str) -> None:
    old = repo.folder / "data" / name
    old.parent.mkdir()
    old.write_text(WHOLE)
    base = repo.commit()
    old.unlink()
    repo.write(register([FIRST]))
    assert_told(repo, base, "update-changed")


def test_a_stub_that_is_left_hides_no_change_of_the_id(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    (repo.path.parent / "register.yaml").write_text(register(id="other"))
    repo.write("evaluation: {id: stub, title: T, organization: O}\nrecommendations: []\n")
    status, codes = checked(base, "data")
    assert (status, {"original-changed", "not-compared"}.isdisjoint(codes)) == (1, False)


def tree(repo: Repository, *entries: tuple[str, str]) -> str:
    """A tree of those modes and names, each the tree or the blob of the register in HEAD."""
    data = b""
    for mode, name in entries:
        of = f"HEAD:{'data' if mode.endswith('40000') else HOME.as_posix()}"
        data += f"{mode} {name}\0".encode() + bytes.fromhex(repo.git("rev-parse", of))
    file = repo.folder / ".git" / "tree"
    file.write_bytes(data)
    made = repo.git("hash-object", "-t", "tree", "-w", "--literally", str(file))
    commit = repo.git("commit-tree", made, "-p", "HEAD", "-m", "A tree")
    repo.git("update-ref", "HEAD", commit)
    return commit


def test_a_tree_that_has_a_path_twice_is_refused(repo: Repository) -> None:
    repo.commit(WHOLE)
    base = tree(repo, ("40000", "data"), ("40000", "data"))
    assert "not-compared" in checked(base)[1]
    assert answer("log", "--rewritten", "--exit-code").status


def test_a_tree_with_zeros_before_its_modes_is_read(repo: Repository) -> None:
    repo.commit(WHOLE)
    base = tree(repo, ("040000", "data"))
    assert checked(base) == (0, [])
    repo.write(register([FIRST]))
    assert_told(repo, base, "update-changed")


# 6. The rest


@pytest.mark.parametrize("command", [("check", "--base", "HEAD"), ("log",), ("diff",)])
def test_git_gets_nothing_of_the_callers_environment(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    repo.commit(WHOLE)
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_DIR", str(repo.folder / ".git"))
    assert answer(*command).status == 0
    assert not (tmp_path / "trace").exists()


ORDERED = WHOLE.replace("[Unit]", "[Unit, Office]").replace(
    "accepted\n", "accepted\n    notes: [One, Two]\n"
)


@pytest.mark.parametrize(
    ("old", "new", "ident", "code"),
    [
        ("[Unit, Office]", "[Office, Unit]", "1.1", "responsible-changed"),
        ("[One, Two]", "[Two, One]", "1", "reworded"),
        ("due: 2021-03-30", "ongoing: true", "1.1", "original-changed"),
        ("due: 2021-06-30", "due: 2021-06-30\n        discretionary: true", "1.2", "original-changed"),
        ("due: 2021-06-30", "due: 2021-06-30\n        after: {event: E}", "1.2", "event-changed"),
    ],
)
def test_an_edit_in_place_is_told(
    repo: Repository, old: str, new: str, ident: str, code: str
) -> None:
    base = repo.commit(ORDERED)
    repo.write(ORDERED.replace(old, new))
    assert_told(repo, base, code, ident=ident)


def test_a_branch_does_not_take_the_place_of_a_described_commit(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    repo.git("tag", "minutes")
    repo.commit(register([FIRST]))
    repo.git("branch", name := f"minutes-0-g{base[:7]}")
    assert answer("log", "--verify", name).status == 2


@pytest.mark.parametrize("character", ["\u2800", "\ufff9"])
def test_a_character_that_shows_nothing_is_an_error(repo: Repository, character: str) -> None:
    base = repo.commit(WHOLE)
    repo.write(WHOLE.replace("Director", f"Director{character}"))
    assert "control-character" in checked(base)[1]


def test_where_the_index_hides_the_disk_the_check_says_so(repo: Repository) -> None:
    base = repo.commit(WHOLE)
    repo.commit(register([FIRST]))
    repo.git("update-index", "--skip-worktree", HOME.as_posix())
    repo.write(WHOLE)
    assert "HEAD" in answer("check", "--base", base).err


def test_in_a_shallow_clone_no_history_is_said_to_be_replaced(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.commit(WHOLE)
    repo.commit(WHOLE + "# A comment\n")
    repo.git("clone", "--quiet", "--depth", "1", repo.folder.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    repo.git("-C", str(tmp_path / "shallow"), "fetch", "--quiet", "--depth", "1", "origin", base)
    told: Answer = answer("log", "--verify", base)
    assert "replaced" not in told.out + told.err


# 7. Strict, with a base


def test_old_warnings_do_not_count_against_a_change(repo: Repository) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    base = repo.commit(text, day="2019-06-01")
    assert answer("check", "--strict").status == 1, "it has warnings of its own"
    repo.write(text + "# A comment\n")
    assert checked(base) == (0, [])
    repo.write(text.replace("title: ", "title: About ", 1))
    assert checked(base) == (1, ["reworded"])
    assert answer("check", "--base", base, "--strict", "--ignore", "reworded").status == 0


# 9. While a merge is in progress


@pytest.mark.parametrize(
    ("kept", "is_told"),
    [([FIRST, NOTE], True), ([FIRST, SECOND], True), ([FIRST, NOTE, SECOND], False)],
    ids=["ours", "theirs", "both"],
)
def test_a_conflict_is_compared_with_each_parent(
    repo: Repository, kept: list[str], *, is_told: bool
) -> None:
    repo.commit(register([FIRST]))
    branch(repo, WHOLE)
    repo.commit(register([FIRST, NOTE]))
    repo.merge("branch")
    assert (repo.folder / ".git" / "MERGE_HEAD").exists()
    repo.write(register(kept))
    status, codes = checked("HEAD")
    assert (status, "update-changed" in codes) == (int(is_told), is_told)


# What is harmless


def replaced(old: str, new: str) -> Callable[[str], str]:
    def replaced(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return replaced


RICH = WHOLE.replace("text: Review", "text: Review the café of all")
AGAIN = "{date: 2021-04-20, progress: completed, evidence: [Mail]}"
IN_BLOCKS = "\n            note: Begun\n            date: 2021-03-01\n            progress: in-progress"
REWRITES = {
    "double quotes": replaced("text: Review the café of all", 'text: "Review the café of all"'),
    "single quotes": replaced("organization: Office", "organization: 'Office'"),
    "escapes": replaced("text: Review the café of all", r'text: "Review the caf\xe9 of all"'),
    "a plain text on two lines": replaced("Review the", "Review\n          the"),
    "a folded block": replaced("Review the", ">-\n          Review\n          the"),
    "a folded block with a line feed": replaced("text: Train", "text: >\n          Train"),
    "a literal block": replaced("title: First", "title: |\n      First"),
    "another order of keys": replaced(
        "        text: Train\n        responsible: [Director]\n",
        "        responsible: [Director]\n        text: Train\n",
    ),
    "an update in blocks, in another order": replaced(FIRST, IN_BLOCKS.lstrip()),
    "a list in blocks": replaced("[Unit]", "\n          - Unit"),
    "a list without updates": lambda text: text + "        updates: []\n",
    "comments": replaced("recommendations:\n", "# All\nrecommendations: # seven\n"),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no line feed at the end": lambda text: text.rstrip(),
    "spaces at the ends of lines": lambda text: text.replace("\n", "  \n"),
    "dashes below the key": lambda text: text.replace("\n          - ", "\n        - "),
    "a document's beginning": lambda text: f"---\n{text}",
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "everything in quotes": lambda text: dumped(text, default_style='"', indent=4),
    "everything in braces": lambda text: dumped(text, default_flow_style=True),
}


def dumped(text: str, **form: Any) -> str:
    data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return yaml.safe_dump(data, allow_unicode=True, **form)


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_another_form_of_the_same_is_harmless(
    repo: Repository, rewrite: Callable[[str], str]
) -> None:
    base = repo.commit(RICH, day="2021-05-01")
    repo.write(rewrite(RICH))
    assert repo.git("status", "--porcelain")
    assert_silent(repo, base)


@pytest.mark.parametrize(
    ("before", "day", "after"),
    [
        pytest.param(
            register([FIRST], due="2021-03-31"),
            "2021-03-29",
            register([FIRST, EARLY.replace("29", "28")], due="2021-03-31"),
            id="done on 28th, recorded on 5th, due on 31st",
        ),
        pytest.param(
            register([SECOND]),
            "2021-04-05",
            register([SECOND, "{date: 2021-04-05, note: Sent}"]),
            id="the second update of a day",
        ),
        pytest.param(
            register([FIRST], ["{date: 2031-01-01, due: 2031-12, note: Planned}"]),
            "2021-03-29",
            register([FIRST, SECOND], ["{date: 2031-01-01, due: 2031-12, note: Planned}"]),
            id="an update below one that is planned for 2031",
        ),
        pytest.param(
            WHOLE, "2021-05-01", register([FIRST, SECOND, AGAIN]), id="completed a second time"
        ),
        pytest.param(
            WHOLE, "2021-05-01", new_action(added="2021-05-02"), id="a new action that is dated"
        ),
        pytest.param(
            new_action(after="{event: Elections}"),
            "2021-05-01",
            new_action(after="{event: Elections, happened: 2021-02-02}"),
            id="an event that happened",
        ),
        pytest.param(
            WHOLE.replace("First", "$Id$"), "2021-05-01", WHOLE.replace("First", '"$Id$"'), id="Id"
        ),
    ],
)
def test_what_alters_no_answer_is_harmless(
    repo: Repository, before: str, day: str, after: str
) -> None:
    base = repo.commit(before, day=day)
    repo.write(after)
    assert_silent(repo, base)


@pytest.mark.parametrize("name", ["moved/register.yaml", "data/response.YML"])
@pytest.mark.parametrize("attribute", ["", "*.* text eol=crlf", "*.* text=auto"])
def test_moving_the_file_is_harmless(repo: Repository, name: str, attribute: str) -> None:
    (repo.folder / ".gitattributes").write_text(attribute)
    base = repo.commit(WHOLE)
    repo.git("config", "core.autocrlf", "true")
    repo.path.write_bytes(WHOLE.replace("\n", "\r\n").encode())
    (repo.folder / name).parent.mkdir(exist_ok=True)
    repo.git("mv", HOME.as_posix(), name)
    assert_silent(repo, base, name)


def test_registers_that_exchange_their_names_are_harmless(repo: Repository) -> None:
    repo.write(WHOLE)
    other = repo.path.parent / "other.yaml"
    other.write_text(register([FIRST], id="other"))
    base = repo.commit()
    repo.write(other.read_text())
    other.write_text(WHOLE)
    assert_silent(repo, base, "data")
