"""However a register is named, by its file, its folder or among others, its verdict is the same."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import FIRST, SECOND, THIRD, Repository, register

from ecefollow.history import log
from ecefollow.history.base_check import check_all_against
from ecefollow.history.diff import compare_all
from ecefollow.history.verification import verify_all
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.portfolio import load_all
from ecefollow.reading.register_file import InvalidRegisterError, check_file
from ecefollow.reading.sources import UnreadableError, read

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PATHS = ("registers/a.yaml", "registers/b.yaml", "registers/in/c.yml", "registers/d.yaml")
UPDATES = ([], [FIRST], [FIRST, SECOND], [FIRST, THIRD], [SECOND])
IDS = ("one", "two", "three")
COULD_NOT_COMPARE = "could not compare"
WAYS = ("move", "exchange", "edit", "edit", "remove", "rename", "break", "copy", "merge")
STEP = st.tuples(st.sampled_from(WAYS), st.integers(0, 3), st.integers(0, 4))
COMMITS = st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=4)
Step = tuple[str, int, int]


def files_in(repo: Repository) -> list[Path]:
    return [path for name in PATHS if (path := repo.folder / name).is_file()]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(repo: Repository, way: str, first: int, second: int) -> None:
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
            repo.git("switch", "--quiet", "--force-create", "branch", f"HEAD~{second % 2}")
            change(repo, "edit", first, second)
            repo.commit(who="Bob")
            repo.git("switch", "--quiet", "main")
            repo.merge("branch", "--strategy-option", "ours", who="Carl")
            if (repo.folder / ".git" / "MERGE_HEAD").exists():
                repo.commit(who="Carl")


def checked(named: Sequence[str], files: Sequence[str], base: str) -> dict[str, Any]:
    """What `check --base` says of each file because of the base, and whether it is new."""
    before = [check_file(path, today=date(2022, 1, 1)) for path in files]
    after, notes = check_all_against(before, named, base)
    ordinary = {problem for each in before for problem in each.problems}
    return {
        each.path: (
            [p for p in each.problems if p not in ordinary and p.code is not Code.REMOVED],
            [note for note in notes if note.startswith(each.path)],
        )
        for each in after
        if each.path in files
    }


def differing(named: Sequence[str], files: Sequence[str], base: str) -> dict[str, Any] | str:
    """What `diff` says of each file; or that it cannot, because of one of them."""
    loaded = load_all(files, read, str)
    try:
        compared = compare_all(loaded.files, named, base, None)
    except UnreadableError:
        return COULD_NOT_COMPARE
    return {
        each.file.path: each.changes for each in compared.differences if each.file.path in files
    }


def verified(named: Sequence[str], files: Sequence[str], base: str) -> dict[str, Any] | str:
    """What `log --verify` says of each file that was there, likewise."""
    try:
        found = verify_all(named, base)
    except (UnreadableError, InvalidRegisterError):
        return COULD_NOT_COMPARE
    verdicts: dict[str, Any] = {path: [] for path in files}
    for each in found:
        verdicts.setdefault(each.path, []).append(each.changes)
    return {path: verdicts[path] for path in files}


def rewritten(named: Sequence[str], files: Sequence[str]) -> dict[str, Any]:
    """What `log --rewritten` lists of each file."""
    logs, _ = log.read_all(files, named)
    alive = {path: [] for path in files} | {each.file.path: each.lines for each in reversed(logs)}
    return {path: [line for line in alive[path] if line.code] for path in files}


def try_histories(commits: Iterable[Sequence[Step]]) -> None:
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
    whole = str(repo.folder / "registers")
    valid = [file.path for file in load_all(files, read, str).files]
    are_distinct = len(valid) == len(files)
    one_by_one = {path: checked([path], [path], base)[path] for path in files}
    logs = {path: rewritten([path], [path])[path] for path in files}
    for named in ([whole], files, [*reversed(files), whole]):
        assert checked(named, files, base) == one_by_one
        assert rewritten(named, files) == logs
    if are_distinct and files:
        for verdicts in (differing, verified):
            alone = {path: verdicts([path], [path], base) for path in files}
            together = verdicts([whole], files, base)
            if together == COULD_NOT_COMPARE:
                assert COULD_NOT_COMPARE in alone.values()
            else:
                for path in files:
                    own = alone[path]
                    # Of one register that was not there, `log --verify` has nothing to verify.
                    assert together[path] == (own[path] if isinstance(own, dict) else [])


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(COMMITS)
def test_a_register_has_one_verdict(commits: list[list[Step]]) -> None:
    try_histories(commits)


@pytest.mark.slow
@pytest.mark.parametrize("portion", range(4))
def test_a_register_has_one_verdict_in_many_histories(portion: int) -> None:
    settings(max_examples=75 + portion, suppress_health_check=list(HealthCheck))(
        given(COMMITS)(try_histories)
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
    for named in (files[:1], files[1:], files, [str(first.parent)]):
        asked = [path for path in files if path in named or len(named[0]) < len(files[0])]
        assert checked(named, asked, base) == {path: ([], []) for path in asked}
        assert differing(named, asked, base) == {path: [] for path in asked}
        assert verified(named, asked, base) == {path: [[]] for path in asked}
        assert rewritten(named, asked) == {path: [] for path in asked}
