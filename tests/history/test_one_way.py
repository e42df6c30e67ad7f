"""However a register is named, by its file, its folder or among others, its verdict is the same."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from histories import IN_ITS_PLACE, PATHS, History, hold
from repository import Repository

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

COULD_NOT_COMPARE = "could not compare"
NOT_THERE = "was not there"
Verdicts = dict[str, Any]
Command = Callable[[Sequence[str], Sequence[str], str], Verdicts]


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


def assert_the_same_verdicts(repo: Repository, base: str) -> None:
    files = [str(path) for name in PATHS if (path := repo.folder / name).is_file()]
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
                found = command([folder], files, base)
            except UnreadableError as error:
                unread = error.path
            else:
                # What is new beside one that is gone is told where both are.
                apart = [path for path in files if alone[path] == COULD_NOT_COMPARE]
                assert found == alone | {path: found[path] for path in apart}
                continue
            # Only the folder names one that is gone.
            assert unread not in files or {COULD_NOT_COMPARE, NOT_THERE} & {
                *map(str, alone.values())
            }


def assert_one_verdict(history: History) -> None:
    """Between what is there and what was, and beside a register that something happened to."""
    root = history.repo.git("rev-list", "--max-parents=0", "HEAD")
    assert_the_same_verdicts(history.repo, root)
    history.spoil(IN_ITS_PLACE[:4])
    history.repo.git("reset", "--quiet", "--hard", "HEAD~1")
    assert_the_same_verdicts(history.repo, "HEAD~1")


@pytest.mark.parametrize("examples", [2, pytest.param(300, marks=pytest.mark.slow)])
def test_a_register_has_one_verdict(examples: int) -> None:
    hold(assert_one_verdict, examples=examples)
