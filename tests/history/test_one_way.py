"""However a register is named, by its file, its folder or among others, its verdict is the same."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import FIRST, SECOND, THIRD, Repository, register

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.changes_in_words import describe
from ecefollow.history import log
from ecefollow.history.base_check import check_all_against
from ecefollow.history.diff import compare_all
from ecefollow.history.verification import verify_all
from ecefollow.reading.portfolio import load_all
from ecefollow.reading.register_file import check_file
from ecefollow.reading.sources import UnreadableError, read

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PATHS = ("registers/a.yaml", "registers/b.yaml", "registers/in/c.yml", "registers/d.yaml")
UPDATES: tuple[list[str], ...] = ([], [FIRST], [FIRST, SECOND], [FIRST, THIRD], [SECOND])
IDS = ("one", "two", "three")
COULD_NOT_COMPARE = "could not compare"
NOT_THERE = "was not there"
WAYS = ("move", "exchange", "edit", "edit", "remove", "rename", "break", "copy", "merge")
STEP = st.tuples(st.sampled_from(WAYS), st.integers(0, 3), st.integers(0, 4))
COMMITS = st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=4)
Step = tuple[str, int, int]
Verdicts = dict[str, Any]
Command = Callable[[Sequence[str], Sequence[str], str], Verdicts]


def files_in(repo: Repository) -> list[Path]:
    return [path for name in PATHS if (path := repo.folder / name).is_file()]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(  # noqa: C901 - a case for each way
    repo: Repository, way: str, first: int, second: int
) -> None:
    files = files_in(repo)
    if not files:
        return
    file, other = files[first % len(files)], repo.folder / PATHS[second % len(PATHS)]
    text = file.read_text(encoding="utf-8")
    ident = text.split("  id: ")[1].split("\n")[0]
    match way:
        case "move" if not other.exists():
            file.unlink()
            write(other, text)
        case "exchange" if other.exists():
            write(file, other.read_text(encoding="utf-8"))
            write(other, text)
        case "edit":
            write(file, register(UPDATES[second], id=ident))
        case "remove":
            file.unlink()
        case "rename":
            write(file, text.replace(f"  id: {ident}\n", f"  id: {IDS[second % len(IDS)]}\n"))
        case "break":
            write(file, text.replace("status: accepted", "status: acepted"))
        case "copy" if not other.exists():
            write(other, text)
        case "merge":
            repo.commit(who="Eve")
            repo.git("switch", "--quiet", "--force-create", "branch", f"HEAD~{second % 2}")
            change(repo, "edit", first, second)
            repo.commit(who="Bob")
            repo.git("switch", "--quiet", "main")
            repo.merge("branch", "--strategy-option", "ours", who="Carl")
            if (repo.folder / ".git" / "MERGE_HEAD").exists():
                repo.commit(who="Carl")


def told(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    return [(each.id, each.kind, describe(each), str(each.code)) for each in changes]


def checked(named: Sequence[str], files: Sequence[str], base: str) -> Verdicts:
    """What `check --base` says of each file because of the base, and whether it is new."""
    day = date(2022, 1, 1)
    before = [check_file(path, today=day) for path in files]
    after, _, notes = check_all_against(before, named, base, today=day)
    ordinary = {problem for each in before for problem in each.problems}
    return {
        each.path: [str(problem) for problem in each.problems if problem not in ordinary]
        + [note for note in notes if note.startswith(f"{each.path}:")]
        for each in after[: len(files)]
    }


def differing(named: Sequence[str], files: Sequence[str], base: str) -> Verdicts:
    """What `diff` says of each file."""
    compared = compare_all(load_all(files, read, str).files, named, base, None)
    return {each.file.path: told(each.changes) for each in compared.differences[: len(files)]}


def verified(named: Sequence[str], files: Sequence[str], base: str) -> Verdicts:
    """What `log --verify` says of each file; nothing of one that was not there."""
    verdicts = {
        each.path: told(each.changes)
        for each in verify_all(named, base)
        # One that is gone may have been at the path of another.
        if not each.changes or each.changes[0][:2] != ("evaluation", ChangeKind.REMOVED)
    }
    return {path: verdicts.get(path, NOT_THERE) for path in files}


def rewritten(named: Sequence[str], files: Sequence[str]) -> Verdicts:
    """What `log --rewritten` lists of each file."""
    logs, _ = log.read_all(files, named)
    return {
        each.file.path: [
            (line.commit, line.merge, line.text, line.code, told(filter(None, [line.change])))
            for line in each.lines
            if line.code
        ]
        for each in reversed(logs)  # behind a register's log may be that of one that is gone
        if each.file.path in files
    }


def one_by_one(command: Command, files: Sequence[str], base: str) -> Verdicts:
    """What a command says of each file if no other is named."""
    verdicts: Verdicts = {}
    for path in files:
        try:
            verdicts |= command([path], [path], base)
        except UnreadableError as error:
            is_new = "it is not there at" in error.reason
            verdicts[path] = NOT_THERE if is_new else COULD_NOT_COMPARE
    return verdicts


def try_history(commits: Iterable[Sequence[Step]]) -> None:
    with TemporaryDirectory() as folder:
        repo = Repository(Path(folder).resolve())
        for name, ident in zip(PATHS, IDS[:2], strict=False):
            write(repo.folder / name, register([FIRST], id=ident))
        base = repo.commit()
        for steps in commits:
            for step in steps:
                change(repo, *step)
            repo.commit(who="Eve")
        assert_the_same_verdicts(repo, base)
        assert_the_same_verdicts(repo, "HEAD~1")


def assert_the_same_verdicts(repo: Repository, base: str) -> None:
    files = [str(path) for path in files_in(repo)]
    folder = str(repo.folder / "registers")
    alone = one_by_one(checked, files, base)
    logs = {path: rewritten([path], [path]).get(path) for path in files}
    for named in ([folder], files, [*reversed(files), folder]):
        assert checked(named, files, base) == alone
        assert rewritten(named, files) == logs
    if files and len(load_all(files, read, str).files) == len(files):
        for command in (differing, verified):
            alone = one_by_one(command, files, base)
            try:
                assert command([folder], files, base) == alone
            except UnreadableError as error:
                unread = error.path
            else:
                continue
            # Only the folder names one that is gone.
            assert unread not in files or {COULD_NOT_COMPARE, NOT_THERE} & {
                *map(str, alone.values())
            }


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(COMMITS)
def test_a_register_has_one_verdict(commits: list[list[Step]]) -> None:
    try_history(commits)


@pytest.mark.slow
@pytest.mark.parametrize("portion", range(4))
def test_a_register_has_one_verdict_in_many_histories(portion: int) -> None:
    settings(max_examples=75 + portion, suppress_health_check=list(HealthCheck))(
        given(COMMITS)(try_history)
    )()


def test_two_registers_that_exchange_their_names_are_what_they_were(tmp_path: Path) -> None:
    repo = Repository(tmp_path.resolve())
    first, second, third = (repo.folder / name for name in (*PATHS[:2], PATHS[3]))
    write(first, register([FIRST], id="one"))
    write(second, register([SECOND], id="two"))
    base = repo.commit()
    first.rename(third)
    second.rename(first)
    repo.commit()
    files = [str(first), str(third)]
    for named in (files, [str(first.parent)]):
        assert checked(named, files, base) == {path: [] for path in files}
        assert differing(named, files, base) == {path: [] for path in files}
        assert verified(named, files, base) == {path: [] for path in files}
        assert rewritten(named, files) == {path: [] for path in files}
    assert_the_same_verdicts(repo, base)
