"""A machine that attacks a record with git, and keeps its own account of what was recorded."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from repository import Repository

from ecefollow.analysis.changes import ChangeKind
from ecefollow.history import log
from ecefollow.history.base_check import check_all_against
from ecefollow.history.log_line import LogLine
from ecefollow.history.verification import verify_all
from ecefollow.reading.diagnostics import Code, Diagnostic, has_errors
from ecefollow.reading.register_file import InvalidRegisterError, check_file, parse_valid
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.deadlines import format_day

# A recommendation, an action, or an update with its day and its note, which no other has.
Fact = tuple[str, ...]
Facts = frozenset[Fact]
Data = dict[str, Any]

TODAY = date(2022, 1, 1)
PATHS = ("data/recommendations.yaml", "data/renamed.yaml", "other/register.yaml")
ACTIONS = ("1.1", "1.2", "2.1")
DAYS = ("2021-03-01", "2021-03-02", "2021-05-05")
RESOLUTIONS = ("ours", "theirs", "both", "neither", "neither, then ours")
WAYS_TO_RENAME = (
    *(
        "at once",
        "removed first",
        "copied first",
        "broken first",
        "copied, and recorded in the old",
    ),
)
STRATEGIES = (
    *((), ("--strategy", "ours"), ("--strategy-option", "ours"), ("--strategy-option", "theirs")),
)

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="links need POSIX"),
]


def as_text(data: Data) -> str:
    """The register, a line for each thing that is recorded."""
    lines = ["evaluation:", "  id: cross", "  title: Title", "  organization: Office"]
    lines.append("recommendations:" if data else "recommendations: []")
    for ident, actions in data.items():
        lines += [f'  - id: "{ident}"', f"    title: Title {ident}", "    status: accepted"]
        lines.append("    actions:" if actions else "    actions: []")
        for action, updates in actions.items():
            lines += [
                f'      - id: "{action}"',
                "        text: Text",
                "        responsible: [Unit]",
            ]
            lines.append("        updates:" if updates else "        updates: []")
            lines += [f"          - {{date: {day}, note: {note}}}" for day, note in updates]
    return "\n".join(lines) + "\n"


def as_data(text: str) -> Data | None:
    """What stands in a register, None if the tool does not take it for one."""
    try:
        parse_valid(text.encode(), "register.yaml")
    except InvalidRegisterError:
        return None
    read = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return {
        recommendation["id"]: {
            action["id"]: [(update["date"], update["note"]) for update in action["updates"]]
            for action in recommendation["actions"]
        }
        for recommendation in read["recommendations"]
    }


def facts_in(data: Data) -> Facts:
    return frozenset(
        fact
        for ident, actions in data.items()
        for fact in (
            (ident,),
            *((action,) for action in actions),
            *((action, *update) for action, updates in actions.items() for update in updates),
        )
    )


def without_markers(text: str) -> str:
    """Both sides of each conflict."""
    signs = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(signs))


class Attacker(RuleBasedStateMachine):
    """Somebody who may do everything with a repository that git lets do."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.repo = Repository(self.folder)
        self.path = PATHS[0]
        self.branches = ["main"]
        self.notes = 0
        self.account: dict[str, Facts | None] = {}  # of each commit, None for no valid register
        self.good = self.good_path = ""
        self.good_facts: Facts = frozenset()
        # Updates of a day changed their order, or there were two registers: an honest merge of
        # that may be told as rewriting.
        self.is_ambiguous = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # what there is

    @property
    def file(self) -> Path:
        return self.folder / self.path

    def data(self) -> Data | None:
        if not self.file.is_file() or self.file.is_symlink():
            return None
        return as_data(self.file.read_text())

    def write(self, text: str) -> None:
        self.file.parent.mkdir(exist_ok=True)
        if self.file.is_symlink():
            self.file.unlink()
        self.file.write_text(text)

    def commit(self, *options: str) -> None:
        self.repo.git("add", "--all")
        self.repo.git("commit", "--quiet", "--allow-empty", "--message", "A", *options)

    def look_around(self) -> None:
        """The path of the register after a step that may have changed it, and one file only."""
        found = [path for path in PATHS if os.path.lexists(self.folder / path)]
        if found and self.path not in found:
            self.path = found[0]
        for path in found:
            if path != self.path:
                (self.folder / path).unlink()

    # honest work

    @initialize()
    def begin(self) -> None:
        self.write(as_text({"1": {"1.1": [], "1.2": []}, "2": {"2.1": []}}))
        self.commit()
        self.bless()

    @rule()
    def bless(self) -> None:
        """Somebody looks at what is there, and writes down the commit."""
        data = self.data()
        if data is not None and not self.repo.git("status", "--porcelain"):
            self.good = self.repo.git("rev-parse", "HEAD")
            self.good_path, self.good_facts = self.path, facts_in(data)

    @rule(action=st.sampled_from(ACTIONS), day=st.sampled_from(DAYS))
    def add_update(self, action: str, day: str) -> None:
        data = self.data()
        if data is not None:
            self.notes += 1
            updates = data.setdefault(action[0], {}).setdefault(action, [])
            updates.append((day, f"n{self.notes}"))
            self.write(as_text(data))
            self.commit()

    @rule(
        theirs=st.sampled_from(ACTIONS),
        # Mostly a conflict, which the strategies decide, or else who merges.
        ours=st.sampled_from(("same", "same", "other", "none")),
        strategy=st.sampled_from((None, (), *STRATEGIES)),
        resolution=st.sampled_from(RESOLUTIONS),
        day=st.sampled_from(DAYS),
    )
    def work_on_two_branches(
        self,
        theirs: str,
        ours: str,
        day: str,
        *,
        strategy: tuple[str, ...] | None,
        resolution: str,
    ) -> None:
        here = self.repo.git("symbolic-ref", "--short", "HEAD")
        self.branches.append(f"branch-{len(self.branches)}")
        self.repo.git("switch", "--quiet", "--create", self.branches[-1])
        self.add_update(theirs, day)
        self.repo.git("switch", "--quiet", here)
        if ours != "none":
            self.add_update(theirs if ours == "same" else ACTIONS[0], day)
        if strategy is not None:
            self.merge_branches([self.branches[-1]], strategy, resolution)

    @rule(number=st.integers(0, 9))
    def switch(self, number: int) -> None:
        self.repo.git("switch", "--quiet", self.branches[number % len(self.branches)])
        self.look_around()
        if self.repo.git("status", "--porcelain"):
            self.commit()

    # edits

    @rule(
        way=st.sampled_from(("edit", "remove", "move", "all")),
        number=st.integers(0, 9),
        amend=st.booleans(),
    )
    def rewrite(self, way: str, number: int, *, amend: bool) -> None:
        if self.lose(way, number):
            self.commit(*(["--amend"] if amend else []))

    def lose(self, way: str, number: int) -> bool:
        """Edit or remove an update in the file, or an action, or a recommendation."""
        data = self.data()
        if not data:
            return False
        found = [updates for actions in data.values() for updates in actions.values() if updates]
        match way:
            case "all" if number % 2:
                del data[[*data][number % len(data)]]
            case "all":
                actions = data[[*data][number % len(data)]]
                if actions:
                    del actions[[*actions][number % len(actions)]]
            case _ if not found:
                return False
            case "edit":
                self.notes += 1
                updates = found[number % len(found)]
                updates[number % len(updates)] = (DAYS[number % 3], f"n{self.notes}")
            case "remove":
                updates = found[number % len(found)]
                del updates[number % len(updates)]
            case "move":
                found[number % len(found)].reverse()
                self.is_ambiguous = True
        self.write(as_text(data))
        return True

    @rule(number=st.integers(0, 99), amend=st.booleans())
    def put_back_an_earlier_version(self, number: int, *, amend: bool) -> None:
        commits = self.repo.git("rev-list", "--all").split()
        text = self.text_at(commits[number % len(commits)])
        if text is not None:
            self.write(text)
            self.commit(*(["--amend"] if amend else []))

    @rule()
    def break_it(self) -> None:
        if self.data() is not None:
            self.write("<<<<<<< ours\n" + self.file.read_text())
            self.commit()

    # the file

    @rule(
        number=st.integers(1, 2),
        loses=st.booleans(),
        way=st.sampled_from(WAYS_TO_RENAME),
    )
    def rename(self, number: int, way: str, *, loses: bool) -> None:
        if self.data() is None:
            return
        old, text = self.file, self.file.read_text()
        if way == "removed first":
            old.unlink()
            self.commit()
        self.path = PATHS[(PATHS.index(self.path) + number) % len(PATHS)]
        if way == "broken first":
            self.write("neither: a register\n")
            self.commit()
        self.write(text)
        if loses:
            self.lose("remove", number)
        if "copied" in way:
            self.commit()
        if way == "copied, and recorded in the old":
            self.notes += 1
            data = as_data(text) or {}
            data.setdefault("1", {}).setdefault("1.1", []).append((DAYS[number], f"n{self.notes}"))
            old.write_text(as_text(data))
            self.commit()
        old.unlink(missing_ok=True)
        self.commit()

    @rule()
    def remove(self) -> None:
        if self.file.exists() and not self.file.is_symlink():
            self.file.unlink()
            self.commit()

    @rule()
    def replace_by_a_link(self) -> None:
        if self.data() is not None:
            self.file.rename(self.file.with_name("target.yaml"))
            self.file.symlink_to("target.yaml")
            self.commit()

    @precondition(lambda self: self.file.is_symlink())
    @rule(number=st.integers(0, 9), loses=st.booleans())
    def replace_the_link(self, number: int, *, loses: bool) -> None:
        target = self.file.resolve()
        self.write(target.read_text() if target.exists() else as_text({}))
        target.unlink(missing_ok=True)
        if loses:
            self.lose("remove", number)
        self.commit()

    # git

    @rule(
        numbers=st.lists(st.integers(0, 9), min_size=1, max_size=2),
        strategy=st.sampled_from(STRATEGIES),
        resolution=st.sampled_from(RESOLUTIONS),
    )
    def merge(self, numbers: list[int], strategy: tuple[str, ...], resolution: str) -> None:
        others = [self.branches[number % len(self.branches)] for number in numbers]
        self.merge_branches(others, strategy, resolution)

    def merge_branches(self, others: list[str], strategy: tuple[str, ...], resolution: str) -> None:
        if len(others) > 1 and "--strategy-option" in strategy:
            strategy = ()  # an octopus knows none
        before = self.file.read_text() if self.data() is not None else None
        theirs = self.text_at(others[0])
        done = self.repo.try_git("merge", "--quiet", "--no-ff", "--no-edit", *strategy, *others)
        if (self.folder / ".git" / "MERGE_HEAD").exists():
            self.resolve(resolution, before, theirs)
            self.commit()
            if "then" in resolution and before:
                self.write(before)
                self.commit()
        elif done.returncode:  # an octopus gives up at a conflict
            self.repo.git("reset", "--quiet", "--hard")
        self.tidy()

    def resolve(self, resolution: str, ours: str | None, theirs: str | None) -> None:
        self.look_around()
        match resolution:
            case "ours" if ours is not None:
                self.write(ours)
            case "theirs" if theirs is not None:
                self.write(theirs)
            case "both" if self.file.is_file():
                self.write(without_markers(self.file.read_text()))

    def tidy(self) -> None:
        self.look_around()
        if self.repo.git("status", "--porcelain"):
            self.commit("--amend")

    @rule(number=st.integers(0, 9), option=st.sampled_from(("ours", "theirs")))
    def rebase(self, number: int, option: str) -> None:
        onto = self.branches[number % len(self.branches)]
        if self.repo.try_git("rebase", "--quiet", "--strategy-option", option, onto).returncode:
            self.repo.try_git("rebase", "--abort")
        self.tidy()

    @rule(number=st.integers(0, 9))
    def cherry_pick(self, number: int) -> None:
        other = self.branches[number % len(self.branches)]
        picked = self.repo.try_git(
            "cherry-pick", "--allow-empty", "--keep-redundant-commits", other
        )
        if picked.returncode:
            self.repo.try_git("cherry-pick", "--abort")
        self.tidy()

    # the account

    def text_at(self, commit: str) -> str | None:
        return next(self.texts_at(commit), None)

    def texts_at(self, commit: str) -> Iterator[str]:
        """The register in a commit, wherever it is; there may be two while one is copied."""
        for line in self.repo.git("ls-tree", "-r", commit, *PATHS).splitlines():
            mode, _, ident, _path = line.split()
            if mode.startswith("100"):
                yield self.repo.try_git("cat-file", "blob", ident).stdout

    def facts_at(self, commit: str) -> Facts | None:
        if commit not in self.account:
            found = [data for data in map(as_data, self.texts_at(commit)) if data is not None]
            recorded = frozenset(fact for data in found for fact in facts_in(data))
            self.account[commit] = recorded if found else None
            self.is_ambiguous = self.is_ambiguous or len(found) > 1
        return self.account[commit]

    @invariant()
    def nothing_is_gone_unseen(self) -> None:
        if self.good:
            data = self.data()
            self.check_knows(data)
            if data is not None:
                self.log_knows(facts_in(data))

    def check_knows(self, data: Data | None) -> None:
        """`check --base` and `log --verify` tell what is gone since the last good commit."""
        named = [str(self.file)]
        (checked,), _, notes = check_all_against(
            [check_file(str(self.file), today=TODAY)], named, self.good, today=TODAY
        )
        assert not notes
        if data is None:
            assert has_errors(checked.problems)
            return
        gone = self.good_facts - facts_in(data)
        if any(problem.code is Code.NOT_COMPARED for problem in checked.problems):
            assert self.good_path != self.path
        else:
            assert not [fact for fact in gone if not is_told(fact, checked.problems)]
            assert has_errors(checked.problems) or not gone
        try:
            (verified,) = verify_all(named, self.good)
            assert not (gone and verified.holds)
        except UnreadableError:
            assert self.good_path != self.path

    def log_knows(self, now: Facts) -> None:
        """`log` tells what is gone since it was recorded; and nothing of the kind where none is."""
        listed = self.repo.git("rev-list", "--first-parent", "--reverse", "--parents", "HEAD")
        ever: Facts = frozenset()
        is_clean = True
        for line in listed.splitlines():
            commit, *parents = line.split()
            recorded = self.facts_at(commit)
            for parent in parents[1:]:
                ever |= self.facts_since_they_parted(parents[0], parent)
            is_clean = is_clean and recorded is not None and ever <= recorded
            ever |= recorded or frozenset()
        logs, failures = log.read_all([str(self.file)], [str(self.folder)])
        assert not failures
        lines = [line for each in logs for line in each.lines]
        told = {*lost(lines)}
        # One of two registers may have gone as a whole.
        if not (self.is_ambiguous and any(line.mark for line in lines)):
            gone = ever - now
            assert not [fact for fact in gone if not {fact, fact[:1], (fact[0][0],)} & told]
        # An honest merge may put an update above another.
        rewriting = [
            line for line in lines if line.takes_back and line.change and line.change.before
        ]
        assert not (is_clean and rewriting and not self.is_ambiguous)

    def facts_since_they_parted(self, ours: str, theirs: str) -> Facts:
        bases = self.repo.try_git("merge-base", "--all", ours, theirs).stdout.split()
        before = (self.facts_at(base) or frozenset() for base in bases)
        return (self.facts_at(theirs) or frozenset()).difference(*before)


def is_told(fact: Fact, problems: list[Diagnostic]) -> bool:
    """Whether a problem names the update that is gone, or the removal of what it was under."""
    ident, *update = fact
    begins = [f"{ident}: removed", f"{ident[0]}: removed"]
    if update:
        begins.append(f"{ident}: update of {format_day(date.fromisoformat(update[0]))} ")
    return any(problem.message.startswith(tuple(begins)) for problem in problems)


def lost(lines: list[LogLine]) -> Iterator[Fact]:
    """What the lines say was edited or removed."""
    for line in lines:
        change = line.change
        if change and change.kind is ChangeKind.REMOVED:
            yield (change.id,)
        elif change and change.kind is ChangeKind.UPDATE_CHANGED and change.before:
            yield change.id, change.before.date.isoformat(), change.before.note


def attack(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Attacker,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_what_is_gone_is_known() -> None:
    attack(2, 12)


# Three hundred in all, in portions for the processors to share.
@pytest.mark.slow
@pytest.mark.parametrize("portion", range(6))
def test_what_is_gone_is_known_in_long_histories(portion: int) -> None:
    attack(50, 15 + portion)
